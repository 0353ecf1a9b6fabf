"""Positions of findings, looked up when a report is printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tradespec.diff.finding import Finding, Report
    from tradespec.document import Location

SHOWN_MAX: Final = 400


def base(report: Report, finding: Finding) -> Location | None:
    """Return where a finding stands in the old document."""
    return report.base.document.locate(finding.base) if finding.base else None


def revision(report: Report, finding: Finding) -> Location | None:
    """Return where a finding stands in the new document."""
    return report.revision.document.locate(finding.revision) if finding.revision else None


def either(report: Report, finding: Finding) -> Location:
    """Return where to look first: the new document, else the old one, else the top of the new one."""
    found = revision(report, finding) or base(report, finding)
    if found is not None:
        return found
    from tradespec.document import Place

    return report.revision.document.locate(Place(report.revision.document.entry))


def name(report: Report, side: str) -> str:
    """Return a document as people call it: its file, with the git revision where it was read from one."""
    document = (report.base if side == "base" else report.revision).document
    return f"{document.revision}:{document.entry}" if document.revision else document.entry


def written(value: Any, limit: int = SHOWN_MAX) -> str:
    """Return a value as JSON on one line, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def proof(finding: Finding) -> str:
    """Say what a witness shows; empty where there is none."""
    witness = finding.witness
    if witness is None:
        return ""
    who = {"base": "the old contract", "revision": "the new one"}
    accepted, refused = who[witness.accepted_by], who[witness.refused_by]
    return f"accepted by {accepted}, refused by {refused}: {written(witness.value)}"


def summed(report: Report) -> str:
    """Return one line that sums a report up."""
    counts = report.counts()
    if not report.findings:
        return "no changes that matter" if report.bump != "none" else "no changes"
    return ", ".join(f"{number} {severity}" for severity, number in counts.items() if number)
