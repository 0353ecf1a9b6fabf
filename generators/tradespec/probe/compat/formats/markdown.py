"""For a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.probe.compat.formats import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.matrix import Breakage, Cell, Matrix, Outcome, State

MARKS: Final[dict[State, str]] = {"green": "✅", "red": "❌", "failed": "⚠️", "none": "-"}


def as_markdown(matrix: Matrix) -> str:
    """Return the verdict, the table, and what broke, folded away."""
    blocks = [f"**{words.verdict(matrix)}**", "\n".join(table(matrix))]
    blocks += ["\n".join(trouble(cell, outcome, ways)) for cell, outcome, ways in words.troubles(matrix)]
    notes = [f"- {escaped(note)}" for note in words.remarks(matrix)]
    if notes:
        blocks.append("\n".join(["<details><summary>Notes</summary>", "", *notes, "", "</details>"]))
    blocks.append(f"<sub>{words.repeated(matrix)}</sub>")
    return "\n\n".join(blocks)


def table(matrix: Matrix) -> Iterator[str]:
    """Yield the lines of the table: one column per server and way."""
    heads = [f"`{server}` {way}" for server in matrix.servers for way in matrix.ways]
    yield f"| release | {' | '.join(heads)} |"
    yield "|---" * (len(heads) + 1) + "|"
    for name in matrix.releases:
        cells = [said(outcome) for server in matrix.servers for outcome in matrix.cell(name, server).outcomes]
        shown = f"**{name}**" if name in matrix.supported else f"{name} (unsupported)"
        yield f"| {shown} | {' | '.join(cells)} |"


def said(outcome: Outcome) -> str:
    """Return one outcome as a cell."""
    mark = MARKS[outcome.state]
    if outcome.state == "red":
        return f"{mark} {len(outcome.breakages)} of {outcome.cases}"
    return f"{mark} {outcome.cases}" if outcome.state == "green" else mark


def trouble(cell: Cell, outcome: Outcome, ways: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines on one outcome that is not green."""
    head = f"{cell.release} on <code>{cell.server}</code>, " + ", ".join(ways)
    if outcome.error is not None:
        yield f"<details open><summary>{MARKS['failed']} {head}: could not be judged</summary>"
        yield from (
            "",
            escaped(outcome.error.message),
            "",
            f"Next: {escaped(outcome.error.next_step)}",
            "",
            "</details>",
        )
        return
    yield f"<details open><summary>{MARKS['red']} {head}: {words.counted(len(outcome.breakages), 'breakage')}</summary>"
    yield ""
    for breakage in outcome.breakages:
        yield from broken(cell, breakage)
    yield "</details>"


def broken(cell: Cell, breakage: Breakage) -> Iterator[str]:
    """Yield the lines on one breakage."""
    yield f"**{breakage.title}** (`{breakage.operation}`): {escaped(breakage.message)}"
    yield ""
    yield "```http"
    yield from (words.request(call) for call in breakage.before)
    if breakage.call:
        yield words.request(breakage.call)
    if breakage.answer:
        yield f"{words.answer(breakage.answer)}"
    yield "```"
    yield ""
    yield f"Predicted: {escaped(words.predicted(cell, breakage))}"
    yield ""


def escaped(text: str) -> str:
    """Return text that Markdown takes as it is."""
    for character in "\\*_<>|[]":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())
