"""What counts as the same: prose does not, members that are called like prose do, references reach as far as they lead."""

from __future__ import annotations

import pytest

from tradespec.diff.same import alike


def document(**schemas):
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    operation = {"responses": {"200": {"description": "ok", "content": content}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": schemas},
    }


def record(**properties):
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ({"description": "a", "type": "string"}, {"description": "b", "type": "string"}, True),
        ({"description": "a", "type": "string"}, {"type": "string"}, True),
        ({"type": "string"}, {"type": "integer"}, False),
        (record(description={"type": "string"}), record(description={"type": "integer"}), False),
        (record(description={"type": "string"}), record(), False),
        (record(description={"title": "a"}), record(description={"title": "b"}), True),
        (record(properties={"title": "a"}), record(properties={"title": "b"}), True),
        ({"enum": ["title"]}, {"enum": ["name"]}, False),
        ({"default": {"x": 1}}, {"default": {"x": 2}}, False),
        ([{"title": "a"}], [{"title": "b"}], True),
        ([{"title": "a"}], [], False),
    ],
)
def test_prose_is_not_compared(old, new, same):
    assert alike(old, new) == same


def test_a_change_is_found_through_a_circle_of_references(compared):
    def circle(limit):
        return document(
            A=record(b={"$ref": "#/components/schemas/B"}),
            B=record(a={"$ref": "#/components/schemas/A"}, c={"$ref": "#/components/schemas/C"}),
            C={"type": "string", "maxLength": limit},
        )

    report = compared(circle(3), circle(5))
    assert [finding.id for finding in report] == ["response-property-max-length-increased"]
    assert compared(circle(3), circle(3)).findings == ()


def test_a_component_used_often_is_one_finding_with_all_its_uses(compared):
    def shared(minimum):
        root = document(A={"type": "integer", "minimum": minimum})
        for at in range(40):
            root["paths"][f"/p{at}"] = root["paths"]["/a"]
        return root

    (finding,) = compared(shared(3), shared(1)).findings
    assert finding.id == "response-body-min-decreased"
    assert len(finding.uses) == 41
    assert finding.witness.value in {1, 2}


def test_a_list_of_values_that_is_written_out_twice_is_one_finding(compared):
    def listed(*values):
        return document(A=record(first={"enum": [*values]}, second={"enum": [*values]}))

    (finding,) = compared(listed("a"), listed("a", "b")).findings
    assert finding.id == "response-property-enum-value-added"


def test_a_format_that_is_a_sentence_is_prose(compared):
    def dated(said):
        return document(A={"type": "string", "format": said})

    assert compared(dated("a date of RFC 3339"), dated("some date")).findings == ()
    assert compared(dated("date"), dated("some date")).findings != ()


@pytest.mark.parametrize(
    ("versions", "limits", "rule"),
    [
        (("1.2.0", "1.3.0"), (5, 3), "api-major-version-not-bumped"),
        (("1.2.0", "2.0.0"), (5, 3), None),
        (("0.2.0", "0.3.0"), (5, 3), None),
        (("1.2.0", "1.2.1"), (3, 5), "api-version-not-bumped"),
        (("1.2.0", "1.3.0"), (3, 5), None),
        (("1.2.0", "1.1.0"), (3, 5), "api-version-decreased"),
        (("1.2.0", "1.2.0"), (3, 3), None),
        (("2024-05", "2024-06"), (5, 3), None),
    ],
)
def test_the_version_must_keep_step(compared, versions, limits, rule):
    def versioned(version, limit):
        content = {"application/json": {"schema": {"type": "string", "maxLength": limit}}}
        root = document(A={})
        root["paths"]["/a"]["get"]["requestBody"] = {"content": content}
        return {**root, "info": {"title": "t", "version": version}}

    report = compared(*(versioned(*each) for each in zip(versions, limits, strict=True)))
    found = [finding.id for finding in report if "version" in finding.id]
    assert found == ([rule] if rule else [])
