"""The engine's front: one command in, its events out, and reads of the live state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from tradespec_engine import administration, commands, snapshot, trading
from tradespec_engine.events import CommandRejected, OrderRejected, OrderReplayed
from tradespec_engine.invariants import check
from tradespec_engine.order import Order
from tradespec_engine.rules import draft
from tradespec_engine.state import State, by_priority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tradespec_engine.book import Side
    from tradespec_engine.commands import Command, PlaceOrder
    from tradespec_engine.events import Event
    from tradespec_engine.instrument import Instrument
    from tradespec_engine.rules import Broken

__all__ = ["Engine", "Hold"]

# Any: each handler takes its own command type, which the key of its entry guarantees.
_TRADING: Final[dict[type[Command], Callable[[State, Any], None]]] = {
    commands.PlaceOrder: trading.place_order,
    commands.AmendOrder: trading.amend_order,
    commands.CancelOrder: trading.cancel_order,
    commands.CancelAll: trading.cancel_all,
}
_ADMINISTRATION: Final[dict[type[Command], Callable[[State, Any], Broken | None]]] = {
    commands.AddAsset: administration.add_asset,
    commands.AddInstrument: administration.add_instrument,
    commands.SetInstrumentStatus: administration.set_instrument_status,
    commands.SetReferencePrice: administration.set_reference_price,
    commands.OpenAccount: administration.open_account,
    commands.Deposit: administration.deposit,
    commands.ResetAccount: administration.reset_account,
    commands.ForgetClientIds: administration.forget_client_ids,
}


class Hold:
    """What an order would hold if it were placed now."""

    __slots__ = ("amount", "asset")

    def __init__(self, asset: str, amount: int) -> None:
        self.asset = asset
        self.amount = amount


class Engine:
    """A deterministic state machine: the same commands give the same events and the same state, always.

    Every read returns live objects or plain values; callers never change what they are given.
    """

    __slots__ = ("_state",)

    def __init__(self) -> None:
        self._state = State()

    @property
    def sequence(self) -> int:
        """Sequence of the last command, 0 before the first."""
        return self._state.sequence

    def apply(self, command: Command) -> list[Event]:
        """Carry out a command and return what happened, in order; a refused one has changed nothing else.

        Raises:
            ValueError: The command's sequence is not the next one: the journal has a gap or was read twice.
        """
        state = self._state
        if command.sequence != state.sequence + 1:
            raise ValueError(f"Expected command {state.sequence + 1}, got {command.sequence} - at {command.TAG}.")
        state.sequence, state.time_us = command.sequence, command.time_us
        ledger = state.ledger
        events: list[Event] = []
        ledger.events = events
        trade = _TRADING.get(type(command))
        if trade is not None:
            trade(state, command)
        else:
            broken = _ADMINISTRATION[type(command)](state, command)
            if broken is not None:
                events.append(CommandRejected(*broken))
        ledger.report()
        return events

    def check_order(self, command: PlaceOrder) -> Hold | OrderRejected | OrderReplayed:
        """Tell what placing an order would do first: hold funds, be refused, or be answered as repeated.

        Changes nothing; sequence and time of the command are not looked at.
        """
        again = trading.repeated(self._state, command)
        if again is not None:
            return again
        order = draft(self._state, command)
        if not isinstance(order, Order):
            return OrderRejected(*order)
        instrument = order.instrument
        return Hold(instrument.quote if order.is_buy else instrument.base, order.required_hold())

    def order(self, order_id: int) -> Order | None:
        """Return an open order."""
        return self._state.orders.get(order_id)

    def order_id_of(self, account: str, client_order_id: str) -> int | None:
        """Return the order behind a client order id, open or ended, until it is forgotten."""
        known = self._state.client_ids.find(account, client_order_id)
        return known[0] if known else None

    def open_orders(self, account: str, symbol: str = "", side: str = "") -> list[Order]:
        """Return an account's open orders: by instrument, bids then asks, best price first, oldest first."""
        owner = self._state.ledger.accounts.get(account)
        orders: Iterable[Order] = owner.orders.values() if owner else ()
        return [order for order in by_priority(orders) if symbol in {"", order.symbol} and side in {"", order.side}]

    def book(self, symbol: str, depth: int = 0) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
        """Return bids and asks as (price, quantity, number of orders), best first; depth 0 returns all levels.

        Raises:
            KeyError: There is no such instrument.
        """
        book = self._state.instruments[symbol].book
        return _levels(book.bids, depth), _levels(book.asks, depth)

    def balances(self, account: str) -> list[tuple[str, int, int]]:
        """Return (asset, available, held) for each asset that an account has ever used, in that order."""
        owner = self._state.ledger.accounts.get(account)
        balances = owner.balances.values() if owner else ()
        return [(balance.asset, balance.available, balance.held) for balance in balances]

    def instrument(self, symbol: str) -> Instrument | None:
        """Return an instrument."""
        return self._state.instruments.get(symbol)

    def symbols(self) -> list[str]:
        """Return the symbols of all instruments, in the order of adding."""
        return list(self._state.instruments)

    def assets(self) -> dict[str, int]:
        """Return asset -> scale, in the order of adding."""
        return {asset.name: asset.scale for asset in self._state.ledger.assets.values()}

    def has_account(self, account: str) -> bool:
        """Tell whether an account is open."""
        return account in self._state.ledger.accounts

    def check(self) -> None:
        """Verify every invariant; see `InvariantBroken`. Costs as much as the state is large."""
        check(self._state)

    def state_hash(self) -> str:
        """Return 64 hexadecimal digits that are the same for the same state."""
        return snapshot.state_hash(self._state)

    def snapshot(self) -> bytes:
        """Return the whole state as bytes. Restored, with the commands since, it gives what a full replay gives."""
        return snapshot.pack(self._state)

    @classmethod
    def restore(cls, data: bytes) -> Self:
        """Return an engine in the state that a snapshot holds.

        Raises:
            ValueError: The bytes are no snapshot, or one of another format.
        """
        engine = cls()
        engine._state = snapshot.unpack(data)
        return engine


def _levels(side: Side, depth: int) -> list[tuple[int, int, int]]:
    ranks = side.ranks[-depth:] if depth else side.ranks
    levels = (side.levels[rank] for rank in reversed(ranks))
    return [(level.price, level.quantity, level.count) for level in levels]
