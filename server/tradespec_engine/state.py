"""Everything that the engine remembers between two commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.accounts import Ledger
from tradespec_engine.client_ids import ClientIds
from tradespec_engine.events import OrderClosed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec_engine.instrument import Instrument
    from tradespec_engine.order import Order

__all__ = ["State", "by_priority"]


class State:
    """Instruments, open orders, the ledger with its accounts, client order ids, and the counters that number things.

    Attributes:
        sequence: The last command's sequence.
        time_us: The current command's time.
        priorities: How often an order was put at the back of a level.
    """

    __slots__ = (
        "client_ids",
        "deposits",
        "instruments",
        "ledger",
        "order_ids",
        "orders",
        "priorities",
        "sequence",
        "time_us",
        "trades",
    )

    def __init__(self) -> None:
        self.sequence = 0
        self.time_us = 0
        self.order_ids = 0
        self.trades = 0
        self.deposits = 0
        self.priorities = 0
        self.instruments: dict[str, Instrument] = {}
        self.orders: dict[int, Order] = {}
        self.ledger = Ledger()
        self.client_ids = ClientIds()

    def rest(self, order: Order) -> None:
        """Put an order at the back of its level."""
        self.priorities += 1
        order.priority = self.priorities
        order.own_side.add(order)

    def track(self, order: Order) -> None:
        """Count an order among its account's open ones."""
        owner = order.owner
        self.orders[order.order_id] = owner.orders[order.order_id] = order
        owner.resting[order.symbol] = owner.resting.get(order.symbol, 0) + 1

    def close(self, order: Order, status: str, reason: str) -> None:
        """End an order: out of the book, hold released, id remembered as ended."""
        if order.level is not None:
            order.own_side.remove(order)
        if order.order_id in self.orders:
            owner = order.owner
            del self.orders[order.order_id], owner.orders[order.order_id]
            owner.resting[order.symbol] -= 1
        order.remaining = 0
        self.ledger.rehold(order)
        if order.client_order_id:
            self.client_ids.end(order.account, order.client_order_id, self.time_us)
        self.ledger.events.append(
            OrderClosed(
                order.order_id,
                order.account,
                order.symbol,
                order.client_order_id,
                status,
                reason,
                order.filled,
                order.quantity - order.filled,
            )
        )


def by_priority(orders: Iterable[Order]) -> list[Order]:
    """Return orders by instrument, bids then asks, best price first, oldest first, as mass cancels go."""
    return sorted(orders, key=_place)


def _place(order: Order) -> tuple[int, bool, int, int]:
    price = -order.limit if order.is_buy else order.limit
    return (order.instrument.index, not order.is_buy, price, order.priority)
