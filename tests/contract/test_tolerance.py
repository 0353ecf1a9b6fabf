"""Half-valid documents: whatever stands wherever, reading never stumbles, and says what is wrong at its place."""

import copy

import pytest
import yaml

from tradespec.contract import read_file
from tradespec.document import DocumentError, Place, bundle

WHOLE = """
openapi: 3.1.0
info: {title: T, version: '1', summary: S, description: D}
servers: [{url: /, description: D, variables: {v: {default: a}}}]
tags: [{name: t, description: D}]
security: [{key: [read]}]
x-limits: {orders: {scope: key, capacity: 1, refill_per_second: 1, description: D}}
x-errors: {late: {status: 503, title: T, retryable: true}}
x-stability: stable
paths:
  /a:
    summary: S
    servers: [{url: /}]
    parameters: [{name: p, in: query, schema: {type: string}, examples: {e: {value: 1}}}]
    get:
      operationId: getA
      tags: [t]
      parameters: [{$ref: '#/components/parameters/P'}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/S'}, example: 1}}}
      responses:
        '200':
          description: D
          headers: {H: {schema: {type: string}}}
          content: {application/json: {schema: {type: string}, encoding: {a: {style: form}}}}
          links: {l: {operationId: getA, parameters: {p: $response.body#/a}}}
      security: [{key: [read]}]
      callbacks: {c: {'{$url}': {post: {}}}}
      x-limit: {bucket: orders, weight: 1, per_item: /a}
      x-error-codes: [late]
      x-idempotency: {field: /a, window_seconds: 1}
      x-pagination: {cursor: c, limit: l, next_cursor: /n, items: /i, limit_max: 1}
      x-stability: beta
      x-sunset: '2027-06-30'
webhooks: {w: {post: {}}}
components:
  parameters: {P: {name: q, in: query, style: form, content: {application/json: {}}}}
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: Key
      x-signature:
        algorithms: [ed25519]
        payload: [nonce]
        recv_window_ms: 5
        headers: {key: K, timestamp: T, nonce: N, signature: S}
    flow: {type: oauth2, flows: {implicit: {scopes: {}}}}
  schemas:
    S:
      type: object
      required: [a]
      properties: {a: {type: string, enum: [x], minLength: 1}}
      patternProperties: {^x: {}}
      additionalProperties: {type: string}
      allOf: [{items: {}, prefixItems: [{}], x-decimal: {scale: 1}, x-stability: beta}]
      discriminator: {propertyName: a, mapping: {x: '#/components/schemas/S'}}
      examples: [{a: x}]
"""
INTRUDERS = [
    None,
    True,
    7,
    0.5,
    float("inf"),
    float("nan"),
    "text",
    "",
    [],
    [7],
    [None],
    [[]],
    {},
    {"a": 7},
    {"$ref": 7},
]
REFERENCES = [
    {"$ref": "#/nowhere"},
    {"$ref": "#/paths"},
    {"$ref": "nowhere.yaml"},
    {"$ref": "http://example.com/a.yaml"},
]


def spots(value, path=()):
    """Every node below the document's ``openapi`` line, as a tuple of keys."""
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in members:
        yield from spots(child, (*path, key))


WHOLE_VALUE = yaml.safe_load(WHOLE)
SPOTS = [path for path in spots(WHOLE_VALUE) if path != ("openapi",)]


def with_intruder(path, intruder):
    root = copy.deepcopy(WHOLE_VALUE)
    node = root
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = intruder
    return root


def look_at_everything(schema, seen):
    """Ask a schema, and all below, everything it can say."""
    if id(schema) in seen:
        return
    seen.add(id(schema))
    children = []
    for name in dir(type(schema)):
        if name.startswith("_") or not isinstance(getattr(type(schema), name), property):
            continue
        answer = getattr(schema, name)
        if isinstance(answer, type(schema)):
            children.append(answer)
        elif isinstance(answer, tuple | dict):
            members = answer.values() if isinstance(answer, dict) else answer
            children += [member for member in members if isinstance(member, type(schema))]
    for child in children:
        look_at_everything(child, seen)


def media(operation):
    bodies = [operation.request_body] if operation.request_body else []
    for body in [*bodies, *operation.responses.values(), *operation.parameters]:
        yield from body.content.values()


def read_through(path):
    """Read a document and everything in it; return the contract."""
    contract = read_file(path)
    seen = set()
    schemas = list(contract.schemas.values())
    for operation in [*contract.operations, *contract.webhooks]:
        assert operation.success is None or operation.success.status
        schemas += [parameter.schema for parameter in operation.parameters if parameter.schema]
        schemas += [item.schema for item in media(operation) if item.schema]
    for schema in schemas:
        look_at_everything(schema, seen)
        contract.json_schema(schema)
    for problem in contract.problems:
        location = contract.document.locate(problem.place)
        assert location.line >= 1
        assert problem.message.startswith("Expected")
    return contract


@pytest.mark.parametrize("spot", SPOTS, ids=["/".join(map(str, spot)) for spot in SPOTS])
def test_anything_anywhere_is_read_without_stumbling(tmp_path, monkeypatch, spot):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "openapi.yaml"
    for version in ("3.1.0", "3.0.3") if "schemas" in spot else ("3.1.0",):  # the two differ in schemas alone
        for intruder in [*INTRUDERS, *REFERENCES]:
            root = {**with_intruder(spot, intruder), "openapi": version}
            path.write_text(yaml.dump(root, Dumper=yaml.CSafeDumper))
            try:
                contract = read_through(path)
            except Exception as error:
                raise AssertionError(f"{intruder!r} in {version}") from error
            try:
                assert isinstance(bundle(contract.document), dict)
            except DocumentError as error:
                assert error.location.line >= 1  # noqa: PT017 - a bundle, or a refusal with its place


@pytest.mark.parametrize(
    ("spot", "intruder", "place", "said"),
    [
        (("info",), 7, "/info", "Expected a mapping, got a number"),
        (("servers",), {}, "/servers", "Expected a list, got a mapping"),
        (("tags",), [7], "/tags/0", "Expected a mapping, got a number"),
        (("paths",), [], "/paths", "Expected a mapping, got a list"),
        (("paths", "/a"), "text", "/paths/~1a", "Expected a mapping, got a string"),
        (("paths", "/a", "get"), None, "/paths/~1a/get", "Expected a mapping, got nothing"),
        (("paths", "/a", "parameters"), {}, "/paths/~1a/parameters", "Expected a list, got a mapping"),
        (
            ("paths", "/a", "get", "responses", "200"),
            True,
            "/paths/~1a/get/responses/200",
            "Expected a mapping, got a boolean",
        ),
        (("paths", "/a", "get", "security"), [7], "/paths/~1a/get/security/0", "Expected a mapping, got a number"),
        (("components",), [], "/components", "Expected a mapping, got a list"),
        (("components", "schemas"), 7, "/components/schemas", "Expected a mapping, got a number"),
        (("components", "schemas", "S"), 7, "/components/schemas/S", "Expected a schema, got a number"),
        (
            ("components", "schemas", "S", "properties", "a"),
            [],
            "/components/schemas/S/properties/a",
            "Expected a schema, got a list",
        ),
    ],
)
def test_what_is_wrong_is_said_once_at_its_place(tmp_path, spot, intruder, place, said):
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(with_intruder(spot, intruder)))
    contract = read_through(path)
    found = [problem.message for problem in contract.problems if problem.place == Place(str(path), place)]
    assert found == [said]


def test_the_whole_document_has_no_problem(tmp_path):
    (tmp_path / "openapi.yaml").write_text(WHOLE)
    assert read_through(tmp_path / "openapi.yaml").problems == ()
