"""The error catalogue and the codes that operations answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.explain import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Operation
    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge ``x-error-codes`` of each operation, and look for entries that nobody answers."""
    used: set[str] = set()
    for operation in context.contract.operations:
        used.update(operation.error_codes)
        yield from _codes(context, operation)
    for code, entry in context.contract.errors.items():
        if code not in used:
            yield context.problem("error-code-unused", entry.place, name=code)


def _codes(context: Context, operation: Operation) -> Iterator[Problem]:
    catalogue = context.contract.errors
    for index, code in enumerate(operation.error_codes):
        place = operation.place / "x-error-codes" / str(index)
        entry = catalogue.get(code)
        if entry is None:
            yield context.problem("error-code-unknown", place, name=code, hint=nearest(code, catalogue))
        elif not answers(operation, entry.status):
            known = listed(operation.responses)
            yield context.problem("error-status-undocumented", place, status=entry.status, name=code, known=known)


def answers(operation: Operation, status: int) -> bool:
    """Whether the operation documents that status, exactly, by class (``4XX``) or by ``default``."""
    written = {key.upper() for key in operation.responses}
    return not written.isdisjoint({str(status), f"{status // 100}XX", "DEFAULT"})
