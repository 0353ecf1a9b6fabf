"""What the diff of the contracts foretold, and what nobody did."""

import copy

import pytest

from tradespec.probe.compat import run_compat
from tradespec.probe.compat.formats.text import as_text


def without_price(shop):
    later = copy.deepcopy(shop)
    item = later["components"]["schemas"]["Item"]
    item["required"].remove("price")
    del item["properties"]["price"]
    return later


def with_colour(shop):
    later = copy.deepcopy(shop)
    item = later["components"]["schemas"]["NewItem"]
    item["required"].append("colour")
    item["properties"]["colour"] = {"type": "string"}
    return later


def without_status(shop):
    later = copy.deepcopy(shop)
    del later["paths"]["/status"]
    return later


NEEDS_COLOUR = "if path == '/items' and b'colour' not in body: return 400, {'errors': [{'pointer': '/colour'}]}"
FORETOLD = {
    "a member gone": ({"item": "del item['price']"}, without_price, "addItem", "response-required-property-removed"),
    "a new input": ({"answer": NEEDS_COLOUR}, with_colour, "addItem", "new-required-request-property"),
    "an operation gone": (
        {"answer": "if path == '/status': return 404, {}"},
        without_status,
        "getStatus",
        "api-path-removed-without-deprecation",
    ),
}


def breakage(folder, server, operation, **options):
    matrix = run_compat(folder, server, ways=["positive"], seed=1, examples=3, **options)
    cell = matrix.cells[0]
    return matrix, next(each for each in cell.breakages if each.operation == operation)


@pytest.mark.parametrize("case", FORETOLD.values(), ids=FORETOLD)
def test_what_the_contract_admits_is_predicted(freeze, shop, open_shop, case):
    fault, later, operation, rule = case
    matrix, found = breakage(freeze(shop), open_shop(**fault, document=later(shop)), operation)
    assert (found.prediction.rule, found.prediction.severity) == (rule, "breaking")
    assert f"predicted  {rule} (breaking) - at " in as_text(matrix)


@pytest.mark.parametrize("case", FORETOLD.values(), ids=FORETOLD)
def test_what_the_contract_keeps_silent_about_is_not(freeze, shop, open_shop, case):
    fault, _, operation, _ = case
    matrix, found = breakage(freeze(shop), open_shop(**fault), operation)
    assert found.prediction is None
    assert matrix.cells[0].predicted_by == "1.0.0"
    assert "predicted  unpredicted\n" in as_text(matrix)


def test_another_change_of_the_operation_is_no_prediction(freeze, shop, open_shop):
    server = open_shop(item="item['name'] = 3", document=without_price(shop))
    _, found = breakage(freeze(shop), server, "addItem")
    assert found.message.endswith("at /name")
    assert found.prediction is None


def test_without_the_servers_document_nothing_is_predicted(freeze, shop, open_shop):
    server = open_shop(item="del item['price']", answer="if path == '/openapi.json': return 404, None")
    matrix, found = breakage(freeze(shop), server, "addItem")
    assert found.prediction is None
    assert "unpredicted: the server's own document is not known" in as_text(matrix)
