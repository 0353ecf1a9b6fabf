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


def with_short_names(shop):
    later = copy.deepcopy(shop)
    later["components"]["schemas"]["NewItem"]["properties"]["name"] = {"type": "string", "maxLength": 2}
    return later


LONG_NAME = "if path == '/items' and len(json.loads(body)['name']) > 2: return 400, {}"
FORETOLD = {
    "a tighter input": ({"answer": LONG_NAME}, with_short_names, "addItem", "request-property-max-length-decreased"),
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


def test_what_the_contract_keeps_silent_about_is_not(freeze, shop, open_shop):
    matrix, found = breakage(freeze(shop), open_shop(item="del item['price']"), "addItem")
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
