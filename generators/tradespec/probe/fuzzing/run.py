"""Drive Schemathesis over a running server, in passes that differ in who signs and what is checked.

Schemathesis makes, sends, judges and shrinks, in a process of its own; `tradespec.probe.hooks` is what it loads there: our
signing, the checks by the contract's catalogue, checks of a team's own, and the reader of its events.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.document import bundle, dump_json
from tradespec.probe.compat.errors import CompatError, Unreachable
from tradespec.probe.compat.positive import NO_ENTRY, NO_SUCH, Record, breakages, secured_labels
from tradespec.probe.compat.positive import settings as expectations
from tradespec.probe.compat.ways import Access
from tradespec.probe.fuzzing.har import join, secrets_of
from tradespec.probe.fuzzing.report import Found, FuzzReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tradespec.contract import Contract

__all__ = ["Pass", "passes_of", "run_fuzz"]

ALL_PHASES: Final = "examples,coverage,fuzzing,stateful"
SINGLE_PHASES: Final = "examples,coverage,fuzzing"
REQUEST_SECONDS: Final = 10
UNDECLARED: Final = "unsupported_method"
"""The check that asks for methods which a path does not have."""
RAN: Final = frozenset({0, 1})
"""What Schemathesis answers when it did its work."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of Schemathesis: whether we sign, which checks and operations it skips or takes."""

    name: str
    signed: bool = True
    phases: str = ALL_PHASES
    checks: str = "all"
    exclude_checks: tuple[str, ...] = ()
    include_operations: tuple[str, ...] = ()
    exclude_operations: tuple[str, ...] = ()

    def options(self) -> Iterator[str]:
        """Yield the command-line options of this pass."""
        yield from ("--phases", self.phases, "--mode", "all", "--checks", self.checks)
        if self.exclude_checks:
            yield from ("--exclude-checks", ",".join(self.exclude_checks))
        for operation in self.include_operations:
            yield from ("--include-operation-id", operation)
        for operation in self.exclude_operations:
            yield from ("--exclude-operation-id", operation)


def passes_of(contract: Contract, alone: Sequence[str] = (), only: Sequence[str] = ()) -> list[Pass]:
    """Return the passes for a contract: everything signed, security probed, nothing signed; then each operation alone.

    A probe that is signed again would look as if no key were asked for, so that check has a pass of its own. Operations
    that take away what other cases stand on (a key, the orders) run by themselves, last. ``only`` names the operations
    to look at; all where it is empty.
    """
    ids = {each.id for each in contract.operations if each.has_own_id}
    apart = tuple(name for name in alone if name in ids and (not only or name in only))
    chosen = tuple(name for name in only if name not in apart)
    protected = bool(secured_labels(contract))
    out = []
    if chosen or not only:
        first = Pass(
            "all requests signed" if protected else "all requests",
            exclude_checks=("ignored_auth",),
            include_operations=chosen,
            exclude_operations=() if only else apart,
        )
        out.append(first)
        if protected:
            probing = replace(first, name="security probing", phases="examples,coverage", checks="ignored_auth")
            out.append(replace(probing, exclude_checks=()))
            out.append(replace(first, name="nothing signed", signed=False, phases=SINGLE_PHASES, exclude_checks=()))
    singly = Pass("", phases=SINGLE_PHASES, exclude_checks=("ignored_auth",))
    return [*out, *(replace(singly, name=f"{name} alone", include_operations=(name,)) for name in apart)]


def run_fuzz(  # noqa: PLR0913 - one parameter per thing to say about a run
    contract: Contract,
    url: str,
    *,
    server: str = "",
    spec: str = "",
    config: str = "",
    access: Access | None = None,
    seed: int | None = None,
    examples: int = 25,
    seconds_max: float | None = None,
    alone: Sequence[str] = (),
    only: Sequence[str] = (),
    checks: Path | None = None,
    har: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> FuzzReport:
    """Fuzz a server and return what is wrong with it.

    ``server``, ``spec`` and ``config`` are how a reader names the three, for the commands that show a finding again.
    ``checks`` is a Python file that registers checks of a team's own; ``har`` is where to write all traffic. Errors:
    `Unreachable` where no server of this contract answers, `CompatError` where nothing could be judged: no report then.
    """
    began = time.monotonic()
    seed = random.randrange(2**31) if seed is None else seed  # noqa: S311 - a seed to repeat a run by, no secret
    with tempfile.TemporaryDirectory(prefix="tradespec-fuzz-") as folder:
        session = Session(
            contract, url.rstrip("/"), access or Access(), Path(folder), seed, examples, seconds_max, checks
        )
        session.prepare()
        found: list[Found] = []
        counted: list[tuple[str, int]] = []
        cut: list[str] = []
        whole = Record()
        for one in passes_of(contract, alone, only):
            if tell:
                tell(f"{one.name} ...")
            record = session.run(one, har is not None)
            counted.append((one.name, record.cases))
            cut += [one.name] if record.cut else []
            found += [Found(each, one.name) for each in breakages(record.failures)]
            merge(whole, record)
            demand(contract, url, one, record)
        if cut and not any(cases for _, cases in counted):
            raise CompatError(
                f"Expected answers within {seconds_max:g} s, got none in that time - at {url}",
                "Allow more with --max-time: making the first requests takes a few seconds.",
            )
        if har:
            join(har, sorted(Path(folder).glob("*.har")), session.own_headers, secrets_of(session.access))
    return FuzzReport(
        server=server or url,
        spec=spec,
        seed=seed,
        examples=examples,
        config=config,
        findings=tuple(each_once(found)),
        passes=tuple(counted),
        seconds=time.monotonic() - began,
        notes=(
            *left_out(contract, whole, cut, dict(counted), only=only, seconds_max=seconds_max),
            *notes(whole, some=bool(only)),
        ),
    )


@dataclass(slots=True)
class Session:
    """One server under test: the files that Schemathesis reads, and its process."""

    contract: Contract
    url: str
    access: Access
    folder: Path
    seed: int
    examples: int
    seconds_max: float | None
    checks: Path | None
    started: float = 0.0

    @property
    def spec(self) -> Path:
        """The document as one file."""
        return self.folder / "openapi.json"

    @property
    def config(self) -> Path:
        """Schemathesis's settings."""
        return self.folder / "schemathesis.toml"

    @property
    def own_headers(self) -> frozenset[str]:
        """Names, in lower case, of the headers that let requests in."""
        return frozenset(name.lower() for name in self.access.headers)

    def prepare(self) -> None:
        """Write the files."""
        self.started = time.monotonic()
        made = dump_json(bundle(self.contract.document))
        self.spec.write_bytes(made if isinstance(made, bytes) else made.encode())
        self.config.write_text(expectations(self.contract), "utf-8")

    def run(self, one: Pass, har: bool) -> Record:
        """Run one pass to its end, or to the end of the time there is, and read what it wrote."""
        record, events = Record(), self.folder / "events.jsonl"
        left = None if self.seconds_max is None else self.seconds_max - (time.monotonic() - self.started)
        if left is not None and left < 1:
            record.cut = True
            return record
        events.write_text("", "utf-8")
        done: subprocess.CompletedProcess[str] | None = None
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter, arguments of our own making
                self.command(one, har),
                env=self.environment(one, events),
                capture_output=True,
                text=True,
                timeout=left,
                check=False,
            )
        except subprocess.TimeoutExpired:
            record.cut = True
        lines = events.read_text("utf-8").splitlines()
        for line in lines:
            if line.endswith("}"):  # a run that was stopped may have left half a line
                record.add(json.loads(line))
        if done and (done.returncode not in RAN or not lines):
            raise CompatError(
                f"Expected Schemathesis to run, got exit status {done.returncode}: {said(done)}",
                "Correct what it names; checks of your own and signing hooks are loaded there as well.",
            )
        return record

    def command(self, one: Pass, har: bool) -> list[str]:
        """Return the command line of one pass."""
        report = ["--report", "har", "--report-har-path", str(self.folder / f"{time.time_ns()}.har")] if har else []
        return [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(self.config), "run", str(self.spec)),
            *("--url", self.url, "--max-examples", str(self.examples), "--seed", str(self.seed), "--no-color"),
            *("--warnings", "off", "--generation-database", "none", "--request-timeout", str(REQUEST_SECONDS)),
            *("--continue-on-failure", *report, *one.options()),
        ]

    def environment(self, one: Pass, events: Path, more: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Return the child's environment: the hooks module, and the plan it reads. Secrets are in no command line."""
        given = self.access.credentials if one.signed else ()
        keys = [{"key_id": each.key_id, "algorithm": each.algorithm, "secret": each.secret} for each in given]
        plan = {
            "spec": str(self.spec),
            "out": str(events),
            "made": str(self.folder / "made.jsonl"),
            "credentials": keys[0] if keys else None,
            "keys": keys,
            "headers": dict(self.access.headers) if one.signed else {},
            "query": dict(self.access.query) if one.signed else {},
            "sign": self.access.sign if one.signed else "",
            "checks": str(self.checks) if self.checks and one.signed else "",
            "url": self.url,
            "signed": one.signed,
            **(more or {}),
        }
        return {**os.environ, "SCHEMATHESIS_HOOKS": "tradespec.probe.hooks", "TRADESPEC_FUZZ": json.dumps(plan)}


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Return the line of a failed run that tells most."""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    wrong = [line for line in lines if "Error" in line]
    return (wrong[-1] if wrong else lines[-1] if lines else "it said nothing")[:300]


def merge(whole: Record, one: Record) -> None:
    """Add what one pass saw to the whole."""
    for label, counts in one.statuses.items():
        whole.statuses.setdefault(label, type(counts)()).update(counts)
    whole.errors += one.errors
    whole.cut = whole.cut or one.cut


def demand(contract: Contract, url: str, one: Pass, record: Record) -> None:
    """Refuse to judge where nothing was answered, nothing is known of this API, or no signed request was let in."""
    seen = {status for counts in record.statuses.values() for status in counts}
    total = sum(count for counts in record.statuses.values() for count in counts.values())
    if record.died or (record.errors and seen <= {"none"}):
        first = record.errors[0] if record.errors else {"kind": "silence", "error": f"none after {total} requests"}
        text = " ".join(str(first.get("error") or first.get("fatal")).split())[:200]
        raise Unreachable(
            f"Expected answers to the end, got {first['kind']}: {text} - at {url}, {one.name}",
            "Start the server, or look at its log: it may have crashed.",
        )
    if seen and seen <= NO_SUCH:
        raise Unreachable(
            f"Expected a server of {contract.title}, got {', '.join(sorted(seen))} for all {total} requests - at {url}",
            "Correct the server's address (a base path belongs into it), or name its document with --spec.",
        )
    secured = secured_labels(contract)
    inside = {status for label, counts in record.statuses.items() if label in secured for status in counts}
    if one.signed and one.checks == "all" and inside & NO_ENTRY and inside <= NO_ENTRY | NO_SUCH:
        raise CompatError(
            f"Expected a key that is let in, got {', '.join(sorted(inside))} for all requests to protected operations"
            f" - at {url}",
            "Give a key of this server in tradespec.toml: [[probe.keys]], [probe.headers] or [probe] sign; or with --header.",
        )


def each_once(found: list[Found]) -> Iterator[Found]:
    """Yield what several passes found once, in the order of paths.

    Methods that a path does not have are answered by one piece of a server: what is wrong with all is told of the first.
    """
    kept: dict[tuple[str, str, int, str], Found] = {}
    for each in sorted(found, key=lambda each: (each.breakage.path, each.breakage.method, each.check)):
        same = each.fingerprint
        kept.setdefault((each.breakage.path, *same[1:]) if each.check == UNDECLARED else same, each)
    yield from kept.values()


def left_out(  # noqa: PLR0913 - all that a run knows of itself
    contract: Contract,
    whole: Record,
    cut: Sequence[str],
    cases: Mapping[str, int],
    *,
    only: Sequence[str],
    seconds_max: float | None,
) -> Iterator[str]:
    """Yield what there was no time for: passes that were cut or not begun, and operations that were never called."""
    if not cut:
        return
    begun, never = [name for name in cut if cases[name]], [name for name in cut if not cases[name]]
    parts = [f"cut short: {', '.join(begun)}"] * bool(begun) + [f"not begun: {', '.join(never)}"] * bool(never)
    yield f"stopped after {seconds_max:g} s; {'; '.join(parts)}"
    wanted = [each for each in contract.operations if not only or each.id in only]
    if missing := sorted(each.id for each in wanted if f"{each.method} {each.path}" not in whole.statuses):
        yield f"never called: {', '.join(missing)}"


def notes(whole: Record, *, some: bool) -> Iterator[str]:
    """Yield what a reader should know beside the findings. ``some`` operations of all have few links, or none."""
    for line in [each for each in whole.errors if not (some and each.get("operation") == "Stateful tests")][:3]:
        text = " ".join(str(line.get("error") or line.get("fatal")).split())[:160]
        yield f"not tried: {line.get('operation', 'the run')}: {text}"
