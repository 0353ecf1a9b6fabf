"""The commands on a document of Swagger 2.0."""

import json

import pytest

OLD = """\
swagger: '2.0'
info: {title: Old, version: '1'}
host: api.example.com
basePath: /v1
paths:
  /orders:
    post:
      operationId: placeOrder
      parameters:
        - {name: symbol, in: formData, type: string, required: true}
        - {name: legs, in: formData, type: array, items: {type: string}, collectionFormat: multi}
      responses:
        '201':
          description: Placed
          schema: {$ref: '#/definitions/Order'}
definitions:
  Order:
    type: object
    required: [id]
    properties:
      id: {type: string, example: 5}
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "swagger.yaml").write_text(OLD, "utf-8")
    return tmp_path


def test_validate_points_to_the_line_that_was_written(inline, spec):
    done = inline("validate", "swagger.yaml")
    assert done.code == 1
    assert "swagger.yaml:21:26: error[example-mismatch]: Expected a string, got 5" in done.out
    assert "at /definitions/Order/properties/id/example" in done.out
    assert "1 error." in done.out


def test_inspect_names_the_dialect(inline, spec):
    assert "Old 1 (Swagger 2.0)" in inline("inspect", "swagger.yaml").out
    facts = json.loads(inline("inspect", "swagger.yaml", "--format", "json").out)
    assert facts["openapi"] == "2.0"
    assert [operation["id"] for operation in facts["operations"]] == ["placeOrder"]


def test_bundle_stays_swagger(inline, spec):
    whole = json.loads(inline("bundle", "swagger.yaml", "--format", "json").out)
    assert whole["swagger"] == "2.0"
    assert list(whole["definitions"]) == ["Order"]


@pytest.mark.parametrize("target", ["typescript", "models", "server"])
def test_generate_writes_every_target(inline, spec, target):
    done = inline("generate", target, "--spec", "swagger.yaml", "--out", "out")
    assert done.code == 0, done.err
    written = "".join(path.read_text("utf-8") for path in sorted((spec / "out").rglob("*")) if path.is_file())
    assert "Order" in written
    if target != "models":
        assert "symbol" in written
        assert "application/x-www-form-urlencoded" in written


def test_breaking_compares_with_the_openapi_3_successor(inline, spec):
    (spec / "new.yaml").write_text(
        """\
openapi: 3.0.3
info: {title: Old, version: '2'}
servers: [{url: 'https://api.example.com/v1'}]
paths:
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [symbol, side]
              properties:
                symbol: {type: string}
                side: {type: string}
                legs: {type: array, items: {type: string}}
      responses:
        '201':
          description: Placed
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
components:
  schemas:
    Order: {type: object, required: [id], properties: {id: {type: string}}}
""",
        "utf-8",
    )
    done = inline("breaking", "swagger.yaml", "new.yaml", "--format", "json")
    assert done.code == 1
    (finding,) = [found for found in json.loads(done.out)["findings"] if found["severity"] == "breaking"]
    assert "side" in finding["message"]
