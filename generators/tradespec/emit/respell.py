"""One schema object of OpenAPI 3.0 in the words of 3.1, and a walk over the schemas inside a schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tradespec.contract.normalise import normalised

Json = Any
"""A JSON value."""

_ONE = frozenset(
    {
        *("additionalProperties", "propertyNames", "unevaluatedProperties", "items", "unevaluatedItems", "contains"),
        *("not", "if", "then", "else", "contentSchema"),
    }
)
_MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})


def respell(schema: Json) -> Json:
    """Return one schema object in today's words; the schemas inside it stay as they are written."""
    return normalised(schema) if isinstance(schema, dict) else schema


def map_schemas(node: Mapping[str, Json], change: Callable[[Json], Json]) -> dict[str, Json]:
    """Return ``node`` with each schema directly inside it replaced by what ``change`` returns for it.

    Values that only look like schemas (in ``default``, ``enum``, ``examples`` or ``x-`` words) are left alone.
    """
    out: dict[str, Json] = {}
    for word, value in node.items():
        if word in _ONE and isinstance(value, Mapping):
            out[word] = change(value)
        elif word in _MANY and isinstance(value, list):
            out[word] = [change(item) for item in value]
        elif word in _NAMED and isinstance(value, Mapping):
            out[word] = {name: change(item) for name, item in value.items()}
        else:
            out[word] = value
    return out
