"""The whole state as bytes and back. Equal states give equal bytes, which is what the state's hash rests on.

The form is JSON: a list per thing, in an order that is part of the state (age in a level, order of ending).
What follows from the rest (holds of single orders, level quantities, counts) is not written but derived again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from tradespec_engine.accounts import Account, Asset
from tradespec_engine.administration import values_of
from tradespec_engine.commands import AddInstrument, PlaceOrder
from tradespec_engine.instrument import Instrument
from tradespec_engine.message import encode
from tradespec_engine.order import Order, charged
from tradespec_engine.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["pack", "state_hash", "unpack"]

_FORMAT: Final = 2


def state_hash(state: State) -> str:
    """Return 64 hexadecimal digits that are the same for the same state, on every machine and Python."""
    return hashlib.blake2b(pack(state), digest_size=32).hexdigest()


def pack(state: State) -> bytes:
    """Encode a state."""
    ledger = state.ledger
    return encode(
        {
            "format": _FORMAT,
            "counters": [
                state.sequence,
                state.time_us,
                state.order_ids,
                state.trades,
                state.deposits,
                state.priorities,
                ledger.entries,
            ],
            "assets": [[asset.name, asset.scale, asset.fees, asset.adjustments] for asset in ledger.assets.values()],
            "instruments": [
                [instrument.definition.to_tuple()[1:], instrument.status, instrument.reference_price]
                for instrument in state.instruments.values()
            ],
            "accounts": [_pack_account(account) for account in ledger.accounts.values()],
            "orders": [_pack_order(order) for order in _resting(state)],
            "client_ids": [[*key, *record] for key, record in state.client_ids.records.items()],
            "ended": [[*key, time_us] for key, time_us in state.client_ids.ended.items()],
        }
    )


def _resting(state: State) -> Iterator[Order]:
    for instrument in state.instruments.values():
        for side in (instrument.book.bids, instrument.book.asks):
            for level in side:
                yield from level


def _pack_account(account: Account) -> list[object]:
    balances = [[balance.asset, balance.available, balance.held] for balance in account.balances.values()]
    return [account.name, account.group, account.starting, balances]


def _pack_order(order: Order) -> list[object]:
    return [
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
        order.filled,
        order.prevented,
        order.fee_exact,
        order.priority,
    ]


def unpack(data: bytes) -> State:
    """Decode what `pack` gave.

    Raises:
        ValueError: The bytes are no snapshot, or one of another format.
    """
    content = json.loads(data)
    found = content.get("format") if isinstance(content, dict) else None
    if found != _FORMAT:
        raise ValueError(f"Expected a snapshot of format {_FORMAT}, got {found!r}. Replay the journal instead.")
    try:
        return _unpack(content)
    except (KeyError, TypeError) as error:
        raise ValueError(f"Expected a whole snapshot, got {error!r}. Replay the journal instead.") from error


def _unpack(content: dict[str, Any]) -> State:
    state = State()
    ledger = state.ledger
    (
        state.sequence,
        state.time_us,
        state.order_ids,
        state.trades,
        state.deposits,
        state.priorities,
        ledger.entries,
    ) = content["counters"]
    for name, scale, fees, adjustments in content["assets"]:
        asset = ledger.assets[name] = Asset(name, scale)
        asset.fees, asset.adjustments = fees, adjustments
    for row in content["instruments"]:
        _unpack_instrument(state, *row)
    for row in content["accounts"]:
        _unpack_account(state, *row)
    for row in content["orders"]:
        _unpack_order(state, row)
    for account, client_order_id, order_id, body in content["client_ids"]:
        state.client_ids.records[account, client_order_id] = (order_id, tuple(body))
    for account, client_order_id, time_us in content["ended"]:
        state.client_ids.ended[account, client_order_id] = time_us
    return state


def _unpack_instrument(state: State, definition: list[Any], status: str, reference_price: int) -> None:
    command = AddInstrument(*definition)
    assets = state.ledger.assets
    values = values_of(command, assets[command.base].scale, assets[command.quote].scale)
    if values is None:
        raise ValueError(f"Expected whole ticks and lots, got {command!r} - at a snapshot.")
    instrument = Instrument(command, len(state.instruments), *values)
    instrument.set_status(status)
    instrument.set_reference_price(reference_price)
    state.instruments[command.symbol] = instrument


def _unpack_account(
    state: State, name: str, group: str, starting: list[tuple[str, int]], balances: list[tuple[str, int, int]]
) -> None:
    account = Account(name, group, tuple((asset, amount) for asset, amount in starting))
    for asset, available, held in balances:
        balance = account.balance(asset)
        balance.available, balance.held = available, held
    state.ledger.accounts[name] = account


def _unpack_order(state: State, row: list[Any]) -> None:
    order_id, account, symbol, *body, filled, prevented, fee_exact, priority = row
    command = PlaceOrder(0, 0, account, symbol, *body)
    order = Order(command, state.ledger.accounts[account], state.instruments[symbol])
    order.open(order_id)
    order.filled, order.prevented, order.priority = filled, prevented, priority
    order.remaining = order.quantity - filled - prevented
    order.fee_exact, order.fee = fee_exact, charged(fee_exact)
    order.hold = order.required_hold()
    state.track(order)
    order.own_side.add(order)
