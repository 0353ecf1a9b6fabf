"""Requests made from a release, against a server that kept its word, grew, or broke it."""

import pytest

from tradespec.probe.compat import run_compat
from tradespec.probe.compat.deprecation import complaints

GROWN = {
    "a member more in a closed answer": {"item": "item['weight'] = 3"},
    "a new value of an open enumeration": {"item": "item['colour'] = 'green'"},
    "an operation more": {"answer": "if path == '/new': return 200, {}"},
}
BROKEN = {
    "a member dropped": (
        {"item": "del item['price']"},
        ("addItem", "response_schema_conformance", '"price" is a required property', 201),
    ),
    "a type changed": (
        {"item": "item['price'] = str(item['price'])"},
        ("addItem", "response_schema_conformance", 'is not of type "integer" - at /price', 201),
    ),
    "another status": (
        {"answer": "if path == '/items': return 200, added(json.loads(body))"},
        ("addItem", "status_code_conformance", "200", 200),
    ),
    "a new required input": (
        {"answer": "if path == '/items' and b'colour' not in body: return 400, {}"},
        ("addItem", "positive_data_acceptance", "400", 400),
    ),
    "an operation removed": (
        {"answer": "if path == '/status': return 410, {}"},
        ("getStatus", "status_code_conformance", "410", 410),
    ),
    "lost what was just made": (
        {"answer": "if path.startswith('/items/') and path != '/items/i-0': return 500, {}"},
        ("getItem", "not_a_server_error", "the server's own failure 500", 500),
    ),
}


def run(releases, server, **options):
    return run_compat(releases, server, ways=["positive"], seed=1, examples=5, **options)


@pytest.mark.parametrize("change", [{}, *GROWN.values()], ids=["nothing", *GROWN])
def test_a_server_that_kept_its_word_is_green(freeze, shop, open_shop, change):
    matrix = run(freeze(shop), open_shop(**change))
    cell = matrix.cell("1.0.0", "app:shop_app")
    assert (cell.state, matrix.ok) == ("green", True), cell
    assert cell.outcome("positive").cases > 10


@pytest.mark.parametrize(("fault", "found"), BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_red_with_the_request_that_shows_it(freeze, shop, open_shop, fault, found):
    matrix = run(freeze(shop), open_shop(**fault))
    operation, kind, said, status = found
    breakage = next(each for each in matrix.cell("1.0.0", "app:shop_app").breakages if each.operation == operation)
    assert not matrix.ok
    assert breakage.kind == kind
    assert said in breakage.message + str(breakage.answer)
    assert breakage.answer.status == status
    assert breakage.call.method == breakage.method
    assert not any(name.lower().startswith(("user-agent", "x-schemathesis")) for name in breakage.call.headers)


def test_what_follows_from_a_link_is_told_with_the_requests_that_lead_there(freeze, shop, open_shop):
    fault = "if path.startswith('/items/') and path.removeprefix('/items/') in ITEMS: return 200, {'id': 'i-1'}"
    cell = run(freeze(shop), open_shop(answer=fault)).cell("1.0.0", "app:shop_app")
    breakage = next(each for each in cell.breakages if each.operation == "getItem")
    # A fixed id may hit what another case made; then there is nothing to send first.
    assert [call.path for call in breakage.before] in (["/items"], [])
    assert breakage.call.path.startswith("/items/i-")


def test_one_answer_is_told_once(freeze, shop, open_shop):
    fault = "if path == '/status': return 500, 'oh'"
    cell = run(freeze(shop), open_shop(answer=fault)).cell("1.0.0", "app:shop_app")
    assert [each.kind for each in cell.breakages if each.operation == "getStatus"] == ["not_a_server_error"]


def test_headers_and_media_types_are_the_releases(freeze, shop, open_shop):
    answer = shop["paths"]["/status"]["get"]["responses"]["200"]
    answer["headers"] = {"X-Request-Id": {"required": True, "schema": {"type": "string"}}}
    found = run(freeze(shop), open_shop()).cells[0].breakages
    assert [each.message for each in found] == ["Expected the header X-Request-Id, got none"]
    found = run(freeze(shop), open_shop(headers=[("content-type", "text/plain"), ("x-request-id", "7")])).cells[0]
    assert [each.kind for each in found.breakages] == ["content_type_conformance"]
    assert found.breakages[0].message.startswith("Expected application/json, got ")


def test_the_same_seed_finds_the_same(freeze, shop, open_shop):
    releases, server = freeze(shop), open_shop(item="del item['price']")
    first, second = (run(releases, server).cell("1.0.0", server).breakages for _ in range(2))
    assert [(each.operation, each.kind, each.message) for each in first] == [
        (each.operation, each.kind, each.message) for each in second
    ]


SUNSET = "Wed, 30 Jun 2027 00:00:00 GMT"
WHY = '<https://e.example/why>; rel="deprecation"'
HEADERS = {
    "all three": (
        [("deprecation", "@1798761600"), ("sunset", SUNSET), ("link", WHY)],
        None,
    ),
    "none": ([], "at the header Deprecation"),
    "a deprecation that is no date": (
        [("deprecation", "true"), ("sunset", SUNSET), ("link", WHY)],
        "got `true` - at the header Deprecation",
    ),
    "another sunset": (
        [("deprecation", "@1798761600"), ("sunset", "Thu, 30 Jun 2033 00:00:00 GMT"), ("link", "<x>; rel=sunset")],
        "Expected an HTTP date on 2027-06-30",
    ),
    "no link": ([("deprecation", "@1798761600"), ("sunset", SUNSET)], "at the header Link"),
}


@pytest.mark.parametrize(("headers", "said"), HEADERS.values(), ids=HEADERS)
def test_what_a_deprecation_has_to_say(headers, said):
    found = complaints(dict(headers), "2027-06-30")
    assert bool(found) == bool(said)
    assert all(said in each for each in found[:1])


@pytest.mark.parametrize("name", ["all three", "no link"])
def test_a_deprecated_operation_says_so_while_it_runs(freeze, shop, open_shop, name):
    headers, said = HEADERS[name]
    releases = freeze(shop)
    shop["paths"]["/status"]["get"] |= {"deprecated": True, "x-sunset": "2027-06-30"}
    cell = run(releases, open_shop(headers=headers, document=shop)).cell("1.0.0", "app:shop_app")
    found = [each for each in cell.breakages if each.kind == "deprecation_headers"]
    assert [each.operation for each in found] == (["getStatus"] if said else [])
    assert all(said in each.message for each in found)


def test_the_smallest_request_has_nothing_to_leave_out(freeze, shop, open_shop):
    shop["paths"]["/status"]["get"]["parameters"] = [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string", "enum": ["x", "y"]}}
        for name in ("colour", "size", "weight")
    ]
    matrix = run(freeze(shop), open_shop(answer="if path == '/status' and b'size=y' in query: return 500, {}"))
    found = next(each for each in matrix.cells[0].breakages if each.operation == "getStatus")
    assert (found.call.path, found.before) == ("/status?size=y", ())
