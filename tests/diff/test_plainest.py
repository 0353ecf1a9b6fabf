"""What a search may not find in time, and the plainest value shows: an empty list, an empty object."""

from __future__ import annotations

from tradespec.contract import read_file
from tradespec.diff.judge import Judge
from tradespec.diff.schema import No, Unknown, Yes

PROVIDERS = ["google", "apple", "x", "telegram", "github"]
TEXT = {"type": "string"}


def branch(tags, **members):
    properties = {"type": {"type": "string", "enum": tags}, **members}
    return {"type": "object", "required": list(properties), "properties": properties}


METHODS = {
    "type": "array",
    "items": {
        "oneOf": [
            branch(["email"], email={"type": "string", "format": "email"}),
            branch(["sms"], phone={"type": "string", "pattern": "^\\+[1-9]\\d{1,14}$"}),
            branch(["jwt"], kid=TEXT, sub=TEXT),
            branch(PROVIDERS, sub=TEXT),
            branch(PROVIDERS, id={"type": "integer"}, date={"type": "integer"}),
            branch(["siwe"], address={"type": "string", "minLength": 1, "maxLength": 128}),
        ]
    },
}


def document(schema):
    body = {"content": {"application/json": {"schema": schema}}}
    post = {"requestBody": body, "responses": {"200": {"description": "Done."}}}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/methods": {"post": post}}}


def test_a_list_that_may_no_longer_be_empty_is_proven_whatever_its_elements_are(compared):
    found = compared(document(METHODS), document({**METHODS, "minItems": 1})).at_least("breaking")
    assert [(each.id, each.certainty, each.witness.value) for each in found] == [
        ("request-body-min-items-set", "proven", [])
    ]


def test_the_plainest_values_are_tried_where_the_search_runs_out_of_steps(files):
    contracts = [read_file(path) for path in files(document(METHODS), document({**METHODS, "minItems": 1}))]
    for steps, wide, narrow, kind in (
        (100_000, {**METHODS, "minItems": 1}, METHODS, No),
        (2, {**METHODS, "minItems": 1}, METHODS, No),
        (2, METHODS, METHODS, (Yes, Unknown)),
    ):
        judge = Judge(*contracts)
        judge.left_steps = steps
        assert isinstance(judge.ask(wide, narrow), kind)
