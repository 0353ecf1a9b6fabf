"""The exchange service through its operations: what a client sees of orders, funds, trades, lists and refusals."""

import pytest

from tradespec_server.demo import bootstrap
from tradespec_server.errors import Refused
from tradespec_server.exchange import Exchange, ExchangeConfig

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def exchange(tmp_path):
    exchange = Exchange(ExchangeConfig(tmp_path / "data"))
    await exchange.start()
    await bootstrap(exchange)
    yield exchange
    exchange.engine.check()
    await exchange.stop()


def limit(side="buy", quantity="0.25", price="64000", **more):
    return {"type": "limit", "symbol": "BTC-USD", "side": side, "quantity": quantity, "price": price, **more}


def market(side="buy", quantity="0.25", **more):
    return {"type": "market", "symbol": "BTC-USD", "side": side, "quantity": quantity, **more}


async def refusal(awaitable):
    with pytest.raises(Refused) as caught:
        await awaitable
    return caught.value


async def balance(exchange, account, asset):
    items = (await exchange.list_balances(account))["items"]
    return next((item["available"], item["held"]) for item in items if item["asset"] == asset)


async def test_an_order_that_rests_is_answered_as_it_stands_and_holds_funds(exchange):
    order = await exchange.place_order("alice", limit(client_order_id="mine"))
    assert {name: order[name] for name in ("order_id", "client_order_id", "status", "reason", "price", "quantity")} == {
        "order_id": "1",
        "client_order_id": "mine",
        "status": "new",
        "reason": None,
        "price": "64000",
        "quantity": "0.25",
    }
    assert (order["filled_quantity"], order["remaining_quantity"], order["average_price"]) == ("0", "0.25", None)
    assert await balance(exchange, "alice", "USD") == ("983968", "16032")  # 16,000 and 20 basis points
    assert await exchange.get_order("alice", "1") == order
    assert await exchange.get_order_by_client_id("alice", "mine") == order


async def test_two_orders_trade_at_the_makers_price_and_both_sides_are_booked(exchange):
    await exchange.place_order("bob", limit("sell", "0.1", "64000"))
    order = await exchange.place_order("alice", limit("buy", "0.25", "64100"))
    assert (order["status"], order["filled_quantity"], order["remaining_quantity"]) == (
        "partially_filled",
        "0.1",
        "0.15",
    )
    assert (order["filled_amount"], order["average_price"]) == ("6400", "64000")
    maker = await exchange.get_order("bob", "1")
    assert (maker["status"], maker["reason"], maker["remaining_quantity"]) == ("filled", None, "0")
    taken = (await exchange.list_executions("alice"))["items"]
    made = (await exchange.list_executions("bob"))["items"]
    assert [
        (item["side"], item["liquidity"], item["amount"], item["fee"], item["fee_asset"]) for item in taken + made
    ] == [
        ("buy", "taker", "6400", "12.8", "USD"),
        ("sell", "maker", "6400", "6.4", "USD"),
    ]
    assert taken[0]["trade_id"] == made[0]["trade_id"]
    assert taken[0]["execution_id"] != made[0]["execution_id"]
    trades = (await exchange.list_trades("BTC-USD"))["items"]
    assert [(item["price"], item["quantity"], item["taker_side"]) for item in trades] == [("64000", "0.1", "buy")]


async def test_ledger_entries_add_up_to_balances_and_name_what_is_behind_them(exchange):
    await exchange.place_order("bob", limit("sell", "0.1", "64000"))
    await exchange.place_order("alice", limit("buy", "0.25", "64100"))
    execution = (await exchange.list_executions("alice"))["items"][0]
    entries = (await exchange.list_ledger_entries("alice", asset="USD"))["items"]
    assert [(entry["type"], entry["amount"], entry["balance"], entry["execution_id"]) for entry in entries] == [
        ("fee", "-12.8", "993587.2", execution["execution_id"]),
        ("trade", "-6400", "993600", execution["execution_id"]),
        ("deposit", "1000000", "1000000", None),
    ]
    assert {entry["order_id"] for entry in entries[:2]} == {"2"}
    fees = (await exchange.list_ledger_entries("alice", type="fee"))["items"]
    assert [entry["amount"] for entry in fees] == ["-12.8"]


async def test_positions_follow_executions_and_a_reset_clears_them(exchange):
    await exchange.place_order("bob", limit("sell", "0.1", "64000"))
    await exchange.place_order("alice", limit("buy", "0.1", "64000"))
    await exchange.place_order("bob", limit("buy", "0.05", "65000"))
    await exchange.place_order("alice", limit("sell", "0.05", "65000"))
    (position,) = (await exchange.list_positions("alice"))["items"]
    assert (position["net_quantity"], position["average_entry_price"], position["mark_price"]) == (
        "0.05",
        "64000",
        "65000",
    )
    assert position["realised_profit"] == "30.7"  # 50 less fees of 12.8 and 6.5
    assert position["unrealised_profit"] == "50"
    (other,) = (await exchange.list_positions("bob"))["items"]
    assert (other["net_quantity"], other["average_entry_price"], other["unrealised_profit"]) == (
        "-0.05",
        "64000",
        "-50",
    )
    await exchange.reset_sandbox("alice")
    assert (await exchange.list_positions("alice"))["items"] == []
    assert len((await exchange.list_positions("bob"))["items"]) == 1


IOC_ENDED = ("cancelled", "ioc_remainder", "0.2")
PLACED_AND_ENDED = [
    # request, status, reason, filled; the book holds 0.1 at 64000 and 0.1 at 64100
    (limit(quantity="0.2", price="64100"), "filled", None, "0.2"),
    (limit(quantity="0.3", price="64100", time_in_force="ioc"), "cancelled", "ioc_remainder", "0.2"),
    (limit(quantity="0.3", price="64100", time_in_force="fok"), "cancelled", "fok_unfilled", "0"),
    (limit(quantity="0.2", price="64100", time_in_force="fok"), "filled", None, "0.2"),
    (limit(quantity="0.1", price="64000", post_only="reject"), "rejected", "post_only", "0"),
    (limit(quantity="0.3", price="64100", minimum_quantity="0.21"), "cancelled", "minimum_quantity", "0"),
    (limit(quantity="0.3", price="64100", minimum_quantity="0.2", time_in_force="ioc"), *IOC_ENDED),
    (market(quantity="0.3", minimum_quantity="0.3"), "cancelled", "minimum_quantity", "0"),
    (market(quantity="0.2"), "filled", None, "0.2"),
    (market(quantity="0.3"), "cancelled", "market_remainder", "0.2"),
    (market(quantity="0.3", protection_price="64000"), "cancelled", "market_remainder", "0.1"),
]


@pytest.mark.parametrize(("request_", "status", "reason", "filled"), PLACED_AND_ENDED)
async def test_orders_end_as_the_contract_says(exchange, request_, status, reason, filled):
    await exchange.place_order("bob", limit("sell", "0.1", "64000"))
    await exchange.place_order("bob", limit("sell", "0.1", "64100"))
    order = await exchange.place_order("alice", request_)
    assert (order["status"], order["reason"], order["filled_quantity"]) == (status, reason, filled)
    assert order["remaining_quantity"] == "0"
    assert await exchange.get_order("alice", order["order_id"]) == order


REFUSED = [
    # request, code, pointer, rule, limit, value, nearest
    (limit(price="64000.3"), "price_off_tick", "/price", "tick_size", "0.5", "64000.3", "64000.5"),
    (limit(quantity="0.00015"), "quantity_off_lot", "/quantity", "lot_size", "0.0001", "0.00015", "0.0002"),
    (limit(quantity="501"), "quantity_too_large", "/quantity", "max_quantity", "500", "501", "500"),
    (
        limit(quantity="0.0001", price="40000"),
        "below_minimum_notional",
        "/quantity",
        "min_notional",
        "5",
        "4",
        "0.0002",
    ),
    (limit(price="70675.5"), "price_out_of_band", "/price", "price_band", "70675", "70675.5", "70675"),
    (limit(quantity="100"), "insufficient_balance", "", "available", "1000000", "6412800", "15.5938"),
    (limit(symbol="DOGE-USD"), "unknown_instrument", "/symbol", "instrument", None, "DOGE-USD", None),
    (limit(type="stop", trigger_price="1"), "not_supported_yet", "/type", "type", None, "stop", None),
    (limit(time_in_force="gtd"), "not_supported_yet", "/time_in_force", "time_in_force", None, "gtd", None),
    (limit(post_only="slide"), "not_supported_yet", "/post_only", "post_only", None, "slide", None),
    (
        limit(post_only="reject", time_in_force="ioc"),
        "conflicting_options",
        "/post_only",
        "post_only",
        "none",
        "reject",
        "none",
    ),
    (
        limit(quantity="0.1", minimum_quantity="0.2"),
        "minimum_quantity_too_large",
        "/minimum_quantity",
        "minimum_quantity",
        "0.1",
        "0.2",
        "0.1",
    ),
    (
        limit(minimum_quantity="0.00015"),
        "quantity_off_lot",
        "/minimum_quantity",
        "lot_size",
        "0.0001",
        "0.00015",
        "0.0002",
    ),
    (
        limit(minimum_quantity="0.01", post_only="reject"),
        "conflicting_options",
        "/post_only",
        "post_only",
        "none",
        "reject",
        "none",
    ),
    (limit(expire_time="2030-01-01T00:00:00Z"), "conflicting_options", "/expire_time", "expire_time", None, None, None),
    (market(protection_price="0.3"), "price_off_tick", "/protection_price", "tick_size", "0.5", "0.3", "0.5"),
    (limit(price="9" * 18), "price_out_of_band", "/price", "max_price", "184467440.5", "9" * 18, "70675"),
    (limit(quantity="9" * 18), "quantity_too_large", "/quantity", "maximum", "922337203685477.5807", "9" * 18, None),
]


@pytest.mark.parametrize("row", REFUSED, ids=[f"{row[1]} {row[3]}" for row in REFUSED])
async def test_a_refusal_names_rule_limit_value_and_the_nearest_valid_value(exchange, row):
    request_, code, pointer, rule, limit_, value, nearest = row
    refused = await refusal(exchange.place_order("alice", request_))
    (error,) = refused.errors
    assert refused.code == code
    assert {name: error.get(name) for name in ("pointer", "rule", "limit", "value")} == {
        "pointer": pointer,
        "rule": rule,
        "limit": limit_,
        "value": value,
    }
    if nearest is not None:
        assert error["nearest"] == nearest
    assert error["message"].startswith("Expected ")
    assert (await exchange.list_orders("alice"))["items"] == []
    assert await balance(exchange, "alice", "USD") == ("1000000", "0")


@pytest.mark.parametrize("request_", [row[0] for row in REFUSED if row[6] and row[1] != "conflicting_options"])
async def test_the_nearest_valid_value_is_accepted(exchange, request_):
    error = (await refusal(exchange.place_order("alice", request_))).errors[0]
    field = error["pointer"].removeprefix("/") or "quantity"
    again = await refusal_or_order(exchange.place_order("alice", request_ | {field: error["nearest"]}))
    # A price at the band may still cost more than there is; the rule that was broken is not broken any more.
    assert not isinstance(again, Refused) or again.errors[0]["rule"] != error["rule"]


async def refusal_or_order(awaitable):
    try:
        return await awaitable
    except Refused as refused:
        return refused


async def test_a_client_order_id_makes_placing_safe_to_repeat(exchange):
    first = await exchange.place_order("alice", limit(client_order_id="once"))
    assert await exchange.place_order("alice", limit(client_order_id="once")) == first
    # The same values in other spellings are the same body.
    assert (
        await exchange.place_order("alice", limit(price="64000.0", client_order_id="once", time_in_force="gtc"))
        == first
    )
    refused = await refusal(exchange.place_order("alice", limit(price="64000.5", client_order_id="once")))
    assert refused.code == "duplicate_client_order_id"
    assert (await exchange.place_order("bob", limit(client_order_id="once")))["order_id"] != first["order_id"]
    cancelled = await exchange.cancel_order("alice", first["order_id"])
    assert await exchange.place_order("alice", limit(client_order_id="once")) == cancelled
    assert len((await exchange.list_orders("alice"))["items"]) == 1


async def test_validating_checks_like_placing_and_changes_nothing(exchange):
    request = limit(client_order_id="trial")
    assert await exchange.validate_order("alice", request) == {"hold_asset": "USD", "hold_amount": "16032"}
    assert await exchange.validate_order("alice", limit("sell")) == {"hold_asset": "BTC", "hold_amount": "0.25"}
    assert (await exchange.list_orders("alice"))["items"] == []
    await exchange.place_order("alice", request)
    assert (
        await refusal(exchange.validate_order("alice", request | {"price": "1000"}))
    ).code == "duplicate_client_order_id"
    assert (await refusal(exchange.validate_order("alice", limit(quantity="100")))).code == "insufficient_balance"


async def test_amending_changes_the_order_or_leaves_it_as_it_was(exchange):
    await exchange.place_order("alice", limit())
    amended = await exchange.amend_order("alice", "1", {"quantity": "0.2"})
    assert (amended["quantity"], amended["remaining_quantity"], amended["price"]) == ("0.2", "0.2", "64000")
    moved = await exchange.amend_order("alice", "1", {"price": "63000", "quantity": "0.3"})
    assert (moved["quantity"], moved["price"]) == ("0.3", "63000")
    refused = await refusal(exchange.amend_order("alice", "1", {"quantity": "400"}))
    assert refused.code == "insufficient_balance"
    assert (await refusal(exchange.amend_order("alice", "1", {"price": "1.2"}))).code == "price_off_tick"
    assert (await refusal(exchange.amend_order("alice", "1", {"trigger_price": "1"}))).code == "conflicting_options"
    assert await exchange.get_order("alice", "1") == moved


async def test_an_amendment_may_trade_or_end_the_order(exchange):
    await exchange.place_order("bob", limit("sell", "0.1", "64500"))
    await exchange.place_order("alice", limit())
    filled = await exchange.amend_order("alice", "2", {"price": "64500"})
    assert (filled["status"], filled["filled_quantity"]) == ("partially_filled", "0.1")
    ended = await exchange.amend_order("alice", "2", {"quantity": "0.1"})
    assert (ended["status"], ended["reason"], ended["remaining_quantity"]) == ("filled", "amended", "0")
    assert (await refusal(exchange.amend_order("alice", "2", {"quantity": "0.1"}))).code == "order_already_closed"


async def test_cancelling_by_either_id_and_only_once(exchange):
    await exchange.place_order("alice", limit(client_order_id="a"))
    await exchange.place_order("alice", limit(client_order_id="b"))
    cancelled = await exchange.cancel_order("alice", "1")
    assert (cancelled["status"], cancelled["reason"], cancelled["remaining_quantity"]) == ("cancelled", "user", "0")
    assert (await exchange.cancel_order_by_client_id("alice", "b"))["status"] == "cancelled"
    assert await balance(exchange, "alice", "USD") == ("1000000", "0")
    assert (await refusal(exchange.cancel_order("alice", "1"))).code == "order_already_closed"
    assert (await refusal(exchange.cancel_order_by_client_id("alice", "b"))).code == "order_already_closed"


@pytest.mark.parametrize("order_id", ["0", "7", "9999999999999999999", "1"])
async def test_orders_that_are_not_there_or_not_yours_are_unknown(exchange, order_id):
    await exchange.place_order("bob", limit(client_order_id="his"))
    for answer in (
        exchange.get_order("alice", order_id),
        exchange.cancel_order("alice", order_id),
        exchange.amend_order("alice", order_id, {"quantity": "1"}),
        exchange.get_order_by_client_id("alice", "his"),
        exchange.cancel_order_by_client_id("alice", "his"),
    ):
        assert (await refusal(answer)).code == "unknown_order"
    assert (await exchange.get_order("bob", "1"))["status"] == "new"


async def test_cancelling_all_goes_bids_first_by_price_then_age_and_by_filter(exchange):
    for request in (
        limit(price="63000"),
        limit(price="64000"),
        limit("sell", "0.1", "66000"),
        limit("sell", "0.1", "65000"),
    ):
        await exchange.place_order("alice", request)
    await exchange.place_order("alice", {**limit("sell", "1", "3200"), "symbol": "ETH-USD"})
    await exchange.place_order("bob", limit())
    assert await exchange.cancel_all_orders("alice", symbol="BTC-USD", side="sell") == {
        "cancelled": ["4", "3"],
        "count": 2,
    }
    assert await exchange.cancel_all_orders("alice", symbol="BTC-USD") == {"cancelled": ["2", "1"], "count": 2}
    assert await exchange.cancel_all_orders("alice") == {"cancelled": ["5"], "count": 1}
    assert await exchange.cancel_all_orders("alice") == {"cancelled": [], "count": 0}
    assert (await refusal(exchange.cancel_all_orders("alice", symbol="X-Y"))).code == "unknown_instrument"
    assert (await exchange.get_order("bob", "6"))["status"] == "new"


async def test_a_batch_is_one_step_with_a_result_at_each_index(exchange):
    before = exchange.journal.last_sequence
    orders = [
        limit("sell", "0.1", "64000", client_order_id="s"),
        limit(quantity="0.00015"),
        limit("sell", "100", "64000"),
        limit("buy", "0.1", "64000", self_trade_prevention="none"),
    ]
    results = (await exchange.place_orders("alice", {"orders": orders}))["results"]
    assert exchange.journal.last_sequence == before + 3
    assert results[0]["order"]["status"] == "new"  # as it stood then, before the last one took it
    assert (results[1]["problem"].code, results[1]["problem"].errors[0]["pointer"]) == (
        "quantity_off_lot",
        "/orders/1/quantity",
    )
    assert results[2]["problem"].code == "insufficient_balance"
    assert (results[3]["status"], results[3]["order"]["status"]) == (201, "filled")
    assert (await exchange.get_order_by_client_id("alice", "s"))["status"] == "filled"


async def test_a_batch_of_cancels_answers_each(exchange):
    await exchange.place_order("alice", limit(client_order_id="a"))
    await exchange.place_order("alice", limit())
    references = [{"client_order_id": "a"}, {"order_id": "2"}, {"order_id": "2"}, {"client_order_id": "nobody"}]
    results = (await exchange.cancel_orders("alice", {"orders": references}))["results"]
    assert [item.get("status") or item["problem"].code for item in results] == [
        200,
        200,
        "order_already_closed",
        "unknown_order",
    ]
    assert [item["order"]["order_id"] for item in results[:2]] == ["1", "2"]


async def test_lists_are_complete_as_of_the_last_answer_and_page_through(exchange):
    for number in range(7):
        await exchange.place_order("alice", limit(client_order_id=f"n{number}"))
        if number % 2:
            await exchange.cancel_order_by_client_id("alice", f"n{number}")
    for status, expected in (
        (None, [7, 6, 5, 4, 3, 2, 1]),
        ("open", [7, 5, 3, 1]),
        ("new", [7, 5, 3, 1]),
        ("closed", [6, 4, 2]),
        ("cancelled", [6, 4, 2]),
        ("filled", []),
    ):
        found, cursor = [], None
        while True:
            page = await exchange.list_orders("alice", status=status, cursor=cursor, limit=2)
            assert len(page["items"]) <= 2
            found += [int(item["order_id"]) for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert found == expected, status
    assert (await exchange.list_orders("bob"))["items"] == []
    assert (await exchange.list_orders("alice", side="sell"))["items"] == []


async def test_a_cursor_of_another_list_is_refused(exchange):
    for _ in range(3):
        await exchange.place_order("alice", limit())
    cursor = (await exchange.list_orders("alice", limit=1))["next_cursor"]
    for answer in (
        exchange.list_orders("bob", cursor=cursor),
        exchange.list_orders("alice", side="buy", cursor=cursor),
        exchange.list_executions("alice", cursor=cursor),
        exchange.list_ledger_entries("alice", cursor="nonsense"),
        exchange.list_trades("BTC-USD", cursor=cursor),
        exchange.list_candles("BTC-USD", cursor=cursor),
        exchange.list_order_lists("alice", cursor=cursor),
    ):
        assert (await refusal(answer)).code == "invalid_cursor"


async def test_book_ticker_and_candles_show_the_market(exchange):
    empty = await exchange.get_ticker("BTC-USD")
    assert (empty["bid_price"], empty["last_price"], empty["volume"]) == (None, None, "0")
    start = (await exchange.get_book("BTC-USD"))["sequence"]
    for price in ("63000", "64000", "64000"):
        await exchange.place_order("alice", limit(price=price, quantity="0.1"))
    await exchange.place_order("bob", limit("sell", "0.05", "64000"))
    await exchange.place_order("bob", limit("sell", "0.4", "64500"))
    book = await exchange.get_book("BTC-USD", depth=2)
    assert book["bids"] == [["64000", "0.15"], ["63000", "0.1"]]
    assert book["asks"] == [["64500", "0.4"]]
    assert book["sequence"] > start
    assert len((await exchange.get_book("BTC-USD", depth=1))["bids"]) == 1
    ticker = next(item for item in (await exchange.list_tickers())["items"] if item["symbol"] == "BTC-USD")
    assert (ticker["bid_price"], ticker["ask_quantity"], ticker["last_price"], ticker["last_quantity"]) == (
        "64000",
        "0.4",
        "64000",
        "0.05",
    )
    assert (ticker["volume"], ticker["quote_volume"], ticker["open_price"]) == ("0.05", "3200", "64000")
    assert (ticker["base_volume"], ticker["trade_count"]) == ("0.05", 1)
    (only,) = (await exchange.list_tickers(["BTC-USD", "BTC-USD"]))["items"]
    assert only | {"time": ""} == await exchange.get_ticker("BTC-USD") | {"time": ""}
    refused = await refusal(exchange.list_tickers(["BTC-USD", "DOGE-USD"]))
    assert (refused.code, refused.errors[0]["parameter"]) == ("unknown_instrument", "symbols")
    for interval in ("1m", "5m", "15m", "1h", "4h", "1d"):
        (candle,) = (await exchange.list_candles("BTC-USD", interval=interval))["items"]
        assert (candle["open"], candle["close"], candle["volume"], candle["trades"], candle["closed"]) == (
            "64000",
            "64000",
            "0.05",
            1,
            False,
        )
    late = await exchange.list_candles("BTC-USD", start="2100-01-01T00:00:00Z")
    early = await exchange.list_candles("BTC-USD", end="2020-01-01T00:00:00+01:00")
    assert late["items"] == early["items"] == []
    assert (await refusal(exchange.get_book("X-Y"))).code == "unknown_instrument"


async def test_general_facts(exchange):
    instruments = (await exchange.list_instruments())["items"]
    assert [item["symbol"] for item in instruments] == ["BTC-USD", "ETH-BTC", "ETH-USD"]
    assert (
        await exchange.get_instrument("BTC-USD")
        == instruments[0]
        == {
            "symbol": "BTC-USD",
            "base_asset": "BTC",
            "quote_asset": "USD",
            "status": "continuous",
            "tick_size": "0.5",
            "lot_size": "0.0001",
            "min_quantity": "0.0001",
            "max_quantity": "500",
            "min_notional": "5",
            "price_band_bps": "1000",
            "max_open_orders": 200,
            "maker_fee_bps": "10",
            "taker_fee_bps": "20",
            "base_scale": 8,
            "quote_scale": 8,
            "order_types": ["limit", "market"],
            "times_in_force": ["gtc", "ioc", "fok"],
        }
    )
    assert (await exchange.get_fees("alice"))["items"][0] == {
        "symbol": "BTC-USD",
        "maker_fee_bps": "10",
        "taker_fee_bps": "20",
    }
    time = await exchange.get_time()
    assert time["time"].endswith("Z")
    assert time["timestamp_ms"] > 1_700_000_000_000
    assert (await exchange.get_status())["status"] == "online"


async def test_deposits_credit_at_once_and_are_bounded(exchange):
    deposit = await exchange.create_deposit("alice", {"asset": "USD", "amount": "10.5"})
    assert (deposit["deposit_id"], deposit["amount"]) == ("1", "10.5")
    assert deposit["balance"] == {"asset": "USD", "total": "1000010.5", "available": "1000010.5", "held": "0"}
    for asset, amount, code in (
        ("USD", "0.000000001", "amount_off_scale"),
        ("USD", "1000000001", "amount_too_large"),
        ("USD", "9" * 18, "amount_too_large"),
        ("EUR", "1", "unknown_asset"),
    ):
        assert (await refusal(exchange.create_deposit("alice", {"asset": asset, "amount": amount}))).code == code
    while True:  # until the supply is what 63 bits hold
        outcome = await refusal_or_order(exchange.create_deposit("alice", {"asset": "USD", "amount": "1000000000"}))
        if isinstance(outcome, Refused):
            break
    assert outcome.code == "amount_too_large"


async def test_a_reset_cancels_and_restores_and_keeps_the_past_readable(exchange):
    await exchange.place_order("bob", limit("sell", "0.1", "64000"))
    await exchange.place_order("alice", limit("buy", "0.25", "64000"))
    await exchange.create_deposit("alice", {"asset": "ETH", "amount": "5"})
    reset = await exchange.reset_sandbox("alice")
    assert reset["cancelled_orders"] == 1
    assert reset["balances"] == [
        {"asset": "BTC", "total": "20", "available": "20", "held": "0"},
        {"asset": "ETH", "total": "200", "available": "200", "held": "0"},
        {"asset": "USD", "total": "1000000", "available": "1000000", "held": "0"},
    ]
    order = await exchange.get_order("alice", "2")
    assert (order["status"], order["reason"], order["filled_quantity"]) == ("cancelled", "mass_cancel", "0.1")
    assert len((await exchange.list_executions("alice"))["items"]) == 1
    entries = (await exchange.list_ledger_entries("alice", asset="USD"))["items"]
    assert sum(float(entry["amount"]) for entry in entries) == 1_000_000


async def test_what_is_not_done_yet_says_so(exchange):
    for answer in (exchange.set_cancel_after("alice", {"timeout_ms": 1}), exchange.place_order_list("alice", {})):
        assert (await refusal(answer)).code == "not_supported_yet"
    assert await exchange.list_order_lists("alice") == {"items": [], "next_cursor": None}
    for answer in (exchange.get_order_list("alice", "1"), exchange.cancel_order_list("alice", "1")):
        assert (await refusal(answer)).code == "unknown_order_list"


async def test_executions_can_be_filtered_by_order_symbol_and_time(exchange):
    for _ in range(3):
        await exchange.place_order("bob", limit("sell", "0.1", "64000"))
        await exchange.place_order("alice", limit("buy", "0.1", "64000"))
    everything = (await exchange.list_executions("alice"))["items"]
    assert len(everything) == 3
    assert (await exchange.list_executions("alice", order_id="4"))["items"] == everything[1:2]
    assert (await exchange.list_executions("alice", symbol="ETH-USD"))["items"] == []
    second = everything[1]["time"]
    assert (await exchange.list_executions("alice", start=second))["items"] == everything[:2]
    assert (await exchange.list_executions("alice", end=second))["items"] == everything[2:]
    assert (await refusal(exchange.list_executions("alice", start="yesterday"))).code == "invalid_request"
    first = await exchange.list_executions("alice", limit=2)
    rest = await exchange.list_executions("alice", limit=2, cursor=first["next_cursor"])
    assert first["items"] + rest["items"] == everything
