"""For a pull request: what breaks and why, operation by operation; what only informs is folded away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tradespec.diff.formats import located
from tradespec.diff.formats.excerpt import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.diff.finding import Comparison, Finding, Report

CODE: Final = re.compile(r"(`[^`]*`)")
SPECIAL: Final = re.compile(r"([\\*_\[\]|#])")
TITLES: Final = {"breaking": "Breaking", "risky": "Risky", "info": "For information"}


def as_markdown(comparison: Comparison) -> str:
    """Return the comparison as GitHub Markdown."""
    said = [f"`{located.name(comparison, 'base')}` → `{located.name(comparison, 'revision')}`"]
    if located.demands(comparison):
        said.append(f"least version step **{comparison.bump}**")
    lines = [f"## API changes: {located.summed(comparison)}", "", " · ".join([*said, *located.remarks(comparison)])]
    for unread in comparison.unread:
        lines += ["", f"> [!CAUTION]\n> Not read, so not judged: {plain(unread.message)}"]
    for report in comparison.reports:
        if comparison.many and report.findings:
            lines += ["", f"## `{report.document}`: {located.summed(report)}"]
        lines += [*judged(report), *told(report)]
    return "\n".join(lines)


def judged(report: Report) -> Iterator[str]:
    """Yield what breaks and what may, operation by operation."""
    for title, findings in located.grouped(report).items():
        grave = [finding for finding in findings if finding.severity != "info"]
        if grave:
            yield from ("", f"### {title if title == located.WHOLE else f'`{title}`'}")
        for finding in grave:
            yield from ("", *block(report, finding))


def block(report: Report, finding: Finding) -> Iterator[str]:
    """Yield one finding: the rule, the sentence, both sources, the proof, and what to do."""
    waived = f" · waived: {plain(finding.waived)}" if finding.waived else ""
    yield f"**{TITLES[finding.severity]}**, {finding.certainty} · `{finding.id}`{waived}"
    yield f"<br>{plain(finding.message)}"
    yield from ("", *sources(report, finding))
    if finding.witness is not None:
        who, _, value = located.proof(finding).partition(": ")
        yield from ("", f"{who[0].upper()}{who[1:]}:", "", *fenced("json", [value]))
    if finding.undecided:
        yield from ("", f"Open: {plain(finding.undecided)}")
    if others := located.others(finding, "`"):
        yield from ("", f"Reaches {others} too.")
    if finding.fix and not finding.waived:
        yield from ("", f"**Next:** {plain(finding.fix)}")


def sources(report: Report, finding: Finding) -> list[str]:
    """Return the lines that differ, under where they stand."""
    places = located.places(report, finding)
    head = " → ".join(f"{place.file}:{place.line}" for place in places if place is not None)
    rows = [
        f" … {row.text}".rstrip() if row.mark == "…" else f"{row.mark}{row.text}"
        for row in excerpt(report, finding, places)
    ]
    return fenced("diff", [f"@@ {head} @@", *rows]) if head else []


def told(report: Report) -> Iterator[str]:
    """Yield what only informs, folded away."""
    found = [finding for finding in report.findings if finding.severity == "info"]
    if not found:
        return
    yield from ("", "<details>", f"<summary>{TITLES['info']} ({len(found)})</summary>", "")
    yield from rows(report, found)
    yield from ("", "</details>")


def rows(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a table."""
    yield "| Operation | Change | Rule | Where |"
    yield "|---|---|---|---|"
    for finding in findings:
        more = f" and {len(finding.uses) - 1} more" if len(finding.uses) > 1 else ""
        operation = f"`{finding.operation}`{more}" if finding.operation else "the document"
        rule = f"`{finding.id}`{' (waived: ' + plain(finding.waived) + ')' if finding.waived else ''}"
        where = located.either(report, finding)
        cells = (operation, plain(located.change(finding)), rule, f"`{where.file}:{where.line}`")
        yield "| " + " | ".join(cell.replace("\\|", "|").replace("|", "\\|") for cell in cells) + " |"


def fenced(language: str, lines: Sequence[str]) -> list[str]:
    """Return a block of code, in a fence that none of its lines ends."""
    fence = "```"
    while any(fence in line for line in lines):
        fence += "`"
    return [f"{fence}{language}", *lines, fence]


def plain(text: str) -> str:
    """Return a sentence in which only what stands in backticks is marked up."""
    parts = CODE.split(" ".join(text.split()))
    return "".join(part if at % 2 else escaped(part) for at, part in enumerate(parts))


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("`", "\\`")
    return SPECIAL.sub(r"\\\1", text)
