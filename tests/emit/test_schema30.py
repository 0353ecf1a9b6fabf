"""Each rule of the 3.0 projection, judged by validators: what 3.1 accepts 3.0 accepts, and what it refuses is refused.

The instances of a row are tried against the original with a 2020-12 validator and against the projection with one for
OpenAPI 3.0. Rows of `WIDENED` must accept everything the original does; those and rows of `DROPPED` are reported.
"""

import jsonschema_rs
import pytest
from openapi_schema_validator import OAS30StrictValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tradespec.emit.server.schema30 import SchemaProjector

COMPONENTS = {
    "Name": {"type": "string", "maxLength": 3},
    "Pet": {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/Name"}}, "required": ["name"]},
    "Tag": {"properties": {"tag": {"type": "string"}}},
}
NAME = {"$ref": "#/components/schemas/Name"}
PET = {"$ref": "#/components/schemas/Pet"}

VALUES = [
    *(None, True, False, 0, 1, 2, 5, 10, 11, 1.5, -1, "", "a", "b", "abc", "abcd"),
    *([], [1], ["a"], ["a", 1], ["a", 1, 2], [1, "a"], ["a", "b", "abcd"], [None], [5, 6]),
    *({}, {"name": "a"}, {"name": "abcd"}, {"name": 1}, {"name": "a", "tag": "t"}, {"name": "a", "x": 1}, {"x": 1}),
    *({"card": 1}, {"card": 1, "cvc": 2}, {"cvc": 2}, {"kind": "a", "name": "b"}, {"kind": "b", "x": 1}, {"kind": "b"}),
]

EXACT = {
    "one type": {"type": "string"},
    "type or null": {"type": ["string", "null"]},
    "list of one type": {"type": ["integer"]},
    "several types": {"type": ["string", "integer"], "maxLength": 2, "maximum": 3},
    "several types or null": {"type": ["string", "array", "null"], "maxItems": 1},
    "several types beside anyOf": {"type": ["string", "integer"], "anyOf": [{"minimum": 1}, {"maxLength": 1}]},
    "null alone": {"type": "null"},
    "array without items": {"type": "array"},
    "object or null by oneOf": {"oneOf": [PET, {"type": "null"}]},
    "enum with null": {"type": ["string", "null"], "enum": ["a", None]},
    "null kept out by enum": {"type": ["string", "null"], "enum": ["a"]},
    "null kept out by const": {"type": ["string", "null"], "const": "a"},
    "null wanted by type, listed by enum without type": {"enum": ["a", None]},
    "const": {"const": "a"},
    "const null": {"const": None},
    "const beside enum": {"const": "a", "enum": ["b", "a"]},
    "const of an object": {"const": {"name": "a"}},
    "exclusive minimum": {"exclusiveMinimum": 1},
    "exclusive maximum": {"type": "number", "exclusiveMaximum": 10},
    "both minimums, inclusive stricter": {"minimum": 5, "exclusiveMinimum": 1},
    "both minimums, exclusive stricter": {"minimum": 1, "exclusiveMinimum": 5},
    "both minimums alike": {"minimum": 5, "exclusiveMinimum": 5},
    "both maximums": {"maximum": 5, "exclusiveMaximum": 10},
    "reference": NAME,
    "reference with siblings": {**NAME, "minLength": 2, "description": "Short."},
    "reference beside allOf": {**PET, "allOf": [{"required": ["tag"]}]},
    "boolean true": True,
    "boolean false": False,
    "boolean properties": {"properties": {"x": False, "name": True}},
    "closed object": {"properties": {"name": NAME}, "additionalProperties": False},
    "map": {"type": "object", "additionalProperties": {"type": "integer"}},
    "map of anything": {"type": "object", "additionalProperties": True},
    "if then else": {
        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
        "then": {"required": ["name"]},
        "else": {"required": ["x"]},
    },
    "if then": {"type": "object", "if": {"required": ["kind"]}, "then": {"required": ["name"]}},
    "if else": {"if": {"type": "string"}, "else": {"type": ["object", "null"]}},
    "if alone": {"if": {"type": "string"}},
    "dependent required": {"dependentRequired": {"card": ["cvc"], "cvc": []}},
    "dependent schemas": {"dependentSchemas": {"card": {"required": ["cvc"]}}, "type": ["object", "string"]},
    "contains": {"contains": {"type": "integer"}},
    "contains beside not": {"type": "array", "contains": {"type": "string"}, "not": {"maxItems": 1}},
    "contains none needed": {"contains": {"type": "integer"}, "minContains": 0},
    "tuple of one kind, closed": {"type": "array", "prefixItems": [NAME, NAME], "items": False, "minItems": 2},
    "tuple of one kind, closed early": {"prefixItems": [{}, {}, {}], "items": False, "maxItems": 1},
    "tuple closed by its length": {
        "type": "array",
        "prefixItems": [NAME, {**NAME, "description": "The second."}],
        "maxItems": 2,
    },
    "tuple whose tail is alike": {"type": "array", "prefixItems": [NAME], "items": NAME},
    "no items": {"type": "array", "items": False},
    "unevaluated properties, plain": {"properties": {"name": {}}, "unevaluatedProperties": False},
    "unevaluated properties over allOf": {
        "allOf": [PET, {"$ref": "#/components/schemas/Tag"}],
        "unevaluatedProperties": False,
    },
    "unevaluated properties beside a reference": {**PET, "unevaluatedProperties": False},
    "unevaluated properties of a type": {"properties": {"name": {}}, "unevaluatedProperties": {"type": "integer"}},
    "unevaluated properties beside an open part": {
        "allOf": [{"additionalProperties": {"type": ["integer", "string"]}}],
        "unevaluatedProperties": False,
    },
    "unevaluated properties beside a closed part": {
        "allOf": [{"properties": {"name": {}}, "additionalProperties": False}],
        "unevaluatedProperties": False,
    },
    "unevaluated items, plain": {"type": "array", "unevaluatedItems": False},
    "definitions": {"$defs": {"Short": {"maxLength": 1}}, "type": "string"},
    "not": {"not": {"type": ["string", "null"]}},
    "word of nobody": {"type": "string", "nullable": True, "minimun": 3},
    "oneOf": {"oneOf": [{"type": "string"}, {"const": 1}]},
}

WIDENED = {
    "tuple": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
    "open tuple": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
    "unevaluated properties over alternatives": {
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "name": {}}, "required": ["kind"]},
            {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
        ],
        "unevaluatedProperties": False,
    },
    "unevaluated items beside parts": {"allOf": [{"prefixItems": [{}]}], "unevaluatedItems": False},
}

DROPPED = {
    "patternProperties": {"patternProperties": {"^x": {"type": "string"}}},
    "closed patternProperties": {"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False},
    "propertyNames": {"propertyNames": {"maxLength": 3}},
    "minContains": {"contains": {"type": "integer"}, "minContains": 2},
    "maxContains": {"contains": {"type": "integer"}, "maxContains": 1},
    "$dynamicRef": {"$dynamicRef": "#node"},
}


def lookup(ref):
    return COMPONENTS.get(ref.removeprefix("#/components/schemas/"))


def project(schema):
    projector = SchemaProjector(lookup)
    return projector.project(schema, "/at"), projector.losses


def verdicts(schema, projected):
    """Return per value what the 2020-12 schema and its 3.0 projection say."""
    original = {"$ref": "#/tested", "tested": schema, "components": {"schemas": COMPONENTS}}
    modern = jsonschema_rs.Draft202012Validator(original)
    components = {name: project(one)[0] for name, one in COMPONENTS.items()}
    root = {"allOf": [projected], "components": {"schemas": components}}
    registry = Registry().with_resource("", DRAFT202012.create_resource(root))
    old = OAS30StrictValidator(root, registry=registry)
    return [(value, modern.is_valid(value), old.is_valid(value)) for value in VALUES]


@pytest.mark.parametrize("schema", EXACT.values(), ids=EXACT)
def test_what_3_0_can_say_is_said_exactly(schema):
    projected, losses = project(schema)
    assert losses == []
    assert [row for row in verdicts(schema, projected) if row[1] != row[2]] == []


@pytest.mark.parametrize("schema", WIDENED.values(), ids=WIDENED)
def test_what_is_widened_accepts_all_the_original_does_and_is_told(schema):
    projected, losses = project(schema)
    assert [row for row in verdicts(schema, projected) if row[1] and not row[2]] == []
    assert [loss.kind for loss in losses] == ["widened"]
    assert losses[0].pointer.startswith("/at/")


@pytest.mark.parametrize("schema", [one for name, one in DROPPED.items() if name != "$dynamicRef"])
def test_what_is_dropped_never_refuses_more_and_is_told(schema):
    projected, losses = project(schema)
    assert [row for row in verdicts(schema, projected) if row[1] and not row[2]] == []
    assert [loss.kind for loss in losses] == ["dropped"]


def test_a_dynamic_reference_is_told():
    _, losses = project(DROPPED["$dynamicRef"])
    assert [(loss.kind, loss.pointer) for loss in losses] == [("dropped", "/at/$dynamicRef")]


def test_a_loss_deep_inside_names_its_place_by_pointer():
    _, losses = project({"properties": {"a/b": {"items": {"propertyNames": {}}}}})
    assert losses[0].pointer == "/at/properties/a~1b/items/propertyNames"


def test_annotations_are_respelled():
    projected, losses = project(
        {
            "type": "string",
            "examples": ["first", "second"],
            "description": "Told.",
            "$comment": "For designers.",
            "format": "decimal",
            "x-decimal": {"scale": 2},
            "contentEncoding": "base64",
            "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/P/$defs/Q"}, "x-extra": 1},
        }
    )
    assert losses == []
    assert projected == {
        "type": "string",
        "example": "first",
        "description": "Told.",
        "format": "decimal",
        "x-decimal": {"scale": 2},
        "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/P/x-defs/Q"}},
    }


@pytest.mark.parametrize("word", [{"const": "a"}, {"enum": ["a"]}])
def test_null_is_not_promised_where_the_values_refuse_it(word):
    assert project({"type": ["string", "null"], **word})[0] == {"type": "string", "enum": ["a"]}


def test_a_schema_that_is_none_is_told_and_does_not_crash():
    projected, losses = project({"properties": {"x": 3}})
    assert projected == {"properties": {"x": {}}}
    assert "Expected a schema, got 3" in losses[0].message
