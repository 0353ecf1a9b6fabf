"""Somebody else's application: plain Starlette behind an API key, fuzzed by its document as its author would do it."""

import json
import os
import subprocess
import sys

import pytest

START = "import sys; from tradespec.cli import main; sys.exit(main())"
KEY = "s3cr3t-k3y-1"
APPLICATION = """
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

NOTES = {}
KEY = "s3cr3t-k3y-1"

def inside(request):
    return request.headers.get("x-api-key") == KEY

async def add(request):
    if not inside(request):
        return JSONResponse({"detail": "no key"}, 401)
    body = await request.json()
    number = len(NOTES) + 1
    NOTES[number] = {"id": number, "text": body["text"]}
    return JSONResponse(NOTES[number], 201)

async def listing(request):
    if not inside(request):
        return JSONResponse({"detail": "no key"}, 401)
    limit = int(request.query_params.get("limit", 10))
    return JSONResponse(list(NOTES.values())[:limit])

async def one(request):
    note = NOTES.get(int(request.path_params["id"]))
    if note is None:
        return JSONResponse({"detail": "Not found"}, 404)
    if request.method == "DELETE":
        return JSONResponse(note)
    return JSONResponse({**note, "text": None} if note["id"] == 3 else note)

def build():
    return Starlette(routes=[
        Route("/notes", add, methods=["POST"]),
        Route("/notes", listing, methods=["GET"]),
        Route("/notes/{id:int}", one, methods=["GET", "DELETE"]),
    ])
"""
DOCUMENT = """
openapi: 3.1.0
info: {title: Notes, version: 1.0.0}
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key}
  schemas:
    Note:
      type: object
      required: [id, text]
      properties:
        id: {type: integer}
        text: {type: string}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Note'}}}}}
        '401': {description: no key}
    post:
      operationId: addNote
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text]
              additionalProperties: false
              properties: {text: {type: string, maxLength: 40}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}},
                links: {get: {operationId: getNote, parameters: {id: '$response.body#/id'}}}}
        '400': {description: no}
        '401': {description: no key}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: getNote
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '404': {description: none}
        '401': {description: no key}
    delete:
      operationId: deleteNote
      responses:
        '200': {description: gone}
        '404': {description: none}
        '401': {description: no key}
"""


@pytest.fixture
def tradespec(tmp_path):
    """Run a command in the stranger's folder; `shlex` words or one line for a shell."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "api.py").write_text(APPLICATION)
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    (tmp_path / "tradespec.toml").write_text('[probe.headers]\nX-API-Key = "${NOTES_KEY}"\n')
    program = tmp_path / "bin" / "tradespec"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{START}\n")
    program.chmod(0o755)
    own = {"NOTES_KEY": KEY, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}

    def run(line):
        return subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return run


@pytest.mark.slow
def test_a_stranger_finds_what_is_wrong_and_sees_it_again(tradespec):
    done = tradespec("tradespec fuzz app:shop.api:build --spec openapi.yaml --seed 3 --examples 6 --format json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert KEY not in done.stdout + done.stderr
    report = json.loads(done.stdout)
    found = {(each["operation"]["id"], each["check"]): each for each in report["findings"]}
    assert {
        ("listNotes", "not_a_server_error"),
        ("addNote", "negative_data_rejection"),
        ("getNote", "ignored_auth"),
        ("getNote", "use_after_free"),
    } <= found.keys()
    assert found["listNotes", "not_a_server_error"]["message"] == "Expected an answer, got the server's own failure 500"
    for wanted in (("listNotes", "not_a_server_error"), ("getNote", "ignored_auth"), ("getNote", "use_after_free")):
        again = tradespec(found[wanted]["reproduce"])
        assert again.returncode == 1, (found[wanted], again.stdout, again.stderr)
        assert again.stdout.endswith(f"\n{wanted[1]}\n  {again.stdout.splitlines()[-3].strip()}\n\nSeen again.\n")
        assert KEY not in found[wanted]["reproduce"]


@pytest.mark.slow
def test_a_report_says_what_was_sent_without_a_key(tradespec):
    only = "--only addNote --only deleteNote"
    done = tradespec(f"tradespec fuzz app:shop.api:build --spec openapi.yaml --seed 3 --examples 4 {only}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " (without a key)\n    got       200 " in done.stdout
    assert '\n    sent      POST /notes {"text": ' in done.stdout
    assert "'/notes/{1#/id}' --key 0\n" in done.stdout


@pytest.mark.slow
def test_a_stranger_without_a_key_is_told(tradespec):
    done = tradespec("tradespec fuzz app:shop.api:build --spec openapi.yaml --config /dev/null --seed 3 --examples 2")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Expected a key that is let in, got 401" in done.stderr
    assert "[probe.headers]" in done.stderr
