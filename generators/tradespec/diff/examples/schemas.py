"""What happens to a schema in the examples: for each ending of `tradespec.diff.endings` a schema before and after.

One edit serves every position; where the directions need different ones, there are two.
"""

from __future__ import annotations

from typing import Any, Final

from tradespec.diff.endings import ENDINGS, POSITIONS
from tradespec.diff.examples.example import Example
from tradespec.diff.examples.standing import FORM, JSON, TEXT, XML, document, standing

Edit = tuple[Any, Any]

S: Final = {"type": "string"}
I: Final = {"type": "integer"}  # noqa: E741 - one letter keeps an edit on its line
N: Final = {"type": "number"}
B: Final = {"type": "boolean"}
A: Final = {"type": "array"}
O: Final = {"type": "object"}  # noqa: E741 - the same


def obj(**members: Any) -> dict[str, Any]:
    """Return an object with members."""
    return {"type": "object", "properties": members}


def one(*branches: Any, **more: Any) -> dict[str, Any]:
    """Return a choice of exactly one branch."""
    return {"oneOf": [*branches], **more}


def some(*branches: Any) -> dict[str, Any]:
    """Return a choice of branches."""
    return {"anyOf": [*branches]}


def every(*parts: Any) -> dict[str, Any]:
    """Return parts that hold together."""
    return {"allOf": [*parts]}


def keyword(stem: str, base: Any, word: str, value: Any, other: Any = None) -> dict[str, Edit]:
    """Return the edits of a keyword that comes, goes, or says something else."""
    said = {**base, word: value}
    edits = {f"{stem}-added": (base, said), f"{stem}-removed": (said, base)}
    return edits if other is None else {**edits, f"{stem}-changed": (said, {**base, word: other})}


def bound(stem: str, base: Any, word: str, low: int, high: int) -> dict[str, Edit]:
    """Return the edits of a keyword that holds a number."""
    less, more = {**base, word: low}, {**base, word: high}
    return {
        f"{stem}-set": (base, less),
        f"{stem}-unset": (less, base),
        f"{stem}-increased": (less, more),
        f"{stem}-decreased": (more, less),
    }


def contained(**words: Any) -> dict[str, Any]:
    """Return a list in which some elements are asked for."""
    return {"type": "array", "items": S, "contains": {"const": "a"}, **words}


def only(**starts: Any) -> dict[str, Any]:
    """Return an object whose members begin with one of some letters."""
    patterns = {f"^{letter}": schema for letter, schema in starts.items()}
    return {"type": "object", "patternProperties": patterns, "additionalProperties": False}


BUY: Final = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "const": "buy"}, "limit": S},
}
SELL: Final = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "const": "sell"}, "limit": S},
}
SWAP: Final = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "const": "swap"}, "limit": S},
}
LEND: Final = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string", "const": "lend"}, "limit": S},
}
NAMED: Final = {
    "Buy": {"type": "object", "required": ["kind", "limit"], "properties": {"kind": S, "sort": S, "limit": S}},
    "Sell": {"type": "object", "required": ["kind", "price"], "properties": {"kind": S, "sort": S, "price": I}},
}
REFS: Final = [{"$ref": "#/components/schemas/Buy"}, {"$ref": "#/components/schemas/Sell"}]


def tagged(name: str = "kind", **mapping: str) -> dict[str, Any]:
    """Return a choice between two named schemas, told apart by a member."""
    mapped = {"mapping": {tag: f"#/components/schemas/{target}" for tag, target in mapping.items()}} if mapping else {}
    return {"oneOf": REFS, "discriminator": {"propertyName": name, **mapped}}


IF: Final = {"properties": {"kind": {"const": "limit"}}, "required": ["kind"]}
PRICED, SIZED = {"required": ["price"]}, {"required": ["size"]}
FORM_OF_ORDER: Final = obj(kind=S, price=S, size=S)

EDITS: Final[dict[str, Edit]] = {
    "list-of-types-narrowed": ({"type": ["string", "integer"]}, S),
    "list-of-types-widened": (B, {"type": ["boolean", "integer"]}),
    "type-specialized": (N, I),
    "type-generalized": (I, N),
    "became-nullable": (S, {"type": ["string", "null"]}),
    "became-not-nullable": ({"type": ["string", "null"]}, S),
    "became-enum": (S, {**S, "enum": ["buy", "sell"]}),
    "became-not-enum": ({**S, "enum": ["buy", "sell"]}, S),
    "enum-value-added": ({**S, "enum": ["buy"]}, {**S, "enum": ["buy", "sell"]}),
    "enum-value-removed": ({**S, "enum": ["buy", "sell"]}, {**S, "enum": ["buy"]}),
    "enum-values-changed": ({**S, "enum": ["buy", "sell"]}, {**S, "enum": ["buy", "swap"]}),
    **keyword("const", S, "const", "buy", "sell"),
    "x-extensible-enum-value-removed": (
        {**S, "x-extensible-enum": ["buy", "sell"]},
        {**S, "x-extensible-enum": ["buy"]},
    ),
    "x-extensible-enum-value-added": ({**S, "x-extensible-enum": ["buy"]}, {**S, "x-extensible-enum": ["buy", "sell"]}),
    **bound("min", I, "minimum", 1, 5),
    **bound("max", I, "maximum", 5, 10),
    **bound("exclusive-min", I, "exclusiveMinimum", 1, 5),
    **bound("exclusive-max", I, "exclusiveMaximum", 5, 10),
    **keyword("multiple-of", I, "multipleOf", 5, 7),
    **bound("min-length", S, "minLength", 1, 5),
    **bound("max-length", S, "maxLength", 5, 10),
    **keyword("pattern", S, "pattern", "^[a-f]+$", "^[0-9]+$"),
    "pattern-generalized": ({**S, "pattern": "^[a-f]+$"}, {**S, "pattern": "^[a-z]+$"}),
    **keyword("format", S, "format", "date", "date-time"),
    **bound("min-items", {**A, "items": S}, "minItems", 1, 5),
    **bound("max-items", {**A, "items": S}, "maxItems", 5, 10),
    **keyword("unique-items", {**A, "items": S}, "uniqueItems", value=True),
    **keyword("items", A, "items", S, other=False),
    "prefix-items-added": ({**A, "prefixItems": [S]}, {**A, "prefixItems": [S, I]}),
    "prefix-items-removed": ({**A, "prefixItems": [S, I]}, {**A, "prefixItems": [S]}),
    **keyword("unevaluated-items", {**A, "prefixItems": [S]}, "unevaluatedItems", value=False, other=I),
    **keyword("contains", {**A, "items": S}, "contains", {"const": "a"}, {"const": "b"}),
    "min-contains-increased": (contained(minContains=1), contained(minContains=2)),
    "min-contains-decreased": (contained(minContains=2), contained(minContains=1)),
    **bound("max-contains", contained(), "maxContains", 2, 5),
    **bound("min-properties", {**O, "additionalProperties": S}, "minProperties", 1, 5),
    **bound("max-properties", {**O, "additionalProperties": S}, "maxProperties", 2, 5),
    **keyword("additional-properties", O, "additionalProperties", value=False, other=I),
    **keyword(
        "unevaluated-properties",
        {**obj(price=S), "unevaluatedProperties": True},
        "unevaluatedProperties",
        value=False,
        other=I,
    ),
    "pattern-property-added": (only(a=S), only(a=S, b=I)),
    "pattern-property-removed": (only(a=S, b=I), only(a=S)),
    "pattern-property-changed": (only(a=S), only(b=I)),
    **keyword(
        "property-names",
        {**O, "additionalProperties": S},
        "propertyNames",
        {"pattern": "^[a-f]+$"},
        {"pattern": "^[0-9]+$"},
    ),
    **keyword("dependent-required", FORM_OF_ORDER, "dependentRequired", {"kind": ["price"]}, {"kind": ["size"]}),
    "dependent-schema-added": (FORM_OF_ORDER, {**FORM_OF_ORDER, "dependentSchemas": {"kind": PRICED}}),
    "dependent-schema-removed": ({**FORM_OF_ORDER, "dependentSchemas": {"kind": PRICED}}, FORM_OF_ORDER),
    "dependent-schema-changed": (
        {**FORM_OF_ORDER, "dependentSchemas": {"kind": PRICED}},
        {**FORM_OF_ORDER, "dependentSchemas": {"kind": SIZED}},
    ),
    "if-added": (FORM_OF_ORDER, {**FORM_OF_ORDER, "if": IF, "then": PRICED}),
    "if-removed": ({**FORM_OF_ORDER, "if": IF, "then": PRICED}, FORM_OF_ORDER),
    "if-changed": (
        {**FORM_OF_ORDER, "if": IF, "then": PRICED},
        {**FORM_OF_ORDER, "if": {"required": ["size"]}, "then": PRICED},
    ),
    **keyword("then", {**FORM_OF_ORDER, "if": IF, "else": SIZED}, "then", PRICED, SIZED),
    **keyword("else", {**FORM_OF_ORDER, "if": IF, "then": SIZED}, "else", PRICED, SIZED),
    **keyword("not", S, "not", {"const": "buy"}, {"const": "sell"}),
    "one-of-added": (one(BUY, SELL), one(BUY, SELL, SWAP)),
    "one-of-removed": (one(BUY, SELL, SWAP), one(BUY, SELL)),
    "one-of-changed": (one(BUY, SELL, SWAP), one(BUY, LEND)),
    "any-of-added": (some(BUY, SELL), some(BUY, SELL, SWAP)),
    "any-of-removed": (some(BUY, SELL, SWAP), some(BUY, SELL)),
    "any-of-changed": (some(BUY, SELL, SWAP), some(BUY, LEND)),
    "all-of-added": (
        every({**I, "multipleOf": 2}, {"multipleOf": 3}),
        every({**I, "multipleOf": 2}, {"multipleOf": 3}, {"multipleOf": 5}),
    ),
    "all-of-removed": (
        every({**I, "multipleOf": 2}, {"multipleOf": 3}, {"multipleOf": 5}),
        every({**I, "multipleOf": 2}, {"multipleOf": 3}),
    ),
    "all-of-changed": (
        every({**I, "multipleOf": 2}, {"multipleOf": 3}, {"multipleOf": 5}),
        every({**I, "multipleOf": 2}, {"multipleOf": 7}),
    ),
    "all-of-added-annotation-only": (every(S), every(S, {"description": "Buy or sell."})),
    "all-of-removed-annotation-only": (every(S, {"description": "Buy or sell."}), every(S)),
    "wrapped-in-one-of": (BUY, one(BUY, SELL)),
    "discriminator-added": ({"oneOf": REFS}, tagged(buy="Buy", sell="Sell")),
    "discriminator-removed": (tagged(buy="Buy", sell="Sell"), {"oneOf": REFS}),
    "discriminator-property-name-changed": (tagged(buy="Buy", sell="Sell"), tagged("sort", buy="Buy", sell="Sell")),
    "discriminator-mapping-added": (tagged(buy="Buy", sell="Sell"), tagged(buy="Buy", sell="Sell", bid="Buy")),
    "discriminator-mapping-deleted": (tagged(buy="Buy", sell="Sell", bid="Buy"), tagged(buy="Buy", sell="Sell")),
    "discriminator-mapping-changed": (tagged(buy="Buy", sell="Sell"), tagged(buy="Sell", sell="Buy")),
    "narrowed": (one({**S, "maxLength": 5}, {**S, "minLength": 8}), one({**S, "maxLength": 6}, {**S, "minLength": 5})),
    "widened": (one({**S, "maxLength": 6}, {**S, "minLength": 5}), one({**S, "maxLength": 5}, {**S, "minLength": 8})),
    "default-value-added": (S, {**S, "default": "buy"}),
    "default-value-removed": ({**S, "default": "buy"}, S),
    "default-value-changed": ({**S, "default": "buy"}, {**S, "default": "sell"}),
    "content-encoding-changed": ({**S, "contentEncoding": "base64"}, {**S, "contentEncoding": "base32"}),
    "content-media-type-changed": ({**S, "contentMediaType": "image/png"}, {**S, "contentMediaType": "image/gif"}),
    **keyword("content-schema", {**S, "contentMediaType": JSON}, "contentSchema", O, A),
    "decimal-changed": (
        {**S, "format": "decimal", "x-decimal": {"scale": 8}},
        {**S, "format": "decimal", "x-decimal": {"scale": 18}},
    ),
    "deprecated": (S, {**S, "deprecated": True}),
    "deprecated-with-sunset": (S, {**S, "deprecated": True, "x-sunset": "2099-01-01"}),
    "deprecated-sunset-missing": (S, {**S, "deprecated": True}),
    "deprecated-sunset-invalid": (S, {**S, "deprecated": True, "x-sunset": "next year"}),
    "reactivated": ({**S, "deprecated": True}, S),
    "sunset-date-too-small": (S, {**S, "deprecated": True, "x-sunset": "2020-01-01"}),
    "sunset-date-changed-too-small": (
        {**S, "deprecated": True, "x-sunset": "2099-01-01"},
        {**S, "deprecated": True, "x-sunset": "2098-01-01"},
    ),
    "sunset-deleted": ({**S, "deprecated": True, "x-sunset": "2099-01-01"}, {**S, "deprecated": True}),
    "stability-decreased": (S, {**S, "x-stability": "beta"}),
    "stability-increased": ({**S, "x-stability": "beta"}, S),
}
"""Ending -> a schema before and after."""
TURNED: Final[dict[tuple[str, str], Edit]] = {
    ("type-changed", "request"): (S, I),
    ("type-changed", "response"): (I, S),
    ("type-compatible", "request"): (I, S),
    ("type-compatible", "response"): (S, I),
}
"""Edits that need another in the other direction."""
MEDIA: Final = {"request-body": TEXT, "request-property": FORM, "response-body": TEXT, "response-property": XML}
"""Media types in which a number is text, where the edit is about that."""


def example(position: str, ending: str) -> Example:
    """Return the example of a rule about a schema; `KeyError` where there is none."""
    edit = TURNED.get((ending, POSITIONS[position].way)) or EDITS[ending]
    media = MEDIA.get(position, JSON) if ending == "type-compatible" else JSON
    schemas = NAMED if ending.startswith("discriminator") else None
    old, new = (document(standing(position, schema, media), schemas) for schema in edit)
    return Example(old, new)


def examples() -> dict[str, Example]:
    """Return id -> example for every rule about a schema."""
    return {
        f"{position}-{ending}": example(position, ending)
        for position in POSITIONS
        for ending, rule in ENDINGS.items()
        if position in rule.at
    }
