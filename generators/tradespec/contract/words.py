"""Read our ``x-`` words into the model. What is badly formed is left out here; lint says where and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.contract.model import ErrorCode, Idempotency, Limit, LimitScope, LimitUse, Pagination, Signature

if TYPE_CHECKING:
    from tradespec.document import Place

SCOPES: Final = ("ip", "key", "account", "instrument")


def limits(value: Any, place: Place) -> dict[str, Limit]:
    """``x-limits``: buckets by name."""
    out: dict[str, Limit] = {}
    for name, words in value.items() if isinstance(value, dict) else ():
        if isinstance(words, dict) and is_number(words.get("capacity")) and is_number(words.get("refill_per_second")):
            scope: LimitScope = words["scope"] if words.get("scope") in SCOPES else "key"
            said = text(words, "description") or ""
            out[name] = Limit(name, scope, words["capacity"], words["refill_per_second"], said, place / name)
    return out


def limit_use(value: Any, place: Place) -> LimitUse | None:
    """``x-limit``: what one call takes."""
    if not isinstance(value, dict) or not isinstance(value.get("bucket"), str):
        return None
    weight = value.get("weight", 1)
    return LimitUse(value["bucket"], weight if is_number(weight) else 1, text(value, "per_item"), place)


def errors(value: Any, place: Place) -> dict[str, ErrorCode]:
    """``x-errors``: the catalogue."""
    out: dict[str, ErrorCode] = {}
    for code, words in value.items() if isinstance(value, dict) else ():
        status = whole(words, "status") if isinstance(words, dict) else None
        if status is not None:
            out[code] = ErrorCode(
                code=code,
                status=status,
                title=text(words, "title") or code,
                description=text(words, "description") or "",
                next_step=text(words, "next_step") or "",
                retryable=words.get("retryable") is True,
                outcome="unknown" if words.get("outcome") == "unknown" else "rejected",
                place=place / code,
            )
    return out


def idempotency(value: Any, place: Place) -> Idempotency | None:
    """``x-idempotency``: what makes a call safe to repeat."""
    if not isinstance(value, dict) or not isinstance(value.get("field"), str):
        return None
    return Idempotency(value["field"], whole(value, "window_seconds") or 0, place)


def pagination(value: Any, place: Place) -> Pagination | None:
    """``x-pagination``: how a list goes on."""
    if not isinstance(value, dict):
        return None
    names = [text(value, key) for key in ("cursor", "limit", "next_cursor", "items")]
    if not all(names):
        return None
    cursor, limit, next_cursor, items = (name or "" for name in names)
    return Pagination(cursor, limit, next_cursor, items, whole(value, "limit_max"), place)


def signature(value: Any, place: Place) -> Signature | None:
    """``x-signature``: how each request is signed."""
    if not isinstance(value, dict) or not isinstance(value.get("headers"), dict):
        return None
    headers = {key: item for key, item in value["headers"].items() if isinstance(item, str)}
    if not {"key", "timestamp", "nonce", "signature"} <= set(headers):
        return None
    return Signature(
        algorithms=texts(value, "algorithms"),
        payload=texts(value, "payload"),
        separator=text(value, "separator") or "\n",
        encoding=text(value, "encoding") or "base64",
        key_header=headers["key"],
        timestamp_header=headers["timestamp"],
        nonce_header=headers["nonce"],
        signature_header=headers["signature"],
        recv_window_header=headers.get("recv_window"),
        recv_window_ms=whole(value, "recv_window_ms") or 5_000,
        recv_window_ms_max=whole(value, "recv_window_ms_max") or 60_000,
        place=place,
    )


def text(words: dict[str, Any], key: str) -> str | None:
    """Return a string word, None for anything else."""
    value = words.get(key)
    return value if isinstance(value, str) else None


def texts(words: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return the strings of a list word."""
    value = words.get(key)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def whole(words: dict[str, Any], key: str) -> int | None:
    """Return a whole number word, None for anything else."""
    value = words.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_number(value: Any) -> bool:
    """Whether the value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
