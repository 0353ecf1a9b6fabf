"""Commands about orders: place, amend, cancel one, cancel many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.client_ids import body_of
from tradespec_engine.events import (
    AmendRejected,
    CancelRejected,
    OrderAccepted,
    OrderAmended,
    OrderRejected,
    OrderReplayed,
)
from tradespec_engine.matching import crosses, match, reach
from tradespec_engine.order import Order
from tradespec_engine.rules import amended, draft, market_bound, stays_out
from tradespec_engine.state import by_priority
from tradespec_engine.words import (
    AMENDED,
    CANCELLED,
    FILLED,
    FOK,
    FOK_UNFILLED,
    GTC,
    IOC_REMAINDER,
    MARKET,
    MARKET_REMAINDER,
    MASS_CANCEL,
    MINIMUM_QUANTITY,
    POST_ONLY_CROSS,
    PRICE_BAND,
    REJECTED,
    SELF_TRADE,
    USER,
)

if TYPE_CHECKING:
    from tradespec_engine.commands import AmendOrder, CancelAll, CancelOrder, PlaceOrder
    from tradespec_engine.rules import Broken
    from tradespec_engine.state import State

__all__ = ["amend_order", "cancel_all", "cancel_order", "place_order", "repeated"]


def place_order(state: State, command: PlaceOrder) -> None:
    """Take an order in: repeated, refused, or accepted with all that it does at once."""
    events = state.ledger.events
    again = repeated(state, command)
    if again is not None:
        events.append(again)
        return
    order = draft(state, command)
    if not isinstance(order, Order):
        events.append(OrderRejected(*order))
        return
    state.order_ids += 1
    order.open(state.order_ids)
    if order.client_order_id:
        state.client_ids.remember(command, order.order_id)
    events.append(
        OrderAccepted(
            order.order_id,
            order.account,
            order.symbol,
            order.side,
            order.order_type,
            order.quantity,
            order.price,
            order.time_in_force,
            order.post_only,
            order.self_trade_prevention,
            order.client_order_id,
            order.minimum_quantity,
        )
    )
    state.ledger.rehold(order)
    _enter(state, order)


def repeated(state: State, command: PlaceOrder) -> OrderReplayed | OrderRejected | None:
    """Return the answer to a client order id that was seen before; None for a new one. Changes nothing."""
    account, client_order_id = command.account, command.client_order_id
    known = state.client_ids.find(account, client_order_id) if client_order_id else None
    if known is None:
        return None
    order_id, body = known
    if body == body_of(command):
        return OrderReplayed(account, client_order_id, order_id)
    return OrderRejected("duplicate_client_order_id", "client_order_id", None, client_order_id)


def _enter(state: State, order: Order) -> None:
    """Match an accepted order, then let it rest or end it."""
    if stays_out(order) and crosses(order, order.limit):
        state.close(order, REJECTED, POST_ONLY_CROSS)
    elif order.time_in_force == FOK and reach(order, order.limit)[0] < order.remaining:
        state.close(order, CANCELLED, FOK_UNFILLED)
    elif order.minimum_quantity and reach(order, order.limit)[0] < order.minimum_quantity:
        state.close(order, CANCELLED, MINIMUM_QUANTITY)
    else:
        prevented = match(state, order, order.limit)
        if order.remaining and order.time_in_force == GTC:
            state.track(order)
        _settle(state, order, prevented)


def _settle(state: State, order: Order, prevented: bool) -> None:
    """Rest an order after its match, or end it."""
    if order.remaining == 0:
        state.close(order, *((CANCELLED, SELF_TRADE) if prevented else (FILLED, "")))
    elif order.time_in_force == GTC:
        state.rest(order)
        state.ledger.rehold(order)
    elif order.order_type == MARKET:
        state.close(order, CANCELLED, _market_end(order))
    else:
        state.close(order, CANCELLED, IOC_REMAINDER)


def _market_end(order: Order) -> str:
    """Return why a market order ends with a remainder: the band stopped it, or there was no more for it."""
    wished = order.price or (order.instrument.max_price if order.is_buy else 1)
    return PRICE_BAND if wished != market_bound(order) and crosses(order, wished) else MARKET_REMAINDER


def amend_order(state: State, command: AmendOrder) -> None:
    """Change an open order's total quantity, price or both; refused, it is as it was."""
    order = _find(state, command)
    if not isinstance(order, Order):
        state.ledger.events.append(AmendRejected(*order))
        return
    done = order.filled + order.prevented
    quantity, price = max(command.quantity or order.quantity, done), command.price or order.limit
    broken = amended(order, command.quantity or order.quantity, price)
    if broken:
        state.ledger.events.append(AmendRejected(*broken))
        return
    kept_place = price == order.limit and quantity <= order.quantity
    _change(state, order, quantity, price, kept_place)
    if quantity == done:
        state.close(order, *((FILLED, AMENDED) if order.filled else (CANCELLED, USER)))
    elif not kept_place:
        _settle(state, order, match(state, order, price))


def _change(state: State, order: Order, quantity: int, price: int, kept_place: bool) -> None:
    """Give an order its new numbers. Unless it keeps its place it is out of the book afterwards."""
    remaining = quantity - order.filled - order.prevented
    if not kept_place:
        order.own_side.remove(order)
    elif order.level is not None:
        order.level.quantity -= order.remaining - remaining
    order.quantity, order.remaining = quantity, remaining
    order.price = order.limit = price
    state.ledger.rehold(order)
    state.ledger.events.append(
        OrderAmended(order.order_id, order.account, order.symbol, quantity, price, remaining, kept_place)
    )


def cancel_order(state: State, command: CancelOrder) -> None:
    """End an open order."""
    order = _find(state, command)
    if isinstance(order, Order):
        state.close(order, CANCELLED, USER)
    else:
        state.ledger.events.append(CancelRejected(*order))


def cancel_all(state: State, command: CancelAll) -> None:
    """End an account's open orders, all or some; an account that is not known has none."""
    account = state.ledger.accounts.get(command.account)
    orders = account.orders.values() if account else ()
    for order in by_priority(orders):
        if command.symbol in {"", order.symbol} and command.side in {"", order.side}:
            state.close(order, CANCELLED, MASS_CANCEL)


def _find(state: State, command: AmendOrder | CancelOrder) -> Order | Broken:
    """Return the open order that a command names, or why there is none. Orders of other accounts answer as unknown."""
    account, order_id, client_order_id = command.account, command.order_id, command.client_order_id
    if client_order_id:
        known = state.client_ids.find(account, client_order_id)
        if known is None:
            return ("unknown_order", "client_order_id", None, client_order_id, None)
        order = state.orders.get(known[0])
        return order or ("order_already_closed", "client_order_id", None, client_order_id, None)
    order = state.orders.get(order_id)
    if order is None or order.account != account:
        return ("unknown_order", "order_id", None, order_id, None)
    return order
