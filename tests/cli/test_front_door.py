"""Help, version, usage errors, completion: what answers before any document is read."""

import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import tradespec
from tradespec.cli import run
from tradespec.cli.app import LazyGroup, application, load_command
from tradespec.cli.overview import overview, summaries


def called(*args):
    out, err = io.StringIO(), io.StringIO()
    return run(args, out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize("args", [(), ("--help",), ("-h",)])
def test_help_lists_every_command_with_one_line(args):
    code, out, err = called(*args)
    assert (code, err) == (0, "")
    for name, line in summaries().items():
        assert f"  {name} " in out
        assert line in out


def test_the_front_door_prints_what_typer_prints(capsys):
    application().main(["--help"], prog_name="tradespec", standalone_mode=False)
    assert capsys.readouterr().out.rstrip("\n") == overview().rstrip("\n")


def test_help_and_version_import_neither_typer_nor_a_reader():
    code = (
        "import sys, io; from tradespec.cli import run; "
        "run(['--help'], sys.stdout, sys.stderr); run(['--version'], sys.stdout, sys.stderr); "
        "heavy = {'typer', 'rich', 'jinja2', 'orjson', 'ryml', 'tradespec.document', 'enum'}; "
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], env=paths(), capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert tradespec.__version__ in done.stdout


def paths():
    return {"PYTHONPATH": str(Path(tradespec.__file__).parents[1])}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("tradespec.document", {"typer", "rich", "jinja2", "datamodel_code_generator", "jsonschema_rs", "pydantic"}),
        ("tradespec.contract", {"typer", "rich", "jinja2", "datamodel_code_generator", "jsonschema_rs", "pydantic"}),
        ("tradespec.lint", {"typer", "rich", "jinja2", "datamodel_code_generator", "openapi_spec_validator"}),
        ("tradespec.cli", {"typer", "rich", "jinja2", "datamodel_code_generator", "tradespec.document"}),
    ],
)
def test_importing_a_room_stays_lean(module, heavy):
    code = f"import sys, {module}; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_a_module_a_summary_and_help():
    folder = Path(import_module("tradespec.cli").__file__).parent
    helpers = {
        "__init__",
        "action",
        "app",
        "cards",
        "comparison",
        "console",
        "declare",
        "direct",
        "errors",
        "exit_codes",
        "hook",
        "inputs",
        "options",
        "running",
        "overview",
        "problems",
        "reference",
        "revisions",
        "rule_pages",
        "transcripts",
    }
    assert {path.stem for path in folder.glob("*.py")} - helpers == set(summaries())
    for name in summaries():
        command = load_command(name)
        assert command.help
        assert all(parameter.help for parameter in command.params), name


@pytest.mark.parametrize("name", summaries())
def test_each_command_explains_itself(name):
    code, out, err = called(name, "--help")
    assert (code, err) == (0, "")
    assert f"tradespec {name}" in out


def test_a_call_loads_only_the_command_it_names():
    group = application()
    assert isinstance(group, LazyGroup)
    group.get_command(None, "bundle")
    assert list(group.commands) == ["bundle"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("validat",), "Did you mean 'validate'?"),
        (("frobnicate",), "tradespec --help"),
        (("validate", "--nope"), "--nope"),
        (("validate", "--format", "xml"), "xml"),
        (("validate", "a.yaml", "b.yaml"), "b.yaml"),
        (("--nope",), "--nope"),
        (("generate", "cobol", "--spec", "x.yaml"), "cobol"),
        (("generate", "--templates", "/nowhere/at/all"), "/nowhere/at/all"),
    ],
)
def test_a_wrong_command_line_is_a_sentence_and_code_2(args, said):
    code, out, err = called(*args)
    assert code == 2
    assert out == ""
    assert said in err
    assert "next: " in err


def test_a_fault_of_the_tool_is_one_line_and_code_4(monkeypatch):
    monkeypatch.setattr("tradespec.document.load", lambda *_, **__: 1 / 0)
    monkeypatch.delenv("TRADESPEC_DEBUG", raising=False)
    code, out, err = called("inspect", "x.yaml")
    assert code == 4
    assert "ZeroDivisionError" in err
    assert "TRADESPEC_DEBUG=1" in err
    assert "Traceback" not in err
    assert out == ""


def test_debug_prints_the_traceback_of_a_fault(monkeypatch):
    monkeypatch.setattr("tradespec.document.load", lambda *_, **__: 1 / 0)
    monkeypatch.setenv("TRADESPEC_DEBUG", "1")
    code, _, err = called("inspect", "x.yaml")
    assert code == 4
    assert "Traceback" in err


def test_completion_offers_commands_and_files(tradespec, tmp_path):
    (tmp_path / "openapi.yaml").write_text("{}")
    asked = {"_TRADESPEC_COMPLETE": "complete_bash"}
    first = tradespec(env=asked | {"COMP_WORDS": "tradespec val", "COMP_CWORD": "1"})
    assert first.out.split() == ["validate"]
    second = tradespec(env=asked | {"COMP_WORDS": "tradespec validate open", "COMP_CWORD": "2"})
    assert second.out.split() == ["openapi.yaml"]
    third = tradespec(env=asked | {"COMP_WORDS": "tradespec generate typ", "COMP_CWORD": "2"})
    assert third.out.split() == ["typescript"]


def test_completion_can_be_shown(tradespec):
    shown = tradespec("--show-completion", "bash")
    assert shown.code == 0
    assert "_TRADESPEC_COMPLETE" in shown.out
