"""The market maker: a living book, few commands, the same again from the same start, and no harm when it is refused."""

import asyncio

import pytest

from tradespec_server.demo import MAKER_ACCOUNT, bootstrap
from tradespec_server.exchange import Exchange, ExchangeConfig
from tradespec_server.market_maker import MarketMaker, MarketMakerConfig

pytestmark = pytest.mark.anyio
SYMBOLS = ("BTC-USD", "ETH-USD", "ETH-BTC")


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def started(directory):
    exchange = Exchange(ExchangeConfig(directory))
    await exchange.start()
    await bootstrap(exchange)
    return exchange


@pytest.fixture
async def exchange(tmp_path):
    exchange = await started(tmp_path / "data")
    yield exchange
    exchange.engine.check()
    await exchange.stop()


async def test_after_filling_every_book_has_both_sides(exchange):
    maker = MarketMaker(exchange, MarketMakerConfig(levels=5))
    await maker.fill()
    for symbol in SYMBOLS:
        book = await exchange.get_book(symbol)
        assert len(book["bids"]) == len(book["asks"]) == 5
        assert float(book["bids"][0][0]) < float(book["asks"][0][0])
        assert float(book["asks"][0][0]) / float(book["bids"][0][0]) < 1.001


async def test_trades_prices_and_candles_move(exchange):
    maker = MarketMaker(exchange)
    for _ in range(150):
        await maker.step()
    for symbol in SYMBOLS:
        trades = (await exchange.list_trades(symbol))["items"]
        assert len(trades) >= 10
        assert len({trade["price"] for trade in trades}) > 1
        assert {trade["taker_side"] for trade in trades} == {"buy", "sell"}
        assert (await exchange.get_ticker(symbol))["volume"] != "0"
    spread = max(abs(float(trade["price"]) - 64250) for trade in (await exchange.list_trades("BTC-USD"))["items"])
    assert spread < 64250 * 0.02


async def test_a_step_writes_little(exchange):
    maker = MarketMaker(exchange)
    await maker.fill()
    before = exchange.journal.last_sequence
    sizes = [await maker.step() for _ in range(200)]
    assert exchange.journal.last_sequence - before == sum(sizes)
    assert sum(sizes) / len(sizes) < 3
    assert max(sizes) <= 4 * maker._config.levels


async def test_its_orders_are_never_refused_and_never_cross(exchange):
    refused = []
    exchange.listen(lambda _, applied: refused.extend(e for e in applied.events if type(e).__name__ == "OrderRejected"))
    maker = MarketMaker(exchange, MarketMakerConfig(move_probability=0.9))
    for _ in range(200):
        await maker.step()
    assert refused == []
    orders = (await exchange.list_orders(MAKER_ACCOUNT, status="rejected"))["items"]
    assert orders == []


async def test_a_client_between_the_quotes_is_traded_with_or_left_alone(exchange):
    maker = MarketMaker(exchange)
    await maker.fill()
    order = await exchange.place_order(
        "alice", {"type": "limit", "symbol": "BTC-USD", "side": "buy", "quantity": "1", "price": "64400"}
    )
    assert order["status"] in {"filled", "partially_filled"}
    for _ in range(60):
        await maker.step()
    book = await exchange.get_book("BTC-USD")
    assert float(book["bids"][0][0]) < float(book["asks"][0][0])
    assert len(book["asks"]) >= 7


async def test_the_same_start_gives_the_same_market(tmp_path):
    markets = []
    for name in ("one", "two"):
        exchange = await started(tmp_path / name)
        maker = MarketMaker(exchange, MarketMakerConfig(seed=7))
        for _ in range(50):
            await maker.step()
        trades = (await exchange.list_trades("BTC-USD"))["items"]
        markets.append([(trade["price"], trade["quantity"], trade["taker_side"]) for trade in trades])
        await exchange.stop()
    assert markets[0] == markets[1] != []


async def test_it_runs_by_itself_and_stops(exchange):
    hundredth = asyncio.Event()
    exchange.listen(lambda _, applied: hundredth.set() if applied.sequence >= 100 else None)
    maker = MarketMaker(exchange, MarketMakerConfig(interval_s=0.001))
    maker.start()
    await hundredth.wait()
    await maker.stop()
    before = exchange.journal.last_sequence
    await asyncio.sleep(0.05)
    assert exchange.journal.last_sequence == before


async def test_it_goes_quiet_when_the_exchange_has_stopped(tmp_path):
    exchange = await started(tmp_path / "data")
    maker = MarketMaker(exchange, MarketMakerConfig(interval_s=0.001))
    maker.start()
    await asyncio.sleep(0.05)
    await exchange.stop()
    await asyncio.sleep(0.05)
    assert not maker._task.done()
    await maker.stop()
