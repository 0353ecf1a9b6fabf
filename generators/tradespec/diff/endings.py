"""What can be said of a schema, and where it can stand: the one table from which ids of schema rules are made.

An id is a position and an ending: ``request-property`` and ``max-decreased``. `tradespec.diff.naming` makes them, and
`tradespec.diff.catalogue` lists them, both from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.diff.finding import Scope
    from tradespec.diff.projection import Way

Kind = Literal["body", "parameter", "header"]
PROVEN: Final = "by containment"
"""Breaking with a witness, risky where the question stays open, info where containment proves it harmless."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a schema stands."""

    way: Way
    said: str
    carried: bool = True
    """False where this direction does not carry the value: a ``readOnly`` member of a request."""


POSITIONS: Final[dict[str, Stand]] = {
    "request-body": Stand("request", "the body that clients send"),
    "request-property": Stand("request", "a member of what clients send"),
    "request-read-only-property": Stand("request", "a member that only answers carry", carried=False),
    "request-parameter": Stand("request", "a parameter"),
    "request-parameter-property": Stand("request", "a member or element of a parameter"),
    "request-header-property": Stand("request", "a member or element of a header that clients send"),
    "response-body": Stand("response", "the body that the server sends"),
    "response-property": Stand("response", "a member of what the server sends"),
    "response-write-only-property": Stand("response", "a member that only requests carry", carried=False),
    "response-header": Stand("response", "a header of an answer, or a parameter of a call that the server makes"),
    "response-header-property": Stand("response", "a member or element of such a header"),
}
PREFIXES: Final[dict[tuple[str, str, bool], str]] = {
    ("request", "body", False): "request-body",
    ("request", "body", True): "request-property",
    ("request", "parameter", False): "request-parameter",
    ("request", "parameter", True): "request-parameter-property",
    ("request", "header", False): "request-parameter",
    ("request", "header", True): "request-header-property",
    ("response", "body", False): "response-body",
    ("response", "body", True): "response-property",
    ("response", "parameter", False): "response-header",
    ("response", "parameter", True): "response-header-property",
    ("response", "header", False): "response-header",
    ("response", "header", True): "response-header-property",
}
"""(direction, what it describes, whether the schema is a part of it) -> position."""
UNCARRIED: Final = {"request": "request-read-only-property", "response": "response-write-only-property"}
BODIES: Final = frozenset({"request-body", "response-body"})
CARRIED: Final = frozenset(name for name, stand in POSITIONS.items() if stand.carried)
REQUESTS: Final = frozenset(name for name in CARRIED if POSITIONS[name].way == "request")
RESPONSES: Final = CARRIED - REQUESTS
EVERYWHERE: Final = frozenset(POSITIONS)
SPECIALIZED: Final = RESPONSES | {"request-parameter-property", "response-write-only-property"}
"""Where a narrower type has an id of its own; elsewhere it is a changed type."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What happened to a schema, how bad that is in either direction, and at which positions it is said."""

    means: str
    request: str = PROVEN
    response: str = PROVEN
    scope: Scope = "wire"
    at: frozenset[str] = EVERYWHERE


def moved(stem: str, word: str, ways: str = "added removed changed") -> dict[str, Ending]:
    """Return the endings of a keyword that comes, goes, or says something else."""
    texts = {
        "added": f"`{word}` is said where it was not",
        "removed": f"`{word}` is said no more",
        "changed": f"`{word}` says something else",
    }
    return {f"{stem}-{way}": Ending(texts[way]) for way in ways.split()}


def bound(stem: str, word: str, ways: str = "set unset increased decreased") -> dict[str, Ending]:
    """Return the endings of a keyword that holds a number."""
    texts = {
        "set": f"`{word}` is said where it was not",
        "unset": f"`{word}` is said no more",
        "increased": f"`{word}` is higher",
        "decreased": f"`{word}` is lower",
    }
    return {f"{stem}-{way}": Ending(texts[way]) for way in ways.split()}


def told(means: str, level: str = "info", response: str | None = None, scope: Scope = "behaviour") -> Ending:
    """Return an ending that no containment decides."""
    return Ending(means, level, response or level, scope)


ENDINGS: Final[dict[str, Ending]] = {
    # Types and listed values
    "type-changed": Ending("`type` names other types"),
    "type-generalized": Ending("`type` takes more in than before"),
    "type-specialized": Ending("`type` takes less in than before", at=SPECIALIZED),
    "type-compatible": Ending(
        "`type` is another, but both are written as the same text in this media type",
        "info",
        "info",
        at=frozenset({"request-body", "request-property", "response-body", "response-property", "response-header"}),
    ),
    "list-of-types-narrowed": Ending("one of several types is gone"),
    "list-of-types-widened": Ending("one more type is let in"),
    "became-nullable": Ending("null is let in"),
    "became-not-nullable": Ending("null is let in no more"),
    "became-enum": Ending("only listed values are let in, where there was no list"),
    "became-not-enum": Ending("the list of values is gone"),
    "enum-value-added": Ending("`enum` lists one more value"),
    "enum-value-removed": Ending("`enum` lists a value no more"),
    "enum-values-changed": Ending("`enum` lost some values and gained others"),
    **moved("const", "const"),
    "x-extensible-enum-value-removed": told("`x-extensible-enum` lists a value no more", "breaking", "info", "wire"),
    "x-extensible-enum-value-added": told("`x-extensible-enum` lists one more value", scope="wire"),
    # Numbers and strings
    **bound("min", "minimum"),
    **bound("max", "maximum"),
    **bound("exclusive-min", "exclusiveMinimum"),
    **bound("exclusive-max", "exclusiveMaximum"),
    **moved("multiple-of", "multipleOf"),
    **bound("min-length", "minLength"),
    **bound("max-length", "maxLength"),
    **moved("pattern", "pattern"),
    "pattern-generalized": Ending("`pattern` is another, which takes in every text of the old one", at=REQUESTS),
    **moved("format", "format"),
    # Arrays
    **bound("min-items", "minItems"),
    **bound("max-items", "maxItems"),
    **moved("unique-items", "uniqueItems", "added removed"),
    **moved("items", "items"),
    "prefix-items-added": Ending("`prefixItems` describes more elements"),
    "prefix-items-removed": Ending("`prefixItems` describes fewer elements"),
    **moved("unevaluated-items", "unevaluatedItems"),
    **moved("contains", "contains"),
    **bound("min-contains", "minContains", "increased decreased"),
    **bound("max-contains", "maxContains"),
    # Objects
    **bound("min-properties", "minProperties"),
    **bound("max-properties", "maxProperties"),
    **moved("additional-properties", "additionalProperties"),
    **moved("unevaluated-properties", "unevaluatedProperties"),
    "pattern-property-added": Ending("`patternProperties` has one more pattern"),
    "pattern-property-removed": Ending("`patternProperties` has one pattern less"),
    "pattern-property-changed": Ending("`patternProperties` has other patterns"),
    **moved("property-names", "propertyNames"),
    **moved("dependent-required", "dependentRequired"),
    "dependent-schema-added": Ending("`dependentSchemas` has one more member"),
    "dependent-schema-removed": Ending("`dependentSchemas` has one member less"),
    "dependent-schema-changed": Ending("`dependentSchemas` says something else"),
    # Composition
    **moved("if", "if"),
    **moved("then", "then"),
    **moved("else", "else"),
    **moved("not", "not"),
    **{
        f"{stem}-{way}": Ending(text.format(word=word))
        for stem, word in (("one-of", "oneOf"), ("any-of", "anyOf"), ("all-of", "allOf"))
        for way, text in (
            ("added", "`{word}` has one more branch, or is said where it was not"),
            ("removed", "`{word}` has one branch less, or is said no more"),
            ("changed", "`{word}` has other branches"),
        )
    },
    "all-of-added-annotation-only": told("`allOf` has one more part, which only describes", scope="source"),
    "all-of-removed-annotation-only": told("`allOf` has one part less, which only described", scope="source"),
    "wrapped-in-one-of": Ending("what stood alone is one branch of `oneOf` now", at=BODIES),
    "discriminator-added": Ending("`discriminator` is said where it was not"),
    "discriminator-removed": Ending("`discriminator` is said no more"),
    "discriminator-property-name-changed": Ending("another member tells branches apart"),
    "discriminator-mapping-added": Ending("`discriminator` maps one more value"),
    "discriminator-mapping-deleted": Ending("`discriminator` maps a value no more"),
    "discriminator-mapping-changed": Ending("`discriminator` maps a value to another schema"),
    "narrowed": Ending("several keywords together let in less", at=REQUESTS),
    "widened": Ending("several keywords together let in more", at=RESPONSES),
    # What a schema says beside its values
    "default-value-added": told("what is left out has a default now", "risky", "info"),
    "default-value-removed": told("what is left out has no default any more", "risky", "info"),
    "default-value-changed": told("what is left out means another value", "breaking", "info"),
    "content-encoding-changed": told("`contentEncoding` is another", "breaking", scope="wire"),
    "content-media-type-changed": told("`contentMediaType` is another", "breaking", scope="wire"),
    "content-schema-added": told("`contentSchema` says what the text holds", "risky", "info", "wire"),
    "content-schema-removed": told("`contentSchema` says no more what the text holds", "info", "risky", "wire"),
    "content-schema-changed": told("`contentSchema` says something else", "risky", scope="wire"),
    "decimal-changed": told("`x-decimal` is another", "risky", scope="source"),
    "deprecated": told("`deprecated` without a date"),
    "deprecated-with-sunset": told("`deprecated`, and `x-sunset` says until when"),
    "deprecated-sunset-missing": told("`deprecated`, and no `x-sunset` says until when", "risky"),
    "deprecated-sunset-invalid": told("`x-sunset` is no date", "risky"),
    "reactivated": told("`deprecated` no more"),
    "sunset-date-too-small": told("`x-sunset` leaves clients too little time", "risky"),
    "sunset-date-changed-too-small": told("`x-sunset` is earlier than it was", "breaking"),
    "sunset-deleted": told("deprecated still, but `x-sunset` is gone", "risky"),
    "stability-decreased": told("`x-stability` promises less", "risky"),
    "stability-increased": told("`x-stability` promises more"),
}
PARTS: Final[dict[tuple[str, str], str]] = {
    ("request", "body"): "property",
    ("request", "parameter"): "parameter-property",
    ("request", "header"): "header-property",
    ("response", "body"): "property",
    ("response", "parameter"): "header-property",
    ("response", "header"): "header-property",
}
"""(direction, what the object describes) -> how a member of it is called."""
UNCARRIED_PARTS: Final = {"request": "read-only-property", "response": "write-only-property"}
MEMBERS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "request": {
        "required-added": ("new-required-request-{part}", "a new member must be there"),
        "required-default-added": (
            "new-required-request-{part}-with-default",
            "a new member must be there, though it has a default",
        ),
        "optional-added": ("new-optional-request-{part}", "a new member may be there"),
        "optional-removed": ("request-{part}-removed", "a member is declared no more"),
        "required-removed": ("request-{part}-removed", "a member is declared no more"),
        "became-required": ("request-{part}-became-required", "a member must be there"),
        "became-required-with-default": (
            "request-{part}-became-required-with-default",
            "a member must be there, though it has a default",
        ),
        "became-optional": ("request-{part}-became-optional", "a member may be left out"),
    },
    "response": {
        "required-added": ("response-required-{part}-added", "a new member is always there"),
        "optional-added": ("response-optional-{part}-added", "a new member may be there"),
        "closed-added": (
            "response-{part}-added-to-closed-object",
            "a new member may be there, in an object that had no others",
        ),
        "optional-removed": ("response-optional-{part}-removed", "a member is declared no more"),
        "required-removed": ("response-required-{part}-removed", "a member that was always there is declared no more"),
        "became-required": ("response-{part}-became-required", "a member is always there"),
        "became-optional": ("response-{part}-became-optional", "a member may be missing"),
    },
}
"""What can happen to a member of an object: the id, with the member's name for the position, and what it means."""
MOVES: Final[dict[str, str]] = {
    "became-read-only": "a member is carried by answers only",
    "became-not-read-only": "a member is carried by requests too",
    "became-write-only": "a member is carried by requests only",
    "became-not-write-only": "a member is carried by answers too",
}
FIXES: Final[dict[Way, str]] = {
    "request": "Accept what was accepted before; ask for more only in a new operation or a new major version.",
    "response": "Send only what was declared before; put what is new into new optional members or a new operation.",
}
"""What to do where containment says that a schema breaks clients."""
