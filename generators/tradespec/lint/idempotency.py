"""``x-idempotency`` names a field that the request has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.pointers import follow, json_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Operation
    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge each operation's idempotency field."""
    for operation in context.contract.operations:
        if operation.idempotency is not None:
            yield from _field(context, operation)


def _field(context: Context, operation: Operation) -> Iterator[Problem]:
    use = operation.idempotency
    assert use is not None  # noqa: S101 - the caller looked
    kind, _, header = use.field.partition("header:")
    if header and not kind:
        expected = "a header parameter"
        names = {parameter.name.lower() for parameter in operation.parameters if parameter.location == "header"}
        why = "" if header.lower() in names else "is no parameter of the operation"
    else:
        expected = "a field of the request body"
        body = json_body(operation.request_body.content) if operation.request_body else None
        found = "has no JSON body to point into" if body is None else follow(body, use.field)
        why = found if isinstance(found, str) else ""
    if why:
        yield context.problem(
            "idempotency-field-unknown", use.place / "field", name=use.field, expected=expected, why=why
        )
