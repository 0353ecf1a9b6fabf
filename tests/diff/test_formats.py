"""Every format says every finding, with its places, and programs can read what is written for them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from tradespec.diff.finding import Comparison, Unread
from tradespec.diff.formats import FORMATS, write
from tradespec.diff.formats.json import JSON_SCHEMA
from tradespec.records import replace

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
PHYSICAL = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "properties": {word: {"type": "integer", "minimum": 1} for word in ("startLine", "startColumn")},
                },
            },
        }
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "items": {"type": "object", "required": ["id"], "properties": {"help": TEXT}},
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "locations", "partialFingerprints"],
                            "properties": {
                                "message": TEXT,
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "locations": {"type": "array", "minItems": 1, "items": PHYSICAL},
                                "relatedLocations": {"type": "array", "items": PHYSICAL},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The part of the schema of SARIF 2.1.0 (OASIS) that this report makes use of."""


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


def test_sarif_has_what_code_scanning_asks_for(report):
    """The members that SARIF 2.1.0 and GitHub's upload require, their types, and that every reference leads somewhere."""
    said = json.loads(write(report, "sarif"))
    jsonschema_rs.Draft202012Validator(SARIF).validate(said)
    run = said["runs"][0]
    assert len({rule["id"] for rule in run["tool"]["driver"]["rules"]}) == len(run["tool"]["driver"]["rules"])
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in run["tool"]["driver"]["rules"])
    assert len({result["partialFingerprints"]["tradespec/v2"] for result in run["results"]}) == len(run["results"])


def test_a_finding_has_the_same_fingerprint_in_every_format(report):
    found = [finding.fingerprint for finding in report]
    assert all(re.fullmatch("[0-9a-f]{24}", each) for each in found)
    assert [each["fingerprint"] for each in json.loads(write(report, "json"))["findings"]] == found
    results = json.loads(write(report, "sarif"))["runs"][0]["results"]
    assert [each["partialFingerprints"]["tradespec/v2"] for each in results] == found


@pytest.fixture
def many(report, compared):
    """Two documents, the second without changes, and one that could not be read."""
    same = document(1, member=False)
    reports = (replace(report, document="orders.json"), replace(compared(same, same), document="books.json"))
    unread = Unread("bad.json", "new/bad.json:1:1: Expected JSON, got <nothing>", "Mend it.")
    return Comparison(reports, "old", "new", (unread,), known=3, waived=1)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json", "sarif", "junit"])
def test_a_report_of_many_names_its_documents_and_says_what_was_not_read(many, form):
    text = write(many, form)
    assert "orders.json" in text
    assert "bad.json" in text or "1 could not be read" in text


def test_json_of_many_holds_to_its_schema(many):
    said = json.loads(write(many, "json"))
    jsonschema_rs.Draft202012Validator(JSON_SCHEMA).validate(said)
    assert (said["base"], said["revision"]) == ("old", "new")
    assert [each["document"] for each in said["documents"]] == ["orders.json", "books.json"]
    assert {each["document"] for each in said["findings"]} == {"orders.json"}
    assert said["unread"][0]["document"] == "bad.json"
    assert (said["summary"]["known"], said["summary"]["waived"]) == (3, 1)


def test_the_schema_of_json_describes_every_member():
    def objects(schema):
        if isinstance(schema, dict):
            yield schema
            for value in schema.values():
                yield from objects(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from objects(value)

    closed = [each for each in objects(JSON_SCHEMA) if each.get("type") == "object" and "properties" in each]
    assert len(closed) >= 8
    assert all(each["additionalProperties"] is False for each in closed)
    assert all(set(each["required"]) == set(each["properties"]) for each in closed)


def test_junit_of_many_has_a_suite_for_each_and_an_error_for_what_was_not_read(many):
    suites = ET.fromstring(write(many, "junit")).findall("testsuite")
    assert [(each.get("failures"), each.get("errors")) for each in suites] == [("1", "0"), ("0", "0"), ("0", "1")]


def test_text_shows_the_lines_that_differ(report):
    lines = write(report, "text").split("\n")
    assert any(re.fullmatch(r' +\d+ - *"minLength": 1,?', line) for line in lines)
    assert any(re.fullmatch(r' +\d+ \+ *"minLength": 5,?', line) for line in lines)


def test_a_member_that_became_required_is_shown_where_it_is_said(compared):
    old, new = document(1, member=True), document(1, member=True)
    body = new["paths"]["/orders|<&>"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    old["paths"]["/orders|<&>"]["post"]["requestBody"]["content"]["application/json"]["schema"]["required"] = ["name"]
    body["required"] = ["name", "note"]
    lines = write(compared(old, new), "text").split("\n")
    assert any(re.fullmatch(r' +\d+ \+ *"note"', line) for line in lines)


def test_text_is_styled_for_a_terminal_alone(report):
    assert "\033[" not in write(report, "text")
    assert "\033[31m" in write(report, "text", styled=True)


def test_markdown_shows_differences_and_ends_no_fence_early(compared):
    text = write(compared(document(1, member=False, odd="```\n# no"), document(5, member=True, odd="x")), "markdown")
    assert re.search(r'^- *"minLength": 1,?$', text, re.MULTILINE)
    assert re.search(r'^\+ *"minLength": 5,?$', text, re.MULTILINE)
    fences = [line for line in text.split("\n") if re.match("`{3,}", line)]
    assert len(fences) % 2 == 0


class Page(HTMLParser):
    """What a browser would see: elements, and whether each that is opened is closed."""

    VOID = frozenset(("meta", "input", "br"))

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_html_is_one_whole_page_that_loads_nothing(many):
    text = write(many, "html")
    page = Page(text)
    assert page.open == []
    assert not [attrs for _, attrs in page.seen if "src" in attrs or "href" in attrs]
    assert "@import" not in text
    assert "url(" not in text
    assert "Not read, so not judged:" in page.words


def test_html_escapes_what_the_documents_say(compared):
    edited = document(5, member=True)
    edited["info"]["title"] = edited["paths"]["/orders|<&>"]["post"]["summary"] = "<script>alert(1)</script>"
    text = write(compared(document(1, member=False), edited), "html")
    assert "<script>alert" not in text
    assert "/orders|&lt;&amp;&gt;" in text


def test_html_has_both_sources_the_proof_and_marks_beside_colours(report):
    page = Page(write(report, "html"))
    said = " ".join(page.words)
    articles = [attrs for tag, attrs in page.seen if tag == "article"]
    assert [each["data-severity"] for each in articles] == ["breaking", "info"]
    assert "accepted by the old contract" in said
    assert "refused by the new one" in said
    assert {"Breaking", "Information", "Old", "New", "-", "+"} <= set(page.words)


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
