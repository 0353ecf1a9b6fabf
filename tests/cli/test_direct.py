"""The short way into the gate's commands means what Typer means, and leaves to Typer what is not plainly right."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tradespec.cli import run
from tradespec.cli.app import call
from tradespec.cli.direct import understood
from tradespec.cli.running import guarded


def document(maximum):
    schema = {"type": "integer", "maximum": maximum}
    parameter = {"name": "limit", "in": "query", "schema": schema}
    get = {"operationId": "list", "parameters": [parameter], "responses": {"200": {"description": "Fine"}}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1.0.0"}, "paths": {"/a": {"get": get}}}


@pytest.fixture
def pair(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, maximum in (("old.json", 100), ("new.json", 50)):
        (tmp_path / name).write_text(json.dumps(document(maximum)), "utf-8")
    (tmp_path / "folder").mkdir()
    return ["old.json", "new.json"]


PLAIN = [
    ["breaking"],
    ["changelog"],
    ["diff", "--bump"],
    ["diff", "--format", "json"],
    ["diff", "--format=markdown", "--format", "json", "--fail-on", "breaking"],
    ["breaking", "--fail-on=risky", "--allow-remote", "--scope", "wire", "--scope", "source"],
    ["breaking", "--scope", "source"],
    ["breaking", "--write-baseline", "known.json"],
]
ODD = [
    ["diff", "--help"],
    ["diff", "-h"],
    ["diff", "--format", "pdf"],
    ["diff", "--fail-on"],
    ["diff", "--bump=yes"],
    ["diff", "--no-such-option"],
    ["breaking", "--scope", "wires"],
    ["breaking", "--baseline", "folder"],
    ["breaking", "--baseline", ""],
    ["breaking", "third.json"],
    ["breaking", "--"],
]


def both(args):
    """Return what both ways print and answer."""
    for way in (lambda out, err: run(args, out, err), lambda out, err: guarded(lambda: call(args), out, err)):
        out, err = io.StringIO(), io.StringIO()
        yield way(out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("given", PLAIN, ids=" ".join)
def test_plain_calls_mean_the_same_both_ways(pair, given):
    args = [given[0], *pair, *given[1:]]
    assert understood(args) is not None
    short, typer = both(args)
    assert short == typer


@pytest.mark.parametrize("given", ODD, ids=" ".join)
def test_the_rest_is_left_to_typer(pair, given):
    args = [given[0], *pair, *given[1:]]
    assert understood(args) is None
    short, typer = both(args)
    assert short == typer


@pytest.mark.parametrize("args", [[], ["breaking"], ["breaking", "old.json"], ["inspect", "old.json"], ["nonsense"]])
def test_what_is_missing_or_another_command_is_left_to_typer(args):
    assert understood(args) is None


def test_the_gate_waits_for_nothing_that_it_does_not_use(pair):
    heavy = {
        "ast",
        "dataclasses",
        "email.utils",
        "hashlib",
        "inspect",
        "orjson",
        "packaging",
        "rich",
        "subprocess",
        "typer",
    }
    code = (
        "import sys; from tradespec.cli import run; code = run(sys.argv[1:], sys.stdout, sys.stderr); "
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    names = [Path(name).rename(Path(name).with_suffix(".yaml")) for name in pair]
    done = subprocess.run([sys.executable, "-c", code, "breaking", *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (1, "[]")


def test_the_process_ends_at_once_with_all_that_was_printed(pair):
    call = [sys.executable, "-c", "import sys; from tradespec.cli import main; sys.exit(main())"]
    printed, out = [], io.StringIO()
    for form in ("text", "json"):
        args = ["diff", *pair, "--format", form, "--fail-on", "breaking"]
        done = subprocess.run([*call, *args], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (run(args, out, sys.stderr), "")
        printed.append(done.stdout)
    assert "".join(printed) == out.getvalue()


def test_a_validator_is_imported_without_what_it_does_not_need():
    code = (
        "import sys; from tradespec.lean import jsonschema_rs; accepts = jsonschema_rs().Draft202012Validator({}).is_valid(1); "
        "print(accepts, 'email.utils' in sys.modules); import email.utils; print(email.utils.parseaddr('a@b.example')[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "a@b.example"]
