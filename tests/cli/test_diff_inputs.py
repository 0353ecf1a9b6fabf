"""What `diff` takes: files, folders, patterns, releases, git revisions; what cannot be compared is never green."""

from __future__ import annotations

import io
import json
import os
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
def tree(tmp_path, monkeypatch):
    """Write files below a folder of the test, which is the working folder, too."""
    monkeypatch.chdir(tmp_path)

    def write(**folders):
        for folder, files in folders.items():
            for name, value in files.items():
                path = tmp_path / folder.replace("__", "/") / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), "utf-8")

    return write


def titled(title, least=1, path="/a", **words):
    made = document(least, **words)
    made["info"]["title"] = title
    return {**made, "paths": {path: made["paths"]["/a"]}}


def committed():
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.test"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], check=True)


def told(*args):
    """(document, rule) of everything that is found, and the exit code."""
    code, out, _ = called("diff", *args, "--format", "json")
    return code, [(each["document"], each["id"]) for each in json.loads(out)["findings"]] if out else None


NARROWED = "request-body-min-length-increased"


def test_folders_are_compared_document_by_document(tree):
    tree(
        old={"a.json": titled("A"), "deep/b.json": titled("B"), "gone.json": titled("G"), "part.yaml": "type: string"},
        new={"a.json": titled("A", 5), "deep/b.json": titled("B"), "come.json": titled("C"), "part.yaml": "type: null"},
    )
    code, found = told("old", "new")
    assert code == 0
    assert found == [
        ("a.json", NARROWED),
        ("gone.json", "api-document-removed"),
        ("come.json", "api-document-added"),
    ]
    code, out, _ = called("breaking", "old", "new")
    assert code == 1
    assert "old -> new: 2 breaking. Least version step: major. 4 documents compared." in out


def test_a_document_of_another_name_and_the_same_title_is_the_same(tree):
    tree(old={"v1.json": titled("A")}, new={"api/a.json": titled("A", 5), "b.json": titled("B")})
    assert told("old", "new")[1] == [("api/a.json", NARROWED), ("b.json", "api-document-added")]


def test_a_removed_document_is_no_worse_than_the_removal_of_its_operations(tree):
    gone = {"deprecated": True, "x-sunset": "2020-01-01"}
    tree(old={"a.json": titled("A"), "gone.json": titled("G", **gone)}, new={"a.json": titled("A")})
    assert called("breaking", "old", "new")[0] == 0
    assert told("old", "new")[1] == [("gone.json", "api-document-removed")]


def test_patterns_pair_by_the_path_from_their_first_star_on(tree):
    tree(
        old__orders={"openapi.json": titled("O")},
        old__books={"openapi.json": titled("B")},
        new__orders={"openapi.json": titled("O", 5)},
        new__books={"openapi.json": titled("B")},
    )
    assert told("old/*/openapi.json", "new/*/openapi.json") == (0, [("orders/openapi.json", NARROWED)])
    assert told("old/**/*.json", "new/**/*.json")[1] == [("orders/openapi.json", NARROWED)]
    assert told("old/o*/*", "new")[1] == [
        ("orders/openapi.json", NARROWED),
        ("books/openapi.json", "api-document-added"),
    ]


@pytest.mark.parametrize(("old", "new"), [("old/*.yaml", "new/*.json"), ("new/*.json", "old/*.yaml")])
def test_a_pattern_that_fits_nothing_is_never_green(tree, old, new):
    tree(old={"a.json": titled("A")}, new={"a.json": titled("A")})
    code, out, err = called("breaking", old, new)
    assert (code, out) == (3, "")
    assert "old/*.yaml" in err
    assert "quotes" in err


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", ["readme.md", "part.yaml", ".hidden.json"])
def test_a_folder_without_documents_is_never_green(tree, side, name):
    tree(full={"a.json": titled("A")}, none={name: "type: string" if name != ".hidden.json" else titled("A")})
    code, out, err = called("breaking", *(("none", "full") if side == 0 else ("full", "none")))
    assert (code, out) == (3, "")
    assert "found none" in err
    assert "none" in err


@pytest.mark.parametrize("broken", ["openapi: [", "openapi: 9.9.9", "", "swagger: '1.2'"])
def test_one_unreadable_document_does_not_stop_the_others_and_is_never_green(tree, broken):
    tree(
        old={"a.json": titled("A"), "b.yaml": json.dumps(titled("B"))},
        new={"a.json": titled("A", 5), "b.yaml": broken},
    )
    for command in ("breaking", "diff"):
        code, out, err = called(command, "old", "new", "--format", "json")
        assert code == 3
        said = json.loads(out)
        assert [each["id"] for each in said["findings"]] == [NARROWED]
        assert [each["document"] for each in said["unread"]] == ["b.yaml"]
        assert "new/b.yaml" in err
    assert "could not be read" in called("diff", "old", "new")[1]


def test_a_file_that_a_pattern_fits_and_is_no_document_is_never_green(tree):
    tree(old={"a.json": titled("A")}, new={"a.json": titled("A"), "part.json": '{"type": "string"}'})
    code, _, err = called("breaking", "old/*.json", "new/*.json")
    assert code == 3
    assert "new/part.json" in err


def test_one_document_is_not_compared_with_many(tree):
    tree(old={"a.json": titled("A")}, new={"a.json": titled("A"), "b.json": titled("B")})
    code, out, err = called("diff", "old/a.json", "new")
    assert (code, out) == (2, "")
    assert "Expected one document, got 2 - at new" in err


@pytest.mark.parametrize(("new", "code"), [("none", 3), ("none/", 3), ("", 2), ("none.json", 3)])
def test_what_is_not_there_is_never_green(tree, new, code):
    tree(old={"a.json": titled("A"), "b.json": titled("B")})
    for old in ("old", "old/a.json"):
        assert called("breaking", old, new)[:2] == (code, "")
        assert called("breaking", new, old)[:2] == (code, "")


def test_a_folder_that_cannot_be_looked_into_is_never_green(tree, monkeypatch):
    tree(old={"a.json": titled("A")}, new={"a.json": titled("A"), "deep/b.json": titled("B")})
    real = os.scandir

    def scandir(path):
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    code, out, err = called("breaking", "old", "new")
    assert (code, out) == (3, "")
    assert "Permission denied" in err


def test_one_document_is_compared_with_the_entry_of_a_folder(tree):
    parts = {"openapi.json": titled("A", 5), "releases/1.0.0/openapi.json": titled("A")}
    tree(old={"a.json": titled("A")}, spec=parts)
    assert told("old/a.json", "spec") == (0, [("", NARROWED)])


def releases(**more):
    least = {"1.0.0": 1, "1.10.0": 5, "1.9.0": 2, "2.0.0-rc.1": 9}
    return {f"{version}/openapi.json": titled("A", each) for version, each in least.items()} | more


def test_a_folder_of_releases_means_its_newest_and_one_of_them_itself(tree):
    tree(spec__releases=releases(), spec={"openapi.json": titled("A", 5)})
    assert told("spec/releases", "spec/openapi.json") == (0, [])
    assert told("spec/releases/1.9.0", "spec/openapi.json") == (0, [("", NARROWED)])
    assert told("spec/releases/1.9.0", "spec/releases")[1] == [("", NARROWED)]


def test_settings_of_a_release_lie_beside_the_folder_of_releases(tree):
    settings = f'[diff.severity]\n{NARROWED} = "info"\n'
    tree(spec__releases=releases(), spec={"tradespec.toml": settings})
    assert called("breaking", "spec/releases/1.0.0", "spec/releases/1.10.0")[0] == 0


def test_a_folder_of_releases_that_is_broken_is_never_green(tree):
    tree(spec__releases=releases(**{"next/openapi.json": titled("A")}), spec={"openapi.json": titled("A")})
    code, _, err = called("breaking", "spec/releases", "spec/openapi.json")
    assert code == 3
    assert "next" in err


def test_everything_may_be_read_from_a_git_revision(tree):
    tree(spec={"openapi.json": titled("A"), "b.json": titled("B")}, spec__releases=releases())
    committed()
    tree(spec={"openapi.json": titled("A", 5), "b.json": titled("B", 5)})
    assert told("HEAD:spec/openapi.json", "spec/openapi.json") == (0, [("", NARROWED)])
    assert told("HEAD:spec", "spec")[1] == [("b.json", NARROWED), ("openapi.json", NARROWED)]
    assert told("HEAD:spec/*.json", "spec/*.json")[1] == [("b.json", NARROWED), ("openapi.json", NARROWED)]
    assert told("HEAD:spec/[!o]*.json", "spec/b.json")[1] == [("", NARROWED)]
    assert told("HEAD:spec/releases", "spec/openapi.json") == (0, [])
    assert told("HEAD:spec/releases/1.9.0", "spec/openapi.json")[1] == [("", NARROWED)]
    assert told("HEAD:spec/openapi.json", "spec")[1] == [("", NARROWED)]


@pytest.mark.parametrize(
    "old", ["none:spec/openapi.json", "none:spec", "none:spec/*.json", "HEAD:none.json", "HEAD:n/*"]
)
def test_a_git_revision_that_does_not_hold_it_is_never_green(tree, old):
    tree(spec={"openapi.json": titled("A")})
    committed()
    code, out, err = called("breaking", old, "spec" if old.endswith("*") else "spec/openapi.json")
    assert (code, out) == (3, "")
    assert old.partition(":")[2].rstrip("*/") in err


def test_settings_hold_for_the_documents_of_their_folder(tree):
    lowered = f'[diff.severity]\n{NARROWED} = "info"\n'
    tree(
        old={"a.json": titled("A"), "deep/b.json": titled("B")},
        new={"a.json": titled("A", 5), "deep/b.json": titled("B", 5), "deep/tradespec.toml": lowered},
    )
    code, out, _ = called("breaking", "old", "new", "--format", "json")
    assert code == 1
    assert [each["document"] for each in json.loads(out)["findings"]] == ["a.json"]


def test_a_waiver_counts_as_used_where_any_document_needs_it(tree):
    waiver = f'[[diff.waivers]]\nrule = "{NARROWED}"\nat = "/a"\nreason = "r"\nuntil = 2999-01-01\n'
    tree(
        old={"a.json": titled("A"), "b.json": titled("B")},
        new={"a.json": titled("A", 5), "b.json": titled("B"), "tradespec.toml": waiver},
    )
    code, _, err = called("breaking", "old", "new")
    assert (code, err) == (0, "")


def test_waivers_printed_for_a_document_that_is_gone_hold_for_it(tree):
    gone = titled("G")
    gone["paths"]["/b"] = gone["paths"]["/a"]
    tree(old={"a.json": titled("A"), "gone.json": gone}, new={"a.json": titled("A")})
    code, out, _ = called("breaking", "old", "new", "--format", "toml")
    assert code == 1
    tree(new={"tradespec.toml": out.replace('reason = ""', 'reason = "moved elsewhere"')})
    assert called("breaking", "old", "new")[0] == 0


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json", "sarif", "junit", "github"])
def test_a_report_of_many_names_the_document_of_each_finding(tree, form):
    tree(
        old={"a.json": titled("A"), "b.json": titled("B")},
        new={"a.json": titled("A", 5), "b.json": titled("B", 5)},
    )
    code, out, _ = called("diff", "old", "new", "--format", form)
    assert code == 0
    for name in ("a.json", "b.json"):
        assert out.count(name) >= 1


def test_a_changelog_of_many_has_an_entry_for_each_that_changed(tree):
    tree(
        old={"a.json": titled("A"), "b.json": titled("B")},
        new={"a.json": titled("A", 5), "b.json": titled("B")},
    )
    code, out, _ = called("changelog", "old", "new")
    assert code == 0
    assert out.startswith("## a.json 1\n")
    assert "b.json" not in out
