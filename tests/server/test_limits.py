"""Rate limits: the published trace, the headers of the draft, and bounded memory."""

import pytest

from tradespec_server.limits import Buckets, Limiter, Policy


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_the_published_trace_of_a_lazily_filled_bucket():
    """Burst 3, one per second, full at 0. Source: the design's limiter vectors (Coinbase Exchange's documentation)."""
    buckets = Buckets(Policy("trace", "ip", 3, 1.0))
    trace = [
        (0.5, True, 2.0),
        (0.8, True, 1.3),
        (0.9, True, 0.4),
        (1.0, False, 0.5),
        (1.4, False, 0.9),
        (1.8, True, 0.3),
        (5.0, True, 2.0),
    ]
    for now, granted, tokens in trace:
        grant = buckets.take("me", 1, now)
        assert (grant.granted, pytest.approx(tokens)) == (granted, grant.tokens), now


def test_the_fields_of_the_draft():
    buckets = Buckets(Policy("orders", "account", 300, 100.0))
    grant = buckets.take("alice", 1, 0.0)
    assert (grant.policy.header, grant.header) == (b'"orders";q=300;w=3', b'"orders";r=299;t=1')
    for _ in range(299):
        grant = buckets.take("alice", 1, 0.0)
    assert grant.header == b'"orders";r=0;t=3'
    refused = buckets.take("alice", 50, 0.0)
    assert (refused.granted, refused.retry_after_ms) == (False, 500)
    assert buckets.take("alice", 50, 0.5).granted


def test_a_weight_above_the_capacity_asks_for_a_full_bucket():
    buckets = Buckets(Policy("small", "key", 10, 1.0))
    assert buckets.take("me", 50, 0.0).granted
    refused = buckets.take("me", 50, 9.0)
    assert (refused.granted, refused.retry_after_ms) == (False, 1000)
    assert buckets.take("me", 50, 10.0).granted


def test_a_clock_that_steps_back_takes_nothing_away():
    buckets = Buckets(Policy("b", "key", 3, 1.0))
    buckets.take("me", 1, 100.0)
    assert buckets.take("me", 1, 50.0).tokens == pytest.approx(1.0)


def test_full_buckets_are_forgotten_first_and_memory_is_bounded():
    buckets = Buckets(Policy("b", "ip", 10, 1.0), subjects_max=100)
    for at in range(50):
        buckets.take(f"old {at}", 1, 0.0)
    for at in range(50):
        buckets.take(f"busy {at}", 10, 5.0)
    buckets.take("new", 1, 5.0)
    assert len(buckets) == 51
    assert not buckets.take("busy 0", 1, 5.0).granted
    for at in range(10_000):
        buckets.take(f"flood {at}", 10, 5.0)
        assert len(buckets) <= 100


LIMITS = {
    "public": {"scope": "ip", "capacity": 5, "refill_per_second": 1},
    "orders": {"scope": "account", "capacity": 2, "refill_per_second": 1},
}


def test_failed_signatures_block_an_address_but_reading_market_data_does_not(clock):
    limiter = Limiter(LIMITS, clock)
    for _ in range(5):
        assert limiter.take("public", "1.1.1.1", 1).granted
    assert not limiter.take("public", "1.1.1.1", 1).granted
    assert limiter.blocked("1.1.1.1") is None
    for _ in range(5):
        limiter.failed("2.2.2.2")
    blocked = limiter.blocked("2.2.2.2")
    assert blocked is not None
    assert blocked.policy.name == "public"
    assert limiter.blocked("3.3.3.3") is None
    assert not limiter.take("public", "2.2.2.2", 1).granted
    clock.now = 1.0
    assert limiter.blocked("2.2.2.2") is None


def test_a_contract_without_a_bucket_by_address_counts_no_failures(clock):
    limiter = Limiter({"orders": LIMITS["orders"]}, clock)
    limiter.failed("1.1.1.1")
    assert limiter.blocked("1.1.1.1") is None


# Over the wire, with the contract's own buckets


def test_an_empty_bucket_answers_429_and_says_when(make_server):
    server = make_server(limit_factor=1.0)
    answers = [server.request("GET", "/v1/keys") for _ in range(31)]
    assert [answer.status for answer in answers] == [200] * 30 + [429]
    refused = answers[-1]
    assert (refused.code, refused.json["bucket"]) == ("rate_limited", "keys")
    assert 0 < refused.json["retry_after_ms"] <= 1000
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["ratelimit"] == '"keys";r=0;t=30'
    assert refused.headers["ratelimit-policy"] == '"keys";q=30;w=30'
    assert server.request("GET", "/v1/keys", signer=server.bob).status == 200
    assert server.request("GET", "/v1/balances").status == 200


def test_a_batch_draws_one_token_per_order_and_nothing_is_placed_without_enough(make_server):
    server = make_server(limit_factor=0.1)
    order = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.001", "price": "60000"}
    first = server.request("POST", "/v1/orders/batch", {"orders": [order] * 20})
    assert first.headers["ratelimit"].startswith('"orders";r=10;')
    before = server.state()
    assert server.request("POST", "/v1/orders/batch", {"orders": [order] * 20}).code == "rate_limited"
    assert server.state() == before
    assert server.request("DELETE", "/v1/orders").status == 200


def test_guessing_signatures_is_limited_by_address_before_they_are_checked(make_server):
    server = make_server(limit_factor=0.01)
    statuses = []
    for _ in range(8):
        headers = server.alice.headers("GET", "/v1/balances") | {"TS-Key": "tsk_guess"}
        statuses.append(server.send("GET", "/v1/balances", None, headers).status)
    assert statuses[:6] == [401] * 6
    assert statuses[-1] == 429
