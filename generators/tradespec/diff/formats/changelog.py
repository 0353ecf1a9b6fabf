"""A changelog entry in the order of Keep a Changelog: what readers of the API want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.diff.finding import ABOUT_VERSIONS

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Finding, Report

SECTIONS: Final = ("Breaking", "Added", "Changed", "Deprecated", "Removed")
LEFT_OUT: Final = frozenset({"documentation-changed", "examples-changed", *ABOUT_VERSIONS})
"""Rules about prose and about the version: who reads a changelog wants to know what the API does otherwise."""


def as_changelog(comparison: Comparison) -> str:
    """Return the entry of the new version; of many documents, an entry for each that has changed."""
    if not comparison.many:
        return "\n\n".join(version_entry(report) for report in comparison.reports)
    changed = [report for report in comparison.reports if report.findings]
    return "\n\n".join(version_entry(report) for report in changed) or "No changes for clients."


def version_entry(report: Report) -> str:
    """Return the entry of one document."""
    sections: dict[str, list[str]] = {name: [] for name in SECTIONS}
    for finding in (each for each in report.findings if each.id not in LEFT_OUT):
        line = entry(finding)
        if line not in sections[section(finding)]:
            sections[section(finding)].append(line)
    lines = [f"## {report.document} {report.revision.version}" if report.document else f"## {report.revision.version}"]
    for name, entries in sections.items():
        if entries:
            lines += ["", f"### {name}", *entries]
    if len(lines) == 1:
        lines += ["", "No changes for clients."]
    return "\n".join(lines)


def section(finding: Finding) -> str:
    """Return where a finding belongs."""
    if finding.severity == "breaking":
        return "Breaking"
    words = set(finding.id.split("-"))
    if "deprecated" in words:
        return "Deprecated"
    if "removed" in words:
        return "Removed"
    return "Added" if words & {"added", "new"} else "Changed"


def entry(finding: Finding) -> str:
    """Return one line."""
    said = finding.message.removesuffix(f" - at {finding.operation}")
    change = (said.partition(", got ")[2] or said).removeprefix("it ")
    operations = [f"`{use}`" for use in finding.uses[:3]]
    more = len(finding.uses) - len(operations)
    names = ", ".join(operations) + (f" and {more} more" if more > 0 else "")
    return f"- {f'{names}: ' if names else ''}{change} (`{finding.id}`)"
