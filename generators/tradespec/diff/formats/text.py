"""For people: findings by operation, each with both sources beside it, the proof, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Finding, Report
    from tradespec.document import Document, Location

COLOURS = {"breaking": "\033[31m", "risky": "\033[33m", "info": "\033[36m"}
BOLD, DIM, RESET = "\033[1m", "\033[2m", "\033[0m"
WHOLE = "The whole document"


def as_text(report: Report, *, styled: bool = False) -> str:
    """Return the report as text; ``styled`` colours it for a terminal."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(str(finding.operation) if finding.operation else WHOLE, []).append(finding)
    blocks: list[str] = []
    for title, findings in groups.items():
        blocks.append(f"{BOLD}{title}{RESET}" if styled else title)
        blocks += [block(report, finding, styled=styled) for finding in findings]
    names = f"{located.name(report, 'base')} -> {located.name(report, 'revision')}"
    last = f"{names}: {located.summed(report)}."
    if report.findings:
        last += f" Least version step: {report.bump}."
    return "\n".join([*blocks, f"{BOLD}{last}{RESET}" if styled else last])


def block(report: Report, finding: Finding, *, styled: bool) -> str:
    """Return one finding."""
    mark = f"{finding.severity}[{finding.id}]"
    if styled:
        mark = f"{COLOURS[finding.severity]}{mark}{RESET}"
    lines = [f"  {mark} {finding.certainty}: {finding.message}"]
    old, new = located.base(report, finding), located.revision(report, finding)
    lines += source("old", report.base.document, old) + source("new", report.revision.document, new)
    if finding.witness is not None:
        lines.append(f"    proof: {located.proof(finding)}")
    if finding.undecided:
        lines.append(f"    undecided: {finding.undecided}")
    if len(finding.uses) > 1:
        others = [str(use) for use in finding.uses[1:6]]
        more = len(finding.uses) - 1 - len(others)
        lines.append(f"    also: {', '.join(others)}{f' and {more} more' if more else ''}")
    if finding.waived:
        lines.append(f"    waived: {finding.waived}")
    elif finding.fix:
        lines.append(f"    next: {finding.fix}")
    return "\n".join([*lines, ""])


def source(side: str, document: Document, location: Location | None) -> list[str]:
    """Return where a finding stands, with the line itself."""
    if location is None:
        return []
    excerpt = document.excerpt(location, before=0, after=1).split("\n")
    return [f"    {side} {location}", *(f"      {line}" for line in excerpt if line)]
