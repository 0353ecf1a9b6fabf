"""Spell a schema of OpenAPI 3.0 in the words of JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any, Final

BOUNDS: Final = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
NULL: Final = {"type": "null"}


def normalised(raw: dict[str, Any]) -> dict[str, Any]:
    """Return one schema object (not its subschemas) in 2020-12 words; unchanged, the same object, where nothing differs."""
    if not ("nullable" in raw or "example" in raw or "exclusiveMinimum" in raw or "exclusiveMaximum" in raw):
        return raw
    out = dict(raw)
    if "example" in out:
        example = out.pop("example")
        out.setdefault("examples", [example])
    for inclusive, exclusive in BOUNDS:
        if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and inclusive in out:
            out[exclusive] = out.pop(inclusive)
    return with_null(out) if out.pop("nullable", False) is True else out


def with_null(out: dict[str, Any]) -> dict[str, Any]:
    """Let null in where ``nullable: true`` meant it to be: beside a type (OpenAPI 3.0.3, "nullable")."""
    if isinstance(out.get("type"), str):
        out["type"] = [out["type"], "null"]
        if isinstance(out.get("enum"), list) and None not in out["enum"]:
            out["enum"] = [*out["enum"], None]
    elif constraining := set(out) & {"$ref", "allOf", "anyOf", "oneOf"}:
        if constraining == {"anyOf"} and isinstance(out["anyOf"], list):
            # Behind the branches, so that each keeps its place.
            return {**out, "anyOf": [*out["anyOf"], NULL]}
        constraints = {key: out.pop(key) for key in ("$ref", "allOf", "anyOf", "oneOf", "discriminator") if key in out}
        out["anyOf"] = [constraints, NULL]
    return out
