"""Commands that are not about orders: assets, instruments, accounts, deposits.

Each function carries out one command and returns None, or changes nothing and returns the rule that is broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.accounts import Account, Asset
from tradespec_engine.events import (
    AccountOpened,
    AssetAdded,
    ClientIdsForgotten,
    Deposited,
    InstrumentAdded,
    InstrumentChanged,
)
from tradespec_engine.instrument import Instrument
from tradespec_engine.state import by_priority
from tradespec_engine.support import STATUSES, not_supported
from tradespec_engine.words import CANCELLED, DEPOSIT, MASS_CANCEL, MAX_INT, RATE_ONE, RESET

if TYPE_CHECKING:
    from tradespec_engine.commands import (
        AddAsset,
        AddInstrument,
        ForgetClientIds,
        OpenAccount,
        ResetAccount,
        SetInstrumentStatus,
        SetReferencePrice,
    )
    from tradespec_engine.commands import Deposit as DepositCommand
    from tradespec_engine.rules import Broken
    from tradespec_engine.state import State

__all__ = [
    "add_asset",
    "add_instrument",
    "deposit",
    "forget_client_ids",
    "open_account",
    "reset_account",
    "set_instrument_status",
    "set_reference_price",
    "values_of",
]

_SCALE_MAX = 18


def add_asset(state: State, command: AddAsset) -> Broken | None:
    """Make an asset known."""
    if command.asset in state.ledger.assets:
        return ("already_exists", "asset", None, command.asset, None)
    if not 0 <= command.scale <= _SCALE_MAX:
        return ("invalid_request", "scale", _SCALE_MAX, command.scale, min(max(command.scale, 0), _SCALE_MAX))
    state.ledger.assets[command.asset] = Asset(command.asset, command.scale)
    state.ledger.events.append(AssetAdded(command.asset, command.scale))
    return None


def add_instrument(state: State, command: AddInstrument) -> Broken | None:
    """Make an instrument tradable."""
    assets = state.ledger.assets
    if command.symbol in state.instruments:
        return ("already_exists", "symbol", None, command.symbol, None)
    for asset in (command.base, command.quote):
        if asset not in assets:
            return ("unknown_asset", "asset", None, asset, None)
    values = values_of(command, assets[command.base].scale, assets[command.quote].scale)
    broken = _unsound(command) or _status(command.status)
    if broken or values is None:
        return broken or ("invalid_request", "tick", None, command.tick, None)
    instrument = Instrument(command, len(state.instruments), *values)
    state.instruments[command.symbol] = instrument
    state.ledger.events.append(
        InstrumentAdded(command.symbol, command.base, command.quote, *values, command.reference_price, command.status)
    )
    return None


def values_of(command: AddInstrument, base_scale: int, quote_scale: int) -> tuple[int, int] | None:
    """Return what a tick times a lot is worth in quote units, and a lot in base units; None when one is not whole."""
    tick_value = _scaled(command.tick * command.lot, quote_scale - command.price_scale - command.quantity_scale)
    lot_value = _scaled(command.lot, base_scale - command.quantity_scale)
    return (tick_value, lot_value) if tick_value and lot_value else None


def _scaled(value: int, places: int) -> int:
    """Return value * 10**places, 0 when that is not a whole number."""
    if places >= 0:
        return value * int(10**places)
    whole, rest = divmod(value, int(10**-places))
    return 0 if rest else whole


def _unsound(command: AddInstrument) -> Broken | None:
    """Ask the bounds of an instrument's own numbers."""
    most = MAX_INT // 10**6
    for rule, value, least, greatest in (
        ("price_scale", command.price_scale, 0, _SCALE_MAX),
        ("quantity_scale", command.quantity_scale, 0, _SCALE_MAX),
        ("tick", command.tick, 1, most),
        ("lot", command.lot, 1, most),
        ("min_quantity", command.min_quantity, 1, command.max_quantity),
        ("max_quantity", command.max_quantity, 1, most),
        ("min_notional", command.min_notional, 0, most),
        ("max_open_orders", command.max_open_orders, 1, most),
        ("price_band", command.price_band, 0, RATE_ONE),
        ("reference_price", command.reference_price, 0, most),
        ("taker_fee", command.taker_fee, 0, RATE_ONE),
        # A rebate is paid from the taker's fee, never from the exchange's pocket.
        ("maker_fee", command.maker_fee, -command.taker_fee, RATE_ONE),
    ):
        if not least <= value <= greatest:
            nearest = min(max(value, least), greatest)
            return ("invalid_request", rule, nearest, value, nearest)
    return None


def _status(status: str) -> Broken | None:
    if status in STATUSES:
        return None
    code = "not_supported_yet" if not_supported("status", status) else "invalid_request"
    return (code, "status", ", ".join(STATUSES), status, None)


def set_instrument_status(state: State, command: SetInstrumentStatus) -> Broken | None:
    """Open, restrict or stop trading."""
    instrument = state.instruments.get(command.symbol)
    if instrument is None:
        return ("unknown_instrument", "symbol", None, command.symbol, None)
    broken = _status(command.status)
    if broken:
        return broken
    instrument.set_status(command.status)
    state.ledger.events.append(InstrumentChanged(command.symbol, command.status, instrument.reference_price))
    return None


def set_reference_price(state: State, command: SetReferencePrice) -> Broken | None:
    """Move the middle of the price band."""
    instrument = state.instruments.get(command.symbol)
    if instrument is None:
        return ("unknown_instrument", "symbol", None, command.symbol, None)
    if not 0 <= command.price <= instrument.max_price:
        nearest = min(max(command.price, 0), instrument.max_price)
        return ("invalid_request", "max_price", instrument.max_price, command.price, nearest)
    instrument.set_reference_price(command.price)
    state.ledger.events.append(InstrumentChanged(command.symbol, instrument.status, command.price))
    return None


def open_account(state: State, command: OpenAccount) -> Broken | None:
    """Open an account and credit its starting balances."""
    ledger = state.ledger
    if command.account in ledger.accounts:
        return ("already_exists", "account", None, command.account, None)
    if len({asset for asset, _ in command.starting}) < len(command.starting):
        return ("invalid_request", "starting", None, "an asset twice", None)
    for asset, amount in command.starting:
        broken = _creditable(state, asset, amount)
        if broken:
            return broken
    account = Account(command.account, command.group or command.account, command.starting)
    ledger.accounts[command.account] = account
    ledger.events.append(AccountOpened(account.name, account.group))
    for asset, amount in command.starting:
        ledger.adjust(account.balance(asset), DEPOSIT, amount)
    return None


def deposit(state: State, command: DepositCommand) -> Broken | None:
    """Credit an amount."""
    ledger = state.ledger
    account = ledger.accounts.get(command.account)
    if account is None:
        return ("unknown_account", "account", None, command.account, None)
    broken = _creditable(state, command.asset, command.amount)
    if broken:
        return broken
    state.deposits += 1
    ledger.events.append(Deposited(state.deposits, account.name, command.asset, command.amount))
    ledger.adjust(account.balance(command.asset), DEPOSIT, command.amount)
    return None


def _creditable(state: State, name: str, amount: int) -> Broken | None:
    """Ask whether an amount may come in: above zero, and the asset's whole supply within 63 bits."""
    asset = state.ledger.assets.get(name)
    if asset is None:
        return ("unknown_asset", "asset", None, name, None)
    if amount < 1:
        return ("invalid_request", "amount", 1, amount, 1)
    room = MAX_INT + asset.adjustments
    if amount > room:
        return ("amount_too_large", "supply", room, amount, room or None)
    return None


def reset_account(state: State, command: ResetAccount) -> Broken | None:
    """Cancel all open orders of an account and restore what it started with."""
    ledger = state.ledger
    account = ledger.accounts.get(command.account)
    if account is None:
        return ("unknown_account", "account", None, command.account, None)
    for order in by_priority(account.orders.values()):
        state.close(order, CANCELLED, MASS_CANCEL)
    starting = dict(account.starting)
    for balance in [account.balance(asset) for asset in {**starting, **account.balances}]:
        difference = starting.get(balance.asset, 0) - balance.available
        if difference:
            ledger.adjust(balance, RESET, difference)
    return None


def forget_client_ids(state: State, command: ForgetClientIds) -> Broken | None:
    """Free the client order ids of orders that ended before a time."""
    count = state.client_ids.forget(command.before_us)
    state.ledger.events.append(ClientIdsForgotten(command.before_us, count))
    return None
