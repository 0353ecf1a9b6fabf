"""Deep, wide and circular schemas: found, and found in time."""

from __future__ import annotations

import time

import pytest

STRING = {"type": "string"}
SHORT = {"type": "string", "maxLength": 3}


def document(body, schemas, answer=None):
    operations = {"/a": {"post": operation("a", body)}}
    if answer is not None:
        operations["/b"] = {"post": operation("b", answer)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": operations,
        "components": {"schemas": schemas},
    }


def operation(name, body):
    return {
        "operationId": name,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"204": {"description": "Done."}},
    }


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def chain(leaf, links=300):
    out = {f"N{at}": {"type": "object", "properties": {"a": ref(f"N{at + 1}")}} for at in range(links)}
    return document(ref("N0"), {**out, f"N{links}": leaf})


def diamonds(leaf, links=30):
    out = {
        f"N{at}": {"type": "object", "properties": dict.fromkeys(("left", "right"), ref(f"N{at + 1}"))}
        for at in range(links)
    }
    return document(ref("N0"), {**out, f"N{links}": leaf})


def wide(leaf, members=2_000):
    properties = {f"m{at}": {"type": "string", "maxLength": at + 1} for at in range(members)}
    return document({"type": "object", "properties": {**properties, "last": leaf}}, {})


def overlapping(leaf, branches=40):
    out = [{"type": "object", "required": [f"k{at}"], "properties": {"v": {"maxLength": at}}} for at in range(branches)]
    out[-1] = {"type": "object", "required": ["last"], "properties": {"v": leaf}}
    return document({"oneOf": out}, {})


def mutual(leaf, schemas=200):
    def members(at):
        return {f"p{way}": ref(f"N{(at * 7 + way * 3 + 1) % schemas}") for way in range(3)}

    out = {f"N{at}": {"type": "object", "properties": members(at)} for at in range(schemas)}
    out[f"N{schemas - 1}"]["properties"]["leaf"] = leaf
    return document(ref("N0"), out)


def mutual_unions(leaf, schemas=200):
    def members(at):
        return {"k": {"const": at}} | {f"p{way}": ref(f"N{(at * 7 + way * 3 + 1) % schemas}") for way in range(3)}

    out = {f"N{at}": {"oneOf": [STRING, {"type": "object", "properties": members(at)}]} for at in range(schemas)}
    out[f"N{schemas - 1}"]["oneOf"][0] = leaf
    return document(ref("N0"), out)


@pytest.mark.parametrize("made", [chain, diamonds, wide, overlapping, mutual, mutual_unions])
def test_a_change_far_down_is_found_in_time(compared, made):
    began = time.process_time()
    (narrowed,) = [finding for finding in compared(made(STRING), made(SHORT)) if finding.severity != "info"]
    assert narrowed.id == "request-property-max-length-set"
    assert narrowed.severity == "breaking" or "too deep to be checked" in narrowed.undecided
    widened = compared(made(SHORT), made(STRING))
    assert bool(widened.counts()["breaking"]) == (made is overlapping)  # exactly one may hold: wider may be too many
    assert time.process_time() - began < 20


def test_a_cause_that_harms_nobody_in_one_use_is_told_for_the_use_that_it_harms(compared):
    def pair(leaf):
        return document({"anyOf": [ref("X"), True]}, {"X": leaf}, answer=ref("X"))

    (found,) = compared(pair(STRING), pair(SHORT))
    assert found.severity == "breaking"
    assert found.witness.value == "aaaa"
    assert {use.path for use in found.uses} == {"/a", "/b"}


def test_unions_that_lead_back_to_one_another_are_compared(compared):
    """What such unions accept is undefined (JSON Schema 2020-12, 9.4.1), so that nothing is proven; it is told."""

    def unions(least):
        text = {"type": "string", "minLength": least}
        one = {"anyOf": [ref("B"), {"type": "object", "properties": {"x": text}, "required": ["x"]}]}
        two = {"anyOf": [ref("A"), {"type": "object", "properties": {"y": STRING}, "required": ["y"]}]}
        return document(ref("A"), {"A": one, "B": two})

    (found,) = (each for each in compared(unions(1), unions(2)) if each.direction == "request")
    assert (found.id, found.severity) == ("request-property-min-length-increased", "risky")
