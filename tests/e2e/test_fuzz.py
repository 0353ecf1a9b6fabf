"""Schemathesis over the running exchange, on its contract: every phase, in passes that differ in who signs what.

The seed is fixed, so that a red run can be run again; ``make fuzz`` takes a fresh one (TRADESPEC_FUZZ_SEED=0) and prints it.
"""

import os
import random
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


@pytest.fixture
def exchange(start_exchange):
    """The exchange, answers checked against the contract, limits out of the way."""
    server = start_exchange("--limit-factor", "100000", "--validate-responses")
    yield server.url
    assert server.process.poll() is None, server.log.read_text()


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
