"""Two engines, one interface: a naive one, a page long, and the real one, compared after every random command.

A failure prints its seed; put it into KEPT, so that it is played for ever after.
"""

import copy
import math
from fractions import Fraction
from random import Random

import pytest

from tradespec_engine import Engine, decode_command, encode_command, encode_events

KEPT = [7, 20261123]
PAIR = {"tick": 5, "min_quantity": 2, "max_quantity": 40, "min_notional": 2000, "max_open_orders": 4}
FEES = [(0, 0), (1_000_000, 2_345_678), (-500_000, 1_000_000)]
WHOLE = 10**8


class Naive:
    """Lists and sums: no levels, no holds kept, no totals that could drift. Age is the position in `orders`."""

    def __init__(self, balances, groups, pair):
        self.total, self.groups, self.pair = balances, groups, pair
        self.orders, self.ids, self.said, self.reference = [], 0, [], pair["reference_price"]

    def cost(self, order, quantity, price):
        """What a buy would pay from now on for a quantity, the highest fee and the rounding included."""
        rate = max(self.pair["maker_fee"], self.pair["taker_fee"], 0)
        notional = quantity * price * self.pair["tick"]
        return notional + math.ceil(order["fees"] + Fraction(notional * rate, WHOLE)) - math.ceil(order["fees"])

    def hold(self, order, quantity=None, price=None):
        quantity = order["left"] if quantity is None else quantity
        return quantity if order["side"] == "sell" else self.cost(order, quantity, price or order["price"])

    def available(self, account, asset):
        side = "sell" if asset == "X" else "buy"
        held = [self.hold(o) for o in self.orders if (o["account"], o["side"]) == (account, side)]
        return self.total[account, asset] - sum(held)

    def band(self):
        most = (2**63 - 1) // (self.pair["max_quantity"] * self.pair["tick"])
        reach = self.reference * self.pair["price_band"] // WHOLE
        return (self.reference - reach, self.reference + reach) if reach else (1, most)

    def better(self, side):
        """The other side's orders in the order of matching."""
        others = [o for o in self.orders if o["side"] != side]
        return sorted(others, key=lambda o: o["price"] if side == "buy" else -o["price"])

    def meets(self, order, price):
        first = self.better(order["side"])[:1]
        return bool(first) and (first[0]["price"] <= price if order["side"] == "buy" else first[0]["price"] >= price)

    def place(self, account, side, kind, quantity, price, tif, post_only, mode, least):  # noqa: PLR0917  # one per field
        o = {"id": self.ids + 1, "account": account, "side": side, "quantity": quantity, "left": quantity, "done": 0}
        o |= {"price": price, "tif": tif, "mode": mode, "fees": Fraction(0), "post_only": post_only, "kind": kind}
        low, high = self.band()
        if kind == "market":
            bound = min(price or high, high) if side == "buy" else max(price, low)
            trial = copy.deepcopy(self)
            o["price"] = trial.match({**o, "account": account}, bound) or 0
        code = self.refusal(o, quantity, price if kind == "limit" else self.reference or o["price"], low, high)
        if code or self.lacks(o, quantity, o["price"]):
            return self.said.append(("refused", code or "insufficient_balance"))
        self.ids += 1
        if post_only and self.meets(o, o["price"]):
            return self.said.append(("closed", o["id"], "rejected", "post_only"))
        if tif == "fok":
            trial = copy.deepcopy(self)
            taker = dict(o)
            trial.match(taker, o["price"])
            if taker["done"] < quantity:
                return self.said.append(("closed", o["id"], "cancelled", "fok_unfilled"))
        if least:
            taker = dict(o)
            copy.deepcopy(self).match(taker, o["price"])
            if taker["done"] < least:
                return self.said.append(("closed", o["id"], "cancelled", "minimum_quantity"))
        self.match(o, o["price"])
        wished = price or (2**60 if side == "buy" else 1)
        return self.settle(o, "price_band" if self.meets(o, wished) else "market_remainder")

    def refusal(self, o, quantity, price, low, high, *, order_count=1):
        resting = sum((x["account"], x["tif"]) == (o["account"], "gtc") for x in self.orders)
        if quantity < self.pair["min_quantity"]:
            return "quantity_too_small"
        if quantity > self.pair["max_quantity"]:
            return "quantity_too_large"
        if o["kind"] == "limit" and (price > high if o["side"] == "buy" else price < low):
            return "price_out_of_band"
        if price and quantity * price * self.pair["tick"] < self.pair["min_notional"]:
            return "below_minimum_notional"
        if o["tif"] == "gtc" and resting + order_count > self.pair["max_open_orders"]:
            return "too_many_open_orders"
        return ""

    def lacks(self, o, quantity, price):
        return self.hold(o, quantity, price) > self.available(o["account"], "X" if o["side"] == "sell" else "USD")

    def settle(self, o, market_end=""):
        if o["left"] == 0:
            self.said.append(("closed", o["id"], *(("cancelled", "self_trade") if o.get("self") else ("filled", ""))))
        elif o["tif"] == "gtc":
            self.orders.append(o)
        else:
            reason = market_end if o["kind"] == "market" else "ioc_remainder"
            self.said.append(("closed", o["id"], "cancelled", reason))

    def match(self, taker, price):
        """Trade down to a price; return the worst price met."""
        worst = None
        while taker["left"] and self.meets(taker, price):
            maker = self.better(taker["side"])[0]
            worst = maker["price"]
            same = self.groups[taker["account"]] == self.groups[maker["account"]]
            taker["self"] = same and taker["mode"] != "none"
            if taker["self"]:
                both, mode = min(taker["left"], maker["left"]), taker["mode"]
                off_maker = {"cancel_taker": 0, "decrement": both}.get(mode, maker["left"])
                off_taker = {"cancel_maker": 0, "decrement": both}.get(mode, taker["left"])
                maker["left"] -= off_maker
                taker["left"] -= off_taker
                self.said.append(("kept", maker["id"], taker["id"], off_maker, off_taker))
                end = ("cancelled", "self_trade")
            else:
                self.trade(maker, taker)
                end = ("filled", "")
            if maker["left"] == 0:
                self.orders.remove(maker)
                self.said.append(("closed", maker["id"], *end))
        return worst

    def trade(self, maker, taker):
        quantity, price = min(taker["left"], maker["left"]), maker["price"]
        amount, fees = quantity * price * self.pair["tick"], []
        for o, rate in ((maker, self.pair["maker_fee"]), (taker, self.pair["taker_fee"])):
            exact = o["fees"] + Fraction(amount * rate, WHOLE)
            fees.append(math.ceil(exact) - math.ceil(o["fees"]))
            sign = 1 if o["side"] == "buy" else -1
            self.total[o["account"], "X"] += sign * quantity
            self.total[o["account"], "USD"] -= sign * amount + fees[-1]
            o["fees"], o["left"], o["done"] = exact, o["left"] - quantity, o["done"] + quantity
        self.reference = price
        self.said.append(("traded", maker["id"], taker["id"], price, quantity, *fees))

    def find(self, account, number):
        found = [o for o in self.orders if (o["id"], o["account"]) == (number, account)]
        return found[0] if found else self.said.append(("refused", "unknown_order"))

    def cancel(self, account, number):
        o = self.find(account, number)
        if o:
            self.orders.remove(o)
            self.said.append(("closed", number, "cancelled", "user"))

    def cancel_all(self, account):
        order = self.better("sell") + self.better("buy")
        for o in [o for o in order if o["account"] == account]:
            self.orders.remove(o)
            self.said.append(("closed", o["id"], "cancelled", "mass_cancel"))

    def amend(self, account, number, quantity, price):
        o = self.find(account, number)
        if not o:
            return
        quantity, price = quantity or o["quantity"], price or o["price"]
        gone = o["quantity"] - o["left"]
        kept = price == o["price"] and quantity <= o["quantity"]
        if quantity <= gone:
            self.orders.remove(o)
            self.said.append(("amended", number, gone, price, kept))
            self.said.append(("closed", number, *(("filled", "amended") if o["done"] else ("cancelled", "user"))))
            return
        low, high = (0, 2**63) if kept else self.band()
        code = self.refusal(o, quantity, price, low, high, order_count=0)
        code = code or ("conflicting_options" if o["post_only"] and self.meets(o, price) else "")
        before = self.hold(o)
        asset = "X" if o["side"] == "sell" else "USD"
        lacks = self.hold(o, quantity - gone, price) > self.available(account, asset) + before
        if code or lacks:
            self.said.append(("refused", code or "insufficient_balance"))
            return
        o.update(quantity=quantity, left=quantity - gone, price=price)
        self.said.append(("amended", number, quantity, price, kept))
        if not kept:
            self.orders.remove(o)
            self.match(o, price)
            self.settle(o)


def told(events):
    """Say what the real engine did in the naive one's words."""
    said = []
    for e in events:
        if e.TAG.endswith("_rejected"):
            said.append(("refused", e.code))
        elif e.TAG == "order_closed":
            said.append(("closed", e.order_id, e.status, e.reason))
        elif e.TAG == "order_amended":
            said.append(("amended", e.order_id, e.quantity, e.price, e.kept_place))
        elif e.TAG == "self_trade_prevented":
            said.append(("kept", e.maker_order_id, e.taker_order_id, e.maker_prevented, e.taker_prevented))
        elif e.TAG == "traded":
            ids = (e.maker_order_id, e.taker_order_id)
            said.append(("traded", *ids, e.price, e.quantity, e.maker_fee, e.taker_fee))
    return said


def random_place(random):
    kind = "market" if random.random() < 0.15 else "limit"
    tif = random.choice(["ioc", "fok"]) if kind == "market" or random.random() < 0.3 else "gtc"
    post_only = tif == "gtc" and random.random() < 0.15
    mode = random.choice(["none", "cancel_taker", "cancel_maker", "cancel_both", "decrement"])
    price = random.randint(90, 110)
    if kind == "market" and random.random() < 0.5:
        price = 0
    account, side = random.choice(["a", "a2", "b", "c", "poor"]), random.choice(["buy", "sell"])
    quantity = random.randint(1, 42)
    least = random.randint(1, quantity) if not post_only and random.random() < 0.2 else 0
    return account, side, kind, quantity, price, tif, post_only, mode, least


def step(random, naive, desk, commands):
    """Do one random thing on both engines and return what the real one did."""
    draw, account = random.random(), random.choice(["a", "a2", "b", "c", "poor"])
    number = random.choice([o["id"] for o in naive.orders] or [1])
    if naive.orders and random.random() < 0.9:
        account = next(o["account"] for o in naive.orders if o["id"] == number)
    if draw < 0.65:
        account, side, kind, quantity, price, tif, post_only, mode, least = wish = random_place(random)
        naive.place(*wish)
        only = "reject" if post_only else "none"
        order = (account, "X-USD", side, kind, quantity, price, tif, only, mode, "", least)
        return desk.apply(commands.PlaceOrder, *order)
    if draw < 0.85:
        quantity = random.choice([0, random.randint(1, 42)])
        price = random.choice([0, random.randint(90, 110)])
        naive.amend(account, number, quantity, price)
        return desk.apply(commands.AmendOrder, account, number, "", quantity, price)
    if draw < 0.98:
        naive.cancel(account, number)
        return desk.apply(commands.CancelOrder, account, number)
    naive.cancel_all(account)
    return desk.apply(commands.CancelAll, account)


def setting(random, desk):
    """Make both engines with the same random rules and balances."""
    maker, taker = random.choice(FEES)
    rules = {**PAIR, "maker_fee": maker, "taker_fee": taker}
    rules |= {"price_band": random.choice([0, 5_000_000]), "reference_price": random.choice([0, 100])}
    real = desk(**rules)
    balances = {(a, asset): 0 for a in ("a", "a2", "b", "c", "poor") for asset in ("X", "USD")}
    for account in ("a", "a2", "b", "c", "poor"):
        balances.update({(account, asset): available for asset, available, _ in real.engine.balances(account)})
    groups = {"a": "a", "a2": "a", "b": "b", "c": "c", "poor": "poor"}
    return Naive(balances, groups, rules), real


def resting(naive):
    return [(o["id"], o["left"], o["price"]) for o in naive.better("sell") + naive.better("buy")]


def really_resting(engine):
    """The real book's queue, side by side, read through the snapshot's view of the levels."""
    book = engine.instrument("X-USD").book
    sides = [level for side in (book.bids, book.asks) for level in side]
    return [(order.order_id, order.remaining, order.limit) for level in sides for order in level]


@pytest.mark.parametrize("seed", [*KEPT, *range(100, 112)])
def test_both_engines_agree_after_every_random_command(seed, desk):
    from tradespec_engine import commands

    random = Random(seed)
    naive, real = setting(random, desk)
    for number in range(400):
        naive.said = []
        events = step(random, naive, real, commands)
        where = f"seed {seed}, random command {number}: {real.log[-1][0]}"
        assert told(events) == naive.said, where
        assert really_resting(real.engine) == resting(naive), where
        for account in ("a", "a2", "b", "c", "poor"):
            held = {asset: (free, free + held) for asset, free, held in real.engine.balances(account)}
            for asset, (free, total) in held.items():
                assert (free, total) == (naive.available(account, asset), naive.total[account, asset]), where


@pytest.mark.parametrize("seed", [*KEPT, 1, 2, 3])
def test_a_replay_and_a_snapshot_with_its_suffix_give_the_same_bytes(seed, desk):
    from tradespec_engine import commands

    random = Random(seed)
    naive, real = setting(random, desk)
    for _ in range(300):
        step(random, naive, real, commands)
    journal = [encode_command(command) for command, _ in real.log]
    answers = [encode_events(events) for _, events in real.log]
    for cut in (0, random.randrange(len(journal)), random.randrange(len(journal)), len(journal)):
        engine = Engine()
        for data in journal[:cut]:
            engine.apply(decode_command(data))
        engine = Engine.restore(engine.snapshot())
        engine.check()
        assert [encode_events(engine.apply(decode_command(data))) for data in journal[cut:]] == answers[cut:], seed
        assert engine.state_hash() == real.engine.state_hash(), f"seed {seed}, cut at {cut}"
        assert engine.snapshot() == real.engine.snapshot()
