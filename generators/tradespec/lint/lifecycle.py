"""``x-sunset`` and ``x-deprecated-since`` only where something is deprecated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.explain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge each of the two words."""
    for visit in context.tour.visits:
        if isinstance(visit.value, dict) and visit.value.get("deprecated") is not True:
            got = shown(visit.value["deprecated"]) if "deprecated" in visit.value else "nothing"
            for word in ("x-sunset", "x-deprecated-since"):
                if word in visit.value:
                    yield context.problem("sunset-without-deprecated", visit.place / word, word=word, got=got)
