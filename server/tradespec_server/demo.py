"""What an exchange starts with when it is started for the first time: assets, instruments, accounts with play money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from tradespec_engine.commands import AddAsset, AddInstrument, OpenAccount

if TYPE_CHECKING:
    from tradespec_engine import Command
    from tradespec_server.exchange import Exchange

__all__ = ["DEMO_ACCOUNTS", "INSTRUMENTS", "MAKER_ACCOUNT", "TAKER_ACCOUNT", "InstrumentPlan", "bootstrap"]

DEMO_ACCOUNTS = ("alice", "bob")
"""The accounts for people and their programs."""

MAKER_ACCOUNT = "market-maker"
TAKER_ACCOUNT = "market-taker"
"""The accounts of the market maker (`market_maker.py`)."""

_SCALES = {"BTC": 8, "ETH": 8, "USD": 8}
_DEMO_FUNDS = {"USD": "1000000", "BTC": "20", "ETH": "200"}
_MAKER_FUNDS = {"USD": "10000000000", "BTC": "1000000", "ETH": "10000000"}
_BASIS_POINT = 10**4  # in the engine's units of 10**-8


class InstrumentPlan(NamedTuple):
    """An instrument in decimals. Band and fees in basis points."""

    symbol: str
    tick_size: str
    lot_size: str
    min_quantity: str
    max_quantity: str
    min_notional: str
    reference_price: str
    price_band_bps: int = 1000
    max_open_orders: int = 200
    maker_fee_bps: int = 10
    taker_fee_bps: int = 20


INSTRUMENTS = (
    InstrumentPlan("BTC-USD", "0.5", "0.0001", "0.0001", "500", "5", "64250"),
    InstrumentPlan("ETH-USD", "0.05", "0.001", "0.001", "5000", "5", "3105"),
    InstrumentPlan("ETH-BTC", "0.00001", "0.001", "0.001", "5000", "0.0001", "0.04833"),
)


async def bootstrap(exchange: Exchange) -> int:
    """Add what is missing of the demo, in one durable step, and return how many commands that took."""
    commands = _missing(exchange)
    if commands:
        await exchange.submit_all(commands)
    return len(commands)


def _missing(exchange: Exchange) -> list[Command]:
    assets, symbols, engine = exchange.engine.assets(), exchange.engine.symbols(), exchange.engine
    commands: list[Command] = [AddAsset(0, 0, asset, scale) for asset, scale in _SCALES.items() if asset not in assets]
    commands += [_add_instrument(plan) for plan in INSTRUMENTS if plan.symbol not in symbols]
    funds = dict.fromkeys(DEMO_ACCOUNTS, _DEMO_FUNDS) | dict.fromkeys((MAKER_ACCOUNT, TAKER_ACCOUNT), _MAKER_FUNDS)
    for account, starting in funds.items():
        if not engine.has_account(account):
            amounts = [
                (asset, _whole(amount, Decimal(1).scaleb(-_SCALES[asset]))) for asset, amount in starting.items()
            ]
            commands.append(OpenAccount(0, 0, account, "", amounts))
    return commands


def _add_instrument(plan: InstrumentPlan) -> AddInstrument:
    base, quote = plan.symbol.split("-")
    tick, lot = Decimal(plan.tick_size), Decimal(plan.lot_size)
    price_scale, quantity_scale = _places(tick), _places(lot)
    return AddInstrument(
        0,
        0,
        plan.symbol,
        base,
        quote,
        price_scale,
        _whole(plan.tick_size, Decimal(1).scaleb(-price_scale)),
        quantity_scale,
        _whole(plan.lot_size, Decimal(1).scaleb(-quantity_scale)),
        _whole(plan.min_quantity, lot),
        _whole(plan.max_quantity, lot),
        _whole(plan.min_notional, Decimal(1).scaleb(-_SCALES[quote])),
        plan.max_open_orders,
        plan.price_band_bps * _BASIS_POINT,
        _whole(plan.reference_price, tick),
        plan.maker_fee_bps * _BASIS_POINT,
        plan.taker_fee_bps * _BASIS_POINT,
    )


def _places(step: Decimal) -> int:
    exponent = step.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _whole(text: str, step: Decimal) -> int:
    """Return how many steps a decimal is, which must be a whole number."""
    count = Decimal(text) / step
    if count != count.to_integral_value():
        raise ValueError(f"Expected a multiple of {step}, got {text} - at the demo's instruments.")
    return int(count)
