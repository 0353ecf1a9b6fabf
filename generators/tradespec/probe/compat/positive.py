"""The way ``positive``: requests and link sequences made from a release, answers judged as a tolerant reader reads them.

Schemathesis makes, sends, judges and shrinks, in a process of its own (`positive_hooks` is what it loads there). The
document it reads is the release with its answers opened (`tolerant`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.document import dump_json
from tradespec.probe.compat.deprecation import deprecated_operations
from tradespec.probe.compat.errors import CompatError, Unreachable
from tradespec.probe.compat.matrix import Answer, Breakage, Call, Outcome
from tradespec.probe.compat.smallest import reduced, smallest
from tradespec.probe.compat.tolerant import tolerant
from tradespec.probe.compat.wire import Client, is_local
from tradespec.probe.compat.wording import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tradespec.contract import Contract
    from tradespec.probe.compat.ways import Job

__all__ = ["Positive"]

NOT_OURS: Final = (
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
    "ensure_resource_availability",
    "ignored_auth",
    "object_level_authorization",
)
"""Checks of how a server treats what is wrong, or what it promises beside its contract: those are for `fuzz`."""
ANSWER_CHECKS: Final = (
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "positive_data_acceptance",
)
CONSEQUENCES: Final[dict[str, tuple[str, ...]]] = {
    "not_a_server_error": ("status_code_conformance", *ANSWER_CHECKS),
    "status_code_conformance": ANSWER_CHECKS,
    "request_form_accepted": ("positive_data_acceptance",),
    "content_type_conformance": ("response_schema_conformance",),
}
"""Check -> the checks that fail with it on the same answer, and tell nothing more."""
REQUEST_SECONDS: Final = 10
NO_SUCH: Final = frozenset({"404", "405", "501"})
NO_ENTRY: Final = frozenset({"401", "403"})
NOTHING_FAILED: Final = 0
SOMETHING_FAILED: Final = 1


@dataclass
class Record:
    """What Schemathesis wrote down, gathered over all passes."""

    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    cut: bool = False
    died: bool = False
    """Whether the server stopped answering in the middle."""

    def add(self, line: dict[str, Any]) -> None:
        """Take one line."""
        for label, counts in line.get("statuses", {}).items():
            self.statuses.setdefault(label, Counter()).update(counts)
        self.failures += line.get("failures", [])
        self.died = self.died or line.get("finished") == "server_unavailable"
        if "error" in line or "fatal" in line:
            self.errors.append(line)

    @property
    def cases(self) -> int:
        """How many requests were sent."""
        return sum(sum(counts.values()) for counts in self.statuses.values())


class Positive:
    """Requests that the release allows must be understood, and answered in the release's words."""

    name = "positive"
    title = "requests made from the release"
    busy = True

    def run(self, job: Job) -> Outcome:
        """Run all passes and judge."""
        started = time.monotonic()
        record = Record()
        with tempfile.TemporaryDirectory(prefix="tradespec-compat-") as folder:
            run = Run(job, Path(folder), started)
            for name in run.passes():
                run.one(name, record)
        demand_answers(job, record)
        seen = succeeded(job, record)
        client = Client(job.contract, job.url, job.access)
        found = tuple(reduced(client, each) for each in breakages(record.failures))
        client.close()
        return Outcome(
            self.name,
            "red" if found else "green",
            found,
            record.cases,
            time.monotonic() - started,
            tuple(notes(job, record, seen)),
            frozenset(name for name, good in seen.items() if good),
            frozenset(name for name, good in seen.items() if not good),
        )


class Run:
    """One release on one server: the files that Schemathesis reads, and its process."""

    def __init__(self, job: Job, folder: Path, started: float) -> None:
        self.job = job
        self.folder = folder
        self.started = started
        self.spec = folder / "openapi.json"
        self.config = folder / "schemathesis.toml"
        self.events = folder / "events.jsonl"
        self.spec.write_text(dump_json(tolerant(job.contract)), "utf-8")
        self.config.write_text(settings(job.contract), "utf-8")

    def passes(self) -> list[list[str]]:
        """Return the options of each pass: everything, then each operation that must run alone."""
        own = [name for name in self.job.alone if any(each.id == name for each in self.job.contract.operations)]
        rest = [option for name in own for option in ("--exclude-operation-id", name)]
        # An operation by itself has no links to follow.
        singly = ["--phases", "examples,coverage,fuzzing", "--include-operation-id"]
        return [["--phases", "examples,coverage,fuzzing,stateful", *rest], *([*singly, name] for name in own)]

    def one(self, options: list[str], record: Record) -> None:
        """Run one pass and read what it wrote."""
        left = None if self.job.seconds_max is None else self.job.seconds_max - (time.monotonic() - self.started)
        if left is not None and left <= 0:
            record.cut = True
            return
        self.events.write_text("", "utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter, arguments of our own making
                self.command(options), env=self.environment(), capture_output=True, text=True, timeout=left, check=False
            )
        except subprocess.TimeoutExpired:
            record.cut, done = True, None
        lines = self.events.read_text("utf-8").splitlines()
        for line in lines:
            # A run that was stopped may have left half a line.
            if line.endswith("}"):
                record.add(json.loads(line))
        if done and (done.returncode not in {NOTHING_FAILED, SOMETHING_FAILED} or not lines):
            said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
            wrong = next((line for line in said if "Error" in line), said[-1] if said else "it said nothing")
            raise CompatError(
                f"Expected Schemathesis to run, got exit status {done.returncode}: {wrong[:300]}",
                "Run `schemathesis run` on the release's document to see the whole of it.",
            )

    def command(self, options: list[str]) -> list[str]:
        """Return the command line of one pass."""
        job = self.job
        headers = [text for name, value in job.access.headers.items() for text in ("--header", f"{name}: {value}")]
        return [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(self.config), "run", str(self.spec)),
            *("--url", job.url, "--mode", "positive", "--exclude-checks", ",".join(NOT_OURS)),
            *("--max-examples", str(job.examples), "--seed", str(job.seed), "--no-color", "--warnings", "off"),
            *("--generation-database", "none", "--request-timeout", str(REQUEST_SECONDS), "--rate-limit", "auto"),
            *headers,
            *options,
        ]

    def environment(self) -> dict[str, str]:
        """Return the child's environment: the hooks module, and the plan it reads."""
        job = self.job
        first = job.access.credentials[0] if job.access.credentials else None
        plan = {
            "spec": str(self.spec),
            "out": str(self.events),
            "deprecated": deprecated_operations(job.server_contract or job.contract),
            "credentials": first and {"key_id": first.key_id, "algorithm": first.algorithm, "secret": first.secret},
        }
        return {
            **os.environ,
            **({"NO_PROXY": "*"} if is_local(job.url) else {}),
            "SCHEMATHESIS_HOOKS": "tradespec.probe.compat.positive_hooks",
            "TRADESPEC_COMPAT": json.dumps(plan),
        }


def settings(contract: Contract) -> str:
    """Return Schemathesis's settings: which answers a request of good form may get from each operation.

    A catalogue says more than statuses do: an order of good form may find too few funds. That nothing of good form is
    refused for its form is what our own check asserts (`positive_hooks.check_form`).
    """
    out = []
    for operation in contract.operations:
        statuses = {contract.errors[code].status for code in operation.error_codes if code in contract.errors}
        if statuses and operation.has_own_id:
            listed = ", ".join(f'"{status}"' for status in ["2xx", *sorted(statuses)])
            check = f"checks.positive_data_acceptance.expected-statuses = [{listed}]"
            out.append(f"[[operations]]\ninclude-operation-id = {json.dumps(operation.id)}\n{check}\n")
    return "\n".join(out)


def demand_answers(job: Job, record: Record) -> None:
    """Refuse to judge where nothing was answered, nothing is known of this API, or no request was let in."""
    seen: Counter[str] = Counter()
    for counts in record.statuses.values():
        seen.update(counts)
    if record.errors and not sum(count for status, count in seen.items() if status != "none"):
        first = record.errors[0]
        said = " ".join(str(first.get("error") or first.get("fatal")).split())[:200]
        raise Unreachable(f"Expected answers, got {first['kind']}: {said} - at {job.url}", "Look at the server's log.")
    if record.died:
        raise Unreachable(
            f"Expected answers to the end, got none after {sum(seen.values())} requests - at {job.url}",
            "Look at the server's log: it has crashed, or it hangs.",
        )
    if not seen:
        raise CompatError(
            f"Expected operations to call, got none that could be called - at {job.release.source}",
            "Check that the release has operations.",
        )
    if set(seen) <= NO_SUCH:
        raise Unreachable(
            f"Expected a server of {job.contract.title}, got {', '.join(sorted(seen))} for all {sum(seen.values())} "
            f"requests - at {job.url}",
            "Correct the server's address; a base path belongs into it.",
        )
    secured = secured_labels(job.contract)
    inside = Counter[str]()
    for label, counts in record.statuses.items():
        if label in secured:
            inside.update(counts)
    if inside and set(inside) <= NO_ENTRY:
        raise CompatError(
            f"Expected a key that is let in, got {', '.join(sorted(inside))} for all {sum(inside.values())} requests "
            f"to protected operations - at {job.url}",
            "Give a key of this server, with all its scopes.",
        )


def secured_labels(contract: Contract) -> frozenset[str]:
    """Return ``METHOD /path`` of the operations that ask for a key."""
    return frozenset(
        f"{each.method} {each.path}"
        for each in contract.operations
        if each.security and all(alternative.needs for alternative in each.security)
    )


def succeeded(job: Job, record: Record) -> dict[str, bool]:
    """Return id -> whether it succeeded at least once, of the operations that were called."""
    ids = {f"{each.method} {each.path}": each.id for each in job.contract.operations}
    return {
        ids[label]: any(status.startswith("2") for status in counts)
        for label, counts in record.statuses.items()
        if label in ids and counts.total()
    }


def notes(job: Job, record: Record, called: Iterable[str]) -> Iterator[str]:
    """Yield what a reader should know beside the verdict."""
    if record.cut:
        yield f"stopped after {job.seconds_max:g} s"
    if missing := sorted({each.id for each in job.contract.operations} - set(called)):
        yield f"never called: {', '.join(missing)}"
    for line in record.errors[:3]:
        said = " ".join(str(line.get("error") or line.get("fatal")).split())[:120]
        yield f"not tried: {line.get('operation', 'the run')}: {said}"


def breakages(failures: Iterable[dict[str, Any]]) -> list[Breakage]:
    """Return what broke, each thing once, and nothing that only follows from something else."""
    found = smallest(map(breakage, failures))
    kept = [one for one in found if not follows(one, found)]
    return sorted(kept, key=lambda each: (each.path, each.method, each.kind, each.pointer))


def follows(one: Breakage, others: Iterable[Breakage]) -> bool:
    """Whether another breakage of the operation says it all: an answer of a wrong status has no schema to keep."""
    status = one.answer.status if one.answer else 0
    for other in others:
        if other.operation != one.operation or one.kind not in CONSEQUENCES.get(other.kind, ()):
            continue
        if other.kind == "request_form_accepted" or (other.answer and other.answer.status == status):
            return True
    return False


def breakage(raw: dict[str, Any]) -> Breakage:
    """Read one failure."""
    calls = [Call(**each) for each in raw["chain"]]
    return Breakage(
        operation=raw["operation"],
        method=raw["method"],
        path=raw["path"],
        kind=raw["check"],
        message=told(raw),
        call=calls[-1] if calls else None,
        before=tuple(calls[:-1]),
        answer=Answer(raw["status"], raw["body"]) if raw["status"] else None,
        pointer=raw["pointer"],
    )
