"""Account: balances, positions, executions, ledger entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["Account"]


class Account(Group):
    """The operations of the group Account."""

    async def list_balances(self, request: Request) -> Json:
        """Return the balances."""
        return await self.exchange.list_balances(request.account)

    async def list_positions(self, request: Request) -> Json:
        """Return the positions."""
        return await self.exchange.list_positions(request.account)

    async def list_executions(  # noqa: PLR0913  # the operation's parameters
        self,
        *,
        request: Request,
        limit: int,
        symbol: str | None = None,
        order_id: str | None = None,
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of executions."""
        return await self.exchange.list_executions(
            request.account, symbol=symbol, order_id=order_id, start=start, end=end, cursor=cursor, limit=limit
        )

    async def list_ledger_entries(  # noqa: PLR0913  # the operation's parameters
        self,
        *,
        request: Request,
        limit: int,
        asset: str | None = None,
        type: str | None = None,  # noqa: A002  # the parameter's name in the contract
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of ledger entries."""
        return await self.exchange.list_ledger_entries(
            request.account, asset=asset, type=type, start=start, end=end, cursor=cursor, limit=limit
        )
