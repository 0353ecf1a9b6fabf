"""Recorded calls, sent again: what a program that was written against them would notice."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from tradespec.contract import read_file
from tradespec.probe.compat import Unreadable, run_compat
from tradespec.probe.compat.traces import Exchange, read_har, read_trace, write_trace
from tradespec.probe.compat.traces.compare import Identities, differences
from tradespec.probe.compat.traces.moments import Moments
from tradespec.probe.compat.traces.replay import Replay

ITEM = {"id": "i-7", "name": "cup", "colour": "red", "price": 3}
ADD = Exchange("POST", "/items", 201, "addItem", "buy", body={"name": "cup", "price": 3}, answer=ITEM)
GET = Exchange("GET", "/items/i-7", 200, "getItem", "buy", answer=ITEM)
STATUS = Exchange("GET", "/status", 200, "getStatus", "look", answer={"open": True})


@pytest.fixture
def replay(freeze, shop, open_shop, tmp_path):
    """Replay a trace of the shop on the shop."""

    def run(exchanges=(ADD, GET, STATUS), **fault):
        folder = freeze(shop)
        write_trace(folder / "1.0.0/traces.jsonl", read_file(folder / "1.0.0/openapi.yaml"), exchanges)
        return run_compat(folder, open_shop(**fault), ways=["traces"]).cells[0].outcomes[0]

    return run


def test_the_same_calls_get_the_same_answers_with_the_ids_of_today(replay):
    outcome = replay()
    assert (outcome.state, outcome.cases, outcome.breakages) == ("green", 3, ())


GROWN = {
    "a member more": {"item": "item['weight'] = 3"},
    "another id": {"item": "item['id'] = 'i-99'"},
    "a value that the open enumeration did not have": {"item": "item['colour'] = 'green'"},
}


@pytest.mark.parametrize("fault", GROWN.values(), ids=GROWN)
def test_what_is_new_breaks_nobody(replay, fault):
    assert replay(**fault).state == "green"


BROKEN = {
    "a member dropped": ({"item": "del item['colour']"}, "addItem", "trace_missing", "/colour"),
    "a type changed": ({"item": "item['price'] = '3'"}, "addItem", "trace_type", "/price"),
    "another default": ({"item": "item['colour'] = 'blue'"}, "addItem", "trace_value", "/colour"),
    "another status": (
        {"answer": "if method == 'POST': return 200, added(json.loads(body))"},
        "addItem",
        "trace_status",
        "",
    ),
    "somebody else's item": (
        {"answer": "if path.startswith('/items/'): return 200, dict(added({'name': 'cup', 'price': 3}))"},
        "getItem",
        "trace_identity",
        "/id",
    ),
}


@pytest.mark.parametrize(("fault", "operation", "kind", "pointer"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_as_it_was_is_told(replay, fault, operation, kind, pointer):
    outcome = replay(**fault)
    first = outcome.breakages[0]
    assert (outcome.state, first.operation, first.kind, first.pointer) == ("red", operation, kind, pointer)
    assert "as recorded" in first.message or "belongs to the recorded one" in first.message


def test_a_call_that_stands_on_others_is_told_with_them(replay):
    fault = "if path.startswith('/items/'): return 200, {**ITEMS[path.removeprefix('/items/')], 'colour': 'blue'}"
    (breakage,) = replay(answer=fault).breakages
    assert [str(call) for call in breakage.before] == ['POST /items {"name": "cup", "price": 3}']
    assert str(breakage.call) == "GET /items/i-1"


def test_a_scenario_ends_with_a_wrong_status_and_the_next_one_goes_on(replay):
    outcome = replay(answer="if path == '/items': return 400, {}")
    assert [each.operation for each in outcome.breakages] == ["addItem"]
    assert outcome.notes == ("buy: 1 later calls were not made",)
    assert outcome.cases == 2


def test_what_only_follows_is_a_note(replay):
    outcome = replay(item="item['price'] = 4")
    assert [each.operation for each in outcome.breakages] == ["addItem"]
    assert outcome.notes == ("answered otherwise after addItem had, which may be all there is to it: getItem",)


def test_what_has_another_form_is_told_even_then(replay):
    outcome = replay(item="item['price'] = 4; del item['colour']")
    assert [(each.operation, each.kind) for each in outcome.breakages] == [
        ("addItem", "trace_missing"),
        ("addItem", "trace_value"),
        ("getItem", "trace_missing"),
    ]


def test_of_another_thing_only_that_is_told():
    recorded, found = [{"id": "1", "n": 1}, {"id": "2", "n": 2}], [{"id": "7", "n": 1}, {"id": "7", "n": 1}]
    exchange = Exchange("GET", "/x", 200, answer=recorded)
    assert [each.pointer for each in differences(exchange, found, None, Identities())] == ["/1/id"]


def test_a_release_without_traces_is_not_judged_by_them(freeze, shop, open_shop):
    matrix = run_compat(freeze(shop), open_shop(), ways=["traces"])
    assert matrix.cells[0].state == "none"
    assert matrix.ok


@pytest.fixture
def contract(freeze, shop):
    return read_file(freeze(shop) / "1.0.0/openapi.yaml")


def entry(method="POST", url="http://old.example/items", status=201, key="one"):
    return {
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": "X-Key", "value": key}, {"name": "User-Agent", "value": "Browser"}],
            "postData": {"text": '{"name": "cup", "price": 3}'},
        },
        "response": {"status": status, "content": {"mimeType": "application/json", "text": json.dumps(ITEM)}},
    }


def test_an_http_archive_is_a_trace(tmp_path, freeze, shop, open_shop):
    folder = freeze(shop)
    entries = [entry(), entry("GET", "http://old.example/items/i-7", 200), entry(url="http://ads.example/pixel")]
    (folder / "1.0.0/traces.har").write_text(json.dumps({"log": {"entries": entries}}))
    outcome = run_compat(folder, open_shop(), ways=["traces"]).cells[0].outcomes[0]
    assert (outcome.state, outcome.cases) == ("green", 2)


def test_an_archive_keeps_neither_keys_nor_what_browsers_add(tmp_path, shop, contract):
    shop["components"]["securitySchemes"] = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    document, archive = tmp_path / "keyed.json", tmp_path / "traces.har"
    document.write_text(json.dumps(shop))
    archive.write_text(json.dumps({"log": {"entries": [entry(), entry(key="two"), entry()]}}))
    found = read_har(archive, read_file(document))
    assert [each.actor for each in found] == [0, 1, 0]
    assert all(each.headers == {} for each in found)


UNREADABLE = {
    "nothing": ("", "Expected exchanges, got none"),
    "no JSON": ('{"tradespec_trace": 1}\n{"request"', ":2"),
    "no trace": ('{"hello": 1}\n', ":1"),
    "a later format": ('{"tradespec_trace": 9}\n', "format 1, got 9"),
    "no exchange": ('{"tradespec_trace": 1}\n{"request": {"method": "GET"}, "response": {}}\n', ":2"),
}


@pytest.mark.parametrize(("text", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_trace_that_cannot_be_read_is_told_with_its_line(freeze, shop, open_shop, text, said):
    folder = freeze(shop)
    (folder / "1.0.0/traces.jsonl").write_text(text)
    matrix = run_compat(folder, open_shop(), ways=["traces"])
    error = matrix.cells[0].outcomes[0].error
    assert not matrix.ok
    assert isinstance(error, Unreadable)
    assert said in error.message
    assert "traces.jsonl" in error.message


@pytest.mark.parametrize("text", ["[]", "{", '{"log": {}}', '{"log": {"entries": [{}]}}', '{"log": {"entries": []}}'])
def test_an_archive_that_cannot_be_read_is_told(tmp_path, contract, text):
    path = tmp_path / "traces.har"
    path.write_text(text)
    with pytest.raises(Unreadable, match=r"traces\.har"):
        read_har(path, contract)


def test_what_is_written_is_read_again(tmp_path, contract):
    given = (ADD, Exchange("GET", "/status", 500, answer="oh", fresh=("a",), ignore=("/x/*",), actor=2))
    write_trace(tmp_path / "t.jsonl", contract, given)
    assert read_trace(tmp_path / "t.jsonl") == given


SAME = {
    "ids that are numbers": ([{"id": 1, "n": 4}, {"parent_id": 1}], [{"id": 9, "n": 4}, {"parent_id": 5}]),
    "times": ({"update_time": "2026-01-01T00:00:00Z"}, {"update_time": "2027-01-01T00:00:00Z"}),
    "counters": ({"sequence": 4, "remaining": 1}, {"sequence": 9, "remaining": 0}),
    "an asset more": ([{"asset": "USD", "n": 1}], [{"asset": "BTC", "n": 2}, {"asset": "USD", "n": 1}]),
    "a secret": ({"secret": "masked"}, {"secret": "s3cr3t"}),
    "the same ids twice": ([{"id": "1"}, {"id": "1"}], [{"id": "5"}, {"id": "5"}]),
    "what is ignored": ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 3}, {"b": 4}]}),
}
OTHER = {
    "one number for two": ([{"id": 1}, {"id": 2}], [{"id": 9}, {"id": 9}], "identity"),
    "one id for two": ([{"id": "1"}, {"id": "2"}], [{"id": "5"}, {"id": "5"}], "identity"),
    "two ids for one": ([{"id": "1"}, {"id": "1"}], [{"id": "5"}, {"id": "6"}], "identity"),
    "an entry with an id more": ([{"id": "1", "s": "a"}], [{"id": "1", "s": "a"}, {"id": "2", "s": "b"}], "length"),
    "an asset less": ([{"asset": "USD"}, {"asset": "BTC"}], [{"asset": "USD"}], "missing"),
    "null": ({"price": None}, {"price": "3"}, "type"),
    "an id that is no more": ({"order_id": "3"}, {"order_id": None}, "type"),
}


@pytest.mark.parametrize(("recorded", "found"), SAME.values(), ids=SAME)
def test_what_may_differ_from_run_to_run(recorded, found):
    exchange = Exchange("GET", "/x", 200, answer=recorded, ignore=("/a/*/b",))
    assert differences(exchange, found, None, Identities()) == []


@pytest.mark.parametrize(("recorded", "found", "what"), OTHER.values(), ids=OTHER)
def test_what_may_not(recorded, found, what):
    exchange = Exchange("GET", "/x", 200, answer=recorded)
    assert [each.what for each in differences(exchange, found, None, Identities())] == [what]


def test_prose_may_be_reworded_in_problems_only():
    recorded, found = {"title": "Gone", "code": "gone"}, {"title": "It is gone", "code": "gone"}
    problem = Exchange("GET", "/x", 410, answer=recorded, content_type="application/problem+json")
    assert differences(problem, found, None, Identities()) == []
    plain = Exchange("GET", "/x", 200, answer=recorded, content_type="application/json")
    assert [each.pointer for each in differences(plain, found, None, Identities())] == ["/title"]


def test_a_number_in_a_request_is_an_id_only_where_its_name_says_so():
    replay = Replay(None)
    replay.known.learn("itemid", "7", "9")
    replay.known.learn("itemid", "a-7", "a-9")
    sent = {"item_id": 7, "count": 7, "ids": ["a-7"], "flag": True}
    assert replay.today(sent, "") == {"item_id": 9, "count": 7, "ids": ["a-9"], "flag": True}


RECORDED = "2026-11-23T06:42:52Z"
LATER = datetime(2026, 11, 25, 18, 42, 52, 400_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "today"),
    [
        ("2026-11-23T09:00:00Z", "2026-11-25T21:00:00Z"),
        ("2026-11-23T09:00:00.123456789z", "2026-11-25T21:00:00.123456789z"),
        ("2026-11-23T10:30:00+02:00", "2026-11-25T22:30:00+02:00"),
        ("2026-11-23T07:30:00+02:00", "2026-11-23T07:30:00+02:00"),
        ("2026-11-23T06:42:51Z", "2026-11-23T06:42:51Z"),
        ("2026-11-24", "2026-11-26"),
        ("2026-11-22", "2026-11-22"),
        ("2026-13-45", "2026-13-45"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("hedge-2026-11-24", "hedge-2026-11-24"),
    ],
)
def test_what_lay_ahead_lies_ahead_and_what_was_past_stays(sent, today):
    assert Moments([Exchange("GET", "/", 200, sent=RECORDED)], LATER).today(sent) == today


def test_without_a_time_of_recording_all_times_stay():
    assert Moments([STATUS], LATER).today("2999-01-01T00:00:00Z") == "2999-01-01T00:00:00Z"


def test_a_window_that_had_not_begun_has_not_begun_in_a_replay(replay):
    """An empty answer about the next hours would be red once they have come."""
    began = datetime.now(UTC) - timedelta(days=3)
    window = f"/status?since={began + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}Z"
    look = Exchange("GET", window, 200, "getStatus", "look", answer={"open": True}, sent=f"{began:%Y-%m-%dT%H:%M:%S}Z")
    outcome = replay([look], answer="if path.startswith('/status'): return 200, {'open': False}")
    asked = unquote(outcome.breakages[0].call.path).partition("since=")[2]
    assert timedelta(minutes=59) < datetime.fromisoformat(asked) - datetime.now(UTC) <= timedelta(minutes=61)


def test_what_one_run_shows_and_the_next_does_not_is_a_note(replay, tmp_path):
    """A minute that ends between two calls is no fault of the server."""
    once = f"mark = __import__('pathlib').Path({str(tmp_path / 'mark')!r})\n"
    once += "if path == '/status' and not mark.exists(): mark.touch(); return 200, {'open': False}"
    outcome = replay(answer=once)
    assert (outcome.state, outcome.breakages) == ("green", ())
    assert outcome.notes == (
        "seen in one of two runs only: getStatus, Expected true as recorded, got false - at /open",
    )
