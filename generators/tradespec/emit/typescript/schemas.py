"""Questions about schemas that both the survey and the type writer ask."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from tradespec.emit.typescript.text import SAFE_INTEGER_MAX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema

SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})


def enum_values(schema: Schema) -> tuple[Any, ...]:
    """Return the values a schema lists, without null: those it is closed to, or those known of an extensible list."""
    values = schema.enum or schema.open_enum or ()
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str | int | float | bool)))


def is_extensible(schema: Schema) -> bool:
    """Whether the schema says itself that its list of values may grow."""
    return not schema.enum and schema.open_enum is not None


def is_string_enum(schema: Schema) -> bool:
    """Whether the schema is a list of at least two texts and nothing more."""
    values = enum_values(schema)
    return len(values) > 1 and all(isinstance(value, str) for value in values) and not is_composed(schema)


def is_composed(schema: Schema) -> bool:
    """Whether the schema is put together from others, or adds to the one it refers to."""
    return bool(schema.all_of or schema.one_of or schema.any_of or schema.ref)


def is_scalar(schema: Schema) -> bool:
    """Whether the schema is a plain text, number or boolean, written in place rather than under a name of its own."""
    if schema.is_boolean:
        return True
    if is_composed(schema) or is_string_enum(schema):
        return False
    return schema.has_const or bool(enum_values(schema)) or (bool(schema.types) and SCALARS.issuperset(schema.types))


def is_long_integer(schema: Schema) -> bool:
    """Whether values of an integer schema can lie beyond 2^53, where a JavaScript number is no longer exact."""
    upper = schema.maximum if schema.maximum is not None else schema.exclusive_maximum
    lower = schema.minimum if schema.minimum is not None else schema.exclusive_minimum
    if any(bound is not None and abs(bound) > SAFE_INTEGER_MAX for bound in (upper, lower)):
        return True
    return schema.format in {"int64", "uint64"} and upper is None


def is_plain(value: object) -> bool:
    """Whether a JSON value is neither an array nor an object."""
    return value is None or isinstance(value, str | int | float | bool)


def children(schema: Schema) -> Iterator[Schema]:
    """Yield the schemas directly inside."""
    rest = [schema.items, schema.additional_properties, schema.ref]
    return chain(
        schema.properties.values(),
        schema.pattern_properties.values(),
        schema.prefix_items,
        schema.all_of,
        schema.one_of,
        schema.any_of,
        (child for child in rest if child is not None),
    )


def property_of(schema: Schema, name: str) -> Schema | None:
    """Return a property of an object, looked up through references and ``allOf``."""
    target = schema.resolved
    found = target.properties.get(name)
    if found is not None:
        return found
    for part in target.all_of:
        if part.resolved is not target and (found := property_of(part, name)) is not None:
            return found
    return None


def at_pointer(schema: Schema | None, pointer: str) -> Schema | None:
    """Return the schema of the value that a JSON pointer leads to."""
    for token in pointer.split("/")[1:]:
        if schema is None:
            return None
        schema = property_of(schema, token.replace("~1", "/").replace("~0", "~"))
    return schema
