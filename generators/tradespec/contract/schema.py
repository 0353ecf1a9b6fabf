"""A schema as tools read it: typed accessors over one node, subschemas made when they are first looked at.

Two looks at the same place give the same object, so a walk over a recursive schema ends.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from tradespec.contract.model import Decimal, Stability
from tradespec.contract.normalise import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.contract.reader import Reader
    from tradespec.document import Place


class Discriminator:
    """Which property tells the branches apart, and which schema each of its values means."""

    __slots__ = ("mapping", "property_name")

    def __init__(self, property_name: str, mapping: Mapping[str, Schema]) -> None:
        self.property_name = property_name
        self.mapping = mapping


class Schema:
    """One schema. ``raw`` is the node in 2020-12 words, its subschemas as they are written."""

    __slots__ = ("_children", "_reader", "place", "raw")

    def __init__(self, reader: Reader, raw: Any, place: Place) -> None:
        self._reader = reader
        self._children: dict[str, Any] = {}
        self.place = place
        self.raw: dict[str, Any] = {}
        if isinstance(raw, bool):
            self.raw = {} if raw else {"not": {}}
            self._children["is_boolean"] = True
        elif isinstance(raw, dict):
            self.raw = normalised(raw) if reader.old_words else raw
        else:
            reader.unexpected("a schema", raw, place)

    def __repr__(self) -> str:
        """Show where it stands."""
        return f"Schema({self.name or self.place})"

    # What it is

    @property
    def name(self) -> str | None:
        """The component's name, where the schema is a named component."""
        return self._reader.schema_names.get(str(self.place))

    @property
    def ref(self) -> Schema | None:
        """What ``$ref`` names, None where there is no reference or it leads nowhere."""
        if "ref" not in self._children:
            reference = self.raw.get("$ref")
            if reference is not None and not isinstance(reference, str):
                self._reader.unexpected("a reference", reference, self.place / "$ref")
            self._children["ref"] = self._reader.referred(reference, self.place) if isinstance(reference, str) else None
        target: Schema | None = self._children["ref"]
        return target

    @property
    def resolved(self) -> Schema:
        """The schema itself, or what it refers to where it says nothing that constrains but ``$ref``."""
        schema, seen = self, {id(self)}
        while "$ref" in schema.raw and not schema.constrains_beside_ref and (target := schema.ref) is not None:
            if id(target) in seen:
                return self._reader.circular(self)
            seen.add(id(target))
            schema = target
        return schema

    @property
    def constrains_beside_ref(self) -> bool:
        """Whether something beside ``$ref`` accepts or refuses values (3.1 allows it)."""
        return any(key not in BESIDE_REF and not key.startswith("x-") for key in self.raw)

    @property
    def is_boolean(self) -> bool:
        """Whether it was written as ``true`` or ``false``."""
        return "is_boolean" in self._children

    def unexpected(self, key: str) -> None:
        """Note as a problem, once, that a keyword has a value that it cannot have."""
        place = self.place / key
        if all(problem.place != place for problem in self._reader.problems):
            self._reader.unexpected(f"a value that `{key}` may have", self.raw.get(key), place)

    @property
    def always(self) -> bool:
        """Whether it is ``true`` or an empty schema."""
        return not self.raw

    @property
    def never(self) -> bool:
        """Whether it is ``false``."""
        return self.is_boolean and bool(self.raw)

    # Words about any value

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are declared; empty where any will do."""
        value = self.raw.get("type")
        if isinstance(value, str):
            return (value,)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @property
    def nullable(self) -> bool:
        """Whether null is let in: by type, by enum, or by a branch."""
        return lets_null_in(self, set())

    @property
    def enum(self) -> tuple[Any, ...] | None:
        """The values that are listed, None where none are."""
        value = self.raw.get("enum")
        return tuple(value) if isinstance(value, list) else None

    @property
    def open_enum(self) -> tuple[Any, ...] | None:
        """The values known today of a set that may grow (``x-extensible-enum``), None where there is no such list."""
        value = self.raw.get("x-extensible-enum")
        return tuple(value) if isinstance(value, list) else None

    @property
    def has_const(self) -> bool:
        """Whether exactly one value will do."""
        return "const" in self.raw

    @property
    def const(self) -> Any:
        """That value."""
        return self.raw.get("const")

    @property
    def has_default(self) -> bool:
        """Whether a default is given."""
        return "default" in self.raw

    @property
    def default(self) -> Any:
        """The default."""
        return self.raw.get("default")

    @property
    def format(self) -> str | None:
        """The format."""
        return self._text("format")

    @property
    def title(self) -> str:
        """The title, empty where there is none."""
        return self._text("title") or ""

    @property
    def description(self) -> str:
        """The description (one beside a reference wins over the target's), empty where there is none."""
        return self._text("description") or ""

    @property
    def examples(self) -> tuple[Any, ...]:
        """The example values."""
        value = self.raw.get("examples")
        found = list(value) if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
        if "example" in self.raw:
            found.insert(0, self.raw["example"])
        return tuple(found)

    @property
    def read_only(self) -> bool:
        """Only in answers."""
        return self.raw.get("readOnly") is True

    @property
    def write_only(self) -> bool:
        """Only in requests."""
        return self.raw.get("writeOnly") is True

    @property
    def deprecated(self) -> bool:
        """Still there, not for new use."""
        return self.raw.get("deprecated") is True

    @property
    def sunset(self) -> str | None:
        """ISO date of ``x-sunset``."""
        return self._text("x-sunset")

    @property
    def stability(self) -> Stability | None:
        """``x-stability``, None where it is inherited."""
        value = self.raw.get("x-stability")
        return value if value in STABILITIES else None

    @property
    def extensions(self) -> Mapping[str, Any]:
        """Every ``x-`` word."""
        return {key: value for key, value in self.raw.items() if key.startswith("x-")}

    # Numbers and strings

    @property
    def minimum(self) -> float | None:
        """Lower bound, itself allowed."""
        return self._number("minimum")

    @property
    def maximum(self) -> float | None:
        """Upper bound, itself allowed."""
        return self._number("maximum")

    @property
    def exclusive_minimum(self) -> float | None:
        """Lower bound, itself not allowed."""
        return self._number("exclusiveMinimum")

    @property
    def exclusive_maximum(self) -> float | None:
        """Upper bound, itself not allowed."""
        return self._number("exclusiveMaximum")

    @property
    def multiple_of(self) -> float | None:
        """Grid of a number."""
        return self._number("multipleOf")

    @property
    def min_length(self) -> int | None:
        """Shortest string, in characters."""
        return self._whole("minLength")

    @property
    def max_length(self) -> int | None:
        """Longest string, in characters."""
        return self._whole("maxLength")

    @property
    def pattern(self) -> str | None:
        """Regular expression (ECMA-262) that a string must hold a match of."""
        return self._text("pattern")

    @property
    def decimal(self) -> Decimal | None:
        """``format: decimal`` with ``x-decimal``: an exact decimal sent as a string."""
        words = self.raw.get("x-decimal")
        if not isinstance(words, dict):
            return Decimal() if self.raw.get("format") == "decimal" else None
        scale = words.get("scale")
        bounds = {key: words[key] for key in DECIMAL_WORDS if isinstance(words.get(key), str)}
        return Decimal(scale=scale if isinstance(scale, int) else None, **bounds)

    # Arrays

    @property
    def items(self) -> Schema | None:
        """What each element (behind ``prefix_items``) must be."""
        return self._one("items")

    @property
    def prefix_items(self) -> tuple[Schema, ...]:
        """What the first elements must be, one by one."""
        return self._list("prefixItems")

    @property
    def contains(self) -> Schema | None:
        """What some element must be."""
        return self._one("contains")

    @property
    def min_items(self) -> int | None:
        """Fewest elements."""
        return self._whole("minItems")

    @property
    def max_items(self) -> int | None:
        """Most elements."""
        return self._whole("maxItems")

    @property
    def unique_items(self) -> bool:
        """Whether elements must differ."""
        return self.raw.get("uniqueItems") is True

    # Objects

    @property
    def properties(self) -> Mapping[str, Schema]:
        """Members by name."""
        return self._map("properties")

    @property
    def pattern_properties(self) -> Mapping[str, Schema]:
        """Members by pattern of their names."""
        return self._map("patternProperties")

    @property
    def additional_properties(self) -> Schema | None:
        """What other members must be, None where nothing is said."""
        return self._one("additionalProperties")

    @property
    def unevaluated_properties(self) -> Schema | None:
        """What members that no branch speaks of must be."""
        return self._one("unevaluatedProperties")

    @property
    def property_names(self) -> Schema | None:
        """What names must be."""
        return self._one("propertyNames")

    @property
    def required(self) -> tuple[str, ...]:
        """Members that must be there."""
        value = self.raw.get("required")
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    @property
    def min_properties(self) -> int | None:
        """Fewest members."""
        return self._whole("minProperties")

    @property
    def max_properties(self) -> int | None:
        """Most members."""
        return self._whole("maxProperties")

    # Composition

    @property
    def all_of(self) -> tuple[Schema, ...]:
        """All of these."""
        return self._list("allOf")

    @property
    def any_of(self) -> tuple[Schema, ...]:
        """At least one of these."""
        return self._list("anyOf")

    @property
    def one_of(self) -> tuple[Schema, ...]:
        """Exactly one of these."""
        return self._list("oneOf")

    @property
    def not_(self) -> Schema | None:
        """Not this."""
        return None if self.is_boolean else self._one("not")

    @property
    def discriminator(self) -> Discriminator | None:
        """The property that tells the branches apart."""
        words = self.raw.get("discriminator")
        if not isinstance(words, dict) or not isinstance(words.get("propertyName"), str):
            return None
        mapping = words.get("mapping")
        found: dict[str, Schema] = {}
        for tag, target in mapping.items() if isinstance(mapping, dict) else ():
            schema = self._reader.mapped(target, self.place / "discriminator" / "mapping" / tag)
            if schema is not None:
                found[str(tag)] = schema
        return Discriminator(words["propertyName"], found)

    # How it is read

    def _text(self, key: str) -> str | None:
        value = self.raw.get(key)
        return value if isinstance(value, str) else None

    def _number(self, key: str) -> float | None:
        value = self.raw.get(key)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _whole(self, key: str) -> int | None:
        value = self._number(key)
        return int(value) if value is not None and isfinite(value) else None

    def _one(self, key: str) -> Schema | None:
        if key not in self._children:
            value = self.raw.get(key)
            there = isinstance(value, bool | dict)
            self._children[key] = self._reader.schema(value, self.place / key) if there else None
        found: Schema | None = self._children[key]
        return found

    def _list(self, key: str) -> tuple[Schema, ...]:
        if key not in self._children:
            value, here = self.raw.get(key), self.place / key
            listed = enumerate(value) if isinstance(value, list) else ()
            self._children[key] = tuple(self._reader.schema(item, here / at) for at, item in listed)
        found: tuple[Schema, ...] = self._children[key]
        return found

    def _map(self, key: str) -> Mapping[str, Schema]:
        if key not in self._children:
            value, here = self.raw.get(key), self.place / key
            members = value.items() if isinstance(value, dict) else ()
            self._children[key] = {str(name): self._reader.schema(item, here / name) for name, item in members}
        found: Mapping[str, Schema] = self._children[key]
        return found


def lets_null_in(schema: Schema, seen: set[int]) -> bool:
    """Whether a schema lets null in, asked of each schema once: branches may lead back."""
    if id(schema) in seen:
        return False
    seen.add(id(schema))
    if schema.types:
        return "null" in schema.types
    if schema.enum is not None:
        return None in schema.enum
    if schema.has_const:
        return schema.const is None
    if schema.resolved is not schema:
        return lets_null_in(schema.resolved, seen)
    return any(lets_null_in(branch, seen) for branch in schema.any_of or schema.one_of)


STABILITIES: Final = ("experimental", "beta", "stable")
BESIDE_REF: Final = frozenset(
    {
        "$comment", "$ref", "default", "deprecated", "description", "example", "examples", "externalDocs", "readOnly",
        "summary", "title", "writeOnly",
    }
)  # fmt: skip
DECIMAL_WORDS: Final = ("minimum", "exclusive_minimum", "maximum", "tick")
