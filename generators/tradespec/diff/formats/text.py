"""For people: findings by operation, each with both sources beside it, the proof, and what to do."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from tradespec.diff.formats import located
from tradespec.diff.formats.excerpt import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.finding import Comparison, Finding, Report

COLOURS: Final = {"breaking": "\033[31m", "risky": "\033[33m", "info": "\033[36m"}
BOLD, DIM, RESET = "\033[1m", "\033[2m", "\033[0m"
GRAVE, SLIGHT = 5, 2
"""How many source lines are shown of each side."""
TINTS: Final = {" ": DIM, "…": DIM, "-": "\033[31m", "+": "\033[32m"}


def as_text(comparison: Comparison, *, styled: bool = False) -> str:
    """Return the comparison as text; ``styled`` colours it for a terminal."""
    paint = Painter(styled=styled)
    lines: list[str] = []
    for report in comparison.reports:
        if comparison.many and report.findings:
            lines += [paint(f"{report.document}: {located.summed(report)}", BOLD), ""]
        for title, findings in located.grouped(report).items():
            lines += [paint(title, BOLD), ""]
            for finding in findings:
                lines += [*block(report, finding, paint), ""]
    return "\n".join([*lines, paint(last_line(comparison), BOLD)])


def last_line(comparison: Comparison) -> str:
    """Sum everything up."""
    said = f"{located.names(comparison)}: {located.summed(comparison)}."
    if located.demands(comparison):
        said += f" Least version step: {comparison.bump}."
    return "".join([said, *(f" {remark[0].upper()}{remark[1:]}." for remark in located.remarks(comparison))])


def block(report: Report, finding: Finding, paint: Painter) -> Iterator[str]:
    """Yield the lines of one finding."""
    mark = paint(f"{finding.severity}[{finding.id}]", COLOURS[finding.severity])
    yield f"  {mark} {finding.certainty}"
    yield f"    {finding.message}"
    yield from source(report, finding, paint)
    if finding.witness is not None:
        who, _, value = located.proof(finding).partition(": ")
        yield f"    {paint('proof', BOLD)}  {who}:"
        yield f"           {value}"
    if finding.undecided:
        yield f"    {paint('open', BOLD)}   {finding.undecided}"
    if len(finding.uses) > 1:
        yield f"    {paint('also', BOLD)}   {located.others(finding)}"
    if finding.waived:
        yield f"    {paint('waived', BOLD)} {finding.waived}"
    elif finding.fix:
        yield f"    {paint('next', BOLD)}   {finding.fix}"


def source(report: Report, finding: Finding, paint: Painter) -> Iterator[str]:
    """Yield where a finding stands on both sides, and the lines that differ."""
    places = located.places(report, finding)
    for mark, place in zip("-+", places, strict=True):
        if place is not None:
            yield f"    {mark} {place.file}:{place.line}:{place.column}"
    rows = excerpt(report, finding, places, GRAVE if finding.severity != "info" else SLIGHT)
    width = len(str(max((row.old or row.new or 0 for row in rows), default=0)))
    for row, after in zip_longest(rows, rows[1:]):
        number = row.old if after is not None and after.mark == "-" else row.new
        number = "" if row.mark == "…" else number or row.old or row.new
        line = f"{number:>{width}} {row.mark} {row.text}".rstrip()
        yield f"        {paint(line, TINTS[row.mark])}"


class Painter:
    """Puts a style around words, or does not."""

    def __init__(self, *, styled: bool) -> None:
        self.styled = styled

    def __call__(self, text: str, style: str) -> str:
        """Return the words in a style."""
        return f"{style}{text}{RESET}" if self.styled else text
