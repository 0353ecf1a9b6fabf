"""``x-pagination`` fits the parameters and the answer of its operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.explain import nearest
from tradespec.lint.pointers import follow, is_array, json_body, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Operation, Pagination, Schema
    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge each paged operation."""
    for operation in context.contract.operations:
        if operation.pagination is not None:
            yield from _parameters(context, operation, operation.pagination)
            yield from _pointers(context, operation, operation.pagination)


def _parameters(context: Context, operation: Operation, paging: Pagination) -> Iterator[Problem]:
    query = {parameter.name: parameter for parameter in operation.parameters if parameter.location == "query"}
    for key, name in (("cursor", paging.cursor), ("limit", paging.limit)):
        if name not in query:
            place = paging.place / key
            yield context.problem("pagination-parameter-unknown", place, key=key, name=name, hint=nearest(name, query))
    limit = query.get(paging.limit)
    most = maximum(limit.schema) if limit is not None else None
    if most is not None and paging.limit_max is not None and most != paging.limit_max:
        place = paging.place / "limit_max"
        yield context.problem("pagination-limit-differs", place, maximum=most, limit_max=paging.limit_max)


def _pointers(context: Context, operation: Operation, paging: Pagination) -> Iterator[Problem]:
    body = json_body(operation.success.content) if operation.success else None
    for key, pointer in (("next_cursor", paging.next_cursor), ("items", paging.items)):
        found = "has no JSON answer to point into" if body is None else follow(body, pointer)
        why = found if isinstance(found, str) else "is no array" if key == "items" and not is_array(found) else ""
        if why:
            expected = "an array" if key == "items" else "a field"
            place = paging.place / key
            yield context.problem(
                "pagination-pointer-unknown", place, key=key, pointer=pointer, expected=expected, why=why
            )


def maximum(schema: Schema | None) -> float | None:
    """Return the smallest ``maximum`` that the schema or a part of it states."""
    stated = [part.maximum for part in parts(schema) if part.maximum is not None] if schema is not None else []
    return min(stated, default=None)
