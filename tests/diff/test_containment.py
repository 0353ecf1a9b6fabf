"""Containment of schemas: one row per question, wide first, narrow second, the answer last."""

from __future__ import annotations

import copy
import doctest
from typing import Any

import jsonschema_rs
import pytest

import tradespec.diff.schema
from tradespec.diff.schema import No, Unknown, Yes, contains, witness

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
DATE_TIME = {"type": "string", "format": "date-time"}
LETTERS, ABC = {**STRING, "pattern": "^[a-z]+$"}, {**STRING, "pattern": "^[a-c]{1,3}$"}
NESTED_FOREVER = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/T"}}}
A_THEN_B = {"if": {"required": ["a"]}, "then": {"required": ["b"]}}


def closed(*names: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, True), "additionalProperties": False, **more}


A, B = ({"type": "object", "required": ["t", n], "properties": {"t": STRING, n: STRING}} for n in ("a", "b"))
SHUT_A, SHUT_B = ({**each, "additionalProperties": False} for each in (A, B))
TUPLE = {"type": "array", "prefixItems": [STRING]}


def tag(value: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"allOf": [schema, {"required": ["t"], "properties": {"t": {"const": value}}}]}


def tree(value: dict[str, Any]) -> dict[str, Any]:
    node = {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/T"}}, "v": value}}
    return {"$ref": "#/$defs/T", "$defs": {"T": node}}


def tagged(count: int, longest: int = 0) -> dict[str, Any]:
    branches = [
        {
            **closed("w", "z", required=["t", "v"]),
            "properties": {
                "t": {"const": f"k{at}"},
                "v": {"type": "string", "maxLength": at + 1},
                "w": {"minimum": at},
            },
        }
        for at in range(count)
    ]
    branches = copy.deepcopy(branches)
    if longest:
        branches[count // 2]["properties"]["v"]["maxLength"] = longest
    return {"oneOf": branches}


TABLE = [
    # wide, narrow, answer
    (INTEGER, {"enum": [1, 2]}, Yes),
    ({"maximum": 10}, INTEGER, No),
    (INTEGER, {"const": 1.0}, Yes),
    ({"minimum": 1, **INTEGER}, {"exclusiveMinimum": 0, **INTEGER}, Yes),
    ({"maximum": 10, **INTEGER}, {"maximum": 10.5, **INTEGER}, Yes),
    ({"maximum": 10, **NUMBER}, {"maximum": 10.5, **NUMBER}, No),
    ({"multipleOf": 2}, {"multipleOf": 4}, Yes),
    ({"multipleOf": 4}, {"multipleOf": 2}, No),
    ({"multipleOf": 0.01}, {"multipleOf": 0.1}, Yes),
    ({"multipleOf": 6}, {"allOf": [{"multipleOf": 2}, {"multipleOf": 3}]}, Yes),
    ({**INTEGER, "format": "int64"}, {**INTEGER, "format": "int32"}, Yes),
    ({**INTEGER, "format": "int32"}, {**INTEGER, "format": "int64"}, No),
    (DATE_TIME, STRING, No),
    (STRING, DATE_TIME, Yes),
    (DATE_TIME, DATE_TIME, Yes),
    (LETTERS, ABC, Yes),
    (ABC, LETTERS, No),
    ({**STRING, "maxLength": 3}, ABC, Yes),
    ({**STRING, "maxLength": 2}, ABC, No),
    ({"enum": ["a", "b", "c"]}, {**STRING, "pattern": "^[a-c]$"}, Yes),
    ({"enum": ["a", "b"]}, {**STRING, "pattern": "^[a-c]$"}, No),
    ({**STRING, "pattern": "^(?=a)"}, {**STRING, "pattern": "^(?=a)"}, Yes),
    ({"type": ["string", "null"]}, {"oneOf": [STRING, {"type": "null"}]}, Yes),
    ({"oneOf": [STRING, {"type": "null"}]}, {"type": ["string", "null"]}, Yes),
    ({"oneOf": [INTEGER, NUMBER]}, NUMBER, No),
    ({"anyOf": [INTEGER, NUMBER]}, NUMBER, Yes),
    ({"not": STRING}, INTEGER, Yes),
    ({"not": STRING}, {}, No),
    ({"type": "object", "properties": {"a": STRING}}, {"type": "object", "properties": {"a": ABC}}, Yes),
    ({"type": "object", "properties": {"a": ABC}}, {"type": "object", "properties": {"a": STRING}}, No),
    ({"type": "object", "required": ["a"]}, {"type": "object", "properties": {"a": True}}, No),
    (closed("a"), closed("a", "b"), No),
    (closed("a", "b"), closed("a"), Yes),
    ({"minProperties": 1}, {"type": "object", "required": ["a"]}, Yes),
    ({"maxProperties": 1}, closed("a", "b"), No),
    ({"maxProperties": 2}, closed("a", "b"), Yes),
    ({"patternProperties": {"^x": STRING}}, {"type": "object", "additionalProperties": STRING}, Yes),
    ({"patternProperties": {"^x": STRING}, "additionalProperties": INTEGER}, {"additionalProperties": STRING}, No),
    ({"propertyNames": {"maxLength": 1}}, closed("a", "b"), Yes),
    ({"propertyNames": {"maxLength": 1}}, closed("a", "long"), No),
    ({"dependentRequired": {"a": ["b"]}}, A_THEN_B, Yes),
    (A_THEN_B, {"dependentRequired": {"a": ["b"]}}, Yes),
    (
        {"allOf": [{"properties": {"a": True}}, {"properties": {"b": True}}], "unevaluatedProperties": False},
        closed("a", "b"),
        Yes,
    ),
    ({"anyOf": [tag("a", A), tag("b", B)]}, {"anyOf": [tag("a", A), tag("b", B)], "unevaluatedProperties": False}, Yes),
    ({"anyOf": [tag("b", A), tag("a", B)]}, {"anyOf": [tag("a", A), tag("b", B)], "unevaluatedProperties": False}, No),
    ({"anyOf": [SHUT_A, SHUT_B]}, {"anyOf": [A, B], "unevaluatedProperties": False}, No),
    ({"anyOf": [A, B], "unevaluatedProperties": False}, {"oneOf": [SHUT_A, SHUT_B]}, Yes),
    ({"type": "array", "unevaluatedItems": False, "allOf": [TUPLE]}, {**TUPLE, "items": False}, Yes),
    ({"type": "array", "unevaluatedItems": False, "allOf": [TUPLE]}, TUPLE, No),
    ({"type": "array", "items": STRING}, {"type": "array", "prefixItems": [STRING], "items": False}, Yes),
    ({"type": "array", "prefixItems": [STRING], "items": False}, {"type": "array", "items": STRING}, No),
    ({"uniqueItems": True}, {"type": "array"}, No),
    ({"type": "array"}, {"type": "array", "uniqueItems": True}, Yes),
    ({"maxItems": 2}, {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True}, Yes),
    ({"contains": STRING}, {"type": "array", "prefixItems": [STRING], "minItems": 1}, Yes),
    ({"contains": STRING}, {"type": "array"}, No),
    ({"contains": STRING, "minContains": 2}, {"type": "array", "contains": STRING}, No),
    (tree(NUMBER), tree(INTEGER), Yes),
    (tree(INTEGER), tree(NUMBER), No),
    (tagged(8, longest=20), tagged(8), Yes),
    (tagged(8), tagged(8, longest=20), No),
    ({"anyOf": tagged(8)["oneOf"]}, tagged(8), Yes),
    (tagged(8), {"anyOf": tagged(8)["oneOf"]}, Yes),
    (
        False,
        {"$ref": "#/$defs/T", "$defs": {"T": {"type": "array", "items": {"$ref": "#/$defs/T"}, "minItems": 1}}},
        Yes,
    ),
]


@pytest.mark.parametrize(("wide", "narrow", "answer"), TABLE)
def test_containment_is_decided(wide, narrow, answer):
    verdict = contains(wide, narrow)
    assert isinstance(verdict, answer), verdict
    if isinstance(verdict, No):
        assert jsonschema_rs.is_valid(narrow, verdict.witness, validate_formats=True)


@pytest.mark.parametrize(
    ("wide", "narrow", "reason"),
    [
        ({"$ref": "#/$defs/Gone"}, STRING, "Gone"),
        ({**STRING, "pattern": "(?=a)a"}, {**STRING, "pattern": "a"}, "look-around"),
        ({**STRING, "format": "a-venue's-own"}, STRING, "a-venue's-own"),
        ({"$ref": "#/$defs/T", "$defs": {"T": {"not": {"$ref": "#/$defs/T"}}}}, STRING, ""),
    ],
)
def test_what_cannot_be_decided_says_why(wide, narrow, reason):
    verdict = contains(wide, narrow)
    assert isinstance(verdict, Unknown)
    assert reason in verdict.reason


def test_a_question_past_its_budget_is_left_open_and_says_so():
    wide, narrow = members(INTEGER, 400), members(NUMBER, 400)
    answers = [contains(wide, narrow, budget_steps=200) for _ in range(2)]
    assert answers == [Unknown("the search was stopped after 200 steps")] * 2
    assert "stopped" in contains(wide, narrow, budget_seconds=0.0).reason
    assert isinstance(contains(wide, narrow), No)


def chain(leaf, links):
    definitions = {
        f"N{at}": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": f"#/$defs/N{at + 1}"}}}
        for at in range(links)
    }
    return {"$ref": "#/$defs/N0", "$defs": {**definitions, f"N{links}": leaf}}


def members(leaf, count):
    properties = {f"m{at}": {"type": "string", "maxLength": at + 1} for at in range(count)}
    return {"type": "object", "required": [*properties], "properties": {**properties, "last": leaf}}


def overlapping(leaf, count):
    branches = [
        {"type": "object", "required": [f"k{at}"], "properties": {f"k{at}": STRING, "v": {"maxLength": at + 1}}}
        for at in range(count)
    ]
    return {"oneOf": [*branches, {"type": "object", "required": ["last"], "properties": {"last": leaf}}]}


def mutual(leaf, count):
    def node(at):
        return {"properties": {f"p{way}": {"$ref": f"#/$defs/N{(at * 7 + way * 3 + 1) % count}"} for way in range(3)}}

    definitions = {f"N{at}": node(at) for at in range(count)}
    definitions[f"N{count - 1}"]["properties"]["leaf"] = leaf
    return {"$ref": "#/$defs/N0", "$defs": definitions}


@pytest.mark.parametrize(
    ("made", "size", "steps"),
    [(chain, 200, 10_000), (members, 2_000, 40_000), (overlapping, 40, 30_000), (mutual, 200, 60_000)],
)
def test_large_schemas_take_steps_by_their_size(made, size, steps):
    short = {"type": "string", "maxLength": 3}
    wide = made(STRING, size)
    wide = {"anyOf": wide["oneOf"]} if "oneOf" in wide else wide  # exactly one: a wider branch is no wider whole
    assert contains(wide, made(short, size), budget_steps=steps) == Yes()
    assert isinstance(contains(made(short, size), made(STRING, size), budget_steps=steps), No)


def test_a_value_that_is_shown_is_as_shallow_as_can_be():
    verdict = contains(mutual({"type": "string", "maxLength": 3}, 20), mutual(STRING, 20))
    assert verdict.witness == {"p0": {"p2": {"p0": {"leaf": "aaaa"}}}}


def test_the_guide_to_the_library_holds():
    assert doctest.testmod(tradespec.diff.schema).failed == 0
    assert doctest.testmod(tradespec.diff.schema).attempted > 10


def test_a_witness_alone():
    assert witness({"type": "object", "required": ["a"], "properties": {"a": {"const": 7}}}) == {"a": 7}
    with pytest.raises(LookupError, match="accepts something"):
        witness({"type": "string", "minLength": 3, "maxLength": 2})


def test_equal_elements_are_shown_without_comparing_the_elements_of_both_sides():
    rules = [
        {"properties": {f"a{at}": {"type": "string"}, f"b{at}": {"$ref": "#/$defs/list"}}, "required": [f"a{at}"]}
        for at in range(12)
    ]
    definitions = {"list": {"type": "array", "items": {"anyOf": rules}}, "rule": {"type": "object", "oneOf": rules}}
    sent = {"type": "array", "items": {"$ref": "#/$defs/rule"}, "$defs": definitions}
    open_rules = [{**rule, "additionalProperties": {"maxLength": 9}} for rule in rules]
    read = {**sent, "uniqueItems": True, "$defs": {**definitions, "rule": {"anyOf": open_rules}}}
    found = contains(read, sent, budget_steps=5_000)
    assert isinstance(found, No)
    assert found.witness[0] == found.witness[1]


def test_words_that_json_schema_does_not_know_ask_for_nothing():
    words = {"components": {"a": {}}, "javaType": "List"}
    assert isinstance(contains({"type": "array", "uniqueItems": True, **words}, {"type": "array", **words}), No)
    assert isinstance(contains({"minLength": 1, **words}, {"minLength": 2, "type": "string"}), Yes)


def test_the_algebra_is_not_asked_where_it_forgets_what_a_condition_has_looked_at():
    wide = {"unevaluatedProperties": {"minimum": 3}}
    looked = {"if": {"oneOf": [{"properties": {"c": {}}}, {"required": ["kind"]}]}}
    narrow = {"oneOf": [looked], **wide}
    assert contains(wide, narrow).witness == {"c": 0}
    assert isinstance(contains(wide, narrow, budget_steps=1), Unknown)
