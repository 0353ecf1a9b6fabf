"""Bad input over a real port: the right problem each time, nothing changed in the exchange, nothing leaked."""

import contextlib
import json
import socket
import time

import pytest

LIMIT = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.25", "price": "64000"}


@pytest.fixture
def unchanged(server):
    """Fail when a test has changed the exchange."""
    before = server.state()
    yield
    assert server.state() == before


def order(**changes):
    return json.dumps({name: value for name, value in {**LIMIT, **changes}.items() if value is not ...}).encode()


BODIES = [
    ("empty", b"", "invalid_request"),
    ("cut off", order()[:-1], "malformed_json"),
    ("two values", order() + order(), "malformed_json"),
    ("not JSON", b"symbol=BTC-USD", "malformed_json"),
    ("NaN", order(quantity=...)[:-1] + b',"quantity":NaN}', "malformed_json"),
    ("infinity", order(quantity=...)[:-1] + b',"quantity":1e999}', "malformed_json"),
    ("a byte order mark", b"\xef\xbb\xbf" + order(), "malformed_json"),
    ("UTF-16", order().decode().encode("utf-16"), "malformed_json"),
    ("broken UTF-8", order(client_order_id="x").replace(b'"x"', b'"\xff"'), "malformed_json"),
    ("half a surrogate", order(client_order_id="x").replace(b'"x"', b'"\\ud800"'), "malformed_json"),
    ("a key twice", order()[:-1] + b',"side":"sell"}', "malformed_json"),
    ("a key twice, written differently", order()[:-1] + b',"\\u0073ide":"sell"}', "malformed_json"),
    ("a nested key twice", b'{"orders":[{"a:b":1,"a:b":2}]}', "malformed_json"),
    ("nesting", b"[" * 33 + b"]" * 33, "malformed_json"),
    ("deep nesting", b"[" * 100_000 + b"]" * 100_000, "malformed_json"),
    ("null", b"null", "invalid_request"),
    ("an array", b"[]", "invalid_request"),
    ("a string", b'"order"', "invalid_request"),
    ("a number for a decimal", order(price=64000), "invalid_request"),
    ("a large number", order(price=...)[:-1] + b',"price":' + b"9" * 300 + b"}", "invalid_request"),
    ("a number beyond doubles", order(price=...)[:-1] + b',"price":' + b"9" * 5000 + b"}", "malformed_json"),
    ("a decimal with an exponent", order(price="6.4e4"), "invalid_request"),
    ("a signed decimal", order(price="+64000"), "invalid_request"),
    ("a negative decimal", order(price="-64000"), "invalid_request"),
    ("zero", order(quantity="0"), "invalid_request"),
    ("blanks", order(price=" 64000"), "invalid_request"),
    ("a line feed at the end", order(price="64000\n"), "invalid_request"),
    ("other digits", order(price="٦٤٠٠٠"), "invalid_request"),
    ("a long decimal", order(price="1" * 5000), "invalid_request"),
    ("an extra field", order(leverage=100), "invalid_request"),
    ("a missing field", order(side=...), "invalid_request"),
    ("no type", order(type=...), "invalid_request"),
    ("an unknown type", order(type="hidden"), "invalid_request"),
    ("a type that is no string", order(type=["limit"]), "invalid_request"),
    ("an enum in capitals", order(side="BUY"), "invalid_request"),
    ("null for a string", order(side=None), "invalid_request"),
    ("a bad client order id", order(client_order_id="a b"), "invalid_request"),
    ("a bad symbol", order(symbol="BTC/USD"), "invalid_request"),
    ("an unknown symbol", order(symbol="DOGE-USD"), "unknown_instrument"),
    ("a price off the tick", order(price="64000.1"), "price_off_tick"),
    ("a quantity off the lot", order(quantity="0.00015"), "quantity_off_lot"),
]


@pytest.mark.parametrize(("body", "code"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_bad_bodies(server, unchanged, body, code):
    answer = server.request("POST", "/v1/orders", body=body)
    assert (answer.code, answer.status) == (code, answer.json["status"]), answer
    assert answer.json["outcome"] == "rejected"
    assert answer.json["detail"].startswith("Expected")


def test_an_order_beyond_the_funds_leaves_them_as_they_are(server):
    before = server.request("GET", "/v1/balances").json
    answer = server.request("POST", "/v1/orders", body=order(quantity="400"))
    assert (answer.code, answer.status) == ("insufficient_balance", 422)
    assert server.request("GET", "/v1/balances").json == before


def test_each_wrong_place_is_named_with_its_rule(server, unchanged):
    answer = server.request("POST", "/v1/orders", body=order(price=64000, leverage=5, side="BUY"))
    places = {place["pointer"]: place for place in answer.json["errors"]}
    assert places["/leverage"]["rule"] == "additionalProperties"
    assert (places["/price"]["rule"], places["/price"]["value"]) == ("type", 64000)
    assert (places["/side"]["rule"], places["/side"]["limit"]) == ("enum", "buy, sell")
    assert set(places) == {"/leverage", "/price", "/side"}


def test_an_item_of_a_batch_is_named_by_its_index(server, unchanged):
    items = [LIMIT, {**LIMIT, "type": "market"}]
    answer = server.request("POST", "/v1/orders/batch", {"orders": items})
    assert answer.json["errors"][0]["pointer"] == "/orders/1/price"


def test_long_values_and_secrets_are_not_repeated(server, unchanged):
    answer = server.request("POST", "/v1/orders", body=order(client_order_id="x" * 5000))
    assert len(answer.body) < 1500
    answer = server.request(
        "POST", "/v1/keys", {"name": "k", "algorithm": "hmac_sha256", "scopes": ["read"], "secret": "hush"}
    )
    assert answer.code == "invalid_request"
    assert b"hush" not in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
)
def test_wrong_media_types(server, unchanged, headers):
    assert server.request("POST", "/v1/orders", body=order(), **headers).code == "unsupported_media_type"


@pytest.mark.parametrize(
    "media", ["application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"']
)
def test_json_may_be_declared_in_other_words(server, media):
    assert server.request("POST", "/v1/orders/validate", body=order(), **{"Content-Type": media}).status == 200


QUERIES = [
    ("/v1/orders?limits=5", "unknown_parameter", "limits"),
    ("/v1/orders?LIMIT=5", "unknown_parameter", "LIMIT"),
    ("/v1/orders?limit=5&limit=6", "invalid_request", "limit"),
    ("/v1/orders?limit=0", "invalid_request", "limit"),
    ("/v1/orders?limit=501", "invalid_request", "limit"),
    ("/v1/orders?limit=five", "invalid_request", "limit"),
    ("/v1/orders?limit=5.0", "invalid_request", "limit"),
    ("/v1/orders?limit=+5", "invalid_request", "limit"),
    ("/v1/orders?limit=05", "invalid_request", "limit"),
    ("/v1/orders?limit=", "invalid_request", "limit"),
    ("/v1/orders?limit=99999999999999999999999", "invalid_request", "limit"),
    ("/v1/orders?side=short", "invalid_request", "side"),
    ("/v1/orders?symbol=btc-usd", "invalid_request", "symbol"),
    ("/v1/orders?symbol=BTC%00USD", "invalid_request", "symbol"),
    ("/v1/executions?start=yesterday", "invalid_request", "start"),
    ("/v1/executions?start=2026-11-23", "invalid_request", "start"),
    ("/v1/orders/abc", "invalid_request", "order_id"),
    ("/v1/orders/%2e%2e%2fkeys", "not_found", None),
    ("/v1/orders/12345678901234567890", "invalid_request", "order_id"),
    ("/v1/orders/by-client-id/a%20b", "invalid_request", "client_order_id"),
    ("/v1/orders?cursor=bm8", "invalid_cursor", None),
    ("/v1/orders?%ff=1", "unknown_parameter", None),
    ("/v1/balances?asset=BTC", "unknown_parameter", "asset"),
]


@pytest.mark.parametrize(("target", "code", "parameter"), QUERIES, ids=[row[0] for row in QUERIES])
def test_bad_parameters(server, unchanged, target, code, parameter):
    answer = server.request("GET", target)
    assert answer.code == code, answer
    if parameter is not None:
        assert answer.json["errors"][0]["parameter"] == parameter


def test_a_mistyped_filter_never_cancels_everything(server):
    placed = server.request("POST", "/v1/orders", LIMIT).json
    before = server.state()
    refused = server.request("DELETE", "/v1/orders?symbl=ETH-USD")
    assert refused.code == "unknown_parameter"
    assert refused.json["errors"][0]["nearest"] == "symbol"
    # A filter in a body that the operation does not have: the signature covers it, so it does not fit.
    assert server.request("DELETE", "/v1/orders", {"symbol": "ETH-USD"}).code == "invalid_signature"
    assert server.state() == before
    assert server.request("GET", f"/v1/orders/{placed['order_id']}").json["status"] == "new"


def test_a_body_that_is_too_large_is_refused_by_its_length_alone(server, unchanged):
    headers = server.alice.headers("POST", "/v1/orders", b"") | {
        "Content-Type": "application/json",
        "Content-Length": str((1 << 20) + 1),
    }
    assert server.send("POST", "/v1/orders", None, headers).code == "payload_too_large"


def test_a_body_without_a_length_is_cut_at_the_bound(server, unchanged):
    def endless():
        for _ in range(40):
            yield b"x" * 65_536

    headers = server.alice.headers("POST", "/v1/orders", b"")
    with contextlib.suppress(OSError):  # the server may close while the client still writes
        assert server.send("POST", "/v1/orders", endless(), headers).code == "payload_too_large"


def test_a_body_at_the_bound_is_read(server, unchanged):
    body = order()[:-1] + b" " * ((1 << 20) - len(order())) + b"}"
    assert len(body) == 1 << 20
    assert server.request("POST", "/v1/orders/validate", body=body).status == 200


def test_a_body_that_does_not_arrive_is_given_up(make_server):
    server = make_server(body_timeout_s=0.3)
    before = server.state()
    head = b"".join(
        b"%b: %b\r\n" % (k.encode(), v.encode()) for k, v in server.alice.headers("POST", "/v1/orders").items()
    )
    with socket.create_connection((server.config.host, server.config.port), timeout=10) as line:
        line.sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n" + head + b"\r\n{")
        started = time.monotonic()
        answer = line.recv(65_536)
    assert b" 408 " in answer.splitlines()[0]
    assert b"request_timeout" in answer
    assert time.monotonic() - started < 5
    assert server.state() == before


def test_a_client_that_hangs_up_in_the_middle_changes_nothing(server, unchanged):
    body = order()
    head = b"".join(
        b"%b: %b\r\n" % (k.encode(), v.encode()) for k, v in server.alice.headers("POST", "/v1/orders", body).items()
    )
    for cut in (0, 5, len(body) - 1):
        with socket.create_connection((server.config.host, server.config.port), timeout=10) as line:
            line.sendall(
                b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % len(body)
                + head
                + b"\r\n"
                + body[:cut]
            )
    time.sleep(0.1)


@pytest.mark.parametrize(
    "raw",
    [b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET /v1/time HTTP/9.9\r\n\r\n", b"\x00" * 4096, b"G" * 100_000],
)
def test_bytes_that_are_no_request_do_not_harm(server, unchanged, raw):
    with socket.create_connection((server.config.host, server.config.port), timeout=10) as line:
        line.sendall(raw)
        line.settimeout(0.5)
        with contextlib.suppress(OSError):
            line.recv(65_536)
    assert server.send("GET", "/v1/time").status == 200


def test_an_error_of_the_server_tells_nothing_about_its_inside(server, unchanged, monkeypatch, capsys):
    async def broken(account):
        raise RuntimeError("the password is swordfish, see /etc/secret")

    monkeypatch.setattr(server.server.exchange, "list_balances", broken)
    answer = server.request("GET", "/v1/balances")
    assert (answer.status, answer.code, answer.json["outcome"]) == (500, "internal_error", "unknown")
    assert b"swordfish" not in answer.body
    assert b"Traceback" not in answer.body


def test_an_answer_that_breaks_the_contract_is_not_sent(server, unchanged, monkeypatch):
    async def wrong(account):
        return {"items": [{"asset": "btc"}]}

    monkeypatch.setattr(server.server.exchange, "list_balances", wrong)
    assert server.request("GET", "/v1/balances").code == "internal_error"
