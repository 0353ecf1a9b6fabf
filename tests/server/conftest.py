"""A whole server on a real port, inside of this process so that tests can look at the exchange behind it."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import secrets
import threading
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tradespec_server import Config
from tradespec_server.app import Server
from tradespec_server.demo_keys import published_keys
from tradespec_server.listener import Listener, claim_port

ALICE, BOB = published_keys()


class Signer:
    """Signs requests as the guide on signing says."""

    def __init__(self, key_id, secret, algorithm="hmac_sha256"):
        self.key_id = key_id
        raw = base64.b64decode(secret)
        if algorithm == "ed25519":
            self._sign = Ed25519PrivateKey.from_private_bytes(raw).sign
        else:
            self._sign = lambda message: hmac.digest(raw, message, "sha256")

    def headers(self, method, target, body=b"", *, timestamp_ms=None, nonce=None, **more):
        timestamp = str(int(time.time() * 1000) if timestamp_ms is None else timestamp_ms)
        nonce = nonce or secrets.token_urlsafe(16)
        lines = [timestamp, nonce, method, target, hashlib.sha256(body).hexdigest()]
        return {
            "TS-Key": self.key_id,
            "TS-Timestamp": timestamp,
            "TS-Nonce": nonce,
            "TS-Signature": base64.b64encode(self._sign("\n".join(lines).encode())).decode(),
            **more,
        }


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        assert self.headers["content-type"] == "application/problem+json", self.body
        return self.json["code"]

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class RunningServer:
    """A server in a thread of its own."""

    def __init__(self, config):
        self.config = config
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._error = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._started.wait(60)
        if self._error is not None:
            raise self._error
        self.alice = Signer(ALICE.key_id, ALICE.secret)
        self.bob = Signer(BOB.key_id, BOB.secret, BOB.algorithm)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001  # raised again in the test's thread
            self._error = error
        finally:
            self._started.set()
            self._loop.close()

    async def _serve(self):
        self.server = Server(self.config)
        await self.server.start()
        self._listener = Listener(self.server.app, self.config.host, self.config.port)
        serving = asyncio.create_task(self._listener.run())
        try:
            await self._listener.accepting()
            self._started.set()
            await serving
        finally:
            await self.server.stop()

    def stop(self):
        self._loop.call_soon_threadsafe(self._listener.stop)
        self._thread.join(30)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error

    signer = staticmethod(Signer)

    def call(self, function):
        """Run a function in the server's own thread."""

        async def run():
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    def state(self):
        """Everything a refused request must leave as it was."""
        exchange = self.server.exchange
        return self.call(lambda: (exchange.engine.state_hash(), exchange.sequencer.applied))

    def connect(self):
        return contextlib.closing(http.client.HTTPConnection(self.config.host, self.config.port, timeout=30))

    def send(self, method, target, body=None, headers=None):
        """Send a request as it is, unsigned."""
        with self.connect() as connection:
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())

    def request(self, method, target, json_body=None, *, signer=None, body=None, **headers):
        """Send a signed request; alice signs unless another signer is given."""
        if json_body is not None:
            body = json.dumps(json_body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        signed = (signer or self.alice).headers(method, target, body or b"")
        return self.send(method, target, body, {**signed, **{k.replace("_", "-"): v for k, v in headers.items()}})


@pytest.fixture(scope="session")
def make_server(tmp_path_factory):
    """Return what starts a server; all are stopped at the end."""
    running = []

    def start(**settings):
        settings.setdefault("data", tmp_path_factory.mktemp("server") / "data")
        settings.setdefault("market_maker", False)
        settings.setdefault("validate_responses", True)
        settings.setdefault("limit_factor", 1000.0)
        server = RunningServer(Config(port=claim_port("127.0.0.1", 0), **settings))
        running.append(server)
        return server

    yield start
    for server in running:
        if server._thread.is_alive():
            server.stop()


@pytest.fixture(scope="module")
def server(make_server):
    """One server for the tests of a module."""
    running = make_server()
    yield running
    running.stop()
