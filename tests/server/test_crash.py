"""`kill -9` at any instant: what was acknowledged is there, once; nothing is there that nobody sent."""

import asyncio
import collections
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tradespec_server.exchange import Exchange, ExchangeConfig

ROUNDS = 5
CLIENTS = 12

LOAD = f"""
import asyncio, json, random, sys
from pathlib import Path
from tradespec_server.demo import bootstrap
from tradespec_server.errors import Refused
from tradespec_server.exchange import Exchange, ExchangeConfig

def tell(*words):
    sys.stdout.write(json.dumps(words) + "\\n")
    sys.stdout.flush()

async def client(exchange, name, dice):
    number = 0
    while True:
        number += 1
        account, side = dice.choice([("alice", "buy"), ("bob", "sell")])
        client_id = f"{{name}}-{{number}}"
        request = {{"type": "limit", "symbol": "BTC-USD", "side": side, "quantity": "0.0001",
                   "price": str(64000 + dice.randrange(-3, 4)), "client_order_id": client_id}}
        tell("sent", account, client_id)
        try:
            order = await exchange.place_order(account, request)
        except Refused as refused:
            tell("refused", account, client_id, refused.code)
            await exchange.cancel_all_orders(account)
            continue
        tell("placed", account, client_id, order["order_id"], order["filled_quantity"])
        if dice.random() < 0.3:
            try:
                order = await exchange.cancel_order(account, order["order_id"])
                tell("cancelled", account, client_id, order["order_id"], order["filled_quantity"])
            except Refused:
                pass

async def main(directory, name, seed):
    exchange = Exchange(ExchangeConfig(Path(directory), snapshot_every=200, housekeeping_s=0.05))
    await exchange.start()
    await bootstrap(exchange)
    tell("ready")
    await asyncio.gather(*(client(exchange, f"{{name}}c{{i}}", random.Random(f"{{seed}} {{i}}")) for i in range({CLIENTS})))

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


def load_and_kill(directory, name, seed, seconds):
    """Run clients for a while, kill the process, and return what it had told."""
    command = [sys.executable, "-c", LOAD, str(directory), name, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline()) == ["ready"]
        os.set_blocking(process.stdout.fileno(), False)
        told, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            told += process.stdout.read() or b""
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        os.set_blocking(process.stdout.fileno(), True)
        told += process.stdout.read()
    # The last line may be torn by the kill.
    return [json.loads(line) for line in told.split(b"\n")[:-1]]


async def every_order(exchange, account):
    orders, cursor = [], None
    while True:
        page = await exchange.list_orders(account, cursor=cursor, limit=500)
        orders += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return orders


async def verify(directory, told, sent):
    """Start again over what the killed process left, and compare it with what was told so far."""
    exchange = Exchange(ExchangeConfig(directory, snapshot_every=200))
    recovered = await exchange.start()
    exchange.engine.check()
    found = {account: await every_order(exchange, account) for account in ("alice", "bob")}
    by_id = {order["order_id"]: order for orders in found.values() for order in orders}
    assert len(by_id) == sum(map(len, found.values()))
    for account, orders in found.items():
        assert max(collections.Counter(order["client_order_id"] for order in orders).values()) == 1
        assert {order["client_order_id"] for order in orders} <= sent[account]
    for event, _, client_id, *facts in told:
        if event in {"placed", "cancelled"}:
            order = by_id[facts[0]]
            assert order["client_order_id"] == client_id
            assert float(order["filled_quantity"]) >= float(facts[1])
        if event == "cancelled":
            assert order["status"] == "cancelled"
    for event, account, _, *facts in told[-100:]:
        if event == "placed":
            assert by_id[facts[0]] == await exchange.get_order(account, facts[0])
    state = exchange.engine.state_hash()
    await exchange.stop()
    return recovered, state


@pytest.mark.slow
def test_a_killed_exchange_has_every_acknowledged_order_once(tmp_path):
    seed = int(os.environ.get("TRADESPEC_CRASH_SEED", random.SystemRandom().randrange(10**9)))
    print(f"TRADESPEC_CRASH_SEED={seed}")  # what it takes to run a failure again
    dice = random.Random(seed)
    told, sent, replayed = [], {"alice": set(), "bob": set()}, []
    for number in range(ROUNDS):
        lines = load_and_kill(tmp_path / "data", f"r{number}", seed + number, dice.uniform(0.01, 0.8))
        told += lines
        for event, account, client_id, *_ in lines:
            if event == "sent":
                sent[account].add(client_id)
        recovered, state = asyncio.run(verify(tmp_path / "data", told, sent))
        replayed.append((recovered.records, recovered.replayed))
        assert recovered.records >= sum(event in {"placed", "cancelled"} for event, *_ in told)
    acknowledged = sum(event == "placed" for event, *_ in told)
    print(f"{acknowledged} orders acknowledged, (records, replayed) at each start: {replayed}")  # figures
    assert acknowledged > ROUNDS
    # Without snapshots and store, from the journal alone, the same state comes back.
    for path in [*(tmp_path / "data" / "snapshots").iterdir(), *(tmp_path / "data").glob("store.db*")]:
        path.unlink()
    recovered, again = asyncio.run(verify(tmp_path / "data", told, sent))
    assert recovered.replayed == recovered.records
    assert again == state


@pytest.mark.slow
def test_an_exchange_killed_while_it_starts_can_be_started(tmp_path):
    seed = int(os.environ.get("TRADESPEC_CRASH_SEED", random.SystemRandom().randrange(10**9)))
    print(f"TRADESPEC_CRASH_SEED={seed}")  # what it takes to run a failure again
    dice = random.Random(seed)
    command = [sys.executable, "-c", LOAD, str(tmp_path / "data"), "start", str(seed)]
    for _ in range(8):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(dice.uniform(0.1, 0.6))
            process.send_signal(signal.SIGKILL)

    async def start_again():
        exchange = Exchange(ExchangeConfig(tmp_path / "data"))
        recovered = await exchange.start()
        exchange.engine.check()
        await exchange.stop()
        return recovered

    assert asyncio.run(start_again()).notes == ()
