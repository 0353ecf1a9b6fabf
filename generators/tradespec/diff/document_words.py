"""What holds for the whole document: limits, the error catalogue, named schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.collector import use_of

if TYPE_CHECKING:
    from tradespec.contract import ErrorCode, Limit
    from tradespec.diff.context import Context
    from tradespec.diff.finding import Use


def compare_words(context: Context) -> None:
    """Compare the ``x-`` words at the root, and the names of schemas."""
    for name, old in context.base.limits.items():
        new = context.revision.limits.get(name)
        if new is not None:
            limit(context, old, new)
    for code, old_error in context.base.errors.items():
        new_error = context.revision.errors.get(code)
        if new_error is None:
            add(context, "error-code-removed", f"the error code `{code}`", "none", old=old_error, new=None)
        else:
            error(context, old_error, new_error)
    for code, new_error in context.revision.errors.items():
        if code not in context.base.errors:
            add(context, "error-code-added", "the error codes of today", f"the new `{code}`", old=None, new=new_error)
    for name, schema in context.base.schemas.items():
        if name not in context.revision.schemas:
            context.out.rule(
                "api-schema-removed",
                expected=f"the schema `{name}`",
                got="none of that name",
                at="components",
                base=schema.place,
            )


def limit(context: Context, old: Limit, new: Limit) -> None:
    """Compare a bucket."""
    uses = tuple(use_of(each) for each in context.base.operations if each.limit and each.limit.bucket == old.name)
    rows = (
        ("capacity", old.capacity, new.capacity, ""),
        ("refill", old.refill_per_second, new.refill_per_second, " a second"),
    )
    for word, before, after, unit in rows:
        if before != after:
            rule = f"limit-{word}-decreased" if after < before else "limit-increased"
            add(context, rule, f"{word} {before:g}{unit}", f"{after:g}", old=old, new=new, uses=uses)
    if old.scope != new.scope:
        add(
            context,
            "limit-scope-changed",
            f"a limit for each {old.scope}",
            f"for each {new.scope}",
            old=old,
            new=new,
            uses=uses,
        )


def error(context: Context, old: ErrorCode, new: ErrorCode) -> None:
    """Compare an entry of the catalogue."""
    for word in ("status", "outcome", "retryable"):
        before, after = getattr(old, word), getattr(new, word)
        if before != after:
            add(
                context,
                f"error-code-{word}-changed",
                f"`{old.code}` with {word} {before}",
                f"{after}",
                old=old,
                new=new,
            )


def add(  # noqa: PLR0913 - the parts of a finding
    context: Context,
    rule: str,
    expected: str,
    got: str,
    *,
    old: Limit | ErrorCode | None,
    new: Limit | ErrorCode | None,
    uses: tuple[Use, ...] = (),
) -> None:
    """Add a finding about an entry at the root."""
    one = old or new
    at = one.place.pointer if one else ""
    context.out.rule(
        rule,
        expected=expected,
        got=got,
        at=at,
        base=old.place if old else None,
        revision=new.place if new else None,
        uses=uses,
    )
