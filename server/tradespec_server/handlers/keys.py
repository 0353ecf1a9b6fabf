"""Keys: list, create, rotate, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request

__all__ = ["Keys"]


class Keys(Group):
    """The operations of the group Keys."""

    async def list_keys(self, request: Request) -> Json:
        """Return the account's keys."""
        return self.rooms.keyring.list_keys(request.account)

    async def create_key(self, request: Request, body: Json) -> Json:
        """Create a key."""
        return await self.rooms.keyring.create_key(request.account, body)

    async def rotate_key(self, request: Request, key_id: str, body: Json) -> Json:
        """Create a key's successor."""
        return await self.rooms.keyring.rotate_key(request.account, key_id, body)

    async def revoke_key(self, request: Request, key_id: str) -> None:
        """End a key."""
        await self.rooms.keyring.revoke_key(request.account, key_id)
