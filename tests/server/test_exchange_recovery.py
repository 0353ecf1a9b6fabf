"""Starting again: from snapshots, from the journal alone, with a store that is missing, behind or foreign, or not at all."""

import shutil
import sqlite3

import orjson
import pytest

from tradespec_server.demo import bootstrap
from tradespec_server.errors import Refused
from tradespec_server.exchange import DirectoryInUse, Exchange, ExchangeConfig
from tradespec_server.journal import JournalDamaged, SqliteJournal
from tradespec_server.market_maker import MarketMaker

pytestmark = pytest.mark.anyio
TABLES = ("orders", "executions", "trades", "ledger", "candles", "positions")


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def opened(directory, **config):
    exchange = Exchange(ExchangeConfig(directory, **config))
    return exchange, await exchange.start()


async def trade_a_little(exchange, steps=40):
    """Quotes, trades, amendments, cancels, a deposit, a reset: something of everything."""
    maker = MarketMaker(exchange)
    for _ in range(steps):
        await maker.step()
    for number in range(6):
        price = str(64250 - 10 * number)
        order = await exchange.place_order(
            "alice", {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.2", "price": price}
        )
        if order["status"] in {"new", "partially_filled"}:
            await exchange.amend_order("alice", order["order_id"], {"quantity": "0.3"})
    await exchange.place_order("bob", {"type": "market", "symbol": "BTC-USD", "side": "sell", "quantity": "2"})
    await exchange.create_deposit("bob", {"asset": "ETH", "amount": "1.5"})
    await exchange.cancel_all_orders("alice", symbol="ETH-USD")


def rows_of(directory):
    with sqlite3.connect(directory / "store.db") as db:
        rows = {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in TABLES}
    db.close()
    return rows


async def answers(exchange):
    """What clients see, of every kind."""
    seen = []
    for account in ("alice", "bob", "market-maker"):
        seen += [await exchange.list_balances(account), await exchange.list_positions(account)]
        seen += [await exchange.list_orders(account), await exchange.list_orders(account, status="open")]
        seen += [await exchange.list_executions(account), await exchange.list_ledger_entries(account)]
    seen += [await exchange.list_trades("BTC-USD"), await exchange.list_candles("BTC-USD", interval="1h")]
    ticker = await exchange.get_ticker("BTC-USD")
    book = await exchange.get_book("BTC-USD")
    return [*seen, ticker | {"time": ""}, book["bids"], book["asks"]]


@pytest.fixture
async def stopped(tmp_path):
    """A directory in which an exchange has traded and stopped, with the state and the answers it had."""
    exchange, _ = await opened(tmp_path / "data", snapshot_every=50, housekeeping_s=0.01)
    await bootstrap(exchange)
    await trade_a_little(exchange)
    state, seen = exchange.engine.state_hash(), await answers(exchange)
    await exchange.stop()
    return tmp_path / "data", state, seen


async def started_again(directory):
    exchange, recovered = await opened(directory)
    exchange.engine.check()
    state, seen = exchange.engine.state_hash(), await answers(exchange)
    await exchange.stop()
    return recovered, state, seen


async def test_after_a_clean_stop_nothing_is_replayed(stopped):
    directory, state, seen = stopped
    recovered, *now = await started_again(directory)
    assert recovered.replayed == 0
    assert recovered.snapshot_sequence == recovered.records > 100
    assert now == [state, seen]


async def test_an_older_snapshot_and_the_rest_of_the_journal_give_the_same(stopped):
    directory, state, seen = stopped
    newest = max((directory / "snapshots").iterdir())
    newest.unlink()
    recovered, *now = await started_again(directory)
    assert 0 < recovered.replayed < recovered.records
    assert now == [state, seen]


async def test_the_journal_alone_gives_the_same_state_answers_and_rows(stopped):
    directory, state, seen = stopped
    rows = rows_of(directory)
    shutil.rmtree(directory / "snapshots")
    for path in directory.glob("store.db*"):
        path.unlink()
    recovered, *now = await started_again(directory)
    assert recovered.replayed == recovered.records
    assert now == [state, seen]
    assert rows_of(directory) == rows


async def test_a_journal_of_contract_1_0_gives_the_same_answers(stopped, tmp_path):
    """Orders had no minimum quantity then, and their records no field for it."""
    directory, state, seen = stopped
    written, older = SqliteJournal(directory / "journal.db"), tmp_path / "older"
    records = [orjson.loads(record.payload) for record in written.read()]
    written.close()
    older.mkdir()
    journal = SqliteJournal(older / "journal.db")
    assert {record[-1] for record in records if record[0] == "place_order"} == {0}
    journal.append([orjson.dumps(record[:-1] if record[0] == "place_order" else record) for record in records])
    journal.close()
    exchange, recovered = await opened(older)
    assert (recovered.replayed, exchange.engine.state_hash()) == (len(records), state)
    assert await answers(exchange) == seen
    await exchange.stop()


async def test_a_store_that_is_behind_catches_up(stopped):
    directory, _, seen = stopped
    rows = rows_of(directory)
    behind = directory.parent / "behind"
    exchange, _ = await opened(behind)
    await exchange.stop()
    # As after a power cut: the store is one of this journal, at an earlier point.
    for path in directory.glob("store.db*"):
        path.unlink()
    with sqlite3.connect(directory / "journal.db") as journal:
        identity = journal.execute("SELECT hex(identity) FROM journal").fetchone()[0]
    journal.close()
    with sqlite3.connect(behind / "store.db") as db:
        db.execute("UPDATE progress SET journal = ?", (identity.lower(),))
    db.close()
    shutil.copy(behind / "store.db", directory / "store.db")
    recovered, _, now = await started_again(directory)
    assert recovered.notes == ()
    assert recovered.replayed == recovered.records  # no snapshot is as old as this store
    assert now == seen
    assert rows_of(directory) == rows


async def test_a_store_of_another_journal_is_built_again(stopped):
    directory, state, seen = stopped
    with sqlite3.connect(directory / "store.db") as db:
        db.execute("UPDATE progress SET journal = 'another'")
    db.close()
    recovered, *now = await started_again(directory)
    assert "another" in recovered.notes[0]
    assert now == [state, seen]


async def test_a_store_that_is_no_database_is_built_again(stopped):
    directory, state, seen = stopped
    (directory / "store.db").write_bytes(b"\0nothing of the kind" * 500)
    recovered, *now = await started_again(directory)
    assert "It was removed" in recovered.notes[0]
    assert now == [state, seen]


async def test_damaged_snapshots_are_left_aside_with_a_reason(stopped):
    directory, state, seen = stopped
    for number, path in enumerate((directory / "snapshots").iterdir()):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data[:-7] if number else data)
    recovered, *now = await started_again(directory)
    assert recovered.replayed == recovered.records
    assert len(recovered.notes) == 2
    assert all("torn or altered" in note for note in recovered.notes)
    assert now == [state, seen]


async def test_an_altered_journal_stops_the_start_with_a_sentence(stopped):
    directory, *_ = stopped
    with sqlite3.connect(directory / "journal.db") as db:
        altered = "CAST(replace(CAST(payload AS TEXT), 'market-maker', 'market-faker') AS BLOB)"
        db.execute(f"UPDATE record SET payload = {altered} WHERE sequence = 12")
    db.close()
    with pytest.raises(JournalDamaged, match="record 12 of journal"):
        await opened(directory)
    # The directory is free again: the operator restores a backup and starts.
    with pytest.raises(JournalDamaged):
        await opened(directory)


async def test_one_directory_has_one_exchange(tmp_path):
    exchange, _ = await opened(tmp_path / "data")
    with pytest.raises(DirectoryInUse, match="Stop that one"):
        await opened(tmp_path / "data")
    await exchange.stop()
    again, _ = await opened(tmp_path / "data")
    await again.stop()


async def test_time_and_ids_go_on_after_a_restart(stopped):
    directory, *_ = stopped
    exchange, recovered = await opened(directory)
    request = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.1", "price": "60000"}
    last = (await exchange.list_orders("bob", limit=1))["items"][0]
    order = await exchange.place_order("alice", request)
    assert int(order["order_id"]) > int(last["order_id"])
    assert order["create_time"] > last["update_time"]
    assert exchange.journal.last_sequence == recovered.records + 1
    await exchange.stop()


async def test_client_order_ids_are_remembered_over_a_restart(stopped):
    directory, *_ = stopped
    request = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.1", "price": "60000"}
    exchange, _ = await opened(directory)
    order = await exchange.place_order("alice", request | {"client_order_id": "kept"})
    await exchange.stop()
    exchange, _ = await opened(directory)
    assert await exchange.place_order("alice", request | {"client_order_id": "kept"}) == order
    await exchange.stop()


async def test_a_stopped_exchange_refuses_and_stopping_twice_is_fine(tmp_path):
    exchange, _ = await opened(tmp_path / "data")
    await bootstrap(exchange)
    await exchange.stop()
    await exchange.stop()
    request = {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "0.1", "price": "60000"}
    with pytest.raises(Refused, match="unavailable"):
        await exchange.place_order("alice", request)


async def test_a_demo_is_set_up_once(tmp_path):
    exchange, _ = await opened(tmp_path / "data")
    assert await bootstrap(exchange) == 10
    assert await bootstrap(exchange) == 0
    await exchange.stop()
    again, _ = await opened(tmp_path / "data")
    assert await bootstrap(again) == 0
    await again.stop()
