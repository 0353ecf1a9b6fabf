"""Moving from oasdiff: its files work as they are, and become settings of ours."""

from __future__ import annotations

import json

import pytest


def document(least=1, **words):
    body = {"content": {"application/json": {"schema": {"type": "string", "minLength": least}}}}
    operation = {"requestBody": body, "responses": {"200": {"description": "ok"}}, **words}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": operation}}}


LINE = "POST /a the request's body minLength was increased to `5`"


@pytest.fixture
def gate(inline, tmp_path):
    """Write both documents and the files of oasdiff, and run the gate over them."""

    def run(*options, command="breaking", old=None, new=None, **files):
        for name, value in (("old.json", old or document(1)), ("new.json", new or document(5))):
            (tmp_path / name).write_text(json.dumps(value), "utf-8")
        for name, text in files.items():
            (tmp_path / name.replace("_", ".")).write_text(text, "utf-8")
        return inline(command, "old.json", "new.json", *options)

    return run


def test_an_ignored_change_passes_the_gate_and_is_told_as_waived(gate):
    outcome = gate("--oasdiff", "ignore.txt", ignore_txt=LINE)
    assert (outcome.code, outcome.err) == (0, "")
    assert "1 waived" in outcome.out
    assert f"waived ignore.txt:1: {LINE}" in gate("--oasdiff", "ignore.txt", command="diff").out


def test_lines_that_do_nothing_are_told_and_fail_nothing(gate):
    outcome = gate("--oasdiff", "ignore.txt", new=document(1), ignore_txt=f"{LINE}\nPOST /a is nicer now")
    assert outcome.code == 0
    assert "ignore.txt:2: no rule was recognised" in outcome.err
    assert "1 ignoring line speaks of nothing that is found here" in outcome.err


def test_levels_give_way_to_the_settings_of_tradespec(gate):
    levels = "request-body-min-length-increased info\n"
    assert gate("--oasdiff", "levels.txt", levels_txt=levels).code == 0
    ours = '[diff.severity]\nrequest-body-min-length-increased = "breaking"\n'
    assert gate("--oasdiff", "levels.txt", tradespec_toml=ours).code == 1


def test_what_was_followed_is_printed_as_settings_that_do_the_same(gate, tmp_path):
    config = "err-ignore: ignore.txt\nseverity-levels: levels.txt\ndeprecation-days-beta: 30\n"
    files = {"ignore_txt": LINE, "levels_txt": "api-tag-removed err\n", "oasdiff_yaml": config}
    outcome = gate("--oasdiff", "oasdiff.yaml", "--format", "toml", **files)
    assert (outcome.code, outcome.err) == (0, "")
    assert '[diff.severity]\napi-tag-removed = "breaking"\n' in outcome.out
    assert "[diff.notice]\nbeta = 30\n" in outcome.out
    (tmp_path / "tradespec.toml").write_text(outcome.out, "utf-8")
    after = gate()
    assert (after.code, after.err) == (0, "")
    assert "1 waived" in after.out


def test_waivers_are_printed_for_what_fails_and_wait_for_a_reason(gate, tmp_path):
    outcome = gate("--format", "toml")
    assert outcome.code == 1
    (tmp_path / "tradespec.toml").write_text(outcome.out, "utf-8")
    refused = gate()
    assert refused.code == 2
    assert "Expected a text, got ''" in refused.err
    assert "reason" in refused.err
    (tmp_path / "tradespec.toml").write_text(outcome.out.replace('reason = ""', 'reason = "agreed"'), "utf-8")
    assert gate().code == 0


@pytest.mark.parametrize("name", ["none.txt", "none.yaml"])
def test_a_file_that_is_not_there_is_never_green(gate, name):
    outcome = gate("--oasdiff", name, new=document(1))
    assert (outcome.code, outcome.out) == (2, "")
    assert name in outcome.err
