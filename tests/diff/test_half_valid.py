"""Documents in which anything stands anywhere: a comparison finishes, whatever it could not read."""

from __future__ import annotations

import copy
import json
import random

import pytest

from tradespec.contract import read_file
from tradespec.diff import compare
from tradespec.diff.formats import FORMATS, write
from tradespec.document import DocumentError

JUNK = [None, 3, -1.5, "x", [], {}, [1], {"a": 1}, True, "#/nowhere", {"$ref": "#/x"}, {"$ref": 3}, [[]], ["a", 3]]
DELETED = 0.2
"""How often a node is taken out, not replaced."""
TAGS = {"propertyName": "t", "mapping": {"a": "#/components/schemas/A"}}
ORDER = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "readOnly": True, "pattern": "^[a-z]+$", "maxLength": 9},
        "kind": {"oneOf": [{"$ref": "#/components/schemas/A"}], "discriminator": TAGS},
        "kids": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}, "minItems": 0},
        "side": {"enum": ["buy", "sell"], "default": "buy"},
    },
    "additionalProperties": {"type": "integer", "minimum": 1},
}
BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
OPERATION = {
    "operationId": "place",
    "tags": ["Orders"],
    "parameters": [{"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}],
    "requestBody": {"required": True, **BODY},
    "responses": {"200": {"description": "ok", "headers": {"X": {"schema": {"type": "integer"}}}, **BODY}},
    "security": [{"key": []}, {"oauth": ["read"]}],
    "callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": BODY, "responses": {}}}}},
    "x-limit": {"bucket": "o", "weight": 1},
}
ROOT = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1.0.0"},
    "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "a.test", "enum": ["a.test"]}}}],
    "paths": {"/orders": {"post": OPERATION}},
    "webhooks": {"filled": {"post": {"requestBody": BODY, "responses": {"200": {"description": "ok"}}}}},
    "components": {
        "schemas": {"Order": ORDER, "A": {"type": "object", "required": ["t"], "properties": {"t": {"const": "a"}}}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "K"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {"read": ""}}},
            },
        },
    },
    "x-limits": {"o": {"scope": "key", "capacity": 10, "refill_per_second": 5}},
}


def paths_of(value, path=()):
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in members:
        yield from paths_of(child, (*path, key))


def spoiled(dice):
    root = json.loads(json.dumps(ROOT))
    for _ in range(dice.randint(0, 3)):
        *above, last = dice.choice([path for path in paths_of(root) if path and path != ("openapi",)])
        node = root
        for key in above:
            node = node[key]
        if dice.random() < DELETED:
            del node[last]
        else:
            node[last] = copy.deepcopy(dice.choice(JUNK))
    return root


@pytest.mark.parametrize("seed", range(12))
def test_a_half_valid_document_never_ends_in_a_crash(files, seed):
    dice = random.Random(seed)
    for _ in range(25):
        pair = files(spoiled(dice), spoiled(dice))
        try:
            report = compare(*(read_file(path) for path in pair))
        except DocumentError:
            continue
        assert all(finding.witness for finding in report if finding.certainty == "proven")
        assert isinstance(write(report, dice.choice(FORMATS)), str)


def test_a_schema_given_to_a_body_that_took_anything_is_found(compared):
    old = copy.deepcopy(ROOT)
    del old["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "request-body-media-type-schema-added" in {each.id for each in compared(old, ROOT).at_least("breaking")}
    assert "request-body-media-type-schema-removed" in {each.id for each in compared(ROOT, old)}


@pytest.mark.parametrize(
    "bad", [{"type": "json"}, {"type": "string", "minLength": "5"}, {"type": "string", "pattern": "["}, {"required": 3}]
)
def test_a_keyword_that_cannot_be_read_does_not_keep_the_rest_from_being_judged(compared, bad):
    old = copy.deepcopy(ROOT)
    old["components"]["schemas"]["Order"]["properties"]["bad"] = bad
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Order"]["properties"]["side"]["enum"] = ["buy"]
    assert {"request-property-enum-value-removed"} == {each.id for each in compared(old, new).at_least("breaking")}
    assert not compared(old, old).at_least("risky")


def test_a_keyword_that_can_no_longer_be_read_leaves_the_question_open(compared):
    old = copy.deepcopy(ROOT)
    old["components"]["schemas"]["Order"]["properties"]["id"] = {"type": "string", "minLength": 3}
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Order"]["properties"]["id"] = {"type": "string", "minLength": "9"}
    assert [each.undecided for each in compared(old, new).at_least("risky")]


def test_a_type_in_capitals_is_the_type_it_means(compared):
    old = copy.deepcopy(ROOT)
    old["components"]["schemas"]["Order"]["properties"]["open"] = {"type": "Boolean"}
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Order"]["properties"]["open"] = {"type": "boolean"}
    assert not compared(old, new).at_least("risky")


def test_required_false_at_a_member_means_nothing(compared):
    old = copy.deepcopy(ROOT)
    old["components"]["schemas"]["Order"]["properties"]["open"] = {"type": "boolean"}
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Order"]["properties"]["open"]["required"] = False
    assert not compared(old, new).at_least("risky")


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("paths", "/orders", "post", "responses", "200"), {"$ref": 3}),
        (("paths", "/orders", "post", "operationId"), 3),
        (("paths", "/orders", "post", "parameters", 0, "name"), {}),
        (("paths", "/orders", "post", "parameters", 0, "in"), "body"),
        (("paths", "/orders", "post", "parameters", 0, "required"), "true"),
        (("paths", "/orders", "post", "requestBody", "required"), 1),
        (("components", "schemas", "Order", "properties", "side"), {"$ref": 3}),
        (("components", "schemas", "Order", "properties"), [[]]),
        (("components", "schemas", "Order", "properties", "id", "minLength"), "3"),
    ],
)
def test_what_cannot_be_read_in_the_new_document_is_a_problem(files, steps, value):
    new = copy.deepcopy(ROOT)
    node = new
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = value
    base, revision = (read_file(path) for path in files(ROOT, new))
    compare(base, revision)
    compare(revision, base)
    assert not base.problems
    assert [problem.place.pointer.rpartition("/")[2] for problem in revision.problems][:1] in (
        [str(steps[-1])],
        ["$ref"],
    )


@pytest.mark.parametrize("field", [{"name": {}}, {"required": "true"}, {"in": 3}])
def test_a_form_field_that_cannot_be_read_is_a_problem(files, field):
    good = {"name": "q", "in": "formData", "type": "string"}
    paths = [{"/q": {"post": {"parameters": [each], "responses": {}}}} for each in (good, {**good, **field})]
    old, new = ({"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": each} for each in paths)
    base, revision = (read_file(path) for path in files(old, new))
    compare(base, revision)
    assert [problem.place.pointer.rpartition("/")[2] for problem in revision.problems][-1] in field


def test_a_body_of_swagger_whose_schema_is_none_is_a_problem(files):
    answers = [{"200": {"description": "Done.", "schema": schema}} for schema in ({"type": "string"}, -1.5)]
    paths = [{"/q": {"get": {"responses": each}}} for each in answers]
    old, new = ({"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": each} for each in paths)
    base, revision = (read_file(path) for path in files(old, new))
    compare(base, revision)
    assert revision.problems


@pytest.mark.parametrize("where", ["document", "operation"])
@pytest.mark.parametrize("word", ["consumes", "produces"])
def test_media_types_of_swagger_that_are_no_list_are_a_problem(files, word, where):
    operation = {"responses": {"200": {"description": "d", "schema": {"type": "string"}}}}
    old = {"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}}}
    new = copy.deepcopy(old)
    (new if where == "document" else new["paths"]["/a"]["get"])[word] = "application/json"
    (problem,) = [each for each in read_file(files(old, new)[1]).problems if "media types" in each.message]
    assert problem.message == "Expected a list of media types, got a string"
    assert problem.place.pointer == f"{'' if where == 'document' else '/paths/~1a/get'}/{word}"
