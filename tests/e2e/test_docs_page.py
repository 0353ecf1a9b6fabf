"""The page at /docs in a real browser: it shows the reference, signs what is tried, and asks no other machine for anything."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tradespec_server.demo_keys import published_keys

HERE = Path(__file__).parent

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """What a visit with each of the demo keys came to."""
    from .conftest import Exchange

    exchange = Exchange(tmp_path_factory.mktemp("docs") / "data", "--no-market-maker")
    exchange.start()
    keys = [{"key": key.key_id, "algorithm": key.algorithm, "secret": key.secret} for key in published_keys()]
    try:
        done = subprocess.run(
            ["node", HERE / "docs_page.mjs", exchange.url, json.dumps(keys)],
            capture_output=True,
            text=True,
            timeout=180,
            env={**os.environ},
            check=False,
        )
    finally:
        exchange.stop()
    assert done.returncode == 0, done.stderr
    return exchange, json.loads(done.stdout)


def test_the_reference_is_shown_without_errors(visit):
    _, seen = visit
    assert seen["title"] == "Tradespec Exchange"
    assert seen["headingIsWide"], "the page's own styles reach into the reference"
    refused = [text for text in seen["errors"] if "401" not in text]
    assert refused == []


def test_what_is_tried_without_a_key_is_sent_unsigned(visit):
    first = visit[1]["tried"][0]
    assert (first["status"], first["signed"], first["body"]["code"]) == (401, False, "missing_signature")
    assert visit[1]["states"][0] == "Requests are sent unsigned."


def test_both_kinds_of_keys_sign_what_is_tried(visit):
    _, hmac, ed25519, order = visit[1]["tried"]
    for answer in (hmac, ed25519):
        assert (answer["status"], answer["signed"]) == (200, True), answer
        assert {balance["asset"] for balance in answer["body"]["items"]} >= {"BTC", "USD"}
    assert order["signed"], "a request with a body is signed too"
    assert order["body"].get("code") != "invalid_signature", order
    assert visit[1]["states"][1:] == ["Requests are signed."] * 3


def test_no_request_leaves_the_machine(visit):
    exchange, seen = visit
    addresses = [address for address in seen["addresses"] if urlsplit(address).scheme not in {"data", "blob", "about"}]
    assert {urlsplit(address).netloc for address in addresses} == {f"127.0.0.1:{exchange.port}"}
    assert len(addresses) > 4
