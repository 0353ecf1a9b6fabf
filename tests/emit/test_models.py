"""The generated models, imported and used: what comes off the wire goes back onto it unchanged."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from tradespec.contract import read
from tradespec.document import bundle, load
from tradespec.emit import generate
from tradespec.emit.models.prepare import prepare


@pytest.fixture(scope="session")
def package(mini, tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    generate(mini, ["models"], folder)
    return folder / "tradespec_models"


@pytest.fixture
def models(package, import_package):
    return import_package(package, "mini_models")


ORDER = {
    "order_id": "42",
    "status": "new",
    "side": "buy",
    "price": "27000.50",
    "level": ["27000.50", "0.10"],
    "created_at": "2026-05-01T12:00:00.000001Z",
}
LIMIT = {"type": "limit", "side": "buy", "price": "1.50", "quantity": "0.00000001"}


def test_an_order_reads_as_python_and_writes_as_it_came(models):
    order = models.Order.model_validate(ORDER)
    assert order.price == Decimal("27000.50")
    assert order.level == (Decimal("27000.50"), Decimal("0.10"))
    assert order.created_at == datetime(2026, 5, 1, 12, 0, 0, 1, tzinfo=UTC)
    assert order.status is models.OrderStatus.NEW
    assert order.to_wire() == ORDER


@pytest.mark.parametrize("text", ["0.10", "1.00", "0.000000000000000001", "100000000000000000"])
def test_a_decimal_keeps_every_digit_it_came_with(models, text):
    request = models.MarketOrderRequest(type="market", side="sell", quantity=text)
    assert request.quantity == Decimal(text)
    assert request.to_wire()["quantity"] == text


@pytest.mark.parametrize(
    "value", [1, 1.5, True, "1e5", "1E-8", "NaN", "Infinity", "+1", "01", "1.", ".5", "1_0", "٣", ""]
)
def test_what_is_not_an_exact_decimal_in_a_string_is_refused(models, value):
    with pytest.raises(ValidationError):
        models.MarketOrderRequest.model_validate({"type": "market", "side": "sell", "quantity": value})


@pytest.mark.parametrize("value", ["0", "-1", "0.0000000000000000001"])
def test_a_decimal_out_of_its_bounds_is_refused(models, value):
    with pytest.raises(ValidationError):
        models.MarketOrderRequest.model_validate({"type": "market", "side": "sell", "quantity": value})


def test_a_decimal_may_be_given_as_a_decimal(models):
    request = models.MarketOrderRequest(type="market", side=models.Side.SELL, quantity=Decimal("1.50"))
    assert request.to_wire() == {"type": "market", "side": "sell", "quantity": "1.50"}


def test_the_discriminator_picks_the_model(models):
    reader = TypeAdapter(models.OrderRequest)
    assert type(reader.validate_python(LIMIT)) is models.LimitOrderRequest
    with pytest.raises(ValidationError, match="does not match any of the expected tags"):
        reader.validate_python({**LIMIT, "type": "stop"})


def test_a_closed_request_refuses_a_field_it_does_not_know(models):
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        models.LimitOrderRequest.model_validate({**LIMIT, "prise": "2"})


def test_an_answer_keeps_a_field_of_a_newer_server(models):
    newer = {**ORDER, "fee": {"rate": "0.1"}}
    assert models.Order.model_validate(newer).to_wire() == newer


def test_an_open_enum_keeps_a_value_of_a_newer_server(models):
    order = models.Order.model_validate({**ORDER, "status": "frozen_in_2030"})
    assert order.status == "frozen_in_2030"
    assert not order.status.known
    assert models.OrderStatus.NEW.known
    assert order.status == models.OrderStatus("frozen_in_2030")
    assert order.to_wire()["status"] == "frozen_in_2030"
    assert "frozen_in_2030" not in models.OrderStatus.__members__


def test_a_closed_enum_refuses_what_it_does_not_list(models):
    with pytest.raises(ValidationError, match="Input should be 'buy' or 'sell'"):
        models.Order.model_validate({**ORDER, "side": "hold"})


def test_an_instant_needs_an_offset_and_is_written_in_utc(models):
    order = models.Order.model_validate({**ORDER, "created_at": "2026-05-01T14:00:00+02:00"})
    assert order.to_wire()["created_at"] == "2026-05-01T12:00:00.000000Z"
    with pytest.raises(ValidationError, match="timezone"):
        models.Order.model_validate({**ORDER, "created_at": "2026-05-01T12:00:00"})


def test_null_is_where_the_contract_allows_it(models):
    assert models.Order.model_validate({**ORDER, "price": None}).to_wire()["price"] is None
    with pytest.raises(ValidationError):
        models.Order.model_validate({**ORDER, "side": None})


def test_defaults_are_the_contracts_and_are_not_sent(models):
    request = models.LimitOrderRequest.model_validate(LIMIT)
    assert request.post_only is models.LimitOrderRequestPostOnly.NONE
    assert request.to_wire() == LIMIT


def test_names_that_python_keeps_to_itself_still_reach_the_wire(models):
    odd = {"1st": "a", "a-b": "b", "model_config": "c", "$ref-like": "d", "": "e"}
    assert models.OddNames1.model_validate(odd).to_wire() == odd
    assert models.LimitOrderRequest.model_validate({**LIMIT, "class": "x"}).to_wire()["class"] == "x"


def test_a_schema_may_contain_itself(models):
    tree = {"value": 1, "children": [{"value": 2, "by_name": {"x": {"value": 3}}}]}
    assert models.Tree.model_validate(tree).to_wire() == tree
    with pytest.raises(ValidationError):
        models.Tree.model_validate({"value": 0})


def test_descriptions_are_docstrings_and_reach_the_json_schema(models):
    assert models.Order.__doc__ == "An order as the exchange knows it."
    properties = models.LimitOrderRequest.model_json_schema()["properties"]
    assert properties["class"]["description"] == 'A name that Python keeps to itself; "quoted".'


def test_the_face_names_every_model(models):
    made = {name for name, value in vars(models).items() if isinstance(value, type) and issubclass(value, BaseModel)}
    assert made <= set(models.__all__)
    assert models.__all__ == sorted(models.__all__)
    assert {"OrderRequest", "Price", "OrderStatus", "DecimalString"} <= set(models.__all__)


def test_type_checkers_are_content(package):
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental", str(package)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_example_of_the_exchange_parses_and_dumps_back_equal(exchange, tmp_path, import_package):
    generate(exchange, ["models"], tmp_path)
    models = import_package(tmp_path / "tradespec_models", "exchange_models")
    bundled = bundle(exchange.document)
    classes = prepare(bundled, {}).classes
    tried = 0
    for name, example in examples(bundled):
        # A class holds no null: where its schema allows null, the fields that use it say so.
        reader = TypeAdapter(getattr(models, classes[name]) if example is not None else None)
        value = reader.validate_python(example)
        dumped = reader.dump_python(value, mode="json", by_alias=True, exclude_unset=True)
        assert in_full(dumped) == in_full(example), name
        tried += 1
    assert tried > 100


def in_full(example):
    """Write instants as the models do: in UTC, with all six fraction digits."""
    instant = r'"(\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d))"'

    def utc(match):
        return f'"{datetime.fromisoformat(match[1]).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"'

    return json.loads(re.sub(instant, utc, json.dumps(example)))


def examples(bundled):
    """Yield (component, example) from schemas and from bodies that are one component."""
    for name, schema in bundled["components"]["schemas"].items():
        for example in schema.get("examples", []):
            yield name, example
    stack = [bundled]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            ref = node["schema"].get("$ref", "") if isinstance(node.get("schema"), dict) else ""
            if ref.startswith("#/components/schemas/") and isinstance(node.get("examples"), dict):
                for named in node["examples"].values():
                    example = resolve(bundled, named["$ref"]) if "$ref" in named else named
                    yield ref.rpartition("/")[2], example["value"]
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def resolve(root, ref):
    for token in ref.removeprefix("#/").split("/"):
        root = root[token.replace("~1", "/").replace("~0", "~")]
    return root


NASTY = [
    '"',
    "'",
    '"""',
    "\\",
    "\\N",
    "a\nb",
    "}\n    import os",
    "{{ x }}",
    "#",
    "ünï",
    "",
    "class",
    "1",
    "-",
    "*/",
    "\u2028",
]


def test_nothing_in_a_document_becomes_code(tmp_path, import_package):
    properties = {name: {"type": "string", "description": name, "title": name, "default": name} for name in NASTY}
    document = {
        "openapi": "3.1.0",
        "info": {"title": '""" + exit(1) + """ \\', "version": "\\"},
        "paths": {},
        "components": {
            "schemas": {
                "Names": {"type": "object", "description": '"""\nexit(1)\n"""', "properties": properties},
                "Values": {"type": "string", "enum": NASTY, "description": "\\"},
                "Constant": {"type": "object", "properties": {"x": {"const": '"\nexit(1)'}}},
                "Tagged": {
                    "oneOf": [{"properties": {"k": {"const": '"+exit(1)+"'}}}, {"properties": {"k": {"const": "b"}}}],
                    "discriminator": {"propertyName": 'k"'},
                },
            }
        },
    }
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    generate(read(load(tmp_path / "openapi.json")), ["models"], tmp_path / "out")
    models = import_package(tmp_path / "out" / "tradespec_models", "nasty_models")
    values = {name: name for name in NASTY}
    assert models.Names.model_validate(values).to_wire() == values
    assert [member.value for member in models.Values] == NASTY
    assert models.Constant.model_validate({"x": '"\nexit(1)'}).to_wire() == {"x": '"\nexit(1)'}


def test_a_document_without_schemas_still_gives_a_package(tmp_path, import_package):
    (tmp_path / "openapi.json").write_text('{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}')
    generate(read(load(tmp_path / "openapi.json")), ["models"], tmp_path / "out")
    models = import_package(tmp_path / "out" / "tradespec_models", "empty_models")
    assert "DecimalString" in models.__all__
