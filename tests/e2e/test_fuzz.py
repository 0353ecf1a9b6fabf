"""Schemathesis over the running exchange, on its contract: every phase, in passes that differ in who signs what.

The seed is fixed, so that a red run can be run again; `make fuzz` takes a fresh one and prints it.
"""

import os
import random
from pathlib import Path

import pytest

from tradespec.contract import read_file
from tradespec.probe.compat.settings import read_settings
from tradespec.probe.fuzzing import formats, run_fuzz

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("TRADESPEC_FUZZ_SEED", "20261123")) or random.randrange(2**31)
EXAMPLES = int(os.environ.get("TRADESPEC_FUZZ_EXAMPLES", "10"))


@pytest.fixture
def exchange(start_exchange):
    """The exchange, answers checked against the contract, limits out of the way."""
    server = start_exchange("--limit-factor", "100000", "--validate-responses")
    yield server.url
    assert server.process.poll() is None, server.log.read_text()


@pytest.mark.e2e
@pytest.mark.slow
def test_schemathesis_finds_nothing(exchange):
    settings = read_settings(ROOT / "spec" / "tradespec.toml")
    contract = read_file(ROOT / "spec" / "openapi.yaml")
    report = run_fuzz(
        contract,
        exchange,
        access=settings.access,
        seed=SEED,
        examples=EXAMPLES,
        alone=settings.alone,
        checks=ROOT / "spec" / "checks.py",
    )
    print(formats.as_text(report))
    assert not report.findings, formats.as_text(report)
    assert all(cases > 10 for _, cases in report.passes), report.passes
    assert [name for name, _ in report.passes][:3] == ["all requests signed", "security probing", "nothing signed"]
