"""Instruments as the door and the views need them: decimals for the engine's integers, and rules as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_engine.support import ORDER_TYPES, TIMES_IN_FORCE
from tradespec_engine.words import RATE_ONE
from tradespec_server.exchange.decimals import Grid, format_decimal, format_ratio

if TYPE_CHECKING:
    from tradespec_engine.instrument import Instrument

__all__ = ["BASIS_POINT_PLACES", "Market", "asset_grid"]

BASIS_POINT_PLACES = 4
"""Rates count 10**-8, a basis point is 10**-4."""


def asset_grid(scale: int) -> Grid:
    """Return the grid of an asset's amounts."""
    return Grid(format_decimal(1, scale))


class Market:
    """One instrument of the engine, in decimals.

    Attributes:
        price: Prices, counted in ticks.
        quantity: Quantities, counted in lots.
        base: Amounts of the base asset, counted in its smallest unit.
        quote: Amounts of the quote asset, likewise.
    """

    def __init__(self, instrument: Instrument, base: Grid, quote: Grid) -> None:
        definition = instrument.definition
        self.instrument = instrument
        self.symbol = instrument.symbol
        self.price = Grid(format_decimal(definition.tick, definition.price_scale))
        self.quantity = Grid(format_decimal(definition.lot, definition.quantity_scale))
        self.base = base
        self.quote = quote
        self._rules = {
            "symbol": instrument.symbol,
            "base_asset": instrument.base,
            "quote_asset": instrument.quote,
            "status": instrument.status,
            "tick_size": self.price.format(1),
            "lot_size": self.quantity.format(1),
            "min_quantity": self.quantity.format(instrument.min_quantity),
            "max_quantity": self.quantity.format(instrument.max_quantity),
            "min_notional": self.quote.format(instrument.min_notional),
            "price_band_bps": _basis_points(instrument.price_band) if instrument.price_band else None,
            "max_open_orders": instrument.max_open_orders,
            "maker_fee_bps": _basis_points(instrument.maker_fee),
            "taker_fee_bps": _basis_points(instrument.taker_fee),
            "base_scale": base.places,
            "quote_scale": quote.places,
            "order_types": list(ORDER_TYPES),
            "times_in_force": list(TIMES_IN_FORCE),
        }

    def rules(self) -> dict[str, Any]:
        """Return the schema `Instrument`."""
        return {**self._rules, "status": self.instrument.status}

    def fees(self) -> dict[str, Any]:
        """Return the schema `InstrumentFees`."""
        return {name: self._rules[name] for name in ("symbol", "maker_fee_bps", "taker_fee_bps")}

    def average_price(self, amount: int, lots: int) -> str:
        """Return what a quantity cost per unit of the base asset, rounded half to even at 18 places."""
        return format_ratio(amount * 10**self.quantity.places, lots * self.quantity.units * 10**self.quote.places)

    def worth(self, lots: int, price: int) -> int:
        """Return a quantity at a price in the quote asset's smallest unit."""
        return lots * price * self.instrument.tick_value


def _basis_points(rate: int) -> str:
    return format_decimal(rate * 10_000 * 10**BASIS_POINT_PLACES // RATE_ONE, BASIS_POINT_PLACES)
