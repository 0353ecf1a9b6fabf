"""The findings about a body, part by part, agree with the answer about the body as a whole: nothing is missed on the way."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from trials.schemas import Maker

from tradespec.contract import read_file
from tradespec.diff import compare
from tradespec.diff.judge import Judge
from tradespec.diff.schema import No, Yes

PAIRS = 150


def document(schema, way):
    """Return a document whose one operation takes or answers a schema; its definitions are components."""
    inner = {word: said for word, said in schema.items() if word != "$defs"} if isinstance(schema, dict) else schema
    named = schema.get("$defs", {}) if isinstance(schema, dict) else {}
    body = {"content": {"application/json": {"schema": inner}}}
    operation = {"operationId": "a", "responses": {"200": {"description": "Done."}}}
    if way == "request":
        operation["requestBody"] = {"required": True, **body}
    else:
        operation["responses"]["200"] |= body
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": named},
    }
    return json.dumps(whole).replace("#/$defs/", "#/components/schemas/")


def body_of(contract, way):
    operation = contract.operations[0]
    content = operation.request_body.content if way == "request" else operation.responses["200"].content
    return content["application/json"].schema


@pytest.mark.parametrize("way", ["request", "response"])
def test_what_breaks_as_a_whole_is_found_in_a_part(tmp_path, way):
    seed = random.randrange(2**31)
    print(f"seed {seed}")
    answers = {True: 0, False: 0}
    for number in range(PAIRS):
        maker = Maker(random.Random(seed + number))
        old = maker.whole()
        new = maker.edited(old)
        contracts = []
        for name, schema in (("old.json", old), ("new.json", new)):
            (tmp_path / name).write_text(document(schema, way), "utf-8")
            contracts.append(read_file(tmp_path / name))
        verdict = Judge(*contracts).understood(*(body_of(each, way) for each in contracts), way)
        if isinstance(verdict, Yes | No):
            report = compare(*contracts)
            breaking = report.counts()["breaking"] > 0
            assert breaking == isinstance(verdict, No), (seed + number, old, new, verdict, [*report])
            answers[breaking] += 1
    assert min(answers.values()) > PAIRS / 10


def test_a_pattern_is_shown_by_a_name_that_is_not_declared(compared):
    def members(least):
        matching = {"patternProperties": {"b$": {"type": "integer", "minimum": least}}}
        return json.loads(document({"type": "object", "properties": {"b": {"type": "string"}}, **matching}, "request"))

    (found,) = (each for each in compared(members(0), members(1)) if each.severity == "breaking")
    assert found.id == "request-property-min-increased"
    (name,) = found.witness.value
    assert name != "b"
    assert name.endswith("b")


def test_parts_that_contradict_each_other_are_not_taken_for_the_same(compared):
    old = json.loads(document({"const": "a"}, "request"))
    new = json.loads(document({"allOf": [{"anyOf": [{"const": "a"}]}, {"enum": [{"a": 1}]}]}, "request"))
    assert [each.witness.value for each in compared(old, new) if each.severity == "breaking"] == ["a"]


def test_overlapping_branches_break_as_one_where_each_part_only_may(compared):
    def lists(kind):
        one = {"type": "object", "properties": {"b": {"type": kind}}, "additionalProperties": False}
        many = {"type": "array", "items": {"oneOf": [{"not": {"type": "null"}}, {"$ref": "#/$defs/T"}]}, "maxItems": 1}
        return json.loads(document({**many, "$defs": {"T": one}}, "request"))

    (found,) = (each for each in compared(lists("string"), lists("object")) if each.severity == "breaking")
    assert found.witness.value == [{"b": {}}]
