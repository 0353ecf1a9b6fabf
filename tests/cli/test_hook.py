"""The pre-commit hooks, run as pre-commit runs them: `entry` and `args` in the root of the repository, staged files
only in the work tree."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
AUTHOR = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
ENTRY = """\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      operationId: placeOrder
      requestBody: {content: {application/json: {schema: {$ref: 'parts.yaml#/Order'}}}}
      responses: {'201': {description: placed}}
"""
PARTS = "Order: {type: object, properties: {size: {type: integer, minimum: %d}}}\n"


def git(folder, *args):
    return subprocess.run(["git", *AUTHOR, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def hook(folder, name, *args, **env):
    """Run a hook; `pass_filenames: false`, so its arguments are all that it gets."""
    assert HOOKS[name]["pass_filenames"] is False
    done = subprocess.run(
        [*shlex.split(HOOKS[name]["entry"]), *args],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "openapi.yaml").write_text(ENTRY, "utf-8")
    (tmp_path / "parts.yaml").write_text(PARTS % 1, "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def test_every_hook_starts_on_the_files_that_a_document_is_made_of():
    for each in HOOKS.values():
        assert each["language"] == "python"
        assert all(re.search(each["files"], name) for name in ("openapi.yaml", "spec/parts.yml", "spec/api.json"))
        assert not re.search(each["files"], "README.md")


def test_a_change_in_any_file_of_the_document_is_judged(repository):
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 0
    (repository / "parts.yaml").write_text(PARTS % 10, "utf-8")
    git(repository, "add", ".")
    code, said = hook(repository, "tradespec-breaking", "openapi.yaml")
    assert code == 1
    assert "breaking[request-property-min-increased] proven" in said
    (repository / "parts.yaml").write_text(PARTS % 0, "utf-8")
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 0
    assert hook(repository, "tradespec-breaking", "openapi.yaml", "--fail-on", "info")[0] == 1


def test_a_new_document_breaks_nobody(repository, tmp_path_factory):
    (repository / "second.yaml").write_text(ENTRY, "utf-8")
    git(repository, "add", ".")
    assert hook(repository, "tradespec-breaking", "second.yaml") == (
        0,
        "second.yaml: new, HEAD has none to compare with.\n",
    )
    fresh = tmp_path_factory.mktemp("fresh")
    git(fresh, "init", "-q")
    (fresh / "openapi.yaml").write_text(ENTRY, "utf-8")
    assert hook(fresh, "tradespec-breaking", "openapi.yaml")[0] == 0


def test_a_renamed_document_is_compared_with_its_former_self(repository):
    (repository / "parts.yaml").write_text(PARTS % 10, "utf-8")
    git(repository, "mv", "openapi.yaml", "orders.yaml")
    git(repository, "add", ".")
    code, said = hook(repository, "tradespec-breaking", "orders.yaml")
    assert code == 1
    assert "HEAD:openapi.yaml -> orders.yaml: 1 breaking" in said


def test_the_worst_of_several_documents_counts(repository):
    (repository / "second.yaml").write_text(ENTRY, "utf-8")
    (repository / "parts.yaml").write_text(PARTS % 10, "utf-8")
    git(repository, "add", ".")
    assert hook(repository, "tradespec-breaking", "second.yaml", "openapi.yaml")[0] == 1


def test_a_range_of_commits_starts_where_pre_commit_says(repository):
    (repository / "parts.yaml").write_text(PARTS % 10, "utf-8")
    git(repository, "commit", "-q", "-a", "-m", "two")
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 0
    assert hook(repository, "tradespec-breaking", "openapi.yaml", PRE_COMMIT_FROM_REF="HEAD~1")[0] == 1


def test_what_cannot_be_compared_is_never_green(repository, tmp_path_factory):
    code, said = hook(repository, "tradespec-breaking", "openapi.yaml", PRE_COMMIT_FROM_REF="nowhere")
    assert code == 3
    assert "Expected the git revision `nowhere`" in said
    assert hook(repository, "tradespec-breaking", "missing.yaml")[0] == 3
    code, said = hook(repository, "tradespec-breaking")
    assert code == 2
    assert "args: [spec/openapi.yaml]" in said
    (repository / "openapi.yaml").unlink()
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 3
    outside = tmp_path_factory.mktemp("outside")
    (outside / "openapi.yaml").write_text(ENTRY, "utf-8")
    assert hook(outside, "tradespec-breaking", "openapi.yaml", GIT_CEILING_DIRECTORIES=str(outside.parent))[0] == 3


def test_a_waiver_outlives_the_commit_that_it_was_written_for(repository):
    waiver = (
        '[[diff.waivers]]\nrule = "request-property-min-increased"\nat = "POST /orders"\nreason = "r"\nuntil = %s\n'
    )
    (repository / "tradespec.toml").write_text(waiver % "2999-01-01", "utf-8")
    (repository / "parts.yaml").write_text(PARTS % 10, "utf-8")
    git(repository, "add", ".")
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 0
    git(repository, "commit", "-q", "-m", "two")
    code, said = hook(repository, "tradespec-breaking", "openapi.yaml")
    assert code == 0
    assert "matches nothing" in said
    (repository / "tradespec.toml").write_text(waiver % "2000-01-01", "utf-8")
    assert hook(repository, "tradespec-breaking", "openapi.yaml")[0] == 1


def test_validate_judges_the_document(repository):
    assert hook(repository, "tradespec-validate", "openapi.yaml")[0] == 0
    (repository / "parts.yaml").write_text("Order: {type: thing}\n", "utf-8")
    code, said = hook(repository, "tradespec-validate", "openapi.yaml")
    assert code == 1
    assert "parts.yaml:1:9: error[schema-invalid]" in said
