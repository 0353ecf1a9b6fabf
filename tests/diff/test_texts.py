"""How a change of a schema is told: names, not JSON."""

from __future__ import annotations

import pytest

A, B, C = ({"$ref": f"#/components/schemas/{name}"} for name in "ABC")
PARTS = {name: {"type": "object", "required": [name], "properties": {name: {}}} for name in "ABC"}


def document(schema, **schemas):
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    post = {"requestBody": body, "responses": {"200": {"description": "Done."}}}
    paths = {"/things": {"post": post}}
    info = {"title": "t", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {**PARTS, **schemas}}}


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ({"type": "integer"}, {"type": "boolean"}, "got `type` `boolean` (it was `integer`) "),
        ({"type": ["string", "integer"]}, {"type": "string"}, "got `type` `string` (it was `integer` or `string`) "),
        ({"oneOf": [A, B, C]}, {"oneOf": [A, B]}, "got `oneOf` with `C` no more "),
        (
            {"anyOf": [A, B, C]},
            {"anyOf": [A, {"title": "Other", "type": "string"}]},
            "`C` no more and the new `Other` ",
        ),
        ({"type": "object"}, {"type": "object", "oneOf": [A, B]}, "got `oneOf` of `A`, `B` "),
    ],
)
def test_types_and_branches_are_told_by_their_names(compared, old, new, text):
    found = compared(document(old), document(new)).at_least("breaking")
    assert any(text in each.message for each in found), [each.message for each in found]


def test_ids_of_schemas_do_not_hide_which_keyword_changed(compared):
    new = document({"$ref": "#/components/schemas/Size"}, Size={"$id": "#Size", **C}, C={"$id": "#C", "maxLength": 3})
    found = compared(document({"type": "string"}), new).at_least("breaking")
    assert [each.id for each in found] == ["request-body-max-length-set"]
