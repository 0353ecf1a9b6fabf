"""POST /v1/orders over real sockets: signed, validated, matched and durable, beside a FastAPI app and a bare echo.

    python benchmarks/bench_orders.py [--seconds 2] [--connections 64] [--rounds 4] [--listener granian|uvicorn]

Every row runs in a process of its own behind the same listener, under the same load from another process: raw
keep-alive sockets and requests that were signed before the clock starts. The rows take turns and the best round of each
counts: what else the machine does only ever slows a round down. What each row does per request:

- exchange: our server. Signature, scope, rate limit, the contract's schema, funds, matching, journal with full sync.
- exchange, Connexion's stack: the same, each operation served by Connexion's default middlewares.
- FastAPI: signature by the same code, the order as a Pydantic model, the same journal. No scopes, limits or matching.
- echo: a bare ASGI application that sends the body back.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROWS = ("exchange", "exchange, Connexion's stack", "FastAPI", "echo")
BASE = "FastAPI"
PRICE = "64000"


# The servers


def serve(row: str, port: int, data: Path, listener: str) -> None:
    """Run one row until it is told to stop."""
    from tradespec_server import Config
    from tradespec_server.logs import set_up_logs

    config = Config(
        port=port, data=data, market_maker=False, limit_factor=1e6, bound=not row.endswith("stack"), log_level="error"
    )
    set_up_logs("error", "json")
    asyncio.run({"FastAPI": serve_fastapi, "echo": serve_echo}.get(row, serve_exchange)(config, listener))


async def serve_exchange(config: Any, listener: str) -> None:
    from tradespec_server.app import Server

    server = Server(config)
    await server.start()
    # Both sides of each trade come from keys of the same kind: a second account with a known HMAC secret.
    await server.keyring.add(second_key())
    await listen(server.app, config.port, listener)
    await server.stop()


async def serve_echo(config: Any, listener: str) -> None:
    async def echo(_scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        body = message["body"]
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    await listen(echo, config.port, listener)


async def serve_fastapi(config: Any, listener: str) -> None:
    from peer_fastapi import build

    from tradespec_server.auth import Authenticator, Keyring
    from tradespec_server.demo_keys import published_keys
    from tradespec_server.exchange import QueueLimits
    from tradespec_server.exchange.recovery import encode_command
    from tradespec_server.exchange.sequencer import Applied, Sequencer
    from tradespec_server.exchange.times import now_us
    from tradespec_server.gateway import read_contract
    from tradespec_server.journal import SqliteJournal

    config.data.mkdir(parents=True)
    keyring = Keyring(config.data)
    keyring.open()
    for key in (published_keys()[0].key(), second_key()):
        await keyring.add(key)
    scheme = read_contract().security_schemes["signature"]["x-signature"]
    authenticator = Authenticator(scheme, keyring, now_us, 10_000_000)
    journal = SqliteJournal(config.data / "journal.db")
    journal.fence(1)
    applied = lambda command: Applied(command.sequence, command.time_us, (), None)  # noqa: E731
    sequencer = Sequencer(journal, encode_command, applied, QueueLimits(), 0)
    sequencer.start()
    await listen(build(authenticator, sequencer), config.port, listener)
    await sequencer.stop()


async def listen(app: Any, port: int, listener: str) -> None:
    loop = asyncio.get_running_loop()
    if listener == "uvicorn":
        import uvicorn

        server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_level="error", access_log=False))
        await server.serve()
        return
    from tradespec_server.listener import Listener
    from tradespec_server.process import settle_memory

    settle_memory()
    granian = Listener(app, "127.0.0.1", port)
    loop.add_signal_handler(signal.SIGTERM, granian.stop)
    await granian.run()


def second_key() -> Any:
    from tradespec_server.auth import HMAC_SHA256, Key

    return Key(
        key_id="tsk_bench", account="bob", name="bench", algorithm=HMAC_SHA256, material=bytes(range(32)),
        scopes=("trade",), ip_allow=(), create_us=0,
    )  # fmt: skip


# The load


def signed_orders(count: int) -> list[bytes]:
    """Return raw requests: alice buys, bob sells, at one price, so that every other order trades."""
    from tradespec_server.demo_keys import published_keys

    alice = published_keys()[0]
    keys = [(alice.key_id, base64.b64decode(alice.secret), "buy"), ("tsk_bench", bytes(range(32)), "sell")]
    requests = []
    for at in range(count):
        key_id, secret, side = keys[at % 2]
        fields = {"type": "limit", "symbol": "BTC-USD", "side": side, "quantity": "0.0001", "price": PRICE}
        body = json.dumps({**fields, "client_order_id": f"{side}-{secrets.token_hex(8)}"}).encode()
        timestamp, nonce = str(time.time_ns() // 1_000_000), secrets.token_hex(16)
        lines = [timestamp, nonce, "POST", "/v1/orders", hashlib.sha256(body).hexdigest()]
        signature = base64.b64encode(hmac.digest(secret, "\n".join(lines).encode(), "sha256")).decode()
        head = (
            "POST /v1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nTS-Key: {key_id}\r\nTS-Timestamp: {timestamp}\r\nTS-Nonce: {nonce}\r\n"
            f"TS-Recv-Window: 60000\r\nTS-Signature: {signature}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


class Line(asyncio.Protocol):
    """One connection: sends the next request when the answer to the one before is complete."""

    def __init__(self, requests: list[bytes], latencies: list[float], refused: list[bytes]) -> None:
        self.requests, self.latencies, self.refused = requests, latencies, refused
        self.buffer = b""
        self.sent_at = 0.0
        self.transport: asyncio.Transport

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def send(self) -> None:
        if self.requests:
            self.sent_at = time.perf_counter()
            self.transport.write(self.requests.pop())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self.latencies.append(time.perf_counter() - self.sent_at)
        if not head.startswith(b"HTTP/1.1 201"):
            self.refused.append(self.buffer)
        self.buffer = b""
        self.send()


async def load(port: int, seconds: float, connections: int) -> dict[str, Any]:
    requests = signed_orders(int(seconds * 40_000))
    latencies: list[float] = []
    refused: list[bytes] = []
    loop = asyncio.get_running_loop()
    lines = [
        (await loop.create_connection(lambda: Line(requests, latencies, refused), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    started = time.perf_counter()
    for line in lines:
        line.send()
    await asyncio.sleep(seconds)
    elapsed, done = time.perf_counter() - started, sorted(latencies)
    requests.clear()
    await asyncio.sleep(0.2)
    return {
        "answers": len(done),
        "rate": len(done) / elapsed,
        "p50": done[len(done) // 2] * 1000,
        "p99": done[len(done) * 99 // 100] * 1000,
        "refused": len(refused),
        "example": refused[0].decode(errors="replace") if refused else "",
    }


# The table


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(row: str, options: argparse.Namespace) -> dict[str, Any]:
    """Start a server, load it from another process, and stop it."""
    options.directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        port = str(free_port())
        this = [sys.executable, __file__, "--listener", options.listener]
        server = subprocess.Popen([*this, "--serve", row, "--port", port, "--data", f"{directory}/data"])
        try:
            wait_for(int(port), server)
            amount = ["--seconds", str(options.seconds), "--connections", str(options.connections)]
            before = cpu_seconds(server.pid)
            done = subprocess.run([*this, "--load", port, *amount], capture_output=True, check=True)
            spent = cpu_seconds(server.pid) - before
        finally:
            server.terminate()
            server.wait(30)
    figures: dict[str, Any] = json.loads(done.stdout)
    figures["cpu"] = spent / figures["answers"] * 1e6
    if figures["refused"]:
        sys.exit(f"Expected only accepted orders from {row}, got {figures['refused']} others:\n{figures['example']}")
    return figures


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used, all its threads together; nan where there is no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"Expected a server, got exit code {server.returncode}.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.05)
    sys.exit("Expected a server within 30 s, got none.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--listener", choices=("granian", "uvicorn"), default="granian")
    parser.add_argument("--directory", type=Path, default=Path("build"), help="a directory on the disk to measure")
    for internal in ("--serve", "--port", "--data", "--load"):
        parser.add_argument(internal, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, int(options.port), Path(options.data), options.listener)
    elif options.load:
        print(json.dumps(asyncio.run(load(int(options.load), options.seconds, options.connections))))
    else:
        show(options)


def show(options: argparse.Namespace) -> None:
    rounds: dict[str, list[dict[str, Any]]] = {row: [] for row in ROWS}
    for _ in range(options.rounds):
        for row in ROWS:
            rounds[row].append(measure(row, options))
    best = {row: max(found, key=lambda one: one["rate"]) for row, found in rounds.items()}
    base = best[BASE]["rate"]
    print(f"POST /v1/orders, {options.connections} connections, {options.listener}, {os.cpu_count()} cores")
    print(f"{'':30}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'cpu us':>9}{'ratio':>8}")
    for row, one in best.items():
        print(
            f"{row:30}{one['rate']:12,.0f}{one['p50']:9.2f}{one['p99']:9.2f}{one['cpu']:9.0f}{one['rate'] / base:8.2f}"
        )
    spread = [statistics.pstdev([one["rate"] for one in found]) / best[row]["rate"] for row, found in rounds.items()]
    print(f"Ratios are to {BASE}; rates of one row differed by up to {max(spread):.0%} between rounds.")


if __name__ == "__main__":
    main()
