"""Other people's documents, as large as they come: the same templates make an SDK that compiles.

The documents are not part of the project; `CORPUS` names their folder.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
DOCUMENTS = [
    "single/binance-spot.yaml",
    "single/okx-rest.yaml",
    "single/coinbase-cdp.yaml",
    "single/kucoin-spot.json",
    "versions/reya/09-2026-06-29/openapi-trading-v2.yaml",
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_compiles(name, make_sdk, tsc):
    document = CORPUS / name
    if not document.exists():
        pytest.skip(f"no {name} beneath {CORPUS}")

    assert tsc(make_sdk(document), "--noEmit") == ""
