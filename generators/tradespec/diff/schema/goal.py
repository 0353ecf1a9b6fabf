"""What the solver looks for: a value that some schemas accept and others refuse.

A goal is a set of literals, each a node with a sign. Literals are taken apart keyword by keyword into *facts* about one
JSON type (``("low", 3)``: the number is at least 3) and further literals; what can be true in several ways is a choice
between alternatives. A denied schema is one choice: which of its keywords fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.schema.evaluated import prefix_of
from tradespec.diff.schema.lookaround import conditions
from tradespec.diff.schema.node import JsonSchema, Node
from tradespec.diff.schema.numbers import exact
from tradespec.diff.schema.regex import NotRegular
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Literal = tuple[bool, Node]
Fact = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which something can hold: these literals and these facts together."""

    literals: tuple[Literal, ...] = ()
    facts: tuple[Fact, ...] = ()


Choice = list[Way]
"""At least one of these ways; an empty choice cannot hold."""
ALWAYS: Choice = [Way()]
NEVER: Choice = []


def fact(*parts: Any) -> Choice:
    """Return the choice that leaves only this fact."""
    return [Way(facts=(parts,))]


def literal(sign: bool, node: Node) -> Choice:
    """Return the choice that leaves only this literal."""
    return [Way(literals=((sign, node),))]


def open_question(reason: str) -> Choice:
    """Return a choice that constrains nothing and remembers that something was not understood."""
    return fact("open", reason)


def choices(sign: bool, node: Node, kind: str) -> list[Choice]:
    """Return what must hold, for a value of this JSON type, so that the node accepts (or refuses) it."""
    parts = [part for keyword in ordered(node.keywords) for part in read(node, keyword, sign, kind)]
    if sign:
        return parts
    return [[way for part in parts for way in part]]


def ordered(keywords: Mapping[str, Any]) -> list[str]:
    """Return the keywords, ``type`` first: it ends most branches at once; what only has to be left out next."""
    return sorted(keywords, key=lambda word: (word != "type", word != "required", word in COMBINATORS, word))


def read(node: Node, keyword: str, sign: bool, kind: str) -> Iterator[Choice]:
    """Yield the choices that one keyword makes. With ``sign`` false: the ways in which this keyword fails."""
    value = node.keywords[keyword]
    if keyword in READERS:
        yield from READERS[keyword](node, value, sign)
    elif keyword == "type":
        names = [value] if isinstance(value, str) else value
        yield type_choice(names, sign, kind)
    elif keyword == "enum":
        yield fact("one_of" if sign else "none_of", tuple(value))
    elif keyword == "const":
        yield fact("one_of" if sign else "none_of", (value,))
    else:
        reader = BY_TYPE.get(kind, {}).get(keyword)
        if reader:
            yield from reader(node, value, sign)
        elif keyword in UNREAD:
            yield open_question(f"the keyword `{keyword}`")


def type_choice(names: list[str], sign: bool, kind: str) -> Choice:
    """Judge ``type`` for one JSON type; ``integer`` is a number on the grid of one."""
    if kind in names:
        return ALWAYS if sign else NEVER
    if kind == "number" and "integer" in names:
        return fact("multiple" if sign else "not_multiple", exact(1))
    return NEVER if sign else ALWAYS


# Combinators


def reference(node: Node, value: str, sign: bool) -> Iterator[Choice]:
    """Follow ``$ref``, unless that leads round in a circle on which the answer would turn over."""
    try:
        if node.document.paradoxical(value):
            yield open_question("a schema that is a part of itself and of what it excludes")
            return
        yield literal(sign, node.child(node.document.target(value)))
    except (LookupError, ValueError, TypeError) as error:
        yield open_question(str(error))


def all_of(node: Node, value: list[JsonSchema], sign: bool) -> Iterator[Choice]:
    """Accepts: every branch does."""
    for branch in value:
        yield literal(sign, node.child(branch))


def any_of(node: Node, value: list[JsonSchema], sign: bool) -> Iterator[Choice]:
    """Accepts: some branch does."""
    branches = [(sign, node.child(branch)) for branch in value]
    yield [Way((branch,)) for branch in branches] if sign else [Way(tuple(branches))]


def one_of(node: Node, value: list[JsonSchema], sign: bool) -> Iterator[Choice]:
    """Accepts: exactly one branch does. Refuses: none, or two at once."""
    nodes = [node.child(branch) for branch in value]
    if sign:
        yield [Way(chosen(nodes, index)) for index in range(len(nodes))]
        return
    ways = [Way(tuple((False, branch) for branch in nodes))]
    ways += [Way(((True, first), (True, second))) for at, first in enumerate(nodes) for second in nodes[at + 1 :]]
    yield ways


def chosen(nodes: list[Node], index: int) -> tuple[Literal, ...]:
    """Return the literals of one branch accepting and all others refusing, the one first: it ends most ways at once."""
    others = tuple((False, branch) for at, branch in enumerate(nodes) if at != index)
    return ((True, nodes[index]), *others)


def negation(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """Accepts: the schema does not."""
    yield literal(not sign, node.child(value))


def condition(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """``if`` with its ``then`` and ``else``."""
    test = node.child(value)
    then, otherwise = (node.child(node.keywords.get(key, True)) for key in ("then", "else"))
    yield [Way(((True, test), (sign, then))), Way(((False, test), (sign, otherwise)))]


READERS: dict[str, Any] = {
    "$ref": reference,
    "allOf": all_of,
    "anyOf": any_of,
    "oneOf": one_of,
    "not": negation,
    "if": condition,
}

COMBINATORS = frozenset({*READERS, "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"})
"""Keywords that put a schema together from others, or whose meaning hangs on those that do."""


# Strings


def pattern(_: Node, value: str, sign: bool) -> Iterator[Choice]:
    """A regular pattern is a fact, or several where it looks ahead; another one only matters as itself."""
    try:
        wanted, barred = conditions(value)
    except NotRegular as error:
        yield [Way(facts=(("opaque", sign, f"pattern {value}"), ("open", str(error))))]
        return
    facts = [*(("matches" if sign else "misses", each) for each in wanted)]
    facts += [("misses" if sign else "matches", each) for each in barred]
    yield [Way(facts=tuple(facts))] if sign else [Way(facts=(each,)) for each in facts]


def string_format(_: Node, value: str, sign: bool) -> Iterator[Choice]:
    """A format is a set with a name: itself against its own denial is a contradiction, the rest is left open."""
    yield fact("format", sign, value)


def at_least(name: str, opposite: str) -> Any:
    """Return the reader of a lower bound on a whole number (length, count)."""

    def reader(_: Node, value: float, sign: bool) -> Iterator[Choice]:
        yield fact(name, int(value)) if sign else fact(opposite, int(value) - 1) if value > 0 else NEVER

    return reader


def at_most(name: str, opposite: str) -> Any:
    """Return the reader of an upper bound on a whole number."""

    def reader(_: Node, value: float, sign: bool) -> Iterator[Choice]:
        yield fact(name, int(value)) if sign else fact(opposite, int(value) + 1)

    return reader


# Numbers


def bound(name: str, *, strictly: bool, opposite: str) -> Any:
    """Return the reader of one of the four bounds: denied, it is the other side's."""

    def reader(_: Node, value: float, sign: bool) -> Iterator[Choice]:
        yield fact(name, exact(value), strictly) if sign else fact(opposite, exact(value), not strictly)

    return reader


def multiple_of(_: Node, value: float, sign: bool) -> Iterator[Choice]:
    """A grid."""
    yield fact("multiple" if sign else "not_multiple", exact(value))


# Arrays


def array_shape(node: Node, _: Any, sign: bool) -> Iterator[Choice]:
    """``prefixItems`` and ``items`` together; read once, at whichever stands first."""
    prefix = node.keywords.get("prefixItems", [])
    rest = node.keywords.get("items", True)
    if sign:
        yield fact("elements", tuple(node.child(item) for item in prefix), node.child(rest))
        return
    ways = [Way(facts=(("bad_at", at, node.child(item)),)) for at, item in enumerate(prefix)]
    ways.append(Way(facts=(("bad_from", len(prefix), node.child(rest)),)))
    yield ways


def items(node: Node, value: Any, sign: bool) -> Iterator[Choice]:
    """``items`` where ``prefixItems`` has not spoken for it."""
    if "prefixItems" not in node.keywords:
        yield from array_shape(node, value, sign)


def unique_items(_: Node, value: bool, sign: bool) -> Iterator[Choice]:
    """All different, or two alike."""
    if value:
        yield fact("unique") if sign else fact("repeat")


def unevaluated_items(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """Elements of which no part speaks, where their places are known."""
    length = prefix_of(node)
    if length is None:
        yield open_question("`unevaluatedItems` beside alternatives")
        return
    yield literal(sign, node.child({"prefixItems": [True] * length, "items": value}))


def contains(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """So many elements accepted; denied: too few, or too many."""
    least, most = node.keywords.get("minContains", 1), node.keywords.get("maxContains")
    asked = node.child(value)
    if sign:
        yield fact("holds", asked, least, most)
        return
    ways = []
    if least == 1:
        ways.append(Way(facts=(("none", asked),)))
    elif least > 1:
        ways.append(Way(facts=(("holds", asked, 0, least - 1),)))
    if most is not None:
        ways.append(Way(facts=(("holds", asked, most + 1, None),)))
    yield ways


# Objects


def object_shape(node: Node, _: Any, sign: bool) -> Iterator[Choice]:
    """``properties``, ``patternProperties`` and ``additionalProperties`` together; read once."""
    keywords = node.keywords
    named = {name: node.child(item) for name, item in keywords.get("properties", {}).items()}
    by_pattern = {name: node.child(item) for name, item in keywords.get("patternProperties", {}).items()}
    rest = node.child(keywords.get("additionalProperties", True))
    if sign:
        yield fact("members", named, by_pattern, rest)
        return
    ways = [Way(facts=(("bad_member", name, item),)) for name, item in named.items()]
    ways += [Way(facts=(("bad_match", name, item),)) for name, item in by_pattern.items()]
    if rest.schema is not True:
        ways.append(Way(facts=(("bad_rest", tuple(named), tuple(by_pattern), rest),)))
    yield ways


def later_shape(*earlier: str) -> Any:
    """Return the reader of a keyword that speaks for the shape only where none of ``earlier`` stands beside it."""

    def reader(node: Node, value: Any, sign: bool) -> Iterator[Choice]:
        if not any(key in node.keywords for key in earlier):
            yield from object_shape(node, value, sign)

    return reader


def required(_: Node, value: list[str], sign: bool) -> Iterator[Choice]:
    """All present, or one absent."""
    if sign:
        yield [Way(facts=tuple(("required", name) for name in value))]
    else:
        yield [Way(facts=(("absent", name),)) for name in value]


def dependent_required(_: Node, value: Mapping[str, list[str]], sign: bool) -> Iterator[Choice]:
    """A property's presence asks for others."""
    for trigger, names in value.items():
        if sign:
            together = tuple(("required", name) for name in names)
            yield [Way(facts=(("absent", trigger),)), Way(facts=together)]
        else:
            yield [Way(facts=(("required", trigger), ("absent", name))) for name in names]


def dependent_schemas(node: Node, value: Mapping[str, JsonSchema], sign: bool) -> Iterator[Choice]:
    """A property's presence asks a schema of the whole object."""
    for name, schema in value.items():
        asked = (sign, node.child(schema))
        if sign:
            yield [Way(facts=(("absent", name),)), Way((asked,))]
        else:
            yield [Way((asked,), (("required", name),))]


def unevaluated_properties(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """Members of which no part speaks. Refusing one of them, all else may be taken to hold: else that is what fails."""
    if sign:
        yield fact("unevaluated", node, node.child(value))
        return
    others = {key: item for key, item in node.keywords.items() if key != "unevaluatedProperties"}
    yield [Way(((True, node.child(others)),), (("bad_unevaluated", node, node.child(value)),))]


def property_names(node: Node, value: JsonSchema, sign: bool) -> Iterator[Choice]:
    """Every name accepted, or one refused."""
    yield fact("names" if sign else "bad_name", node.child(value))


BY_TYPE: dict[str, dict[str, Any]] = {
    "string": {
        "pattern": pattern,
        "format": string_format,
        "minLength": at_least("length_min", "length_max"),
        "maxLength": at_most("length_max", "length_min"),
    },
    "number": {
        "minimum": bound("low", strictly=False, opposite="high"),
        "exclusiveMinimum": bound("low", strictly=True, opposite="high"),
        "maximum": bound("high", strictly=False, opposite="low"),
        "exclusiveMaximum": bound("high", strictly=True, opposite="low"),
        "multipleOf": multiple_of,
    },
    "array": {
        "prefixItems": array_shape,
        "items": items,
        "minItems": at_least("count_min", "count_max"),
        "maxItems": at_most("count_max", "count_min"),
        "uniqueItems": unique_items,
        "contains": contains,
        "unevaluatedItems": unevaluated_items,
    },
    "object": {
        "properties": object_shape,
        "patternProperties": later_shape("properties"),
        "additionalProperties": later_shape("properties", "patternProperties"),
        "required": required,
        "dependentRequired": dependent_required,
        "dependentSchemas": dependent_schemas,
        "unevaluatedProperties": unevaluated_properties,
        "propertyNames": property_names,
        "minProperties": at_least("count_min", "count_max"),
        "maxProperties": at_most("count_max", "count_min"),
    },
}
UNREAD = frozenset({"$dynamicRef", "$recursiveRef", "dependencies"})
"""Keywords that ask for something and are not read here. All others that are not read ask for nothing (JSON Schema
2020-12, 6.5)."""
