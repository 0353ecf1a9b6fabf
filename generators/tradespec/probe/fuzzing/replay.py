"""Send the requests of a finding again, signed anew, and say whether the finding is there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.probe.compat.errors import CompatError, Unreachable
from tradespec.probe.compat.matrix import Answer, Call
from tradespec.probe.compat.ways import Access
from tradespec.probe.fuzzing.run import Pass, Session, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Contract
    from tradespec.probe.fuzzing.steps import Step

__all__ = ["Replayed", "replay"]

SECONDS_MAX: Final = 300
NO_ENTRY: Final = 401


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was sent, what came, and what is wrong with it."""

    exchanges: tuple[tuple[Call, Answer], ...]
    failures: tuple[tuple[str, str], ...] = ()
    """(check, message)."""
    missing: str = ""
    """Why it ended early: what a request takes from an answer was not in it. Empty where it did not."""

    @property
    def seen(self) -> bool:
        """Whether the finding was seen again."""
        return bool(self.failures)


def replay(  # noqa: PLR0913 - one parameter per thing to say about it
    contract: Contract,
    url: str,
    steps: Sequence[Step],
    *,
    check: str = "",
    status: int | None = None,
    renew: bool = True,
    access: Access | None = None,
    checks: Path | None = None,
) -> Replayed:
    """Send requests one after another to a running server, and judge the answers.

    ``check`` is the check that judges; all that can where it is empty. ``status`` is what the last answer has to be for a
    finding. ``renew`` makes up anew what makes a request safe to repeat (``x-idempotency``): a server that has seen the
    request before would answer as it did then. ``checks`` is a file of a team's own rules. Errors: `Unreachable` where no
    answer comes, `CompatError` where nothing can be judged, `ValueError` for steps that refer to later ones.
    """
    with tempfile.TemporaryDirectory(prefix="tradespec-replay-") as folder:
        session = Session(contract, url.rstrip("/"), access or Access(), Path(folder), 0, 1, None, checks)
        session.prepare()
        events = Path(folder) / "events.jsonl"
        events.write_text("", "utf-8")
        plan = {"steps": [asdict(each) for each in steps], "check": check, "status": status, "renew": renew}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tradespec.probe.replay"],
                env=session.environment(Pass("replay"), events, plan),
                capture_output=True,
                text=True,
                timeout=SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreachable(f"Expected an end within {SECONDS_MAX} s, got none - at {url}", "Look at it.") from error
        lines: list[dict[str, Any]] = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    return judged(lines, done)


def judged(lines: list[dict[str, Any]], done: subprocess.CompletedProcess[str]) -> Replayed:
    """Read what the process wrote down."""
    last = lines[-1] if lines else {}
    exchanges = tuple((Call(**line["call"]), Answer(**line["answer"])) for line in lines if "call" in line)
    outside = [call for call, answer in exchanges if call.signed and answer.status == NO_ENTRY]
    if outside and not last.get("failures"):
        raise CompatError(
            f"Expected a key that is let in, got {NO_ENTRY} - at {outside[0].method} {outside[0].path}",
            "Give the key of the run: in tradespec.toml, or with --header 'NAME: VALUE' before METHOD.",
        )
    if "failures" in last:
        return Replayed(exchanges, tuple((each["check"], each["message"]) for each in last["failures"]))
    if "missing" in last:
        return Replayed(exchanges, missing=last["missing"])
    if last.get("kind") == "Unreachable":
        raise Unreachable(last["error"], "Look at the server's log: it may have crashed, or it hangs.")
    if "error" in last:
        raise ValueError(last["error"])
    raise CompatError(
        f"Expected the requests to be judged, got exit status {done.returncode}: {said(done)}",
        "Correct what it names; checks of your own and signing hooks are loaded there as well.",
    )
