"""Findings that a team has accepted: a JSON file, read and written whole.

::

    {"accepted": [{"operation": "GET /v1/orders", "check": "response_schema_conformance", "status": 200,
                   "pointer": "/items/*/price", "reason": "Goes with release 2."}]}

An entry names operation, check, status and place, never the text of a message.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tradespec.probe.fuzzing.report import FuzzReport

__all__ = ["BaselineError", "read_baseline", "write_baseline"]

WORDS: Final = frozenset({"operation", "check", "status", "pointer", "reason"})
UNREASONED: Final = "accepted when the baseline was written"


class BaselineError(Exception):
    """A baseline that cannot be followed; the text says what was expected, what came and where."""


def read_baseline(path: Path) -> dict[tuple[str, str, int, str], str]:
    """Return fingerprint -> reason. `BaselineError` for a file that is missing or says something else."""
    try:
        said = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BaselineError(f"Expected a baseline, got: {error.strerror} - at {path}") from error
    except ValueError as error:
        raise BaselineError(f"Expected a baseline as JSON, got something else: {error} - at {path}") from error
    entries = said.get("accepted") if isinstance(said, dict) else None
    if not isinstance(entries, list):
        raise BaselineError(f"Expected a list under `accepted`, got {type(entries).__name__} - at {path}")
    return dict(entry(each, f"{path}: accepted[{at}]") for at, each in enumerate(entries))


def entry(said: Any, where: str) -> tuple[tuple[str, str, int, str], str]:
    """Read one entry."""
    if not isinstance(said, dict) or not said.keys() <= WORDS or not {"operation", "check"} <= said.keys():
        raise BaselineError(f"Expected {', '.join(sorted(WORDS))}, got {json.dumps(said)[:120]} - at {where}")
    key = (str(said["operation"]), str(said["check"]), int(said.get("status", 0)), str(said.get("pointer", "")))
    return key, str(said.get("reason") or UNREASONED)


def write_baseline(path: Path, report: FuzzReport) -> None:
    """Accept everything that a run found; what was accepted before keeps its reason where it was seen again."""
    accepted = [
        dict(zip(("operation", "check", "status", "pointer"), each.fingerprint, strict=True))
        | {"reason": each.accepted or UNREASONED}
        for each in report.findings
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"accepted": accepted}, indent=2) + "\n", "utf-8")
