"""A bundle says what the files said, in one; written YAML reads back as what was written."""

import random

import jsonschema_rs
import pytest

from tradespec.contract import read_file
from tradespec.document import Limits, bundle, dump_json, dump_yaml, load
from tradespec.document.yaml import parse

FILES = {
    "openapi.yaml": """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {$ref: 'paths.yaml#/a'}
components:
  schemas:
    Order: {$ref: 'schemas.yaml#/Order'}
    Side: {type: string, enum: [buy, sell]}
""",
    "paths.yaml": """
a:
  get:
    operationId: getA
    parameters:
      - $ref: '#/limit'
    responses:
      '200':
        description: ok
        content:
          application/json:
            schema: {$ref: 'schemas.yaml#/Order'}
limit: {name: limit, in: query, schema: {$ref: 'schemas.yaml#/Count'}}
""",
    "schemas.yaml": """
Count: {type: integer}
Order:
  oneOf: [{$ref: '#/Limit'}, {$ref: '#/Market'}]
  discriminator: {propertyName: type, mapping: {limit: '#/Limit', market: '#/Market'}}
Limit:
  type: object
  properties:
    type: {const: limit}
    side: {$ref: 'openapi.yaml#/components/schemas/Side'}
    legs: {type: array, items: {$ref: '#/Order'}}
Market: {type: object, properties: {type: {const: market}}}
""",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_references_into_other_files_become_components_with_their_names(folder):
    out = bundle(load("openapi.yaml"))
    assert set(references(out)) == {
        "#/components/parameters/limit",
        "#/components/schemas/Count",
        "#/components/schemas/Limit",
        "#/components/schemas/Market",
        "#/components/schemas/Order",
        "#/components/schemas/Side",
    }
    assert out["paths"]["/a"]["get"]["operationId"] == "getA"
    order = out["components"]["schemas"]["Order"]
    assert order["discriminator"]["mapping"] == {
        "limit": "#/components/schemas/Limit",
        "market": "#/components/schemas/Market",
    }


def test_a_bundle_is_the_same_contract(folder):
    (folder / "bundle.yaml").write_text(dump_yaml(bundle(load("openapi.yaml"))))
    split, whole = read_file("openapi.yaml"), read_file("bundle.yaml")
    assert set(split.schemas) == set(whole.schemas)
    for name in split.schemas:
        assert split.json_schema(split.schemas[name]) == whole.json_schema(whole.schemas[name])
    order = split.json_schema(split.schemas["Order"])
    assert jsonschema_rs.is_valid(order, {"type": "limit", "side": "buy", "legs": [{"type": "market"}]})
    assert not jsonschema_rs.is_valid(order, {"type": "limit", "legs": [{"type": "stop"}]})


def test_names_that_meet_are_kept_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("X: {type: string}")
    (tmp_path / "b.yaml").write_text("X: {type: integer}")
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ncomponents: {schemas: {P: {anyOf: [{$ref: 'a.yaml#/X'}, {$ref: 'b.yaml#/X'}]}}}"
    )
    schemas = bundle(load("openapi.yaml"))["components"]["schemas"]
    assert (schemas["X"], schemas["b_X"]) == ({"type": "string"}, {"type": "integer"})


def test_bundling_twice_gives_the_same_bytes(folder):
    assert dump_json(bundle(load("openapi.yaml"))) == dump_json(bundle(load("openapi.yaml")))


WORDS = [
    "",
    " a",
    "a ",
    "a: b",
    "a #b",
    "#",
    "- a",
    "~",
    "null",
    "yes",
    "1",
    "1e3",
    "0x1",
    "2020-01-01",
    "ü",
    "a\nb",
    "a\n",
]
WORDS += [
    "a\n\n",
    "\n",
    "\ta",
    "a'b",
    'a"b',
    "a\\b",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "{a",
    "[a",
    ">",
    "|",
    "?",
    ":",
    "a:",
]
WORDS += ["<<", "=", "-", "--- a", "12:30", "a" * 200, "☺ \u2028 x", "true", "line one\n  indented\nlast", "x: y\nz"]


def test_written_yaml_reads_back_as_what_was_written():
    seed = random.randrange(2**32)
    rng = random.Random(seed)

    def value(depth):
        pick = rng.random()
        if depth > 3 or pick < 0.5:
            return rng.choice([*WORDS, None, True, False, 0, -1, 1.5, 10**30])
        if pick < 0.75:
            return {rng.choice(WORDS) + str(number): value(depth + 1) for number in range(rng.randrange(4))}
        return [value(depth + 1) for _ in range(rng.randrange(4))]

    for _ in range(400):
        wanted = {"a": value(0)}
        text = dump_yaml(wanted)
        assert parse(text.encode(), "a.yaml", Limits())[0] == wanted, (seed, text)
