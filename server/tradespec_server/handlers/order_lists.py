"""Order lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["OrderLists"]


class OrderLists(Group):
    """The operations of the group Order lists."""

    async def place_order_list(self, request: Request, body: Json) -> Json:
        """Place an order list."""
        return await self.exchange.place_order_list(request.account, body)

    async def list_order_lists(
        self,
        request: Request,
        limit: int,
        status: str | None = None,
        symbol: str | None = None,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of order lists."""
        return await self.exchange.list_order_lists(
            request.account, status=status, symbol=symbol, cursor=cursor, limit=limit
        )

    async def get_order_list(self, request: Request, order_list_id: str) -> Json:
        """Return one order list."""
        return await self.exchange.get_order_list(request.account, order_list_id)

    async def cancel_order_list(self, request: Request, order_list_id: str) -> Json:
        """Cancel an order list."""
        return await self.exchange.cancel_order_list(request.account, order_list_id)
