"""What a fuzz run found, as values."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tradespec.probe.fuzzing.by_status import BY_STATUS
from tradespec.probe.fuzzing.steps import steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.matrix import Breakage, Call

__all__ = ["Found", "FuzzReport"]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, by the smallest requests that show it, and the pass that found it."""

    breakage: Breakage
    in_pass: str
    accepted: str = ""
    """The reason, where a baseline accepts it."""

    @property
    def check(self) -> str:
        """The check that failed: ``response_schema_conformance``, ``not_a_server_error``, ..."""
        return self.breakage.kind

    @property
    def fingerprint(self) -> tuple[str, str, int, str]:
        """What makes two findings the same: operation, check, status, place in the answer. Never a text."""
        answer = self.breakage.answer
        return self.breakage.title, self.check, answer.status if answer else 0, self.breakage.pointer

    @property
    def calls(self) -> tuple[Call, ...]:
        """The requests to repeat it, in order."""
        last = self.breakage.call
        return (*self.breakage.before, *((last,) if last else ()))


@dataclass(frozen=True, slots=True)
class FuzzReport:
    """The whole of a run, and how to repeat it."""

    server: str
    """As it was named: a URL, or ``app:package.module``."""
    spec: str
    """The document, where one was named; empty where the server published it."""
    seed: int
    examples: int
    config: str
    """The settings file, where one was named."""
    findings: tuple[Found, ...]
    passes: tuple[tuple[str, int], ...]
    """(name, cases)."""
    seconds: float
    notes: tuple[str, ...] = ()
    stale: tuple[tuple[str, str, int, str], ...] = field(default=())
    """Entries of the baseline that this run did not see."""

    def __iter__(self) -> Iterator[Found]:
        """Iterate over the findings."""
        return iter(self.findings)

    @property
    def cases(self) -> int:
        """How many requests were sent and judged."""
        return sum(cases for _, cases in self.passes)

    @property
    def new(self) -> tuple[Found, ...]:
        """The findings that no baseline accepts."""
        return tuple(each for each in self.findings if not each.accepted)

    def accepting(self, reasons: dict[tuple[str, str, int, str], str]) -> FuzzReport:
        """Return the report as a baseline sees it: fingerprint -> reason."""
        known = {each.fingerprint for each in self.findings}
        return replace(
            self,
            findings=tuple(replace(each, accepted=reasons.get(each.fingerprint, "")) for each in self.findings),
            stale=tuple(each for each in reasons if each not in known),
        )

    def command(self, found: Found) -> str:
        """Return what to type to see a finding again: it signs each request anew."""
        return " ".join(self.parts(found))

    def parts(self, found: Found) -> list[str]:
        """Return the command in parts that a reader can tell apart: what is called, and each request."""
        words = ["tradespec", "replay", "--server", self.server]
        words += ["--spec", self.spec] if self.spec else []
        words += ["--config", self.config] if self.config else []
        words += ["--check", found.check]
        if found.check in BY_STATUS and found.breakage.answer:
            words += ["--status", str(found.breakage.answer.status)]
        steps = steps_of(found.calls)
        return [
            shlex.join(words),
            *(shlex.join(["--then"] * (at > 0) + [*each.words()]) for at, each in enumerate(steps)),
        ]
