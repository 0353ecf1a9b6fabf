"""A server that is none of this contract ends a run with one sentence and its own exit code, and is never green."""

import contextlib
import datetime as dt
import ipaddress
import json
import socket
import ssl
import subprocess
import sys
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tradespec.contract import read
from tradespec.document import load
from tradespec.probe.compat.positive import Record, breakages
from tradespec.probe.fuzzing.report import Found
from tradespec.probe.fuzzing.run import each_once, left_out

START = "import sys; from tradespec.cli import main; sys.exit(main())"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


@pytest.fixture
def certificate(tmp_path):
    """A certificate of this machine that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def listener():
    """A peer that answers each connection with some bytes; with nothing at all where they are None."""
    peers, open_ones, threads = [], [], []

    def accept(peer, answers, wrap):
        for number in range(100_000):
            try:
                connection, _ = peer.accept()
                connection.settimeout(2)
                connection = wrap(connection)
            except ssl.SSLError:
                continue
            except OSError:
                return
            open_ones.append(connection)
            answer = answers[min(number, len(answers) - 1)]
            if answer is not None:
                with contextlib.suppress(OSError):
                    connection.recv(65536)
                    connection.sendall(answer)
                connection.close()

    def listen(*answers, wrap=lambda connection: connection):
        peers.append(socket.create_server(("127.0.0.1", 0)))
        threads.append(threading.Thread(target=accept, args=(peers[-1], answers, wrap), daemon=True))
        threads[-1].start()
        return f"127.0.0.1:{peers[-1].getsockname()[1]}"

    yield listen
    for peer in peers:
        peer.shutdown(socket.SHUT_RDWR)
        peer.close()
    for thread in threads:
        thread.join(5)
    for connection in open_ones:
        connection.close()


@pytest.fixture
def fuzz(tmp_path, shop):
    """Fuzz a server by the shop's contract."""
    (tmp_path / "openapi.json").write_text(json.dumps(shop))

    def run(target, *options):
        words = ["fuzz", target, "--spec", "openapi.json", "--examples", "2", "--seed", "1", *options]
        return subprocess.run(
            [sys.executable, "-c", START, *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def refused(done, code, said, next_step=""):
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stderr
    assert "\n  next: " in done.stderr
    assert next_step in done.stderr.partition("\n  next: ")[2]
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_server_that_refuses_the_connection(fuzz):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refused(fuzz(f"http://127.0.0.1:{port}"), 5, "got [Errno 111] Connection refused - at http://127.0.0.1")


def test_a_name_that_nobody_has(fuzz):
    refused(fuzz("http://no-such-host.invalid"), 5, "Expected a server that answers in HTTP, got ")


def test_a_server_that_speaks_something_else(fuzz, listener):
    refused(fuzz(f"http://{listener(b'220 mail.example ESMTP')}"), 5, "got what is no HTTP (")


def test_a_server_that_hangs_up(fuzz, listener):
    refused(fuzz(f"http://{listener(b'')}"), 5, "got what is no HTTP (")


def test_a_plain_server_asked_in_tls(fuzz, listener):
    refused(
        fuzz(f"https://{listener(b'HTTP/1.1 400 Bad Request')}"),
        5,
        "Expected a server that answers in HTTP, got [SSL",
        "Try http://",
    )


def test_a_server_of_tls_asked_in_plain_http(fuzz, listener, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    peer = listener(PLAIN, wrap=lambda connection: context.wrap_socket(connection, server_side=True))
    refused(fuzz(f"http://{peer}"), 5, "Expected a server that answers in HTTP, got ", "is it https://")


def test_a_certificate_that_nobody_has_signed(fuzz, listener, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    peer = listener(PLAIN, wrap=lambda connection: context.wrap_socket(connection, server_side=True))
    refused(fuzz(f"https://{peer}"), 5, "certificate verify failed", "SSL_CERT_FILE")


@pytest.mark.slow
def test_a_server_that_never_answers(fuzz, listener):
    refused(fuzz(f"http://{listener(None)}"), 5, "Expected a server that answers in HTTP, got no answer within 10 s")


@pytest.mark.slow
def test_a_server_that_speaks_no_http_after_its_first_answer(fuzz, listener):
    done = fuzz(f"http://{listener(PLAIN, b'what?')}")
    refused(done, 5, "Expected answers to the end, got ")


@pytest.mark.slow
def test_a_page_for_everything_is_no_pass(fuzz, listener):
    """A server that answers 200 to anything is not told from one of this contract by its statuses: it is red."""
    done = fuzz(f"http://{listener(PLAIN)}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Expected application/json, got text/html - at the header Content-Type" in done.stdout


@pytest.mark.slow
def test_a_run_that_is_too_short_says_what_it_left_out(fuzz, open_shop):
    refused(fuzz(open_shop(), "--max-time", "1"), 4, "Expected answers within 1 s, got none in that time - at http://")
    done = fuzz(open_shop(answer="import time; time.sleep(0.05)"), "--max-time", "6", "--examples", "500")
    assert "note: stopped after 6 s; cut short: all requests" in done.stdout, done.stdout + done.stderr


def test_what_was_left_out_is_named(shop, tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(shop))
    record = Record()
    record.add({"statuses": {"GET /status": {"200": 4}}})
    cases = {"first": 10, "second": 4, "third": 0}
    said = list(left_out(read(load(path)), record, ["second", "third"], cases, only=[], seconds_max=30))
    assert said == ["stopped after 30 s; cut short: second; not begun: third", "never called: addItem, getItem"]
    assert list(left_out(read(load(path)), record, ["third"], cases, only=["getStatus"], seconds_max=30)) == [
        "stopped after 30 s; not begun: third"
    ]
    assert list(left_out(read(load(path)), record, [], cases, only=[], seconds_max=None)) == []


def failure(check, status=500, method="GET", path="/items", **more):
    call = {"method": method, "path": path, "headers": {}, "body": ""}
    return {
        "operation": f"{method} {path}",
        "method": method,
        "path": path,
        "check": check,
        "title": "Title",
        "message": "",
        "pointer": "",
        "chain": [call],
        "status": status,
        "body": "",
        **more,
    }


@pytest.mark.parametrize(
    ("checks", "kept"),
    [
        (["not_a_server_error", "status_code_conformance", "content_type_conformance"], {"not_a_server_error"}),
        (["status_code_conformance", "response_schema_conformance"], {"status_code_conformance"}),
        (["content_type_conformance", "response_schema_conformance"], {"content_type_conformance"}),
        (["response_schema_conformance", "order_lifecycle"], {"response_schema_conformance", "order_lifecycle"}),
    ],
)
def test_what_follows_from_another_finding_on_the_same_answer_is_left_out(checks, kept):
    assert {each.kind for each in breakages(failure(check) for check in checks)} == kept


def test_another_answer_or_another_operation_is_another_finding():
    found = breakages([failure("not_a_server_error"), failure("response_schema_conformance", status=200)])
    assert len(found) == 2
    found = breakages([failure("not_a_server_error"), failure("response_schema_conformance", path="/status")])
    assert len(found) == 2


def test_methods_that_a_path_does_not_have_are_told_once_per_path():
    methods = ("PATCH", "PUT", "TRACE")
    told = breakages(failure("unsupported_method", status=200, method=method) for method in methods)
    other = breakages([failure("unsupported_method", status=200, method="PUT", path="/status")])
    errors = breakages([failure("not_a_server_error", method=method) for method in methods])
    found = [Found(each, "all requests") for each in (*told, *other, *errors)]
    kept = [(each.breakage.path, each.check) for each in each_once(found)]
    assert kept.count(("/items", "unsupported_method")) == 1
    assert kept.count(("/status", "unsupported_method")) == 1
    assert kept.count(("/items", "not_a_server_error")) == 3
