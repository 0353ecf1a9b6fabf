"""Our ``x-`` words in the model; badly formed ones are left out (lint says where and why)."""

import pytest


def test_limits_are_buckets(contract_of):
    limits = contract_of(
        """
        x-limits:
          orders: {scope: account, capacity: 300, refill_per_second: 0.5, description: Placing}
          plain: {capacity: 1, refill_per_second: 1}
          odd: {scope: galaxy, capacity: 1, refill_per_second: 1}
          bad: {capacity: many, refill_per_second: 1}
          flag: {capacity: true, refill_per_second: 1}
          worse: 7
        """
    ).limits
    assert list(limits) == ["orders", "plain", "odd"]
    orders = limits["orders"]
    assert (orders.scope, orders.capacity, orders.refill_per_second) == ("account", 300, 0.5)
    assert (orders.description, orders.place.pointer) == ("Placing", "/x-limits/orders")
    assert limits["odd"].scope == "key"


def test_errors_are_a_catalogue(contract_of):
    errors = contract_of(
        """
        x-errors:
          late: {status: 503, title: Late, description: D, next_step: Ask, retryable: true, outcome: unknown}
          plain: {status: 422}
          bad: {status: many}
          flag: {status: true}
          worse: []
        """
    ).errors
    assert list(errors) == ["late", "plain"]
    late, plain = errors.values()
    assert (late.status, late.title, late.next_step, late.retryable, late.outcome) == (
        503,
        "Late",
        "Ask",
        True,
        "unknown",
    )
    assert (plain.title, plain.retryable, plain.outcome) == ("plain", False, "rejected")


def operation(contract_of, words):
    return contract_of(f"paths: {{/a: {{get: {{{words}}}}}}}").operations[0]


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("{bucket: orders, weight: 2, per_item: /orders}", ("orders", 2, "/orders")),
        ("{bucket: orders}", ("orders", 1, None)),
        ("{bucket: orders, weight: heavy}", ("orders", 1, None)),
        ("{weight: 1}", None),
        ("{bucket: 7}", None),
        ("orders", None),
    ],
)
def test_what_a_call_takes(contract_of, words, use):
    found = operation(contract_of, f"x-limit: {words}").limit
    assert (found and (found.bucket, found.weight, found.per_item)) == use


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{field: /client_order_id, window_seconds: 86400}", ("/client_order_id", 86400)),
        ("{field: 'header:Key'}", ("header:Key", 0)),
        ("{field: /a, window_seconds: long}", ("/a", 0)),
        ("{window_seconds: 1}", None),
        ("[]", None),
    ],
)
def test_what_makes_a_call_safe_to_repeat(contract_of, words, said):
    found = operation(contract_of, f"x-idempotency: {words}").idempotency
    assert (found and (found.field, found.window_seconds)) == said


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("{cursor: cursor, limit: limit, next_cursor: /next, items: /items, limit_max: 500}", 500),
        ("{cursor: cursor, limit: limit, next_cursor: /next, items: /items}", None),
        ("{cursor: cursor, limit: limit, next_cursor: /next, items: /items, limit_max: all}", None),
    ],
)
def test_how_a_list_goes_on(contract_of, words, most):
    found = operation(contract_of, f"x-pagination: {words}").pagination
    assert (found.cursor, found.limit, found.next_cursor, found.items) == ("cursor", "limit", "/next", "/items")
    assert found.limit_max == most


@pytest.mark.parametrize("words", ["{cursor: cursor}", "{cursor: 1, limit: 2, next_cursor: 3, items: 4}", "yes"])
def test_half_a_pagination_is_none(contract_of, words):
    assert operation(contract_of, f"x-pagination: {words}").pagination is None


def test_error_codes_and_dates(contract_of):
    dates = "deprecated: true, x-deprecated-since: 2026-06-30, x-sunset: 2027-06-30"
    found = operation(
        contract_of, f"x-error-codes: [late, early], {dates}, externalDocs: {{url: /docs#late}}, x-own: 1"
    )
    assert found.error_codes == ("late", "early")
    assert (found.deprecated, found.deprecated_since, found.sunset) == (True, "2026-06-30", "2027-06-30")
    assert found.documentation_url == "/docs#late"
    assert found.extensions["x-own"] == 1


HEADERS = "headers: {key: Key, timestamp: Time, nonce: Once, signature: Sign}"


def signature(contract_of, words):
    return (
        contract_of(
            f"components: {{securitySchemes: {{s: {{type: apiKey, in: header, name: Key, x-signature: {words}}}}}}}"
        )
        .security_schemes["s"]
        .signature
    )


def test_signatures(contract_of):
    found = signature(
        contract_of,
        "{algorithms: [ed25519], payload: [nonce, method], separator: ',', encoding: hex, recv_window_ms: 1, "
        "recv_window_ms_max: 2, headers: {key: Key, timestamp: Time, nonce: Once, signature: Sign, recv_window: Late}}",
    )
    assert (found.algorithms, found.payload, found.separator) == (("ed25519",), ("nonce", "method"), ",")
    assert (found.key_header, found.timestamp_header, found.nonce_header) == ("Key", "Time", "Once")
    assert (found.signature_header, found.recv_window_header) == ("Sign", "Late")
    assert (found.encoding, found.recv_window_ms, found.recv_window_ms_max) == ("hex", 1, 2)


def test_a_signature_has_defaults_for_what_is_odd(contract_of):
    found = signature(contract_of, f"{{{HEADERS}, algorithms: 7, payload: {{}}, recv_window_ms: soon}}")
    assert (found.algorithms, found.payload, found.separator, found.encoding) == ((), (), "\n", "base64")
    assert (found.recv_window_ms, found.recv_window_ms_max, found.recv_window_header) == (5000, 60000, None)


@pytest.mark.parametrize(
    "words", ["{}", "7", "{headers: {key: Key}}", "{headers: {key: 1, timestamp: 2, nonce: 3, signature: 4}}"]
)
def test_no_signature_without_its_headers(contract_of, words):
    assert signature(contract_of, words) is None
