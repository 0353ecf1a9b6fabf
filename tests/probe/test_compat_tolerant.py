"""A release as a tolerant reader reads it: answers open, requests as they are."""

import json

import pytest

from tradespec.contract import read_file
from tradespec.probe.compat import tolerant


@pytest.fixture
def opened(tmp_path, shop):
    def open_it(change=lambda _: None):
        change(shop)
        path = tmp_path / "openapi.json"
        path.write_text(json.dumps(shop))
        return tolerant(read_file(path))

    return open_it


def answer_schema(document):
    content = document["paths"]["/items"]["post"]["responses"]["201"]["content"]
    return document["components"]["schemas"][content["application/json"]["schema"]["$ref"].rpartition("/")[2]]


def test_answers_are_open_and_requests_stay_closed(opened):
    document = opened()
    assert "additionalProperties" not in answer_schema(document)
    assert document["components"]["schemas"]["NewItem"]["additionalProperties"] is False
    assert document["components"]["schemas"]["Item"]["additionalProperties"] is False


def test_open_enumerations_forgive_and_closed_ones_do_not(opened):
    def change(shop):
        members = shop["components"]["schemas"]["Item"]["properties"]
        members["colour"] = {"enum": ["red"], "x-extensible-enum": ["red"]}
        members["size"] = {"enum": ["s", "m"]}

    members = answer_schema(opened(change))["properties"]
    assert "enum" not in members["colour"]
    assert members["size"]["enum"] == ["s", "m"]


def test_recursion_ends(opened):
    def change(shop):
        shop["components"]["schemas"]["Item"]["properties"]["parent"] = {"$ref": "#/components/schemas/Item"}

    parent = answer_schema(opened(change))["properties"]["parent"]["$ref"]
    assert parent == "#/components/schemas/Item.as_read"


def test_branches_that_were_told_apart_by_being_closed_may_overlap(opened):
    closed = [{"type": "object", "properties": {name: {}}, "additionalProperties": False} for name in "ab"]

    def change(shop):
        shop["components"]["schemas"]["Item"] = {"oneOf": closed}

    schema = answer_schema(opened(change))
    assert "oneOf" not in schema
    assert schema["anyOf"] == [{"type": "object", "properties": {name: {}}} for name in "ab"]


def test_a_negated_closed_object_stays_closed(opened):
    negated = {"not": {"type": "object", "additionalProperties": False}}

    def change(shop):
        shop["components"]["schemas"]["Item"] = negated

    assert answer_schema(opened(change)) == negated


def test_members_that_are_only_written_are_not_looked_for(opened):
    def change(shop):
        item = shop["components"]["schemas"]["Item"]
        item["properties"]["secret"] = {"type": "string", "writeOnly": True}
        item["required"] = ["id", "secret"]

    schema = answer_schema(opened(change))
    assert schema["required"] == ["id"]
    assert schema["properties"]["secret"] == {}
