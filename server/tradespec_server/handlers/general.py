"""General: clock, state, instruments, fees, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["General"]


class General(Group):
    """The operations of the group General."""

    async def get_time(self, request: Request) -> Json:  # noqa: ARG002  # every handler takes it
        """Return the clock's time."""
        return await self.exchange.get_time()

    async def get_status(self, request: Request) -> Json:  # noqa: ARG002
        """Return whether orders are taken."""
        return await self.exchange.get_status()

    async def list_instruments(self, request: Request) -> Json:  # noqa: ARG002
        """Return all instruments."""
        return await self.exchange.list_instruments()

    async def get_instrument(self, request: Request, symbol: str) -> Json:  # noqa: ARG002
        """Return one instrument."""
        return await self.exchange.get_instrument(symbol)

    async def get_fees(self, request: Request) -> Json:
        """Return the account's fees."""
        return await self.exchange.get_fees(request.account)

    async def get_limits(self, request: Request) -> Json:
        """Return the buckets that the key draws on, as they stand after this request."""
        key = request.key
        subjects = {"ip": request.network, "key": key.key_id, "account": key.account}
        return {"items": self.rooms.services.limiter.state(subjects)}
