"""The matrix for people and for programs."""

import json
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from tradespec.probe.compat import Answer, Breakage, Call, Cell, Matrix, Outcome, Prediction, Unreachable, formats
from tradespec.probe.compat.formats.json import JSON_SCHEMA
from tradespec.probe.compat.formats.text import as_text

FORETOLD = Prediction("response-property-removed", "breaking", "gone", "spec/openapi.yaml:3:5")
DROPPED = Breakage(
    "getItem",
    "GET",
    "/items/{id}",
    "response_schema_conformance",
    'Expected an answer of the release\'s schema, got one where "price" is a required property - at its root',
    Call("GET", "/items/i-1?a=<b>"),
    Answer(200, '{"id": "i-1"}'),
    (Call("POST", "/items", {"Content-Type": "application/json", "X-Mode": "a"}, '{"name": "cup"}'),),
    prediction=FORETOLD,
)
SLOW = Breakage("listItems", "GET", "/items", "trace_status", "Expected status 200 as recorded, got 500\x07")
DOWN = Unreachable("Expected a server that answers in HTTP, got nothing - at http://x", "Start the server.")


def matrix(*, supported=("1.0.0", "1.1.0"), second=None):
    first = Cell(
        "1.0.0",
        "app:shop",
        (
            Outcome("positive", "red", (DROPPED, SLOW), 42, 1.5),
            Outcome("traces", "none", notes=("none were recorded",)),
        ),
        "1.1.0",
    )
    good = (Outcome("positive", "green", cases=40, notes=("never called: x",)), Outcome("traces", "green", cases=3))
    return Matrix(
        ("1.0.0", "1.1.0"),
        ("app:shop",),
        ("positive", "traces"),
        (first, Cell("1.1.0", "app:shop", second or good, "1.1.0")),
        seed=7,
        examples=15,
        supported=frozenset(supported),
        seconds=12.25,
    )


FAILED = tuple(Outcome(way, "failed", error=DOWN) for way in ("positive", "traces"))


def test_text_shows_the_table_the_smallest_request_and_the_verdict():
    assert as_text(matrix()).splitlines()[:3] == [
        "         app:shop",
        "release  positive     traces",
        "1.0.0    RED 2 of 42  -",
    ]
    text = as_text(matrix())
    assert '  first      POST /items [X-Mode: a] {"name":"cup"}\n' in text
    assert "  request    GET /items/i-1?a=<b>\n" in text
    assert "  predicted  response-property-removed (breaking) - at spec/openapi.yaml:3:5\n" in text
    assert "  predicted  unpredicted\n" in text
    assert text.endswith("Do not release: clients of 1.0.0 break.\nseed 7, 15 examples per operation, 12 s")


def test_what_nobody_supports_is_shown_and_does_not_fail():
    text = as_text(matrix(supported=("1.1.0",)))
    assert "1.0.0 (unsupported)  RED 2 of 42" in text
    assert "You can release: all supported releases are green. Clients of 1.0.0 break, which nobody supports." in text


def test_what_could_not_be_judged_is_told_once_for_all_ways():
    text = as_text(matrix(second=FAILED))
    assert text.count(DOWN.message) == 1
    assert "1.1.0 on app:shop, positive, traces: could not be judged" in text
    assert "No answer: 1 cell could not be judged." in text


def test_what_one_way_has_seen_is_no_note_of_another():
    good = (
        Outcome("positive", "green", cases=4, unseen=frozenset({"a", "b"})),
        Outcome("traces", "green", cases=1, succeeded=frozenset({"a"})),
    )
    text = as_text(matrix(second=good))
    assert "note: 1.1.0 on app:shop: never succeeded, so no success answer was judged: b\n" in text


def test_colours_are_for_terminals():
    assert "\033[" not in as_text(matrix())
    assert "\033[31mRED 2 of 42" in as_text(matrix(), styled=True)


@pytest.mark.parametrize("second", [None, FAILED], ids=["judged", "failed"])
def test_json_is_as_its_schema_says(second):
    found = json.loads(formats.write(matrix(second=second), "json"))
    jsonschema_rs.validator_for(JSON_SCHEMA).validate(found)
    assert (found["ok"], found["seed"], found["supported"]) == (False, 7, ["1.0.0", "1.1.0"])
    first = found["cells"][0]["outcomes"][0]["breakages"][0]
    assert first["prediction"]["rule"] == "response-property-removed"
    assert first["before"][0]["method"] == "POST"


def test_junit_fails_what_must_be_green_and_skips_the_rest():
    root = ET.fromstring(formats.write(matrix(), "junit"))
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["4", "1", "0"]
    assert "predicted  response-property-removed" in root.find(".//failure").text
    root = ET.fromstring(formats.write(matrix(supported=("1.1.0",), second=FAILED), "junit"))
    assert (root.get("failures"), root.get("errors")) == ("0", "2")
    assert root.find(".//skipped").get("message") == "unsupported: 2 breakages"


def test_markdown_has_a_row_per_release():
    text = formats.write(matrix(), "markdown")
    assert "| **1.0.0** | ❌ 2 of 42 | - |" in text
    assert "| **1.1.0** | ✅ 40 | ✅ 3 |" in text


def test_html_needs_nothing_but_itself_and_leads_from_the_picture_to_what_broke():
    text = formats.write(matrix(second=FAILED), "html")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http://x", "").replace("HTTP", "")
    svg = ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    links = [each.get("href") for each in svg.iter("{http://www.w3.org/2000/svg}a")]
    assert len(links) == 3
    assert all(f'id="{link[1:]}"' in text for link in links)
    assert "a=&lt;b&gt;" in text
