"""Orders: place, check, amend, cancel, read, one by one and in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_server.errors import Refused
from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["Orders"]


class Orders(Group):
    """The operations of the group Orders."""

    async def place_order(self, request: Request, body: Json) -> Json:
        """Place an order."""
        return await self.exchange.place_order(request.account, body)

    async def validate_order(self, request: Request, body: Json) -> Json:
        """Check an order without placing it."""
        return await self.exchange.validate_order(request.account, body)

    async def list_orders(  # noqa: PLR0913  # the operation's parameters
        self,
        *,
        request: Request,
        limit: int,
        status: str | None = None,
        symbol: str | None = None,
        side: str | None = None,
        cursor: str | None = None,
    ) -> Json:
        """Return a page of orders."""
        return await self.exchange.list_orders(
            request.account, status=status, symbol=symbol, side=side, cursor=cursor, limit=limit
        )

    async def cancel_all_orders(self, request: Request, symbol: str | None = None, side: str | None = None) -> Json:
        """Cancel all open orders that fit the filters."""
        return await self.exchange.cancel_all_orders(request.account, symbol, side)

    async def get_order(self, request: Request, order_id: str) -> Json:
        """Return one order."""
        return await self.exchange.get_order(request.account, order_id)

    async def amend_order(self, request: Request, order_id: str, body: Json) -> Json:
        """Change an open order."""
        return await self.exchange.amend_order(request.account, order_id, body)

    async def cancel_order(self, request: Request, order_id: str) -> Json:
        """Cancel an open order."""
        return await self.exchange.cancel_order(request.account, order_id)

    async def get_order_by_client_id(self, request: Request, client_order_id: str) -> Json:
        """Return the order that a client order id names."""
        return await self.exchange.get_order_by_client_id(request.account, client_order_id)

    async def cancel_order_by_client_id(self, request: Request, client_order_id: str) -> Json:
        """Cancel the order that a client order id names."""
        return await self.exchange.cancel_order_by_client_id(request.account, client_order_id)

    async def place_orders(self, request: Request, body: Json) -> Json:
        """Place a batch."""
        return self._results(request, await self.exchange.place_orders(request.account, body))

    async def cancel_orders(self, request: Request, body: Json) -> Json:
        """Cancel a batch."""
        return self._results(request, await self.exchange.cancel_orders(request.account, body))

    async def set_cancel_after(self, request: Request, body: Json) -> Json:
        """Set the dead man's switch."""
        return await self.exchange.set_cancel_after(request.account, body)

    def _results(self, request: Request, answer: Json) -> Json:
        """Write the refusals of a batch as problems of the catalogue."""
        for result in answer["results"]:
            refused = result.get("problem")
            if isinstance(refused, Refused):
                problem = self.rooms.services.catalogue.body(refused, request.id)
                result["status"], result["problem"] = problem["status"], problem
        return answer
