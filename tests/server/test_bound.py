"""The bound middleware against Connexion's own stack, and on a contract that is not ours."""

import asyncio
import json
import re

import orjson
import pytest

from tradespec_server import Config
from tradespec_server.app import Server
from tradespec_server.errors import Refused
from tradespec_server.gateway import Catalogue, Contract, Metrics, Scenarios, Schemas, Services, build_app
from tradespec_server.gateway.routes import Routes
from tradespec_server.limits import Limiter

LIMIT = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.25", "price": "64000"}


def exchange(app, method, target, body=b"", headers=None):
    """Send a request straight into an application; returns a coroutine for (status, headers, body)."""
    path, _, query = target.partition("?")
    sent = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [*sent, (b"content-length", b"%d" % len(body))] if body else sent,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "extensions": {},
    }
    answer = {}

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            answer.update(status=message["status"], headers=dict(message["headers"]), body=b"")
        else:
            answer["body"] += message.get("body", b"")

    async def run():
        await app(scope, receive, send)
        return answer["status"], answer["headers"], answer["body"]

    return run()


# Both ways answer alike

REQUESTS = [
    ("GET", "/v1/time", None),
    ("GET", "/v1/status", None),
    ("GET", "/v1/instruments", None),
    ("GET", "/v1/instruments/BTC-USD", None),
    ("GET", "/v1/instruments/DOGE-USD", None),
    ("GET", "/v1/instruments/btc", None),
    ("GET", "/v1/instruments/BTC-USD/book?depth=3", None),
    ("GET", "/v1/instruments/BTC-USD/book?depth=0", None),
    ("GET", "/v1/instruments/BTC-USD/book?deep=3", None),
    ("GET", "/v1/instruments/BTC-USD/trades?limit=1", None),
    ("GET", "/v1/instruments/BTC-USD/candles?interval=2m", None),
    ("POST", "/v1/orders", {**LIMIT, "client_order_id": "one"}),
    ("POST", "/v1/orders", {**LIMIT, "client_order_id": "one"}),
    ("POST", "/v1/orders", {**LIMIT, "client_order_id": "one", "price": "63000"}),
    ("POST", "/v1/orders", {**LIMIT, "price": 64000}),
    ("POST", "/v1/orders", {**LIMIT, "leverage": 2}),
    ("POST", "/v1/orders", {**LIMIT, "price": "64000.1"}),
    ("POST", "/v1/orders", {**LIMIT, "side": "sell", "price": "64000", "self_trade_prevention": "none"}),
    ("POST", "/v1/orders", b'{"type":'),
    ("POST", "/v1/orders", b'{"type":"limit","type":"market"}'),
    ("POST", "/v1/orders", b""),
    ("POST", "/v1/orders/validate", LIMIT),
    ("POST", "/v1/orders/batch", {"orders": [LIMIT, {**LIMIT, "quantity": "400"}]}),
    ("GET", "/v1/orders?status=open&limit=2", None),
    ("GET", "/v1/orders?limit=two", None),
    ("GET", "/v1/orders/1", None),
    ("GET", "/v1/orders/one", None),
    ("GET", "/v1/orders/by-client-id/one", None),
    ("PATCH", "/v1/orders/1", {"quantity": "0.2"}),
    ("DELETE", "/v1/orders/999", None),
    ("DELETE", "/v1/orders?symbol=BTC-USD", None),
    ("DELETE", "/v1/orders?symbl=BTC-USD", None),
    ("GET", "/v1/balances", None),
    ("GET", "/v1/executions?start=2026-01-01T00:00:00Z&symbol=BTC-USD", None),
    ("GET", "/v1/ledger?type=deposit&limit=2", None),
    ("GET", "/v1/ledger?type=gift", None),
    ("GET", "/v1/fees", None),
    ("GET", "/v1/limits", None),
    ("GET", "/v1/keys", None),
    ("POST", "/v1/keys", {"name": "x", "algorithm": "hmac_sha256", "scopes": []}),
    ("DELETE", "/v1/keys/tsk_none", None),
    ("PUT", "/v1/orders/cancel-after", {"timeout_ms": 1000}),
    ("POST", "/v1/sandbox/deposits", {"asset": "USD", "amount": "1"}),
    ("POST", "/v1/sandbox/errors", {"code": "overloaded", "operation_id": "getOrder"}),
    ("GET", "/v1/orders/1", None),
    ("POST", "/v1/sandbox/reset", None),
    ("GET", "/v1/nothing", None),
    ("PUT", "/v1/orders", None),
    ("GET", "/v1/orders/batch", None),
    ("GET", "/docs/scalar.css", None),
    ("GET", "/health/ready", None),
]
UNSIGNED = [("GET", "/v1/balances"), ("POST", "/v1/orders"), ("GET", "/v1/orders?limits=1")]


async def answers(config, signer):
    """Return what a server of this configuration answers to all requests."""
    server = Server(config)
    await server.start()
    found = []
    try:
        for method, target, body in REQUESTS:
            payload = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
            headers = signer.headers(method, target, payload)
            if body is not None:
                headers["Content-Type"] = "application/json"
            found.append(await exchange(server.app, method, target, payload, headers))
        found.extend([await exchange(server.app, method, target) for method, target in UNSIGNED])
    finally:
        await server.stop()
    return found


def settled(answer):
    """Return an answer without what differs from run to run: times, request ids, the level of a bucket."""
    status, headers, body = answer
    body = re.sub(rb'"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"', b'"TIME"', body)
    body = re.sub(rb'"(timestamp_ms|request_id|remaining|retry_after_ms)":("[^"]*"|[0-9]+)', rb'"\1":0', body)
    kept = ("content-type", "allow", "retry-after", "www-authenticate", "ratelimit-policy", "cache-control")
    return status, {name: headers.get(name.encode()) for name in kept}, body


def test_both_ways_answer_alike(tmp_path, server):
    """The same application with and without the middleware: Connexion's own stack gives the same answers."""
    bound, default = (
        asyncio.run(answers(Config(data=tmp_path / str(way), market_maker=False, bound=way), server.alice))
        for way in (True, False)
    )
    requests = [(method, target) for method, target, _ in REQUESTS] + UNSIGNED
    for request, one, other in zip(requests, bound, default, strict=True):
        assert settled(one) == settled(other), request
    assert {status for status, _, _ in bound} >= {200, 201, 400, 401, 404, 405, 409, 422, 503}


# A contract that is not ours

PROBLEM = {"title": "t", "description": "d", "next_step": "n", "retryable": False, "outcome": "rejected"}
STATUSES = {
    "invalid_request": 400,
    "malformed_json": 400,
    "unknown_parameter": 400,
    "unsupported_media_type": 415,
    "rate_limited": 429,
    "internal_error": 500,
    "not_found": 404,
    "method_not_allowed": 405,
    "payload_too_large": 413,
    "request_timeout": 408,
}


def operation(operation_id, method, path, *, parameters=(), body=None, **more):
    content = {"application/json": {"schema": {}}}
    return {
        "id": operation_id,
        "method": method,
        "path": path,
        "parameters": [{"in": "query", "required": False, **parameter} for parameter in parameters],
        "body": body and {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"content": content}},
        "security": [],
        "limit": None,
        "errors": list(STATUSES),
        "success": 200,
        **more,
    }


TEXT = {"type": "string"}
SHAPES = {
    "oneOf": [{"$ref": "#/schemas/Circle"}, {"$ref": "#/schemas/Square"}],
    "discriminator": {
        "propertyName": "shape",
        "mapping": {"circle": "#/schemas/Circle", "square": "#/schemas/Square"},
    },
}


def shape(name, size):
    return {
        "type": "object",
        "properties": {"shape": {"const": name}, size: {"type": "integer", "minimum": 1}},
        "required": ["shape", size],
        "additionalProperties": False,
    }


OPERATIONS = [
    operation(
        "echo",
        "GET",
        "/things/{thing}",
        parameters=[
            {"name": "thing", "in": "path", "required": True, "schema": TEXT},
            {"name": "tags", "schema": {"type": "array", "items": TEXT, "maxItems": 2}},
            {"name": "ids", "explode": False, "schema": {"type": "array", "items": {"type": "integer"}}},
            {"name": "on", "schema": {"type": "boolean"}},
            {"name": "ratio", "schema": {"type": "number", "maximum": 1}},
            {"name": "count", "required": True, "schema": {"$ref": "#/schemas/Count"}},
            {"name": "sort", "schema": {**TEXT, "default": "up"}, "default": "up"},
        ],
    ),
    operation("literal", "GET", "/things/mine", deprecated=True, sunset="2027-06-30"),
    operation(
        "leaving",
        "GET",
        "/things/gone",
        deprecated=True,
        deprecated_since="2026-11-23",
        sunset="2027-11-30",
        documentation_url="/docs#leaving",
    ),
    operation("draw", "POST", "/shapes", body={"type": "array", "items": {"$ref": "#/schemas/Shape"}}),
    operation("either", "POST", "/either", body={"oneOf": [{"type": "string"}, {"type": "null"}]}),
    operation(
        "traded",
        "POST",
        "/limited",
        body={"type": "object"},
        limit={"bucket": "per_ip", "weight": 2, "per_item": "/orders"},
    ),
]
DOCUMENT = {
    "title": "Other",
    "version": "1.0.0",
    "operations": OPERATIONS,
    "schemas": {
        "Count": {"type": "integer", "minimum": 0},
        "Circle": shape("circle", "radius"),
        "Square": shape("square", "side"),
        "Shape": SHAPES,
    },
    "errors": {code: {**PROBLEM, "status": status} for code, status in STATUSES.items()},
    "limits": {"per_ip": {"scope": "ip", "capacity": 10, "refill_per_second": 1}},
    "security_schemes": {},
}


def projection():
    paths = {}
    for one in OPERATIONS:
        item = {"operationId": one["id"], "responses": {"200": {"description": ""}}}
        item["parameters"] = [
            {"name": p["name"], "in": p["in"], "required": p["required"], "schema": TEXT} for p in one["parameters"]
        ]
        paths.setdefault(one["path"], {})[one["method"].lower()] = item
    return {"openapi": "3.0.3", "info": {"title": "Other", "version": "1"}, "paths": paths}


async def give_back(*, request, **arguments):
    return {"operation": request.endpoint.operation.id, **arguments}


@pytest.fixture(scope="module")
def other():
    contract = Contract.of(DOCUMENT, projection())
    services = Services(
        catalogue=Catalogue(contract.errors, "Test"),
        schemas=Schemas(contract.document),
        limiter=Limiter(contract.limits, lambda: 0.0),
        authenticator=None,
        scenarios=Scenarios(),
        metrics=Metrics(),
        validate_responses=True,
    )
    app = build_app(contract, services, lambda _: give_back)

    def send(method, target, body=None):
        payload = b"" if body is None else orjson.dumps(body)
        headers = {"Content-Type": "application/json"} if payload else {}
        status, headers, answer = asyncio.run(exchange(app, method, target, payload, headers))
        return status, headers, orjson.loads(answer)

    return send


def test_parameters_become_what_their_schemas_say(other):
    target = "/things/a%20b?tags=x&tags=y&ids=1,2&on=true&ratio=0.5&count=7"
    status, _, answer = other("GET", target)
    assert (status, answer) == (
        200,
        {
            "operation": "echo",
            "thing": "a%20b",  # decoding the path is the listener's work
            "tags": ["x", "y"],
            "ids": [1, 2],
            "on": True,
            "ratio": 0.5,
            "count": 7,
            "sort": "up",
        },
    )


@pytest.mark.parametrize(
    ("query", "parameter", "rule"),
    [
        ("", "count", "required"),
        ("count=1&tags=a&tags=b&tags=c", "tags", "maxItems"),
        ("count=1&ids=1,x", "ids", "type"),
        ("count=1&on=True", "on", "type"),
        ("count=1&ratio=1.5", "ratio", "maximum"),
        ("count=1&ratio=1e-1", "ratio", "type"),
        ("count=-1", "count", "minimum"),
        ("count=1&count=1", "count", "single"),
        ("count=1&colour=red", "colour", "unknown"),
    ],
)
def test_parameters_that_break_their_schemas(other, query, parameter, rule):
    status, _, problem = other("GET", f"/things/a?{query}")
    assert status == 400
    assert [(place["parameter"], place["rule"]) for place in problem["errors"]] == [(parameter, rule)]


def test_a_literal_path_wins_and_a_deprecated_operation_says_so(other):
    status, headers, answer = other("GET", "/things/mine")
    assert (status, answer) == (200, {"operation": "literal"})
    assert headers[b"deprecation"] == b"@0"
    assert headers[b"sunset"] == b"Wed, 30 Jun 2027 00:00:00 GMT"
    assert b'</docs>; rel="deprecation"' in headers[b"link"]


def test_a_deprecated_operation_says_since_when_until_when_and_where_to_read_on(other):
    _, headers, _ = other("GET", "/things/gone")
    assert headers[b"deprecation"] == b"@1795392000"
    assert headers[b"sunset"] == b"Tue, 30 Nov 2027 00:00:00 GMT"
    assert headers[b"link"].decode().split(", ") == [
        f'</docs#leaving>; rel="{relation}"; type="text/html"' for relation in ("deprecation", "sunset")
    ]


def test_an_operation_that_stays_has_none_of_these_headers(other):
    _, headers, _ = other("GET", "/things/a?count=1")
    assert not {b"deprecation", b"sunset", b"link"} & set(headers)


def test_a_discriminator_picks_the_branch_that_is_explained(other):
    assert other("POST", "/shapes", [{"shape": "circle", "radius": 1}])[0] == 200
    wrong = [{"shape": "square", "radius": 1}, {"shape": "star"}, {}, {"shape": "circle", "radius": 0}]
    _, _, problem = other("POST", "/shapes", wrong)
    places = {(place["pointer"], place["rule"]) for place in problem["errors"]}
    assert places == {
        ("/0/side", "required"),
        ("/0/radius", "additionalProperties"),
        ("/1/shape", "enum"),
        ("/2/shape", "required"),
        ("/3/radius", "minimum"),
    }


def test_without_a_discriminator_no_branch_is_guessed(other):
    assert other("POST", "/either", None)[2]["errors"][0]["rule"] == "required"
    assert other("POST", "/either", 1)[2]["errors"] == [
        {
            "pointer": "",
            "rule": "oneOf",
            "message": "Expected exactly one of the shapes of the contract, got none of them.",
        }
    ]


def test_the_weight_counts_the_items_that_the_contract_points_at(other):
    _, headers, _ = other("POST", "/limited", {"orders": [1, 2, 3]})
    assert headers[b"ratelimit"] == b'"per_ip";r=4;t=6'
    status, headers, problem = other("POST", "/limited", {"orders": [1, 2, 3]})
    assert (status, problem["bucket"], headers[b"retry-after"]) == (429, "per_ip", b"2")


def test_errors_at_an_operation_without_a_handler_come_at_the_start():
    contract = Contract.of(DOCUMENT, projection())

    def missing(operation_id):
        raise AttributeError(f"no handler for {operation_id}")

    services = Services(None, Schemas(DOCUMENT), Limiter({}, lambda: 0.0), None, None, None)
    app = build_app(contract, services, missing)
    with pytest.raises(LookupError, match="no handler for"):
        asyncio.run(exchange(app, "GET", "/things/mine"))


def test_a_code_that_an_operation_does_not_list_is_an_error_of_the_server(server, monkeypatch):
    async def refuse(account):
        raise Refused("insufficient_balance")

    monkeypatch.setattr(server.server.exchange, "list_balances", refuse)
    assert server.request("GET", "/v1/balances").code == "internal_error"


def test_routes():
    routes = Routes()
    for path in ("/a", "/a/{x}", "/a/b", "/a/{x}/c", "/a/b/{y}", "/{z}"):
        routes.add("GET", path, path)
    table = {
        "/a": ("/a", {}),
        "/a/b": ("/a/b", {}),
        "/a/1": ("/a/{x}", {"x": "1"}),
        "/a/b/c": ("/a/b/{y}", {"y": "c"}),
        "/a/1/c": ("/a/{x}/c", {"x": "1"}),
        "/q": ("/{z}", {"z": "q"}),
        "/a/1/d": None,
        "/a/": None,
        "/": None,
        "": None,
        "a": None,
    }
    for path, expected in table.items():
        found = routes.find(path)
        assert (found and (found[0]["GET"], found[1])) == expected, path


@pytest.mark.parametrize("bound", [True, False])
def test_requests_at_the_same_time_are_not_taken_for_each_other(make_server, bound):
    """Granian hands one `extensions` dictionary to all requests, and Connexion keeps its context there."""
    from concurrent.futures import ThreadPoolExecutor

    server = make_server(bound=bound)

    def balance(at):
        who = (server.alice, server.bob)[at % 2]
        answer = server.request("POST", "/v1/sandbox/deposits", {"asset": "USD", "amount": str(at + 1)}, signer=who)
        return answer.status, answer.json.get("amount")

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(balance, range(64)))
    assert answers == [(201, str(at + 1)) for at in range(64)]
