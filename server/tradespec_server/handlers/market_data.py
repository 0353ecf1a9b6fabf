"""Market data: book, tickers, trades, candles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["MarketData"]


class MarketData(Group):
    """The operations of the group Market data. They need no key, so `request` says nothing that they use."""

    async def get_book(self, request: Request, symbol: str, depth: int) -> Json:  # noqa: ARG002
        """Return the best levels of both sides."""
        return await self.exchange.get_book(symbol, depth)

    async def list_tickers(self, request: Request, symbols: list[str] | None = None) -> Json:  # noqa: ARG002
        """Return all tickers, or those asked for."""
        return await self.exchange.list_tickers(symbols)

    async def get_ticker(self, request: Request, symbol: str) -> Json:  # noqa: ARG002
        """Return one ticker."""
        return await self.exchange.get_ticker(symbol)

    async def list_trades(
        self,
        request: Request,  # noqa: ARG002
        symbol: str,
        limit: int,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of trades."""
        return await self.exchange.list_trades(symbol, cursor, limit)

    async def list_candles(  # noqa: PLR0913  # the operation's parameters
        self,
        *,
        request: Request,  # noqa: ARG002
        symbol: str,
        interval: str,
        limit: int,
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of candles."""
        span: dict[str, Any] = {"start": start, "end": end, "cursor": cursor}
        return await self.exchange.list_candles(symbol, interval=interval, limit=limit, **span)
