"""The query store: pages, lookups, one transaction per write, and cursors that cannot be forged by accident."""

import sqlite3

import pytest

from tradespec_server.errors import Refused
from tradespec_server.store import Changes, Page, SqlStore, StoreError, StoreUnreadable, decode_cursor, encode_cursor


def order(order_id, **changes):
    row = {
        "order_id": order_id,
        "account": "alice",
        "client_order_id": f"c{order_id}",
        "symbol": "BTC-USD",
        "side": "buy",
        "type": "limit",
        "time_in_force": "gtc",
        "post_only": "none",
        "self_trade_prevention": "none",
        "price": 100,
        "quantity": 10,
        "filled": 0,
        "remaining": 10,
        "prevented": 0,
        "filled_amount": 0,
        "protection_price": None,
        "minimum_quantity": None,
        "status": "new",
        "reason": None,
        "created_us": order_id * 10,
        "updated_us": order_id * 10,
        "open": True,
    }
    return row | changes


def trade(trade_id, **changes):
    row = {
        "trade_id": trade_id,
        "symbol": "BTC-USD",
        "price": 100,
        "quantity": 1,
        "taker_side": "buy",
        "time_us": trade_id,
    }
    return row | changes


def candle(start, **changes):
    row = {"symbol": "BTC-USD", "seconds": 60, "start": start, "open": 1, "high": 4, "low": 1, "close": 2}
    return row | {"volume": 10, "amount": 20, "trades": 3} | changes


def changes(applied, **tables):
    names = ("orders", "executions", "trades", "ledger", "candles", "positions")
    return Changes(applied, **{name: tables.get(name, []) for name in names})


@pytest.fixture
def store(tmp_path):
    store = SqlStore(tmp_path / "store.db")
    store.reset("journal-a")
    yield store
    store.close()


def test_what_is_written_is_read_back_and_counted_as_applied(store):
    store.write(changes(7, orders=[order(1), order(2)]))
    assert store.applied == 7
    assert store.order(2) == order(2)
    assert store.order(3) is None


def test_a_row_written_again_replaces_the_one_before(store):
    store.write(changes(1, orders=[order(1)]))
    store.write(changes(2, orders=[order(1, status="filled", filled=10, open=False)]))
    assert store.order(1)["status"] == "filled"
    assert store.open_orders() == []


def test_progress_survives_and_names_its_journal(store, tmp_path):
    store.write(changes(5, orders=[order(1)]))
    store.close()
    again = SqlStore(tmp_path / "store.db")
    assert (again.journal, again.applied, again.order(1)) == ("journal-a", 5, order(1))
    again.reset("journal-b")
    assert (again.journal, again.applied, again.order(1)) == ("journal-b", 0, None)
    again.close()


def test_a_write_that_fails_writes_nothing(store):
    store.write(changes(1, trades=[trade(1)]))
    with pytest.raises(StoreError, match="up to command 2"):
        store.write(changes(2, orders=[order(1)], trades=[trade(2), trade(1)]))
    assert store.applied == 1
    assert store.order(1) is None
    assert [row["trade_id"] for row in store.page("trades", Page(None, 10, {}))] == [1]


PAGES = [
    # filters, before, limit, order ids expected
    ({}, None, 10, [6, 5, 4, 3, 2, 1]),
    ({}, None, 2, [6, 5]),
    ({}, 5, 2, [4, 3]),
    ({}, 1, 2, []),
    ({"account": "bob"}, None, 10, [4]),
    ({"account": "alice", "side": "sell"}, None, 10, [3]),
    ({"status": ["filled", "cancelled"]}, None, 10, [6, 2]),
    ({"symbol": "ETH-USD"}, None, 10, [5]),
]


@pytest.mark.parametrize(("equal", "before", "limit", "expected"), PAGES)
def test_pages_go_from_new_to_old_with_filters(store, equal, before, limit, expected):
    special = {
        2: {"status": "filled", "open": False},
        3: {"side": "sell"},
        4: {"account": "bob"},
        5: {"symbol": "ETH-USD"},
        6: {"status": "cancelled", "open": False},
    }
    store.write(changes(6, orders=[order(number, **special.get(number, {})) for number in range(1, 7)]))
    assert [row["order_id"] for row in store.page("orders", Page(before, limit, equal))] == expected


def test_pages_can_be_bounded_in_time(store):
    store.write(changes(6, trades=[trade(number) for number in range(1, 7)]))
    page = Page(None, 10, {"symbol": "BTC-USD"}, since_us=2, until_us=5)
    assert [row["trade_id"] for row in store.page("trades", page)] == [4, 3, 2]


def test_a_client_id_finds_the_newest_order_of_that_account(store):
    store.write(
        changes(
            3,
            orders=[
                order(1, client_order_id="mine", open=False),
                order(2, client_order_id="mine"),
                order(3, client_order_id="mine", account="bob"),
            ],
        )
    )
    assert store.order_by_client_id("alice", "mine")["order_id"] == 2
    assert store.order_by_client_id("alice", "other") is None


def test_candles_come_in_a_span_or_backwards_from_a_time(store):
    store.write(changes(1, candles=[candle(0), candle(60), candle(120), candle(60, seconds=3600)]))
    assert [row["start"] for row in store.candles("BTC-USD", 60, 0, 120)] == [0, 60]
    assert [row["start"] for row in store.candles_before("BTC-USD", 60, 200, 2)] == [120, 60]
    store.write(changes(2, candles=[candle(120, close=9)]))
    assert store.candles("BTC-USD", 60, 120, 121)[0]["close"] == 9


def test_positions_of_one_account_or_all(store):
    rows = [
        {"account": name, "symbol": "BTC-USD", "quantity": 1, "cost": 2, "realised": 0, "trades": 1, "updated_us": 1}
        for name in ("alice", "bob")
    ]
    store.write(changes(1, positions=rows))
    assert store.positions("bob") == rows[1:]
    assert store.positions() == rows


def test_other_files_are_refused_with_the_next_step(tmp_path):
    path = tmp_path / "store.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnreadable, match="rebuilt from the journal"):
        SqlStore(path)
    path.unlink()
    store = SqlStore(path)
    store.reset("a")
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE progress SET format = 99")
    db.close()
    with pytest.raises(StoreUnreadable, match="Expected store format 2, got 99"):
        SqlStore(path)


@pytest.mark.parametrize("after", [0, 1, 2**40, 2**63 - 1])
def test_a_cursor_comes_back_as_it_went_out(after):
    assert decode_cursor("trades BTC-USD", encode_cursor("trades BTC-USD", after)) == after


def test_a_cursor_is_text_that_needs_no_escaping_in_a_query():
    assert all(encode_cursor("x", number).replace("-", "").replace("_", "").isalnum() for number in range(500))


CURSOR = encode_cursor("orders alice", 12345)
BAD_CURSORS = ["", "x", "12345", "null", "é" * 16, "=" * 16, "A" * 16, "A" * 5000, CURSOR[:-1], CURSOR + "A"]
BAD_CURSORS += [" " + CURSOR, CURSOR + "=", CURSOR.swapcase(), CURSOR[:8] + "+" + CURSOR[8:], "\0" + CURSOR]


@pytest.mark.parametrize("text", BAD_CURSORS)
def test_other_texts_are_no_cursors(text):
    with pytest.raises(Refused) as caught:
        decode_cursor("orders alice", text)
    assert caught.value.code == "invalid_cursor"
    assert len(caught.value.errors[0]["value"]) <= 100


def test_a_cursor_of_another_list_or_with_one_letter_changed_is_refused():
    with pytest.raises(Refused):
        decode_cursor("orders bob", CURSOR)
    for index, letter in enumerate(CURSOR):
        other = "B" if letter == "A" else "A"
        with pytest.raises(Refused):
            decode_cursor("orders alice", CURSOR[:index] + other + CURSOR[index + 1 :])
