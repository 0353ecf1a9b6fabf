"""An instrument: its rules as data, what each status allows, and its book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec_engine.book import Book
from tradespec_engine.words import CANCEL_ONLY, CLOSED, CONTINUOUS, HALTED, MAX_INT, POST_ONLY, RATE_ONE

if TYPE_CHECKING:
    from tradespec_engine.commands import AddInstrument

__all__ = ["ALLOWED", "AMEND", "PLACE", "REDUCE", "TAKE", "Instrument"]

PLACE: Final = 1  # new orders, and amendments that ask for more or for another price
TAKE: Final = 2  # orders may match when they come in
REDUCE: Final = 4  # amendments that only take quantity off
AMEND: Final = PLACE | REDUCE

ALLOWED: Final[dict[str, int]] = {
    CONTINUOUS: PLACE | TAKE | REDUCE,
    POST_ONLY: PLACE | REDUCE,
    CANCEL_ONLY: REDUCE,
    HALTED: 0,
    CLOSED: 0,
}
"""Status -> what it allows. Cancels are allowed in every status: nobody is locked in."""


class Instrument:
    """An instrument as `AddInstrument` defined it, with what is derived from that, and its live state.

    Attributes:
        tick_value: One tick times one lot in the quote asset's smallest unit.
        lot_value: One lot in the base asset's smallest unit.
        max_price: Above it, an order could be worth more than 63 bits hold.
        hold_rate: The most that a trade may be charged, in units of 10**-8; what buys hold.
        reference_price: The last trade's price, in ticks; 0 when there is none.
        price_min: Lowest price within the band.
        price_max: Highest price within the band.
    """

    __slots__ = (
        "allowed",
        "base",
        "book",
        "definition",
        "hold_rate",
        "index",
        "lot_value",
        "maker_fee",
        "max_open_orders",
        "max_price",
        "max_quantity",
        "min_notional",
        "min_quantity",
        "price_band",
        "price_max",
        "price_min",
        "quote",
        "reference_price",
        "status",
        "symbol",
        "taker_fee",
        "tick_value",
    )

    def __init__(self, definition: AddInstrument, index: int, tick_value: int, lot_value: int) -> None:
        self.definition = definition
        self.index = index
        self.tick_value = tick_value
        self.lot_value = lot_value
        self.symbol = definition.symbol
        self.base = definition.base
        self.quote = definition.quote
        self.min_quantity = definition.min_quantity
        self.max_quantity = definition.max_quantity
        self.min_notional = definition.min_notional
        self.max_open_orders = definition.max_open_orders
        self.price_band = definition.price_band
        self.maker_fee = definition.maker_fee
        self.taker_fee = definition.taker_fee
        self.hold_rate = max(definition.maker_fee, definition.taker_fee, 0)
        self.max_price = MAX_INT // (definition.max_quantity * tick_value)
        self.book = Book()
        self.set_status(definition.status)
        self.set_reference_price(definition.reference_price)

    def set_status(self, status: str) -> None:
        """Change what is allowed."""
        self.status = status
        self.allowed = ALLOWED[status]

    def set_reference_price(self, price: int) -> None:
        """Move the band; 0 leaves only the absolute bounds."""
        self.reference_price = price
        self.price_min, self.price_max = 1, self.max_price
        if price and self.price_band:
            reach = price * self.price_band // RATE_ONE
            self.price_min = max(1, price - reach)
            self.price_max = min(self.max_price, price + reach)
