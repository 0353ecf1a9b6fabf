"""A page: the matrix as a picture, and below it what broke, with the requests that show it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from tradespec.probe.compat.formats import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.matrix import Breakage, Cell, Matrix, Outcome, State

FILLS: Final[dict[State, str]] = {"green": "#2e7d4f", "red": "#c0392b", "failed": "#8e44ad", "none": "#9aa0a6"}
CELL_WIDTH: Final = 104
CELL_HEIGHT: Final = 44
GAP: Final = 4
GROUP_GAP: Final = 20
HEAD_HEIGHT: Final = 56
LETTER: Final = 7.4
"""Width of a letter at the size that headings have."""

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 .5rem; }}
article {{ border-left: 3px solid {red}; margin: 1rem 0; padding-left: 1rem; }}
article.failed {{ border-color: {failed}; }}
pre {{ background: color-mix(in srgb, currentColor 8%, transparent); border-radius: 4px; padding: .6rem .8rem; }}
pre {{ overflow-x: auto; }}
figure {{ margin: 1.5rem 0; overflow-x: auto; }}
svg text {{ fill: currentColor; font: 13px system-ui, sans-serif; }}
svg .on {{ fill: #fff; font-weight: 600; }}
svg .small {{ font-size: 11px; opacity: .75; }}
svg a:hover rect {{ opacity: .85; }}
.verdict.ok {{ color: {green}; }}
.verdict.no {{ color: {red}; }}
footer, .note {{ opacity: .75; }}
</style>
</head>
<body>
<h1>Released contracts against servers of today</h1>
<p class="verdict {tone}"><strong>{verdict}</strong></p>
<figure>
{picture}
</figure>
{body}
<footer>{footer}</footer>
</body>
</html>"""


def as_html(matrix: Matrix) -> str:
    """Return a page that needs nothing but itself."""
    return PAGE.format(
        title=escape(words.verdict(matrix)),
        tone="ok" if matrix.ok else "no",
        verdict=escape(words.verdict(matrix)),
        picture="\n".join(picture(matrix)),
        body="\n".join([*sections(matrix), *notes(matrix)]),
        footer=escape(words.repeated(matrix)),
        red=FILLS["red"],
        green=FILLS["green"],
        failed=FILLS["failed"],
    )


def picture(matrix: Matrix) -> Iterator[str]:
    """Yield the lines of the picture: a coloured field per release, server and way; red ones lead to what broke."""
    names = {name: name if name in matrix.supported else f"{name} (unsupported)" for name in matrix.releases}
    left = max(len(name) for name in names.values()) * LETTER + 16
    columns = list(places(matrix, left))
    width = columns[-1][2] + CELL_WIDTH + GAP
    height = HEAD_HEIGHT + len(names) * (CELL_HEIGHT + GAP)
    yield (
        f'<svg role="img" aria-label="{escape(words.verdict(matrix))}" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" xmlns="http://www.w3.org/2000/svg">'
    )
    for server in matrix.servers:
        first = next(x for each, _, x in columns if each == server)
        yield f'<text x="{first:.0f}" y="16">{escape(server)}</text>'
    for _, way, x in columns:
        yield f'<text class="small" x="{x + CELL_WIDTH / 2:.0f}" y="42" text-anchor="middle">{escape(way)}</text>'
    for row, name in enumerate(matrix.releases):
        y = HEAD_HEIGHT + row * (CELL_HEIGHT + GAP)
        yield f'<text x="0" y="{y + CELL_HEIGHT / 2 + 5:.0f}">{escape(names[name])}</text>'
        for server, way, x in columns:
            outcome = matrix.cell(name, server).outcome(way)
            yield field(matrix.cell(name, server), outcome, x, y)
    yield "</svg>"


def places(matrix: Matrix, left: float) -> Iterator[tuple[str, str, float]]:
    """Yield server, way and position of each column; a long heading makes room for itself."""
    x = left
    for server in matrix.servers:
        start = x
        for way in matrix.ways:
            yield server, way, x
            x += CELL_WIDTH + GAP
        x = max(x, start + len(server) * LETTER) + GROUP_GAP


def field(cell: Cell, outcome: Outcome, x: float, y: float) -> str:
    """Return one field of the picture."""
    said = {"green": "ok", "red": "red", "failed": "failed", "none": "nothing"}[outcome.state]
    below = f"{len(outcome.breakages)} of {outcome.cases}" if outcome.state == "red" else str(outcome.cases or "")
    middle = x + CELL_WIDTH / 2
    shape = (
        f"<title>{escape(f'{cell.release} on {cell.server}, {outcome.way}: {words.brief(outcome)}')}</title>"
        f'<rect x="{x:.0f}" y="{y}" width="{CELL_WIDTH}" height="{CELL_HEIGHT}" rx="5" fill="{FILLS[outcome.state]}"/>'
        f'<text class="on" x="{middle:.0f}" y="{y + 19}" text-anchor="middle">{said}</text>'
        f'<text class="on small" x="{middle:.0f}" y="{y + 35}" text-anchor="middle">{escape(below)}</text>'
    )
    if outcome.state in {"red", "failed"}:
        return f'<a href="#{anchor(cell, outcome.way)}">{shape}</a>'
    return f"<g>{shape}</g>"


def anchor(cell: Cell, way: str) -> str:
    """Return the name of the place on the page that tells of an outcome."""
    return "".join(each if each.isalnum() else "-" for each in f"{cell.release} {cell.server} {way}")


def sections(matrix: Matrix) -> Iterator[str]:
    """Yield what is to be told of each outcome that is not green."""
    for cell, outcome, ways in words.troubles(matrix):
        marks = "".join(f'<a id="{anchor(cell, way)}"></a>' for way in ways)
        yield f"<h2>{marks}{escape(f'{cell.release} on {cell.server}, ' + ', '.join(ways))}</h2>"
        if outcome.error is not None:
            yield f'<article class="failed"><p>{escape(outcome.error.message)}</p>'
            yield f"<p>Next: {escape(outcome.error.next_step)}</p></article>"
        for breakage in outcome.breakages:
            yield broken(cell, breakage)


def broken(cell: Cell, breakage: Breakage) -> str:
    """Return one breakage."""
    calls = [words.request(call) for call in (*breakage.before, *([breakage.call] if breakage.call else []))]
    if breakage.answer:
        calls.append(f"→ {words.answer(breakage.answer)}")
    return (
        f"<article><p><strong>{escape(breakage.title)}</strong> <code>{escape(breakage.operation)}</code> "
        f"{escape(breakage.kind)}</p><p>{escape(breakage.message)}</p><pre>{escape(chr(10).join(calls))}</pre>"
        f"<p>Predicted: {escape(words.predicted(cell, breakage))}</p></article>"
    )


def notes(matrix: Matrix) -> Iterator[str]:
    """Yield the notes."""
    found = [f'<li class="note">{escape(note)}</li>' for note in words.remarks(matrix)]
    if found:
        yield f"<h2>Notes</h2><ul>{''.join(found)}</ul>"
