"""What cannot be judged is told in a sentence, with an exit code of its own, and is never green."""

import contextlib
import io
import json
import socket
import threading

import pytest

from tradespec.cli import run as command
from tradespec.probe.compat import Unreachable, Unreadable, read_releases, run_compat, server
from tradespec.probe.compat.release import Release, supported


def compat(*arguments):
    out, err = io.StringIO(), io.StringIO()
    code = command(["compat", *map(str, arguments)], out, err)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def listener():
    """A peer that answers every connection with the same bytes, or with nothing."""
    peers, connections, threads = [], [], []

    def accept(peer, answer):
        while True:
            try:
                connection, _ = peer.accept()
            except OSError:
                return
            connections.append(connection)
            if answer is not None:
                with contextlib.suppress(OSError):  # whoever asked may be gone again
                    connection.recv(65536)
                    connection.sendall(answer)
                connection.close()

    def listen(answer):
        peers.append(socket.create_server(("127.0.0.1", 0)))
        threads.append(threading.Thread(target=accept, args=(peers[-1], answer), daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{peers[-1].getsockname()[1]}"

    yield listen
    for peer in peers:
        # Closing alone would leave the thread waiting in `accept`.
        peer.shutdown(socket.SHUT_RDWR)
        peer.close()
    for thread in threads:
        thread.join(5)
    for connection in connections:
        connection.close()


def failure(matrix):
    cell = matrix.failed[0]
    assert not matrix.ok
    assert cell.state == "failed"
    return cell.outcomes[0].error


def test_a_server_that_is_down(freeze, shop):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = failure(run_compat(freeze(shop), f"http://127.0.0.1:{port}", ways=["positive"]))
    assert isinstance(error, Unreachable)
    assert error.message.endswith(f"at http://127.0.0.1:{port}")


def test_a_server_that_never_answers(freeze, shop, listener, monkeypatch):
    monkeypatch.setattr(server, "ANSWER_SECONDS", 0.3)
    error = failure(run_compat(freeze(shop), listener(None), ways=["positive"]))
    assert isinstance(error, Unreachable)
    assert "no answer within 0.3 s" in error.message


def test_a_server_that_answers_garbage(freeze, shop, listener):
    error = failure(run_compat(freeze(shop), listener(b"\x00\x01 what?\r\n\r\n"), ways=["positive"]))
    assert isinstance(error, Unreachable)
    assert "no HTTP" in error.message


def test_a_server_of_another_api(freeze, shop, listener):
    other = listener(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    error = failure(run_compat(freeze(shop), other, ways=["positive"], seed=1, examples=2))
    assert isinstance(error, Unreachable)
    assert "Expected a server of Shop, got 404 for all" in error.message


@pytest.mark.parametrize("way", ["positive", "traces"])
def test_a_server_that_dies_in_the_middle(freeze, shop, open_shop, way):
    folder = freeze(shop)
    lines = [{"tradespec_trace": 1}, {"request": {"method": "GET", "path": "/status"}, "response": {"status": 200}}]
    (folder / "1.0.0/traces.jsonl").write_text("\n".join(map(json.dumps, lines)))
    server = open_shop(answer="if path == '/status': __import__('os')._exit(1)")
    error = failure(run_compat(folder, server, ways=[way], seed=1, examples=2))
    assert isinstance(error, Unreachable)


def test_an_application_that_does_not_start(freeze, shop, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken_app.py").write_text("import no_such_module\n")
    error = failure(run_compat(freeze(shop), "app:broken_app", ways=["positive"]))
    assert isinstance(error, Unreachable)
    assert "No module named 'no_such_module'" in error.message


def test_a_key_that_is_not_let_in(freeze, shop, open_shop):
    shop["components"]["securitySchemes"] = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    shop["security"] = [{"key": []}]
    matrix = run_compat(
        freeze(shop), open_shop(answer="if path != '/': return 401, {}"), ways=["positive"], seed=1, examples=2
    )
    assert "Expected a key that is let in, got 401" in failure(matrix).message


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: None, "Expected a folder per version"),
        (lambda folder: (folder / "1.0.0").mkdir(), "Expected the bundle of release 1.0.0"),
        (lambda folder: (folder / "latest").mkdir(), "Expected a semantic version"),
    ],
    ids=["empty", "no bundle", "no version"],
)
def test_a_folder_of_releases_that_is_none(tmp_path, prepare, said):
    folder = tmp_path / "releases"
    folder.mkdir()
    prepare(folder)
    code, out, err = compat("--releases", folder, "--server", "http://127.0.0.1:1")
    assert (code, out) == (3, "")
    assert said in err
    assert str(folder) in err


def test_a_bundle_that_cannot_be_read(freeze, shop):
    folder = freeze(shop)
    (folder / "1.0.0/openapi.yaml").write_text("openapi: [\n")
    code, _, err = compat("--releases", folder, "--server", "http://127.0.0.1:1")
    assert code == 3
    assert "openapi.yaml:" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Expected a server, got none"),
        (["--server", "ftp://x"], "Expected http://..., app:package.module[:attribute] or rev:REVISION, got `ftp://x`"),
        (["--server", "http://127.0.0.1:1", "--ways", "none"], "Expected a way ("),
        (["--server", "http://127.0.0.1:1", "--supported", "9.9"], "Expected the name of a release, got `9.9`"),
        (["--server", "http://127.0.0.1:1", "--supported", ">=x"], "Expected a version behind `>=`, got `x`"),
        (["--server", "http://127.0.0.1:1", "--header", "nothing"], "Expected a header as 'Name: value'"),
    ],
)
def test_a_wrong_command_line(freeze, shop, arguments, said):
    code, out, err = compat("--releases", freeze(shop), *arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[probe]\nfoo = 1", "got 'foo'"),
        ("[[probe.keys]]\nid = 'a'", "secret or secret_env"),
        ("[[probe.keys]]\nid = 'a'\nalgorithm = 'ed25519'\nsecret_env = 'NO_SUCH_SECRET'", "NO_SUCH_SECRET"),
        ("[probe\n", "Expected TOML"),
    ],
)
def test_settings_that_cannot_be_followed(freeze, shop, tmp_path, text, said):
    path = tmp_path / "tradespec.toml"
    path.write_text(text)
    code, _, err = compat("--releases", freeze(shop), "--server", "http://127.0.0.1:1", "--config", path)
    assert code == 2
    assert said in err
    assert str(path) in err


def test_the_exit_code_tells_what_could_not_be_judged(freeze, shop):
    code, out, _ = compat("--releases", freeze(shop), "--server", "http://127.0.0.1:1", "--ways", "positive")
    assert code == 5
    assert "No answer: 1 cell could not be judged." in out


def test_a_released_break_is_a_finding_only_where_it_is_supported(freeze, shop, open_shop, tmp_path):
    freeze(json.loads(json.dumps(shop)), "2.0.0")
    shop["components"]["schemas"]["Item"]["required"] += ["weight"]
    shop["components"]["schemas"]["Item"]["properties"]["weight"] = {}
    common = ["--releases", freeze(shop), "--server", open_shop(), "--seed", 1, "--examples", 3, "--ways", "positive"]
    code, out, _ = compat(*common)
    assert code == 1
    assert "Do not release: clients of 1.0.0 break." in out
    code, out, _ = compat(*common, "--supported", ">=2")
    assert code == 0
    assert "1.0.0 (unsupported)" in out
    assert "You can release" in out


def test_two_releases_of_one_version_are_told(shop, freeze, tmp_path):
    path = tmp_path / "same.yaml"
    path.write_text(json.dumps(shop))
    with pytest.raises(Unreadable, match=r"got 1\.0\.0 more than once"):
        read_releases([freeze(shop), path])


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("all", {"1.0.0", "1.1.0", "2.0.0-rc.1", "draft"}),
        (">=1.1", {"1.1.0", "2.0.0-rc.1"}),
        (">=1,<2.0.0-rc.1", {"1.0.0", "1.1.0"}),
        ("draft", {"draft"}),
        ("draft, ==1.0.0", {"draft", "1.0.0"}),
    ],
)
def test_supported_rows(wanted, chosen):
    rows = [Release(name, name) for name in ("1.0.0", "1.1.0", "2.0.0-rc.1", "draft")]
    assert supported(rows, wanted) == chosen
