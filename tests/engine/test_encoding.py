"""Commands and events as bytes: both ways, the same each time, readable for as long as there are journals."""

import pytest

import tradespec_engine
from tradespec_engine import commands, decode_command, decode_events, encode_command, encode_events, events


def sample(message):
    """Build a message with a value for every field."""
    special = {"starting": (("USD", 5), ("X", 7)), "kept_place": True, "limit": None}
    return message(*(special.get(name, number) for number, name in enumerate(message.FIELDS)))


@pytest.mark.parametrize("command", commands.COMMANDS.values(), ids=lambda c: c.TAG)
def test_every_command_survives_its_bytes(command):
    message = sample(command)
    data = encode_command(message)
    again = decode_command(data)
    assert again == message
    assert (type(again), again.to_tuple()) == (command, message.to_tuple())
    assert hash(again) == hash(message)
    assert encode_command(again) == data


def test_every_event_survives_its_bytes():
    all_events = [sample(event) for event in events.EVENTS.values()]
    data = encode_events(all_events)
    assert decode_events(data) == all_events
    assert encode_events(decode_events(data)) == data


def test_what_journals_hold_does_not_change():
    """These bytes stand in journals: a change here needs a migration, not a new expectation."""
    place = commands.PlaceOrder(7, 1_795_426_200_123_456, "ünal", "BTC-USD", "buy", "limit", 25, 128_501)
    assert encode_command(place).decode() == (
        '["place_order",7,1795426200123456,"ünal","BTC-USD","buy","limit",25,128501,"gtc","none","cancel_taker","",0]'
    )
    before_minimum_quantity = encode_command(place).replace(b',"",0]', b',""]')
    assert decode_command(before_minimum_quantity) == place
    older = b'["place_order",7,1795426200123456,"a","BTC-USD","buy","limit",25]'
    assert decode_command(older) == commands.PlaceOrder(
        7, 1_795_426_200_123_456, "a", "BTC-USD", "buy", "limit", 25, 0, "gtc", "none", "cancel_taker", ""
    )
    rejected = events.OrderRejected("below_minimum_notional", "min_notional", 150, 100, None)
    assert encode_events([rejected]) == b'[["order_rejected","below_minimum_notional","min_notional",150,100,null]]'


def test_messages_name_their_fields_and_differ_by_them():
    place = commands.CancelOrder(1, 2, "a", 3)
    assert repr(place) == "CancelOrder(sequence=1, time_us=2, account='a', order_id=3, client_order_id='')"
    assert place != commands.CancelOrder(1, 2, "a", 4)
    assert place != commands.AmendOrder(1, 2, "a", 3)
    assert events.AmendRejected("a", "b") != events.CancelRejected("a", "b")


@pytest.mark.parametrize("data", [b"[]", b"{}", b"5", b'["bogus",1,2]', b'[["place_order"],1]', b'["cancel_all",1]'])
def test_bytes_that_are_no_command_are_refused(data):
    with pytest.raises(ValueError, match=r"Expected .+, got .+ - at "):
        decode_command(data)


@pytest.mark.parametrize("data", [b"{}", b"5", b'[["bogus"]]', b'[["traded",1]]', b'["traded"]'])
def test_bytes_that_are_no_events_are_refused(data):
    with pytest.raises(ValueError, match=r"Expected .+, got .+ - at "):
        decode_events(data)


def test_the_face_of_the_engine():
    assert tradespec_engine.__all__ == [
        "NOT_SUPPORTED_YET",
        "UNITS",
        "Account",
        "Balance",
        "Command",
        "Engine",
        "Event",
        "Hold",
        "Instrument",
        "InvariantBroken",
        "Order",
        "decode_command",
        "decode_events",
        "encode_command",
        "encode_events",
        "not_supported",
    ]
    assert all(hasattr(tradespec_engine, name) for name in tradespec_engine.__all__)
