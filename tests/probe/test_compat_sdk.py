"""The SDK of a release, built, against a server; and the traces that are recorded with it."""

import io
import json
from pathlib import Path

import pytest

from tradespec.cli import run as command
from tradespec.probe.compat import Unbuildable, Unreachable, run_compat

pytestmark = pytest.mark.e2e
CACHE = Path(__file__).parents[2] / ".cache" / "compat"
WORKFLOW = """
arazzo: 1.0.1
info: {title: Buying, version: 1.0.0}
sourceDescriptions: [{name: shop, url: ../openapi.yaml, type: openapi}]
workflows:
  - workflowId: buying
    steps:
      - stepId: add
        operationId: addItem
        requestBody: {payload: {name: cup, price: 3}}
        successCriteria: [{condition: $response.body#/colour == 'red'}]
        outputs: {id: $response.body#/id}
      - stepId: read
        operationId: getItem
        parameters: [{name: id, in: path, value: $steps.add.outputs.id}]
        successCriteria: [{condition: $response.body#/price == 3}]
"""


@pytest.fixture
def outcome(freeze, shop, open_shop):
    """What the shop's SDK says of the shop."""

    def run(**fault):
        folder = freeze(shop)
        (folder / "1.0.0/scenarios").mkdir()
        (folder / "1.0.0/scenarios/buying.arazzo.yaml").write_text(WORKFLOW)
        return run_compat(folder, open_shop(**fault), ways=["sdk"], cache=CACHE).cells[0].outcomes[0]

    return run


def test_a_server_that_kept_its_word_is_green(outcome):
    found = outcome(item="item['weight'] = 3")
    assert (found.state, found.error, found.breakages) == ("green", None, ())
    assert found.cases == 5


BROKEN = {
    "a member dropped": ({"item": "del item['price']"}, "addItem", "sdk_answer", "price"),
    "another default": ({"item": "item['colour'] = 'blue'"}, "addItem", "scenario_condition", "'red'"),
    "refused": ({"answer": "if path == '/items': return 400, {}"}, "addItem", "example_refused", "400"),
    "an operation is gone": (
        {"answer": "if path.startswith('/items/'): return 404, None"},
        "getItem",
        "operation_gone",
        "Expected GET /items/{id} to be there, got 404 as for a path that no operation has",
    ),
    "what was added is lost": (
        {"answer": "if path == '/items/i-1': return 404, None"},
        "getItem",
        "scenario_condition",
        "buying: read",
    ),
}


@pytest.mark.parametrize(("fault", "operation", "kind", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_red_with_the_call_that_shows_it(outcome, fault, operation, kind, said):
    found = outcome(**fault)
    assert found.state == "red"
    breakage = next(each for each in found.breakages if each.operation == operation and each.kind == kind)
    assert said in breakage.message
    assert breakage.call.path.startswith("/items")


def test_what_is_not_found_is_no_operation_that_is_gone(outcome):
    """The server tells an item that it does not have from a path that it does not have."""
    found = outcome(answer="if path.startswith('/items/'): return 404, {'code': 'unknown_item'}")
    assert found.state == "red", "the workflow reads what it has added"
    assert "operation_gone" not in {each.kind for each in found.breakages}


def test_every_operation_is_called(outcome):
    found = outcome()
    assert found.succeeded | found.unseen == {"addItem", "getItem", "getStatus"}


def test_a_server_of_another_api_is_not_judged(outcome):
    found = outcome(answer="if path != '/': return 404, None")
    assert isinstance(found.error, Unreachable)
    assert "Expected a server of Shop, got 404 for all" in found.error.message


def test_an_sdk_that_does_not_build_is_told(freeze, shop, open_shop, tmp_path, monkeypatch):
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "npm").write_text("#!/bin/sh\necho 'src/client.ts(1,1): error TS1005: nonsense'\nexit 2\n")
    (broken / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(broken))
    found = run_compat(freeze(shop), open_shop(), ways=["sdk"], cache=tmp_path / "cache").cells[0].outcomes[0]
    assert isinstance(found.error, Unbuildable)
    assert "exit status 2: src/client.ts(1,1): error TS1005" in found.error.message


def test_without_node_it_is_told(freeze, shop, open_shop, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = run_compat(freeze(shop), open_shop(), ways=["sdk"], cache=tmp_path / "cache").cells[0].outcomes[0]
    assert isinstance(found.error, Unbuildable)
    assert "Expected npm on the PATH" in found.error.message


def test_what_was_recorded_is_green_where_it_was_recorded(freeze, shop, open_shop):
    folder = freeze(shop)
    shop["components"]["schemas"]["Item"]["properties"]["colour"]["description"] = "differs from run to run"
    server = open_shop(item="import random; item['name'] += str(random.random())")
    trace = folder / "1.0.0/traces.jsonl"
    out, err = io.StringIO(), io.StringIO()
    arguments = ["--releases", str(folder), "--server", server, "--record", str(trace), "--cache", str(CACHE)]
    assert command(["compat", *arguments], out, err) == 0, err.getvalue()
    assert out.getvalue().startswith("3 calls of 1.0.0 recorded in ")
    lines = [json.loads(line) for line in trace.read_text().splitlines()]
    assert {line["operation"]: line.get("ignore") for line in lines[1:]}["addItem"] == ["/name"]
    assert run_compat(folder, server, ways=["traces"]).ok
    assert not run_compat(folder, open_shop(item="item['colour'] = 'blue'"), ways=["traces"]).ok


def test_nothing_is_recorded_of_a_server_that_breaks_the_contract(freeze, shop, open_shop):
    folder, out, err = freeze(shop), io.StringIO(), io.StringIO()
    arguments = ["--releases", str(folder), "--server", open_shop(item="del item['price']")]
    trace = folder / "1.0.0/traces.jsonl"
    code = command(["compat", *arguments, "--record", str(trace), "--cache", str(CACHE)], out, err)
    assert code == 4
    assert "Expected a server that keeps the contract, got: " in err.getvalue()
    assert not trace.exists()
