"""Tables for the state machine: one row per command, what it does last; every invariant is checked after every row.

A row reads `who verb arguments => events`. Verbs and the short form of events are below; balances and ledger
entries are left out of it and asked for by rows of their own (`a balances`, `book`).
"""

import pytest

from tradespec_engine import Engine, commands

PAIR = "X-USD"
INSTRUMENT = {
    "symbol": PAIR,
    "base": "X",
    "quote": "USD",
    "price_scale": 0,
    "tick": 1,
    "quantity_scale": 0,
    "lot": 1,
    "min_quantity": 1,
    "max_quantity": 1000,
    "min_notional": 0,
    "max_open_orders": 10,
    "price_band": 0,
    "reference_price": 0,
    "maker_fee": 0,
    "taker_fee": 0,
}
FLAGS = {
    "gtc": ("time_in_force", "gtc"),
    "ioc": ("time_in_force", "ioc"),
    "fok": ("time_in_force", "fok"),
    "post_only": ("post_only", "reject"),
    "none": ("self_trade_prevention", "none"),
    "cancel_taker": ("self_trade_prevention", "cancel_taker"),
    "cancel_maker": ("self_trade_prevention", "cancel_maker"),
    "cancel_both": ("self_trade_prevention", "cancel_both"),
    "decrement": ("self_trade_prevention", "decrement"),
}


class Desk:
    """An engine with one instrument (one unit per tick and lot) and the accounts a, b, c, rich, and a2 of a's group."""

    def __init__(self, **instrument):
        self.engine = Engine()
        self.now_us = 1_000_000
        self.log = []
        self.apply(commands.AddAsset, "X", 0)
        self.apply(commands.AddAsset, "USD", 0)
        self.apply(commands.AddInstrument, **{**INSTRUMENT, **instrument})
        for account, group in (("a", ""), ("b", ""), ("c", ""), ("a2", "a"), ("poor", "")):
            starting = (("X", 1000), ("USD", 100_000)) if account != "poor" else (("X", 5), ("USD", 1000))
            self.apply(commands.OpenAccount, account, group, starting)

    def apply(self, command, *values, **fields):
        """Apply a command with the next sequence; check everything; return its events."""
        message = command(self.engine.sequence + 1, self.now_us, *values, **fields)
        events = self.engine.apply(message)
        self.log.append((message, events))
        self.engine.check()
        return events

    def row(self, text):
        """Carry out the left part of a row and return its right part as it came to be."""
        who, *words = text.split()
        if who in {"book", "reference", "status", "forget", "time"}:
            return getattr(self, who)(*words)
        verb, *words = words
        if verb in {"buy", "sell"}:
            return brief(self.apply(commands.PlaceOrder, who, **order(verb, words)))
        return getattr(self, f"{verb}_orders" if verb == "open" else verb)(who, *words)

    def amend(self, who, named, *words):
        quantity, price = amounts(words)
        return brief(self.apply(commands.AmendOrder, who, **by_id(named), quantity=quantity, price=price))

    def cancel(self, who, named):
        return brief(self.apply(commands.CancelOrder, who, **by_id(named)))

    def cancel_all(self, who, *words):
        return brief(self.apply(commands.CancelAll, who, *("" if word == "-" else word for word in words)))

    def reset(self, who):
        return brief(self.apply(commands.ResetAccount, who))

    def deposit(self, who, asset, amount):
        return brief(self.apply(commands.Deposit, who, asset, int(amount)))

    def balances(self, who):
        return " ".join(f"{asset} {available}+{held}" for asset, available, held in self.engine.balances(who))

    def open_orders(self, who):
        return " ".join(f"#{order.order_id}:{order.remaining}@{order.price}" for order in self.engine.open_orders(who))

    def book(self):
        return " | ".join(" ".join(f"{q}@{p}" for p, q, _ in side) or "-" for side in self.engine.book(PAIR))

    def reference(self, price):
        return brief(self.apply(commands.SetReferencePrice, PAIR, int(price)))

    def status(self, status):
        return brief(self.apply(commands.SetInstrumentStatus, PAIR, status))

    def forget(self, before_us):
        return brief(self.apply(commands.ForgetClientIds, int(before_us)))

    def time(self, now_us):
        self.now_us = int(now_us)
        return ""


def amounts(words):
    """Read `5`, `@100` or `5 @100` as (quantity, price), 0 for what is left out."""
    quantity = sum(int(word) for word in words if not word.startswith("@"))
    return quantity, sum(int(word[1:]) for word in words if word.startswith("@"))


def by_id(named):
    return {"order_id": int(named[1:])} if named.startswith("#") else {"client_order_id": named}


def order(side, words):
    """Read `5 @100 ioc id=x`, `5 market` or `5 market @100`."""
    fields = {"symbol": PAIR, "side": side, "order_type": "limit"}
    if "market" in words:
        fields |= {"order_type": "market", "time_in_force": "ioc"}
    numbers = [word for word in words if word.lstrip("@-").isdigit()]
    fields["quantity"], fields["price"] = amounts(numbers)
    for word in words:
        if word in FLAGS:
            fields.update([FLAGS[word]])
        elif "=" in word:
            key, value = word.split("=")
            name = {"id": "client_order_id", "min": "minimum_quantity"}.get(key, key)
            fields[name] = int(value) if name == "minimum_quantity" else value
    return fields


SHORT = {
    "order_accepted": lambda e: f"#{e.order_id}",
    "order_replayed": lambda e: f"again #{e.order_id}",
    "order_amended": lambda e: f"#{e.order_id} is {e.quantity}@{e.price} {'kept' if e.kept_place else 'back'}",
    "order_closed": lambda e: f"#{e.order_id} {e.status}{e.reason and ':'}{e.reason}",
    "traded": lambda e: f"{e.quantity}@{e.price} #{e.maker_order_id}x#{e.taker_order_id}",
    "self_trade_prevented": lambda e: (
        f"kept #{e.maker_order_id}-{e.maker_prevented} #{e.taker_order_id}-{e.taker_prevented}"
    ),
    "deposited": lambda e: f"deposit {e.deposit_id}",
    "client_ids_forgotten": lambda e: f"forgot {e.count}",
    "instrument_changed": lambda e: f"{e.status} {e.reference_price}",
    "account_opened": lambda e: f"opened {e.account}",
}


def brief(events):
    """Say what happened to orders, in one line."""
    said = []
    for event in events:
        if event.TAG.endswith("_rejected"):
            numbers = (event.limit, event.value, event.nearest)
            said.append(f"no {event.code} {event.rule} {' '.join('-' if n is None else str(n) for n in numbers)}")
        elif event.TAG in SHORT:
            said.append(SHORT[event.TAG](event))
    return ", ".join(said)


@pytest.fixture
def play():
    """Return a function that plays a table and compares all rows at once, so that a failure shows the whole table."""

    def run(table, **instrument):
        desk = Desk(**instrument)
        rows = [[part.strip() for part in line.split("=>")] for line in table.strip().splitlines() if line.strip()]
        width = max(len(left) for left, _ in rows)
        assert [f"{left:{width}} => {desk.row(left)}" for left, _ in rows] == [
            f"{left:{width}} => {right}" for left, right in rows
        ]
        return desk

    return run


@pytest.fixture
def desk():
    """Return the maker of desks, for tests that are no tables."""
    return Desk
