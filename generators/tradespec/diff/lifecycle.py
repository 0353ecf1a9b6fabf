"""Operations that come and go, what generators name them by, deprecation, sunset and stability."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tradespec.diff.collector import use_of
from tradespec.diff.pairing import shape

if TYPE_CHECKING:
    from tradespec.contract import Operation
    from tradespec.diff.context import Both, Context
    from tradespec.diff.pairing import Pairing

STABILITIES = ("experimental", "beta", "stable")


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
    how = "without-deprecation"
    if operation.deprecated:
        how = "with-deprecation" if operation.sunset is None else "before-sunset"
        if passed(operation.sunset, context.today):
            how = "after-sunset"
    context.out.rule(
        f"api-{'path-' if whole_path else ''}removed-{how}",
        expected="the operation to stay",
        got="no such path" if whole_path else "no such operation",
        at=f"{operation.method} {operation.path}",
        base=operation.place,
        uses=(use_of(operation),),
    )


def passed(sunset: Any, today: date) -> bool:
    """Whether a sunset is over."""
    day = day_of(sunset)
    return day is not None and day <= today


def day_of(value: Any) -> date | None:
    """Return an ISO date, None for what is none."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


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
    deprecation(both)
    levels = STABILITIES.index(old.stability), STABILITIES.index(new.stability)
    if levels[0] != levels[1]:
        rule = "api-stability-decreased" if levels[1] < levels[0] else "api-stability-increased"
        add(both, rule, f"stability `{old.stability}`", f"`{new.stability}`")


def deprecation(both: Both) -> None:
    """Compare whether and until when an operation is there."""
    old, new = both.old, both.new
    before, after = day_of(old.sunset), day_of(new.sunset)
    if new.sunset and after is None:
        add(both, "api-deprecated-sunset-parse", "a date in `x-sunset`", f"`{new.sunset}`")
    if new.deprecated and not old.deprecated:
        rule = "endpoint-deprecated-with-sunset" if after else "endpoint-deprecated"
        add(both, rule, "an operation in use", f"it deprecated{f' until {after}' if after else ''}")
        if not new.sunset:
            add(both, "api-deprecated-sunset-missing", "a date until which it answers", "none")
        elif after and after <= both.context.today:
            add(both, "api-sunset-date-too-small", "a date to come", str(after))
    elif old.deprecated and not new.deprecated:
        add(both, "endpoint-reactivated", "it deprecated", "it in use again")
    elif before and not new.sunset and new.deprecated:
        add(both, "sunset-deleted", f"`x-sunset` {before}", "none")
    elif before and after and after < before:
        add(both, "api-sunset-date-changed-too-small", f"it to answer until {before}", f"until {after}")


def add(both: Both, rule: str, expected: str, got: str) -> None:
    """Add a finding about the operation itself."""
    old, new = both.old, both.new
    at = f"{old.method} {old.path}"
    both.context.out.rule(
        rule, expected=expected, got=got, at=at, base=old.place, revision=new.place, uses=(both.use(),)
    )
