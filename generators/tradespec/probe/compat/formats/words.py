"""What all formats say in the same words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.matrix import Answer, Breakage, Call, Cell, Matrix, Outcome

BODY_MAX: Final = 400
"""Characters of an answer that are shown."""
UNPREDICTED: Final = "unpredicted"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def verdict(matrix: Matrix) -> str:
    """Return the answer to "can I release?" in one sentence."""
    if matrix.failed:
        return f"No answer: {counted(len(matrix.failed), 'cell')} could not be judged."
    rows = sorted({cell.release for cell in matrix.red}, key=matrix.releases.index)
    if rows:
        return f"Do not release: clients of {', '.join(rows)} break."
    others = [name for name in matrix.releases if name not in matrix.supported]
    broken = [name for name in others if any(cell.state == "red" for cell in matrix if cell.release == name)]
    more = f" Clients of {', '.join(broken)} break, which nobody supports." if broken else ""
    return f"You can release: all supported releases are green.{more}"


def repeated(matrix: Matrix) -> str:
    """Return how to get the same run again."""
    return f"seed {matrix.seed}, {counted(matrix.examples, 'example')} per operation, {matrix.seconds:.0f} s"


def brief(outcome: Outcome) -> str:
    """Return an outcome in a word or two."""
    if outcome.state == "none":
        return "-"
    if outcome.state == "failed":
        return "FAILED"
    if outcome.state == "red":
        return f"RED {len(outcome.breakages)} of {outcome.cases}"
    return f"ok {outcome.cases}"


def troubles(matrix: Matrix) -> Iterator[tuple[Cell, Outcome, tuple[str, ...]]]:
    """Yield what is not green, in the order of the table, with the ways that say so: one server is down for all of them."""
    for cell in matrix:
        told: dict[str, list[str]] = {}
        for outcome in cell.outcomes:
            if outcome.error is not None:
                told.setdefault(outcome.error.message, []).append(outcome.way)
        for outcome in cell.outcomes:
            if outcome.state == "red":
                yield cell, outcome, (outcome.way,)
            elif outcome.error is not None and (ways := told.pop(outcome.error.message, None)):
                yield cell, outcome, tuple(ways)


def remarks(matrix: Matrix) -> Iterator[str]:
    """Yield what a reader should know beside the verdicts."""
    for cell in matrix:
        where = f"{cell.release} on {cell.server}"
        for outcome in cell.outcomes:
            yield from (f"{where}, {outcome.way}: {note}" for note in outcome.notes)
        if cell.unseen:
            yield f"{where}: never succeeded, so no success answer was judged: {', '.join(cell.unseen)}"


def request(call: Call) -> str:
    """Return a request as one reads it: what HTTP libraries add by themselves is left out."""
    extra = [f"{name}: {value}" for name, value in call.headers.items() if name.lower() != "content-type"]
    return " ".join(
        [call.method, call.path, *(f"[{each}]" for each in extra), *([compact(call.body)] if call.body else [])]
    )


def answer(found: Answer) -> str:
    """Return an answer, cut where it is long."""
    body = compact(found.body)
    return f"{found.status} {body if len(body) <= BODY_MAX else body[:BODY_MAX] + '...'}".strip()


def compact(body: str) -> str:
    """Return a body on one line."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return " ".join(body.split())


def predicted(cell: Cell, breakage: Breakage) -> str:
    """Return the finding that foretold a breakage, or that none did."""
    if not cell.predicted_by:
        return f"{UNPREDICTED}: the server's own document is not known"
    if (found := breakage.prediction) is None:
        return UNPREDICTED
    return f"{found.rule} ({found.severity}) - at {found.location}"
