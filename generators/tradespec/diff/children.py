"""Which parts of two schemas belong together, and whether two groups of keywords say the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.naming import GROUPS
from tradespec.diff.projection import is_prose, tags_of
from tradespec.diff.same import equal
from tradespec.diff.schema import witness
from tradespec.diff.schema.node import Document
from tradespec.diff.senders import says_nothing
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.diff.judge import Step
    from tradespec.diff.same import Same
    from tradespec.diff.view import View


@dataclass(frozen=True, slots=True)
class Child:
    """Two schemas that belong together, and the steps into a value that lead to what they describe."""

    steps: tuple[Step, ...]
    old: Schema
    new: Schema


def children(old: View, new: View, same: Same) -> Iterator[Child]:
    """Yield the parts that grow and shrink with the whole."""
    for name, member in old.properties.items():
        if name in new.properties:
            yield Child((("property", name),), member, new.properties[name])
    yield from single("items", old, new, prefix_length(old))
    yield from single("additionalProperties", old, new, None, same.other_name)
    for at, (before, after) in enumerate(zip(listed("prefixItems", old), listed("prefixItems", new), strict=False)):
        yield Child((("item", at),), before, after)
    yield from patterns(old, new)
    for word in ("oneOf", "anyOf", "allOf"):
        for at_old, at_new in branch_pairs(word, old, new, same):
            yield Child((), listed(word, old)[at_old], listed(word, new)[at_new])


def single(word: str, old: View, new: View, index: int | None, other_name: str = "") -> Iterator[Child]:
    """Yield the schemas of one keyword where both are schemas."""
    if not isinstance(old.value(word), dict) or not isinstance(new.value(word), dict):
        return
    step: Step = ("property", other_name) if index is None else ("item", index)
    pair = [getattr(seen.words[word], ATTRIBUTES[word]) for seen in (old, new)]
    yield Child((step,), pair[0], pair[1])


def patterns(old: View, new: View) -> Iterator[Child]:
    """Yield the schemas of patterns that both have; the step is a name that matches."""
    if old.has("patternProperties") and new.has("patternProperties"):
        before, after = (seen.words["patternProperties"].pattern_properties for seen in (old, new))
        declared = frozenset(old.properties) | frozenset(new.properties)
        for pattern, member in before.items():
            if pattern in after:
                others = tuple(sorted({*before, *after} - {pattern}))
                yield Child((("property", name_matching(pattern, declared, others)),), member, after[pattern])


@lru_cache(maxsize=1_024)
def name_matching(pattern: str, declared: frozenset[str] = frozenset(), others: tuple[str, ...] = ()) -> str:
    """Return the shortest member name that matches a pattern, and no other where that can be; the pattern where none does."""
    fitting = {"type": "string", "pattern": pattern}
    free = [{"not": {"enum": sorted(declared)}}] if declared else []
    for apart in ([{"not": {"pattern": other}} for other in others], []):
        try:
            return str(witness({"allOf": [fitting, *free, *apart]}))
        except LookupError:
            continue
    return pattern


@lru_cache(maxsize=8_192)
def matches(pattern: str, name: str) -> bool:
    """Whether a member name matches a pattern, as jsonschema-rs reads it; no name matches one that it cannot read."""
    try:
        return Document({"type": "string", "pattern": pattern}).top.accepts(name)
    except (ValueError, LookupError):
        return pattern == name


ATTRIBUTES: Final = {
    "items": "items",
    "additionalProperties": "additional_properties",
    "oneOf": "one_of",
    "anyOf": "any_of",
    "allOf": "all_of",
    "prefixItems": "prefix_items",
}


def listed(word: str, seen: View) -> tuple[Schema, ...]:
    """Return the schemas of a keyword that holds a list."""
    if not isinstance(seen.value(word), list):
        return ()
    found: tuple[Schema, ...] = getattr(seen.words[word], ATTRIBUTES[word])
    return found


def prefix_length(seen: View) -> int:
    """Return how many elements come before those that ``items`` speaks of."""
    return len(listed("prefixItems", seen))


def branch_pairs(word: str, old: View, new: View, same: Same) -> list[tuple[int, int]]:
    """Pair branches: those that are the same, then by what names them, then, where as many are left, in order."""
    before, after = listed(word, old), listed(word, new)
    if not before or not after:
        return []
    pairs: list[tuple[int, int]] = []
    left_old, left_new = list(range(len(before))), list(range(len(after)))
    for test in (same.schemas, lambda a, b: named(old, word, a) & named(new, word, b)):
        for at_old in list(left_old):
            match = next((at for at in left_new if test(before[at_old], after[at])), None)
            if match is not None:
                pairs.append((at_old, match))
                left_old.remove(at_old)
                left_new.remove(match)
    if len(left_old) == len(left_new):
        pairs += zip(left_old, left_new, strict=True)
    return sorted(pairs)


def named(seen: View, word: str, branch: Schema) -> set[str]:
    """Return what a branch goes by: tags, its component's name, its title, the constants in it."""
    tags = tags_of(seen.words[word], branch)
    target = branch.resolved
    found = {f"tag:{tag}" for tag in tags[1]} if tags else set()
    found |= {f"name:{target.name}"} if target.name else set()
    found |= {f"title:{target.title}"} if target.title else set()
    for name, member in target.properties.items():
        value = member.raw.get("const", (member.enum or (None,))[0] if member.enum and len(member.enum) == 1 else None)
        found |= {f"const:{name}={value!r}"} if value is not None else set()
    return found


SCHEMA_WORDS: Final = frozenset(
    {
        "additionalProperties", "unevaluatedProperties", "propertyNames", "items", "unevaluatedItems", "contains", "if",
        "then", "else", "not",
    }
)  # fmt: skip
SCHEMA_MAPS: Final = frozenset({"patternProperties", "dependentSchemas", "dependencies"})
GROWING: Final = frozenset({"items", "additionalProperties"})
"""Words whose schemas are compared as children where both have one."""


def same_words(group: str, old: View, new: View, same: Same) -> bool:
    """Whether a group of keywords says the same, apart from what is compared as a child."""
    if group == "type":
        return old.types == new.types
    if group == "enum":
        return equal(old.values, new.values) or (unordered(old.values) == unordered(new.values))
    return all(same_word(word, old, new, same) for word in GROUPS[group])


def by_name(discriminator: dict[str, Any]) -> dict[str, Any]:
    """Return a discriminator with the schemas of its mapping by name: where they lie is another matter."""
    mapping = discriminator.get("mapping")
    targets = mapping.items() if isinstance(mapping, dict) else ()
    return {**discriminator, "mapping": {tag: str(target).rpartition("/")[2] for tag, target in targets}}


def unordered(values: list[Any] | None) -> list[str] | None:
    """Return values in an order of their own."""
    return None if values is None else sorted({repr(value) for value in values})


def same_word(word: str, old: View, new: View, same: Same) -> bool:
    """Whether one keyword says the same."""
    before, after = old.value(word), new.value(word)
    if word == "$ref" or (word == "format" and all(each is None or is_prose(each) for each in (before, after))):
        return True
    if word in ATTRIBUTES and isinstance(before, list) and isinstance(after, list):
        pairs = branch_pairs(word, old, new, same) if word != "prefixItems" else []
        return len(before) == len(after) and (word == "prefixItems" or len(pairs) == len(before))
    if word in GROWING and isinstance(before, dict) and isinstance(after, dict):
        return True
    if word == "additionalProperties" and says_nothing(before) and says_nothing(after):
        return True
    if word == "patternProperties" and isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys()
    if before is None or after is None:
        return before is after and old.has(word) == new.has(word)
    if word == "discriminator" and isinstance(before, dict) and isinstance(after, dict):
        return by_name(before) == by_name(after)
    if word in SCHEMA_WORDS | SCHEMA_MAPS:
        places = old.words[word].place / word, new.words[word].place / word
        return same.nodes(before, places[0], after, places[1])
    return equal(before, after)
