"""The way ``sdk``: the SDK generated from a release, built, and its own scenario suite run against the server.

The suite is part of the SDK (``scenarios/run.mjs``): every operation's example, and the workflows beside the contract.
Here it is run, and its lines are read.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any, Final

from tradespec.probe.compat.build import built_sdk, node
from tradespec.probe.compat.errors import CompatError, Unreachable
from tradespec.probe.compat.matrix import Answer, Breakage, Call, Outcome
from tradespec.probe.compat.smallest import smallest

if TYPE_CHECKING:
    from pathlib import Path

    from tradespec.contract import Contract
    from tradespec.probe.compat.ways import Access, Job
    from tradespec.probe.signing import Credentials

__all__ = ["Sdk", "suite_lines"]

SECONDS_MAX: Final = 300.0
SUCCESS: Final = 200
REDIRECTION: Final = 300
NO_SUCH: Final = frozenset({404, 405, 501})
NO_ENTRY: Final = frozenset({401, 403})


class Sdk:
    """Programs that were built on the release's SDK must still work."""

    name = "sdk"
    title = "the release's SDK, running its scenarios"
    busy = False

    def run(self, job: Job) -> Outcome:
        """Build, run, and read what the suite says."""
        started = time.monotonic()
        folder = built_sdk(job.contract, job.cache)
        lines = suite_lines(folder, job)
        demand_answers(job, lines)
        broken = smallest(breakage(line, job.contract) for line in lines if not line["ok"])
        seconds = time.monotonic() - started
        good = frozenset(line["operation"] for line in lines if SUCCESS <= (line.get("status") or 0) < REDIRECTION)
        return Outcome(
            self.name,
            "red" if broken else "green",
            broken,
            len(lines),
            seconds,
            succeeded=good,
            unseen=named(lines) - good,
        )


def named(lines: list[dict[str, Any]]) -> frozenset[str]:
    """Return the ids of the operations that were called."""
    return frozenset(line["operation"] for line in lines)


def suite_lines(folder: Path, job: Job, *extra: str) -> list[dict[str, Any]]:
    """Run the suite of a built SDK and return what it printed, a line per step. `CompatError` where it does not end well."""
    command = [node(), str(folder / "scenarios" / "run.mjs"), "--url", job.url, "--last", ",".join(job.alone), *extra]
    environment = {**os.environ, "SCENARIO_AUTH": json.dumps(authentication(job.contract, job.access))}
    environment["SCENARIO_HEADERS"] = json.dumps(dict(job.access.headers))
    limit = job.seconds_max or SECONDS_MAX
    try:
        done = subprocess.run(  # noqa: S603 - Node, with arguments of our own
            command, env=environment, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreachable(
            f"Expected the suite to end within {limit:g} s, got no end - at {job.url}",
            "Look whether the server answers, or allow more with --max-time.",
        ) from error
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode not in {0, 1} or not lines or (done.returncode == 1 and all(line["ok"] for line in lines)):
        said = [line.strip() for line in done.stderr.splitlines() if line.strip() and not line.startswith(" ")]
        wrong = next((line for line in said if "Error" in line), said[-1] if said else "it said nothing")
        raise CompatError(
            f"Expected the SDK's suite to run, got exit status {done.returncode}: {wrong[:300]}",
            "Give a key for each actor of the scenarios, as [[probe.keys]] in tradespec.toml; or run the suite by hand.",
        )
    return lines


def authentication(contract: Contract, access: Access) -> list[dict[str, Any]]:
    """Return what the SDK's client takes as ``auth``, for each key."""
    names = [name for name, scheme in contract.security_schemes.items() if scheme.signature]
    return [{name: credentials(each) for name in names} for each in access.credentials] if names else []


def credentials(key: Credentials) -> dict[str, str]:
    """Return a key as the SDK takes it."""
    return {"key": key.key_id, "privateKey" if key.algorithm == "ed25519" else "secret": key.secret}


def demand_answers(job: Job, lines: list[dict[str, Any]]) -> None:
    """Refuse to judge where nothing was answered, nothing is known of this API, or nobody was let in."""
    statuses = {int(line.get("status") or 0) for line in lines}
    if statuses == {0}:
        raise Unreachable(
            f"Expected answers, got none to {len(lines)} calls: {lines[0].get('message')} - at {job.url}",
            "Look at the server's log.",
        )
    if statuses <= NO_SUCH:
        raise Unreachable(
            f"Expected a server of {job.contract.title}, got {', '.join(map(str, sorted(statuses)))} for all "
            f"{len(lines)} calls - at {job.url}",
            "Correct the server's address; a base path belongs into it.",
        )
    if statuses <= NO_ENTRY:
        raise CompatError(
            f"Expected a key that is let in, got {', '.join(map(str, sorted(statuses)))} for all calls - at {job.url}",
            "Give a key of this server, with all its scopes.",
        )


def breakage(line: dict[str, Any], contract: Contract) -> Breakage:
    """Return a failed step."""
    operation = contract.operation(line["operation"])
    request = line.get("request") or {}
    call = Call(request["method"], request["path"], {}, request.get("body") or "") if request else None
    scenario = "" if line["scenario"] == "examples" else f" ({line['scenario']}: {line['step']})"
    return Breakage(
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        kind=line.get("kind") or "sdk_call",
        message=f"{line.get('message')}{scenario}",
        call=call,
        answer=Answer(line["status"], line.get("answer") or "") if line.get("status") else None,
        pointer=line.get("pointer") or "",
    )
