"""The gateway over a real port: every operation answers as the contract says (response validation is on)."""

import json

import pytest

LIMIT = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.25", "price": "64000"}


def place(server, **fields):
    answer = server.request("POST", "/v1/orders", {**LIMIT, **fields})
    assert answer.status == 201, answer
    return answer.json


@pytest.mark.parametrize(
    "path",
    [
        "/v1/time",
        "/v1/status",
        "/v1/instruments",
        "/v1/instruments/BTC-USD",
        "/v1/instruments/BTC-USD/book",
        "/v1/instruments/BTC-USD/book?depth=5",
        "/v1/tickers",
        "/v1/instruments/ETH-BTC/ticker",
        "/v1/instruments/BTC-USD/trades?limit=2",
        "/v1/instruments/BTC-USD/candles?interval=1h&start=2026-01-01T00:00:00Z",
    ],
)
def test_public_operations_need_no_key(server, path):
    answer = server.send("GET", path)
    assert answer.status == 200, answer
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.headers["ts-request-id"]) >= 8
    assert answer.headers["ratelimit-policy"].startswith('"public";q=')


@pytest.mark.parametrize(
    "path",
    [
        "/v1/fees",
        "/v1/limits",
        "/v1/orders?status=open&limit=3",
        "/v1/balances",
        "/v1/positions",
        "/v1/executions?symbol=BTC-USD",
        "/v1/ledger?type=deposit&asset=USD",
        "/v1/keys",
    ],
)
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_signed_reads_work_with_both_algorithms(server, who, path):
    answer = server.request("GET", path, signer=getattr(server, who))
    assert answer.status == 200, answer


def test_an_order_is_placed_read_amended_and_cancelled(server):
    order = place(server, client_order_id="a-life")
    path = f"/v1/orders/{order['order_id']}"
    assert server.request("GET", path).json == order
    assert server.request("GET", "/v1/orders/by-client-id/a-life").json == order
    amended = server.request("PATCH", path, {"quantity": "0.2"})
    assert (amended.status, amended.json["quantity"]) == (200, "0.2")
    cancelled = server.request("DELETE", path)
    assert (cancelled.status, cancelled.json["status"]) == (200, "cancelled")
    assert server.request("DELETE", path).code == "order_already_closed"


def test_two_accounts_trade(server):
    place(server, price="64100")
    taken = server.request("POST", "/v1/orders", {**LIMIT, "side": "sell", "price": "64100"}, signer=server.bob)
    assert taken.json["status"] == "filled"
    assert server.request("GET", "/v1/executions", signer=server.bob).json["items"]


def test_orders_are_checked_without_being_placed(server):
    before = server.state()
    answer = server.request("POST", "/v1/orders/validate", LIMIT)
    assert (answer.status, answer.json["hold_asset"]) == (200, "USD")
    assert server.state() == before


def test_a_batch_answers_each_item_at_its_index_with_catalogued_problems(server):
    off_tick = {**LIMIT, "price": "64000.1"}
    answer = server.request("POST", "/v1/orders/batch", {"orders": [LIMIT, off_tick, LIMIT]})
    results = answer.json["results"]
    assert [result["status"] for result in results] == [201, 422, 201]
    problem = results[1]["problem"]
    assert problem["code"] == "price_off_tick"
    assert problem["request_id"] == answer.headers["ts-request-id"]
    references = [{"order_id": results[0]["order"]["order_id"]}, {"order_id": "999999999"}]
    cancelled = server.request("POST", "/v1/orders/batch-cancel", {"orders": references}).json["results"]
    assert [result["status"] for result in cancelled] == [200, 404]


def test_cancelling_all_by_filter(server):
    order = place(server, symbol="ETH-USD", quantity="1", price="3000")
    answer = server.request("DELETE", "/v1/orders?symbol=ETH-USD&side=buy")
    assert answer.json == {"cancelled": [order["order_id"]], "count": 1}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/v1/orders/cancel-after", {"timeout_ms": 1000}),
        ("POST", "/v1/orders", {**LIMIT, "type": "iceberg", "display_quantity": "0.1"}),
    ],
)
def test_what_is_not_done_yet_says_so(server, method, path, body):
    before = server.state()
    assert server.request(method, path, body).code == "not_supported_yet"
    assert server.state() == before


def test_no_order_list_is_known_yet(server):
    assert server.request("GET", "/v1/order-lists").json == {"items": [], "next_cursor": None}
    assert server.request("GET", "/v1/order-lists/1").status in {404, 422}
    assert server.request("DELETE", "/v1/order-lists/1").status in {404, 422}


def test_the_sandbox_deposits_and_resets(server):
    deposit = server.request("POST", "/v1/sandbox/deposits", {"asset": "USD", "amount": "12.5"})
    assert (deposit.status, deposit.json["amount"]) == (201, "12.5")
    reset = server.request("POST", "/v1/sandbox/reset")
    assert (reset.status, reset.json["balances"][-1]["held"]) == (200, "0")


def test_forced_errors_look_real_and_end_by_themselves(server):
    arm = {"code": "overloaded", "operation_id": "placeOrder", "count": 2}
    assert server.request("POST", "/v1/sandbox/errors", arm).json == arm
    before = server.state()
    for _ in range(2):
        answer = server.request("POST", "/v1/orders", LIMIT)
        assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "overloaded", "1")
        assert server.request("GET", "/v1/balances").status == 200
    assert server.state() == before
    assert server.request("POST", "/v1/orders", LIMIT).status == 201


def test_forced_errors_are_the_keys_own_and_can_be_taken_back(server):
    server.request("POST", "/v1/sandbox/errors", {"code": "internal_error", "count": 5})
    assert server.request("GET", "/v1/balances", signer=server.bob).status == 200
    assert server.request("GET", "/v1/balances").code == "internal_error"
    server.request("POST", "/v1/sandbox/errors", {"code": "internal_error", "count": 0})
    assert server.request("GET", "/v1/balances").status == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": "overloaded", "operation_id": "placeOrders2"}, "unknown_operation"),
        ({"code": "insufficient_balance", "operation_id": "listBalances"}, "conflicting_options"),
        ({"code": "overloaded", "operation_id": "forceError"}, "conflicting_options"),
        ({"code": "overloaded", "operation_id": "getTime"}, "conflicting_options"),
        ({"code": "made_up"}, "invalid_request"),
    ],
)
def test_errors_that_cannot_be_forced_are_refused(server, body, code):
    assert server.request("POST", "/v1/sandbox/errors", body).code == code


def test_unknown_paths_are_a_problem_of_the_catalogue(server):
    for path in ("/v2/time", "/v1/orders/1/2/3", "/v1/time/", "/v1/orders/by-client-id/", "/v1//orders"):
        answer = server.send("GET", path)
        assert (answer.status, answer.code) == (404, "not_found"), path
        assert answer.json["request_id"] == answer.headers["ts-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/v1/time", "GET"),
        ("HEAD", "/v1/time", "GET"),
        ("PUT", "/v1/orders", "DELETE, GET, POST"),
        ("GET", "/v1/orders/batch", "POST"),
        ("BREW", "/v1/orders/1", "DELETE, GET, PATCH"),
    ],
)
def test_wrong_methods_name_the_right_ones(server, method, path, allow):
    answer = server.send(method, path)
    assert (answer.status, answer.headers["allow"]) == (405, allow)
    if method != "HEAD":
        assert answer.code == "method_not_allowed"


def test_limits_answer_what_is_left(make_server):
    server = make_server(limit_factor=1.0)
    items = {item["name"]: item for item in server.request("GET", "/v1/limits").json["items"]}
    assert list(items) == list(server.server.contract.limits)
    assert items["reads"]["remaining"] < items["reads"]["capacity"]


def test_each_operation_of_the_contract_has_a_handler_and_connexion_knows_it(server):
    paths = server.server.contract.projection["paths"]
    ids = {
        operation["operationId"] for item in paths.values() for operation in item.values() if "operationId" in operation
    }
    assert ids == set(server.server.contract.operations)


def test_pages_beside_the_contract(server):
    assert server.send("GET", "/health/live").json == {"status": "live"}
    assert server.send("GET", "/health/ready").json == {"status": "ready"}
    document = server.send("GET", "/openapi.json").json
    assert document["servers"][0]["url"] == server.config.url
    assert b"openapi: 3.1" in server.send("GET", "/openapi.yaml").body
    page = server.send("GET", "/docs")
    assert page.status == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    server.send("GET", "/v1/time")
    assert b'tradespec_answers_total{code="",operation="getTime"' in server.send("GET", "/metrics").body


def test_many_requests_over_one_connection(server):
    with server.connect() as connection:
        for _ in range(50):
            body = json.dumps(LIMIT | {"quantity": "0.001"}).encode()
            headers = server.alice.headers("POST", "/v1/orders", body) | {"Content-Type": "application/json"}
            connection.request("POST", "/v1/orders", body, headers)
            response = connection.getresponse()
            assert (response.status, json.loads(response.read())["status"]) == (201, "new")


def test_the_docs_page_says_what_to_install_when_it_is_not(make_server, monkeypatch):
    monkeypatch.setattr("tradespec_server.pages.find_scalar", lambda: None)
    server = make_server()
    assert b"npm ci --prefix server/docs" in server.send("GET", "/docs").body
    assert server.send("GET", "/docs/scalar.js").status == 404
