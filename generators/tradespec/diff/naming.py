"""Names and texts of what changes in a schema: oasdiff's rule ids where it has one of the same meaning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tradespec.diff.endings import BODIES, MEMBERS, PARTS, PREFIXES, SPECIALIZED, UNCARRIED, UNCARRIED_PARTS, Kind
from tradespec.document.place import unescape
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tradespec.diff.projection import Way
    from tradespec.diff.view import View

SHOWN_MAX: Final = 80
BRANCH_WORDS: Final = frozenset({"oneOf", "anyOf", "allOf"})

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
    carried: bool = True

    @property
    def prefix(self) -> str:
        """The first words of the ids of rules about such a schema."""
        return PREFIXES[self.way, self.kind, self.nested] if self.carried else UNCARRIED[self.way]

    def name(self, ending: str) -> str:
        """Return the id of a rule about such a schema."""
        if ending == "type-specialized" and self.prefix not in SPECIALIZED:
            return f"{self.prefix}-type-changed"
        if ending == "pattern-generalized" and not self.carried:
            return f"{self.prefix}-pattern-changed"
        if ending == "wrapped-in-one-of" and self.prefix not in BODIES:
            return f"{self.prefix}-one-of-added"
        return f"{self.prefix}-{ending}"


def member_name(way: Way, kind: Kind, what: str, *, carried: bool = True) -> str:
    """Return the id of a rule about a member: ``what`` is such as ``required-added``."""
    part = PARTS[way, kind] if carried else UNCARRIED_PARTS[way]
    return MEMBERS[way][what][0].format(part=part)


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
    word = next((word for word in GROUPS[group] if old.value(word) != new.value(word)), GROUPS[group][0])
    if word in COUNTED:
        return counted(word, old.value(word), new.value(word))
    moved = movement(word, old.value(word), new.value(word))
    if group == "pattern" and moved == "changed" and harmless and way == "request":
        return "pattern-generalized"
    return f"{STEMS.get(word, group)}-{moved}"


STEMS: Final = {
    "unevaluatedProperties": "unevaluated-properties",
    "then": "then",
    "else": "else",
}
"""Keywords that have a name of their own beside that of their group."""
COUNTED: Final = {"minContains": 1, "maxContains": None}
"""Keywords that count what ``contains`` finds, with what they mean where they are not said."""
LISTED: Final = frozenset({"patternProperties", "dependentSchemas", "dependencies", "prefixItems"})
"""Keywords that come and go by one member at a time."""


def counted(word: str, before: Any, after: Any) -> str:
    """Name a change of how many elements are to be found."""
    stem = "min-contains" if word == "minContains" else "max-contains"
    before, after = (COUNTED[word] if each is None else each for each in (before, after))
    if before is None or after is None:
        return f"{stem}-{'set' if before is None else 'unset'}"
    return f"{stem}-{'increased' if number(after) >= number(before) else 'decreased'}"


def number(value: Any) -> float:
    """Return a number; zero for what is none, which lint reports."""
    return value if isinstance(value, int | float) else 0


def movement(word: str, before: Any, after: Any) -> str:
    """Say whether a keyword came, went or says something else."""
    if word in LISTED:
        names = [set(each) if isinstance(each, dict) else set(range(length(each))) for each in (before, after)]
        come, gone = names[1] - names[0], names[0] - names[1]
        if word == "prefixItems" or bool(come) != bool(gone):
            return "added" if come else "removed"
        return "changed"
    there = [each is not None and each is not True for each in (before, after)]
    if word == "uniqueItems":
        return "added" if after is True else "removed"
    return {(False, True): "added", (True, False): "removed"}.get((there[0], there[1]), "changed")


def length(value: Any) -> int:
    """Return how long a list is; nothing for what is none."""
    return len(value) if isinstance(value, list) else 0


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
    if wider(after, before):
        return "type-generalized"
    return "type-specialized" if wider(before, after) else "type-changed"


def wider(types: frozenset[str], others: frozenset[str]) -> bool:
    """Whether types take in all of some others, and more."""
    every = types | {"integer"} if "number" in types else types
    return types != others and (not types or (bool(others) and others <= every))


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
    """Name a change of a bound: one that excludes its own value is the stricter of two equal ones."""
    before, after = bound(group, old), bound(group, new)
    last = after or before
    stem = f"exclusive-{group}" if last and last[2] else group
    if before is None or after is None:
        return f"{stem}-{'set' if before is None else 'unset'}"
    return f"{stem}-{'increased' if after[:2] >= before[:2] else 'decreased'}"


def bound(group: str, seen: View) -> tuple[float, int, bool] | None:
    """Return the bound that holds: its value, how strict it is as one more place, whether it excludes the value."""
    found = []
    for word in GROUPS[group]:
        value, exclusive = seen.value(word), word.startswith("exclusive")
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append((value, int(exclusive) * (1 if group in LOWER else -1), exclusive))
    return (max(found) if group in LOWER else min(found)) if found else None


def said(group: str, old: View, new: View) -> str:
    """Return a change in words: what it is now and what it was."""
    if group == "enum" and old.values is not None and new.values is not None:
        return differing(old.values, new.values, shown) or "the same values"
    parts = []
    for word in GROUPS[group]:
        before, after = old.value(word), new.value(word)
        if word == "type":
            before, after = (sorted(view.types) or None for view in (old, new))
        if before == after or (word == "$ref"):
            continue
        if word == "type":
            parts.append(f"`type` {types(after)} (it was {types(before)})")
            continue
        if word in BRANCH_WORDS and all(each is None or isinstance(each, list) for each in (before, after)):
            parts.append(branches(word, before, after))
            continue
        if after is None:
            parts.append(f"no `{word}` (it was {shown(before)})")
        elif before is None:
            parts.append(f"`{word}` {shown(after)}")
        else:
            parts.append(f"`{word}` {shown(after)} (it was {shown(before)})")
    return ", ".join(parts) or f"another `{GROUPS[group][0]}`"


def types(names: list[str] | None) -> str:
    """Return names of types in words."""
    return " or ".join(f"`{name}`" for name in names) if names else "any"


def branches(word: str, before: Any, after: Any) -> str:
    """Say which branches went and came; all of them where there was no choice, or is none now."""
    if isinstance(before, list) and isinstance(after, list):
        return f"`{word}` with {differing(before, after, branch) or 'its branches in another order'}"
    if after is None:
        return f"no `{word}` (it was {listed(before, branch)})"
    return f"`{word}` of {listed(after, branch)}"


def branch(value: Any) -> str:
    """Return the name of a branch: of what it refers to, its title, its types, or itself as short JSON."""
    said = value if isinstance(value, dict) else {}
    if isinstance(said.get("$ref"), str):
        return f"`{unescape(unquote(said['$ref'].rpartition('/')[2]))}`"
    named = said.get("title") or (said.get("type") if set(said) <= {"type", "description", "example"} else None)
    return f"`{named}`" if isinstance(named, str) else shown(value)


def differing(before: Iterable[Any], after: Iterable[Any], say: Callable[[Any], str]) -> str:
    """Say which values went and which came; empty where none did."""
    old, new = list(before), list(after)
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    parts = [f"{listed(gone, say)} no more"] if gone else []
    return " and ".join([*parts, *([f"the new {listed(come, say)}"] if come else [])])


def listed(values: list[Any], say: Callable[[Any], str] | None = None) -> str:
    """Return values as a short list."""
    some = ", ".join((say or shown)(value) for value in values[:6])
    return f"{some} and {len(values) - 6} more" if len(values) > 6 else some  # noqa: PLR2004 - six fit a line


def shown(value: Any) -> str:
    """Return a value as short JSON in backticks."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"`{text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + '…'}`"
