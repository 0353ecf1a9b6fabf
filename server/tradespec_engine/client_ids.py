"""Client order ids: which order each one named, so that a repeated request is answered and not carried out twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradespec_engine.commands import PlaceOrder

__all__ = ["Body", "ClientIds", "Key", "body_of"]

Key = tuple[str, str]
"""(account, client order id)."""

Body = tuple[str, str, str, int, int, str, str, str, int]
"""What makes two requests the same."""


def body_of(command: PlaceOrder) -> Body:
    """Return what the command asks for, without who numbered it when."""
    return (
        command.symbol,
        command.side,
        command.order_type,
        command.quantity,
        command.price,
        command.time_in_force,
        command.post_only,
        command.self_trade_prevention,
        command.minimum_quantity,
    )


class ClientIds:
    """The ids of open orders, and of ended ones until they are forgotten.

    Attributes:
        records: Key -> (order id, body).
        ended: Key -> when its order ended, in the order of ending.
    """

    __slots__ = ("ended", "records")

    def __init__(self) -> None:
        self.records: dict[Key, tuple[int, Body]] = {}
        self.ended: dict[Key, int] = {}

    def find(self, account: str, client_order_id: str) -> tuple[int, Body] | None:
        """Return the order id and the body behind an id."""
        return self.records.get((account, client_order_id))

    def remember(self, command: PlaceOrder, order_id: int) -> None:
        """Bind an id to a new order."""
        self.records[command.account, command.client_order_id] = (order_id, body_of(command))

    def end(self, account: str, client_order_id: str, time_us: int) -> None:
        """Note that the order behind an id has ended."""
        self.ended[account, client_order_id] = time_us

    def forget(self, before_us: int) -> int:
        """Free the ids of orders that ended before a time, and return how many there were."""
        forgotten: list[Key] = []
        for key, time_us in self.ended.items():
            if time_us >= before_us:
                break
            forgotten.append(key)
        for key in forgotten:
            del self.ended[key], self.records[key]
        return len(forgotten)
