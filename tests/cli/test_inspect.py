"""`tradespec inspect`: tables for people, JSON for programs."""

import json
import subprocess
import sys

import pytest

SPEC = """\
openapi: 3.1.0
info: {title: Test exchange, version: 1.2.3}
paths:
  /orders:
    post:
      operationId: placeOrder
      summary: Place an order
      tags: [Orders]
      security: [{signature: [trade]}]
      x-limit: {bucket: orders, weight: 2}
      x-error-codes: [overloaded]
      responses: {'201': {description: Placed}, '503': {description: Busy}}
    get:
      deprecated: true
      summary: List
      responses: {'200': {description: Fine}}
components:
  securitySchemes: {signature: {type: apiKey, in: header, name: Key}}
  schemas:
    Side: {type: string, enum: [buy, sell], description: Which side.}
    Order:
      type: object
      required: [side]
      properties: {side: {$ref: '#/components/schemas/Side'}, price: {type: string}}
    Any: {oneOf: [{type: string}, {type: integer}]}
x-limits:
  orders: {scope: account, capacity: 300, refill_per_second: 0.5, description: Placing.}
x-errors:
  overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "openapi.yaml").write_text(SPEC, "utf-8")
    return "openapi.yaml"


def rows(text):
    return [" ".join(line.split()) for line in text.splitlines()]


def test_tables_show_operations_schemas_limits_and_errors(inline, spec):
    done = inline("inspect", spec)
    assert done.code == 0
    printed = rows(done.out)
    assert printed[0] == "Test exchange 1.2.3 (OpenAPI 3.1)"
    assert "Operations: 2" in printed
    assert "POST /orders placeOrder trade orders 2 Place an order" in printed
    assert "Side enum of 2 - Which side." in printed
    assert "Order object 2 (1 required)" in printed
    assert "Any one of 2 -" in printed
    assert "orders account 300 0.5 Placing." in printed
    assert "overloaded 503 rejected yes Busy" in printed
    assert any("(deprecated) List" in line for line in printed)


def test_columns_are_aligned(inline, spec):
    lines = inline("inspect", spec).out.splitlines()
    heading = next(number for number, line in enumerate(lines) if line.startswith("METHOD"))
    at = lines[heading].index("OPERATION")
    assert lines[heading + 1][at - 1] == " "
    assert lines[heading + 1][at:].startswith("placeOrder")


def test_json_carries_the_same(inline, spec):
    printed = json.loads(inline("inspect", spec, "--format", "json").out)
    assert printed["operations"][0]["id"] == "placeOrder"
    assert printed["operations"][0]["limit"] == {"bucket": "orders", "weight": 2, "per_item": None}
    assert printed["limits"][0]["refill_per_second"] == 0.5
    assert printed["errors"][0]["retryable"] is True
    assert [schema["name"] for schema in printed["schemas"]] == ["Side", "Order", "Any"]


def test_control_characters_do_not_reach_the_terminal(inline, tmp_path):
    (tmp_path / "evil.json").write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "\x1b[2Jgone", "version": "1"}, "paths": {}}), "utf-8"
    )
    assert "\x1b" not in inline("inspect", "evil.json").out


def test_a_reader_who_leaves_early_is_no_fault(tradespec, tmp_path, spec):
    call = "import sys; from tradespec.cli import main; sys.exit(main())"
    done = subprocess.run(
        f"{sys.executable} -c '{call}' inspect {spec} | true",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
