"""Drive Schemathesis over a running server, in passes that differ in who signs and what is checked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tradespec.contract import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.probe.signing import Credentials

PHASES = "examples,coverage,fuzzing,stateful"


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of Schemathesis: what it sends, whether we sign it, which checks and operations it skips or takes."""

    name: str
    signed: bool
    phases: str = PHASES
    mode: str = "all"
    checks: str = "all"
    exclude_checks: tuple[str, ...] = ()
    include_operations: tuple[str, ...] = ()
    exclude_operations: tuple[str, ...] = ()

    def options(self) -> Iterator[str]:
        """Yield the command-line options of this pass."""
        yield from ("--phases", self.phases, "--mode", self.mode, "--checks", self.checks)
        if self.exclude_checks:
            yield from ("--exclude-checks", ",".join(self.exclude_checks))
        for operation in self.include_operations:
            yield from ("--include-operation-id", operation)
        for operation in self.exclude_operations:
            yield from ("--exclude-operation-id", operation)


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """How a pass ended: exit status 0 is clean, 1 has findings, anything else could not do its work."""

    name: str
    status: int
    output: str


@dataclass(frozen=True, slots=True)
class Fuzz:
    """Where to fuzz, by which document, with which key, and how hard. ``seed`` makes a run repeatable."""

    spec: Path
    url: str
    credentials: Credentials | None
    seed: int
    examples: int = 25
    time_seconds_max: int | None = None

    def run(self, one: Pass) -> FuzzResult:
        """Run one pass to its end and return what Schemathesis said."""
        with tempfile.TemporaryDirectory(prefix="tradespec-fuzz-") as folder:
            config = Path(folder) / "schemathesis.toml"
            config.write_text(configuration(read_file(self.spec)))
            return self.launch(one, ["--config-file", str(config)])

    def launch(self, one: Pass, before: list[str]) -> FuzzResult:
        """Start Schemathesis in a process of its own and wait for it."""
        command = [
            sys.executable,
            "-m",
            "schemathesis.cli",
            *before,
            "run",
            str(self.spec),
            "--url",
            self.url,
            *one.options(),
        ]
        command += ["--max-examples", str(self.examples), "--seed", str(self.seed), "--no-color"]
        command += ["--generation-database", "none", "--request-timeout", "10", "--continue-on-failure"]
        if self.time_seconds_max:
            command += ["--max-time", str(self.time_seconds_max)]
        done = subprocess.run(  # noqa: S603 - our own interpreter, arguments of our own making
            command, env=self.environment(one), capture_output=True, text=True, check=False
        )
        return FuzzResult(one.name, done.returncode, done.stdout + done.stderr)

    def environment(self, one: Pass) -> dict[str, str]:
        """Return the child's environment: the hooks module, and the plan it reads."""
        credentials = None
        if one.signed and self.credentials:
            own = self.credentials
            credentials = {"key_id": own.key_id, "algorithm": own.algorithm, "secret": own.secret}
        plan = {"spec": str(self.spec), "credentials": credentials}
        return {
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tradespec.probe.hooks",
            "TRADESPEC_FUZZ": json.dumps(plan),
        }


def configuration(contract: Contract) -> str:
    """Return Schemathesis's settings for a contract: which answers a request of good form may get from each operation.

    A catalogue says more than statuses do: an order of good form may find too few funds (422) or a cursor unknown
    (400). That nothing of good form is refused *for its form* is what our own check asserts (`hooks.check_form`).
    """
    out = []
    for operation in contract.operations:
        statuses = {contract.errors[code].status for code in operation.error_codes if code in contract.errors}
        if statuses:
            listed = ", ".join(f'"{status}"' for status in ["2xx", *sorted(statuses)])
            check = f"checks.positive_data_acceptance.expected-statuses = [{listed}]"
            out.append(f'[[operations]]\ninclude-operation-id = "{operation.id}"\n{check}\n')
    return "\n".join(out)
