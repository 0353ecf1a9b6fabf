"""The generated SDK on Node trades on a real exchange, over a real port, both generated from the same contract."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tradespec_server.demo_keys import published_keys

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SDK = ROOT / "generated" / "typescript"
START_SECONDS = 30

pytestmark = pytest.mark.e2e


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"no answer from {url} within {START_SECONDS} s")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """A server of its own: no market maker, so that the book holds what the test puts there; answers are validated."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "tradespec_server", "--port", str(port), "--limit-factor", "100"]
    command += ["--data", str(tmp_path_factory.mktemp("exchange")), "--no-market-maker", "--no-banner"]
    with subprocess.Popen([*command, "--validate-responses"]) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="module")
def sdk():
    """The folder of the SDK, compiled."""
    built = subprocess.run(
        ["make", "--no-print-directory", "sdk"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return SDK


def test_trading(exchange, sdk):
    alice, bob = published_keys()
    keys = {
        "ALICE": json.dumps({"key": alice.key_id, "secret": alice.secret}),
        "BOB": json.dumps({"key": bob.key_id, "privateKey": bob.secret}),
    }

    done = subprocess.run(
        ["node", "--test", "--test-reporter=spec", HERE / "sdk" / "exchange.test.mjs"],
        env={**os.environ, **keys, "BASE_URL": exchange, "SDK": str(sdk)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
    assert "pass 0" not in done.stdout
