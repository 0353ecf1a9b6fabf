"""A baseline: what a team lives with is known by what it is, never by its text, and only what is new is told."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from tradespec.diff.formats.json import JSON_SCHEMA


def document(least=1, most=None, *, gone=(), extra=0, title="t"):
    """Operations on two paths; ``extra`` lines and parameters that stand above whatever changes."""
    schema = {"type": "string", "minLength": least} | ({"maxLength": most} if most else {})
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 10 if most is None else 5}}
    more = [{"name": f"extra{at}", "in": "query", "schema": {"type": "string"}} for at in range(extra)]
    operation = {
        "parameters": [*more, limit],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "ok"}},
    }
    paths = {path: {"post": operation} for path in ("/a", "/b") if path not in gone}
    return {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "x-above": ["line"] * extra, "paths": paths}


@pytest.fixture
def gate(inline, tmp_path):
    """Write both documents and run the gate over them."""

    def run(old, new, *options):
        for name, value in (("old.json", old), ("new.json", new)):
            (tmp_path / name).write_text(value if isinstance(value, str) else json.dumps(value, indent=1), "utf-8")
        return inline("breaking", "old.json", "new.json", *options)

    return run


def test_what_is_written_down_is_not_told_again(gate, tmp_path):
    assert gate(document(1), document(5)).code == 1
    written = gate(document(1), document(5), "--write-baseline", "known.json")
    assert (written.code, written.err) == (0, "tradespec: wrote known.json\n")
    assert "2 known from the baseline" in written.out
    again = gate(document(1), document(5), "--baseline", "known.json")
    assert (again.code, again.err) == (0, "")
    entries = json.loads((tmp_path / "known.json").read_text("utf-8"))["findings"]
    assert {(each["id"], each["operation"]) for each in entries} == {
        ("request-body-min-length-increased", "POST /a"),
        ("request-body-min-length-increased", "POST /b"),
    }


def test_what_is_new_is_told_alone(gate):
    gate(document(1), document(5), "--write-baseline", "known.json")
    fresh = gate(document(1), document(5, gone=("/b",)), "--baseline", "known.json", "--format", "json")
    said = json.loads(fresh.out)
    jsonschema_rs.Draft202012Validator(JSON_SCHEMA).validate(said)
    assert fresh.code == 1
    assert [each["id"] for each in said["findings"]] == ["api-path-removed-without-deprecation"]
    assert said["summary"]["known"] == 1
    assert "does not occur any more" in fresh.err
    assert "POST /b" in fresh.err


def test_lines_texts_and_numbers_in_lists_do_not_count(gate):
    gate(document(1), document(5, 5), "--write-baseline", "known.json")
    moved = gate(document(1, extra=7), document(5, 5, extra=7, title="another"), "--baseline", "known.json")
    assert (moved.code, moved.err) == (0, "")


def test_a_bound_that_moves_further_is_news(gate):
    gate(document(1), document(5), "--write-baseline", "known.json")
    assert gate(document(1), document(6), "--baseline", "known.json").code == 1


def test_what_is_only_told_is_written_too_and_what_is_waived_is_not(gate, tmp_path, inline):
    waiver = (
        '[[diff.waivers]]\nrule = "request-body-min-length-increased"\nat = "/a"\nreason = "r"\nuntil = 2999-01-01\n'
    )
    (tmp_path / "tradespec.toml").write_text(waiver, "utf-8")
    gate(document(5), document(6, gone=("/b",)), "--write-baseline", "known.json", "--fail-on", "info")
    entries = json.loads((tmp_path / "known.json").read_text("utf-8"))["findings"]
    assert [each["id"] for each in entries] == ["api-path-removed-without-deprecation"]
    assert inline("diff", "old.json", "new.json", "--baseline", "known.json", "--fail-on", "info").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ("", "known.json:1:1"),
        ('{\n"a": }', "known.json:2:6"),
        ("[]", "got other JSON"),
        ('{"tool": "oasdiff", "findings": []}', "got other JSON"),
        ('{"tool": "tradespec", "baseline": 2, "findings": []}', "Expected version 1 of the baseline, got 2"),
        ('{"tool": "tradespec", "baseline": 1, "findings": [1]}', "/findings/0"),
        ('{"tool": "tradespec", "baseline": 1, "findings": [{"fingerprint": 1}]}', "/findings/0"),
        ('{"tool": "tradespec", "baseline": 1, "findings": {}}', "got other JSON"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe", "Expected UTF-8"),
    ],
)
def test_a_baseline_that_cannot_be_read_is_never_green(gate, tmp_path, text, said):
    if text is not None:
        (tmp_path / "known.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = gate(document(1), document(1), "--baseline", "known.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert "known.json" in outcome.err
    assert "next: " in outcome.err


def test_no_baseline_is_written_where_a_document_could_not_be_read(inline, tmp_path):
    for side, text in (("old", json.dumps(document(1))), ("new", "openapi: [")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.json").write_text(json.dumps(document(1)), "utf-8")
        (tmp_path / side / "b.yaml").write_text(text, "utf-8")
    outcome = inline("breaking", "old", "new", "--write-baseline", "known.json")
    assert outcome.code == 3
    assert not (tmp_path / "known.json").exists()
    assert "known.json was not written" in outcome.err


def test_documents_of_many_are_known_by_their_name(inline, tmp_path):
    for side, least in (("old", 1), ("new", 5)):
        (tmp_path / side).mkdir()
        for name in ("a", "b"):
            (tmp_path / side / f"{name}.json").write_text(json.dumps(document(least, title=name)), "utf-8")
    assert inline("breaking", "old", "new", "--write-baseline", "known.json").code == 0
    (tmp_path / "old" / "c.json").write_text(json.dumps(document(1, title="c")), "utf-8")
    (tmp_path / "new" / "c.json").write_text(json.dumps(document(5, title="c")), "utf-8")
    outcome = inline("breaking", "old", "new", "--baseline", "known.json", "--format", "json")
    assert outcome.code == 1
    assert {each["document"] for each in json.loads(outcome.out)["findings"]} == {"c.json"}
