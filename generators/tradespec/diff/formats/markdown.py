"""For a pull request: a table of what breaks, the rest folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.formats import located

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.diff.finding import Finding, Report

TITLES = {"breaking": "Breaking", "risky": "Risky", "info": "For information"}


def as_markdown(report: Report) -> str:
    """Return the report as GitHub Markdown."""
    names = f"`{located.name(report, 'base')}` → `{located.name(report, 'revision')}`"
    lines = [f"## API changes: {located.summed(report)}", "", names]
    if report.findings:
        lines += ["", f"Least version step: **{report.bump}**"]
    for severity, title in TITLES.items():
        found = [finding for finding in report.findings if finding.severity == severity]
        if not found:
            continue
        lines += ["", f"### {title} ({len(found)})", ""]
        if severity == "info":
            lines += ["<details>", "", *table(report, found), "", "</details>"]
        else:
            lines += table(report, found)
        for finding in found:
            lines += proof(finding)
    return "\n".join(lines)


def table(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the rows."""
    yield "| Operation | Change | Rule | Where |"
    yield "|---|---|---|---|"
    for finding in findings:
        more = f" and {len(finding.uses) - 1} more" if len(finding.uses) > 1 else ""
        operation = f"`{finding.operation}`{more}" if finding.operation else "the document"
        rule = f"`{finding.id}` ({'waived: ' + finding.waived if finding.waived else finding.certainty})"
        where = located.either(report, finding)
        cells = (operation, finding.message, rule, f"`{where}`")
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def proof(finding: Finding) -> list[str]:
    """Return the proof of a finding, folded away."""
    if finding.witness is None:
        return []
    title = f"Proof of <code>{finding.id}</code>: {finding.operation or 'the document'}"
    said = located.proof(finding).partition(": ")
    fence = "```"
    while fence in said[2]:
        fence += "`"
    return [
        "",
        f"<details><summary>{title}</summary>",
        "",
        said[0],
        "",
        f"{fence}json",
        said[2],
        fence,
        "",
        "</details>",
    ]
