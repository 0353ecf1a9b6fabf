"""Seeded mutations of whole documents: every break found where it was made, and no alarm about what breaks nobody.

A short form, on documents that are kept here; `scripts/mutate.py` does the same to other people's documents.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tradespec.document import bundle, load

sys.path.insert(0, str(Path(__file__).parent))

from mutations.judging import wrong
from mutations.mutator import mutations
from mutations.plain import PLAIN, PLAIN_2

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def own_contract():
    return bundle(load(ROOT / "spec" / "openapi.yaml"))


def test_mutations_of_the_own_contract_are_judged_right(own_contract, tmp_path):
    every = list(mutations(own_contract, seed=1))
    assert [said for each in every[::4] if (said := wrong(each, tmp_path))] == []


@pytest.mark.parametrize("document", [PLAIN, PLAIN_2], ids=["OpenAPI 3.1", "Swagger 2.0"])
@pytest.mark.parametrize("seed", [1, 2])
def test_mutations_of_a_plain_document_are_judged_right(document, seed, tmp_path):
    assert [said for each in mutations(document, seed) if (said := wrong(each, tmp_path))] == []


def test_there_are_as_many_kinds_as_promised():
    found = list(mutations(PLAIN, seed=1))
    assert len({each.kind for each in found if each.breaking}) >= 60
    assert len({each.kind for each in found if not each.breaking}) >= 40


def test_the_same_seed_gives_the_same_mutations():
    twice = [[(str(each), each.revision) for each in mutations(PLAIN, seed=7)] for _ in range(2)]
    assert twice[0] == twice[1]
