"""What each operation does: one module per group of the contract, thin, in front of the exchange and the keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tradespec_server.handlers.account import Account
from tradespec_server.handlers.base import Rooms
from tradespec_server.handlers.general import General
from tradespec_server.handlers.keys import Keys
from tradespec_server.handlers.market_data import MarketData
from tradespec_server.handlers.order_lists import OrderLists
from tradespec_server.handlers.orders import Orders
from tradespec_server.handlers.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Handlers", "Rooms"]

_GROUPS = (General, MarketData, Orders, OrderLists, Account, Keys, Sandbox)


class Handlers:
    """Finds the handler of an operation by its operationId."""

    def __init__(self, rooms: Rooms) -> None:
        self._groups = [group(rooms) for group in _GROUPS]

    def find(self, operation_id: str) -> Callable[..., Awaitable[Any]]:
        """Return the handler of an operation.

        Raises:
            AttributeError: There is none, which Connexion turns into an error at start.
        """
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", operation_id).lower()
        for group in self._groups:
            handler = getattr(group, name, None)
            if handler is not None:
                found: Callable[..., Awaitable[Any]] = handler
                return found
        raise AttributeError(f"Expected a handler `{name}` for the operation {operation_id}, got none - at handlers/.")
