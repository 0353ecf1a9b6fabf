"""The door: requests in the contract's words to commands in the engine's integers.

What a grid, a catalogue or the table of things not yet done can tell is refused here, before anything is
journalled; what depends on balances and books is the engine's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_engine import not_supported
from tradespec_engine.commands import AmendOrder, CancelOrder, PlaceOrder
from tradespec_engine.words import CANCEL_TAKER, GTC, GTD, IOC, LIMIT, MARKET, MAX_INT, NONE
from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.exchange.markets import Market

__all__ = ["AMOUNT", "Kind", "amend_order", "cancel_order", "find_market", "order_number", "place_order", "steps"]

_Json = dict[str, Any]
_CHECKED_FOR_SUPPORT = ("type", "time_in_force", "post_only")


def place_order(account: str, request: Mapping[str, Any], markets: Mapping[str, Market], at: str = "") -> PlaceOrder:
    """Return the command for an `OrderRequest`; `at` is the JSON pointer of the request in its body.

    Raises:
        Refused: `not_supported_yet`, `conflicting_options`, `unknown_instrument`, `price_off_tick`, `quantity_off_lot`.
    """
    for field in _CHECKED_FOR_SUPPORT:
        if field in request and not_supported(field, request[field]):
            raise _not_supported(field, request[field], at)
    order_type = request["type"]
    is_limit = order_type == LIMIT
    time_in_force = request.get("time_in_force", GTC if is_limit else IOC)
    if request.get("expire_time") is not None and time_in_force != GTD:
        raise _conflict("expire_time", f"`time_in_force: gtd` beside `expire_time`, got `{time_in_force}`", at)
    market = find_market(markets, request["symbol"], f"{at}/symbol")
    price_field = "price" if is_limit else "protection_price"
    price_text, least = request.get(price_field), request.get("minimum_quantity")
    return PlaceOrder(
        0,
        0,
        account,
        market.symbol,
        request["side"],
        LIMIT if is_limit else MARKET,
        steps(market.quantity, request["quantity"], QUANTITY, f"{at}/quantity"),
        0 if price_text is None else steps(market.price, price_text, PRICE, f"{at}/{price_field}"),
        time_in_force,
        request.get("post_only", NONE),
        request.get("self_trade_prevention", CANCEL_TAKER),
        request.get("client_order_id") or "",
        0 if least is None else steps(market.quantity, least, QUANTITY, f"{at}/minimum_quantity"),
    )


def amend_order(account: str, order_id: int, request: Mapping[str, Any], market: Market) -> AmendOrder:
    """Return the command for an `OrderAmendment` of an order that was found.

    Raises:
        Refused: `conflicting_options`, `price_off_tick`, `quantity_off_lot`.
    """
    if request.get("trigger_price") is not None:
        raise _conflict("trigger_price", "an order that waits for a trigger, got one that does not", "")
    quantity, price = request.get("quantity"), request.get("price")
    return AmendOrder(
        0,
        0,
        account,
        order_id,
        "",
        0 if quantity is None else steps(market.quantity, quantity, QUANTITY, "/quantity"),
        0 if price is None else steps(market.price, price, PRICE, "/price"),
    )


def cancel_order(account: str, reference: Mapping[str, Any]) -> CancelOrder:
    """Return the command for an `OrderReference`."""
    if "order_id" in reference:
        return CancelOrder(0, 0, account, order_number(reference["order_id"]))
    return CancelOrder(0, 0, account, 0, reference["client_order_id"])


def order_number(order_id: str) -> int:
    """Return an order id as the engine counts it; an id that no counter reaches is that of no order."""
    number = int(order_id)
    return number if 0 < number <= MAX_INT else MAX_INT


def find_market(markets: Mapping[str, Market], symbol: str, pointer: str = "", parameter: str = "") -> Market:
    """Return the market of a symbol.

    Raises:
        Refused: `unknown_instrument`.
    """
    market = markets.get(symbol)
    if market is None:
        message = f"Expected the symbol of an instrument, got {symbol[:40]!r}."
        place = {"parameter": parameter} if parameter else {"pointer": pointer}
        raise Refused(
            "unknown_instrument",
            f"{message} `GET /v1/instruments` lists them.",
            [{**place, "rule": "instrument", "value": symbol[:40], "message": message}],
        )
    return market


class Kind:
    """What is the same for all prices, and for all quantities: the words of a refusal."""

    def __init__(self, off_grid: str, rule: str, too_large: str) -> None:
        self.off_grid = off_grid
        self.rule = rule
        self.too_large = too_large


PRICE = Kind("price_off_tick", "tick_size", "price_out_of_band")
QUANTITY = Kind("quantity_off_lot", "lot_size", "quantity_too_large")
AMOUNT = Kind("amount_off_scale", "scale", "amount_too_large")


def steps(grid: Grid, text: str, kind: Kind, pointer: str) -> int:
    """Return a decimal string as a count of a grid's steps.

    Raises:
        Refused: The kind's code, naming the rule, its limit, the value sent and the nearest valid one.
    """
    try:
        count = grid.parse(text)
    except ValueError as error:
        raise Refused(
            "invalid_request",
            str(error),
            [{"pointer": pointer, "rule": "format", "limit": "decimal", "value": text[:40], "message": str(error)}],
        ) from error
    if count is None:
        step = grid.format(1)
        message = f"Expected a multiple of {step}, got {text}."
        item = {"pointer": pointer, "rule": kind.rule, "limit": step, "value": text, "message": message}
        raise Refused(kind.off_grid, f"{message[:-1]} - at {pointer}.", [{**item, "nearest": grid.nearest(text)}])
    if count > MAX_INT:
        limit = grid.format(MAX_INT)
        message = f"Expected at most {limit}, got {text}."
        item = {"pointer": pointer, "rule": "maximum", "limit": limit, "value": text, "nearest": limit}
        raise Refused(kind.too_large, f"{message[:-1]} - at {pointer}.", [{**item, "message": message}])
    return count


def _not_supported(field: str, value: str, at: str) -> Refused:
    message = f"Expected a {field} that this server carries out, got `{value}`."
    return Refused(
        "not_supported_yet",
        f"{message} `GET /v1/instruments/{{symbol}}` lists what an instrument takes.",
        [{"pointer": f"{at}/{field}", "rule": field, "value": value, "message": message}],
    )


def _conflict(field: str, expected: str, at: str) -> Refused:
    message = f"Expected {expected}."
    return Refused(
        "conflicting_options",
        f"{message} Leave `{field}` out.",
        [{"pointer": f"{at}/{field}", "rule": field, "message": message}],
    )
