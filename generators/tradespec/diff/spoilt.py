"""Keywords whose value no JSON Schema may have: what other people's documents hold where a type or a bound should stand.

Such a keyword says nothing that can be judged, and a validator refuses the whole schema for it. It is left out of what is
judged and kept beside it, so that the rest is judged as ever, and a keyword that is spoilt on one side alone leaves the
answer open.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tradespec.lean import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Callable

SPOILT: Final = "x-spoilt"
"""The word under which spoilt keywords are kept."""
TYPES: Final = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
COUNTS: Final = frozenset(
    {
        "maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems", "minLength", "minProperties",
    }
)  # fmt: skip
BOUNDS: Final = frozenset({"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"})
SCHEMAS: Final = frozenset(
    {
        "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems",
        "unevaluatedProperties",
    }
)  # fmt: skip
MAPS: Final = frozenset({"dependentSchemas", "patternProperties", "properties"})
LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})


def mended(key: str, value: Any) -> Any:
    """Return a value as it was surely meant: names of types in capitals, ``required: false`` as older drafts had it."""
    if key == "required" and value is False:
        return []
    if key != "type":
        return value
    names = [
        name.lower() if isinstance(name, str) else name for name in (value if isinstance(value, list) else [value])
    ]
    return names if isinstance(value, list) else names[0]


def is_sound(key: str, value: Any) -> bool:
    """Whether a keyword may have this value."""
    if key in COUNTS:
        return is_number(value) and value >= 0 and value == int(value)
    if key in BOUNDS or key == "multipleOf":
        return is_number(value) and (key != "multipleOf" or value > 0)
    if key in SCHEMAS:
        return isinstance(value, bool | dict)
    if key in MAPS:
        return isinstance(value, dict)
    if key in LISTS:
        return isinstance(value, list) and bool(value)
    test = TESTS.get(key)
    return test is None or bool(test(value))


def is_number(value: Any) -> bool:
    """Whether a value is a finite number; ``true`` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) != float("inf")


def are_names(value: Any) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def are_types(value: Any) -> bool:
    """Whether a value names a type, or lists different types."""
    if isinstance(value, str):
        return value in TYPES
    return are_names(value) and bool(value) and len(set(value)) == len(value) and set(value) <= TYPES


def is_pattern(value: Any) -> bool:
    """Whether a value is a regular expression that a validator reads."""
    return isinstance(value, str) and compiles(value)


@lru_cache(maxsize=4096)
def compiles(pattern: str) -> bool:
    """Whether jsonschema-rs reads a regular expression."""
    engine = jsonschema_rs()
    try:
        engine.Draft202012Validator({"pattern": pattern})
    except (ValueError, engine.ValidationError):
        return False
    return True


TESTS: Final[dict[str, Callable[[Any], bool]]] = {
    "type": are_types,
    "enum": lambda value: isinstance(value, list),
    "format": lambda value: isinstance(value, str),
    "pattern": is_pattern,
    "required": are_names,
    "uniqueItems": lambda value: isinstance(value, bool),
    "dependentRequired": lambda value: isinstance(value, dict) and all(map(are_names, value.values())),
}


def said_spoilt(key: str, value: Any) -> str:
    """Write a keyword with its value."""
    return f"{key}: {json.dumps(value, default=str)}"


def spoilt_in(written: Any) -> set[str]:
    """Return what is kept as spoilt anywhere in a written schema."""
    found: set[str] = set()
    stack = [written]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            kept = node.get(SPOILT)
            if isinstance(kept, dict):
                found |= {said_spoilt(key, value) for key, value in kept.items()}
            stack += [each for key, each in node.items() if key != SPOILT and isinstance(each, dict | list)]
        elif isinstance(node, list):
            stack += [each for each in node if isinstance(each, dict | list)]
    return found
