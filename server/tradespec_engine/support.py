"""What the contract knows and the engine does not do yet: one table, which the coming work empties.

Whoever takes orders in asks `not_supported` at the door; the engine asks it again, so that no journal can
hold an order that a later version would treat differently.
"""

from __future__ import annotations

from typing import Final

from tradespec_engine import words

__all__ = ["NOT_SUPPORTED_YET", "ORDER_TYPES", "POST_ONLY_MODES", "STATUSES", "TIMES_IN_FORCE", "not_supported"]

NOT_SUPPORTED_YET: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("type", words.STOP),
        ("type", words.STOP_LIMIT),
        ("type", words.TAKE_PROFIT),
        ("type", words.TAKE_PROFIT_LIMIT),
        ("type", words.TRAILING_STOP),
        ("type", words.ICEBERG),
        ("time_in_force", words.GTD),
        ("time_in_force", words.DAY),
        ("post_only", words.SLIDE),
        ("status", words.PRE_OPEN),
        ("status", words.AUCTION),
        ("operation", "place_order_list"),
        ("operation", "set_cancel_after"),
    }
)
"""(field, value): a field of an order request, an instrument's status, or an operation as a whole."""

_ALL_ORDER_TYPES: Final = (
    words.LIMIT,
    words.MARKET,
    words.STOP,
    words.STOP_LIMIT,
    words.TAKE_PROFIT,
    words.TAKE_PROFIT_LIMIT,
    words.TRAILING_STOP,
    words.ICEBERG,
)
_ALL_TIMES_IN_FORCE: Final = (words.GTC, words.IOC, words.FOK, words.GTD, words.DAY)
_ALL_POST_ONLY_MODES: Final = (words.NONE, words.REJECT, words.SLIDE)
_ALL_STATUSES: Final = (
    words.PRE_OPEN,
    words.AUCTION,
    words.CONTINUOUS,
    words.POST_ONLY,
    words.CANCEL_ONLY,
    words.HALTED,
    words.CLOSED,
)


def not_supported(field: str, value: str) -> bool:
    """Tell whether the contract allows this value and the engine does not take it yet."""
    return (field, value) in NOT_SUPPORTED_YET


def _supported(field: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if not not_supported(field, value))


ORDER_TYPES: Final = _supported("type", _ALL_ORDER_TYPES)
TIMES_IN_FORCE: Final = _supported("time_in_force", _ALL_TIMES_IN_FORCE)
POST_ONLY_MODES: Final = _supported("post_only", _ALL_POST_ONLY_MODES)
STATUSES: Final = _supported("status", _ALL_STATUSES)
