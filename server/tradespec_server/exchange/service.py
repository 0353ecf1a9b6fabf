"""The exchange: every operation of the contract that is about trading, named as in the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.errors import Refused
from tradespec_server.exchange import door
from tradespec_server.exchange.account import Account
from tradespec_server.exchange.market_data import MarketData
from tradespec_server.exchange.orders import Orders
from tradespec_server.store import decode_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Exchange"]

_Json = dict[str, Any]


class Exchange(Orders, Account, MarketData):
    """The exchange service. `start` it, call its operations, `stop` it.

    Operations take what the gateway has validated by the contract and return plain dictionaries in the
    contract's shapes. A refusal is raised as `Refused`; nothing has changed then. What is returned is durable.
    """

    async def set_cancel_after(self, account: str, request: Mapping[str, Any]) -> _Json:  # noqa: ARG002  # refused as a whole
        """Arm the dead man's switch.

        Raises:
            Refused: `not_supported_yet`.
        """
        raise _not_yet("set_cancel_after")

    async def place_order_list(self, account: str, request: Mapping[str, Any]) -> _Json:  # noqa: ARG002  # refused as a whole
        """Place an order list.

        Raises:
            Refused: `not_supported_yet`.
        """
        raise _not_yet("place_order_list")

    async def list_order_lists(  # the operation's parameters
        self,
        account: str,
        *,
        status: str | None = None,
        symbol: str | None = None,
        cursor: str | None = None,
        limit: int = 100,  # noqa: ARG002  # there is no order list that a page could hold
    ) -> _Json:
        """Return a page of the account's order lists: none, as long as none can be placed.

        Raises:
            Refused: `invalid_cursor`, `unknown_instrument`.
        """
        if symbol is not None:
            door.find_market(self.markets, symbol, parameter="symbol")
        if cursor is not None:
            decode_cursor(f"order lists {account} {status} {symbol}", cursor)
        return {"items": [], "next_cursor": None}

    async def get_order_list(self, account: str, order_list_id: str) -> _Json:  # noqa: ARG002  # no account has any
        """Return an order list.

        Raises:
            Refused: `unknown_order_list`.
        """
        raise _unknown_list(order_list_id)

    async def cancel_order_list(self, account: str, order_list_id: str) -> _Json:  # noqa: ARG002  # no account has any
        """Cancel an order list.

        Raises:
            Refused: `unknown_order_list`.
        """
        raise _unknown_list(order_list_id)


def _not_yet(operation: str) -> Refused:
    return Refused(
        "not_supported_yet", f"Expected an operation that this server carries out, got {operation}. Nothing happened."
    )


def _unknown_list(order_list_id: str) -> Refused:
    message = f"Expected the id of an order list of this account, got {order_list_id!r}."
    error = {"parameter": "order_list_id", "rule": "order_list", "value": order_list_id, "message": message}
    return Refused("unknown_order_list", message, [error])
