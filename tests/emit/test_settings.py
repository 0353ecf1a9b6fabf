"""``tradespec.toml``: the generator's settings beside the specification."""

import pytest

from tradespec.emit import EmitError, read_settings


def settings_of(tmp_path, text):
    (tmp_path / "tradespec.toml").write_text(text)
    return read_settings(tmp_path / "openapi.yaml")


def test_without_a_file_the_defaults_hold(tmp_path):
    settings = read_settings(tmp_path / "openapi.yaml")
    assert (str(settings.out), settings.targets, dict(settings.options)) == ("generated", (), {})


def test_paths_are_relative_to_the_file(tmp_path):
    settings = settings_of(tmp_path, '[generate]\nout = "../made"\ntemplates = "mine"\ntargets = ["models"]\n')
    assert settings.out == tmp_path.parent / "made"
    assert settings.of("models").templates == tmp_path / "mine"
    assert settings.targets == ("models",)


def test_a_target_reads_its_own_table(tmp_path):
    settings = settings_of(tmp_path, '[generate.typescript]\nname = "@acme/sdk"\nfast = true\n[lint]\nx = 1\n')
    assert settings.of("typescript").text("name", "") == "@acme/sdk"
    assert settings.of("typescript").flag("fast", default=False) is True
    assert settings.of("models").text("name", "default") == "default"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[generate\n", "Expected TOML, got something else"),
        ("generate = 3\n", "Expected a table, got 3"),
        ("[generate]\nout = 3\n", r"Expected a path, got 3 - at .*: \[generate\] out"),
        ("[generate]\ntargets = 'models'\n", "Expected a list of names, got 'models'"),
        ("[generate]\noutput = 'x'\n", "Expected out, targets, templates or a target's table, got 'output'"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, message):
    with pytest.raises(EmitError, match=message) as caught:
        settings_of(tmp_path, text)
    assert caught.value.next_step
    assert "tradespec.toml" in caught.value.message


def test_an_option_of_another_type_is_named_with_its_place(tmp_path):
    settings = settings_of(tmp_path, "[generate.models]\nfolder = 3\n")
    with pytest.raises(
        EmitError, match=r"Expected a string, got 3 - at .*tradespec\.toml: \[generate\.models\] folder"
    ):
        settings.of("models").text("folder", "x")


def test_a_file_that_is_not_text_is_a_sentence(tmp_path):
    (tmp_path / "tradespec.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EmitError, match="Expected UTF-8 text"):
        read_settings(tmp_path / "openapi.yaml")
