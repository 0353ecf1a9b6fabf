"""One page for people: a summary, the findings by operation with both sources side by side, the proof, and filters.

The page is one file that loads nothing; it is readable without its script, on paper, and without telling colours apart.
"""

from __future__ import annotations

import json
import re
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from tradespec import __version__
from tradespec.diff.finding import SEVERITIES
from tradespec.diff.formats import located
from tradespec.diff.formats.excerpt import Row, excerpt
from tradespec.diff.formats.page import SCRIPT, STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tradespec.diff.finding import Comparison, Finding, Report, Witness
    from tradespec.document import Location

TITLES: Final = {"breaking": "Breaking", "risky": "Risky", "info": "Information"}
SCOPES: Final = {"wire": "Wire", "source": "Generated code", "behaviour": "Behaviour"}
SIDES: Final = {"base": "the old contract", "revision": "the new one"}
CODE: Final = re.compile(r"`([^`]*)`")
VALUE_MAX: Final = 20_000
LINES_MAX: Final = 8
FILE_MAX: Final = 52


def as_html(comparison: Comparison) -> str:
    """Return the page."""
    title = f"API changes: {located.summed(comparison)}"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        *head(comparison),
        *(filters() if comparison.findings else ()),
        "<main>",
        *alerts(comparison),
        *(line for report in comparison.reports for line in document(report)),
        '<p class="empty" id="nothing" hidden>No change fits these filters.</p>',
        "" if comparison.findings else '<p class="empty">Nobody is broken: no change that matters was found.</p>',
        f"</main><footer>Written by tradespec {escape(__version__)}. A proven change was shown to two validators.</footer>",
        f"<script>{SCRIPT}</script>" if comparison.findings else "",
        "</body></html>",
    ]
    return "\n".join(part for part in parts if part)


def head(comparison: Comparison) -> Iterator[str]:
    """Yield the title, what was compared, and the figures."""
    counts = comparison.counts()
    yield f'<header class="top"><div><h1>{escape(verdict(comparison))}</h1>'
    yield f'<p class="compared mono">{escape(located.names(comparison, "→"))}</p>'
    if remarks := located.remarks(comparison):
        yield f'<p class="compared">{escape(", ".join(remarks))}</p>'
    yield '<dl class="tiles">'
    for severity in SEVERITIES:
        name = severity if counts[severity] else "none"
        yield f'<div class="{name}"><dt>{TITLES[severity]}</dt><dd>{counts[severity]}</dd></div>'
    yield f"<div><dt>Least version step</dt><dd>{comparison.bump}</dd></div></dl></div></header>"


def verdict(comparison: Comparison) -> str:
    """Say in a few words what came out."""
    worst = next((severity for severity in SEVERITIES if comparison.at_least(severity)), None)
    if comparison.unread:
        return "Not everything could be read"
    said = {"breaking": "These changes break clients", "risky": "These changes may break clients"}
    return said.get(worst or "", "These changes break nobody" if comparison.findings else "No changes that matter")


def filters() -> Iterator[str]:
    """Yield the bar that hides findings."""
    yield '<nav aria-label="Filters"><div>'
    for name, choices in (("severity", TITLES), ("scope", SCOPES)):
        yield f"<fieldset><legend>{name.capitalize()}</legend>"
        for value, title in choices.items():
            yield f'<label><input type="checkbox" name="{name}" value="{value}" checked>{title}</label>'
        yield "</fieldset>"
    yield '<input type="search" placeholder="Path, rule or word" aria-label="Search the changes">'
    yield '<span class="shown" role="status"></span></div></nav>'


def alerts(comparison: Comparison) -> Iterator[str]:
    """Yield what could not be read."""
    for unread in comparison.unread:
        yield f'<p class="alert"><b>Not read, so not judged:</b> {marked(unread.message)}</p>'


def document(report: Report) -> Iterator[str]:
    """Yield the findings of one document, under its name where there are many."""
    if report.document and report.findings:
        sums = escape(located.summed(report))
        yield f'<h2 class="document"><span class="path">{escape(report.document)}</span><span class="sum">{sums}</span></h2>'
    for title, findings in located.grouped(report).items():
        yield f'<section data-title="{escape(title)}">{heading(title)}'
        for finding in findings:
            yield from article(report, finding)
        yield "</section>"


def heading(title: str) -> str:
    """Return the heading of an operation."""
    if title == located.WHOLE:
        return f"<h2>{title}</h2>"
    method, _, path = title.partition(" ")
    return f'<h2><span class="method">{escape(method)}</span><span class="path">{escape(path)}</span></h2>'


def article(report: Report, finding: Finding) -> Iterator[str]:
    """Yield one finding."""
    direction = "" if finding.direction == "none" else f" · {finding.direction}"
    waived = " waived" if finding.waived else ""
    yield f'<article class="{finding.severity}{waived}" data-severity="{finding.severity}" data-scope="{finding.scope}">'
    yield f'<div class="head"><span class="badge">{TITLES[finding.severity]}</span><h3>{escape(finding.id)}</h3>'
    yield f'<span class="facts">{finding.certainty}{direction} · {SCOPES[finding.scope].lower()}</span></div>'
    yield f"<p>{marked(finding.message)}</p>"
    yield from sources(report, finding)
    if finding.witness is not None:
        yield from proof(finding.witness)
    if finding.undecided:
        yield f'<p class="open"><b>Open:</b>{marked(finding.undecided)}</p>'
    if finding.waived:
        yield f'<p class="next"><b>Waived:</b>{marked(finding.waived)}</p>'
    elif finding.fix:
        yield f'<p class="next"><b>Next:</b>{marked(finding.fix)}</p>'
    yield from reach(finding)
    yield "</article>"


def sources(report: Report, finding: Finding) -> Iterator[str]:
    """Yield both sources side by side, or the one that there is."""
    places = located.places(report, finding)
    columns = aligned(excerpt(report, finding, places, LINES_MAX))
    sides = [
        (name, place, list(rows))
        for name, place, rows in zip(
            ("Old", "New"), places, zip(*columns, strict=True) if columns else ((), ()), strict=True
        )
        if place is not None
    ]
    yield f'<div class="source{"" if len(sides) > 1 else " one"}">'
    yield from (column(*side) for side in sides)
    yield "</div>"


def column(name: str, place: Location, rows: Sequence[Row | None]) -> str:
    """Return the source of one side."""
    file = f"<b>{name}</b><span>{escape(ending(place.file))}</span>:{place.line}"
    where = f'<div class="file" title="{escape(place.file)}">{file}</div>'
    return f"<div>{where}<table>{''.join(line(name, row) for row in rows)}</table></div>"


def ending(file: str) -> str:
    """Return the last folders of a path that is too long for its column."""
    return file if len(file) <= FILE_MAX else f"…/{file[-FILE_MAX:].partition('/')[2]}"


def line(name: str, row: Row | None) -> str:
    """Return one line of source; an empty one keeps the sides level."""
    if row is None:
        return '<tr><td class="n"></td><td class="m"></td><td></td></tr>'
    kind = {"-": "gone", "+": "come", "…": "more", " ": "same"}[row.mark]
    number = row.old if name == "Old" else row.new
    mark = row.mark.strip(" …")
    text = f"… {row.text}" if row.mark == "…" else row.text
    return f'<tr class="{kind}"><td class="n">{number or ""}</td><td class="m">{mark}</td><td>{escape(text)}</td></tr>'


def aligned(rows: Iterable[Row]) -> list[tuple[Row | None, Row | None]]:
    """Return (old, new) line by line: what was taken away stands beside what was put there."""
    out: list[tuple[Row | None, Row | None]] = []
    old: list[Row] = []
    new: list[Row] = []
    before = " "
    for row in rows:
        side = before if row.mark == "…" and row.text else row.mark
        if side in " …" or (side == "-" and new):
            out += zip_longest(old, new)
            old, new = [], []
        if side == "-":
            old.append(row)
        elif side == "+":
            new.append(row)
        else:
            out.append((row, row))
        before = side
    return [*out, *zip_longest(old, new)]


def proof(witness: Witness) -> Iterator[str]:
    """Yield the value that shows the break, and who takes it."""
    text = json.dumps(witness.value, indent=2, ensure_ascii=False, default=str)
    text = text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 1]}…"
    yield f'<figure class="proof"><figcaption><b>Proof</b><span class="yes">✓ accepted by {SIDES[witness.accepted_by]}</span>'
    yield f'<span class="no">✗ refused by {SIDES[witness.refused_by]}</span></figcaption><pre>{escape(text)}</pre></figure>'


def reach(finding: Finding) -> Iterator[str]:
    """Yield the further operations that a finding reaches, folded away."""
    names = list(dict.fromkeys(map(str, finding.uses)))[1:]
    if names:
        items = "".join(f"<li><code>{escape(name)}</code></li>" for name in names)
        count = f"{len(names)} more operation{'' if len(names) == 1 else 's'}"
        yield f"<details><summary>Reaches {count}</summary><ul>{items}</ul></details>"


def marked(text: str) -> str:
    """Return a sentence with what stands in backticks as code."""
    return CODE.sub(r"<code>\1</code>", escape(text, quote=False))
