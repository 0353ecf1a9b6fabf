"""Commands: everything that may change the engine, and nothing else does.

Every command carries the `sequence` that the exchange service gave it and the time in microseconds since
1970 (`time_us`). Prices count ticks, quantities count lots, amounts count the smallest unit of their asset;
zero and the empty string mean "not given".
"""
# ruff: noqa: PLR0913, PLR0917, RUF023  # a command is a row of fields: many, in the order in which they encode

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tradespec_engine.message import Message, decode, encode
from tradespec_engine.words import CANCEL_TAKER, CONTINUOUS, GTC, NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "COMMANDS",
    "AddAsset",
    "AddInstrument",
    "AmendOrder",
    "CancelAll",
    "CancelOrder",
    "Command",
    "Deposit",
    "ForgetClientIds",
    "OpenAccount",
    "PlaceOrder",
    "ResetAccount",
    "SetInstrumentStatus",
    "SetReferencePrice",
    "decode_command",
    "encode_command",
]


class Command(Message):
    """The base of all commands."""

    __slots__ = ("sequence", "time_us")

    def __init__(self, sequence: int, time_us: int) -> None:
        self.sequence = sequence
        self.time_us = time_us


class AddAsset(Command, tag="add_asset"):
    """Make an asset known. Its amounts count units of 10**-`scale`."""

    __slots__ = ("asset", "scale")

    def __init__(self, sequence: int, time_us: int, asset: str, scale: int) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.asset = asset
        self.scale = scale


class AddInstrument(Command, tag="add_instrument"):
    """Make an instrument tradable.

    A tick is `tick` * 10**-`price_scale` of the quote asset, a lot is `lot` * 10**-`quantity_scale` of the
    base asset; one tick times one lot must be a whole number of the quote asset's smallest unit.
    `price_band` (from the reference price to either side; 0: none), `maker_fee` and `taker_fee` count units of
    10**-8. `min_notional` counts the quote asset's smallest unit, `reference_price` ticks (0: none yet).
    """

    __slots__ = (
        "symbol",
        "base",
        "quote",
        "price_scale",
        "tick",
        "quantity_scale",
        "lot",
        "min_quantity",
        "max_quantity",
        "min_notional",
        "max_open_orders",
        "price_band",
        "reference_price",
        "maker_fee",
        "taker_fee",
        "status",
    )

    def __init__(
        self,
        sequence: int,
        time_us: int,
        symbol: str,
        base: str,
        quote: str,
        price_scale: int,
        tick: int,
        quantity_scale: int,
        lot: int,
        min_quantity: int,
        max_quantity: int,
        min_notional: int,
        max_open_orders: int,
        price_band: int,
        reference_price: int,
        maker_fee: int,
        taker_fee: int,
        status: str = CONTINUOUS,
    ) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.price_scale = price_scale
        self.tick = tick
        self.quantity_scale = quantity_scale
        self.lot = lot
        self.min_quantity = min_quantity
        self.max_quantity = max_quantity
        self.min_notional = min_notional
        self.max_open_orders = max_open_orders
        self.price_band = price_band
        self.reference_price = reference_price
        self.maker_fee = maker_fee
        self.taker_fee = taker_fee
        self.status = status


class SetInstrumentStatus(Command, tag="set_instrument_status"):
    """Open, restrict or stop trading in an instrument; open orders stay."""

    __slots__ = ("symbol", "status")

    def __init__(self, sequence: int, time_us: int, symbol: str, status: str) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.symbol = symbol
        self.status = status


class SetReferencePrice(Command, tag="set_reference_price"):
    """Move the middle of the price band; the next trade moves it again."""

    __slots__ = ("symbol", "price")

    def __init__(self, sequence: int, time_us: int, symbol: str, price: int) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.symbol = symbol
        self.price = price


class OpenAccount(Command, tag="open_account"):
    """Open an account with its starting balances.

    Accounts of the same `group` (empty: the account alone) never trade with each other unless the taker
    allows it. `starting` holds (asset, amount) pairs; a reset restores them.
    """

    __slots__ = ("account", "group", "starting")

    def __init__(
        self, sequence: int, time_us: int, account: str, group: str = "", starting: Iterable[tuple[str, int]] = ()
    ) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.group = group
        self.starting = tuple((asset, amount) for asset, amount in starting)


class Deposit(Command, tag="deposit"):
    """Credit an amount above zero to an account."""

    __slots__ = ("account", "asset", "amount")

    def __init__(self, sequence: int, time_us: int, account: str, asset: str, amount: int) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.asset = asset
        self.amount = amount


class PlaceOrder(Command, tag="place_order"):
    """Place an order. `price` is the limit of a limit order, and the protection price of a market order (0: none).

    `minimum_quantity` (0: none) is what must fill at once for the order to live at all.
    """

    __slots__ = (
        "account",
        "symbol",
        "side",
        "order_type",
        "quantity",
        "price",
        "time_in_force",
        "post_only",
        "self_trade_prevention",
        "client_order_id",
        "minimum_quantity",
    )

    def __init__(
        self,
        sequence: int,
        time_us: int,
        account: str,
        symbol: str,
        side: str,
        order_type: str,
        quantity: int,
        price: int = 0,
        time_in_force: str = GTC,
        post_only: str = NONE,
        self_trade_prevention: str = CANCEL_TAKER,
        client_order_id: str = "",
        minimum_quantity: int = 0,
    ) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.symbol = symbol
        self.side = side
        self.order_type = order_type
        self.quantity = quantity
        self.price = price
        self.time_in_force = time_in_force
        self.post_only = post_only
        self.self_trade_prevention = self_trade_prevention
        self.client_order_id = client_order_id
        self.minimum_quantity = minimum_quantity


class AmendOrder(Command, tag="amend_order"):
    """Change an open order, named by either id. `quantity` is the new total, filled part included; 0 keeps a field."""

    __slots__ = ("account", "order_id", "client_order_id", "quantity", "price")

    def __init__(
        self,
        sequence: int,
        time_us: int,
        account: str,
        order_id: int = 0,
        client_order_id: str = "",
        quantity: int = 0,
        price: int = 0,
    ) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.order_id = order_id
        self.client_order_id = client_order_id
        self.quantity = quantity
        self.price = price


class CancelOrder(Command, tag="cancel_order"):
    """Cancel an open order, named by either id."""

    __slots__ = ("account", "order_id", "client_order_id")

    def __init__(self, sequence: int, time_us: int, account: str, order_id: int = 0, client_order_id: str = "") -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.order_id = order_id
        self.client_order_id = client_order_id


class CancelAll(Command, tag="cancel_all"):
    """Cancel an account's open orders, all or those of one instrument and one side."""

    __slots__ = ("account", "symbol", "side")

    def __init__(self, sequence: int, time_us: int, account: str, symbol: str = "", side: str = "") -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account
        self.symbol = symbol
        self.side = side


class ResetAccount(Command, tag="reset_account"):
    """Cancel an account's open orders and restore its starting balances (sandbox)."""

    __slots__ = ("account",)

    def __init__(self, sequence: int, time_us: int, account: str) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.account = account


class ForgetClientIds(Command, tag="forget_client_ids"):
    """Free the client order ids of orders that ended before a time."""

    __slots__ = ("before_us",)

    def __init__(self, sequence: int, time_us: int, before_us: int) -> None:
        self.sequence = sequence
        self.time_us = time_us
        self.before_us = before_us


COMMANDS: Final[dict[str, type[Message]]] = {
    command.TAG: command
    for command in (
        AddAsset,
        AddInstrument,
        SetInstrumentStatus,
        SetReferencePrice,
        OpenAccount,
        Deposit,
        PlaceOrder,
        AmendOrder,
        CancelOrder,
        CancelAll,
        ResetAccount,
        ForgetClientIds,
    )
}
"""Tag -> type."""


def encode_command(command: Command) -> bytes:
    """Encode a command for a journal; equal commands give equal bytes."""
    return encode(command.to_tuple())


def decode_command(data: bytes) -> Command:
    """Decode what `encode_command` gave.

    Raises:
        ValueError: The bytes are not an encoded command.
    """
    command = decode(json.loads(data), COMMANDS)
    assert isinstance(command, Command)  # noqa: S101  # COMMANDS holds nothing else
    return command
