"""What the server reads: the bundle, the 3.0 projection and the contract tables."""

import json

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from tradespec.contract import read
from tradespec.document import load
from tradespec.emit import EmitError, generate, plan
from tradespec.emit.server import project


@pytest.fixture(scope="session")
def folder(mini, tmp_path_factory):
    out = tmp_path_factory.mktemp("generated")
    generate(mini, ["server"], out)
    return out / "server"


@pytest.fixture(scope="session")
def tables(folder):
    return json.loads((folder / "contract.json").read_text())


def operation(tables, name):
    return next(one for one in tables["operations"] if one["id"] == name)


def contract_of(tmp_path, schema, **more):
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema}},
        **more,
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document, indent=1))
    return read(load(tmp_path / "openapi.json"))


def test_the_bundle_is_valid_3_1_and_self_contained(folder):
    bundled = json.loads((folder / "openapi.json").read_text())
    OpenAPIV31SpecValidator(bundled).validate()
    assert "order.yaml" not in json.dumps(bundled)


def test_the_projection_is_valid_3_0(folder):
    projected = json.loads((folder / "openapi-3.0.json").read_text())
    assert projected["openapi"] == "3.0.3"
    OpenAPIV30SpecValidator(projected).validate()


def test_the_projection_of_the_exchange_is_valid_3_0_and_loses_nothing(exchange):
    projection = project(exchange)
    assert projection.problems == []
    OpenAPIV30SpecValidator(projection.document).validate()


def test_what_3_0_does_not_know_is_gone(folder):
    projected = json.loads((folder / "openapi-3.0.json").read_text())
    assert "webhooks" not in projected
    assert "summary" not in projected["info"]
    assert projected["info"]["license"] == {
        "name": "Apache-2.0",
        "url": "https://spdx.org/licenses/Apache-2.0.html",
    }
    assert projected["paths"]["/v1/orders"]["post"]["security"] == [{"signature": []}]


def test_a_loss_is_a_problem_at_its_place_in_the_source(tmp_path):
    contract = contract_of(tmp_path, {"type": "object", "propertyNames": {"maxLength": 3}})
    (problem,) = project(contract).problems
    assert (problem.rule, problem.severity) == ("projection-dropped", "error")
    location = contract.document.locate(problem.place)
    source = (tmp_path / "openapi.json").read_text().splitlines()
    assert "propertyNames" in source[location.line - 1]


def test_a_loss_in_another_file_is_found_there(tmp_path):
    (tmp_path / "other.yaml").write_text("A:\n  type: object\n  propertyNames: {maxLength: 3}\n")
    body = {"content": {"application/json": {"schema": {"$ref": "other.yaml#/A"}}}}
    paths = {"/x": {"post": {"requestBody": body, "responses": {"204": {"description": "Done."}}}}}
    contract = contract_of(tmp_path, {"type": "string"}, paths=paths)
    (problem,) = project(contract).problems
    assert contract.document.locate(problem.place).file.endswith("other.yaml")


def test_a_document_that_cannot_be_projected_is_not_written(tmp_path):
    contract = contract_of(tmp_path, {"type": "object", "propertyNames": {"maxLength": 3}})
    with pytest.raises(EmitError, match=r"got propertyNames - at .*openapi\.json:\d+:\d+") as caught:
        plan(contract, ["server"], tmp_path / "out")
    assert len(caught.value.problems) == 1


def test_an_operation_carries_all_that_is_needed_to_serve_it(tables):
    place = operation(tables, "placeOrder")
    assert (place["method"], place["path"], place["tags"], place["success"]) == ("POST", "/v1/orders", ["Orders"], 201)
    assert place["security"] == [{"signature": ["trade"]}]
    assert place["limit"] == {"bucket": "orders", "weight": 2, "per_item": None}
    assert place["errors"] == ["insufficient_balance", "engine_timeout"]
    assert place["idempotency"] == {"field": "/client_order_id", "window_seconds": 86400}
    assert place["body"] == {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/schemas/OrderRequest"}}},
    }
    assert place["responses"]["201"]["headers"] == {"TS-Request-Id": {"required": False, "schema": {"type": "string"}}}
    assert place["pagination"] is None


def test_security_of_the_document_and_its_absence_reach_the_operations(tables):
    assert operation(tables, "listOrders")["security"] == [{"signature": ["read"]}]
    assert operation(tables, "getTime")["security"] == []


def test_parameters_carry_their_wire_language_and_defaults(tables):
    listing = operation(tables, "listOrders")
    trace, _, limit, status = listing["parameters"]
    assert (trace["in"], trace["style"], trace["explode"], trace["required"]) == ("header", "simple", False, False)
    assert limit["default"] == 100
    assert (status["style"], status["explode"]) == ("form", False)
    assert listing["pagination"]["limit_max"] == 500
    assert (listing["deprecated"], listing["sunset"]) == (True, "2027-06-30")
    assert operation(tables, "getOrder")["parameters"][0]["schema"] == {"type": "string", "pattern": "^[0-9]{1,19}$"}


def test_the_catalogue_the_buckets_and_the_signature_are_there(tables):
    assert tables["errors"]["engine_timeout"]["outcome"] == "unknown"
    assert tables["limits"]["reads"] == {
        "scope": "ip",
        "capacity": 10,
        "refill_per_second": 0.5,
        "description": "Reading.",
    }
    assert tables["security_schemes"]["signature"]["x-signature"]["separator"] == "\n"


def validator(tables, schema):
    return jsonschema_rs.Draft202012Validator({**schema, "schemas": tables["schemas"]})


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ({"type": "limit", "side": "buy", "price": "1", "quantity": "2"}, True),
        ({"type": "market", "side": "buy", "quantity": "2", "expires_at": None}, True),
        ({"type": "limit", "side": "buy", "price": "1", "quantity": "2", "extra": 1}, False),
        ({"type": "limit", "side": "buy", "price": 1, "quantity": "2"}, False),
        ({"type": "limit", "side": "buy", "price": "01", "quantity": "2"}, False),
    ],
)
def test_a_validator_runs_on_the_tables_alone(tables, value, fine):
    schema = operation(tables, "placeOrder")["body"]["content"]["application/json"]["schema"]
    assert validator(tables, schema).is_valid(value) is fine


def test_the_tables_carry_rules_not_prose(tables):
    text = json.dumps(tables["schemas"])
    assert "An order as the exchange knows it" not in text
    assert '"examples"' not in text
    assert "#/components" not in text
    assert tables["schemas"]["Price"]["x-decimal"] == {"scale": 18, "exclusive_minimum": "0"}
    # A property may bear the name of a word that is prose elsewhere.
    assert "title" in tables["schemas"]["Problem"]["properties"]


def test_the_words_of_3_0_reach_validators_in_todays(tmp_path):
    contract = contract_of(
        tmp_path,
        {"type": "object", "properties": {"x": {"type": "integer", "nullable": True, "minimum": 0}}},
        openapi="3.0.3",
    )
    (change,) = [one for one in plan(contract, ["server"], tmp_path / "out") if one.path.name == "contract.json"]
    schema = json.loads(change.after)["schemas"]["A"]
    assert schema["properties"]["x"] == {"type": ["integer", "null"], "minimum": 0}


def test_every_schema_of_the_exchange_compiles(exchange, tmp_path):
    generate(exchange, ["server"], tmp_path)
    tables = json.loads((tmp_path / "server/contract.json").read_text())
    for name in tables["schemas"]:
        validator(tables, {"$ref": f"#/schemas/{name}"})
    assert all(one["success"] for one in tables["operations"])
