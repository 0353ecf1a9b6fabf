"""Operations that come and go, what generators name them by, deprecation, sunset and stability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.diff.collector import use_of
from tradespec.diff.pairing import shape
from tradespec.diff.sunset import Life, changes, day_of, passed

if TYPE_CHECKING:
    from tradespec.contract import Operation
    from tradespec.diff.context import Both, Context
    from tradespec.diff.pairing import Pairing


def existence(context: Context, pairing: Pairing) -> None:
    """Add what is gone, what is new and what has moved."""
    left = {shape(operation.path) for operation in context.revision.operations}
    for operation in pairing.gone:
        removed(context, operation, whole_path=shape(operation.path) not in left)
    for operation in pairing.come:
        context.out.rule(
            "endpoint-added",
            expected="the operations of today",
            got="a new operation",
            at=f"{operation.method} {operation.path}",
            revision=operation.place,
            uses=(use_of(operation),),
        )
    for old, new in pairing.moved:
        context.out.rule(
            "api-operation-moved",
            expected=f"`{old.id}` at {old.method} {old.path}",
            got=f"{new.method} {new.path}",
            at=f"{old.method} {old.path}",
            base=old.place,
            revision=new.place,
            uses=(use_of(old),),
        )


def removed(context: Context, operation: Operation, *, whole_path: bool) -> None:
    """Add that an operation is gone: after its sunset nobody may complain."""
    kind = f"api-{'path-' if whole_path else ''}removed"
    rule = f"{kind}-without-deprecation"
    if operation.deprecated:
        rule = f"{kind}-{'with-deprecation' if not operation.sunset else 'before-sunset'}"
        if passed(operation.sunset, context.today):
            rule = f"{kind}-after-sunset"
        elif operation.sunset and day_of(operation.sunset) is None:
            rule = "api-path-sunset-parse"
    context.out.rule(
        rule,
        expected="the operation to stay",
        got="no such path" if whole_path else "no such operation",
        at=f"{operation.method} {operation.path}",
        base=operation.place,
        uses=(use_of(operation),),
    )


def compare_lifecycle(both: Both) -> None:
    """Compare names, deprecation and stability of an operation."""
    old, new = both.old, both.new
    if old.has_own_id and old.id != new.id:
        gone = not new.has_own_id
        rule = "api-operation-id-removed" if gone else "api-operation-id-changed"
        add(both, rule, f"the id `{old.id}`", "none" if gone else f"`{new.id}`")
    elif new.has_own_id and not old.has_own_id:
        add(both, "api-operation-id-added", "no id", f"`{new.id}`")
    for word, tags in (("removed", set(old.tags) - set(new.tags)), ("added", set(new.tags) - set(old.tags))):
        for tag in sorted(tags):
            add(both, f"api-tag-{word}", "the same tags", f"`{tag}` {word}")
    lives = [
        Life(each.deprecated, each.sunset, each.extensions.get("x-stability", each.stability)) for each in (old, new)
    ]
    for what, expected, got in changes(lives[0], lives[1], both.context.today):
        add(both, LIVES[what], expected, got)


LIVES: Final = {
    "deprecated": "endpoint-deprecated",
    "deprecated-with-sunset": "endpoint-deprecated-with-sunset",
    "sunset-missing": "api-deprecated-sunset-missing",
    "sunset-invalid": "api-deprecated-sunset-parse",
    "date-too-small": "api-sunset-date-too-small",
    "date-changed-too-small": "api-sunset-date-changed-too-small",
    "sunset-deleted": "sunset-deleted",
    "reactivated": "endpoint-reactivated",
    "stability-decreased": "api-stability-decreased",
    "stability-increased": "api-stability-increased",
    "stability-invalid": "api-invalid-stability-level",
}
"""What can happen to a promise -> the rule about an operation."""


def add(both: Both, rule: str, expected: str, got: str) -> None:
    """Add a finding about the operation itself."""
    old, new = both.old, both.new
    at = f"{old.method} {old.path}"
    both.context.out.rule(
        rule, expected=expected, got=got, at=at, base=old.place, revision=new.place, uses=(both.use(),)
    )
