"""The rules an order must keep, in the order in which they are asked; the first that is broken refuses it.

Each check returns None or what `Refusal` events say: (code, rule, limit, value, nearest).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec_engine.instrument import PLACE, REDUCE, TAKE
from tradespec_engine.matching import crosses, reach
from tradespec_engine.order import Order
from tradespec_engine.support import ORDER_TYPES, POST_ONLY_MODES, TIMES_IN_FORCE, not_supported
from tradespec_engine.words import (
    BUY,
    CANCEL_BOTH,
    CANCEL_MAKER,
    CANCEL_TAKER,
    CONTINUOUS,
    DECREMENT,
    GTC,
    IOC,
    LIMIT,
    MARKET,
    NONE,
    RATE_ONE,
    SELL,
)

if TYPE_CHECKING:
    from tradespec_engine.commands import PlaceOrder
    from tradespec_engine.instrument import Instrument
    from tradespec_engine.state import State

__all__ = ["UNITS", "Broken", "amended", "draft", "market_bound", "stays_out"]

Broken = tuple[str, str, int | str | None, int | str | None, int | str | None]
"""(code, rule, limit, value, nearest)."""

UNITS: Final[dict[str, tuple[str, str]]] = {
    "account": ("word", "word"),
    "amount": ("amount", "amount"),
    "asset": ("word", "word"),
    "available": ("funds", "quantity"),
    "client_order_id": ("word", "word"),
    "fields": ("word", "word"),
    "max_open_orders": ("count", "count"),
    "max_price": ("price", "price"),
    "max_quantity": ("quantity", "quantity"),
    "min_notional": ("quote", "quantity"),
    "min_quantity": ("quantity", "quantity"),
    "minimum_quantity": ("quantity", "quantity"),
    "order_id": ("count", "count"),
    "post_only": ("price", "price"),
    "price": ("price", "price"),
    "price_band": ("price", "price"),
    "quantity": ("quantity", "quantity"),
    "self_trade_prevention": ("word", "word"),
    "side": ("word", "word"),
    "status": ("word", "word"),
    "supply": ("amount", "amount"),
    "symbol": ("word", "word"),
    "time_in_force": ("word", "word"),
    "type": ("word", "word"),
}
"""Rule -> what its limit and value count, and what its nearest value counts.

`price` ticks, `quantity` lots, `quote` the quote asset's smallest unit, `funds` that of the asset that the order
holds (quote for buys, base for sells), `amount` that of the command's asset, `count` things, `word` no number.
"""

_SIDES: Final = (BUY, SELL)
_SELF_TRADE_MODES: Final = (NONE, CANCEL_TAKER, CANCEL_MAKER, CANCEL_BOTH, DECREMENT)


def draft(state: State, command: PlaceOrder) -> Order | Broken:
    """Return the order that a command asks for, with its limit, or the first rule that it breaks. Changes nothing."""
    owner = state.ledger.accounts.get(command.account)
    if owner is None:
        return ("unknown_account", "account", None, command.account, None)
    instrument = state.instruments.get(command.symbol)
    if instrument is None:
        return ("unknown_instrument", "symbol", None, command.symbol, None)
    broken = _words(command) or _options(command) or _status(command, instrument)
    if broken:
        return broken
    order = Order(command, owner, instrument)
    broken = _quantity(instrument, order.quantity) or _minimum_quantity(order) or _price(order, order.price)
    if broken:
        return broken
    if order.order_type == MARKET:
        # What the book needs, so that it holds no more than it may pay.
        order.limit = reach(order, market_bound(order))[1]
    return (
        _notional(order, order.quantity, order.price)
        or _open_orders(order)
        or _funds(order, order.quantity, order.limit)
        or order
    )


def amended(order: Order, quantity: int, price: int) -> Broken | None:
    """Return the first rule that an open order would break with this total quantity and price. Changes nothing."""
    instrument = order.instrument
    reduced = price == order.limit and quantity <= order.quantity
    if not instrument.allowed & (REDUCE if reduced else PLACE):
        return _not_trading(instrument)
    if quantity < 1 or price < 1:
        return ("invalid_request", "fields", 1, min(quantity, price), 1)
    remaining = quantity - order.filled - order.prevented
    if remaining <= 0:
        return None
    return (
        _quantity(instrument, quantity)
        or (None if reduced else _price(order, price))
        or _notional(order, quantity, price)
        or _post_only(order, price)
        or _funds(order, remaining, price)
    )


def market_bound(order: Order) -> int:
    """Return the worst price that a market order may trade at: its protection price, but never outside of the band."""
    instrument = order.instrument
    if order.is_buy:
        return min(order.price or instrument.price_max, instrument.price_max)
    return max(order.price, instrument.price_min)


def stays_out(order: Order) -> bool:
    """Tell whether an order must not take liquidity, by its own wish or by the instrument's status."""
    return order.post_only != NONE or not order.instrument.allowed & TAKE


def _words(command: PlaceOrder) -> Broken | None:
    for field, value, known in (
        ("side", command.side, _SIDES),
        ("type", command.order_type, ORDER_TYPES),
        ("time_in_force", command.time_in_force, TIMES_IN_FORCE),
        ("post_only", command.post_only, POST_ONLY_MODES),
        ("self_trade_prevention", command.self_trade_prevention, _SELF_TRADE_MODES),
    ):
        if value not in known:
            code = "not_supported_yet" if not_supported(field, value) else "invalid_request"
            return (code, field, ", ".join(known), value, None)
    return None


def _options(command: PlaceOrder) -> Broken | None:
    if command.order_type == MARKET and command.time_in_force == GTC:
        return ("conflicting_options", "time_in_force", IOC, GTC, IOC)
    if command.post_only != NONE and (command.order_type == MARKET or command.time_in_force != GTC):
        return ("conflicting_options", "post_only", NONE, command.post_only, NONE)
    if command.minimum_quantity and command.post_only != NONE:
        return ("conflicting_options", "post_only", NONE, command.post_only, NONE)
    return None


def _status(command: PlaceOrder, instrument: Instrument) -> Broken | None:
    rests = command.order_type == LIMIT and command.time_in_force == GTC
    needed = PLACE if rests else PLACE | TAKE
    return None if instrument.allowed & needed == needed else _not_trading(instrument)


def _not_trading(instrument: Instrument) -> Broken:
    return ("instrument_not_trading", "status", CONTINUOUS, instrument.status, None)


def _quantity(instrument: Instrument, quantity: int) -> Broken | None:
    if quantity < instrument.min_quantity:
        least = instrument.min_quantity
        return ("quantity_too_small", "min_quantity", least, quantity, least)
    if quantity > instrument.max_quantity:
        most = instrument.max_quantity
        return ("quantity_too_large", "max_quantity", most, quantity, most)
    return None


def _minimum_quantity(order: Order) -> Broken | None:
    """Ask whether what must fill at once can: it is no more than the whole order."""
    most, asked = order.quantity, order.minimum_quantity
    if asked < 0:
        return ("invalid_request", "minimum_quantity", 0, asked, 0)
    return ("minimum_quantity_too_large", "minimum_quantity", most, asked, most) if asked > most else None


def _price(order: Order, price: int) -> Broken | None:
    """Ask the bounds of a price. The band binds only those who could overpay: a bid far below the market may rest."""
    instrument, market = order.instrument, order.order_type == MARKET
    if price < 1 and not (market and price == 0):
        return ("invalid_request", "price", 1, price, instrument.price_min)
    if price > instrument.max_price:
        return ("price_out_of_band", "max_price", instrument.max_price, price, instrument.price_max)
    if not market and order.is_buy and price > instrument.price_max:
        return ("price_out_of_band", "price_band", instrument.price_max, price, instrument.price_max)
    if not market and not order.is_buy and price < instrument.price_min:
        return ("price_out_of_band", "price_band", instrument.price_min, price, instrument.price_min)
    return None


def _notional(order: Order, quantity: int, price: int) -> Broken | None:
    """Ask the least worth. A market order is worth what the reference price says; without one, what the book says."""
    instrument = order.instrument
    if order.order_type == MARKET:
        price = instrument.reference_price or order.limit
    value = quantity * price * instrument.tick_value
    if value >= instrument.min_notional or not price:
        return None
    nearest = -(-instrument.min_notional // (price * instrument.tick_value))
    valid = nearest if nearest <= instrument.max_quantity else None
    return ("below_minimum_notional", "min_notional", instrument.min_notional, value, valid)


def _open_orders(order: Order) -> Broken | None:
    most, now = order.instrument.max_open_orders, order.owner.resting.get(order.symbol, 0)
    if order.time_in_force != GTC or now < most:
        return None
    return ("too_many_open_orders", "max_open_orders", most, now + 1, None)


def _post_only(order: Order, price: int) -> Broken | None:
    """Ask whether an amendment would make an order match that must not; it is refused rather than ended."""
    if not stays_out(order) or not crosses(order, price):
        return None
    best = order.other_side.best
    assert best is not None  # noqa: S101  # nothing crosses an empty side
    nearest = best.price - 1 if order.is_buy else best.price + 1
    return ("conflicting_options", "post_only", nearest, price, nearest or None)


def _funds(order: Order, remaining: int, limit: int) -> Broken | None:
    """Ask whether the account can hold what the order needs beyond what it holds already."""
    instrument = order.instrument
    available = order.owner.available(instrument.quote if order.is_buy else instrument.base) + order.hold
    needed = order.hold_for(remaining, limit)
    if needed <= available:
        return None
    if order.is_buy:
        # The most lots whose price and rounded-up fee together fit; exact, since both sides are whole numbers.
        lot_price = limit * instrument.tick_value * (RATE_ONE + instrument.hold_rate)
        affordable = available * RATE_ONE // lot_price
    else:
        affordable = available // instrument.lot_value
    nearest = order.filled + order.prevented + affordable
    valid = nearest if affordable and nearest >= instrument.min_quantity else None
    return ("insufficient_balance", "available", available, needed, valid)
