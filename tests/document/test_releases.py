"""Released versions: their order, the steps between them, and folders that hold them."""

import random
from pathlib import Path

import pytest

from tradespec.document import DocumentError
from tradespec.document.releases import Version, newest, releases

ORDER = "0.9.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0"
STEPS = [
    ("1.0.0", "1.0.0", "none"),
    ("1.0.0", "1.0.0+build.5", "none"),
    ("1.2.0", "1.1.9", "none"),
    ("1.0.0", "1.0.1", "patch"),
    ("1.0.0", "1.1.0", "minor"),
    ("1.9.9", "2.0.0", "major"),
    ("1.9.9", "2.0.0-rc.1", "major"),
    ("0.1.0", "0.2.0", "major"),
    ("0.1.0", "0.1.1", "minor"),
    ("1.0.0-rc.1", "1.0.0", "major"),
]
AFTER = [
    ("1.2.3", "none", "1.2.3"),
    ("1.2.3", "patch", "1.2.4"),
    ("1.2.3", "minor", "1.3.0"),
    ("1.2.3", "major", "2.0.0"),
    ("0.2.3", "major", "0.3.0"),
    ("0.2.3", "minor", "0.2.4"),
    ("2.0.0-rc.1", "major", "2.0.0"),
]


def version(text: str) -> Version:
    found = Version.parse(text)
    assert found is not None, text
    return found


def bundles(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "openapi.yaml").write_text("openapi: 3.1.0\n")
    return folder


def test_versions_are_ordered_by_precedence():
    ordered = [version(text) for text in ORDER.split()]
    assert sorted(random.Random(7).sample(ordered, len(ordered))) == ordered
    assert version("1.0.0+one") == version("1.0.0+two")


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "latest", "", "1.0.0 "])
def test_what_is_no_semantic_version(text):
    assert Version.parse(text) is None


@pytest.mark.parametrize(("old", "new", "step"), STEPS)
def test_the_step_between_two_versions(old, new, step):
    assert version(old).step_to(version(new)) == step


@pytest.mark.parametrize(("old", "step", "new"), AFTER)
def test_the_version_that_a_step_leads_to(old, step, new):
    assert str(version(old).after(step)) == new


def test_a_folder_of_releases(tmp_path):
    found = releases(bundles(tmp_path, "1.10.0", "1.9.0", "2.0.0-rc.1", "1.0.0"))
    assert [str(each.version) for each in found] == ["1.0.0", "1.9.0", "1.10.0", "2.0.0-rc.1"]
    assert found[0].path == tmp_path / "1.0.0" / "openapi.yaml"
    assert str(newest(found).version) == "1.10.0"
    assert newest(()) is None


def test_files_and_hidden_folders_beside_releases_are_free(tmp_path):
    (bundles(tmp_path, "1.0.0") / "README.md").write_text("Releases.\n")
    (tmp_path / ".cache").mkdir()
    assert len(releases(tmp_path)) == 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: (folder / "1.0.0").mkdir(), r"Expected the bundle of release 1\.0\.0 .* got none - at "),
        (lambda folder: bundles(folder, "latest"), "Expected a semantic version .* got `latest` - at "),
        (lambda folder: folder.rmdir(), "Expected a folder of releases, got nothing - at "),
    ],
)
def test_a_release_that_cannot_be_read_is_told(tmp_path, make, said):
    folder = tmp_path / "releases"
    folder.mkdir()
    make(folder)
    with pytest.raises(DocumentError, match=said) as caught:
        releases(folder)
    assert caught.value.next_step
