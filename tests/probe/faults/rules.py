"""The exchange with one promise of the guides broken, as an ASGI application: `TRADESPEC_FAULT` names it.

Each keeps every schema: only rules about what the exchange does can see it.
"""

import os
from dataclasses import dataclass
from typing import Any

from faults.catalogue import answers, cancelled_in_words, leaking, patched, put
from faults.wire import Wire
from tradespec_server.app import create_app as create_exchange

ORDERS = ("tradespec_server.exchange.orders", "Orders")


@dataclass(frozen=True)
class Fault:
    """A broken promise, and the rule that has to notice."""

    rule: str
    inside: tuple[Any, ...] = ()
    wire: Wire | None = None


def reviving(own: Any) -> Any:
    async def get_order(self: Any, account: str, order_id: str) -> Any:
        order = await own(self, account, order_id)
        ended = order["status"] in {"filled", "cancelled", "rejected"}
        return {**order, "status": "new", "reason": None} if ended else order

    return get_order


def taking(own: Any) -> Any:
    async def cancel_order(self: Any, account: str, order_id: str) -> Any:
        row = await self._find_row(int(order_id))
        return await own(self, row["account"] if row else account, order_id)

    return cancel_order


def sweeping(own: Any) -> Any:
    async def cancel_all_orders(self: Any, account: str, symbol: Any = None, side: Any = None) -> Any:
        for each in {"alice", "bob"} - {account}:
            await own(self, each, symbol, side)
        return await own(self, account, symbol, side)

    return cancel_all_orders


def last_first(own: Any) -> Any:
    def add(self: Any, order: Any) -> None:
        own(self, order)
        level, before = order.level, order.previous
        if before is not None:
            before.next = None
            level.tail, order.previous, order.next = before, None, level.head
            level.head.previous, level.head = order, order

    return add


def worse_first(own: Any) -> Any:
    def add(self: Any, order: Any) -> None:
        best = self.best
        own(self, order)
        if best is not None and best.rank in self.levels:
            self.best = best

    return add


def twice(own: Any) -> Any:
    def adjust(self: Any, balance: Any, kind: str, amount: int) -> None:
        own(self, balance, kind, 2 * amount)

    return adjust


def without_fees(own: Any) -> Any:
    def post(self: Any, balance: Any, kind: str, *rest: Any) -> None:
        if kind == "fee":
            self.touch(balance)
        else:
            own(self, balance, kind, *rest)

    return post


FAULTS = {
    "an order that ended works again": Fault("order_lifecycle", (patched(*ORDERS, "get_order", reviving),)),
    "a repeated order is a second order": Fault(
        "order_idempotency", (patched("tradespec_engine.client_ids", "ClientIds", "find", lambda _: lambda *_: None),)
    ),
    "another body is taken for the same": Fault(
        "order_idempotency",
        (
            patched("tradespec_engine.client_ids", "", "body_of", lambda _: lambda _: ()),
            patched("tradespec_engine.trading", "", "body_of", lambda _: lambda _: ()),
        ),
    ),
    "what has ended can be cancelled": Fault(
        "ended_orders_stay", (patched(*ORDERS, "cancel_order", lambda _: cancelled_in_words),)
    ),
    "everybody reads an order": Fault("accounts_apart", (patched(*ORDERS, "get_order", leaking),)),
    "everybody cancels an order": Fault("accounts_apart", (patched(*ORDERS, "cancel_order", taking),)),
    "a mass cancel takes all": Fault("accounts_apart", (patched(*ORDERS, "cancel_all_orders", sweeping),)),
    "the last order trades first": Fault(
        "price_time_priority", (patched("tradespec_engine.book", "Side", "add", last_first),)
    ),
    "the worse price trades first": Fault(
        "price_time_priority", (patched("tradespec_engine.book", "Side", "add", worse_first),)
    ),
    "a deposit counts twice": Fault(
        "balances_conserved", (patched("tradespec_engine.accounts", "Ledger", "adjust", twice),)
    ),
    "a fee leaves without an entry": Fault(
        "balances_conserved", (patched("tradespec_engine.accounts", "Ledger", "post", without_fees),)
    ),
    "an error code that nobody listed": Fault(
        "error_code_listed", wire=answers("POST", "/v1/orders", put("code", "unknown_key"), 404)
    ),
}


def create_app() -> Any:
    """Return the application."""
    fault = FAULTS[os.environ["TRADESPEC_FAULT"]]
    for install in fault.inside:
        install()
    application = create_exchange()
    return fault.wire.around(application) if fault.wire else application
