"""An order while it is open, and what it must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.words import BUY, NEW, PARTIALLY_FILLED, RATE_ONE

if TYPE_CHECKING:
    from tradespec_engine.accounts import Account, Balance
    from tradespec_engine.book import Level, Side
    from tradespec_engine.commands import PlaceOrder
    from tradespec_engine.instrument import Instrument

__all__ = ["Order", "charged"]


def charged(fee_exact: int) -> int:
    """Return the whole units to charge for an exact fee in units of 10**-8: rounded up, so a rebate is rounded down."""
    return -(-fee_exact // RATE_ONE)


class Order:
    """An order. Whoever is not the engine only reads it.

    Attributes:
        price: As sent: the limit, or a market order's protection price (0: none).
        limit: The worst price that it may trade at; for market orders what the book needed when it came in.
        minimum_quantity: What had to fill when it came in (0: nothing); spent once it rests, and not part of snapshots.
        remaining: `quantity` less what was filled and what self-trade prevention took off.
        priority: Grows with every entry at the back of a level; tells age within a level.
        fee_exact: All its fees so far in units of 10**-8 of the quote asset's smallest unit. Charging the difference of
            the rounded sums makes what an order pays independent of the pieces in which it fills.
        fee: What was charged of them: the same, rounded up.
        hold: What it holds of `funds` now.
        funds: The balance that pays: quote asset for buys, base asset for sells.
        proceeds: The balance that receives.
    """

    __slots__ = (
        "account",
        "client_order_id",
        "fee",
        "fee_exact",
        "filled",
        "funds",
        "hold",
        "instrument",
        "is_buy",
        "level",
        "limit",
        "minimum_quantity",
        "next",
        "order_id",
        "order_type",
        "owner",
        "post_only",
        "prevented",
        "previous",
        "price",
        "priority",
        "proceeds",
        "quantity",
        "remaining",
        "self_trade_prevention",
        "side",
        "symbol",
        "time_in_force",
    )

    def __init__(self, command: PlaceOrder, owner: Account, instrument: Instrument) -> None:
        self.order_id = 0
        self.account = owner.name
        self.symbol = command.symbol
        self.client_order_id = command.client_order_id
        self.side = command.side
        self.is_buy = command.side == BUY
        self.order_type = command.order_type
        self.time_in_force = command.time_in_force
        self.post_only = command.post_only
        self.self_trade_prevention = command.self_trade_prevention
        self.price = self.limit = command.price
        self.quantity = self.remaining = command.quantity
        self.minimum_quantity = command.minimum_quantity
        self.filled = 0
        self.prevented = 0
        self.priority = 0
        self.fee_exact = 0
        self.fee = 0
        self.hold = 0
        self.owner = owner
        self.instrument = instrument
        self.level: Level | None = None
        self.previous: Order | None = None
        self.next: Order | None = None

    def open(self, order_id: int) -> None:
        """Give it its id and its balances; before, it is a draft that has left no trace in its account."""
        instrument, owner = self.instrument, self.owner
        base, quote = owner.balance(instrument.base), owner.balance(instrument.quote)
        self.order_id = order_id
        self.funds: Balance = quote if self.is_buy else base
        self.proceeds: Balance = base if self.is_buy else quote

    @property
    def status(self) -> str:
        """State of an open order: new or partially_filled."""
        return PARTIALLY_FILLED if self.filled else NEW

    @property
    def own_side(self) -> Side:
        """The side of the book where it rests."""
        book = self.instrument.book
        return book.bids if self.is_buy else book.asks

    @property
    def other_side(self) -> Side:
        """The side of the book that it trades with."""
        book = self.instrument.book
        return book.asks if self.is_buy else book.bids

    def required_hold(self) -> int:
        """Return what it must hold now."""
        return self.hold_for(self.remaining, self.limit)

    def hold_for(self, remaining: int, limit: int) -> int:
        """Return what it would pay if all that remains traded at its limit, and the highest fee on that.

        A sell holds what it sells and pays its fees from what it receives, which always covers them.
        """
        instrument = self.instrument
        if not self.is_buy:
            return remaining * instrument.lot_value
        notional = remaining * limit * instrument.tick_value
        return notional + charged(self.fee_exact + notional * instrument.hold_rate) - self.fee
