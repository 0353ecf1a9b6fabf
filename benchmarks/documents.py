"""Documents to compare: real ones with seeded edits, and large, deep and circular ones that are made here."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

from tradespec.document import load

if TYPE_CHECKING:
    from pathlib import Path

MUTATIONS = 40
SEED = 7
TYPES = frozenset({"string", "object", "array", "integer", "number"})


def mutated(source: Path, folder: Path) -> Path:
    """Write a document with seeded edits of its schemas, half of them harmless."""
    root = copy.deepcopy(load(source).root)
    found: list[dict[str, Any]] = []
    collect(root.get("paths"), found)
    collect((root.get("components") or {}).get("schemas"), found)
    dice = random.Random(SEED)
    for schema in dice.sample(found, min(MUTATIONS, len(found))):
        harm = dice.random() < 0.5
        if schema["type"] == "string":
            schema.update(minLength=2) if harm else schema.update(description="said anew")
        elif schema["type"] == "object" and schema.get("properties"):
            names = sorted(schema["properties"])
            schema.update(required=names) if harm else schema["properties"].update(added={"type": "string"})
        else:
            schema.update(description="said anew")
    return written(root, folder / f"mutated-{source.stem}.json")


def collect(value: object, found: list[dict[str, Any]]) -> None:
    """Gather schemas that say their type."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str) and value["type"] in TYPES:
            found.append(value)
        for child in value.values():
            collect(child, found)
    elif isinstance(value, list):
        for child in value:
            collect(child, found)


def made(folder: Path, operations: int, schemas: int) -> tuple[Path, Path]:
    """Write a large document whose schemas refer to each other, and the same with one schema changed."""

    def schema(at: int) -> dict[str, Any]:
        kid = {"$ref": f"#/components/schemas/S{(at * 7 + 1) % schemas}"}
        members = {"id": {"type": "string"}, "kids": {"type": "array", "items": kid}}
        return {"type": "object", "required": ["id"], "properties": members}

    root = document(
        {f"/p{at}": operation(at, f"S{at % schemas}") for at in range(operations)},
        {f"S{at}": schema(at) for at in range(schemas)},
    )
    return pair(root, root["components"]["schemas"]["S3"]["properties"]["id"], folder, f"made-{operations}")


def nested(folder: Path, depth: int) -> tuple[Path, Path]:
    """Write a document with one schema of nested objects, and the same with the innermost changed."""
    innermost: dict[str, Any] = {"type": "string"}
    schema = innermost
    for level in range(depth):
        schema = {"type": "object", "required": [f"m{level}"], "properties": {f"m{level}": schema}}
    return pair(document({"/p": operation(0, "S")}, {"S": schema}), innermost, folder, "nested")


def circle(folder: Path, schemas: int) -> tuple[Path, Path]:
    """Write a document whose schemas all refer to their three neighbours in a circle, and the same with one changed."""

    def schema(at: int) -> dict[str, Any]:
        near = [{"$ref": f"#/components/schemas/S{(at + step) % schemas}"} for step in (1, 2, 3)]
        return {
            "type": "object",
            "properties": {"id": {"type": "string"}} | {f"n{i}": ref for i, ref in enumerate(near)},
        }

    root = document(
        {f"/p{at}": operation(at, f"S{at}") for at in range(schemas)}, {f"S{at}": schema(at) for at in range(schemas)}
    )
    return pair(root, root["components"]["schemas"]["S3"]["properties"]["id"], folder, "circle")


def operation(at: int, name: str) -> dict[str, Any]:
    """Return a path item with one operation that takes and answers a schema."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    answer = {"description": "ok", "content": content}
    return {"post": {"operationId": f"op{at}", "requestBody": {"content": content}, "responses": {"200": answer}}}


def document(paths: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return a whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "made", "version": "1.0.0"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def pair(root: dict[str, Any], changed: dict[str, Any], folder: Path, name: str) -> tuple[Path, Path]:
    """Write a document before and after one of its strings is bounded."""
    old = written(root, folder / f"{name}-old.json")
    changed["maxLength"] = 40
    return old, written(root, folder / f"{name}-new.json")


def written(root: dict[str, Any], path: Path) -> Path:
    path.write_text(json.dumps(root, default=str), "utf-8")
    return path
