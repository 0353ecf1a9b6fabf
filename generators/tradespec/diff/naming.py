"""Names and texts of what changes in a schema: oasdiff's rule ids where it has one of the same meaning."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from tradespec.diff.projection import Way
    from tradespec.diff.view import View

Kind = Literal["body", "parameter", "header"]
SHOWN_MAX: Final = 80

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "type": ("type",),
    "enum": ("enum", "const"),
    "min": ("minimum", "exclusiveMinimum"),
    "max": ("maximum", "exclusiveMaximum"),
    "multiple-of": ("multipleOf",),
    "min-length": ("minLength",),
    "max-length": ("maxLength",),
    "pattern": ("pattern",),
    "format": ("format",),
    "min-items": ("minItems",),
    "max-items": ("maxItems",),
    "unique-items": ("uniqueItems",),
    "min-properties": ("minProperties",),
    "max-properties": ("maxProperties",),
    "additional-properties": ("additionalProperties", "unevaluatedProperties"),
    "pattern-property": ("patternProperties",),
    "property-names": ("propertyNames",),
    "items": ("items",),
    "prefix-items": ("prefixItems",),
    "unevaluated-items": ("unevaluatedItems",),
    "contains": ("contains", "minContains", "maxContains"),
    "dependent-required": ("dependentRequired",),
    "dependent-schema": ("dependentSchemas", "dependencies"),
    "if": ("if", "then", "else"),
    "not": ("not",),
    "one-of": ("oneOf",),
    "any-of": ("anyOf",),
    "all-of": ("allOf", "$ref"),
    "discriminator": ("discriminator",),
}
"""What is judged together: name -> keywords."""
NUMBERS: Final = frozenset({"integer", "number"})
STRINGS: Final = frozenset({"string"})
ARRAYS: Final = frozenset({"array"})
OBJECTS: Final = frozenset({"object"})
ABOUT: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("min", "max", "multiple-of"), NUMBERS),
    **dict.fromkeys(("min-length", "max-length", "pattern"), STRINGS),
    **dict.fromkeys(("min-items", "max-items", "unique-items", "items", "prefix-items", "contains"), ARRAYS),
    **dict.fromkeys(("min-properties", "max-properties", "additional-properties", "pattern-property"), OBJECTS),
    **dict.fromkeys(("property-names", "dependent-required"), OBJECTS),
    "format": NUMBERS | STRINGS,
}
"""Group -> the types that it speaks of."""
LOWER: Final = frozenset({"min", "min-length", "min-items", "min-properties"})
UPPER: Final = frozenset({"max", "max-length", "max-items", "max-properties"})


@dataclass(frozen=True, slots=True)
class Position:
    """Where a schema stands: the body, parameter or header itself, or something within."""

    way: Way
    kind: Kind
    nested: bool

    @property
    def prefix(self) -> str:
        """The first words of the ids of rules about such a schema."""
        if self.kind == "body":
            return f"{self.way}-{'property' if self.nested else 'body'}"
        return f"{self.way}-{self.kind}{'-property' if self.nested else ''}"


def member_name(way: Way, kind: Kind, what: str) -> str:
    """Return the id of a rule about a member: ``what`` is such as ``required-added``."""
    if kind == "body":
        return MEMBERS[way][what]
    return f"{way}-{kind}-property-{what.replace('optional-', '').replace('required-removed', 'removed')}"


MEMBERS: Final[dict[str, dict[str, str]]] = {
    "request": {
        "required-added": "new-required-request-property",
        "required-default-added": "new-required-request-property-with-default",
        "optional-added": "new-optional-request-property",
        "optional-removed": "request-property-removed",
        "required-removed": "request-property-removed",
        "became-required": "request-property-became-required",
        "became-optional": "request-property-became-optional",
    },
    "response": {
        "required-added": "response-required-property-added",
        "optional-added": "response-optional-property-added",
        "closed-added": "response-property-added-to-closed-object",
        "optional-removed": "response-optional-property-removed",
        "required-removed": "response-required-property-removed",
        "became-required": "response-property-became-required",
        "became-optional": "response-property-became-optional",
    },
}


def suffix(group: str, old: View, new: View, way: Way, *, harmless: bool) -> str:
    """Return the last words of the id of a rule: which way a keyword moved."""
    if group == "type":
        return type_suffix(old, new, way, harmless=harmless)
    if group == "enum":
        return enum_suffix(old, new)
    if group == "discriminator":
        return discriminator_suffix(old.value(group), new.value(group))
    if group in LOWER | UPPER:
        return bound_suffix(group, old, new)
    there = [any(view.has(word) for word in GROUPS[group]) for view in (old, new)]
    moved = {(False, True): "added", (True, False): "removed", (True, True): "changed"}.get(
        (there[0], there[1]), "changed"
    )
    if group == "pattern" and moved == "changed" and harmless and way == "request":
        return "pattern-generalized"
    return f"{group}-{moved}"


def type_suffix(old: View, new: View, way: Way, *, harmless: bool) -> str:
    """Name a change of type."""
    before, after = old.types, new.types
    if before - {"null"} == after - {"null"}:
        return "became-nullable" if "null" in after else "became-not-nullable"
    if len(before) > 1 and before > after:
        return "list-of-types-narrowed"
    if len(after) > 1 and before and before < after:
        return "list-of-types-widened"
    if harmless:
        return "type-generalized" if way == "request" else "type-specialized"
    if way == "response" and (not after or (before == {"integer"} and after == {"number"})):
        return "type-generalized"
    return "type-changed"


def enum_suffix(old: View, new: View) -> str:
    """Name a change of the listed values."""
    const = old.has("const"), new.has("const")
    if const == (True, True):
        return "const-changed"
    if any(const) and (old.values is None or new.values is None):
        return "const-added" if const[1] else "const-removed"
    if old.values is None:
        return "became-enum"
    if new.values is None:
        return "became-not-enum"
    gone = [value for value in old.values if value not in new.values]
    come = [value for value in new.values if value not in old.values]
    return (
        "enum-value-removed"
        if gone and not come
        else "enum-value-added"
        if come and not gone
        else "enum-values-changed"
    )


def discriminator_suffix(old: Any, new: Any) -> str:
    """Name a change of what tells branches apart."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return f"discriminator-{'removed' if isinstance(old, dict) else 'added'}"
    if old.get("propertyName") != new.get("propertyName"):
        return "discriminator-property-name-changed"
    before, after = mapping(old), mapping(new)
    if before.items() <= after.items():
        return "discriminator-mapping-added"
    return f"discriminator-mapping-{'deleted' if after.items() <= before.items() else 'changed'}"


def mapping(discriminator: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping of a discriminator."""
    said = discriminator.get("mapping")
    return said if isinstance(said, dict) else {}


def bound_suffix(group: str, old: View, new: View) -> str:
    """Name a change of a bound."""
    words = GROUPS[group]
    word = next((each for each in reversed(words) if new.has(each) or old.has(each)), words[0])
    stem = f"exclusive-{group}" if word.startswith("exclusive") else group
    before = next((old.value(each) for each in words if old.has(each)), None)
    after = next((new.value(each) for each in words if new.has(each)), None)
    if before is None:
        return f"{stem}-set"
    if after is None:
        return f"{stem}-unset"
    try:
        return f"{stem}-increased" if after > before or (after == before and group in LOWER) else f"{stem}-decreased"
    except TypeError:
        return f"{stem}-changed"


def said(group: str, old: View, new: View) -> str:
    """Return a change in words: what it is now and what it was."""
    if group == "enum" and old.values is not None and new.values is not None:
        gone = [value for value in old.values if value not in new.values]
        come = [value for value in new.values if value not in old.values]
        parts = [f"without {listed(gone)}"] if gone else []
        return " and ".join([*parts, *([f"with {listed(come)}"] if come else [])]) or "the same values"
    parts = []
    for word in GROUPS[group]:
        before, after = old.value(word), new.value(word)
        if word == "type":
            before, after = (sorted(view.types) or None for view in (old, new))
        if before == after or (word == "$ref"):
            continue
        if after is None:
            parts.append(f"no `{word}` (it was {shown(before)})")
        elif before is None:
            parts.append(f"`{word}` {shown(after)}")
        else:
            parts.append(f"`{word}` {shown(after)} (it was {shown(before)})")
    return ", ".join(parts) or f"another `{GROUPS[group][0]}`"


def listed(values: list[Any]) -> str:
    """Return values as a short list."""
    some = ", ".join(shown(value) for value in values[:6])
    return f"{some} and {len(values) - 6} more" if len(values) > 6 else some  # noqa: PLR2004 - six fit a line


def shown(value: Any) -> str:
    """Return a value as short JSON in backticks."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"`{text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + '…'}`"
