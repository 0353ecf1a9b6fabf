"""Examples of calls, made from the examples in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.emit.typescript.schemas import enum_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Example, MediaType, Parameter, Schema

_DEPTH_MAX = 5
_BY_FORMAT = {
    "date-time": "2026-01-01T00:00:00Z",
    "date": "2026-01-01",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "decimal": "1.5",
    "uri": "https://example.com",
    "email": "someone@example.com",
}
_BY_TYPE: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "null": None}


def of_media(media: MediaType) -> Any:
    """Return an example body: the document's own where it has one."""
    given = _given(media.examples)
    return given if given is not None else of_schema(media.schema)


def of_parameter(parameter: Parameter) -> Any:
    """Return an example value of a parameter."""
    given = _given(parameter.examples)
    return given if given is not None else of_schema(parameter.schema, parameter.name)


def of_schema(schema: Schema | None, name: str = "value", depth: int = 0) -> Any:
    """Return a value that the schema allows, or nearly: enough to read what a call looks like."""
    if schema is None or schema.is_boolean or depth > _DEPTH_MAX:
        return {}
    for candidate in (schema, schema.resolved):
        if candidate.examples:
            return candidate.examples[0]
    schema = schema.resolved
    if schema.has_const:
        return schema.const
    if values := enum_values(schema):
        return values[0]
    if schema.has_default and schema.default not in ("", None):
        return schema.default
    return _made(schema, name, depth)


def _made(schema: Schema, name: str, depth: int) -> Any:
    for choices in (schema.one_of, schema.any_of):
        if choices:
            return of_schema(choices[0], name, depth + 1)
    kind = next((kind for kind in schema.types if kind != "null"), "")
    if kind == "object" or schema.properties or schema.all_of:
        return _made_object(schema, depth)
    if kind == "array":
        if schema.prefix_items:
            return [of_schema(item, name, depth + 1) for item in schema.prefix_items]
        return [of_schema(schema.items, name, depth + 1)] if schema.items is not None else []
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    return _BY_FORMAT.get(schema.format or "", name)


def _made_object(schema: Schema, depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for part in schema.all_of:
        inner = of_schema(part, "value", depth + 1)
        if isinstance(inner, dict):
            value |= inner
    for name in schema.required:
        if name in schema.properties and name not in value:
            value[name] = of_schema(schema.properties[name], name, depth + 1)
    return value


def _given(examples: Sequence[Example]) -> Any:
    return next((example.value for example in examples if example.value is not None), None)
