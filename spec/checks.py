"""What the guides promise and no schema can say, as rules that ``tradespec fuzz`` checks with every answer.

Each rule keeps a small model of what the exchange has said, and asks questions of its own with two keys. The guides are
the source: orders.md (states, priority, self-trades), idempotency.md (repeating), signing.md (whose orders are whose), and
the descriptions of balances and ledger. Loaded by ``[fuzz] checks`` in ``tradespec.toml``.
"""
# A file that is loaded by its path, and speaks of HTTP statuses as the guides do:
# ruff: noqa: INP001, PLR2004

from __future__ import annotations

from decimal import Decimal
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from tradespec.probe.checks import Actor, Asked, Rule, Undecided, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.wire import Received

OPEN = frozenset({"new", "partially_filled"})
FINAL = frozenset({"filled", "cancelled", "rejected", "expired"})
SETTLED = ("symbol", "side", "type", "client_order_id", "create_time")
"""Members of an order that never change."""
LAST = ("status", "reason", "filled_quantity", "filled_amount", "average_price", "update_time")
"""Members that never change once the order has ended."""
EACH = 12
"""How often a rule that asks questions does so in one run: it must not take over the run."""
PLAYED = frozenset({0, 2, 20, 50})
"""After which orders the smallest market is played: early, so that short runs see it, and later, when the book has grown."""
SYMBOL = "BTC-USD"
LOT = Decimal("0.01")
UNIT = Decimal("0.00000001")
"""The smallest amount of an asset; fees are rounded to it."""
NOWHERE = frozenset({"unknown_order", "not_found"})


def orders_in(body: Any) -> Iterator[dict[str, Any]]:
    """Yield every order in an answer, however deep."""
    if isinstance(body, dict):
        if {"order_id", "status", "filled_quantity"} <= body.keys():
            yield body
            return
        for value in body.values():
            yield from orders_in(value)
    elif isinstance(body, list):
        for item in body:
            yield from orders_in(item)


def code_of(answer: Received) -> str:
    """Return the catalogue code of a problem, nothing of any other answer."""
    return str(answer.body.get("code", "")) if isinstance(answer.body, dict) else ""


def placed(call: Asked, answer: Received) -> dict[str, Any] | None:
    """Return the order that a call has placed; None where it has not."""
    is_order = call.operation == "placeOrder" and answer.status == 201 and isinstance(answer.body, dict)
    return answer.body if is_order and isinstance(call.body, dict) and "order_id" in answer.body else None


@rule("order_lifecycle")
class OrderLifecycle(Rule):
    """An order moves only forward, is one with its numbers, and never changes after its end (orders.md, "States")."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, dict[str, Any]] = {}

    def answered(self, call: Asked, answer: Received) -> None:
        """Compare each order of an answer with what was known of it."""
        if answer.status >= 300 or call.operation == "validateOrder":
            return
        for order in orders_in(answer.body):
            where = f"- at order {order['order_id']} in {call.method} {call.path}"
            self.judge(order, where)
            before = self.known.setdefault(order["order_id"], order)
            if before is not order:
                self.compare(before, order, where)
                self.known[order["order_id"]] = order

    def judge(self, order: dict[str, Any], where: str) -> None:
        """Judge the numbers of one order."""
        status, filled, whole = order["status"], Decimal(order["filled_quantity"]), Decimal(order["quantity"])
        left, prevented = Decimal(order["remaining_quantity"]), Decimal(order["prevented_quantity"])
        self.demand(filled <= whole, f"Expected at most {whole} filled, got {filled} {where}")
        if status in OPEN:
            self.demand(
                filled + left + prevented == whole,
                f"Expected filled, remaining and prevented to be {whole}, got {filled} + {left} + {prevented} {where}",
            )
            self.demand(order["reason"] is None, f"Expected no reason while it works, got {order['reason']} {where}")
        if status == "new":
            self.demand(filled == 0, f"Expected nothing filled of a new order, got {filled} {where}")
        if status == "partially_filled":
            self.demand(0 < filled < whole, f"Expected a part of {whole} filled, got {filled} {where}")
        if status == "filled":
            self.demand(
                filled == whole or order["reason"] is not None, f"Expected {whole} filled, got {filled} {where}"
            )
        if status == "rejected":
            self.demand(filled == 0, f"Expected nothing filled of a rejected order, got {filled} {where}")

    def compare(self, before: dict[str, Any], after: dict[str, Any], where: str) -> None:
        """Judge the step from one answer to a later one."""
        members = SETTLED + (LAST if before["status"] in FINAL else ())
        for name in members:
            self.demand(
                before.get(name) == after.get(name),
                f"Expected {name} to stay {before.get(name)}, got {after.get(name)} {where}",
            )
        if before["status"] == "partially_filled":
            self.demand(after["status"] != "new", f"Expected no way back from partially_filled, got new {where}")
        self.demand(
            Decimal(before["filled_quantity"]) <= Decimal(after["filled_quantity"]),
            f"Expected at least {before['filled_quantity']} filled, got {after['filled_quantity']} {where}",
        )


@rule("order_idempotency")
class OrderIdempotency(Rule):
    """The same id and body is the same order; the same id and another body is refused (idempotency.md)."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def answered(self, call: Asked, answer: Received) -> None:
        """Repeat an order, as it was and otherwise; one without an id is placed with an id first."""
        order = placed(call, answer)
        if order is None or len(self.seen) >= EACH or order["order_id"] in self.seen:
            return
        self.seen.add(order["order_id"])
        body = call.body
        if "client_order_id" not in body:
            body = {**body, "client_order_id": f"rule-{token_hex(8)}"}
            own = self.first.send("POST", "/v1/orders", body)
            if own.status != 201:
                raise Undecided("it cannot be placed again")
            order = own.body
        self.repeat(order, body)

    def repeat(self, order: dict[str, Any], body: dict[str, Any]) -> None:
        """Send the order again."""
        again = self.first.send("POST", "/v1/orders", body)
        got = again.body.get("order_id") if isinstance(again.body, dict) and again.status == 201 else again.status
        self.demand(
            got == order["order_id"],
            f"Expected order {order['order_id']} for the same id and body, got {got} - at POST /v1/orders",
        )
        mode = "none" if body.get("self_trade_prevention") == "cancel_both" else "cancel_both"
        other = self.first.send("POST", "/v1/orders", {**body, "self_trade_prevention": mode})
        self.demand(
            (other.status, code_of(other)) == (409, "duplicate_client_order_id"),
            f"Expected 409 duplicate_client_order_id for the same id and another body, got {other.status} "
            f"{code_of(other)} - at POST /v1/orders",
        )


@rule("ended_orders_stay")
class EndedOrdersStay(Rule):
    """An order that has ended, by a fill above all, can be neither cancelled nor amended (orders.md, "States")."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.filled = False

    def answered(self, call: Asked, answer: Received) -> None:
        """Cancel and amend what has ended; fill an order for it once."""
        order = placed(call, answer)
        if order is None or self.asked >= EACH:
            return
        if not self.filled:
            self.filled = True
            market = {"type": "market", "symbol": SYMBOL, "side": "buy", "quantity": str(LOT)}
            bought = self.first.send("POST", "/v1/orders", market)
            if bought.status == 201:
                self.judge(bought.body)
        if order["status"] in FINAL:
            self.asked += 1
            self.judge(order)

    def judge(self, order: dict[str, Any]) -> None:
        """Try to change an order that has ended."""
        path = f"/v1/orders/{order['order_id']}"
        if order["status"] not in FINAL:
            return
        for method, body in (("DELETE", None), ("PATCH", {"quantity": order["quantity"]})):
            answer = self.first.send(method, path, body)
            self.demand(
                (answer.status, code_of(answer)) == (409, "order_already_closed"),
                f"Expected 409 order_already_closed for an order that is {order['status']}, got {answer.status} "
                f"{code_of(answer)} - at {method} {path}",
            )
        after = self.first.read(path)
        for name in LAST:
            self.demand(
                after[name] == order[name],
                f"Expected {name} of an ended order to stay {order[name]}, got {after[name]} - at {path}",
            )


@rule("accounts_apart")
class AccountsApart(Rule):
    """Nobody reads, changes or cancels the orders of somebody else: to others they are unknown."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def answered(self, call: Asked, answer: Received) -> None:
        """Let somebody else try everything with an order."""
        order = placed(call, answer)
        if order is None or order["status"] not in OPEN or self.asked >= EACH or len(self.actors) < 2:
            return
        self.asked += 1
        path = f"/v1/orders/{order['order_id']}"
        attempts = [("GET", path, None), ("PATCH", path, {"quantity": order["quantity"]}), ("DELETE", path, None)]
        if order["client_order_id"]:
            own = f"/v1/orders/by-client-id/{order['client_order_id']}"
            attempts += [("GET", own, None), ("DELETE", own, None)]
        for method, at, body in attempts:
            tried = self.second.send(method, at, body)
            self.demand(
                tried.status == 404 and code_of(tried) in NOWHERE,
                f"Expected 404 for the order of another account, got {tried.status} {code_of(tried)} - at {method} {at}",
            )
        self.lists(order)
        self.stands(order)

    def lists(self, order: dict[str, Any]) -> None:
        """Look for the order where it must not be."""
        for path in ("/v1/orders?limit=50", f"/v1/executions?order_id={order['order_id']}"):
            answer = self.second.send("GET", path)
            items = answer.body.get("items", []) if answer.status == 200 else []
            self.demand(
                all(each["order_id"] != order["order_id"] for each in items),
                f"Expected no order of another account, got {order['order_id']} - at GET {path}",
            )

    def stands(self, order: dict[str, Any]) -> None:
        """Let the other cancel all that is theirs; the order must work on, or have ended by a trade."""
        self.second.send("DELETE", "/v1/orders")
        after = self.first.read(f"/v1/orders/{order['order_id']}")
        self.demand(
            after["status"] in OPEN or after["status"] == "filled",
            f"Expected the order to outlive another account's mass cancel, got {after['status']} {after['reason']} - at "
            f"DELETE /v1/orders",
        )


@rule("price_time_priority")
class PriceTimePriority(Rule):
    """The better price trades first, and of one price the older order (orders.md, "Types")."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = count()

    def answered(self, call: Asked, answer: Received) -> None:
        """Play the smallest market that tells: three sells of one account, and a buy of another for two of them."""
        if placed(call, answer) is None or len(self.actors) < 2 or next(self.asked) not in PLAYED:
            return
        for actor in (self.first, self.second):
            actor.send("DELETE", f"/v1/orders?symbol={SYMBOL}")
        high, low = self.prices()
        ids = [self.sell(price) for price in (high, high, low)]
        try:
            self.trade(ids, high)
        finally:
            for order_id in ids:
                self.first.send("DELETE", f"/v1/orders/{order_id}")

    def prices(self) -> tuple[Decimal, Decimal]:
        """Return two prices between the best bid and the best ask."""
        book = self.first.read(f"/v1/instruments/{SYMBOL}/book?depth=1")
        tick = Decimal(self.first.read(f"/v1/instruments/{SYMBOL}")["tick_size"])
        if not book["asks"] or not book["bids"]:
            raise Undecided("the book has one side")
        bid, ask = Decimal(book["bids"][0][0]), Decimal(book["asks"][0][0])
        if ask - bid < 3 * tick:
            raise Undecided("no room between bid and ask")
        return ask - tick, ask - 2 * tick

    def sell(self, price: Decimal) -> str:
        """Place a sell that rests."""
        order = {"type": "limit", "symbol": SYMBOL, "side": "sell", "quantity": str(LOT), "price": str(price)}
        answer = self.first.send("POST", "/v1/orders", order)
        if answer.status != 201 or answer.body["status"] != "new":
            raise Undecided("it does not rest")
        return str(answer.body["order_id"])

    def trade(self, ids: list[str], price: Decimal) -> None:
        """Buy two of the three, and see which they were."""
        quantity = str(2 * LOT)
        order = {"type": "limit", "symbol": SYMBOL, "side": "buy", "quantity": quantity, "price": str(price)}
        answer = self.second.send("POST", "/v1/orders", {**order, "time_in_force": "ioc"})
        if answer.status != 201:
            raise Undecided("it cannot buy")
        bought = Decimal(answer.body["filled_quantity"])
        sold = [Decimal(self.first.read(f"/v1/orders/{each}")["filled_quantity"]) for each in ids]
        self.demand(
            bought == 2 * LOT or sum(sold) == 3 * LOT,
            f"Expected {2 * LOT} bought where better prices were offered, got {bought} - at POST /v1/orders",
        )
        if sum(sold) != 2 * LOT:
            raise Undecided("somebody else traded meanwhile")
        older, younger, better = sold
        self.demand(
            better == LOT, f"Expected the better price to trade first, got {better} of {LOT} - at order {ids[2]}"
        )
        self.demand(
            older == LOT and younger == 0,
            f"Expected the older order {ids[0]} to trade before {ids[1]}, got {older} and {younger} of {LOT} - at "
            f"POST /v1/orders",
        )


@rule("balances_conserved")
class BalancesConserved(Rule):
    """Nothing comes from nowhere: each change of a balance is a deposit, a trade or its fee, and stands in the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[int, tuple[dict[str, Decimal], int]] = {}
        self.steps = count()

    def answered(self, call: Asked, answer: Received) -> None:
        """Look at the balances now and then, and after each deposit."""
        if call.method == "GET":
            return
        deposited = call.operation == "createDeposit" and answer.status == 201
        if deposited or next(self.steps) % 20 == 0:
            for actor in self.actors[:2]:
                self.look(actor)
        if deposited:
            paid = [each for each in self.ledger(self.first, 0, 1) if each["type"] == "deposit"][:1]
            wanted = {"asset": answer.body["asset"], "amount": Decimal(answer.body["amount"])}
            for each in paid:
                got = {"asset": each["asset"], "amount": Decimal(each["amount"])}
                self.demand(got == wanted, f"Expected a deposit of {said(wanted)}, got {said(got)} - at GET /v1/ledger")

    def look(self, actor: Actor) -> None:
        """Compare an actor's balances with the last ones and the ledger between."""
        for _ in range(3):
            totals = self.totals(actor)
            known, last = self.before.get(actor.index, ({}, 0))
            entries = list(self.ledger(actor, last, 20))
            if self.totals(actor) == totals:
                break
        else:
            raise Undecided("the market does not stand still")
        newest = max([last, *(int(each["entry_id"]) for each in entries)])
        self.before[actor.index] = totals, newest
        if known and (not entries or len(entries) < 20 * 100):
            self.judge(known, totals, entries)
        self.trades(actor, entries)

    def totals(self, actor: Actor) -> dict[str, Decimal]:
        """Return asset -> total, and demand that each is what it is made of."""
        totals = {}
        for each in actor.read("/v1/balances")["items"]:
            total, parts = Decimal(each["total"]), (Decimal(each["available"]), Decimal(each["held"]))
            self.demand(
                total == sum(parts) and min(parts) >= 0,
                f"Expected available and held to be {total}, got {parts[0]} + {parts[1]} - at {each['asset']} in GET "
                f"/v1/balances",
            )
            totals[each["asset"]] = total
        return totals

    def ledger(self, actor: Actor, after: int, pages: int) -> Iterator[dict[str, Any]]:
        """Yield the entries behind an id, newest first."""
        cursor = ""
        for _ in range(pages):
            page = actor.read(f"/v1/ledger?limit=100{cursor}")
            for each in page["items"]:
                if int(each["entry_id"]) <= after:
                    return
                yield each
            if not page["next_cursor"] or not after:
                return
            cursor = f"&cursor={page['next_cursor']}"

    def judge(self, known: dict[str, Decimal], totals: dict[str, Decimal], entries: list[dict[str, Any]]) -> None:
        """Judge each asset's step from one look to the next."""
        for asset in known | totals:
            own = [each for each in entries if each["asset"] == asset]
            wanted = known.get(asset, Decimal(0)) + sum(Decimal(each["amount"]) for each in own)
            got = totals.get(asset, Decimal(0))
            self.demand(
                wanted == got, f"Expected {wanted} by the ledger, got a total of {got} - at {asset} in GET /v1/balances"
            )
            if own:
                self.demand(
                    Decimal(own[0]["balance"]) == got,
                    f"Expected {got} after the newest entry, got {own[0]['balance']} - at {asset} in GET /v1/ledger",
                )

    def trades(self, actor: Actor, entries: list[dict[str, Any]]) -> None:
        """Judge what was booked for each execution among the newest."""
        fees = {each["symbol"]: each for each in actor.read("/v1/fees")["items"]}
        booked: dict[str, list[dict[str, Any]]] = {}
        for each in entries:
            booked.setdefault(each["execution_id"] or "", []).append(each)
        for each in actor.read("/v1/executions?limit=20")["items"]:
            where = f"- at execution {each['execution_id']}"
            amount, fee = Decimal(each["price"]) * Decimal(each["quantity"]), Decimal(each["fee"])
            self.demand(Decimal(each["amount"]) == amount, f"Expected {amount} paid, got {each['amount']} {where}")
            rate = Decimal(fees[each["symbol"]][f"{each['liquidity']}_fee_bps"]) / 10_000
            self.demand(abs(fee - amount * rate) <= UNIT, f"Expected a fee of {amount * rate:f}, got {fee:f} {where}")
            if each["execution_id"] in booked:
                self.booked(each, booked[each["execution_id"]], where)

    def booked(self, execution: dict[str, Any], entries: list[dict[str, Any]], where: str) -> None:
        """Judge the ledger entries of one execution: base against quote, and the fee."""
        base, quote = execution["symbol"].split("-")
        sign = 1 if execution["side"] == "buy" else -1
        wanted: dict[str, Decimal] = {base: sign * Decimal(execution["quantity"])}
        wanted[quote] = -sign * Decimal(execution["amount"]) - Decimal(execution["fee"])
        got: dict[str, Decimal] = {}
        for each in entries:
            got[each["asset"]] = got.get(each["asset"], Decimal(0)) + Decimal(each["amount"])
        if len(entries) < 2:
            return
        self.demand(wanted == got, f"Expected {said(wanted)} booked, got {said(got)} {where}")


def said(values: dict[str, Any]) -> str:
    """Write amounts in one line."""
    return ", ".join(
        f"{name} {value:f}" if isinstance(value, Decimal) else f"{value}" for name, value in values.items()
    )
