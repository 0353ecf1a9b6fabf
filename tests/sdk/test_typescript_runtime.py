"""The generated client on Node: signatures, transport, errors, paging, decimals, each against a real HTTP server."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VECTORS = ROOT / "spec" / "guides" / "vectors" / "signatures.json"


@pytest.mark.parametrize("script", ["signing.test.mjs", "transport.test.mjs", "decimal.test.mjs", "commonjs.test.cjs"])
def test_exchange_sdk(script, sdk, node):
    printed = node("--test", "--test-reporter=spec", HERE / "node" / script, SDK=sdk, VECTORS=VECTORS)

    assert "fail 0" in printed
    assert "pass 0" not in printed


@pytest.mark.parametrize("script", ["wire.test.mjs"])
def test_sdks_of_other_documents(script, make_sdk, tsc, node):
    folders = {}
    for spec in ("auth", "numbers", "names"):
        folders[spec.upper()] = make_sdk(HERE / "specs" / f"{spec}.yaml")
        assert tsc(folders[spec.upper()], "-p", "tsconfig.esm.json") == ""

    printed = node("--test", "--test-reporter=spec", HERE / "node" / script, **folders)

    assert "fail 0" in printed
    assert "pass 0" not in printed
