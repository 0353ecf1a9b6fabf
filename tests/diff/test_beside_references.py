"""What stands beside a `$ref` (OpenAPI 3.1 allows it) is compared, though it accepts and refuses nothing."""

import json

import pytest

from tradespec.contract import read_file
from tradespec.diff import compare

REFERENCE = {"$ref": "#/components/schemas/TimeInForce"}
ROWS = [
    # beside the reference before, and after; the finding, its severity
    ({"default": "gtc"}, {"default": "ioc"}, "request-property-default-value-changed", "breaking"),
    ({"default": "gtc"}, {}, "request-property-default-value-removed", "risky"),
    ({}, {"default": "gtc"}, "request-property-default-value-added", "risky"),
    ({}, {"deprecated": True, "x-sunset": "2099-01-01"}, "request-property-deprecated-with-sunset", "info"),
]


def document(beside, values):
    order = {"type": "object", "properties": {"time_in_force": REFERENCE | beside}}
    operation = {
        "operationId": "placeOrder",
        "requestBody": {"content": {"application/json": {"schema": order}}},
        "responses": {"201": {"description": "Placed."}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": "1.0.0"},
        "paths": {"/orders": {"post": operation}},
        "components": {"schemas": {"TimeInForce": {"type": "string", "enum": values}}},
    }


@pytest.mark.parametrize(("old", "new", "rule", "severity"), ROWS)
def test_what_changed_beside_a_reference_is_found(compared, old, new, rule, severity):
    found = {finding.id: finding.severity for finding in compared(document(old, ["gtc"]), document(new, ["gtc"]))}
    assert found.get(rule) == severity


def test_what_changed_behind_the_reference_is_found_as_well(compared):
    old, new = document({"default": "gtc"}, ["gtc", "fok"]), document({"default": "ioc"}, ["gtc"])
    found = {finding.id for finding in compared(old, new)}
    assert {"request-property-default-value-changed", "request-property-enum-value-removed"} <= found


def test_a_mapping_that_names_its_schemas_another_way_is_no_change(tmp_path):
    """A bundle says `#/components/schemas/Limit` where its source says `orders.yaml#/Limit`."""
    branch = {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}

    def contract(where, schemas):
        union = {"oneOf": [{"$ref": f"{where}Limit"}, {"$ref": f"{where}Market"}]}
        tags = {"propertyName": "type", "mapping": {"limit": f"{where}Limit", "market": f"{where}Market"}}
        body = {"content": {"application/json": {"schema": union | {"discriminator": tags}}}}
        operation = {"operationId": "place", "requestBody": body, "responses": {"201": {"description": "Placed."}}}
        return {
            "openapi": "3.1.0",
            "info": {"title": "Desk", "version": "1.0.0"},
            "paths": {"/orders": {"post": operation}},
            "components": {"schemas": schemas},
        }

    schemas = {"Limit": branch, "Market": branch | {"maxProperties": 3}}
    (tmp_path / "orders.json").write_text(json.dumps(schemas))
    (tmp_path / "bundle.json").write_text(json.dumps(contract("#/components/schemas/", schemas)))
    (tmp_path / "source.json").write_text(json.dumps(contract("orders.json#/", {})))
    bundle, source = (read_file(tmp_path / name) for name in ("bundle.json", "source.json"))
    assert [finding.id for finding in compare(bundle, source)] == []
