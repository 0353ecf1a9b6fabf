"""`kill -9` the server under load, start it again: every acknowledged order is there, once."""

import collections
import contextlib
import http.client
import json
import random
import threading
import time
from pathlib import Path

import pytest

from tradespec.contract import read_file
from tradespec.probe import Credentials, signed_headers
from tradespec_server.demo_keys import published_keys

ROOT = Path(__file__).parents[2]
CLIENTS = 8
ROUNDS = 2
pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SCHEME = read_file(ROOT / "generated/server/openapi.json").security_schemes["signature"].signature
KEYS = [Credentials(key.key_id, key.algorithm.replace("_", "-"), key.secret) for key in published_keys()]


class Client:
    """One keep-alive connection that signs as the contract says."""

    def __init__(self, port: int, key: Credentials) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.key = key

    def send(self, method: str, target: str, body: object = None) -> tuple[int, dict]:
        raw = b"" if body is None else json.dumps(body).encode()
        headers = signed_headers(SCHEME, self.key, method, target, raw)
        if raw:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, raw or None, headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def close(self) -> None:
        self.connection.close()


def trade(port: int, name: str, dice: random.Random, acknowledged: dict, errors: list) -> None:
    """Place orders that often match until the connection breaks; note what was answered."""
    key = KEYS[dice.randrange(2)]
    with contextlib.closing(Client(port, key)) as client:
        place(client, name, dice, acknowledged, errors)


def place(client: Client, name: str, dice: random.Random, acknowledged: dict, errors: list) -> None:
    for number in range(100_000):
        client_id = f"{name}-{number}"
        order = {
            "type": "limit",
            "symbol": "BTC-USD",
            "side": dice.choice(["buy", "sell"]),
            "quantity": "0.0001",
            "price": str(64000 + dice.randrange(-4, 5)),
            "client_order_id": client_id,
        }
        try:
            status, answer = client.send("POST", "/v1/orders", order)
        except (OSError, http.client.HTTPException, ValueError):
            return
        if status == 201:
            acknowledged[client_id] = (client.key, answer["order_id"], order)
        elif answer.get("code") != "too_many_open_orders":
            errors.append((status, answer))
            return
        elif not cancel_all(client):
            return


def cancel_all(client: Client) -> bool:
    """Make room for more orders; false when the server is gone."""
    try:
        return client.send("DELETE", "/v1/orders")[0] == 200
    except (OSError, http.client.HTTPException, ValueError):
        return False


def orders_of(port: int, key: Credentials) -> list[dict]:
    """Every order of an account, page by page."""
    found, cursor = [], ""
    with contextlib.closing(Client(port, key)) as client:
        while True:
            status, page = client.send("GET", f"/v1/orders?limit=500{cursor}")
            assert status == 200, page
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"


def test_every_acknowledged_order_is_there_once(start_exchange):
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    exchange = start_exchange("--no-market-maker", "--limit-factor", "100000")
    acknowledged: dict[str, tuple[Credentials, str, dict]] = {}
    for round_number in range(ROUNDS):
        errors: list = []
        before = len(acknowledged)
        threads = [
            threading.Thread(
                target=trade,
                args=(exchange.port, f"r{round_number}c{at}", random.Random(dice.random()), acknowledged, errors),
            )
            for at in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(dice.uniform(0.5, 2.0))
        exchange.kill()
        for thread in threads:
            thread.join(30)
        assert errors == [], (seed, errors[:3])
        assert len(acknowledged) > before + CLIENTS, "the load was no load"
        exchange.start()

    seen = collections.Counter()
    for key in KEYS:
        seen.update((key.key_id, order["client_order_id"]) for order in orders_of(exchange.port, key))
    assert max(seen.values()) == 1, seed
    lost = [client_id for client_id, (key, *_) in acknowledged.items() if (key.key_id, client_id) not in seen]
    assert lost == [], seed

    for client_id, (key, order_id, order) in dice.sample(sorted(acknowledged.items()), 20):
        with contextlib.closing(Client(exchange.port, key)) as client:
            status, answer = client.send("POST", "/v1/orders", order)
        assert (status, answer["order_id"]) == (201, order_id), f"{client_id} was placed again (seed {seed})"
