"""`tradespec release`: what is frozen, what is refused, and what is written."""

from pathlib import Path

import pytest
import yaml

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Desk", "version": "1.0.0"},
    "paths": {
        "/orders": {
            "get": {
                "operationId": "listOrders",
                "parameters": [{"name": "side", "in": "query", "schema": {"enum": ["buy", "sell"]}}],
                "responses": {"200": {"description": "Orders.", "content": {"application/json": {"schema": {}}}}},
            }
        }
    },
}


@pytest.fixture
def desk(tmp_path):
    """A contract of one operation in the working folder; called, it writes a version with changed parameters."""

    def write(version: str, **parameter) -> Path:
        get = DOCUMENT["paths"]["/orders"]["get"]
        document = DOCUMENT | {
            "info": DOCUMENT["info"] | {"version": version},
            "paths": {"/orders": {"get": get | {"parameters": [get["parameters"][0] | parameter]}}},
        }
        path = tmp_path / "openapi.yaml"
        path.write_text(yaml.safe_dump(document, sort_keys=False))
        return path

    return write


def release(inline, *options):
    return inline("release", "openapi.yaml", *options)


def test_the_first_release_is_frozen_with_an_entry(inline, desk, tmp_path):
    desk("1.0.0")
    outcome = release(inline)
    assert outcome.code == 0, outcome.text
    assert "froze releases/1.0.0/openapi.yaml (the first release)" in outcome.err
    assert yaml.safe_load((tmp_path / "releases/1.0.0/openapi.yaml").read_text())["info"]["version"] == "1.0.0"
    assert "\n## 1.0.0 - 20" in (tmp_path / "CHANGELOG.md").read_text()


def test_the_workflows_are_kept_with_the_release(inline, desk, tmp_path):
    desk("1.0.0")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios/trading.arazzo.yaml").write_text("arazzo: 1.0.1\nworkflows: []\n")
    assert release(inline).code == 0
    assert (tmp_path / "releases/1.0.0/scenarios/trading.arazzo.yaml").read_text().startswith("arazzo")


def test_releasing_twice_changes_nothing(inline, desk, tmp_path):
    desk("1.0.0")
    release(inline)
    before = (tmp_path / "releases/1.0.0/openapi.yaml").stat().st_mtime_ns, (tmp_path / "CHANGELOG.md").read_text()
    outcome = release(inline)
    assert outcome.code == 0
    assert "1.0.0 is released, and the contract has not changed since." in outcome.out
    assert before == (
        (tmp_path / "releases/1.0.0/openapi.yaml").stat().st_mtime_ns,
        (tmp_path / "CHANGELOG.md").read_text(),
    )


def test_a_released_version_takes_no_other_content(inline, desk):
    desk("1.0.0")
    release(inline)
    desk("1.0.0", schema={"enum": ["buy", "sell", "short"]})
    outcome = release(inline)
    assert outcome.code == 1
    assert (
        "Expected a version that has not been released, got 1.0.0, which is frozen - at releases/1.0.0" in outcome.err
    )
    assert "Set info.version to 1.1.0 or higher" in outcome.err


@pytest.mark.parametrize(
    ("version", "values", "code"),
    [
        ("1.1.0", "buy", 1),
        ("2.0.0", "buy", 0),
        ("2.0.0-rc.1", "buy", 0),
        ("1.0.1", "buy sell short", 1),
        ("1.1.0", "buy sell short", 0),
        ("1.0.1", "sell buy", 0),
    ],
)
def test_the_step_is_as_large_as_the_change_demands(inline, desk, version, values, code):
    released = desk("1.0.0").parent / "releases"
    release(inline)
    desk(version, schema={"enum": values.split()})
    outcome = release(inline)
    assert outcome.code == code, outcome.text
    assert (released / version).exists() == (code == 0)


def test_a_refusal_names_the_version_and_the_finding(inline, desk):
    desk("1.0.0")
    release(inline)
    desk("1.0.1", required=True)
    outcome = release(inline)
    assert "Expected at least 2.0.0, got 1.0.1 - the changes since 1.0.0 demand a major step:" in outcome.err
    assert "request-parameter-became-required" in outcome.err


def test_a_waived_finding_demands_no_step(inline, desk, tmp_path):
    desk("1.0.0")
    release(inline)
    desk("1.0.1", required=True)
    (tmp_path / "tradespec.toml").write_text(
        '[[diff.waivers]]\nrule = "request-parameter-became-required"\nat = "GET /orders"\n'
        'reason = "Every client sends it."\nuntil = 2099-01-01\n'
    )
    assert release(inline).code == 0


def test_a_later_patch_of_an_older_line_is_compared_with_that_line(inline, desk, tmp_path):
    desk("1.0.0")
    release(inline)
    desk("2.0.0", required=True)
    release(inline)
    desk("1.0.1", description="Which side.")
    outcome = release(inline)
    assert outcome.code == 0, outcome.text
    assert "since 1.0.0" in outcome.err
    entries = [line for line in (tmp_path / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert entries[0].startswith("## 1.0.1 - ")


def test_a_dry_run_writes_nothing(inline, desk, tmp_path):
    desk("1.0.0")
    outcome = release(inline, "--dry-run")
    assert outcome.code == 0
    assert "would freeze" in outcome.err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["openapi.yaml"]


def test_a_version_that_is_not_semantic_is_refused(inline, desk):
    desk("2026-11")
    outcome = release(inline)
    assert outcome.code == 1
    assert "Expected a semantic version, got `2026-11` - at openapi.yaml, /info/version" in outcome.err


def test_a_document_with_errors_is_not_released(inline, desk, tmp_path):
    desk("1.0.0", schema={"$ref": "#/components/schemas/Gone"})
    outcome = release(inline)
    assert outcome.code == 1
    assert "Expected a document without errors" in outcome.err
    assert not (tmp_path / "releases").exists()


def test_a_release_without_its_bundle_is_unreadable(inline, desk, tmp_path):
    desk("1.0.0")
    (tmp_path / "releases/0.9.0").mkdir(parents=True)
    outcome = release(inline)
    assert outcome.code == 3
    assert "Expected the bundle of release 0.9.0" in outcome.err
