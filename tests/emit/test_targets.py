"""The registry of targets: known by name at no cost, loaded when used."""

import subprocess
import sys

import pytest

import tradespec.emit
from tradespec.emit import TARGETS, EmitError, Target, environment, find_target
from tradespec.emit.settings import TargetSettings


def test_the_face_is_pinned():
    assert tradespec.emit.__all__ == [
        "TARGETS",
        "Change",
        "Emit",
        "EmitError",
        "Files",
        "Settings",
        "Target",
        "TargetSettings",
        "check",
        "environment",
        "find_target",
        "generate",
        "plan",
        "read_settings",
        "stamp",
        "to_json",
    ]


def test_listing_the_targets_imports_no_heavy_library():
    code = (
        "import sys, tradespec.emit; "
        "print([name for name in ('jinja2', 'pydantic', 'datamodel_code_generator', 'openapi_spec_validator') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_says_what_it_is_and_loads(name):
    target = TARGETS[name]
    assert target.description
    assert callable(target.load())


def test_an_unknown_target_is_answered_with_the_known_ones():
    with pytest.raises(EmitError, match="Expected a target, got 'modles'") as caught:
        find_target("modles")
    assert "models" in caught.value.next_step


def test_a_missing_library_is_answered_with_the_extra_to_install():
    target = Target("x", "X.", "x", "a_library_nobody_has:emit", extra="models")
    with pytest.raises(EmitError, match="Expected the library 'a_library_nobody_has'") as caught:
        target.load()
    assert "tradespec[models]" in caught.value.next_step


def test_templates_of_the_user_replace_ours_file_by_file(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py.j2").write_text("mine: {{ names }}")
    ours = environment("models", TargetSettings("models"))
    theirs = environment("models", TargetSettings("models", templates=tmp_path))
    assert theirs.get_template("__init__.py.j2").render(names=[1]) == "mine: [1]"
    assert theirs.get_template("_support.py.j2").render() == ours.get_template("_support.py.j2").render()


def test_a_name_unknown_to_a_template_is_an_error(tmp_path):
    from jinja2 import UndefinedError

    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py.j2").write_text("{{ nmaes }}")
    template = environment("models", TargetSettings("models", templates=tmp_path)).get_template("__init__.py.j2")
    with pytest.raises(UndefinedError):
        template.render(names=[])
