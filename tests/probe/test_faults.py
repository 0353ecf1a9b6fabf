"""The catalogue of faults is what it says; a few of them are put into the exchange and found."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from faults.catalogue import CHANGES
from faults.exchange import ROOT, edited, published
from faults.judging import compared, judged

from tradespec.contract import read
from tradespec.document import load
from tradespec.probe.compat import read_releases

SAMPLE = [
    "an order id becomes an integer",
    "pages are smaller",
    "members in another order",
]


def test_there_are_enough_of_both():
    assert sum(change.breaks for change in CHANGES.values()) >= 30
    assert sum(not change.breaks for change in CHANGES.values()) >= 20


@pytest.mark.parametrize("name", [name for name, change in CHANGES.items() if change.document])
def test_the_contract_of_a_change_is_readable_and_differs(tmp_path, name):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(edited(CHANGES[name])))
    assert not [problem for problem in read(load(path)).problems if problem.severity == "error"]
    assert edited(CHANGES[name]) != published()


@pytest.mark.parametrize("name", [name for name, change in CHANGES.items() if change.document and not change.breaks])
def test_no_addition_is_taken_for_a_break_by_its_document(tmp_path, name):
    assert compared(name, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_a_fault_in_the_exchange_is_found_and_an_addition_is_not(tmp_path, name):
    newest = read_releases([ROOT / "spec" / "releases"])[-1:]
    one = judged(name, newest, ["positive"], tmp_path, seed=1, examples=8)
    assert one.right, (one.failed, one.rules, one.ways)
