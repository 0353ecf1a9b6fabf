"""The engine's refusals in the contract's words: the rule, the limit, the value sent and the nearest valid value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_engine import UNITS
from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradespec_engine.events import Refusal
    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.exchange.markets import Market

__all__ = ["refused"]

_FIELDS = {
    # rule -> field of the request that breaks it; rules about the whole request are left out
    "asset": "asset",
    "amount": "amount",
    "client_order_id": "client_order_id",
    "max_price": "price",
    "max_quantity": "quantity",
    "min_notional": "quantity",
    "min_quantity": "quantity",
    "minimum_quantity": "minimum_quantity",
    "post_only": "post_only",
    "price": "price",
    "price_band": "price",
    "quantity": "quantity",
    "self_trade_prevention": "self_trade_prevention",
    "side": "side",
    "supply": "amount",
    "symbol": "symbol",
    "time_in_force": "time_in_force",
    "type": "type",
}
_EXPECTED = {
    # rule -> what is expected, where "the limit" alone does not say it
    "available": "at most {limit} to be needed",
    "client_order_id": "the same order under the same client order id",
    "max_open_orders": "fewer than {limit} open orders",
    "max_price": "at most {limit}",
    "max_quantity": "at most {limit}",
    "min_notional": "to be worth at least {limit}",
    "min_quantity": "at least {limit}",
    "minimum_quantity": "at most the order's quantity of {limit}",
    "price_band": "a price no further than {limit}",
    "status": "the instrument to be {limit}",
    "supply": "at most {limit} in all",
    "amount": "at most {limit}",
}
_NEXT_STEP = {
    "insufficient_balance": "Order less, or free funds by cancelling.",
    "duplicate_client_order_id": "Use a new id for a new order.",
    "too_many_open_orders": "Cancel some first.",
    "instrument_not_trading": "Read the instrument's status and wait.",
}


def refused(
    refusal: Refusal, market: Market | None, amounts: Grid | None, at: str = "", price_field: str = "price"
) -> Refused:
    """Return a refusal of the engine as one of the contract.

    Args:
        refusal: What the engine said.
        market: The instrument concerned, for prices and quantities.
        amounts: The asset concerned, for funds and amounts.
        at: JSON pointer of the request in its body.
        price_field: Name of the field that carried the price.
    """
    rule = refusal.rule
    counts, nearest_counts = UNITS.get(rule, ("word", "word"))
    limit = _text(refusal.limit, counts, market, amounts)
    value = _text(refusal.value, counts, market, amounts)
    nearest = _text(refusal.nearest, nearest_counts, market, amounts)
    expected = _EXPECTED.get(rule, "another {rule}" if limit is None else "{limit}").format(limit=limit, rule=rule)
    got = f", got {value}" if value is not None else ""
    field = _FIELDS.get(rule)
    pointer = at if field is None else f"{at}/{price_field if field == 'price' else field}"
    error = {"pointer": pointer, "rule": rule, "limit": limit, "value": value, "nearest": nearest}
    item: dict[str, Any] = {name: text for name, text in error.items() if text is not None}
    item["message"] = f"Expected {expected}{got}."
    hint = f" The nearest valid value is {nearest}." if nearest is not None else ""
    next_step = _NEXT_STEP.get(refusal.code, "")
    detail = f"Expected {expected}{got}{f' - at {pointer}' if pointer else ''}.{hint} {next_step}".rstrip()
    return Refused(refusal.code, detail, [item])


def _text(number: int | str | None, counts: str, market: Market | None, amounts: Grid | None) -> str | None:
    if number is None:
        return None
    write: Callable[[int], str] = str
    if market is not None and counts in {"price", "quantity", "quote"}:
        write = {"price": market.price, "quantity": market.quantity, "quote": market.quote}[counts].format
    elif amounts is not None and counts in {"funds", "amount"}:
        write = amounts.format
    return write(number) if isinstance(number, int) else number
