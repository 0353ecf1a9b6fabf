"""Assets, instruments and accounts: what is added, and what is refused with its rule and nearest value."""

import pytest

from tradespec_engine import Engine, InvariantBroken, commands
from tradespec_engine.words import RATE_ONE

INSTRUMENT = {
    "symbol": "BTC-USD",
    "base": "BTC",
    "quote": "USD",
    "price_scale": 1,
    "tick": 5,
    "quantity_scale": 4,
    "lot": 1,
    "min_quantity": 1,
    "max_quantity": 5_000_000,
    "min_notional": 500_000_000,
    "max_open_orders": 200,
    "price_band": 10_000_000,
    "reference_price": 128_000,
    "maker_fee": 100_000,
    "taker_fee": 200_000,
}


@pytest.fixture
def engine():
    engine = Engine()
    for asset in ("BTC", "USD"):
        engine.apply(commands.AddAsset(engine.sequence + 1, 0, asset, 8))
    return engine


def add(engine, **fields):
    (event,) = engine.apply(commands.AddInstrument(engine.sequence + 1, 0, **{**INSTRUMENT, **fields}))
    return event


def test_a_tick_and_a_lot_are_worth_whole_units(engine):
    event = add(engine)
    assert (event.tick_value, event.lot_value) == (5_000, 10_000)
    instrument = engine.instrument("BTC-USD")
    assert (instrument.price_min, instrument.price_max) == (115_200, 140_800)
    assert (engine.symbols(), engine.assets()) == (["BTC-USD"], {"BTC": 8, "USD": 8})
    assert engine.instrument("ETH-USD") is None


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"base": "ETH"}, ("unknown_asset", "asset", "ETH", None)),
        ({"price_scale": 6}, ("invalid_request", "tick", 5, None)),
        ({"quantity_scale": 9, "price_scale": 0}, ("invalid_request", "tick", 5, None)),
        ({"price_scale": 19}, ("invalid_request", "price_scale", 19, 18)),
        ({"tick": 0}, ("invalid_request", "tick", 0, 1)),
        ({"lot": -1}, ("invalid_request", "lot", -1, 1)),
        ({"min_quantity": 0}, ("invalid_request", "min_quantity", 0, 1)),
        ({"max_quantity": 0}, ("invalid_request", "min_quantity", 1, 0)),
        ({"max_open_orders": 0}, ("invalid_request", "max_open_orders", 0, 1)),
        ({"price_band": RATE_ONE + 1}, ("invalid_request", "price_band", RATE_ONE + 1, RATE_ONE)),
        ({"maker_fee": -200_001}, ("invalid_request", "maker_fee", -200_001, -200_000)),
        ({"taker_fee": -1, "maker_fee": 0}, ("invalid_request", "taker_fee", -1, 0)),
        ({"status": "pre_open"}, ("not_supported_yet", "status", "pre_open", None)),
        ({"status": "bogus"}, ("invalid_request", "status", "bogus", None)),
    ],
)
def test_an_unsound_instrument_is_refused(engine, fields, refused):
    event = add(engine, **fields)
    assert (event.code, event.rule, event.value, event.nearest) == refused
    assert engine.symbols() == []


def test_nothing_is_added_twice(engine):
    add(engine)
    assert add(engine).code == "already_exists"
    (event,) = engine.apply(commands.AddAsset(engine.sequence + 1, 0, "BTC", 8))
    assert (event.code, event.rule) == ("already_exists", "asset")
    engine.apply(commands.OpenAccount(engine.sequence + 1, 0, "a"))
    (event,) = engine.apply(commands.OpenAccount(engine.sequence + 1, 0, "a"))
    assert (event.code, event.rule) == ("already_exists", "account")
    assert engine.has_account("a")
    assert not engine.has_account("b")
    assert engine.balances("b") == engine.open_orders("b") == []


def test_an_assets_scale_is_bounded(engine):
    (event,) = engine.apply(commands.AddAsset(engine.sequence + 1, 0, "EUR", 19))
    assert (event.code, event.limit, event.value, event.nearest) == ("invalid_request", 18, 19, 18)


@pytest.mark.parametrize(
    ("starting", "rule"),
    [((("ETH", 1),), "asset"), ((("BTC", 0),), "amount"), ((("BTC", 1), ("BTC", 2)), "starting")],
)
def test_an_account_with_an_impossible_start_is_not_opened(engine, starting, rule):
    before = engine.snapshot()
    (event,) = engine.apply(commands.OpenAccount(engine.sequence + 1, 0, "a", "", starting))
    assert (event.TAG, event.rule) == ("command_rejected", rule)
    assert not engine.has_account("a")
    assert before.partition(b"assets")[2] == engine.snapshot().partition(b"assets")[2]


def test_unknown_instruments_have_no_status_and_no_reference_price(engine):
    for command in (commands.SetInstrumentStatus(3, 0, "NO-PAIR", "halted"), commands.SetReferencePrice(4, 0, "NO", 1)):
        (event,) = engine.apply(command)
        assert (event.code, event.rule) == ("unknown_instrument", "symbol")
    add(engine)
    (event,) = engine.apply(commands.SetReferencePrice(engine.sequence + 1, 0, "BTC-USD", -1))
    assert (event.code, event.value, event.nearest) == ("invalid_request", -1, 0)


def test_a_gap_in_the_journal_is_noticed(engine):
    with pytest.raises(ValueError, match="Expected command 3, got 5 - at add_asset"):
        engine.apply(commands.AddAsset(5, 0, "EUR", 2))
    with pytest.raises(ValueError, match="Expected command 3, got 2"):
        engine.apply(commands.AddAsset(2, 0, "EUR", 2))
    assert engine.sequence == 2


def test_a_snapshot_of_another_format_is_refused(engine):
    for data in (b"{}", b"[]", b'{"format":99}', b'{"format":1}', b"not json"):
        with pytest.raises(ValueError, match=r"Expect"):
            Engine.restore(data)
    assert issubclass(InvariantBroken, Exception)
