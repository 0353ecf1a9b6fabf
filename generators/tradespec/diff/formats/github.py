"""Annotations of a GitHub workflow (its guide "Workflow commands")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Finding, Report

LEVELS = {"breaking": "error", "risky": "warning", "info": "notice"}


def as_github(comparison: Comparison) -> str:
    """Return one workflow command per finding."""
    return "\n".join(annotation(report, finding) for report, finding in comparison.rows)


def annotation(report: Report, finding: Finding) -> str:
    """Return the command that shows a finding beside its line in the new document."""
    where = located.either(report, finding)
    text = finding.message
    if finding.witness is not None:
        text += f"\nProof: {located.proof(finding)}"
    if finding.fix:
        text += f"\n{finding.fix}"
    fields = {"file": where.file, "line": where.line, "col": where.column, "title": finding.id}
    said = ",".join(f"{name}={escape(str(value), field=True)}" for name, value in fields.items())
    level = "notice" if finding.waived else LEVELS[finding.severity]
    return f"::{level} {said}::{escape(text)}"


def escape(text: str, *, field: bool = False) -> str:
    """Escape a message, or one of the fields before it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if field else text
