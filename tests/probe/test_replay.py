"""What a finding prints shows it again, typed as it is: one request or several, an application or an address."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tradespec.probe.compat import parse_server
from tradespec.probe.compat.matrix import Call
from tradespec.probe.fuzzing.makers import Makers
from tradespec.probe.fuzzing.steps import Missing, Step, parse_steps, steps_of
from tradespec.probe.hooks import Entry

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START = "import sys; from tradespec.cli import main; sys.exit(main())"


def tradespec(*arguments, cwd=ROOT, **more):
    paths = os.pathsep.join(filter(None, [str(HERE), str(cwd), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, "-c", START, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": paths, **more},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def placed(number, **more):
    body = json.dumps({"order_id": str(number), "symbol": "BTC-USD", "account": {"id": 7}, **more})
    return Call("POST", "/v1/orders", {"Content-Type": "application/json"}, '{"symbol": "BTC-USD"}', answered=body)


def test_ids_that_the_server_made_are_taken_from_the_answers():
    calls = [placed(63), placed(64), Call("DELETE", "/v1/orders/63?book=BTC-USD&account_id=7", actor=1)]
    steps = steps_of(calls)
    assert steps[2] == Step("DELETE", "/v1/orders/{1#/order_id}?book=BTC-USD&account_id=7", key=2)
    calls = [
        placed(63),
        Call("POST", "/v1/lists", body='{"orders": [{"order_id": "63", "size": "63"}], "accountId": 7}'),
    ]
    said = json.loads(steps_of(calls)[1].body)
    assert said == {"orders": [{"order_id": "{1#/order_id}", "size": "63"}], "accountId": "{1#/account/id}"}


def test_references_are_filled_with_the_values_of_today():
    step = Step(
        "POST", "/v1/x/{1#/a~1b}?q={1#/list/0/id}", {"X-Last": "{1#/list/0/id}"}, '{"n": "{1#/n}", "s": "id {1#/n}"}'
    )
    filled = step.filled([{"a/b": "o 7", "n": 12, "list": [{"id": "p&q"}]}])
    assert filled.path == "/v1/x/o%207?q=p%26q"
    assert filled.headers == {"X-Last": "p&q"}
    assert json.loads(filled.body) == {"n": 12, "s": "id 12"}
    with pytest.raises(Missing, match="Expected /gone in the answer to request 1, got"):
        Step("GET", "/v1/{1#/gone}").filled([{"here": 1}])
    with pytest.raises(ValueError, match="Expected the number of an earlier request, got 2"):
        Step("GET", "/v1/{2#/id}").filled([{}])


STEPS = [
    Step("POST", "/v1/orders?a=b", {"X-Odd": "it's: odd"}, '{"text": "it\'s $HOME\\n"}', key=2),
    Step("PUT", "/v1/raw", raw="/wD+", key=0),
    Step("POST", "/v1/dash", body="--then"),
    Step("DELETE", "/v1/orders/{1#/order_id}"),
]


def test_what_is_written_is_read_again():
    words = [word for at, step in enumerate(STEPS) for word in (*(["--then"] if at else []), *step.words())]
    assert parse_steps(shlex.split(shlex.join(words))) == STEPS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("GET", "Expected METHOD /PATH, got GET - at request 1"),
        ("GET /a --then", "Expected METHOD /PATH, got nothing - at request 2"),
        ("GET /a --bdy x", "Expected --body, --body-base64, --header, --key, --then, got --bdy - at request 1"),
        ("GET /a --body", "Expected a value behind --body, got none - at request 1"),
        ("GET /a --header X", "Expected a header as 'Name: value', got `X` - at request 1"),
        ("GET /a --key first", "Expected the number of a key, or 0 for none, got `first` - at request 1"),
        ("GET /a --body-base64 é", "Expected base64, got something else: "),
        ("GET /a/{1#/id}", "Expected the number of an earlier request, got 1 - at {1#/id}"),
    ],
)
def test_steps_that_cannot_be_followed(tmp_path, words, said, open_shop):
    done = tradespec("replay", "--server", open_shop(), *words.split(), cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "next: " in done.stderr


def test_the_makers_of_ids_come_first():
    makers = Makers()
    made = {"method": "POST", "path": "/v1/orders", "body": "{}", "answered": '{"order_id": "75"}'}
    makers.learn(made, 201)
    makers.learn({**made, "answered": '{"order_id": "76"}'}, 400)
    read = {"method": "GET", "path": "/v1/orders/75", "body": "", "answered": '{"order_id": "75"}'}
    assert makers.before([read]) == [made]
    assert makers.before([made, read]) == []
    assert makers.before([{**read, "path": "/v1/orders/76"}]) == []
    assert makers.before([{**read, "path": "/v1/instruments/75"}]) == []


def test_what_lies_around_a_place_in_an_answer_has_makers():
    makers = Makers()
    made = {"method": "POST", "path": "/items", "body": "{}", "answered": '{"id": 5, "colour": 1}'}
    makers.learn(made, 201)
    assert makers.of({"items": [{"id": 4}, {"id": 5, "colour": 1}]}, "/items/1/colour") == [made]
    assert makers.of({"items": [{"id": 4}, {"id": 5, "colour": 1}]}, "/items/0/colour") == []
    listed = {"method": "GET", "path": "/items", "body": "", "answered": '[{"id": 5}]'}
    assert makers.before([listed, {**listed, "path": "/items/5"}]) == [made]


def test_what_one_pass_made_is_known_in_the_next(tmp_path):
    made = {"method": "POST", "path": "/items", "body": "{}", "answered": '{"id": 5}'}
    Makers(tmp_path / "made.jsonl").learn(made, 201)
    read = {"method": "GET", "path": "/items/5", "body": "", "answered": ""}
    assert Makers(tmp_path / "made.jsonl").before([read]) == [made]


def test_what_lets_a_request_in_stands_in_no_finding():
    entry = Entry({"headers": {"X-Desk": "d1"}, "query": {"key": "k&1"}, "signed": True}, None)
    assert entry.is_on("/a?x=1&key=k%261", {"X-Desk": "d1"})
    assert not entry.is_on("/a?x=1&key=wrong", {"X-Desk": "d1"})
    assert not entry.is_on("/a?x=1&key=k%261", {})
    assert (entry.off("/a?x=1&key=k%261"), entry.off("/a?key=k%261")) == ("/a?x=1", "/a")


def found_by(server, cwd):
    done = tradespec("fuzz", server, "--seed", "7", "--examples", "6", "--format", "json", cwd=cwd)
    assert done.returncode == 1, done.stdout + done.stderr
    return json.loads(done.stdout)["findings"]


def again(finding, cwd):
    program, *arguments = shlex.split(finding["reproduce"])
    assert program == "tradespec"
    return tradespec(*arguments, cwd=cwd)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["application", "address"])
def test_each_finding_is_seen_again(open_shop, tmp_path, kind):
    server = open_shop(answer="if path == '/items/i-2' and method == 'GET' and ITEMS: return 200, {'id': 'i-2'}")
    if kind == "application":
        findings = found_by(server, tmp_path)
        seen = {(each["operation"]["id"], each["check"]): again(each, tmp_path) for each in findings}
    else:
        with parse_server(server).running(busy=True) as url:
            findings = found_by(url, tmp_path)
            seen = {(each["operation"]["id"], each["check"]): again(each, tmp_path) for each in findings}
    for (operation, check), done in seen.items():
        assert done.returncode == 1, (operation, check, done.stdout, done.stderr)
        assert done.stdout.endswith("Seen again.\n")
    assert ("getItem", "response_schema_conformance") in seen


@pytest.mark.slow
def test_a_sequence_refers_to_what_its_first_request_makes(tmp_path, open_shop):
    server = open_shop()
    words = ["POST", "/items", "--body", '{"name": "cup", "price": 3}', "--then", "GET", "/items/{1#/id}"]
    done = tradespec("replay", "--server", server, "--check", "response_schema_conformance", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'got  200 {"id": "i-1", "name": "cup"' in done.stdout
    open_shop(item="item['price'] = 'three'")
    done = tradespec("replay", "--server", server, "--check", "response_schema_conformance", *words, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "response_schema_conformance\n  Expected an answer of the contract's schema" in done.stdout
    assert "- at /price" in done.stdout
    open_shop(answer="if path == '/items': return 400, None")
    done = tradespec("replay", "--server", server, *words, cwd=tmp_path)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Expected /id in the answer to request 1, got null" in done.stderr


def test_a_replay_that_is_not_let_in_judges_nothing(tmp_path, open_shop):
    server = open_shop(answer="if path == '/status' and b'key' not in query: return 401, {}")
    done = tradespec("replay", "--server", server, "--check", "not_a_server_error", "GET", "/status", cwd=tmp_path)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Expected a key that is let in, got 401 - at GET /status" in done.stderr
    words = ["GET", "/status", "--key", "0"]
    done = tradespec("replay", "--server", server, "--check", "status_code_conformance", *words, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.mark.slow
def test_a_header_of_the_run_has_to_be_given_again(tmp_path, open_shop):
    server = open_shop(item="item['price'] = 'three'")
    options = ("--seed", "1", "--examples", "2", "--only", "addItem", "--header", "X-Desk: s3cr3t-d3sk")
    done = tradespec("fuzz", server, *options, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "give --header again (X-Desk)" in done.stdout
    assert "s3cr3t" not in done.stdout + done.stderr


@pytest.mark.e2e
@pytest.mark.slow
def test_a_rule_that_an_exchange_breaks_after_several_requests_is_seen_again():
    fault = {"TRADESPEC_FAULT": "an order that ended works again"}
    only = [word for name in ("placeOrder", "getOrder") for word in ("--only", name)]
    options = ("--seed", "7", "--examples", "5", *only, "--format", "json", "--config", "spec/tradespec.toml")
    done = tradespec("fuzz", "app:faults.rules", *options, **fault)
    findings = json.loads(done.stdout)["findings"]
    lifecycle = next(each for each in findings if each["check"] == "order_lifecycle")
    assert " --then GET '/v1/orders/{1#/order_id}'" in lifecycle["reproduce"]
    for each in findings:
        arguments = shlex.split(each["reproduce"])[1:]
        done = tradespec(*arguments, **fault)
        assert done.returncode == 1, (each, done.stdout, done.stderr)
        assert f"\n{each['check']}\n  Expected " in done.stdout
        done = tradespec(*arguments, TRADESPEC_FAULT="a fee leaves without an entry")
        assert done.returncode == 0, (each, done.stdout, done.stderr)
