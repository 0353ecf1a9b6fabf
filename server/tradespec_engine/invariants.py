"""What must hold between any two commands; a break is a defect of the engine, never of its input."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec_engine.accounts import Account
    from tradespec_engine.book import Side
    from tradespec_engine.instrument import Instrument
    from tradespec_engine.state import State

__all__ = ["InvariantBroken", "check"]


class InvariantBroken(Exception):  # noqa: N818  # named for what it reports
    """The engine contradicts itself; its journal tells how it came to that."""


def check(state: State) -> None:
    """Verify the whole state, at a cost that grows with it.

    Raises:
        InvariantBroken: Names the first thing that does not hold.
    """
    for what in _broken(state):
        raise InvariantBroken(
            f"{what} - after command {state.sequence}. Replay the journal to this command to see why."
        )


def _broken(state: State) -> Iterator[str]:
    """Yield what does not hold."""
    yield from _sums(state)
    for account in state.ledger.accounts.values():
        yield from _holds(account)
    seen = 0
    for instrument in state.instruments.values():
        seen += sum(level.count for side in (instrument.book.bids, instrument.book.asks) for level in side)
        yield from _book(state, instrument)
    if seen != len(state.orders):
        yield f"Expected each open order in a book, got {seen} resting of {len(state.orders)} open"
    for key, (order_id, _) in state.client_ids.records.items():
        if (order_id in state.orders) == (key in state.client_ids.ended):
            yield f"Expected client order id {key} to be either open or ended, got both or neither"


def _sums(state: State) -> Iterator[str]:
    for asset in state.ledger.assets.values():
        balances = [
            account.balances[asset.name] for account in state.ledger.accounts.values() if asset.name in account.balances
        ]
        total = sum(balance.available + balance.held for balance in balances) + asset.fees + asset.adjustments
        if total:
            yield f"Expected {asset.name} to sum to zero, got {total}"
        for balance in balances:
            if balance.available < 0 or balance.held < 0:
                yield f"Expected no debt, got {balance.available} + {balance.held} {asset.name} at {balance.account}"


def _holds(account: Account) -> Iterator[str]:
    held = dict.fromkeys(account.balances, 0)
    resting = dict.fromkeys(account.resting, 0)
    for order in account.orders.values():
        held[order.funds.asset] += order.hold
        resting[order.symbol] += 1
        if order.hold != order.required_hold():
            yield f"Expected order {order.order_id} to hold {order.required_hold()}, got {order.hold}"
        if order.remaining < 1 or order.filled + order.prevented + order.remaining != order.quantity:
            yield f"Expected order {order.order_id}'s quantities to add up, got {order.remaining} remaining"
    for asset, amount in held.items():
        if account.balances[asset].held != amount:
            yield f"Expected {account.name} to hold {amount} {asset}, got {account.balances[asset].held}"
    if resting != account.resting:
        yield f"Expected {account.name} to have {resting} open orders, got {account.resting}"


def _book(state: State, instrument: Instrument) -> Iterator[str]:
    book = instrument.book
    for side in (book.bids, book.asks):
        yield from _side(state, instrument.symbol, side)
    if book.bids.best and book.asks.best and book.bids.best.price >= book.asks.best.price:
        yield f"Expected {instrument.symbol} not to be crossed, got {book.bids.best.price} on {book.asks.best.price}"


def _side(state: State, symbol: str, side: Side) -> Iterator[str]:
    if side.ranks != sorted(side.levels) or side.best is not (side.levels[side.ranks[-1]] if side.ranks else None):
        yield f"Expected the levels of {symbol} in order with the best known, got {side.ranks}"
    for level in side:
        orders = list(level)
        ages = [order.priority for order in orders]
        total = sum(order.remaining for order in orders)
        if not orders or ages != sorted(ages) or level.tail is not orders[-1]:
            yield f"Expected a queue by age at {symbol} {level.price}, got ages {ages}"
        if (level.count, level.quantity) != (len(orders), total):
            yield f"Expected {total} in {len(orders)} orders at {symbol} {level.price}, got {level.quantity}"
        for order in orders:
            if order.level is not level or order.limit != level.price or state.orders.get(order.order_id) is not order:
                yield f"Expected order {order.order_id} to be open at {symbol} {level.price}, got {order.limit}"
