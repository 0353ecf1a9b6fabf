"""Events as rows: what the engine did, kept until the store has written it.

Open orders, positions and the candles of now live here, so that the hot path never waits for the store;
everything else only passes through.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from tradespec_engine.commands import ResetAccount
from tradespec_engine.events import (
    InstrumentAdded,
    LedgerPosted,
    OrderAccepted,
    OrderAmended,
    OrderClosed,
    SelfTradePrevented,
    Traded,
)
from tradespec_engine.words import BUY, MARKET, NEW, PARTIALLY_FILLED
from tradespec_server.exchange import candles, positions
from tradespec_server.store import Changes, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec_engine import Command, Event
    from tradespec_server.store import Row, Store

__all__ = ["Projection"]

DAY_MINUTES = 24 * 60


class Projection:
    """Turns events into rows, in the order of the journal.

    Args:
        store: What it continues; only read here.
    """

    def __init__(self, store: Store) -> None:
        self.applied = store.applied
        self.orders: dict[int, Row] = {}
        self.open_of: dict[str, dict[int, Row]] = {}
        for row in store.open_orders():
            self._open(row)
        self.last_trades: dict[str, Row] = {}
        self.days: dict[str, deque[Row]] = {}
        self.book_changes: dict[str, int] = {}
        self._positions: dict[str, dict[str, Row]] = {}
        for row in store.positions():
            self._positions.setdefault(row["account"], {})[row["symbol"]] = row
        self._candles: dict[tuple[str, int], Row] = {}
        self._store = store
        self._taken = store.applied
        self._trade: Traded | None = None
        self._clear()
        self._handlers: dict[type[Event], Callable[[Any, int], None]] = {
            OrderAccepted: self._accepted,
            OrderAmended: self._amended,
            OrderClosed: self._closed,
            Traded: self._traded,
            SelfTradePrevented: self._prevented,
            LedgerPosted: self._posted,
            InstrumentAdded: lambda event, _: self.know(event.symbol),
        }

    def know(self, symbol: str) -> None:
        """Load what the store has of an instrument's last day; without it tickers begin empty."""
        if symbol in self.days:
            return
        for row in self._store.page("trades", Page(None, 1, {"symbol": symbol})):
            self.last_trades[symbol] = row
        minutes = self._store.candles_before(symbol, candles.MINUTE, 2**62, DAY_MINUTES)
        self.days[symbol] = deque(reversed(minutes), maxlen=DAY_MINUTES)
        if minutes:
            self._candles[symbol, candles.MINUTE] = minutes[0]
        for row in self._store.candles_before(symbol, candles.HOUR, 2**62, 1):
            self._candles[symbol, candles.HOUR] = row
        self.book_changes[symbol] = self.applied

    def observe(self, command: Command, events: Sequence[Event]) -> Row | None:
        """Take in what a command did, and return the order that it was about, as the command left it."""
        self.applied = command.sequence
        if type(command) is ResetAccount:
            self._reset(command.account, command.time_us)
        for event in events:
            handler = self._handlers.get(type(event))
            if handler is not None:
                handler(event, command.time_us)
        first = events[0] if events else None
        if isinstance(first, OrderAccepted | OrderAmended | OrderClosed):
            row = self.order(first.order_id)
            return dict(row) if row else None
        return None

    def order(self, order_id: int) -> Row | None:
        """Return an order that is open or was closed since the last `take`; others are the store's."""
        return self.orders.get(order_id) or self._changed_orders.get(order_id)

    def positions_of(self, account: str) -> list[Row]:
        """Return an account's positions in what it has traded since it was opened or reset, by symbol."""
        of_account = self._positions.get(account, {})
        return [of_account[symbol] for symbol in sorted(of_account) if of_account[symbol]["trades"]]

    def take(self) -> Changes | None:
        """Return the rows since the last call, as they are now; None when no command came since."""
        if self.applied == self._taken:
            return None
        self._taken = self.applied
        changes = Changes(
            applied=self.applied,
            orders=[dict(row) for row in self._changed_orders.values()],
            executions=self._executions,
            trades=self._trades,
            ledger=self._ledger,
            candles=[dict(row) for row in self._changed_candles.values()],
            positions=[dict(row) for row in self._changed_positions.values()],
        )
        self._clear()
        return changes

    def _clear(self) -> None:
        self._changed_orders: dict[int, Row] = {}
        self._changed_candles: dict[tuple[str, int, int], Row] = {}
        self._changed_positions: dict[tuple[str, str], Row] = {}
        self._executions: list[Row] = []
        self._trades: list[Row] = []
        self._ledger: list[Row] = []

    def _accepted(self, event: OrderAccepted, time_us: int) -> None:
        is_market = event.order_type == MARKET
        price = event.price or None
        row = {
            "order_id": event.order_id,
            "account": event.account,
            "client_order_id": event.client_order_id or None,
            "symbol": event.symbol,
            "side": event.side,
            "type": event.order_type,
            "time_in_force": event.time_in_force,
            "post_only": event.post_only,
            "self_trade_prevention": event.self_trade_prevention,
            "price": None if is_market else price,
            "protection_price": price if is_market else None,
            "minimum_quantity": event.minimum_quantity or None,
            "quantity": event.quantity,
            "filled": 0,
            "remaining": event.quantity,
            "prevented": 0,
            "filled_amount": 0,
            "status": NEW,
            "reason": None,
            "created_us": time_us,
            "updated_us": time_us,
            "open": True,
        }
        self._open(row)
        self._changed_orders[event.order_id] = row
        self.book_changes[event.symbol] = self.applied

    def _open(self, row: Row) -> None:
        self.orders[row["order_id"]] = row
        self.open_of.setdefault(row["account"], {})[row["order_id"]] = row

    def _touch(self, order_id: int, time_us: int) -> Row:
        row = self.orders[order_id]
        row["updated_us"] = time_us
        self._changed_orders[order_id] = row
        return row

    def _amended(self, event: OrderAmended, time_us: int) -> None:
        row = self._touch(event.order_id, time_us)
        row["quantity"] = event.quantity
        row["price"] = event.price
        row["remaining"] = event.remaining
        self.book_changes[event.symbol] = self.applied

    def _closed(self, event: OrderClosed, time_us: int) -> None:
        row = self._touch(event.order_id, time_us)
        row["status"] = event.status
        row["reason"] = event.reason or None
        row["remaining"] = 0
        row["open"] = False
        del self.orders[event.order_id], self.open_of[event.account][event.order_id]
        self.book_changes[event.symbol] = self.applied

    def _prevented(self, event: SelfTradePrevented, time_us: int) -> None:
        for order_id, prevented, remaining in (
            (event.maker_order_id, event.maker_prevented, event.maker_remaining),
            (event.taker_order_id, event.taker_prevented, event.taker_remaining),
        ):
            row = self._touch(order_id, time_us)
            row["prevented"] += prevented
            row["remaining"] = remaining

    def _traded(self, event: Traded, time_us: int) -> None:
        self._trade = event
        row = {
            "trade_id": event.trade_id,
            "symbol": event.symbol,
            "price": event.price,
            "quantity": event.quantity,
            "taker_side": event.side,
            "time_us": time_us,
        }
        self._trades.append(row)
        self.last_trades[event.symbol] = row
        maker = self._touch(event.maker_order_id, time_us)
        taker = self._touch(event.taker_order_id, time_us)
        maker["remaining"], taker["remaining"] = event.maker_remaining, event.taker_remaining
        self._filled(event, maker, "maker", event.maker_fee)
        self._filled(event, taker, "taker", event.taker_fee)
        self._add_to_candles(event, time_us)

    def _filled(self, event: Traded, order: Row, liquidity: str, fee: int) -> None:
        """Book one side of a trade: on its order, as an execution, and in the account's position."""
        account, side, time_us = order["account"], order["side"], order["updated_us"]
        order["status"] = PARTIALLY_FILLED
        order["filled"] += event.quantity
        order["filled_amount"] += event.quote_amount
        self._executions.append(
            {
                "execution_id": _execution_id(event, order["order_id"]),
                "account": account,
                "order_id": order["order_id"],
                "client_order_id": order["client_order_id"],
                "trade_id": event.trade_id,
                "symbol": event.symbol,
                "side": side,
                "liquidity": liquidity,
                "price": event.price,
                "quantity": event.quantity,
                "amount": event.quote_amount,
                "fee": fee,
                "time_us": time_us,
            }
        )
        of_account = self._positions.setdefault(account, {})
        position = of_account.get(event.symbol)
        if position is None:
            position = of_account[event.symbol] = positions.opened(account, event.symbol)
        positions.fill(position, event.quantity if side == BUY else -event.quantity, event.quote_amount, fee, time_us)
        self._changed_positions[account, event.symbol] = position

    def _add_to_candles(self, event: Traded, time_us: int) -> None:
        second = time_us // 1_000_000
        for seconds in candles.KEPT:
            start = second - second % seconds
            candle = self._candles.get((event.symbol, seconds))
            if candle is None or candle["start"] != start:
                candle = self._candles[event.symbol, seconds] = candles.opened(
                    event.symbol, seconds, start, event.price
                )
                if seconds == candles.MINUTE:
                    self.days[event.symbol].append(candle)
            candles.add(candle, event.price, event.quantity, event.quote_amount)
            self._changed_candles[event.symbol, seconds, start] = candle

    def _posted(self, event: LedgerPosted, time_us: int) -> None:
        trade = self._trade
        self._ledger.append(
            {
                "entry_id": event.entry_id,
                "account": event.account,
                "asset": event.asset,
                "type": event.kind,
                "amount": event.amount,
                "balance": event.balance,
                "order_id": event.order_id or None,
                "execution_id": _execution_id(trade, event.order_id) if trade and event.trade_id else None,
                "time_us": time_us,
            }
        )

    def _reset(self, account: str, time_us: int) -> None:
        for position in self.positions_of(account):
            positions.cleared(position, time_us)
            self._changed_positions[account, position["symbol"]] = position


def _execution_id(trade: Traded, order_id: int) -> int:
    """Number the two executions of a trade apart: odd for the maker, even for the taker."""
    return 2 * trade.trade_id - (order_id == trade.maker_order_id)
