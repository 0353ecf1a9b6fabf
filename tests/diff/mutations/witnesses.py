"""Witnesses checked again, apart from the comparison: is there a body, parameter or header of one of the named operations
whose schema accepts the value on one side and refuses it on the other, as jsonschema-rs reads both?

Both schemas are taken from the contracts as they stand (`Contract.json_schema`); all that is done to them is to leave out
members that the direction does not carry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract, Operation, Schema
    from tradespec.diff.finding import Finding, Report

BITS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}
TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}
Slot = tuple[str, ...]


def is_shown(report: Report, finding: Finding) -> bool:
    """Whether the witness of a finding shows what the finding says."""
    witness = finding.witness
    assert witness is not None
    word = "readOnly" if finding.direction == "request" else "writeOnly"
    for use in finding.uses:
        for old, new in pairs(report, use.method, use.path, use.id):
            sides = {"base": (report.base, old), "revision": (report.revision, new)}
            sent, read = (validator(*sides[side], word) for side in (witness.accepted_by, witness.refused_by))
            if sent.is_valid(witness.value) and not read.is_valid(witness.value):
                return True
    return False


def pairs(report: Report, method: str, path: str, name: str) -> Iterator[tuple[Schema, Schema]]:
    """Yield the schemas of an operation that stand at the same place on both sides."""
    for old in every(report.base):
        if (old.method, old.path) != (method, path):
            continue
        for new in every(report.revision):
            if (new.method, shape(new.path)) == (method, shape(path)) or (name and new.id == name):
                slots = dict(schemas(new))
                for slot, schema in schemas(old):
                    yield from ((schema, other) for each, other in slots.items() if alike(slot, each))


def every(contract: Contract) -> Iterator[Operation]:
    """Yield operations, webhooks and callbacks."""
    for each in (*contract.operations, *contract.webhooks):
        yield each
        for called in each.callbacks.values():
            yield from called


def schemas(operation: Operation) -> Iterator[tuple[Slot, Schema]]:
    """Yield the schemas of an operation by where they stand."""
    bodies = {("body",): operation.request_body.content if operation.request_body else {}}
    bodies |= {("answer", status): answer.content for status, answer in operation.responses.items()}
    for slot, content in bodies.items():
        yield from (((*slot, name), media.schema) for name, media in content.items() if media.schema is not None)
    headers = [each for answer in operation.responses.values() for each in answer.headers.values()]
    for place, each in enumerate((*operation.parameters, *headers)):
        name = each.name.lower() if each.location != "path" else str(place)
        for schema in (each.schema, *(media.schema for media in each.content.values())):
            if schema is not None:
                yield (each.location, name), schema


def alike(old: Slot, new: Slot) -> bool:
    """Whether two schemas stand at the same place; statuses and media types may be ranges."""
    return old[0] == new[0] and (old[0] in {"body", "answer"} or old[-1] == new[-1])


def shape(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)


def validator(contract: Contract, schema: Schema, word: str) -> jsonschema_rs.Draft202012Validator:
    """Return what judges values that travel in one direction."""
    whole = contract.json_schema(schema)
    definitions = whole.get("$defs", {}) if isinstance(whole, dict) else {}
    schema = carried(whole, word, definitions)
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, ignore_unknown_formats=True)


def carried(node: Any, word: str, definitions: dict[str, Any]) -> Any:
    """Return a schema without the members that carry a word."""
    if isinstance(node, list):
        return [carried(each, word, definitions) for each in node]
    if not isinstance(node, dict):
        return node
    out = {key: carried(each, word, definitions) for key, each in node.items() if key not in {"enum", "const"}}
    out |= {key: node[key] for key in ("enum", "const") if key in node}
    if isinstance(node.get("format"), str) and node["format"] in BITS:
        bound = 2 ** BITS[node["format"]]
        out["allOf"] = [*out.get("allOf", ()), {"minimum": -bound, "maximum": bound - 1}]
    if isinstance(node.get("type"), str) and node["type"].lower() in TYPES:
        out["type"] = node["type"].lower()
    elif isinstance(node.get("type"), str):
        del out["type"]  # no type at all: a validator would refuse the whole schema for it
    if not isinstance(node.get("required", []), list):
        del out["required"]
    members = node.get("properties")
    if isinstance(members, dict):
        gone = {name for name, said in members.items() if marked(said, word, definitions)}
        out["properties"] = {name: True if name in gone else said for name, said in out["properties"].items()}
        if isinstance(node.get("required"), list):
            out["required"] = [name for name in node["required"] if name not in gone]
    return out


def marked(said: Any, word: str, definitions: dict[str, Any], depth: int = 8) -> bool:
    """Whether a member, or what it refers to, carries a word."""
    if not isinstance(said, dict) or not depth:
        return False
    refers = said.get("$ref")
    parts = [*said["allOf"]] if isinstance(said.get("allOf"), list) else []
    if isinstance(refers, str):
        parts.append(definitions.get(refers.removeprefix("#/$defs/").replace("~1", "/")))
    return said.get(word) is True or any(marked(each, word, definitions, depth - 1) for each in parts)
