"""`tradespec bundle`: one file that says the same."""

import json

import pytest

from tradespec.contract import read
from tradespec.document import load


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Börse, version: '1'}\npaths:\n  /a: {$ref: 'a.yaml#/a'}\n", "utf-8"
    )
    (tmp_path / "a.yaml").write_text(
        "a:\n  get:\n    operationId: getA\n    responses:\n      '200':\n        description: A\n        content:\n"
        "          application/json: {schema: {$ref: '#/A'}}\nA: {type: object, properties: {a: {$ref: '#/A'}}}\n",
        "utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(("name", "form"), [("out.yaml", ()), ("out.json", ()), ("deep/out.txt", ("--format", "json"))])
def test_the_bundle_stands_alone(inline, spec, name, form):
    done = inline("bundle", "openapi.yaml", "--out", name, *form)
    assert (done.code, done.out, done.err) == (0, "", "")
    made = spec / name
    if name.endswith((".json", ".txt")):
        json.loads(made.read_text("utf-8"))
    (spec / "a.yaml").unlink()
    if name.endswith(".txt"):
        return
    contract = read(load(made))
    assert [operation.id for operation in contract.operations] == ["getA"]
    assert inline("validate", name).code == 0


def test_without_out_it_is_printed(inline, spec):
    done = inline("bundle", "openapi.yaml", "--format", "json")
    assert json.loads(done.out)["info"]["title"] == "Börse"


def test_an_unwritable_place_is_a_failure_of_the_tool(inline, spec):
    done = inline("bundle", "openapi.yaml", "--out", "a.yaml/out.yaml")
    assert done.code == 4
    assert "a.yaml" in done.err
