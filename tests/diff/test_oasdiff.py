"""Who comes from oasdiff finds its ids here: each of its rules is said under the same id, under another, or waived."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tradespec.diff.catalogue import card, known

sys.path.insert(0, str(Path(__file__).parent))

from oasdiff.coverage import ELSEWHERE, LEVELS, SAME, THEIRS, WAIVED

SEVERITIES = {"ERR": "breaking", "WARN": "risky", "INFO": "info"}


def test_the_list_is_whole():
    assert len(THEIRS) == 509


def test_each_rule_is_in_one_class():
    assert set(SAME) <= known().keys()
    assert not ELSEWHERE.keys() & WAIVED.keys()
    assert ELSEWHERE.keys() | WAIVED.keys() <= THEIRS.keys()


def test_no_rule_is_waived_or_elsewhere_that_is_said_under_its_own_id():
    assert not (ELSEWHERE.keys() | WAIVED.keys()) & known().keys()
    assert all(row["reason"] for row in (*ELSEWHERE.values(), *WAIVED.values()))


@pytest.mark.parametrize("rule", SAME)
def test_a_rule_of_the_same_id_speaks_of_the_same_direction(rule):
    assert THEIRS[rule]["direction"] in {"none", card(rule).direction}


@pytest.mark.parametrize("rule", SAME)
def test_where_our_severity_is_another_the_reason_is_written_down(found, rule):
    theirs, ours = SEVERITIES[THEIRS[rule]["level"]], found(rule)[rule].severity
    if theirs == ours:
        assert rule not in LEVELS
    else:
        assert LEVELS[rule]["severity"] == ours
        assert LEVELS[rule]["level"] == THEIRS[rule]["level"]
        assert LEVELS[rule]["reason"]


@pytest.mark.parametrize("rule", ELSEWHERE)
def test_a_rule_said_under_another_id_is_said(compared, rule):
    old, new = EDITS[rule]
    assert ELSEWHERE[rule]["ours"] in {finding.id for finding in compared(old, new)}


def at_path(*parameters):
    operation = {"operationId": "listOrders", "responses": {"204": {"description": "Done."}}}
    item = {"parameters": [*parameters], "get": operation, "post": {**operation, "operationId": "placeOrder"}}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1.0.0"}, "paths": {"/orders": item}}


def answering(*values):
    schema = {"type": "string", "enum": [*values]}
    root = at_path()
    content = {"application/json": {"schema": schema}}
    root["paths"]["/orders"]["get"]["responses"] = {"200": {"description": "Done.", "content": content}}
    return root


SIDE = {"name": "side", "in": "query", "schema": {"type": "string"}}
EDITS = {
    "new-optional-request-default-parameter-to-existing-path": (at_path(), at_path(SIDE)),
    "new-required-request-default-parameter-to-existing-path": (at_path(), at_path({**SIDE, "required": True})),
    "response-mediatype-enum-value-removed": (answering("buy", "sell"), answering("buy")),
}


def test_a_parameter_at_the_path_is_one_finding_with_all_operations(compared):
    report = compared(*EDITS["new-required-request-default-parameter-to-existing-path"])
    (finding,) = [each for each in report if each.id == "new-required-request-parameter"]
    assert {str(use) for use in finding.uses} == {"GET /orders", "POST /orders"}
