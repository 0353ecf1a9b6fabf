"""A baseline: the findings that a team lives with since before it had a gate, by fingerprint.

::

    {"tool": "tradespec", "baseline": 1, "findings": [
      {"fingerprint": "5f1e...", "document": "", "id": "request-property-max-decreased", "operation": "POST /orders",
       "at": "/components/schemas/Order/properties/size/maximum"}
    ]}

Only ``document`` and ``fingerprint`` are compared; the rest is for whoever reviews the file. Unlike a waiver, an entry has
neither reason nor end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.policy.errors import PolicyError
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tradespec.diff.finding import Comparison, Finding, Report

VERSION: Final = 1
WORDS: Final = ("fingerprint", "document", "id", "operation", "at")


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is known."""

    fingerprint: str
    document: str
    id: str
    operation: str
    at: str

    @property
    def key(self) -> tuple[str, str]:
        """What is compared."""
        return self.document, self.fingerprint

    def __str__(self) -> str:
        """Name it for people."""
        said = ", ".join(word for word in (self.id, self.operation or self.at) if word)
        return f"{self.document}: {said}" if self.document else said


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that are not told again."""

    entries: tuple[Entry, ...] = ()

    def apply(self, comparison: Comparison) -> tuple[Comparison, list[Entry]]:
        """Return the comparison without what is known, and the entries that do not occur any more.

        Entries about a document that was not read, or was not asked for, are not called gone.
        """
        known = {entry.key for entry in self.entries}
        found: set[tuple[str, str]] = set()
        reports = []
        for report in comparison.reports:
            keys = [(report.document, finding.fingerprint) for finding in report.findings]
            found.update(keys)
            fresh = [each for each, key in zip(report.findings, keys, strict=True) if key not in known]
            reports.append(replace(report, findings=tuple(fresh)))
        read = {report.document for report in reports}
        gone = [entry for entry in self.entries if entry.key not in found and entry.document in read]
        return replace(comparison, reports=tuple(reports), known=len(found & known)), gone


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file; `PolicyError` where it is missing or wrong."""
    try:
        said = json.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"Expected a baseline, got a file that cannot be read: {error.strerror} - at {path}"
        raise PolicyError(message, f"Write one with --write-baseline {path}") from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"Expected UTF-8, got something else - at {path}", again(path)) from error
    except json.JSONDecodeError as error:
        message = f"Expected JSON, got: {error.msg} - at {path}:{error.lineno}:{error.colno}"
        raise PolicyError(message, again(path)) from error
    except RecursionError as error:
        raise PolicyError(
            f"Expected a baseline, got JSON that is nested too deeply - at {path}", again(path)
        ) from error
    if not isinstance(said, dict) or said.get("tool") != "tradespec" or not isinstance(said.get("findings"), list):
        raise PolicyError(f"Expected a baseline of tradespec, got other JSON - at {path}", again(path))
    if said.get("baseline") != VERSION:
        message = f"Expected version {VERSION} of the baseline, got {said.get('baseline')!r} - at {path}, /baseline"
        raise PolicyError(message, again(path))
    return Baseline(tuple(entry(each, f"{path}, /findings/{at}") for at, each in enumerate(said["findings"])))


def entry(said: Any, where: str) -> Entry:
    """Read one finding that is known."""
    if not isinstance(said, dict) or not all(isinstance(said.get(word), str) for word in WORDS):
        message = f"Expected an object with the texts {', '.join(WORDS)}, got {shortened(said)} - at {where}"
        raise PolicyError(message, "Remove the entry, or write the file anew with --write-baseline.")
    return Entry(*(said[word] for word in WORDS))


def write_baseline(comparison: Comparison) -> str:
    """Return the text of a baseline that knows every finding; what is waived stays with its waiver."""
    entries = sorted(known(comparison), key=lambda each: (each.document, each.operation, each.id, each.at, each.key))
    rows = [json.dumps({word: getattr(each, word) for word in WORDS}, ensure_ascii=False) for each in entries]
    body = ",\n".join(f"    {row}" for row in rows)
    body = f"\n{body}\n  " if rows else ""
    return f'{{\n  "tool": "tradespec",\n  "baseline": {VERSION},\n  "findings": [{body}]\n}}\n'


def known(comparison: Comparison) -> Iterator[Entry]:
    """Yield an entry for each finding."""
    for report in comparison.reports:
        for finding in report.findings:
            if not finding.waived:
                yield made(report, finding)


def made(report: Report, finding: Finding) -> Entry:
    """Return the entry of a finding."""
    place = finding.base or finding.revision
    operation = str(finding.operation) if finding.operation else ""
    return Entry(finding.fingerprint, report.document, finding.id, operation, place.pointer if place else "")


def again(path: Path) -> str:
    """Say how a baseline is made."""
    return f"Put it back from version control, or write it anew with --write-baseline {path}"


def shortened(value: Any) -> str:
    """Return a value, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - about a line
