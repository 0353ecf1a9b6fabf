"""References and links lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.explain import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Report each ``$ref`` and each link that leads nowhere."""
    for broken in context.tour.broken:
        error = broken.error
        elsewhere = error.location is not None and error.location.file != broken.place.file
        step = error.next_step or "Correct the reference, or add what it refers to."
        found = str(error) if elsewhere else error.message
        yield context.problem("unresolved-reference", broken.place, found=found, next=step)
    yield from _links(context)


def _links(context: Context) -> Iterator[Problem]:
    known = {operation.id for operation in context.contract.operations if operation.has_own_id}
    for visit in context.tour.of("link"):
        name = visit.value.get("operationId") if isinstance(visit.value, dict) else None
        if isinstance(name, str) and name not in known:
            place = visit.place / "operationId"
            yield context.problem("link-target-unknown", place, name=name, hint=nearest(name, known))
