"""Rows of the probe: each edit as two whole documents with its truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from probe import dialects, further, operations, scalars, schemas, shapes, texts, wire
from probe.operations import document
from probe.schemas import Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAKS = {"request": ">#", "response": "<#"}
PAIRS = [*schemas.PAIRS, *scalars.PAIRS, *shapes.PAIRS, *dialects.PAIRS]
DIRECTED = [*schemas.DIRECTED, *dialects.DIRECTED]
WORDS_OF_30 = frozenset(
    {
        "type", "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "not", "enum", "minimum",
        "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems",
        "minProperties", "maxProperties", "$ref", "description", "default", "readOnly", "writeOnly", "discriminator",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An edit in one position. ``way`` is the direction in which it must be told, where that is known."""

    name: str
    base: dict[str, Any]
    revision: dict[str, Any]
    breaking: bool
    way: str = ""


@dataclass(frozen=True)
class Written:
    """An edit of documents as they are written: the text of each file by its name."""

    name: str
    base: dict[str, str]
    revision: dict[str, str]
    breaking: bool


def schema_rows() -> Iterator[Row]:
    """Yield every schema edit, forwards and backwards, as request and response, at the root and in a member."""
    backwards = {"=": "=", "<": ">", ">": "<", "#": "#"}
    for name, old, new, truth in PAIRS:
        yield from positions(name, old, new, {way: truth in BREAKS[way] for way in BREAKS})
        turned = {way: backwards[truth] in BREAKS[way] for way in BREAKS}
        yield from positions(f"{name}, backwards", new, old, turned)
    for name, old, new, request, response in DIRECTED:
        yield from positions(name, old, new, {"request": request, "response": response})


def positions(name: str, old: Any, new: Any, truth: dict[str, bool]) -> Iterator[Row]:
    for way in ("request", "response"):
        for place in ("root", "member"):
            sides = [stand(side if isinstance(side, Spec) else Spec(side), way, place) for side in (old, new)]
            yield Row(f"{name}: {way} {place}", sides[0], sides[1], truth[way], way)


def stand(spec: Spec, way: str, place: str) -> dict[str, Any]:
    """Return a document in which a schema describes what one operation takes or answers."""
    schema = spec.schema
    if place == "member":
        schema = {"type": "object", "required": ["p"], "properties": {"p": schema}}
    body = {"content": {"application/json": {"schema": schema}}}
    operation: dict[str, Any] = {"operationId": "probe", "responses": {"200": {"description": "Done."}}}
    if way == "request":
        operation["requestBody"] = {"required": True, **body}
    else:
        operation["responses"]["200"] |= body
    return {
        "openapi": spec.version,
        "info": {"title": "Probe", "version": "1.0.0"},
        "paths": {"/probe": {"post": operation}},
        "components": {"schemas": spec.components},
    }


def operation_rows() -> Iterator[Row]:
    """Yield every edit of an operation or of the document around it."""
    for name, before, after, breaking in (*operations.EDITS, *further.EDITS, *wire.EDITS):
        yield Row(name, document(before), document(before, after), breaking)


def rows_of_30() -> Iterator[Row]:
    """Yield the schema edits that OpenAPI 3.0 has words for, as members in documents of 3.0."""
    for name, old, new, truth in PAIRS:
        sides = [side if isinstance(side, Spec) else Spec(side) for side in (old, new)]
        if all(side.version == "3.1.0" and sayable(side) for side in sides):
            base, revision = (Spec(side.schema, side.components, "3.0.3") for side in sides)
            found = positions(f"{name}, in 3.0", base, revision, {way: truth in BREAKS[way] for way in BREAKS})
            yield from (row for row in found if row.name.endswith("member"))


def sayable(spec: Spec) -> bool:
    return all(sayable_in_30(schema) for schema in (spec.schema, *spec.components.values()))


def sayable_in_30(schema: Any) -> bool:
    """Whether a schema has nothing that OpenAPI 3.0 has no words for."""
    if not isinstance(schema, dict) or not schema.keys() <= WORDS_OF_30:
        return False
    if not isinstance(schema.get("type", "string"), str) or schema.get("type") == "null":
        return False
    if "$ref" in schema and (len(schema) > 1 or not schema["$ref"].startswith("#/components")):
        return False
    if schema.get("type") == "array" and "items" not in schema:
        return False
    below = [*schema.get("properties", {}).values(), *(schema[word] for word in ("items", "not") if word in schema)]
    below += [branch for word in ("allOf", "anyOf", "oneOf") for branch in schema.get(word, ())]
    others = schema.get("additionalProperties", True)
    return all(sayable_in_30(each) for each in (below if isinstance(others, bool) else [*below, others]))


def text_rows() -> Iterator[Written]:
    """Yield every edit whose point is how a document is written."""
    for name, before, after, breaking in texts.EDITS:
        yield Written(name, before, after, breaking)
