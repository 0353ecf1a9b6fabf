"""``x-limit`` and ``x-limits`` agree with each other and with the request body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.explain import nearest
from tradespec.lint.pointers import follow, is_array, json_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import LimitUse, Operation
    from tradespec.document import Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge each operation's use of the buckets."""
    for operation in context.contract.operations:
        if operation.limit is not None:
            yield from _bucket(context, operation.limit)
            yield from _per_item(context, operation, operation.limit)


def _bucket(context: Context, use: LimitUse) -> Iterator[Problem]:
    buckets = context.contract.limits
    bucket = buckets.get(use.bucket)
    if bucket is None:
        yield context.problem(
            "limit-bucket-unknown", use.place / "bucket", name=use.bucket, hint=nearest(use.bucket, buckets)
        )
    elif use.weight > bucket.capacity:
        yield context.problem(
            "limit-weight-excessive",
            use.place / "weight",
            name=use.bucket,
            capacity=bucket.capacity,
            weight=use.weight,
        )


def _per_item(context: Context, operation: Operation, use: LimitUse) -> Iterator[Problem]:
    if use.per_item is None:
        return
    body = json_body(operation.request_body.content) if operation.request_body else None
    found = "has no JSON body to point into" if body is None else follow(body, use.per_item)
    why = found if isinstance(found, str) else "" if is_array(found) else "is no array"
    if why:
        yield context.problem("limit-item-unknown", use.place / "per_item", pointer=use.per_item, why=why)
