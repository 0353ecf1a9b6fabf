"""The look of what is generated. ``TRADESPEC_UPDATE_GOLDEN=1`` writes the records anew; read the diff then."""

import os
from pathlib import Path

import pytest

from tradespec.emit import generate

GOLDEN = Path(__file__).parent / "golden" / "generated"


@pytest.mark.parametrize("target", ["models", "server"])
def test_the_files_look_as_recorded(mini, tmp_path, target):
    if os.environ.get("TRADESPEC_UPDATE_GOLDEN"):
        generate(mini, [target], GOLDEN / target, direct=True, force=True)
    generate(mini, [target], tmp_path, direct=True)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    recorded = {path.name: path.read_text() for path in (GOLDEN / target).iterdir()}
    assert made == recorded


@pytest.mark.parametrize("target", ["models", "server"])
def test_two_runs_give_the_same_bytes(mini, tmp_path, target):
    generate(mini, [target], tmp_path / "one")
    generate(mini, [target], tmp_path / "two")
    files = [sorted((tmp_path / run).rglob("*.*")) for run in ("one", "two")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert len(files[0]) >= 3
