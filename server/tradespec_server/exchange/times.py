"""Instants in microseconds since 1970 (UTC) to RFC 3339 and back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["from_text", "now_us", "to_text"]

_SECOND_US = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now_us() -> int:
    """Return the clock's time."""
    return time.time_ns() // 1000


def to_text(time_us: int) -> str:
    """Return an instant with exactly six fraction digits and `Z`."""
    second, micro = divmod(time_us, _SECOND_US)
    return f"{_second(second)}.{micro:06d}Z"


def from_text(text: str) -> int:
    """Return an RFC 3339 date-time in microseconds; digits past the microsecond are dropped.

    Raises:
        ValueError: The text is not a date-time with an offset.
    """
    text = text.upper()  # RFC 3339 section 5.6 allows a small `t` and `z`
    leap = text[17:19] == "60"
    instant = datetime.fromisoformat(f"{text[:17]}59{text[19:]}" if leap else text)
    if instant.tzinfo is None:
        raise ValueError(f"Expected a date-time with an offset, got {text!r}. Append 'Z' for UTC.")
    past = instant - _EPOCH
    return (past.days * 86_400 + past.seconds + leap) * _SECOND_US + past.microseconds


@lru_cache(maxsize=256)
def _second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
