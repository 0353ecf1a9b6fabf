"""JSON Schemas of the contract, compiled once, and what breaks them in words that name the place and the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Schema", "Schemas", "shown"]

_BASE = "urn:tradespec:contract"
_SHOWN_MAX = 100
_ERRORS_MAX = 32
_SECRET_WORDS = ("secret", "private", "password", "signature")
Place = dict[str, Any]


class Schema:
    """One compiled schema of the contract."""

    __slots__ = ("_document", "_validator", "is_valid")

    def __init__(self, validator: jsonschema_rs.Validator, document: Mapping[str, Any]) -> None:
        self._validator = validator
        self._document = document
        self.is_valid = validator.is_valid

    def problems(self, value: Any) -> list[Place]:
        """Return what is wrong where, at most 32 places: `pointer`, `rule`, `message` and where known `limit`, `value`."""
        found: list[Place] = []
        for error in self._validator.iter_errors(value):
            for place in self._explain(error):
                found.append(place)
                if len(found) == _ERRORS_MAX:
                    return found
        return found

    def _explain(self, error: jsonschema_rs.ValidationError) -> Iterator[Place]:
        kind = error.kind
        if isinstance(kind, jsonschema_rs.ValidationErrorKind.OneOfNotValid):
            yield from self._explain_one_of(error, kind.context)
        elif isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
            name = str(kind.property)
            yield _place([*error.instance_path, name], "required", "the field", "nothing")
        elif isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
            for name in kind.unexpected:
                yield _place([*error.instance_path, name], "additionalProperties", "no such field", f"`{name}`")
        else:
            rule = kind.name
            path = list(error.instance_path)
            place = _place(path, rule, *_words(rule, kind.value, error), value=_revealed(path, error.instance))
            if rule in _LIMITS or rule in ("enum", "type"):
                place["limit"] = _limit(kind.value)
            yield place

    def _explain_one_of(
        self, error: jsonschema_rs.ValidationError, branches: list[list[jsonschema_rs.ValidationError]]
    ) -> Iterator[Place]:
        """Explain by the branch that the discriminator names; without one, say only that no branch fits."""
        node = _follow(self._document, error.schema_path[:-1])
        discriminator = node.get("discriminator") if isinstance(node, dict) else None
        path = list(error.instance_path)
        if not isinstance(discriminator, dict) or not isinstance(error.instance, dict):
            yield _place(path, "oneOf", "exactly one of the shapes of the contract", "none of them")
            return
        name = discriminator["propertyName"]
        mapping = discriminator.get("mapping") or {}
        if name not in error.instance:
            yield _place([*path, name], "required", "the field", "nothing")
            return
        value = error.instance[name]
        references = [_name(branch.get("$ref")) for branch in node["oneOf"]]
        target = _name(mapping.get(value)) if isinstance(value, str) else None
        if target is None or target not in references:
            yield _place([*path, name], "enum", f"one of {', '.join(mapping)}", shown(value), value=value)
            return
        for one in branches[references.index(target)]:
            yield from self._explain(one)


class Schemas:
    """Compiles schemas of a contract by their pointer into its document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._registry = jsonschema_rs.Registry([(_BASE, dict(document))], draft=jsonschema_rs.Draft202012)

    def compile(self, pointer: str) -> Schema:
        """Return the schema at a JSON pointer into the contract document."""
        validator = jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": f"{_BASE}#{pointer}"},
            registry=self._registry,
            validate_formats=True,
            offline=True,
        )
        return Schema(validator, self._document)

    def types(self, schema: Mapping[str, Any]) -> frozenset[str]:
        """Return the JSON types that a schema declares, following references."""
        for _ in range(16):
            if "type" in schema:
                declared = schema["type"]
                return frozenset([declared] if isinstance(declared, str) else declared)
            reference = schema.get("$ref")
            if not isinstance(reference, str):
                break
            schema = _follow(self._document, reference.removeprefix("#/").split("/"))
        return frozenset()


def shown(value: Any) -> str:
    """Return a value as an error text shows it: JSON, cut when long."""
    text = orjson.dumps(value, default=str).decode() if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


def _place(path: Iterable[str | int], rule: str, expected: str, got: str, *, value: Any = None) -> Place:
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    place: Place = {"pointer": pointer, "rule": rule, "message": f"Expected {expected}, got {got}."}
    if value is not None:
        place["value"] = value if isinstance(value, (bool, int, float)) else _cut(value)
    return place


def _cut(value: Any) -> Any:
    text = value if isinstance(value, str) else shown(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


def _revealed(path: list[str | int], value: Any) -> Any:
    """Return the value that came, unless its name says that it is a secret or it is a whole object."""
    name = str(path[-1]).lower() if path else ""
    if isinstance(value, (dict, list)) or any(word in name for word in _SECRET_WORDS):
        return None
    return value


_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} fields",
    "maxProperties": "at most {} fields",
    "pattern": "text that matches `{}`",
    "format": "a value of the form {}",
    "const": "{}",
}


def _words(rule: str, limit: Any, error: jsonschema_rs.ValidationError) -> tuple[str, str]:
    got = shown(error.instance)
    if rule == "type":
        types = limit if isinstance(limit, list) else [limit]
        return " or ".join(str(one) for one in types), f"{_type_name(error.instance)} {got}"
    if rule == "enum":
        return f"one of {_limit(limit)}", got
    if rule in _LIMITS:
        return _LIMITS[rule].format(_limit(limit)), got
    return f"what the rule {rule} asks for", got


def _limit(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_limit(one) for one in value)
    return value if isinstance(value, str) else shown(value)


def _type_name(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "the boolean"
        case int() | float():
            return "the number"
        case str():
            return "the string"
        case list():
            return "the array"
        case _:
            return "the object"


def _name(reference: Any) -> Any:
    """Return the schema that a reference or a discriminator's value names."""
    return reference.rpartition("/")[2] if isinstance(reference, str) else None


def _follow(document: Any, steps: Iterable[str | int]) -> Any:
    for step in steps:
        try:
            document = document[int(step)] if isinstance(document, list) else document[step]
        except (KeyError, IndexError, ValueError, TypeError):
            return {}
    return document
