"""Positions of findings, looked up when a report is printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tradespec.diff.finding import Bump, Comparison, Finding, Report
    from tradespec.document import Location

SHOWN_MAX: Final = 400

NOTHING_TOLD: Final[dict[Bump, str]] = {
    "none": "no changes",
    "patch": "no changes that matter",
    "minor": "no breaking changes",
    "major": "nothing of what was asked for",
}
"""What is said where no finding is told, by the step that all changes demand."""


def base(report: Report, finding: Finding) -> Location | None:
    """Return where a finding stands in the old document."""
    return report.base.document.locate(finding.base) if finding.base else None


def revision(report: Report, finding: Finding) -> Location | None:
    """Return where a finding stands in the new document."""
    return report.revision.document.locate(finding.revision) if finding.revision else None


def places(report: Report, finding: Finding) -> tuple[Location | None, Location | None]:
    """Return where a finding stands in the old document and in the new one."""
    return base(report, finding), revision(report, finding)


def either(report: Report, finding: Finding) -> Location:
    """Return where to look first: the new document, else the old one, else the top of the new one."""
    found = revision(report, finding) or base(report, finding)
    if found is not None:
        return found
    from tradespec.document import Place

    return report.revision.document.locate(Place(report.revision.document.entry))


def name(said: Report | Comparison, side: str) -> str:
    """Return a document as people call it: its file, with the git revision where it was read from one.

    Many are called by the folder or the pattern that was given for them.
    """
    from tradespec.diff.finding import Comparison

    if isinstance(said, Comparison):
        if said.many or not said.reports:
            return said.base if side == "base" else said.revision
        said = said.reports[0]
    if said.lacks == side:
        return "nothing"
    document = (said.base if side == "base" else said.revision).document
    return f"{document.revision}:{document.entry}" if document.revision else document.entry


NEWS: Final = frozenset(("endpoint-added", "webhook-added", "callback-added"))
"""Rules whose findings say enough without what was expected."""
WHOLE: Final = "The whole document"


def grouped(report: Report) -> dict[str, list[Finding]]:
    """Return operation -> its findings, the operations with the worst findings first."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        whole = finding.operation is None or finding.id.startswith("api-document-")
        groups.setdefault(WHOLE if whole else str(finding.operation), []).append(finding)
    return groups


def change(finding: Finding) -> str:
    """Say in a line what changed, beside the operation: without what was expected where that is always the same."""
    said = finding.message.removesuffix(f" - at {finding.operation}")
    if finding.direction == "none" and finding.id not in NEWS:
        return said
    return said.partition(", got ")[2] or said


def others(finding: Finding, quote: str = "", shown: int = 5) -> str:
    """Name the further operations that a finding reaches, each in quotation marks where some are given."""
    uses = dict.fromkeys(str(use) for use in finding.uses[1:] if str(use) != str(finding.uses[0]))
    names = [f"{quote}{use}{quote}" for use in uses]
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


def names(said: Report | Comparison, arrow: str = "->") -> str:
    """Return what was compared with what."""
    return f"{name(said, 'base')} {arrow} {name(said, 'revision')}"


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


def summed(said: Report | Comparison) -> str:
    """Return a few words that sum a report up."""
    counts = {severity: number for severity, number in said.counts().items() if number}
    words = ", ".join(f"{number} {severity}" for severity, number in counts.items())
    return words or NOTHING_TOLD[said.bump]


def demands(comparison: Comparison) -> bool:
    """Whether the version step is worth a word: something is told, or what is not told demands one."""
    return bool(comparison.findings) or comparison.bump in {"minor", "major"}


def remarks(comparison: Comparison) -> list[str]:
    """Return what else is to be said in a few words: documents, findings that a baseline knows, files not read."""
    count = len(comparison.reports)
    said = [f"{count} document{'' if count == 1 else 's'} compared"] if comparison.many else []
    if comparison.unread:
        said.append(f"{len(comparison.unread)} could not be read")
    if comparison.waived:
        said.append(f"{comparison.waived} waived")
    if comparison.known:
        said.append(f"{comparison.known} known from the baseline")
    return said
