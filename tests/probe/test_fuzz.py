"""`tradespec fuzz` on the exchange with a fault put in, and on what is no exchange at all."""

import json
import os
import shlex
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHORT = ["--seed", "7", "--examples", "3", "--only", "getTime", "--only", "placeOrder"]
FAULT = "an order id becomes an integer"


def tradespec(*arguments, fault="", cwd=ROOT, **more):
    paths = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, "-c", "import sys; from tradespec.cli import main; sys.exit(main())", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "TRADESPEC_CHANGE": fault, "PYTHONPATH": paths, **more},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A run over the exchange with a fault: its process, its JSON, and where its other files are."""
    folder = tmp_path_factory.mktemp("fuzz")
    baseline, report, har = folder / "baseline.json", folder / "report.json", folder / "all.har"
    files = ["--baseline", baseline, "--write-baseline", "--format", "json", "--out", report, "--har", har]
    done = tradespec("fuzz", "app:faults.exchange", *SHORT, *files, fault=FAULT)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, json.loads(report.read_text())


@pytest.mark.slow
def test_a_finding_is_told_with_request_answer_and_place(found):
    _, report = found
    (finding,) = report["findings"]
    assert finding["operation"] == {"id": "placeOrder", "method": "POST", "path": "/v1/orders"}
    assert (finding["check"], finding["pointer"]) == ("response_schema_conformance", "/order_id")
    assert 'is not of type "string"' in finding["message"]
    assert finding["answer"]["status"] == 201
    assert isinstance(json.loads(finding["answer"]["body"])["order_id"], int)
    assert [each["name"] for each in report["passes"]] == ["all requests signed", "security probing", "nothing signed"]


@pytest.mark.slow
def test_what_it_prints_shows_the_finding_again_with_a_fresh_signature(found):
    _, report = found
    program, *arguments = shlex.split(report["findings"][0]["reproduce"])
    assert program == "tradespec"
    done = tradespec(*arguments, fault=FAULT)
    assert done.returncode == 1, done.stdout + done.stderr
    assert 'is not of type "string" - at /order_id' in done.stdout
    assert done.stdout.endswith("Seen again.\n")
    done = tradespec(*arguments, fault="a header more")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("Not seen again.\n")


@pytest.mark.slow
def test_a_baseline_accepts_what_it_names_and_tells_what_it_did_not_see(found):
    folder, _ = found
    said = json.loads((folder / "baseline.json").read_text())
    said["accepted"][0]["reason"] = "Goes with release 2."
    said["accepted"].append({"operation": "GET /v1/time", "check": "not_a_server_error", "status": 500, "pointer": ""})
    (folder / "baseline.json").write_text(json.dumps(said))
    files = ["--baseline", folder / "baseline.json", "--format", "junit"]
    done = tradespec("fuzz", "app:faults.exchange", *SHORT, *files, fault=FAULT)
    assert done.returncode == 0, done.stdout + done.stderr
    suite = ET.fromstring(done.stdout).find("testsuite")
    assert (suite.get("failures"), suite.get("skipped")) == ("0", "1")
    assert [each.get("message") for each in suite.iter("skipped")] == ["Goes with release 2."]


@pytest.mark.slow
def test_the_archive_holds_the_traffic_and_no_secret(found):
    folder, report = found
    text = (folder / "all.har").read_text()
    entries = json.loads(text)["log"]["entries"]
    assert len(entries) >= sum(each["cases"] for each in report["passes"]) // 2
    assert {entry["request"]["method"] for entry in entries} >= {"GET", "POST"}
    assert "BKLKWsipq4rimARlgd0urqn7SKL5f8VvKyRIknVRIHQ=" not in text


@pytest.mark.slow
def test_a_page_and_a_text_are_written(tmp_path):
    only = ["--seed", "7", "--examples", "2", "--only", "getTime"]
    done = tradespec("fuzz", "app:faults.exchange", *only, fault="a header more")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "app:faults.exchange: nothing found in " in done.stdout
    assert "seed 7, 2 examples per operation" in done.stdout
    page = tmp_path / "fuzz.html"
    done = tradespec(
        "fuzz", "app:faults.exchange", *only, "--format", "html", "--out", page, fault="times become milliseconds"
    )
    assert done.returncode == 0, "the server's own document says so, so that this is no finding"
    assert "<h1>app:faults.exchange: nothing found" in page.read_text()
    done = tradespec(
        *("fuzz", "app:faults.exchange", *only, "--spec", "spec/openapi.yaml", "--format", "html", "--out", page),
        fault="times become milliseconds",
    )
    assert done.returncode == 1
    assert "<h2>GET /v1/time</h2>" in page.read_text()
    assert "tradespec replay --server app:faults.exchange --spec spec/openapi.yaml" in page.read_text()


class Garbage(BaseHTTPRequestHandler):
    """A server of something else: what it answers is set per test."""

    status, body = 404, b"<html>nothing here</html>"

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.do_GET
        raise AttributeError(name)

    def log_message(self, *_):
        pass


@pytest.fixture
def garbage():
    server = HTTPServer(("127.0.0.1", 0), Garbage)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def refused(done, code, said):
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stderr
    assert "next: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_down_is_no_pass():
    done = tradespec("fuzz", "http://127.0.0.1:9", "--spec", "spec/openapi.yaml")
    refused(done, 5, "Expected a server that answers in HTTP, got ")


@pytest.mark.slow
def test_a_server_of_something_else_is_told_once(garbage):
    done = tradespec("fuzz", garbage, "--spec", "spec/openapi.yaml", "--only", "getTime", "--examples", "2")
    refused(done, 5, "Expected a server of Tradespec Exchange, got 404")


def test_a_server_that_publishes_no_contract_needs_one(garbage):
    refused(tradespec("fuzz", garbage), 4, "Expected the server to publish its contract, got none at /openapi.json")


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        ("[fuzz]\nchecks = 'gone.py'\n", (), "Expected a Python file with checks, got "),
        ("[fuzz]\nspeed = 'fast'\n", (), "Expected target or checks, got 'speed'"),
        ("[probe]\nsign = 'nothing'\n", (), "Expected module:function, got 'nothing'"),
        ("[probe.headers]\nKey = '${NOT_SET_ANYWHERE}'\n", (), "Expected the environment variable NOT_SET_ANYWHERE"),
        ("", ("--baseline", "gone.json"), "Expected a baseline, got: No such file or directory - at gone.json"),
        ("", ("--only", "flyToTheMoon"), "Expected the id of an operation of Tradespec Exchange, got `flyToTheMoon`"),
        (
            "",
            ("ftp://somewhere",),
            "Expected http://..., app:package.module[:attribute] or rev:REVISION, got `ftp://somewhere`",
        ),
    ],
)
def test_settings_and_arguments_that_cannot_be_followed(tmp_path, garbage, settings, arguments, said):
    (tmp_path / "tradespec.toml").write_text(settings)
    target = () if any(each.startswith("ftp") for each in arguments) else (garbage,)
    spec = ROOT / "spec" / "openapi.yaml"
    done = tradespec("fuzz", *target, *arguments, "--spec", spec, "--config", tmp_path / "tradespec.toml", cwd=tmp_path)
    refused(done, 2, said)


@pytest.mark.slow
def test_keys_in_headers_queries_and_hooks_reach_the_server(tmp_path):
    """A server that lets in only who brings a header, a query parameter and a signature of its own kind."""
    (tmp_path / "guarded.py").write_text(GUARDED)
    (tmp_path / "signing.py").write_text("def sign(method, path, body):\n    return {'X-Sum': str(len(body) + 7)}\n")
    (tmp_path / "tradespec.toml").write_text(
        "[probe]\nsign = 'signing:sign'\n[probe.headers]\nAuthorization = 'Bearer ${DESK_TOKEN}'\n"
        "[probe.query]\nkey = '${DESK_KEY}'\n"
    )
    arguments = ("fuzz", "app:guarded", "--examples", "2", "--seed", "1", "--config", "tradespec.toml")
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    secrets = {"DESK_TOKEN": "token-7f3", "DESK_KEY": "key-91c", "PYTHONPATH": paths}
    done = tradespec(*arguments, "--har", "all.har", cwd=tmp_path, **secrets)
    assert "nothing found" in done.stdout, done.stdout + done.stderr
    assert "token-7f3" not in (tmp_path / "all.har").read_text() + done.stdout + done.stderr
    done = tradespec(*arguments, cwd=tmp_path, **{**secrets, "DESK_KEY": "wrong"})
    refused(done, 4, "Expected a key that is let in, got 401")


GUARDED = """
import json
from urllib.parse import parse_qs

GUARD = {"type": "http", "scheme": "bearer"}
DOCUMENT = {
    "openapi": "3.1.0", "info": {"title": "Guarded", "version": "1.0.0"},
    "components": {"securitySchemes": {"token": GUARD}}, "security": [{"token": []}],
    "paths": {"/desk": {"get": {"operationId": "getDesk", "responses": {
        "200": {"description": "In.", "content": {"application/json": {"schema": {"type": "object"}}}},
        "401": {"description": "Out.", "content": {"application/json": {"schema": {"type": "object"}}}}}}}},
}

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    query = parse_qs(scope["query_string"].decode())
    inside = headers.get("authorization") == "Bearer token-7f3" and query.get("key") == ["key-91c"]
    status, body = (200, {}) if inside and headers.get("x-sum") == "7" else (401, {})
    if scope["path"] == "/openapi.json":
        status, body = 200, DOCUMENT
    if scope["method"] != "GET":
        status = 405
    raw = json.dumps(body).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(raw)).encode()), (b"allow", b"GET")]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": raw})
"""
