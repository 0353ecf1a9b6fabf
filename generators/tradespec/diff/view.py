"""A schema laid flat: what its references and ``allOf`` parts say together, keyword by keyword, each with its owner.

Splitting a schema over ``allOf``, moving it behind ``$ref``, wrapping it in a ``oneOf`` of one, or letting null in by a
branch of its own then changes nothing of what is compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.projection import dropped
from tradespec.diff.senders import IGNORED, says_nothing
from tradespec.records import dataclass, field, replace

if TYPE_CHECKING:
    from tradespec.contract import Schema
    from tradespec.diff.projection import Projector, Spelling

PLACELESS: Final = frozenset({"$ref", "allOf", "required", "properties"})
WRAPPERS: Final = ("oneOf", "anyOf")
ABOUT_OTHERS: Final = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties"})
SAID_ONCE: Final = frozenset(
    {
        "title", "description", "example", "examples", "default", "deprecated", "readOnly", "writeOnly", "externalDocs",
        "xml", "$comment", "discriminator", "$id", "$anchor", "$schema", "$defs", "definitions",
    }
)  # fmt: skip
"""Words of which the outermost wins."""


@dataclass(slots=True)
class View:
    """What a schema says: ``words`` maps a keyword to the schema that says it."""

    schema: Schema
    words: dict[str, Schema] = field(default_factory=dict)
    properties: dict[str, Schema] = field(default_factory=dict)
    required: dict[str, Schema] = field(default_factory=dict)
    null: bool = False
    """Whether a branch of its own lets null in."""
    parts: int = 0
    flat: bool = True
    """False where two parts say different things with one word: then only the outermost is looked at."""

    def value(self, keyword: str) -> Any:
        """Return what a keyword says, None where it is not there."""
        owner = self.words.get(keyword)
        return None if owner is None else owner.raw[keyword]

    def has(self, keyword: str) -> bool:
        """Whether a keyword is there."""
        return keyword in self.words

    @property
    def types(self) -> frozenset[str]:
        """The declared types, null of a branch among them; empty where any will do."""
        owner = self.words.get("type")
        return frozenset(owner.types) | ({"null"} if self.null else frozenset()) if owner else frozenset()

    @property
    def values(self) -> list[Any] | None:
        """The values that are listed by ``enum`` or ``const``, None where none are."""
        if self.has("const"):
            found = [self.value("const")]
        elif isinstance(self.value("enum"), list):
            found = list(self.value("enum"))
        else:
            return None
        return [*found, None] if self.null and None not in found else found


def view(schema: Schema) -> View:
    """Lay a schema flat where its parts allow it."""
    out = View(schema)
    seen: set[str] = set()
    collect(out, schema, seen)
    if out.parts > 1 and ABOUT_OTHERS & set(out.words) and out.properties and not closes_alone(out):
        out.flat = False
    if not out.flat or (out.null and out.parts > 1):
        return outermost(schema)
    return out


def closes_alone(out: View) -> bool:
    """Whether what is said of other members is said where all members are declared."""
    said = [out.words[word] for word in ABOUT_OTHERS & set(out.words)]
    open_word = all(
        "additionalProperties" in owner.raw and says_nothing(owner.raw["additionalProperties"]) for owner in said
    )
    return open_word or all(set(owner.raw.get("properties") or ()) >= set(out.properties) for owner in said)


def collect(out: View, schema: Schema, seen: set[str]) -> None:
    """Add what one part says, then its parts."""
    key = str(schema.place)
    if key in seen or schema.is_boolean:
        out.flat = out.flat and not schema.is_boolean
        return
    seen.add(key)
    wrapped = unwrapped(schema)
    if set(schema.raw) - SAID_ONCE - {"$ref", "allOf", wrapped[0] if wrapped else ""}:
        out.parts += 1
    for word, value in schema.raw.items():
        if word in PLACELESS or (wrapped and word == wrapped[0]):
            continue
        owner = out.words.setdefault(word, schema)
        if owner is not schema and owner.raw[word] != value and word not in SAID_ONCE and not word.startswith("x-"):
            out.flat = False
    for name, member in schema.properties.items():
        if out.properties.setdefault(name, member) is not member:
            out.flat = False
    for name in schema.required:
        out.required.setdefault(name, schema)
    if "$ref" in schema.raw and schema.ref is not None:
        collect(out, schema.ref, seen)
    for part in schema.all_of:
        collect(out, part, seen)
    if wrapped:
        out.null = out.null or wrapped[2]
        collect(out, wrapped[1], seen)


def unwrapped(schema: Schema) -> tuple[str, Schema, bool] | None:
    """Return (keyword, the one branch, whether null is let in beside it) of a wrapper that chooses nothing."""
    for word in WRAPPERS:
        branches = schema.one_of if word == "oneOf" else schema.any_of
        some = [branch for branch in branches if branch.raw != {"type": "null"}]
        if len(some) == 1 and len(branches) <= 2 and "discriminator" not in schema.raw:  # noqa: PLR2004 - it and null
            null = len(branches) > 1
            if null and not typed(some[0]):
                continue
            if null and set(schema.raw) - SAID_ONCE - {word}:
                continue
            return word, some[0], null
    return None


def typed(schema: Schema) -> bool:
    """Whether a branch can take null into its own type: it is one schema with a type and says nothing null could hurt."""
    target = schema.resolved
    return bool(target.types) and not {"allOf", "anyOf", "oneOf", "not", "if"} & set(target.raw)


def outermost(schema: Schema) -> View:
    """Look at the schema itself and no part of it."""
    target = schema.resolved
    words = {word: target for word in target.raw if word not in PLACELESS - {"allOf", "$ref"}}
    members = dict(target.properties)
    return View(target, words, members, dict.fromkeys(target.required, target), flat=False)


def flat_json(projector: Projector, seen: View, how: Spelling) -> dict[str, Any]:
    """Return a view as JSON Schema, one keyword at a time; see `tradespec.diff.projection`."""
    inner, outer = replace(how, position="branch"), replace(how, position="owner")
    out: dict[str, Any] = {}
    for word, owner in seen.words.items():
        if not word.startswith("x-"):
            projector.keyword(out, owner, word, owner.raw[word], inner)
    if seen.properties:
        out["properties"] = {name: projector.member(member, outer) for name, member in seen.properties.items()}
    required = [
        name for name in seen.required if name not in seen.properties or not dropped(seen.properties[name], how.way)
    ]
    if required:
        out["required"] = required
    if seen.null:
        let_null_in(out)
    projector.close(out, seen.schema, how)
    return {word: said for word, said in out.items() if word not in IGNORED}


def let_null_in(out: dict[str, Any]) -> None:
    """Add null to the type and to the listed values."""
    types = out.get("type")
    names = [types] if isinstance(types, str) else list(types or ())
    if names:
        out["type"] = [*names, *([] if "null" in names else ["null"])]
    if "const" in out:
        out["enum"] = [out.pop("const")]
    if isinstance(out.get("enum"), list) and None not in out["enum"]:
        out["enum"] = [*out["enum"], None]
