"""Every format says every finding, with its places, and programs can read what is written for them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from tradespec.diff.formats import FORMATS, write
from tradespec.diff.formats.json import JSON_SCHEMA


def document(least, *, member, odd="x"):
    body = {"type": "object", "properties": {"name": {"type": "string", "minLength": least}}}
    if member:
        body["properties"]["note"] = {"type": "string"}
    operation = {
        "operationId": "place",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": odd}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "2.0.0" if member else "1.2.3"},
        "paths": {"/orders|<&>": {"post": operation}},
    }


@pytest.fixture
def report(compared):
    return compared(document(1, member=False), document(5, member=True))


def test_the_findings_are_what_the_formats_are_tried_with(report):
    assert [(finding.severity, finding.id) for finding in report] == [
        ("breaking", "request-property-min-length-increased"),
        ("info", "new-optional-request-property"),
    ]
    assert report.counts() == {"breaking": 1, "risky": 0, "info": 1}
    assert report.bump == "major"
    assert [finding.id for finding in report.at_least("risky")] == ["request-property-min-length-increased"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_names_rule_and_operation(report, form):
    text = write(report, form)
    assert "request-property-min-length-increased" in text
    assert "new-optional-request-property" in text


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_can_say_that_nothing_changed(compared, form):
    one = document(1, member=False)
    assert "breaking[" not in write(compared(one, one), form)


def test_json_holds_to_its_schema_and_places_both_sides(report):
    said = json.loads(write(report, "json"))
    jsonschema_rs.Draft202012Validator(JSON_SCHEMA).validate(said)
    first = said["findings"][0]
    assert first["operation"] == {
        "method": "POST",
        "path": "/orders|<&>",
        "id": "place",
        "where": "request body application/json",
    }
    assert first["verdict"] == "proven"
    assert first["witness"]["accepted_by"] == "base"
    assert len(first["witness"]["value"]["name"]) in range(1, 5)
    for side, name in (("base", "old.json"), ("revision", "new.json")):
        place = first["location"][side]
        assert place["file"].endswith(name)
        assert place["pointer"].endswith("/properties/name/minLength")
        assert "minLength" in Path(place["file"]).read_text("utf-8").split("\n")[place["line"] - 1]


def test_sarif_points_into_the_new_document_and_relates_the_old(report):
    run = json.loads(write(report, "sarif"))["runs"][0]
    first = run["results"][0]
    assert first["level"] == "error"
    assert first["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    new = first["locations"][0]["physicalLocation"]
    assert new["artifactLocation"]["uri"].endswith("new.json")
    assert new["region"]["startLine"] > 1
    assert first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("old.json")


def test_a_fingerprint_stays_when_lines_move(compared):
    before = compared(document(1, member=False), document(5, member=False))
    moved = {"x-first": ["much", "above"], **document(5, member=False)}
    after = compared(document(1, member=False), moved)
    prints = [
        json.loads(write(each, "sarif"))["runs"][0]["results"][0]["partialFingerprints"] for each in (before, after)
    ]
    assert prints[0] == prints[1]


def test_junit_fails_what_breaks(report):
    suite = ET.fromstring(write(report, "junit")).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert suite.find("testcase/failure") is not None


def test_github_escapes_what_would_end_a_command(report):
    lines = write(report, "github").split("\n")
    assert len(lines) == 2
    assert lines[0].startswith("::error file=")
    assert "%0A" in lines[0]


def test_markdown_keeps_its_table_whole(report):
    rows = [line for line in write(report, "markdown").split("\n") if line.startswith("| ")]
    assert all(row.replace("\\|", "").count("|") == 5 for row in rows)


def test_a_changelog_sorts_by_what_readers_ask(report):
    text = write(report, "changelog")
    assert text.startswith("## 2.0.0\n")
    assert text.index("### Breaking") < text.index("### Added")
