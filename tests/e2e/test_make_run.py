"""What `make run` prints works as it is printed."""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.e2e


@pytest.fixture
def greeting(start_exchange):
    exchange = start_exchange()
    until = time.monotonic() + 30
    while "Stop with Ctrl+C" not in (text := exchange.log.read_text()):  # it answers before it greets
        assert time.monotonic() < until, text
        time.sleep(0.05)
    return exchange, text


def between(text: str, begin: str, end: str) -> str:
    return text[text.index(begin) : text.index(end, text.index(begin))]


def test_make_run_starts_the_command_that_is_tested_here():
    recipe = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "run", "PORT=8099"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert recipe.strip().splitlines()[-1] == ".venv/bin/tradespec serve --port 8099"


def test_the_shell_example_places_an_order(greeting):
    lines = between(greeting[1], "body='", "\n\n")
    done = subprocess.run(["bash", "-c", lines], capture_output=True, text=True, timeout=30, check=False)
    order = json.loads(done.stdout)
    assert (order["symbol"], order["side"], order["quantity"]) == ("BTC-USD", "buy", "0.01"), done
    assert order["status"] in {"new", "partially_filled", "filled"}


def test_the_typescript_example_places_an_order(greeting):
    subprocess.run(["make", "--no-print-directory", "sdk"], cwd=ROOT, capture_output=True, check=True)
    module = between(greeting[1], "import { Client }", "\n\n\n")
    done = subprocess.run(
        ["node", "--input-type=module", "-"],
        input=module,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "symbol: 'BTC-USD'" in done.stdout


def test_what_the_greeting_names_is_there(greeting):
    text = greeting[1]
    for address in re.findall(r"http://[0-9.:]+/(?:docs|openapi\.json|health/ready|metrics)", text):
        done = subprocess.run(["curl", "-sS", "--fail", address], capture_output=True, timeout=30, check=False)
        assert done.returncode == 0, (address, done.stderr)
        assert done.stdout


def test_the_readmes_curl_line_shows_a_live_book(greeting):
    exchange, _ = greeting
    line = next(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("curl "))
    command = line.replace("http://127.0.0.1:8080", exchange.url)
    book = json.loads(subprocess.run(["bash", "-c", command], capture_output=True, timeout=30, check=True).stdout)
    assert len(book["bids"]) == len(book["asks"]) == 5
