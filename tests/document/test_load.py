"""Documents over several files, references, revisions, and everything that cannot be read."""

import json
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tradespec.document import DocumentError, Limits, Place, load

ENTRY = """openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {$ref: 'paths/a.yaml#/item'}
components:
  schemas:
    A: {$ref: 'schemas.json#/A'}
    Loop: {$ref: '#/components/schemas/Loop2'}
    Loop2: {$ref: '#/components/schemas/Loop'}
    Named: {$anchor: here, type: string}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paths").mkdir()
    (tmp_path / "openapi.yaml").write_text(ENTRY)
    (tmp_path / "paths/a.yaml").write_text("item:\n  get:\n    operationId: getA\n")
    (tmp_path / "schemas.json").write_text(
        json.dumps({"A": {"type": "object", "properties": {"a/b": {"$ref": "#/A"}}}}, indent=2)
    )
    return tmp_path


def at(pointer):
    return Place("openapi.yaml", pointer)


def test_references_lead_over_files_and_back(folder):
    document = load("openapi.yaml")
    item = document.resolve("paths/a.yaml#/item", at("/paths/~1a"))
    assert item.value == {"get": {"operationId": "getA"}}
    assert str(document.locate(item.place / "get" / "operationId")) == "paths/a.yaml:3:5"
    schema = document.resolve("../schemas.json#/A/properties/a~1b", item.place)
    assert schema.place == Place("schemas.json", "/A")


def test_an_anchor_is_found(folder):
    node = load("openapi.yaml").resolve("#here", at("/components"))
    assert node.place.pointer == "/components/schemas/Named"


def test_files_are_read_when_they_are_needed(folder):
    document = load("openapi.yaml")
    assert list(document.files) == ["openapi.yaml"]
    document.resolve("schemas.json#/A", at(""))
    assert list(document.files) == ["openapi.yaml", "schemas.json"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("#/components/schemas/Gone", "no `Gone` there"),
        ("gone.yaml#/A", "the file `gone.yaml`, found none"),
        ("#/components/schemas/Loop", "the circle"),
        ("#nowhere", "no anchor `nowhere`"),
        ("openapi.yaml/x.txt", "YAML or JSON file"),
        ("http://127.0.0.1:9/a.yaml", "got the address"),
    ],
)
def test_a_reference_to_nowhere_says_where_it_stands(folder, reference, said):
    with pytest.raises(DocumentError) as caught:
        load("openapi.yaml").resolve(reference, at("/components/schemas/A"))
    assert said in caught.value.message
    assert str(caught.value.location) == "openapi.yaml:7:5"


def test_remote_files_are_read_only_when_allowed(tmp_path):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"A: {type: string}\n")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.handle_request)
    thread.start()
    try:
        (tmp_path / "a.yaml").write_text("openapi: 3.1.0\n")
        document = load(tmp_path / "a.yaml", allow_remote=True)
        node = document.resolve(f"http://127.0.0.1:{server.server_port}/s.yaml#/A", Place(document.entry))
        assert node.value == {"type": "string"}
    finally:
        thread.join()
        server.server_close()


def test_a_git_revision_is_read_as_it_was(folder):
    def git(*arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=folder, check=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    (folder / "schemas.json").write_text('{"A": {"type": "integer"}}')
    document = load("HEAD:openapi.yaml")
    assert document.resolve("schemas.json#/A", at("")).value["type"] == "object"
    assert load("openapi.yaml").resolve("schemas.json#/A", at("")).value["type"] == "integer"
    with pytest.raises(DocumentError, match="in the revision `nope`"):
        load("nope:openapi.yaml")
    with pytest.raises(DocumentError, match=r"Expected the file `gone.yaml` in the revision"):
        load("HEAD:gone.yaml")


BAD = [
    # name, bytes, what is said
    ("empty.yaml", b"", "an empty file"),
    ("blank.yaml", b"\n  \n", "an empty file"),
    ("binary.yaml", b"\x7fELF\x00\x01\x02", "binary data"),
    ("utf16.yaml", "openapi: 3.1.0".encode("utf-16"), "got UTF-16"),
    ("latin.yaml", b"openapi: 3.1.0\ntitle: caf\xe9\n", "the byte 0xe9"),
    ("list.yaml", b"- a\n- b\n", "got a list"),
    ("text.yaml", b"hello\n", "got a str"),
    ("cut.json", b'{"openapi": "3.1.0", "info": {', "Expected JSON"),
    ("cut.yaml", b'openapi: "3.1.0\n', "Expected YAML"),
    ("deep.json", b'{"a":' * 300 + b"1" + b"}" * 300, "levels of nesting"),
]


@pytest.mark.parametrize(("name", "source", "said"), BAD)
def test_what_cannot_be_read_is_refused_with_a_located_sentence(tmp_path, name, source, said):
    path = tmp_path / name
    path.write_bytes(source)
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert said in caught.value.message
    assert caught.value.message.startswith("Expected ")
    assert caught.value.location is not None
    assert caught.value.location.file == str(path)


def test_the_byte_that_is_no_utf8_is_located(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"openapi: 3.1.0\ntitle: caf\xe9\n")
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert (caught.value.location.line, caught.value.location.column) == (2, 11)


def test_a_byte_order_mark_of_utf8_is_no_matter(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfopenapi: 3.1.0\n")
    assert load(path).root == {"openapi": "3.1.0"}


def test_a_missing_file_a_folder_and_a_large_file(tmp_path):
    with pytest.raises(DocumentError, match="found none"):
        load(tmp_path / "none.yaml")
    with pytest.raises(DocumentError, match="readable file"):
        load(tmp_path)
    (tmp_path / "large.yaml").write_text("a: " + "x" * 1000)
    with pytest.raises(DocumentError, match="at most 100 bytes"):
        load(tmp_path / "large.yaml", limits=Limits(file_bytes_max=100))


def test_the_number_of_files_is_bounded(folder):
    with pytest.raises(DocumentError, match="at most 1 files"):
        load("openapi.yaml", limits=Limits(files_max=1)).resolve("schemas.json#/A", at("/components/schemas/A"))


def test_json_keys_written_twice_are_problems(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"openapi": "3.1.0",\n "a": {"x": 1, "y\\"": 2, "x": 3}}')
    (problem,) = load(path).problems
    assert (problem.rule, problem.place.pointer) == ("duplicate-key", "/a/x")


def test_large_integers_of_json_stay_exact(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"maximum": 123456789012345678901234567890}')
    assert load(path).root["maximum"] == 123456789012345678901234567890
