"""Events: everything that a command did, in the order in which it happened.

Units are those of the commands: prices in ticks, quantities in lots, amounts in the smallest unit of their asset.
Orders, trades, deposits and ledger entries are numbered from 1, each kind for itself.
"""
# ruff: noqa: PLR0913, PLR0917, RUF023  # an event is a row of fields: many, in the order in which they encode

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tradespec_engine.message import Message, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "EVENTS",
    "AccountOpened",
    "AmendRejected",
    "AssetAdded",
    "BalanceChanged",
    "CancelRejected",
    "ClientIdsForgotten",
    "CommandRejected",
    "Deposited",
    "Event",
    "InstrumentAdded",
    "InstrumentChanged",
    "LedgerPosted",
    "OrderAccepted",
    "OrderAmended",
    "OrderClosed",
    "OrderRejected",
    "OrderReplayed",
    "Refusal",
    "SelfTradePrevented",
    "Traded",
    "decode_events",
    "encode_events",
]


class Event(Message):
    """The base of all events."""

    __slots__ = ()


class AssetAdded(Event, tag="asset_added"):
    """An asset is known."""

    __slots__ = ("asset", "scale")

    def __init__(self, asset: str, scale: int) -> None:
        self.asset = asset
        self.scale = scale


class InstrumentAdded(Event, tag="instrument_added"):
    """An instrument is known.

    `tick_value` is what one tick times one lot is worth in the quote asset's smallest unit, `lot_value` what
    one lot is in the base asset's.
    """

    __slots__ = ("symbol", "base", "quote", "tick_value", "lot_value", "reference_price", "status")

    def __init__(
        self, symbol: str, base: str, quote: str, tick_value: int, lot_value: int, reference_price: int, status: str
    ) -> None:
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.tick_value = tick_value
        self.lot_value = lot_value
        self.reference_price = reference_price
        self.status = status


class InstrumentChanged(Event, tag="instrument_changed"):
    """An instrument has this status and reference price now. Trades move the reference price without this event."""

    __slots__ = ("symbol", "status", "reference_price")

    def __init__(self, symbol: str, status: str, reference_price: int) -> None:
        self.symbol = symbol
        self.status = status
        self.reference_price = reference_price


class AccountOpened(Event, tag="account_opened"):
    """An account is known; its starting balances follow as ledger entries."""

    __slots__ = ("account", "group")

    def __init__(self, account: str, group: str) -> None:
        self.account = account
        self.group = group


class Deposited(Event, tag="deposited"):
    """A deposit was credited; its ledger entry follows."""

    __slots__ = ("deposit_id", "account", "asset", "amount")

    def __init__(self, deposit_id: int, account: str, asset: str, amount: int) -> None:
        self.deposit_id = deposit_id
        self.account = account
        self.asset = asset
        self.amount = amount


class Refusal(Event):
    """What all refusals say. A refused command has changed nothing.

    Attributes:
        code: Key of the error catalogue.
        rule: The rule that is broken; `rules.UNITS` tells what its numbers count.
        limit: What the rule asks for, None when it is no number or state.
        value: What came, or what it comes to.
        nearest: The nearest value that the rule accepts, None when there is none.
    """

    __slots__ = ("code", "rule", "limit", "value", "nearest")

    def __init__(
        self,
        code: str,
        rule: str,
        limit: int | str | None = None,
        value: int | str | None = None,
        nearest: int | str | None = None,
    ) -> None:
        self.code = code
        self.rule = rule
        self.limit = limit
        self.value = value
        self.nearest = nearest


class CommandRejected(Refusal, tag="command_rejected"):
    """A command about assets, instruments, accounts or deposits was refused."""

    __slots__ = ()


class OrderRejected(Refusal, tag="order_rejected"):
    """An order was refused before it came to be; it has no id, and its client order id stays free."""

    __slots__ = ()


class AmendRejected(Refusal, tag="amend_rejected"):
    """An amendment was refused; the order is as it was."""

    __slots__ = ()


class CancelRejected(Refusal, tag="cancel_rejected"):
    """A cancel found no open order of that id in the account."""

    __slots__ = ()


class OrderReplayed(Event, tag="order_replayed"):
    """The same order had come before under this client order id; nothing changed, the answer is that order."""

    __slots__ = ("account", "client_order_id", "order_id")

    def __init__(self, account: str, client_order_id: str, order_id: int) -> None:
        self.account = account
        self.client_order_id = client_order_id
        self.order_id = order_id


class OrderAccepted(Event, tag="order_accepted"):
    """An order came to be. What it did at once follows: trades, its end. `price` is as sent."""

    __slots__ = (
        "order_id",
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
        order_id: int,
        account: str,
        symbol: str,
        side: str,
        order_type: str,
        quantity: int,
        price: int,
        time_in_force: str,
        post_only: str,
        self_trade_prevention: str,
        client_order_id: str,
        minimum_quantity: int = 0,
    ) -> None:
        self.order_id = order_id
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


class OrderAmended(Event, tag="order_amended"):
    """An order has this total quantity and price now. `kept_place`: it is where it was in its level."""

    __slots__ = ("order_id", "account", "symbol", "quantity", "price", "remaining", "kept_place")

    def __init__(
        self, order_id: int, account: str, symbol: str, quantity: int, price: int, remaining: int, kept_place: bool
    ) -> None:
        self.order_id = order_id
        self.account = account
        self.symbol = symbol
        self.quantity = quantity
        self.price = price
        self.remaining = remaining
        self.kept_place = kept_place


class Traded(Event, tag="traded"):
    """Two orders traded at the maker's price. Both fees are in the quote asset; below zero is a rebate.

    `side` is the taker's. `base_amount` and `quote_amount` are what changed hands, before fees. The remaining
    quantities are those after the trade; an order at zero is closed by an event that follows.
    """

    __slots__ = (
        "trade_id",
        "symbol",
        "price",
        "quantity",
        "side",
        "base_amount",
        "quote_amount",
        "maker_order_id",
        "maker_account",
        "maker_client_order_id",
        "maker_fee",
        "maker_remaining",
        "taker_order_id",
        "taker_account",
        "taker_client_order_id",
        "taker_fee",
        "taker_remaining",
    )

    def __init__(
        self,
        trade_id: int,
        symbol: str,
        price: int,
        quantity: int,
        side: str,
        base_amount: int,
        quote_amount: int,
        maker_order_id: int,
        maker_account: str,
        maker_client_order_id: str,
        maker_fee: int,
        maker_remaining: int,
        taker_order_id: int,
        taker_account: str,
        taker_client_order_id: str,
        taker_fee: int,
        taker_remaining: int,
    ) -> None:
        self.trade_id = trade_id
        self.symbol = symbol
        self.price = price
        self.quantity = quantity
        self.side = side
        self.base_amount = base_amount
        self.quote_amount = quote_amount
        self.maker_order_id = maker_order_id
        self.maker_account = maker_account
        self.maker_client_order_id = maker_client_order_id
        self.maker_fee = maker_fee
        self.maker_remaining = maker_remaining
        self.taker_order_id = taker_order_id
        self.taker_account = taker_account
        self.taker_client_order_id = taker_client_order_id
        self.taker_fee = taker_fee
        self.taker_remaining = taker_remaining


class SelfTradePrevented(Event, tag="self_trade_prevented"):
    """Two orders of one group met and did not trade, by the taker's mode. The remaining quantities are those after."""

    __slots__ = (
        "symbol",
        "price",
        "mode",
        "maker_order_id",
        "maker_account",
        "maker_prevented",
        "maker_remaining",
        "taker_order_id",
        "taker_account",
        "taker_prevented",
        "taker_remaining",
    )

    def __init__(
        self,
        symbol: str,
        price: int,
        mode: str,
        maker_order_id: int,
        maker_account: str,
        maker_prevented: int,
        maker_remaining: int,
        taker_order_id: int,
        taker_account: str,
        taker_prevented: int,
        taker_remaining: int,
    ) -> None:
        self.symbol = symbol
        self.price = price
        self.mode = mode
        self.maker_order_id = maker_order_id
        self.maker_account = maker_account
        self.maker_prevented = maker_prevented
        self.maker_remaining = maker_remaining
        self.taker_order_id = taker_order_id
        self.taker_account = taker_account
        self.taker_prevented = taker_prevented
        self.taker_remaining = taker_remaining


class OrderClosed(Event, tag="order_closed"):
    """An order ended. `reason` is empty when it filled; `cancelled` is the quantity that ended untraded."""

    __slots__ = ("order_id", "account", "symbol", "client_order_id", "status", "reason", "filled", "cancelled")

    def __init__(
        self,
        order_id: int,
        account: str,
        symbol: str,
        client_order_id: str,
        status: str,
        reason: str,
        filled: int,
        cancelled: int,
    ) -> None:
        self.order_id = order_id
        self.account = account
        self.symbol = symbol
        self.client_order_id = client_order_id
        self.status = status
        self.reason = reason
        self.filled = filled
        self.cancelled = cancelled


class LedgerPosted(Event, tag="ledger_posted"):
    """One change of an account's total of an asset. `balance` is the total after it; ids are 0 where none is behind it.

    `kind` is deposit, trade, fee or reset.
    """

    __slots__ = ("entry_id", "account", "asset", "kind", "amount", "balance", "order_id", "trade_id")

    def __init__(
        self,
        entry_id: int,
        account: str,
        asset: str,
        kind: str,
        amount: int,
        balance: int,
        order_id: int,
        trade_id: int,
    ) -> None:
        self.entry_id = entry_id
        self.account = account
        self.asset = asset
        self.kind = kind
        self.amount = amount
        self.balance = balance
        self.order_id = order_id
        self.trade_id = trade_id


class BalanceChanged(Event, tag="balance_changed"):
    """What an account has of an asset after the command; once per balance that the command touched, at its end."""

    __slots__ = ("account", "asset", "available", "held")

    def __init__(self, account: str, asset: str, available: int, held: int) -> None:
        self.account = account
        self.asset = asset
        self.available = available
        self.held = held


class ClientIdsForgotten(Event, tag="client_ids_forgotten"):
    """The client order ids of orders that ended before a time are free again."""

    __slots__ = ("before_us", "count")

    def __init__(self, before_us: int, count: int) -> None:
        self.before_us = before_us
        self.count = count


EVENTS: Final[dict[str, type[Message]]] = {
    event.TAG: event
    for event in (
        AssetAdded,
        InstrumentAdded,
        InstrumentChanged,
        AccountOpened,
        Deposited,
        CommandRejected,
        OrderRejected,
        AmendRejected,
        CancelRejected,
        OrderReplayed,
        OrderAccepted,
        OrderAmended,
        Traded,
        SelfTradePrevented,
        OrderClosed,
        LedgerPosted,
        BalanceChanged,
        ClientIdsForgotten,
    )
}
"""Tag -> type."""


def encode_events(events: Iterable[Event]) -> bytes:
    """Encode a command's events; equal events give equal bytes."""
    return encode([event.to_tuple() for event in events])


def decode_events(data: bytes) -> list[Event]:
    """Decode what `encode_events` gave.

    Raises:
        ValueError: The bytes are not a list of encoded events.
    """
    rows = json.loads(data)
    if not isinstance(rows, list):
        raise ValueError(f"Expected a list of events, got {type(rows).__name__} - at the start.")  # noqa: TRY004  # all damage is one error
    events = [decode(row, EVENTS) for row in rows]
    return [event for event in events if isinstance(event, Event)]
