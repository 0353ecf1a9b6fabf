"""Documents that are wrong in every way a file can be: a sentence, a place, an exit code; never a traceback."""

import json

import pytest

GOOD = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\npaths: {}\n"
ALIASES = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))
BOMB = f"openapi: 3.1.0\ninfo: {{title: Test, version: '1'}}\na0: &a0 [x, x]\n{ALIASES}\n"
DEEP_YAML = GOOD + "x-deep: " + "[" * 20_000 + "]" * 20_000 + "\n"
DEEP_JSON = '{"openapi": "3.1.0", "x-deep": ' + "[" * 100_000 + "]" * 100_000 + "}"
DEEP_BLOCK = GOOD + "x-deep:\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 2_000))
HUGE = GOOD + "x-huge: '" + "x" * (65 * 1024 * 1024) + "'\n"

# name, content, exit code, what the text must say (one of the words)
UNREADABLE = [
    ("empty.yaml", b"", 3, "empty"),
    ("text.yaml", b"Dear Sir or Madam,", 3, "text.yaml"),
    ("list.yaml", b"- a\n- b\n", 3, "list.yaml"),
    ("nothing.json", b"null", 3, "nothing.json"),
    ("not-openapi.yaml", b"name: test\nversion: 1\n", 3, "openapi"),
    ("asyncapi.yaml", b"asyncapi: 3.0.0\ninfo: {title: a, version: '1'}\n", 3, "asyncapi"),
    ("future.yaml", b"openapi: 4.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n", 3, "4.0.0"),
    ("malformed.yaml", b"openapi: 3.1.0\ninfo: {title: Test\npaths: }\n", 3, "malformed.yaml:"),
    ("tabs.yaml", b"openapi: 3.1.0\ninfo:\n\ttitle: Test\n", 3, "tabs.yaml:"),
    ("malformed.json", b'{"openapi": "3.1.0",\n "info": {"title": }}', 3, "malformed.json:2:"),
    ("truncated.json", b'{"openapi": "3.1.0", "info": {"title": "Te', 3, "truncated.json:1:"),
    ("truncated.yaml", b'openapi: 3.1.0\ninfo: {title: "Te', 3, "truncated.yaml:"),
    ("binary.yaml", bytes(range(256)) * 10, 3, "binary.yaml"),
    ("image.yaml", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", 3, "image.yaml"),
    ("latin1.yaml", GOOD.replace("Test", "Börse").encode("latin-1"), 3, "latin1.yaml"),
    ("nul.yaml", GOOD.encode() + b"x-nul: a\x00b\n", 3, "nul.yaml"),
    ("bomb.yaml", BOMB.encode(), 3, "bomb.yaml"),
    ("deep.yaml", DEEP_YAML.encode(), 3, "deep.yaml"),
    ("deep.json", DEEP_JSON.encode(), 3, "deep.json"),
    ("block.yaml", DEEP_BLOCK.encode(), 3, "block.yaml"),
    ("huge.yaml", HUGE.encode(), 3, "huge.yaml"),
]


IDS = [row[0] for row in UNREADABLE]
OPENAPI_ONLY = {"future.yaml", "asyncapi.yaml", "not-openapi.yaml"}


@pytest.mark.parametrize(("name", "content", "code", "said"), UNREADABLE, ids=IDS)
def test_what_cannot_be_read_is_said_with_code_3(  # noqa: PLR0917 - a table's columns
    tradespec, tmp_path, name, content, code, said
):
    (tmp_path / name).write_bytes(content)
    done = tradespec("validate", name)
    assert (done.code, done.out) == (code, ""), done.text
    assert said in done.err
    assert name in done.err
    assert "next: " in done.err
    assert len(done.err) < 1_000


@pytest.mark.parametrize("command", ["inspect", "bundle"])
@pytest.mark.parametrize(("name", "content", "code", "said"), UNREADABLE, ids=IDS)
def test_every_command_says_the_same(  # noqa: PLR0917 - a table's columns
    inline, tmp_path, command, name, content, code, said
):
    (tmp_path / name).write_bytes(content)
    done = inline(command, name)
    if command == "bundle" and name in OPENAPI_ONLY:
        assert done.code == 0  # any document can be bundled
        return
    assert (done.code, done.out) == (code, ""), done.text
    assert said in done.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_unicode_encodings_are_read_or_refused_in_a_sentence(tradespec, tmp_path, encoding):
    (tmp_path / "openapi.yaml").write_bytes(GOOD.encode(encoding))
    done = tradespec("validate", "openapi.yaml")
    assert done.code in {0, 3}, done.text
    assert done.code == 0 or "UTF" in done.err


@pytest.mark.parametrize(
    ("named", "said"),
    [("nowhere.yaml", "nowhere.yaml"), (".", "."), ("HEAD:nowhere.yaml", "nowhere.yaml"), ("", "next: ")],
)
def test_what_is_not_there_is_said_with_code_3(tradespec, named, said):
    done = tradespec("validate", named)
    assert (done.code, done.out) == (3, ""), done.text
    assert said in done.err
    assert "next: " in done.err


def test_a_remote_reference_is_not_followed_unasked(tradespec, tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        GOOD.replace("paths: {}", "paths:\n  /a:\n    $ref: 'http://127.0.0.1:9/a.yaml#/a'"), "utf-8"
    )
    done = tradespec("validate", "openapi.yaml")
    assert done.code == 1
    assert "openapi.yaml:5:" in done.out
    assert "--allow-remote" in done.out


# what is written over `paths: {}`, other files, line blamed, rule
FINDINGS = {
    "reference to nowhere": ("paths:\n  /a:\n    $ref: '#/components/pathItems/A'", {}, 5, "unresolved-reference"),
    "reference to no file": ("paths:\n  /a:\n    $ref: 'a.yaml#/a'", {}, 5, "unresolved-reference"),
    "reference into a broken file": (
        "paths:\n  /a:\n    $ref: 'a.yaml#/a'",
        {"a.yaml": "a: {b: [\n"},
        5,
        "unresolved-reference",
    ),
    "reference to itself": (
        "components:\n  schemas:\n    A: {$ref: '#/components/schemas/A'}",
        {},
        5,
        "unresolved-reference",
    ),
    "duplicate operationId": (
        (
            "paths:\n  /a:\n    get: {operationId: a, responses: {'200': {description: A}}}\n"
            "    put: {operationId: a, responses: {'200': {description: A}}}"
        ),
        {},
        6,
        "duplicate-operation-id",
    ),
    "duplicate key": ("paths: {}\npaths: {}", {}, 4, "duplicate-key"),
    "wrong type": ("paths: []", {}, 3, "structure"),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_what_is_wrong_is_shown_where_it_stands_with_code_1(tradespec, tmp_path, name):
    text, files, line, rule = FINDINGS[name]
    (tmp_path / "openapi.yaml").write_text(GOOD.replace("paths: {}", text), "utf-8")
    for other, content in files.items():
        (tmp_path / other).write_text(content, "utf-8")
    done = tradespec("validate", "openapi.yaml")
    assert done.code == 1, done.text
    assert f"openapi.yaml:{line}:" in done.out
    assert f"error[{rule}]" in done.out
    assert "next: " in done.out


def test_a_schema_that_contains_itself_is_fine(tradespec, tmp_path):
    text = (
        "components:\n  schemas:\n    Node:\n      type: object\n"
        "      properties: {next: {$ref: '#/components/schemas/Node'}}\n"
        "      examples: [{next: {next: {}}}]"
    )
    (tmp_path / "openapi.yaml").write_text(GOOD.replace("paths: {}", text), "utf-8")
    assert tradespec("validate", "openapi.yaml").code == 0
    assert tradespec("inspect", "openapi.yaml").code == 0
    assert tradespec("bundle", "openapi.yaml").code == 0


def test_files_that_refer_to_each_other_in_a_circle_are_fine(tradespec, tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        GOOD.replace("paths: {}", "components:\n  schemas:\n    A: {$ref: 'a.yaml#/A'}"), "utf-8"
    )
    (tmp_path / "a.yaml").write_text("A: {type: object, properties: {b: {$ref: 'b.yaml#/B'}}}\n", "utf-8")
    (tmp_path / "b.yaml").write_text("B: {type: object, properties: {a: {$ref: 'a.yaml#/A'}}}\n", "utf-8")
    assert tradespec("validate", "openapi.yaml").code == 0
    assert tradespec("bundle", "openapi.yaml").code == 0


HALF = {
    "paths": [None, 1, "x", [], {"/a": None}, {"/a": {"get": None}}, {"a": {"get": {"responses": None}}}],
    "info": [None, 1, [], {"title": None}],
    "components": [None, [], {"schemas": None}, {"schemas": {"A": None, "B": 1, "C": [], "D": {"properties": 3}}}],
    "tags": [None, {}, [None], [{"name": 1}]],
    "servers": [None, {}, [None], [{"url": 3}]],
    "security": [None, {}, [None], [[]], [{"a": 1}]],
    "x-limits": [None, [], {"a": None}, {"a": {"capacity": "many"}}],
    "x-errors": [None, [], {"a": None}, {"a": {"status": "many"}}],
}


@pytest.mark.parametrize("key", HALF)
def test_half_valid_documents_are_judged_not_crashed_on(inline, tmp_path, key):
    base = {"openapi": "3.1.0", "info": {"title": "Test", "version": "1"}, "paths": {}}
    for number, value in enumerate(HALF[key]):
        name = f"half{number}.json"
        (tmp_path / name).write_text(json.dumps(base | {key: value}), "utf-8")
        for command in ("validate", "inspect"):
            done = inline(command, name)
            assert done.code in {0, 1, 3}, done.text


OPERATION_PARTS = {
    "parameters": [None, {}, [None], [{}], [{"name": 1, "in": 2}], [{"$ref": 1}]],
    "requestBody": [None, [], {"content": None}, {"content": {"application/json": None}}],
    "responses": [None, [], {"200": None}, {"200": {"content": []}}, {"200": {"headers": [], "links": []}}],
    "security": [None, {}, [1]],
    "tags": [None, {}, [None]],
    "x-limit": [None, [], {"bucket": None}, {"bucket": "a", "weight": "x"}],
    "x-error-codes": [None, {}, [None], "a"],
    "x-pagination": [None, [], {"cursor": 1}],
    "x-idempotency": [None, [], {"field": 1}],
    "callbacks": [None, [], {"a": None}, {"a": {"b": None}}],
}


@pytest.mark.parametrize("key", OPERATION_PARTS)
def test_half_valid_operations_are_judged_not_crashed_on(inline, tmp_path, key):
    for number, value in enumerate(OPERATION_PARTS[key]):
        operation = {"operationId": "a", "responses": {"200": {"description": "A"}}} | {key: value}
        document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}}
        (tmp_path / f"half{number}.json").write_text(json.dumps(document), "utf-8")
        done = inline("validate", f"half{number}.json")
        assert done.code in {0, 1}, done.text
