"""The rules beside the contract: silent on the exchange as it is, and each finds the promise that was broken for it."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from faults.exchange import ROOT, published
from faults.rules import FAULTS

from tradespec.contract import read
from tradespec.document import load
from tradespec.probe.compat import parse_server
from tradespec.probe.compat.settings import read_settings
from tradespec.probe.fuzzing import run_fuzz

RULES = ROOT / "spec" / "checks.py"
CALLED = ["placeOrder", "getOrder", "cancelOrder", "createDeposit"]


@pytest.fixture
def contract(tmp_path):
    """The contract with no operation that asks for a key: one pass is enough to see what a signed request can."""
    document = published()
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))
    return read(load(path))


def found_in(contract, application, monkeypatch):
    """Fuzz an application of this folder, and return the names of the checks that found something."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    settings = read_settings(ROOT / "spec" / "tradespec.toml")
    with parse_server(application).running(busy=True) as url:
        report = run_fuzz(contract, url, access=settings.access, seed=7, examples=8, only=CALLED, checks=RULES)
    assert report.cases > 100
    return {each.check: each.breakage.message for each in report}


@pytest.mark.e2e
@pytest.mark.slow
def test_the_exchange_keeps_every_rule(contract, monkeypatch):
    assert found_in(contract, "app:tradespec_server.app", monkeypatch) == {}


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_promise_is_found_by_its_rule(contract, monkeypatch, name):
    monkeypatch.setenv("TRADESPEC_FAULT", name)
    found = found_in(contract, "app:faults.rules", monkeypatch)
    assert FAULTS[name].rule in found, found
    assert found[FAULTS[name].rule].startswith("Expected ")
