"""Edits of a schema, by direction and depth: one row per edit, whether requests and answers break last.

The truth is containment: requests break where the new schema refuses what clients could send, answers where the server
may send what the old schema refuses.
"""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

BREAKS, SAFE = True, False
STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def record(properties, required=(), **words):
    return {"type": "object", "properties": properties, **words, **({"required": [*required]} if required else {})}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


COMPONENTS = {
    "Tagged": record({"kind": STRING}, ["kind"]),
    "Str": {"type": "string"},
    "A": record({"t": {"const": "a"}, "x": STRING}, ["t"]),
    "B": record({"t": {"const": "b"}, "y": STRING}, ["t"]),
    "C": record({"t": {"const": "c"}}, ["t"]),
    "Cat": record({"kind": STRING, "meows": STRING}, ["kind", "meows"]),
    "Cow": record({"kind": STRING, "moos": STRING}, ["kind"]),
    "Dog": record({"kind": STRING, "barks": STRING}, ["kind"]),
}


def tagged_pets(**tags):
    mapping = {tag: ref(name)["$ref"] for tag, name in tags.items()}
    branches = [ref(name) for name in sorted(set(tags.values()))]
    return {"oneOf": branches, "discriminator": {"propertyName": "kind", "mapping": mapping}}


TABLE = [
    ("min-length up", {**STRING, "minLength": 1}, {**STRING, "minLength": 5}, BREAKS, SAFE),
    ("min-length down", {**STRING, "minLength": 5}, {**STRING, "minLength": 1}, SAFE, BREAKS),
    ("min-length set", STRING, {**STRING, "minLength": 1}, BREAKS, SAFE),
    ("max-length up", {**STRING, "maxLength": 5}, {**STRING, "maxLength": 9}, SAFE, BREAKS),
    ("max-length unset", {**STRING, "maxLength": 5}, STRING, SAFE, BREAKS),
    ("pattern added", STRING, {**STRING, "pattern": "^a"}, BREAKS, SAFE),
    ("pattern wider", {**STRING, "pattern": "^[a-c]$"}, {**STRING, "pattern": "^[a-z]$"}, SAFE, BREAKS),
    ("pattern same language", {**STRING, "pattern": "^[0-9]+$"}, {**STRING, "pattern": "^\\d+$"}, SAFE, SAFE),
    (
        "length implied by pattern",
        {**STRING, "pattern": "^[A-Z]{3}$"},
        {**STRING, "pattern": "^[A-Z]{3}$", "minLength": 3, "maxLength": 3},
        SAFE,
        SAFE,
    ),
    ("enum implied by pattern", {**STRING, "pattern": "^(a|b)$"}, {"enum": ["a", "b"]}, SAFE, SAFE),
    ("format added", STRING, {**STRING, "format": "date-time"}, BREAKS, SAFE),
    ("int to number", INTEGER, NUMBER, SAFE, BREAKS),
    ("number to int", NUMBER, INTEGER, BREAKS, SAFE),
    ("int32 to int64", {**INTEGER, "format": "int32"}, {**INTEGER, "format": "int64"}, SAFE, BREAKS),
    ("min respelled", {**INTEGER, "minimum": 1}, {**INTEGER, "exclusiveMinimum": 0}, SAFE, SAFE),
    ("max 10 and 10.5 on int", {**INTEGER, "maximum": 10}, {**INTEGER, "maximum": 10.5}, SAFE, SAFE),
    ("max lower", {**INTEGER, "maximum": 10}, {**INTEGER, "maximum": 9}, BREAKS, SAFE),
    ("multipleOf added", INTEGER, {**INTEGER, "multipleOf": 5}, BREAKS, SAFE),
    ("multipleOf finer", {**INTEGER, "multipleOf": 10}, {**INTEGER, "multipleOf": 5}, SAFE, BREAKS),
    ("type changed", STRING, INTEGER, BREAKS, BREAKS),
    ("type list widened", STRING, {"type": ["string", "integer"]}, SAFE, BREAKS),
    ("nullable added", STRING, {"type": ["string", "null"]}, SAFE, BREAKS),
    ("nullable removed", {"type": ["string", "null"]}, STRING, BREAKS, SAFE),
    ("nullable respelled oneOf", {"type": ["string", "null"]}, {"oneOf": [STRING, {"type": "null"}]}, SAFE, SAFE),
    (
        "nullable respelled anyOf ref",
        {"type": ["string", "null"]},
        {"anyOf": [ref("Str"), {"type": "null"}]},
        SAFE,
        SAFE,
    ),
    ("enum value added", {**STRING, "enum": ["a"]}, {**STRING, "enum": ["a", "b"]}, SAFE, BREAKS),
    ("enum value removed", {**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["a"]}, BREAKS, SAFE),
    ("became enum", STRING, {**STRING, "enum": ["a", "b"]}, BREAKS, SAFE),
    ("const one-value enum", {"const": "a"}, {"enum": ["a"]}, SAFE, SAFE),
    ("const with type", {"const": "a"}, {**STRING, "enum": ["a"]}, SAFE, SAFE),
    ("enum split over oneOf", {"enum": ["a", "b"]}, {"oneOf": [{"const": "a"}, {"const": "b"}]}, SAFE, SAFE),
    (
        "enum split anyOf",
        {**STRING, "enum": ["a", "b", "c"]},
        {"anyOf": [{"enum": ["a", "b"]}, {"const": "c"}]},
        SAFE,
        SAFE,
    ),
    (
        "open enum grows",
        {**STRING, "x-extensible-enum": ["a"]},
        {**STRING, "x-extensible-enum": ["a", "b"]},
        SAFE,
        SAFE,
    ),
    (
        "open enum grows with enum",
        {**STRING, "x-extensible-enum": ["a"]},
        {**STRING, "x-extensible-enum": ["a", "b"], "description": "d"},
        SAFE,
        SAFE,
    ),
    ("allOf wrap", record({"a": STRING}, ["a"]), {"allOf": [record({"a": STRING}, ["a"])]}, SAFE, SAFE),
    (
        "allOf split",
        record({"a": STRING, "b": INTEGER}, ["a"]),
        {"allOf": [record({"a": STRING}, ["a"]), record({"b": INTEGER})]},
        SAFE,
        SAFE,
    ),
    (
        "allOf redundant",
        record({"a": STRING}, ["a"]),
        {**record({"a": STRING}, ["a"]), "allOf": [{"type": "object"}]},
        SAFE,
        SAFE,
    ),
    ("oneOf wrap", record({"a": STRING}, ["a"]), {"oneOf": [record({"a": STRING}, ["a"])]}, SAFE, SAFE),
    ("anyOf wrap string", STRING, {"anyOf": [STRING]}, SAFE, SAFE),
    ("oneOf to anyOf disjoint", {"oneOf": [STRING, INTEGER]}, {"anyOf": [STRING, INTEGER]}, SAFE, SAFE),
    ("oneOf to type list", {"oneOf": [STRING, INTEGER]}, {"type": ["string", "integer"]}, SAFE, SAFE),
    ("oneOf reorder", {"oneOf": [STRING, INTEGER]}, {"oneOf": [INTEGER, STRING]}, SAFE, SAFE),
    ("oneOf overlap", {"anyOf": [INTEGER, NUMBER]}, {"oneOf": [INTEGER, NUMBER]}, BREAKS, SAFE),
    (
        "oneOf branch added disjoint",
        {"oneOf": [ref("A"), ref("B")]},
        {"oneOf": [ref("A"), ref("B"), ref("C")]},
        SAFE,
        BREAKS,
    ),
    ("oneOf branch removed", {"oneOf": [ref("A"), ref("B"), ref("C")]}, {"oneOf": [ref("A"), ref("B")]}, BREAKS, SAFE),
    ("oneOf overlapping branch added", {"oneOf": [STRING]}, {"oneOf": [STRING, {"enum": ["a"]}]}, BREAKS, SAFE),
    ("anyOf branch added", {"anyOf": [STRING]}, {"anyOf": [STRING, INTEGER]}, SAFE, BREAKS),
    ("ref in", STRING, ref("Str"), SAFE, SAFE),
    ("ref out", ref("Str"), STRING, SAFE, SAFE),
    ("optional prop added open", record({"a": STRING}), record({"a": STRING, "b": STRING}), SAFE, SAFE),
    (
        "optional prop added closed",
        record({"a": STRING}, additionalProperties=False),
        record({"a": STRING, "b": STRING}, additionalProperties=False),
        SAFE,
        BREAKS,
    ),
    ("required prop added", record({"a": STRING}), record({"a": STRING, "b": STRING}, ["b"]), BREAKS, SAFE),
    (
        "required prop with default added",
        record({"a": STRING}),
        record({"a": STRING, "b": {**STRING, "default": "x"}}, ["b"]),
        BREAKS,
        SAFE,
    ),
    (
        "required prop added closed",
        record({"a": STRING}, additionalProperties=False),
        record({"a": STRING, "b": STRING}, ["b"], additionalProperties=False),
        BREAKS,
        BREAKS,
    ),
    ("became required", record({"a": STRING}), record({"a": STRING}, ["a"]), BREAKS, SAFE),
    ("became optional", record({"a": STRING}, ["a"]), record({"a": STRING}), SAFE, BREAKS),
    ("optional removed open", record({"a": STRING, "b": STRING}), record({"a": STRING}), SAFE, SAFE),
    (
        "optional removed closed",
        record({"a": STRING, "b": STRING}, additionalProperties=False),
        record({"a": STRING}, additionalProperties=False),
        BREAKS,
        SAFE,
    ),
    ("required removed open", record({"a": STRING, "b": STRING}, ["b"]), record({"a": STRING}), SAFE, BREAKS),
    ("closed", record({"a": STRING}), record({"a": STRING}, additionalProperties=False), BREAKS, SAFE),
    ("opened", record({"a": STRING}, additionalProperties=False), record({"a": STRING}), SAFE, BREAKS),
    ("others in words", record({"a": STRING}), record({"a": STRING}, additionalProperties={"title": "t"}), SAFE, SAFE),
    ("others typed", record({"a": STRING}), record({"a": STRING}, additionalProperties=STRING), BREAKS, SAFE),
    (
        "closed over a part",
        {"allOf": [record({"a": STRING}), record({"b": STRING})]},
        {"allOf": [record({"a": STRING}), record({"b": STRING})], "unevaluatedProperties": False},
        BREAKS,
        SAFE,
    ),
    (
        "closed over branches",
        {"oneOf": [ref("A"), ref("B")]},
        {"oneOf": [ref("A"), ref("B")], "unevaluatedProperties": False},
        BREAKS,
        SAFE,
    ),
    (
        "optional prop added to what pattern members are in",
        record({"a": STRING}, patternProperties={"^x-": STRING}),
        record({"a": STRING, "b": STRING}, patternProperties={"^x-": STRING}),
        SAFE,
        SAFE,
    ),
    (
        "pattern members narrowed",
        record({"a": STRING}, patternProperties={"^x-": True}),
        record({"a": STRING}, patternProperties={"^x-": STRING}),
        BREAKS,
        SAFE,
    ),
    (
        "names of others bounded",
        record({"a": STRING}),
        record({"a": STRING}, propertyNames={"pattern": "^[a-z_]+$"}),
        BREAKS,
        SAFE,
    ),
    ("tags exchanged", tagged_pets(cat="Cat", dog="Dog"), tagged_pets(cat="Dog", dog="Cat"), BREAKS, BREAKS),
    (
        "tags exchanged of what may be left out",
        tagged_pets(a="Cow", b="Dog"),
        tagged_pets(b="Cow", a="Dog"),
        SAFE,
        SAFE,
    ),
    ("tag renamed", tagged_pets(cat="Cat", dog="Dog"), tagged_pets(cat="Cat", hound="Dog"), BREAKS, BREAKS),
    ("tag added", tagged_pets(cat="Cat"), tagged_pets(cat="Cat", dog="Dog"), SAFE, BREAKS),
    (
        "map value narrowed",
        {"type": "object", "additionalProperties": NUMBER},
        {"type": "object", "additionalProperties": INTEGER},
        BREAKS,
        SAFE,
    ),
    (
        "map value widened",
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": NUMBER},
        SAFE,
        BREAKS,
    ),
    ("freeform closed", {"type": "object"}, {"type": "object", "additionalProperties": False}, BREAKS, SAFE),
    (
        "prop names",
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": STRING, "propertyNames": {"maxLength": 3}},
        BREAKS,
        SAFE,
    ),
    (
        "patternProperties narrowed",
        {"type": "object", "patternProperties": {"^x": STRING}, "additionalProperties": False},
        {"type": "object", "patternProperties": {"^xy": STRING}, "additionalProperties": False},
        BREAKS,
        SAFE,
    ),
    (
        "min properties",
        {"type": "object", "additionalProperties": STRING},
        {"type": "object", "additionalProperties": STRING, "minProperties": 1},
        BREAKS,
        SAFE,
    ),
    (
        "max properties",
        {"type": "object", "additionalProperties": STRING, "maxProperties": 3},
        {"type": "object", "additionalProperties": STRING, "maxProperties": 5},
        SAFE,
        BREAKS,
    ),
    ("min items", {"type": "array", "items": STRING}, {"type": "array", "items": STRING, "minItems": 1}, BREAKS, SAFE),
    (
        "max items up",
        {"type": "array", "items": STRING, "maxItems": 3},
        {"type": "array", "items": STRING, "maxItems": 5},
        SAFE,
        BREAKS,
    ),
    (
        "unique items",
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "uniqueItems": True},
        BREAKS,
        SAFE,
    ),
    (
        "unique implied",
        {"type": "array", "items": STRING, "maxItems": 1},
        {"type": "array", "items": STRING, "maxItems": 1, "uniqueItems": True},
        SAFE,
        SAFE,
    ),
    ("items narrowed", {"type": "array", "items": NUMBER}, {"type": "array", "items": INTEGER}, BREAKS, SAFE),
    (
        "prefixItems added",
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "prefixItems": [{"enum": ["a"]}]},
        BREAKS,
        SAFE,
    ),
    (
        "prefixItems tuple grows closed",
        {"type": "array", "prefixItems": [STRING], "items": False},
        {"type": "array", "prefixItems": [STRING, INTEGER], "items": False},
        SAFE,
        BREAKS,
    ),
    (
        "tuple elem type",
        {"type": "array", "prefixItems": [STRING, INTEGER], "items": False},
        {"type": "array", "prefixItems": [STRING, NUMBER], "items": False},
        SAFE,
        BREAKS,
    ),
    (
        "contains",
        {"type": "array", "items": STRING},
        {"type": "array", "items": STRING, "contains": {"const": "a"}},
        BREAKS,
        SAFE,
    ),
    ("not added", STRING, {**STRING, "not": {"const": "a"}}, BREAKS, SAFE),
    ("not removed", {**STRING, "not": {"const": "a"}}, STRING, SAFE, BREAKS),
    ("not narrowed", {**STRING, "not": {"enum": ["a"]}}, {**STRING, "not": {"enum": ["a", "b"]}}, BREAKS, SAFE),
    (
        "dependentRequired added",
        record({"a": STRING, "b": STRING}),
        record({"a": STRING, "b": STRING}, dependentRequired={"a": ["b"]}),
        BREAKS,
        SAFE,
    ),
    (
        "dependentRequired as if",
        record({"a": STRING, "b": STRING}, dependentRequired={"a": ["b"]}),
        record({"a": STRING, "b": STRING}, **{"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
        SAFE,
        SAFE,
    ),
    (
        "if then added",
        record({"a": STRING, "b": STRING}),
        record(
            {"a": STRING, "b": STRING},
            **{"if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}},
        ),
        BREAKS,
        SAFE,
    ),
    (
        "readOnly required added",
        record({"a": STRING}),
        record({"a": STRING, "b": {**STRING, "readOnly": True}}, ["b"]),
        SAFE,
        SAFE,
    ),
    (
        "readOnly type changed",
        record({"a": {**STRING, "readOnly": True}}),
        record({"a": {**INTEGER, "readOnly": True}}),
        SAFE,
        BREAKS,
    ),
    (
        "writeOnly type changed",
        record({"a": {**STRING, "writeOnly": True}}),
        record({"a": {**INTEGER, "writeOnly": True}}),
        BREAKS,
        SAFE,
    ),
    (
        "writeOnly required removed",
        record({"a": STRING, "b": {**STRING, "writeOnly": True}}, ["b"]),
        record({"a": STRING}),
        SAFE,
        SAFE,
    ),
    (
        "became readOnly required",
        record({"a": STRING}, ["a"]),
        record({"a": {**STRING, "readOnly": True}}, ["a"]),
        SAFE,
        SAFE,
    ),
    (
        "became not readOnly required",
        record({"a": {**STRING, "readOnly": True}}, ["a"]),
        record({"a": STRING}, ["a"]),
        BREAKS,
        SAFE,
    ),
    (
        "became writeOnly required",
        record({"a": STRING}, ["a"]),
        record({"a": {**STRING, "writeOnly": True}}, ["a"]),
        SAFE,
        BREAKS,
    ),
    ("description only", {**STRING, "description": "a"}, {**STRING, "description": "b"}, SAFE, SAFE),
    ("title only", {**STRING, "title": "a"}, {**STRING, "title": "b"}, SAFE, SAFE),
    ("example only", {**STRING, "examples": ["a"]}, {**STRING, "examples": ["b"]}, SAFE, SAFE),
    (
        "discriminator added over const tags",
        {"oneOf": [ref("A"), ref("B")]},
        {
            "oneOf": [ref("A"), ref("B")],
            "discriminator": {
                "propertyName": "t",
                "mapping": {"a": "#/components/schemas/A", "b": "#/components/schemas/B"},
            },
        },
        SAFE,
        SAFE,
    ),
    ("deprecated", record({"a": STRING}), record({"a": {**STRING, "deprecated": True}}), SAFE, SAFE),
    ("any to string", {}, STRING, BREAKS, SAFE),
    ("string to any", STRING, {}, SAFE, BREAKS),
    ("true to string", True, STRING, BREAKS, SAFE),
    ("array to single", {"type": "array", "items": STRING}, STRING, BREAKS, BREAKS),
    ("single to array or single", STRING, {"oneOf": [STRING, {"type": "array", "items": STRING}]}, SAFE, BREAKS),
    (
        "nested depth",
        record({"a": record({"b": record({"c": INTEGER}, ["c"])}, ["b"])}, ["a"]),
        record({"a": record({"b": record({"c": NUMBER}, ["c"])}, ["b"])}, ["a"]),
        SAFE,
        BREAKS,
    ),
    (
        "allOf part narrowed",
        {"allOf": [ref("A"), record({"z": INTEGER})]},
        {"allOf": [ref("A"), record({"z": {**INTEGER, "minimum": 3}})]},
        BREAKS,
        SAFE,
    ),
    (
        "optional prop added in allOf",
        {"allOf": [ref("A"), record({"z": INTEGER})]},
        {"allOf": [ref("A"), record({"z": INTEGER, "w": STRING})]},
        SAFE,
        SAFE,
    ),
    (
        "optional prop in oneOf branch",
        {"oneOf": [ref("A"), record({"t": {"const": "q"}, "z": INTEGER}, ["t"])]},
        {"oneOf": [ref("A"), record({"t": {"const": "q"}, "z": INTEGER, "w": STRING}, ["t"])]},
        SAFE,
        SAFE,
    ),
    (
        "unevaluated closed",
        record({"a": STRING}, unevaluatedProperties=False),
        record({"a": STRING, "b": STRING}, unevaluatedProperties=False),
        SAFE,
        BREAKS,
    ),
    ("exclusive max", {**NUMBER, "exclusiveMaximum": 10}, {**NUMBER, "maximum": 10}, SAFE, BREAKS),
    ("boolean enum", {"type": "boolean"}, {"enum": [True, False]}, SAFE, SAFE),
    ("bounds as enum", {**INTEGER, "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}, SAFE, SAFE),
]


def document(schema, way, *, nested):
    body = {"content": {"application/json": {"schema": record({"it": schema}, ["it"]) if nested else schema}}}
    answer = {"description": "ok"}
    operation = {"operationId": "a", "responses": {"200": answer if way == "request" else {**answer, **body}}}
    if way == "request":
        operation["requestBody"] = {**body, "required": True}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": COMPONENTS},
    }


def test_a_default_counts_where_the_value_may_be_left_out(compared):
    old, new = ({**STRING, "default": value} for value in "ab")
    for required, breaks in (([], True), (["it"], False)):
        bodies = [document(record({"it": schema}, required), "request", nested=False) for schema in (old, new)]
        assert bool(compared(*bodies).findings) == breaks
    assert compared(*(document(schema, "response", nested=False) for schema in (old, new))).counts()["breaking"] == 0


PLAIN = record({"a": STRING}, ["a"])
READ_ONLY, WRITE_ONLY = (record({"a": {**STRING, word: True}}, ["a"]) for word in ("readOnly", "writeOnly"))
BASE64, BASE32 = ({**STRING, "contentEncoding": word} for word in ("base64", "base32"))


def tagged(*names):
    mapping = dict.fromkeys(names, "#/components/schemas/Tagged")
    return {"oneOf": [ref("Tagged")], "discriminator": {"propertyName": "kind", "mapping": mapping}}


@pytest.mark.parametrize("nested", [False, True], ids=["root", "member"])
@pytest.mark.parametrize("way", ["request", "response"])
@pytest.mark.parametrize("edit", TABLE, ids=[row[0] for row in TABLE])
def test_an_edit_breaks_whom_it_breaks(compared, edit, way, nested):
    _, old, new, request_breaks, response_breaks = edit
    report = compared(document(old, way, nested=nested), document(new, way, nested=nested))
    breaking = [finding for finding in report if finding.severity == "breaking"]
    assert bool(breaking) == (request_breaks if way == "request" else response_breaks), [*report]
    for finding in breaking:
        assert finding.direction == way
        assert str(finding.operation) == "POST /a"
        if finding.scope == "wire":
            assert finding.certainty == "proven"
            proves(finding, old, new, nested=nested)


def proves(finding, old, new, *, nested):
    schemas = {"base": old, "revision": new}
    for side, accepted in ((finding.witness.accepted_by, True), (finding.witness.refused_by, False)):
        schema = record({"it": schemas[side]}, ["it"]) if nested else schemas[side]
        whole = {"allOf": [schema], "components": {"schemas": COMPONENTS}}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True, ignore_unknown_formats=True)
        beyond = any(
            word in json.dumps(schema) for word in ("readOnly", "writeOnly", "int32", "discriminator")
        )  # OpenAPI's, not JSON Schema's
        assert beyond or validator.is_valid(finding.witness.value) == accepted, (side, finding)


def test_a_schema_compared_with_itself_says_nothing(compared):
    for _, old, new, _, _ in TABLE:
        for schema in (old, new):
            one = document(schema, "request", nested=True)
            assert compared(one, one).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "way", "said"),
    [
        (READ_ONLY, PLAIN, "request", ("breaking", "request-required-property-became-not-read-only")),
        (PLAIN, READ_ONLY, "request", ("info", "request-required-property-became-read-only")),
        (PLAIN, WRITE_ONLY, "response", ("breaking", "response-required-property-became-write-only")),
        (WRITE_ONLY, PLAIN, "response", ("info", "response-required-property-became-not-write-only")),
        (tagged("a", "b"), tagged("a"), "request", ("breaking", "request-body-discriminator-mapping-deleted")),
        (tagged("a"), tagged("a", "b"), "response", ("breaking", "response-body-discriminator-mapping-added")),
        (tagged("a"), tagged("a", "b"), "request", ("info", "request-body-discriminator-mapping-added")),
        (BASE64, BASE32, "response", ("breaking", "response-body-content-encoding-changed")),
    ],
)
def test_a_move_is_named(compared, old, new, way, said):
    report = compared(document(old, way, nested=False), document(new, way, nested=False))
    assert said in {(finding.severity, finding.id) for finding in report}, [*report]
