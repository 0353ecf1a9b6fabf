"""The server as a process: its greeting works as printed, its settings are checked, it stops cleanly, it tells no secrets."""

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
import structlog

from tradespec_server import Config
from tradespec_server.config import read_config
from tradespec_server.logs import redact, set_up_logs


class Process:
    """`python -m tradespec_server` with a port of its own."""

    def __init__(self, data, *options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "tradespec_server", "--port", str(self.port), "--data", str(data), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.greeting = ""
        for line in self.process.stdout:
            self.greeting += line
            if "Ctrl+C" in line:
                break

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            return json.load(response)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    process = Process(tmp_path_factory.mktemp("process") / "data")
    yield process
    if process.process.poll() is None:
        process.stop()


def shell_example(greeting):
    return re.search(r"^body=.*?TS-Signature: \$signature\"$", greeting, re.DOTALL | re.MULTILINE)[0]


def test_the_shell_example_of_the_greeting_places_an_order_as_printed(process):
    done = subprocess.run(
        ["sh", "-e"], input=shell_example(process.greeting), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    order = json.loads(done.stdout)
    assert (order["symbol"], order["side"], order["quantity"]) == ("BTC-USD", "buy", "0.01"), order


def test_the_greeting_names_both_accounts_and_their_keys(process):
    for word in ("alice", "tsk_demo_alice", "HMAC-SHA256", "bob", "tsk_demo_bob", "Ed25519", "/docs", "new Client("):
        assert word in process.greeting


def test_the_book_is_alive(process):
    book = process.get("/v1/instruments/BTC-USD/book")
    assert book["bids"]
    assert book["asks"]
    assert process.get("/health/ready") == {"status": "ready"}


def test_a_signal_stops_it_cleanly_and_a_restart_goes_on(tmp_path):
    first = Process(tmp_path / "data", "--no-market-maker")
    example = ["sh", "-e", "-c", shell_example(first.greeting)]
    placed = json.loads(subprocess.run(example, capture_output=True, check=True).stdout)
    assert first.stop() == (0, "", "")
    second = Process(tmp_path / "data", "--no-market-maker")
    book = second.get("/v1/instruments/BTC-USD/book")
    assert book["bids"] == [["64000", "0.01"]], placed
    assert second.stop(signal.SIGINT)[0] == 0


def test_keys_and_secrets_stay_out_of_the_logs(tmp_path):
    process = Process(tmp_path / "data", "--log-level", "debug", "--log-format", "json", "--no-market-maker")
    secret = re.search(r"tsk_demo_alice .*?(\S{44})$", process.greeting, re.MULTILINE)[1]
    subprocess.run(["sh", "-e", "-c", shell_example(process.greeting)], capture_output=True, check=True)
    _, _, err = process.stop()
    assert secret not in err
    assert json.loads(err.splitlines()[0])["event"] == "serving"


def run(*options, **environment):
    return subprocess.run(
        [sys.executable, "-m", "tradespec_server", *options],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def test_what_keeps_it_from_running_is_said_in_one_sentence(tmp_path, process):
    taken = run("--port", str(process.port), "--data", str(tmp_path / "data"))
    assert taken.returncode == 1
    assert taken.stderr == (
        f"tradespec: Expected a free port, got one that is in use - at 127.0.0.1:{process.port}. "
        "Stop the program that has it, or choose another port with --port.\n"
    )
    file = tmp_path / "file"
    file.write_text("")
    assert run("--port", "0", "--data", str(file)).stderr.startswith("tradespec: ")
    assert "Choose another with --host" in run("--host", "203.0.113.1", "--data", str(tmp_path / "x")).stderr


def test_two_servers_do_not_share_a_directory(tmp_path):
    first = Process(tmp_path / "data")
    second = run("--port", "0", "--data", str(tmp_path / "data"))
    assert (second.returncode, "another exchange runs in" in second.stderr) == (1, True)
    assert first.stop()[0] == 0


@pytest.mark.parametrize(
    ("options", "environment", "says"),
    [
        (["--port", "70000"], {}, "Expected a port from 0 to 65535, got '70000'"),
        ([], {"TRADESPEC_PORT": "http"}, "Expected a port from 0 to 65535, got 'http'"),
        (["--limit-factor", "-1"], {}, "Expected a number above zero"),
        (["--limit-factor", "nan"], {}, "Expected a number above zero"),
        (["--log-level", "loud"], {}, "Expected debug or info or warning or error"),
        (
            [],
            {"TRADESPEC_DEMO": "perhaps"},
            "Expected 1 or 0, got 'perhaps' - at the environment variable TRADESPEC_DEMO",
        ),
        (["--prot", "1"], {}, "unrecognized arguments"),
    ],
)
def test_wrong_settings_are_named(options, environment, says, capsys):
    with pytest.raises(SystemExit) as caught:
        read_config(options, environment)
    assert caught.value.code == 2
    assert says in capsys.readouterr().err


def test_the_command_line_wins_over_the_environment():
    environment = {"TRADESPEC_PORT": "1", "TRADESPEC_MARKET_MAKER": "no", "TRADESPEC_HOST": "::1"}
    config = read_config(["--port", "2"], environment)
    assert (config.port, config.market_maker, config.host) == (2, False, "::1")
    assert (config.is_loopback, config.url) == (True, "http://[::1]:2")
    assert read_config([], {}) == Config()


def test_published_keys_end_where_others_can_reach_the_server(make_server, tmp_path):
    data = tmp_path / "data"
    local = make_server(data=data)
    assert local.request("GET", "/v1/balances").status == 200
    local.stop()
    open_to_all = make_server(data=data, host="0.0.0.0")
    assert open_to_all.request("GET", "/v1/balances").code == "invalid_signature"
    given = open_to_all.server.demo_keys
    assert [key.account for key in given] == ["alice", "bob"]
    signers = [open_to_all.signer(key.key_id, key.secret, key.algorithm) for key in given]
    assert [open_to_all.request("GET", "/v1/balances", signer=signer).status for signer in signers] == [200, 200]
    open_to_all.stop()
    again = make_server(data=data, host="0.0.0.0")
    assert again.server.demo_keys == []
    assert again.request("GET", "/v1/balances", signer=signers[0]).status == 200
    again.stop()


def test_logs_hide_what_is_named_like_a_secret(capsys):
    event = {"event": "x", "secret": "hush", "deep": {"TS-Signature": "hush", "list": [{"private_key": "hush"}]}}
    assert "hush" not in str(redact(None, "info", event))
    before = structlog.get_config()
    try:
        set_up_logs("info", "json")
        stream = io.StringIO()
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
        structlog.get_logger().info("shown", password="hush", user="alice")
    finally:
        structlog.configure(**before)
    line = json.loads(stream.getvalue())
    assert (line["password"], line["user"]) == ("[redacted]", "alice")
