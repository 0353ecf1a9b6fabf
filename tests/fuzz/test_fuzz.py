"""Schemathesis over the running exchange, on its contract: every phase, in passes that differ in who signs what.

The seed is fixed, so that a red run can be run again; ``make fuzz`` takes a fresh one (TRADESPEC_FUZZ_SEED=0) and prints it.
"""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tradespec.probe import Credentials, Fuzz, Pass
from tradespec_server.demo_keys import published_keys

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("TRADESPEC_FUZZ_SEED", "20261123")) or random.randrange(2**31)
EXAMPLES = int(os.environ.get("TRADESPEC_FUZZ_EXAMPLES", "12"))

SELF_DEFEATING = ("forceError", "revokeKey", "rotateKey", "resetSandbox")
"""Operations that take away what the other cases stand on: the key itself, the orders. They run in passes of their own."""

PASSES = [
    # A probe that was signed again would look as if no signature were asked for, so that check has a pass of its own.
    Pass("all requests signed", signed=True, exclude_checks=("ignored_auth",), exclude_operations=SELF_DEFEATING),
    Pass("security probing", signed=True, phases="examples,coverage", checks="ignored_auth"),
    Pass("nothing signed", signed=False, phases="examples,coverage,fuzzing"),
    Pass("keys and resets", signed=True, exclude_checks=("ignored_auth",), include_operations=SELF_DEFEATING[1:]),
    Pass(
        "forced errors",
        signed=True,
        phases="examples,coverage,fuzzing",
        exclude_checks=("ignored_auth",),
        include_operations=SELF_DEFEATING[:1],
    ),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def exchange(tmp_path):
    """The exchange on a port of its own, answers checked against the contract, limits out of the way."""
    url = f"http://127.0.0.1:{free_port()}"
    options = ["--port", url.rsplit(":", 1)[1], "--data", str(tmp_path / "data"), "--limit-factor", "100000"]
    with (tmp_path / "server.log").open("w") as log:
        command = [sys.executable, "-m", "tradespec_server", *options, "--validate-responses", "--no-banner"]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_until_ready(server, url, tmp_path / "server.log")
            yield url
            assert server.poll() is None, (tmp_path / "server.log").read_text()
        finally:
            server.terminate()
            server.wait(20)


def wait_until_ready(server, url, log):
    for _ in range(200):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the exchange did not get ready")


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("one", PASSES, ids=[one.name for one in PASSES])
def test_schemathesis_finds_nothing(exchange, one):
    key = published_keys()[0]
    fuzz = Fuzz(
        spec=ROOT / "generated/server/openapi.json",
        url=exchange,
        credentials=Credentials(key.key_id, key.algorithm.replace("_", "-"), key.secret),
        seed=SEED,
        examples=EXAMPLES,
    )
    print(f"seed {SEED}, {EXAMPLES} examples per operation")
    result = fuzz.run(one)
    print(result.output)
    assert result.status == 0, result.output[-8000:]
    assert " passed" in result.output
