"""What the handlers work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tradespec_server.auth import Keyring
    from tradespec_server.exchange import Exchange
    from tradespec_server.gateway import Contract, Services

__all__ = ["Group", "Json", "Rooms"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms behind the gateway."""

    exchange: Exchange
    keyring: Keyring
    contract: Contract
    services: Services


class Group:
    """The handlers of one group of operations, each named as its operationId in snake case.

    A handler takes `request`, the operation's parameters by name and `body`, all checked by the contract, and returns
    what is sent as JSON.
    """

    def __init__(self, rooms: Rooms) -> None:
        self.exchange = rooms.exchange
        self.rooms = rooms
