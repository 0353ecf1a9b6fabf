"""Random pairs of schemas, and small edits of our own contract's: no answer may be contradicted by an instance.

`scripts/soundness.py` is the long form of this.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from trials.kept import keep, kept, read
from trials.real import real_schemas
from trials.trial import Tally, attempt, contradiction

from tradespec.diff.schema import No, Yes, contains

TRIES = 800
SPEC = Path(__file__).parents[2] / "spec"


def test_answers_hold():
    seed = random.randrange(2**31)
    print(f"seed {seed}")
    tally, known = Tally(), real_schemas([SPEC])
    assert len(known) > 100
    for number in range(TRIES):
        attempt(tally, seed + number, known)
    assert not tally.contradictions, [keep(*each) for each in tally.contradictions]
    assert tally.answers["Yes"] > TRIES / 10
    assert tally.answers["No"] > TRIES / 10
    assert tally.answers["Unknown"] < TRIES / 50
    assert tally.instances > TRIES


@pytest.mark.parametrize("path", kept(), ids=lambda path: path.stem)
def test_a_pair_that_was_once_wrong_is_right(path):
    wide, narrow = read(path)
    for seed in range(20):
        assert not contradiction(contains(wide, narrow), wide, narrow, random.Random(seed))[1]


def test_a_wrong_answer_would_be_noticed_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("trials.kept.FOLDER", tmp_path)
    wide, narrow = {"type": "integer"}, {"type": "number", "minimum": 0}
    _, against = contradiction(Yes(), wide, narrow, random.Random(1), instances=500)
    assert "accepted and refused" in against
    _, against = contradiction(No(3), wide, narrow, random.Random(1))
    assert "does not hold" in against
    assert "commit it" in keep(wide, narrow, against, 1)
    (path,) = tmp_path.glob("*.json")
    assert read(path) == (wide, narrow)
    assert json.loads(path.read_text("utf-8"))["seed"] == 1
