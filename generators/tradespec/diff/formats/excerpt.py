"""The source of a finding: the lines that differ, with their numbers on both sides.

What stands at a place reaches as far as the lines below it are indented, in YAML and in JSON that people can read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from tradespec.document import Place
from tradespec.document.place import unescape
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.diff.finding import Finding, Report
    from tradespec.document import Document, Location

    Block = list[tuple[int, str]]
    Places = tuple[Location | None, Location | None]

BLOCK_LINES_MAX: Final = 80
"""How much of a place is looked at."""
ROWS_MAX: Final = 20
RUN_MAX: Final = 5
WIDTH_MAX: Final = 120
LEAD: Final = 40
"""How many characters are shown before the column, where a line is too long to be shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of one side or of both; numbers are None on the side that has no such line."""

    mark: Literal[" ", "-", "+", "…"]
    text: str
    old: int | None = None
    new: int | None = None


def excerpt(report: Report, finding: Finding, places: Places, most: int = RUN_MAX) -> list[Row]:
    """Return the lines that show a finding; those that differ where both sides have it.

    ``places`` are where it stands on both sides, ``most`` is how many lines are shown of what was taken away at one place,
    and of what was put there.
    """
    old, new = block(report.base.document, places[0]), block(report.revision.document, places[1])
    return flush(shown(finding, old, new, most) or demanded(report, finding, most) or where(old, new))


def shown(finding: Finding, old: Block, new: Block, most: int) -> list[Row]:
    """Return the lines at the places of a finding that differ; none where the same stands there."""
    if finding.base and finding.revision and finding.base.pointer != finding.revision.pointer:
        pointers = finding.base.pointer, finding.revision.pointer
        if pointers[1].startswith(f"{pointers[0]}/"):
            old = []
        elif pointers[0].startswith(f"{pointers[1]}/"):
            new = []
    if not old or not new:
        return [*run("-", old, most), *run("+", new, most)]
    return changed(old, new, most)


def demanded(report: Report, finding: Finding, most: int) -> list[Row]:
    """Return the lines of ``required`` above a member that differ: what became required says so there."""
    sides = [
        block(document, document.locate(place)) if place else []
        for document, place in (
            (report.base.document, required(report.base.document, finding.base)),
            (report.revision.document, required(report.revision.document, finding.revision)),
        )
    ]
    return changed(sides[0], sides[1], most)


def required(document: Document, place: Place | None) -> Place | None:
    """Return the place of the list of required members that a member belongs to, None where there is none."""
    if place is None:
        return None
    above, _, _ = place.pointer.rpartition("/properties/")
    file = document.files.get(place.file)
    value: Any = file.value if file and above else None
    for part in above.split("/")[1:]:
        value = (
            value[int(part)]
            if isinstance(value, list)
            else value.get(unescape(part))
            if isinstance(value, dict)
            else None
        )
    return Place(place.file, f"{above}/required") if isinstance(value, dict) and "required" in value else None


def where(old: Block, new: Block) -> list[Row]:
    """Return the first line at the place of a finding, where nothing differs there."""
    return [Row(" ", new[0][1], old[0][0], new[0][0])] if old and new else []


def changed(old: Block, new: Block, most: int) -> list[Row]:
    """Return what differs between two blocks, cut where it is long; nothing where nothing does."""
    rows = list(differing(old, new, most))
    if not any(row.mark in "-+" for row in rows):
        return []
    return rows if len(rows) <= ROWS_MAX else [*rows[:ROWS_MAX], Row("…", "")]


def flush(rows: list[Row]) -> list[Row]:
    """Return rows without the space that all of them begin with."""
    depth = min((indent(row.text) for row in rows if row.mark != "…" and row.text), default=0)
    return [row if row.mark == "…" else replace(row, text=row.text[depth:]) for row in rows]


def run(mark: Literal["-", "+"], lines: Sequence[tuple[int, str]], most: int) -> Iterator[Row]:
    """Yield lines of one side, and how many are left out; one line more is shown rather than counted."""
    shown = len(lines) if len(lines) <= most + 1 else most
    for number, text in lines[:shown]:
        yield Row(mark, text, old=number) if mark == "-" else Row(mark, text, new=number)
    if len(lines) > shown:
        yield Row("…", f"{len(lines) - shown} more lines")


def block(document: Document, location: Location | None) -> Block:
    """Return (number, text) of the lines that stand at a place."""
    file = document.files.get(location.file) if location else None
    if file is None or location is None:
        return []
    if file.lines is None:
        file.lines = file.source.decode("utf-8", "replace").split("\n")
    first = location.line - 1
    depth = indent(file.lines[first]) if first < len(file.lines) else 0
    found = [(location.line, cut(file.lines[first], location.column))] if first < len(file.lines) else []
    for number, line in enumerate(file.lines[first + 1 : first + BLOCK_LINES_MAX], location.line + 1):
        if line.strip() and indent(line) <= depth:
            break
        found.append((number, cut(line, 1)))
    while found and not found[-1][1].strip():
        found.pop()
    return found


def indent(line: str) -> int:
    """Return how far a line is indented; the dash of a list counts as space."""
    return len(line) - len(line.lstrip(" \t"))


def cut(line: str, column: int) -> str:
    """Return a line as it can be shown: no control characters, and of a long one the part around the column."""
    line = line.rstrip("\r")
    if len(line) > WIDTH_MAX:  # cut first: a document may stand on one line
        start = max(0, column - 1 - LEAD) if column - 1 > WIDTH_MAX - LEAD else 0
        end = start + WIDTH_MAX - 2
        line = f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    else:
        line = line.rstrip()
    return line if line.isprintable() else "".join(char if char.isprintable() else " " for char in line)


def differing(old: Block, new: Block, most: int) -> Iterator[Row]:
    """Yield the lines that differ, after the line that they stand under."""
    from difflib import SequenceMatcher

    # A comma at the end of a line of JSON says only that another member follows.
    before, after = ([text.rstrip(",") for _, text in side] for side in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    last = -1
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        if i and i - 1 != last and j:
            if last >= 0:
                yield Row("…", "")
            yield Row(" ", old[i - 1][1], old[i - 1][0], new[j - 1][0])
        yield from run("-", old[i:i_end], most)
        yield from run("+", new[j:j_end], most)
        last = i_end - 1
