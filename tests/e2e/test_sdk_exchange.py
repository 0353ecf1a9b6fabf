"""The generated SDK on Node trades on a real exchange, over a real port, both generated from the same contract."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tradespec_server.demo_keys import published_keys

from .conftest import Exchange

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SDK = ROOT / "generated" / "typescript"

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """A server of its own: no market maker, so that the book holds what the test puts there; answers are validated."""
    options = ["--limit-factor", "100", "--no-market-maker", "--validate-responses"]
    server = Exchange(tmp_path_factory.mktemp("exchange") / "data", *options)
    server.start()
    yield server.url
    server.stop()


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
