"""`tradespec explain`: a rule of either command, its example compared for real; and the pages made of the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tradespec.cli.cards import changed, page_of, topics, tried
from tradespec.cli.rule_pages import rule_pages
from tradespec.diff.catalogue import known
from tradespec.diff.endings import ENDINGS
from tradespec.diff.examples import Example
from tradespec.lint import RULES

DOCS = Path(__file__).parents[2] / "docs"


def document(maximum):
    size = {"type": "integer", "minimum": 1, "maximum": maximum}
    schema = {"type": "object", "properties": {"size": size}}
    operation = {
        "operationId": "placeOrder",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"201": {"description": "placed"}},
    }
    return {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1.0.0"}, "paths": {"/o": {"post": operation}}}


@pytest.fixture(scope="module")
def pages():
    """All pages; this compares an example of every rule."""
    return rule_pages()


def test_a_rule_of_the_gate_is_explained(inline):
    done = inline("explain", "request-property-max-decreased")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("request-property-max-decreased\n")
    assert "`maximum` is lower, in a member of what clients send." in done.out
    assert "Next: Accept what was accepted before" in done.out
    assert "docs/gate-rules/schemas-numbers.md#max-decreased" in done.out


def test_a_rule_of_validate_is_explained(inline):
    done = inline("explain", "duplicate-key")
    assert done.code == 0
    assert RULES["duplicate-key"].about in done.out


def test_an_unknown_rule_is_refused_with_those_that_look_like_it(inline):
    done = inline("explain", "request-property-max-decrease")
    assert done.code == 2
    assert "got 'request-property-max-decrease'" in done.err
    assert "Did you mean request-property-max-decreased" in done.err
    assert "docs/gate-rules.md" in inline("explain", "zzz").err


def test_an_example_is_compared_for_real():
    pair = Example(document(1000), document(500))
    example = tried("request-property-max-decreased", pair)
    assert example.lines == (
        "  schema:",
        "    properties:",
        "      size:",
        "        type: integer",
        "        minimum: 1",
        "-       maximum: 1000",
        "+       maximum: 500",
    )
    assert (example.severity, example.certainty, example.proof) == ("breaking", "proven", '{"size": 501}')
    assert (example.accepted_by, example.refused_by) == ("base", "revision")
    assert tried("endpoint-added", pair) is None


def test_a_long_run_of_new_lines_is_told_by_its_head():
    lines = changed(["paths:"], ["paths:", "  /a:", *(f"    word{number}: {number}" for number in range(20))])
    assert lines[0] == "  paths:"
    assert lines[-1] == "+     ..."
    assert len(lines) == 17


@pytest.mark.slow
def test_the_committed_pages_are_current(pages):
    for name, text in pages.items():
        assert (DOCS / name).read_text("utf-8") == text, "run: python -m tradespec.cli.reference docs"
    assert {f"gate-rules/{path.name}" for path in (DOCS / "gate-rules").iterdir()} <= pages.keys()


@pytest.mark.slow
def test_every_rule_stands_on_the_page_that_explain_names(pages):
    headings = {name: set(re.findall(r"^## (.*)$", text, re.MULTILINE)) for name, text in pages.items()}
    for card in known().values():
        name, _, heading = page_of(card).partition("#")
        assert heading in headings[name], card.id
        assert f"`{card.id}`" in pages[name], card.id
    schemas = [text for name, text in pages.items() if "schemas-" in name]
    assert not any("by containment |" in text for text in schemas), "a rule without an example"


def test_every_ending_belongs_to_a_topic():
    assert all(topics()[ending] for ending in ENDINGS)
