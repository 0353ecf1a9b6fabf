"""Price-time priority: an incoming order trades with the best level's oldest order, at that order's price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.events import SelfTradePrevented, Traded
from tradespec_engine.order import charged
from tradespec_engine.words import (
    CANCEL_BOTH,
    CANCEL_MAKER,
    CANCEL_TAKER,
    CANCELLED,
    DECREMENT,
    FEE,
    FILLED,
    NONE,
    SELF_TRADE,
    TRADE,
)

if TYPE_CHECKING:
    from tradespec_engine.order import Order
    from tradespec_engine.state import State

__all__ = ["crosses", "match", "reach"]


def crosses(order: Order, price: int) -> bool:
    """Tell whether an order of this price would meet the other side."""
    side = order.other_side
    return side.best is not None and side.best.rank >= side.sign * price


def reach(order: Order, price: int) -> tuple[int, int]:
    """Return how much an incoming order could fill down to a price, and the worst price that it would meet (0: none).

    This walks the book as `match` would, self-trade prevention included, and changes nothing.
    """
    side, mode, group = order.other_side, order.self_trade_prevention, order.owner.group
    need, filled, worst, floor = order.remaining, 0, 0, side.sign * price
    for level in side:
        if level.rank < floor:
            break
        worst = level.price
        for maker in level:
            if mode != NONE and maker.owner.group == group:
                if mode == CANCEL_MAKER:
                    continue
                if mode != DECREMENT:
                    return filled, worst
                need -= maker.remaining
            else:
                filled += min(maker.remaining, need - filled)
            if filled >= need:
                return filled, worst
    return filled, worst


def match(state: State, taker: Order, price: int) -> bool:
    """Trade an incoming order down to a price, until nothing of it remains or nothing meets it.

    Returns:
        Whether self-trade prevention came last, so that an order with nothing left ended by it.
    """
    side, mode, group = taker.other_side, taker.self_trade_prevention, taker.owner.group
    floor = side.sign * price
    traded, prevented = 0, False
    while taker.remaining:
        level = side.best
        if level is None or level.rank < floor:
            break
        maker = level.head
        assert maker is not None  # noqa: S101  # a level without orders is not in the book
        if mode != NONE and maker.owner.group == group:
            prevented = True
            _prevent(state, maker, taker)
        else:
            prevented = False
            traded = level.price
            _trade(state, maker, taker, traded)
    if traded:
        taker.instrument.set_reference_price(traded)
    return prevented


def _trade(state: State, maker: Order, taker: Order, price: int) -> None:
    instrument, ledger = taker.instrument, state.ledger
    quantity = min(maker.remaining, taker.remaining)
    base_amount = quantity * instrument.lot_value
    quote_amount = quantity * price * instrument.tick_value
    state.trades = trade_id = state.trades + 1
    maker_fee = _charge(maker, quote_amount * instrument.maker_fee)
    taker_fee = _charge(taker, quote_amount * instrument.taker_fee)
    _fill(maker, quantity)
    _fill(taker, quantity)
    if maker.level is not None:
        maker.level.quantity -= quantity
    ledger.events.append(
        Traded(
            trade_id,
            instrument.symbol,
            price,
            quantity,
            taker.side,
            base_amount,
            quote_amount,
            maker.order_id,
            maker.account,
            maker.client_order_id,
            maker_fee,
            maker.remaining,
            taker.order_id,
            taker.account,
            taker.client_order_id,
            taker_fee,
            taker.remaining,
        )
    )
    for order, fee in ((maker, maker_fee), (taker, taker_fee)):
        if order.is_buy:
            _settle(state, order, quote_amount, base_amount, fee)
        else:
            _settle(state, order, base_amount, quote_amount, fee)
    ledger.assets[instrument.quote].fees += maker_fee + taker_fee
    if maker.remaining == 0:
        state.close(maker, FILLED, "")


def _charge(order: Order, fee_exact: int) -> int:
    order.fee_exact += fee_exact
    before = order.fee
    order.fee = charged(order.fee_exact)
    return order.fee - before


def _fill(order: Order, quantity: int) -> None:
    order.filled += quantity
    order.remaining -= quantity


def _settle(state: State, order: Order, paid: int, received: int, fee: int) -> None:
    """Pay from the hold, receive, pay the fee in the quote asset, and free what need not be held any more."""
    ledger, funds, proceeds = state.ledger, order.funds, order.proceeds
    order_id, trade_id = order.order_id, state.trades
    funds.held -= paid
    order.hold -= paid
    ledger.post(funds, TRADE, -paid, order_id, trade_id)
    proceeds.available += received
    ledger.post(proceeds, TRADE, received, order_id, trade_id)
    if fee:
        if order.is_buy:
            funds.held -= fee
            order.hold -= fee
            ledger.post(funds, FEE, -fee, order_id, trade_id)
        else:
            proceeds.available -= fee
            ledger.post(proceeds, FEE, -fee, order_id, trade_id)
    ledger.rehold(order)


def _prevent(state: State, maker: Order, taker: Order) -> None:
    """Keep two orders of one group from trading, by the taker's mode, and end those that have nothing left.

    The taker is ended by whoever placed it, as after a match.
    """
    mode = taker.self_trade_prevention
    both = min(maker.remaining, taker.remaining)
    off_maker = off_taker = both
    if mode == CANCEL_TAKER:
        off_maker, off_taker = 0, taker.remaining
    elif mode == CANCEL_MAKER:
        off_maker, off_taker = maker.remaining, 0
    elif mode == CANCEL_BOTH:
        off_maker, off_taker = maker.remaining, taker.remaining
    price = maker.limit
    _take_off(maker, off_maker)
    _take_off(taker, off_taker)
    if maker.level is not None:
        maker.level.quantity -= off_maker
    state.ledger.events.append(
        SelfTradePrevented(
            taker.symbol,
            price,
            mode,
            maker.order_id,
            maker.account,
            off_maker,
            maker.remaining,
            taker.order_id,
            taker.account,
            off_taker,
            taker.remaining,
        )
    )
    if maker.remaining == 0:
        state.close(maker, CANCELLED, SELF_TRADE)
    elif off_maker:
        state.ledger.rehold(maker)


def _take_off(order: Order, quantity: int) -> None:
    order.prevented += quantity
    order.remaining -= quantity
