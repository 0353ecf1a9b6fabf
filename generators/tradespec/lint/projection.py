"""The document can be projected to OpenAPI 3.0, the version that the server's framework reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Ask the server emitter what it cannot say in 3.0."""
    from tradespec.emit.server import project

    for problem in project(context.contract).problems:
        # Widening is told to who asks; the 3.1 schemas judge requests, so it refuses nobody.
        if problem.severity != "error":
            continue
        yield context.problem("projection-impossible", problem.place, found=problem.message, next=problem.next_step)
