"""Schemas that are well-formed but cannot mean what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.document import DocumentError
from tradespec.lint.explain import listed
from tradespec.lint.pointers import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context

_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_COMPOSED = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "$ref", "patternProperties", "not"})


def check(context: Context) -> Iterator[Problem]:
    """Report patterns, required names, bounds and discriminators that do not work."""
    within_composition = {visit.place for visit in context.tour.of("schema") if _is_part(visit.place)}
    for visit in context.tour.of("schema"):
        if not isinstance(visit.value, dict):
            continue
        yield from _pattern(context, visit.value, visit.place)
        yield from _bounds(context, visit.value, visit.place)
        yield from _discriminator(context, visit.value, visit.place)
        if visit.place not in within_composition:
            yield from _required(context, visit.value, visit.place)


def _is_part(place: Place) -> bool:
    """Whether the schema is one of several that apply together, so that its names may be declared beside it."""
    parts = place.pointer.split("/")
    return not _COMPOSED.isdisjoint(parts[-2:])


def _pattern(context: Context, schema: dict[str, Any], place: Place) -> Iterator[Problem]:
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and (why := _why_not(pattern)):
        yield context.problem("pattern-invalid", place / "pattern", pattern=pattern, why=why)


def _why_not(pattern: str) -> str:
    """Return why ``pattern`` is no regular expression; nothing where it is one."""
    import jsonschema_rs

    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid("")
    except (jsonschema_rs.ValidationError, ValueError) as error:
        return str(error).split("\n", 1)[0][:120]
    return ""


def _required(context: Context, schema: dict[str, Any], place: Place) -> Iterator[Problem]:
    """Names required but not declared; only where the schema declares all its properties itself."""
    required, properties = schema.get("required"), schema.get("properties")
    if not isinstance(required, list) or not isinstance(properties, dict) or not _COMPOSED.isdisjoint(schema):
        return
    for index, name in enumerate(required):
        if isinstance(name, str) and name not in properties:
            where = place / "required" / str(index)
            yield context.problem("required-undeclared", where, name=name, known=listed(properties))


def _bounds(context: Context, schema: dict[str, Any], place: Place) -> Iterator[Problem]:
    for low, high in _BOUNDS:
        below, above = schema.get(low), schema.get(high)
        if isinstance(below, int | float) and isinstance(above, int | float) and below > above:
            yield context.problem("bounds-empty", place / low, low=low, high=high, low_value=below, high_value=above)


def _discriminator(context: Context, schema: dict[str, Any], place: Place) -> Iterator[Problem]:
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, dict):
        return
    mapping = discriminator.get("mapping")
    for value, target in mapping.items() if isinstance(mapping, dict) else ():
        where = place / "discriminator" / "mapping" / value
        if not _leads_somewhere(context, target, where):
            yield context.problem("discriminator-invalid", where, expected="a schema", got=repr(target))
    name = discriminator.get("propertyName")
    if isinstance(name, str):
        yield from _branches(context, name, place)


def _leads_somewhere(context: Context, target: Any, where: Place) -> bool:
    if not isinstance(target, str):
        return False
    try:
        return target in context.contract.schemas or bool(context.document.resolve(target, where))
    except DocumentError:
        return False


def _branches(context: Context, name: str, place: Place) -> Iterator[Problem]:
    """A branch that may leave the property out cannot be told from the others by it."""
    schema = context.contract.schema_at(place)
    for key, branches in (("oneOf", schema.one_of), ("anyOf", schema.any_of)):
        for index, branch in enumerate(branches):
            reached = list(parts(branch))
            if "null" not in branch.types and not any(name in part.required for part in reached):
                got = f"{branch.resolved.name or 'a branch'} without it"
                where = place / key / index
                yield context.problem("discriminator-invalid", where, expected=f"{name!r} among the required", got=got)
