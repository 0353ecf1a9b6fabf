"""For people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.probe.compat.formats import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tradespec.probe.compat.matrix import Breakage, Cell, Matrix, Outcome, State

    Paint = Callable[[str, str], str]

COLOURS: Final[dict[State, str]] = {"green": "32", "red": "31", "failed": "35", "none": "2"}
INDENT: Final = "    "


def as_text(matrix: Matrix, *, styled: bool = False) -> str:
    """Return the table, what broke, what to know, and the verdict."""
    paint: Paint = painted if styled else (lambda text, _: text)
    blocks = [
        "\n".join(table(matrix, paint)),
        *("\n".join(trouble(cell, outcome, ways, paint)) for cell, outcome, ways in words.troubles(matrix)),
    ]
    notes = [f"note: {note}" for note in words.remarks(matrix)]
    if notes:
        blocks.append("\n".join(notes))
    colour: State = "green" if matrix.ok else "failed" if matrix.failed else "red"
    blocks.append(f"{paint(words.verdict(matrix), COLOURS[colour])}\n{words.repeated(matrix)}")
    return "\n\n".join(blocks)


def painted(text: str, code: str) -> str:
    """Return text in a colour."""
    return f"\033[{code}m{text}\033[0m"


def table(matrix: Matrix, paint: Paint) -> Iterator[str]:
    """Yield the lines of the table: servers side by side, a column per way below each."""
    briefs = {
        (cell.release, cell.server, outcome.way): words.brief(outcome) for cell in matrix for outcome in cell.outcomes
    }
    names = {name: name if name in matrix.supported else f"{name} (unsupported)" for name in matrix.releases}
    first = max(len("release"), *(len(name) for name in names.values()))
    widths: dict[tuple[str, str], int] = {}
    for server in matrix.servers:
        for way in matrix.ways:
            widths[server, way] = max(len(way), *(len(briefs[name, server, way]) for name in matrix.releases))
        total = sum(widths[server, way] for way in matrix.ways) + 2 * (len(matrix.ways) - 1)
        widths[server, matrix.ways[-1]] += max(0, len(server) - total)
    spans = {server: sum(widths[server, way] + 2 for way in matrix.ways) - 2 for server in matrix.servers}
    yield "  ".join([" " * first, *(server.ljust(spans[server]) for server in matrix.servers)]).rstrip()
    heads = [way.ljust(widths[server, way]) for server in matrix.servers for way in matrix.ways]
    yield "  ".join(["release".ljust(first), *heads]).rstrip()
    for name in matrix.releases:
        row = [names[name].ljust(first)]
        for server in matrix.servers:
            for outcome in matrix.cell(name, server).outcomes:
                said = briefs[name, server, outcome.way].ljust(widths[server, outcome.way])
                row.append(paint(said, COLOURS[outcome.state]))
        yield "  ".join(row).rstrip()


def trouble(cell: Cell, outcome: Outcome, ways: tuple[str, ...], paint: Paint) -> Iterator[str]:
    """Yield the lines on one outcome that is not green."""
    head = f"{cell.release} on {cell.server}, " + ", ".join(ways)
    if outcome.error is not None:
        yield paint(f"{head}: could not be judged", COLOURS["failed"])
        yield f"{INDENT}{outcome.error.message}"
        if outcome.error.next_step:
            yield f"{INDENT}next: {outcome.error.next_step}"
        return
    count = f"{words.counted(len(outcome.breakages), 'breakage')} in {words.counted(outcome.cases, 'case')}"
    yield paint(f"{head}: {count}", COLOURS["red"])
    for breakage in outcome.breakages:
        yield ""
        yield from (f"{INDENT}{line}" for line in broken(cell, breakage))


def broken(cell: Cell, breakage: Breakage) -> Iterator[str]:
    """Yield the lines on one breakage."""
    yield f"{breakage.title}  {breakage.operation}  {breakage.kind}"
    yield f"{breakage.message}"
    for call in breakage.before:
        yield f"  first      {words.request(call)}"
    if breakage.call:
        yield f"  request    {words.request(breakage.call)}"
    if breakage.answer:
        yield f"  answer     {words.answer(breakage.answer)}"
    yield f"  predicted  {words.predicted(cell, breakage)}"
