"""Market data and general facts: book, tickers, trades, candles; clock, status, instruments, fees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.exchange import candles, door, views
from tradespec_server.exchange.account import instant
from tradespec_server.exchange.core import Core
from tradespec_server.exchange.times import now_us, to_text
from tradespec_server.store import Page, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec_server.exchange.markets import Market

__all__ = ["MarketData"]

_Json = dict[str, Any]
_SECOND_US = 1_000_000
_DAY = 86_400
_LATEST = 2**62  # seconds; later than any candle


class MarketData(Core):
    """The operations of the groups General and Market data, which need no account (fees are the same for all)."""

    async def get_time(self) -> _Json:
        """Return the clock's time."""
        time_us = now_us()
        return {"time": to_text(time_us), "timestamp_ms": time_us // 1000}

    async def get_status(self) -> _Json:
        """Return whether orders are taken."""
        status, message = "online", self.degraded
        if self.failure is not None:
            status, message = "maintenance", "The exchange has stopped and waits for its operator."
        elif message is not None:
            status = "degraded"
        return {"status": status, "time": to_text(now_us()), "version": self.config.version, "message": message}

    async def list_instruments(self) -> _Json:
        """Return all instruments with their rules, by symbol."""
        return {"items": [self.markets[symbol].rules() for symbol in sorted(self.markets)]}

    async def get_instrument(self, symbol: str) -> _Json:
        """Return an instrument with its rules.

        Raises:
            Refused: `unknown_instrument`.
        """
        return self._market(symbol).rules()

    async def get_fees(self, account: str) -> _Json:  # noqa: ARG002  # all accounts pay the standard rates
        """Return an account's fees on every instrument."""
        return {"items": [self.markets[symbol].fees() for symbol in sorted(self.markets)]}

    async def get_book(self, symbol: str, depth: int = 20) -> _Json:
        """Return the best levels of both sides.

        Raises:
            Refused: `unknown_instrument`.
        """
        market = self._market(symbol)
        bids, asks = self.engine.book(symbol, depth)
        return {
            "symbol": symbol,
            "sequence": self.projection.book_changes[symbol],
            "time": to_text(now_us()),
            "bids": [_level(market, price, quantity) for price, quantity, _ in bids],
            "asks": [_level(market, price, quantity) for price, quantity, _ in asks],
        }

    async def list_tickers(self, symbols: Sequence[str] | None = None) -> _Json:
        """Return the tickers of all instruments, or of those that are asked for, by symbol.

        Raises:
            Refused: `unknown_instrument`.
        """
        if symbols is None:
            markets = list(self.markets.values())
        else:
            markets = [door.find_market(self.markets, symbol, parameter="symbols") for symbol in dict.fromkeys(symbols)]
        return {"items": [self._ticker(market) for market in sorted(markets, key=lambda market: market.symbol)]}

    async def get_ticker(self, symbol: str) -> _Json:
        """Return best prices and 24-hour figures of an instrument.

        Raises:
            Refused: `unknown_instrument`.
        """
        return self._ticker(self._market(symbol))

    async def list_trades(self, symbol: str, cursor: str | None = None, limit: int = 100) -> _Json:
        """Return a page of an instrument's trades, newest first.

        Raises:
            Refused: `unknown_instrument`, `invalid_cursor`.
        """
        market = self._market(symbol)
        page_of = f"trades {symbol}"
        before = None if cursor is None else decode_cursor(page_of, cursor)
        await self.caught_up()
        rows = await self.read(self.store.page, "trades", Page(before, limit + 1, {"symbol": symbol}))
        shown = rows[:limit]
        return {
            "items": [views.trade(row, market) for row in shown],
            "next_cursor": encode_cursor(page_of, shown[-1]["trade_id"]) if len(rows) > limit else None,
        }

    async def list_candles(  # noqa: PLR0913  # the operation's parameters
        self,
        symbol: str,
        *,
        interval: str = "1m",
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> _Json:
        """Return a page of an instrument's candles, newest first.

        Raises:
            Refused: `unknown_instrument`, `invalid_cursor`, `invalid_request`.
        """
        market = self._market(symbol)
        seconds = candles.INTERVALS[interval]
        since_us, until_us = instant(start, "start"), instant(end, "end")
        page_of = f"candles {symbol} {interval} {since_us} {until_us}"
        until = _LATEST if until_us is None else _aligned_up(until_us, seconds)
        if cursor is not None:
            until = min(until, decode_cursor(page_of, cursor))
        await self.caught_up()
        kept = candles.kept_for(seconds)
        # One more than asked for tells whether there is a next page; so many narrow ones make at least so many wide.
        narrow = (limit + 1) * (seconds // kept)
        rows = await self.read(self.store.candles_before, symbol, kept, until, narrow)
        wide = candles.summed(reversed(rows), seconds)
        wide = [row for row in reversed(wide) if since_us is None or row["start"] * _SECOND_US >= since_us]
        now, shown = now_us(), wide[:limit]
        return {
            "items": [views.candle(row, market, now) for row in shown],
            "next_cursor": encode_cursor(page_of, shown[-1]["start"]) if len(wide) > limit else None,
        }

    def _market(self, symbol: str) -> Market:
        return door.find_market(self.markets, symbol, parameter="symbol")

    def _ticker(self, market: Market) -> _Json:
        symbol, price, quantity = market.symbol, market.price.format, market.quantity.format
        bids, asks = self.engine.book(symbol, 1)
        last = self.projection.last_trades.get(symbol)
        now = now_us()
        since = now // _SECOND_US - _DAY
        day = [row for row in self.projection.days[symbol] if row["start"] > since]
        volume = quantity(sum(row["volume"] for row in day))
        return {
            "symbol": symbol,
            "time": to_text(now),
            "bid_price": price(bids[0][0]) if bids else None,
            "bid_quantity": quantity(bids[0][1]) if bids else None,
            "ask_price": price(asks[0][0]) if asks else None,
            "ask_quantity": quantity(asks[0][1]) if asks else None,
            "last_price": price(last["price"]) if last else None,
            "last_quantity": quantity(last["quantity"]) if last else None,
            "open_price": price(day[0]["open"]) if day else None,
            "high_price": price(max(row["high"] for row in day)) if day else None,
            "low_price": price(min(row["low"] for row in day)) if day else None,
            "volume": volume,
            "base_volume": volume,
            "quote_volume": market.quote.format(sum(row["amount"] for row in day)),
            "trade_count": sum(row["trades"] for row in day),
        }


def _level(market: Market, price: int, quantity: int) -> list[str]:
    return [market.price.format(price), market.quantity.format(quantity)]


def _aligned_up(time_us: int, seconds: int) -> int:
    """Return the first start of an interval at or after an instant."""
    width_us = seconds * _SECOND_US
    return -(-time_us // width_us) * seconds
