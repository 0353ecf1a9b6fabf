"""Our own words on an operation: limits, error codes, idempotency, pagination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tradespec.diff.context import Both


def compare_words(both: Both) -> None:
    """Compare the ``x-`` words of one operation."""
    limit(both)
    error_codes(both)
    idempotency(both)
    pagination(both)
    websocket(both)


def add(both: Both, rule: str, expected: str, got: str, *, word: str) -> None:
    """Add a finding about a word."""
    both.context.out.rule(
        rule,
        expected=expected,
        got=got,
        at=f"{both.old.method} {both.old.path}",
        base=both.old.place / word,
        revision=both.new.place / word,
        uses=(both.use(),),
    )


def limit(both: Both) -> None:
    """Compare what a call takes from which bucket."""
    old, new = both.old.limit, both.new.limit
    if old is None or new is None:
        if old is not new:
            rule, got = ("operation-limit-added", "a limit") if old is None else ("operation-limit-removed", "no limit")
            add(both, rule, "no other limits", got, word="x-limit")
        return
    if old.bucket != new.bucket:
        add(both, "operation-limit-bucket-changed", f"bucket `{old.bucket}`", f"`{new.bucket}`", word="x-limit")
    if old.weight != new.weight or old.per_item != new.per_item:
        more = new.weight > old.weight or (old.per_item is None and new.per_item is not None)
        rule = f"operation-limit-weight-{'increased' if more else 'decreased'}"
        add(both, rule, f"weight {old.weight:g}", each(new.weight, new.per_item), word="x-limit")


def each(weight: float, per_item: str | None) -> str:
    """Say a weight."""
    return f"{weight:g} for each of `{per_item}`" if per_item else f"{weight:g}"


def error_codes(both: Both) -> None:
    """Compare the codes that an operation can answer."""
    old, new = set(both.old.error_codes), set(both.new.error_codes)
    if new - old:
        got = f"also {', '.join(sorted(new - old))}"
        add(both, "operation-error-code-added", "the error codes of today", got, word="x-error-codes")
    if old - new:
        got = f"no {', '.join(sorted(old - new))}"
        add(both, "operation-error-code-removed", "the error codes of today", got, word="x-error-codes")


def idempotency(both: Both) -> None:
    """Compare what makes a call safe to repeat."""
    old, new = both.old.idempotency, both.new.idempotency
    word = "x-idempotency"
    if old is None or new is None:
        if old is not new:
            rule = "idempotency-added" if old is None else "idempotency-removed"
            add(both, rule, "repeating to stay as safe", "no key" if new is None else f"`{new.field}`", word=word)
        return
    if old.field != new.field:
        add(both, "idempotency-field-changed", f"`{old.field}`", f"`{new.field}`", word=word)
    if old.window_seconds != new.window_seconds:
        way = "decreased" if new.window_seconds < old.window_seconds else "increased"
        got = f"{new.window_seconds} s"
        add(both, f"idempotency-window-{way}", f"a window of {old.window_seconds} s", got, word=word)


def websocket(both: Both) -> None:
    """Compare the name under which an operation is called over the WebSocket."""
    word = "x-websocket"
    old, new = (method(each.extensions.get(word)) for each in (both.old, both.new))
    if old != new:
        moved = "changed" if old and new else "added" if new else "removed"
        got = f"`{new}`" if new else "no such method"
        add(both, f"websocket-method-{moved}", f"the method `{old}`" if old else "no method", got, word=word)


def method(said: Any) -> str:
    """Return the name of a method, which stands alone or among other words."""
    if isinstance(said, dict):
        return str(said.get("method", said.get("name", "")))
    return said if isinstance(said, str) else ""


def pagination(both: Both) -> None:
    """Compare how a list goes on."""
    old, new = both.old.pagination, both.new.pagination
    word = "x-pagination"
    if old is None or new is None:
        if old is not new:
            rule = "pagination-added" if old is None else "pagination-removed"
            add(both, rule, "pages as today", "no pages" if new is None else "pages", word=word)
        return
    if fields(old) != fields(new):
        add(both, "pagination-changed", said(old), said(new), word=word)
    if old.limit_max != new.limit_max:
        less = new.limit_max is not None and (old.limit_max is None or new.limit_max < old.limit_max)
        rule = f"pagination-limit-max-{'decreased' if less else 'increased'}"
        add(both, rule, f"pages of at most {old.limit_max}", str(new.limit_max), word=word)


def fields(words: Any) -> tuple[str, ...]:
    """Return the names that clients follow."""
    return words.cursor, words.limit, words.next_cursor, words.items


def said(words: Any) -> str:
    """Write them."""
    return ", ".join(f"`{name}`" for name in fields(words))
