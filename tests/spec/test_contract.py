"""What the contract promises about itself, beyond what lint asks of any contract that keeps the house rules."""

import re
from collections import Counter
from pathlib import Path

import jsonschema_rs
import pytest

from tradespec.contract import read
from tradespec.document import load
from tradespec.lint import lint, read_settings

SPEC = Path(__file__).parents[2] / "spec"
SNAKE = re.compile(r"^[a-z0-9]+(_[a-z0-9]+)*$")


def check(schema, value):
    # Exact formats matter here: a date-time example that is none would teach the wrong thing.
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, ignore_unknown_formats=True).validate(
        value
    )


def nodes(value, at=""):
    """Every dict below, with its JSON pointer."""
    if isinstance(value, dict):
        yield at, value
        for key, item in value.items():
            yield from nodes(item, f"{at}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from nodes(item, f"{at}/{index}")


def contents(operation):
    """Every body of an operation: (where, status or None, media type name, media type)."""
    for name, media in operation.node.get("requestBody", {}).get("content", {}).items():
        yield f"{operation.id} request", None, name, media
    for status, response in operation.node["responses"].items():
        for name, media in response.get("content", {}).items():
            yield f"{operation.id} {status}", int(status), name, media


def schemas_of(operation):
    """Every schema of an operation's parameters and bodies, inlined: (where, is request, schema)."""
    for parameter in operation.parameters:
        yield f"{operation.id} parameter {parameter['name']}", True, parameter["schema"]
    for where, status, _, media in contents(operation):
        yield where, status is None, media["schema"]


def test_lint_finds_nothing_by_the_house_rules():
    settings = read_settings(SPEC / "openapi.yaml")
    assert settings.house
    found = lint(read(load(SPEC / "openapi.yaml")), settings)
    assert [f"{problem.rule} - at {problem.place}: {problem.message}" for problem in found] == []


def test_operation_ids_are_unique_lower_camel(operations):
    ids = Counter(operation.id for operation in operations)
    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z][A-Za-z]+", name)] == []
    assert len(ids) == 38


def test_every_body_has_valid_examples(operations):
    for operation in operations:
        for where, _, _, media in contents(operation):
            assert media.get("examples"), where
            for name, example in media["examples"].items():
                assert example["summary"], f"{where} {name}"
                check(media["schema"], example["value"])


def test_every_parameter_has_a_valid_example_and_a_description(operations):
    for operation in operations:
        for parameter in operation.parameters:
            assert parameter["description"], f"{operation.id} {parameter['name']}"
            # A made-up cursor would be refused: its example stands in the schema alone.
            assert parameter.get("examples") or parameter["name"] == "cursor", f"{operation.id} {parameter['name']}"
            for example in parameter.get("examples", {}).values():
                check(parameter["schema"], example["value"])


def test_header_examples_are_valid(operations):
    for operation in operations:
        for response in operation.node["responses"].values():
            assert "TS-Request-Id" in response["headers"], operation.id
            for header in response["headers"].values():
                check(header["schema"], header["example"])


def test_every_operation_explains_itself(operations, document):
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations:
        assert operation.node["summary"], operation.id
        assert len(operation.node["description"]) > 40, operation.id
        assert set(operation.node["tags"]) <= tags, operation.id
        assert any(status.startswith("2") for status in operation.node["responses"]), operation.id


def test_every_catalogue_code_can_happen_or_belongs_to_the_router(operations, document):
    used = {code for operation in operations for code in operation.node["x-error-codes"]}
    assert set(document["x-errors"]) - used == {"method_not_allowed"}


def test_catalogue_entries_are_complete(document):
    for code, entry in document["x-errors"].items():
        assert SNAKE.fullmatch(code), code
        assert set(entry) == {"status", "title", "description", "next_step", "retryable", "outcome"}, code
        assert 400 <= entry["status"] <= 599, code
        assert entry["outcome"] == ("unknown" if entry["status"] == 500 else "rejected"), code
        assert not entry["title"].endswith("."), code
        assert entry["description"].endswith("."), code
        assert entry["next_step"].endswith("."), code


def test_every_catalogue_code_has_an_example_that_repeats_the_entry(document, responses):
    seen = set()
    for response in responses.values():
        for code, example in response["content"]["application/problem+json"]["examples"].items():
            body, entry = example["value"], document["x-errors"][code]
            seen.add(code)
            assert body["type"] == f"urn:tradespec:error:{code}"
            assert {name: body[name] for name in ("title", "status", "retryable", "outcome")} == {
                name: entry[name] for name in ("title", "status", "retryable", "outcome")
            }, code
    assert seen == set(document["x-errors"])


def test_forced_errors_offer_the_whole_catalogue(document):
    assert document["components"]["schemas"]["CatalogueCode"]["enum"] == list(document["x-errors"])


def test_only_paged_lists_take_a_cursor(operations):
    for operation in operations:
        cursor = any(parameter["name"] == "cursor" for parameter in operation.parameters)
        assert cursor == ("x-pagination" in operation.node), operation.id


def test_every_operation_draws_on_a_limit(operations, document):
    for operation in operations:
        limit = operation.node["x-limit"]
        bucket = document["x-limits"][limit["bucket"]]
        assert limit["weight"] >= 1, operation.id
        assert (bucket["scope"] == "ip") == (operation.node["security"] == []), operation.id


def test_cancels_have_a_richer_bucket_of_their_own(operations, document):
    cancels = {operation.id for operation in operations if operation.node["x-limit"]["bucket"] == "cancels"}
    scoped = {operation.id for operation in operations if operation.node["security"] == [{"signature": ["cancel"]}]}
    assert cancels == scoped
    limits = document["x-limits"]
    assert limits["cancels"]["refill_per_second"] > limits["orders"]["refill_per_second"]


def test_security_names_one_known_scope(operations, document):
    scopes = set(document["components"]["schemas"]["Scope"]["enum"])
    for operation in operations:
        for alternative in operation.node["security"]:
            assert set(alternative["signature"]) <= scopes, operation.id
            assert len(alternative["signature"]) == 1, operation.id


def test_links_lead_to_operations_and_their_parameters(operations):
    by_id = {operation.id: operation for operation in operations}
    reached = set()
    for operation in operations:
        for response in operation.node["responses"].values():
            for link in response.get("links", {}).values():
                target = by_id[link["operationId"]]
                reached.add((operation.id, target.id))
                assert set(link["parameters"]) <= {parameter["name"] for parameter in target.parameters}
    assert {("placeOrder", target) for target in ("getOrder", "amendOrder", "cancelOrder")} <= reached


def test_decimal_strings_carry_a_pattern_and_a_scale(operations):
    for operation in operations:
        for where, _, schema in schemas_of(operation):
            for at, node in nodes(schema):
                if node.get("format") == "decimal":
                    assert "pattern" in node, f"{where}: {at}"
                    assert "scale" in node["x-decimal"], f"{where}: {at}"


@pytest.mark.parametrize(
    ("request_name", "answer_name"),
    [
        ("Side", "ReportedSide"),
        ("OrderType", "ReportedOrderType"),
        ("TimeInForce", "ReportedTimeInForce"),
        ("PostOnly", "ReportedPostOnly"),
        ("SelfTradePrevention", "ReportedSelfTradePrevention"),
        ("OrderListType", "ReportedOrderListType"),
        ("Scope", "ReportedScope"),
    ],
)
def test_what_can_be_sent_can_be_reported(document, request_name, answer_name):
    schemas = document["components"]["schemas"]
    assert schemas[request_name]["enum"] == schemas[answer_name]["x-extensible-enum"]


def test_order_type_lists_the_shapes_of_an_order_request(document):
    schemas = document["components"]["schemas"]
    request = schemas["OrderRequest"]
    types = [shape["properties"]["type"]["const"] for shape in request["oneOf"]]
    assert types == schemas["OrderType"]["enum"] == list(request["discriminator"]["mapping"])


def test_times_in_answers_are_utc_with_microseconds(operations):
    for operation in operations:
        for where, request, schema in schemas_of(operation):
            for at, node in nodes(schema):
                if node.get("format") == "date-time" and not request:
                    assert node["pattern"].endswith(r"\.[0-9]{6}Z$"), f"{where}: {at}"


@pytest.mark.parametrize(
    "value", ["0", "0.0", "-1", "1e5", "01", "1.", ".5", "+1", " 1", "1\n", "1,5", "NaN", "1234567890123456789"]
)
def test_a_price_is_plain_and_positive(document, value):
    with pytest.raises(jsonschema_rs.ValidationError):
        check(document["components"]["schemas"]["Price"], value)


@pytest.mark.parametrize("value", ["1", "0.5", "0.00000001", "64250.50", "123456789.123456789", "0.000000000000000001"])
def test_a_price_may_be_any_positive_decimal(document, value):
    check(document["components"]["schemas"]["Price"], value)


@pytest.mark.parametrize(
    "change",
    [
        {"price": 64250.5},
        {"price": None},
        {"qty": "1"},
        {"type": "limits"},
        {"side": "BUY"},
        {"client_order_id": "has space"},
        {"time_in_force": "GTC"},
    ],
)
def test_a_wrong_order_is_refused_by_the_schema_alone(document, change):
    schema = document["components"]["schemas"]["OrderRequest"]
    order = schema["examples"][0]
    check(schema, order)
    with pytest.raises(jsonschema_rs.ValidationError):
        check(schema, {**order, **change})
