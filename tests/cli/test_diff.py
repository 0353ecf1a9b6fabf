"""The commands that compare: exit codes, what they print, and what is never a pass."""

from __future__ import annotations

import io
import json
import subprocess

import pytest

from tradespec.cli import run


def called(*args):
    stdout, stderr = io.StringIO(), io.StringIO()
    code = run([str(arg) for arg in args], stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue()


def document(least=1, **words):
    body = {"content": {"application/json": {"schema": {"type": "string", "minLength": least}}}}
    operation = {"requestBody": body, "responses": {"200": {"description": "ok"}}, **words}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": operation}}}


@pytest.fixture
def pair(tmp_path):
    def write(old, new):
        paths = tmp_path / "old.json", tmp_path / "new.json"
        for path, value in zip(paths, (old, new), strict=True):
            path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
        return paths

    return write


def test_a_breaking_change_is_shown_by_diff_and_fails_the_gate(pair):
    files = pair(document(1), document(5))
    code, out, err = called("diff", *files)
    assert (code, err) == (0, "")
    assert "breaking[request-body-min-length-increased] proven" in out
    assert "accepted by the old contract, refused by the new one" in out
    assert called("breaking", *files)[0] == 1
    assert called("diff", *files, "--fail-on", "breaking")[0] == 1


def test_a_harmless_change_passes_the_gate_unless_it_is_set_lower(pair):
    files = pair(document(5), document(1))
    assert called("breaking", *files)[0] == 0
    assert called("breaking", *files, "--fail-on", "info")[0] == 1
    assert called("breaking", *files, "--fail-on", "info", "--scope", "source")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "bump"),
    [
        (document(1), document(5), "major"),
        (document(5), document(1), "minor"),
        (document(1), document(1, summary="said anew"), "patch"),
        (document(1), document(1), "none"),
    ],
)
def test_bump_prints_the_step_and_nothing_else(pair, old, new, bump):
    assert called("diff", *pair(old, new), "--bump") == (0, f"{bump}\n", "")


@pytest.mark.parametrize(
    ("command", "old", "new", "said"),
    [
        (("breaking",), document(5), document(1), "no breaking changes. Least version step: minor."),
        (
            ("diff", "--scope", "source"),
            document(1),
            document(5),
            "nothing of what was asked for. Least version step: major.",
        ),
        (("breaking",), document(1), document(1, summary="said anew"), "no changes that matter."),
        (("breaking",), document(1), document(1), "no changes."),
    ],
)
def test_the_version_step_is_that_of_all_changes_not_only_of_those_that_are_told(pair, command, old, new, said):
    _, out, _ = called(*command, *pair(old, new))
    assert out.splitlines()[-1].endswith(f": {said}")
    if "step: " in said:
        written = json.loads(called(*command, "--format", "json", *pair(old, new))[1])
        assert written["summary"]["bump"] == said.split("step: ")[1].rstrip(".")


def test_changelog_writes_an_entry(pair):
    code, out, _ = called("changelog", *pair(document(1), document(5)))
    assert code == 0
    assert out.startswith("## 1\n")


@pytest.mark.parametrize("broken", ["", "openapi: [", "{}", '{"openapi": "2.9.0"}', "[1]", "\x00\x01"])
@pytest.mark.parametrize("side", [0, 1])
def test_a_document_that_cannot_be_read_is_never_green(pair, broken, side):
    files = pair(*((broken, document()) if side == 0 else (document(), broken)))
    code, out, err = called("breaking", *files)
    assert code == 3
    assert out == ""
    assert files[side].name in err


def test_a_missing_file_is_never_green(pair, tmp_path):
    files = pair(document(), document())
    assert called("breaking", tmp_path / "none.yaml", files[1])[0] == 3
    assert called("breaking", "nowhere:spec.yaml", files[1])[0] == 3


def test_what_could_not_be_compared_is_never_green(pair):
    lost = document(1, parameters=[{"$ref": "#/components/parameters/Lost"}])
    code, _, err = called("breaking", *pair(document(1), lost))
    assert code == 3
    assert "Lost" in err


def test_an_older_revision_is_read_from_git(pair, tmp_path, monkeypatch):
    old, new = pair(document(1), document(5))
    new.rename(tmp_path / "spec.json")
    text = (tmp_path / "spec.json").read_text("utf-8")
    (tmp_path / "spec.json").write_text(old.read_text("utf-8"), "utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.test"]
    for command in (["init", "-q"], ["add", "spec.json"], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    (tmp_path / "spec.json").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, _ = called("breaking", "HEAD:spec.json", "spec.json")
    assert code == 1
    assert "HEAD:spec.json -> spec.json: 1 breaking" in out


def test_the_settings_beside_the_document_are_followed(pair, tmp_path):
    files = pair(document(1), document(5))
    settings = tmp_path / "tradespec.toml"
    settings.write_text('[diff.severity]\nrequest-body-min-length-increased = "info"\n', "utf-8")
    assert called("breaking", *files)[0] == 0
    settings.write_text('[diff.severity]\nrequest-body-min-length-increased = "loud"\n', "utf-8")
    code, _, err = called("breaking", *files)
    assert code == 2
    assert "'loud'" in err
    waiver = '[[diff.waivers]]\nrule = "endpoint-added"\nat = "GET /b"\nreason = "r"\nuntil = 2999-01-01\n'
    settings.write_text(waiver, "utf-8")
    same = pair(document(1), document(1))
    code, _, err = called("breaking", *same)
    assert code == 1
    assert "matches nothing" in err
