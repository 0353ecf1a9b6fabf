"""The document can be projected to OpenAPI 3.0, the version that the server's framework reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Ask the server emitter what it cannot say in 3.0."""
    from tradespec.document import DocumentError
    from tradespec.emit.server import project

    try:
        found = project(context.contract).problems
    except DocumentError:
        return  # a document that cannot be bundled: its references are reported
    for problem in found:
        # Widening is told to who asks; the 3.1 schemas judge requests, so it refuses nobody.
        if problem.severity == "error":
            yield context.problem(problem.rule, problem.place, found=problem.message, next=problem.next_step)
