"""The same edit where the client calls and where the server does: who sends is judged by what the other reads."""

from __future__ import annotations

import copy

import pytest

DONE = {"description": "Done."}
TEXT = {"type": "string"}
ORDER = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "side": {"enum": ["buy", "sell"]}}}
JSON, XML = "application/json", "application/xml"
CALLS = {
    "operation": ("paths", "/orders", "post"),
    "webhook": ("webhooks", "filled", "post"),
    "callback": ("paths", "/orders", "post", "callbacks", "filled", "{$request.body#/url}", "post"),
}
BREAKS_OPERATION, BREAKS_CALLS, BREAKS_BOTH, BREAKS_NONE = "operation", "calls", "both", "none"


def call(**words):
    return {
        "parameters": [{"name": "X-Trace", "in": "header", "schema": TEXT}],
        "requestBody": {"content": {JSON: {"schema": ORDER}, XML: {"schema": ORDER}}},
        "responses": {"200": {**DONE, "headers": {"X-Next": {"schema": TEXT}}, "content": {JSON: {"schema": ORDER}}}},
        **words,
    }


def document(**words):
    callbacks = {"filled": {"{$request.body#/url}": {"post": call(**words)}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1.0.0"},
        "paths": {"/orders": {"post": {"operationId": "place", **call(**words), "callbacks": callbacks}}},
        "webhooks": {"filled": {"post": call(**words)}},
    }


SENT = ("requestBody", "content", JSON, "schema")
READ = ("responses", "200", "content", JSON, "schema")
LESS = {**ORDER, "properties": {"id": TEXT, "side": {"enum": ["buy"]}}}
MORE = {**ORDER, "properties": {"id": TEXT, "side": {"enum": ["buy", "sell", "swap"]}}}
OPTIONAL = {key: value for key, value in ORDER.items() if key != "required"}
EDITS = {
    "a value less is sent": (SENT, LESS, BREAKS_OPERATION),
    "a value more is sent": (SENT, MORE, BREAKS_CALLS),
    "a value less is answered": (READ, LESS, BREAKS_CALLS),
    "a value more is answered": (READ, MORE, BREAKS_OPERATION),
    "a member may be missing from what is sent": (SENT, OPTIONAL, BREAKS_CALLS),
    "a member may be missing from an answer": (READ, OPTIONAL, BREAKS_OPERATION),
    "one more media type of the body": (("requestBody", "content", "text/csv"), {"schema": TEXT}, BREAKS_CALLS),
    "one media type less of the body": (("requestBody", "content", XML), None, BREAKS_OPERATION),
    "a body that must be sent": (("requestBody", "required"), True, BREAKS_OPERATION),
    "no body": (("requestBody",), None, BREAKS_BOTH),
    "one more status of success": (("responses", "202"), DONE, BREAKS_NONE),
    "a status of success less": (("responses", "200"), None, BREAKS_BOTH),
    "a header of the answer that must be there": (
        ("responses", "200", "headers", "X-Next", "required"),
        True,
        BREAKS_CALLS,
    ),
    "one more header of the answer that must be there": (
        ("responses", "200", "headers", "X-More"),
        {"required": True, "schema": TEXT},
        BREAKS_CALLS,
    ),
    "no such header of the answer": (("responses", "200", "headers", "X-Next"), None, BREAKS_NONE),
    "a parameter that must be there": (("parameters", 0, "required"), True, BREAKS_OPERATION),
    "a number where text was, in a header": (("parameters", 0, "schema"), {"type": "integer"}, BREAKS_OPERATION),
}


def edited(where, steps, value):
    root = document()
    node = root
    for step in (*CALLS[where], *steps[:-1]):
        node = node[step]
    if value is None:
        del node[steps[-1]]
    else:
        node[steps[-1]] = copy.deepcopy(value)
    return root


@pytest.mark.parametrize("where", CALLS)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_breaks_where_its_direction_says(compared, where, edit):
    steps, value, breaks = EDITS[edit]
    report = compared(document(), edited(where, steps, value))
    expected = breaks in {BREAKS_BOTH, "operation" if where == "operation" else "calls"}
    assert any(finding.severity == "breaking" for finding in report) == expected, [*report]


@pytest.mark.parametrize("where", CALLS)
def test_a_body_that_came_new_breaks_only_where_clients_must_send_it(compared, where):
    old = edited(where, ("requestBody",), None)
    new = edited(where, ("requestBody", "required"), True)
    breaking = [finding for finding in compared(old, new) if finding.severity == "breaking"]
    assert bool(breaking) == (where == "operation")


def media(name, version="3.1.0"):
    root = document()
    root["paths"]["/orders"]["post"]["responses"]["200"]["content"] = {name: {"schema": ORDER}}
    return {**root, "openapi": version}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("application/*", JSON, "response-media-type-name-specialized"),
        (JSON, "application/*", "response-media-type-name-generalized"),
        (JSON, "*/*", "response-media-type-name-generalized"),
        (f"{JSON};version=1", JSON, "response-media-type-name-generalized"),
        (JSON, f"{JSON};version=1", "response-media-type-name-specialized"),
        (f"{JSON};version=1", f"{JSON};version=2", "response-media-type-name-changed"),
        (JSON, f"{JSON}; charset=utf-8", None),
        (JSON, XML, "response-media-types-replaced"),
    ],
)
def test_media_types_of_answers_are_ranges(compared, old, new, rule):
    found = {finding.id for finding in compared(media(old), media(new)) if not finding.id.startswith("api-")}
    assert found - {"response-media-type-added"} == ({rule} if rule else set())


def test_what_the_whole_api_asks_for_is_one_finding(compared):
    def asking(*schemes):
        root = document()
        root["paths"]["/fills"] = {"get": {"operationId": "fills", "responses": {"204": DONE}}}
        root["components"] = {
            "securitySchemes": {name: {"type": "http", "scheme": name} for name in ("basic", "bearer")}
        }
        return {**root, "security": [{name: [] for name in schemes}]}

    report = compared(asking("basic"), asking("basic", "bearer"))
    (finding,) = [each for each in report if each.severity == "breaking"]
    assert finding.id == "api-global-security-added"
    assert len(finding.uses) == 2


def test_texts_and_examples_are_one_finding_each_and_demand_a_patch(compared):
    new = document(summary="Place", description="An order.")
    new["paths"]["/orders"]["post"]["requestBody"]["content"][JSON]["example"] = {"id": "1"}
    report = compared(document(), new)
    assert sorted(finding.id for finding in report if finding.id.endswith("changed")) == [
        "documentation-changed",
        "examples-changed",
    ]
    assert report.bump == "patch"


def test_a_number_written_as_text_in_a_form_is_no_break_but_in_json_it_is(compared):
    def sending(media_type, kind):
        root = document()
        schema = {"type": "object", "properties": {"size": {"type": kind}}}
        root["paths"]["/orders"]["post"]["requestBody"] = {"content": {media_type: {"schema": schema}}}
        return root

    form = compared(
        sending("application/x-www-form-urlencoded", "integer"), sending("application/x-www-form-urlencoded", "string")
    )
    assert not form.counts()["breaking"]
    assert compared(sending(JSON, "integer"), sending(JSON, "string")).counts()["breaking"]


def test_the_message_of_a_channel_is_judged_as_an_answer(compared):
    def streaming(*sides):
        message = {"type": "object", "required": ["side"], "properties": {"side": {"enum": [*sides]}}}
        return {
            **document(),
            "x-channels": {"trades": {"message": message, "parameters": {"symbol": {"schema": TEXT}}}},
        }

    assert compared(streaming("buy"), streaming("buy", "sell")).counts()["breaking"] == 1
    assert compared(streaming("buy", "sell"), streaming("buy")).counts()["breaking"] == 0
