"""What a sender of an object sends: the members that its contract declares, and what may stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tradespec.contract import Schema
    from tradespec.document import Document

IGNORED: Final = frozenset(
    {
        "$anchor", "$comment", "$id", "$schema", "contentEncoding", "contentMediaType", "contentSchema", "default",
        "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "readOnly", "title",
        "writeOnly", "xml", "$defs", "definitions",
    }
)  # fmt: skip
"""Words that accept and refuse nothing."""
SOME_NAME: Final = "any_other"
"""Stands for the name of a member that nobody declares; longer where a document declares that."""
OTHERS: Final = ("additionalProperties", "unevaluatedProperties")


def carries(schema: Schema, word: str) -> bool:
    """Whether a schema, what it refers to, or one of its ``allOf`` parts carries a marker such as ``readOnly``."""
    return any(part.raw.get(word) is True for part in parts(schema))


def parts(schema: Schema, *, depth: int = 12) -> Iterable[Schema]:
    """Yield a schema with what it refers to and its ``allOf`` parts, all of which hold together."""
    yield schema
    if depth == 0:
        return
    if "$ref" in schema.raw and schema.ref is not None and schema.ref is not schema:
        yield from parts(schema.ref, depth=depth - 1)
    for part in schema.all_of:
        yield from parts(part, depth=depth - 1)


def closes(schema: Schema) -> bool:
    """Whether a sender of this schema sends what it declares: members are declared, and nothing said of others.

    So must be every branch that lets objects in; branches that lead back to one another are looked at once.
    """
    seen: set[str] = set()
    stack = [schema]
    while stack:
        here = stack.pop()
        if str(here.place) in seen:
            continue
        seen.add(str(here.place))
        declares = False
        for part in parts(here):
            raw = part.raw
            if "propertyNames" in raw or not all(says_nothing(raw.get(word)) for word in OTHERS):
                return False
            branches = [*part.any_of, *part.one_of]
            declares = declares or bool(raw.get("properties") or raw.get("patternProperties") or branches)
            stack += [each for each in branches if not scalar(each)]
        if not declares:
            return False
    return True


def asked_only(schema: Schema, child: Callable[..., Schema]) -> list[str]:
    """Return the members that a schema or a branch of it asks for, and that none declares; ``child`` finds subschemas."""
    asked: dict[str, None] = {}
    declared: set[str] = set()
    seen: set[str] = set()
    stack = [schema]
    while stack:
        part = stack.pop()
        if str(part.place) in seen:
            continue
        seen.add(str(part.place))
        asked |= dict.fromkeys(part.required)
        declared |= set(part.properties)
        depending = part.raw.get("dependentRequired")
        for name, names in depending.items() if isinstance(depending, dict) else ():
            asked |= dict.fromkeys([name, *(each for each in names if isinstance(each, str))])
        stack += in_place(part, child)
    return [name for name in asked if name not in declared]


def in_place(schema: Schema, child: Callable[..., Schema]) -> list[Schema]:
    """Return the parts and branches of a schema: what is said, perhaps under a condition, of the same value."""
    out = [*schema.all_of, *schema.any_of, *schema.one_of, *([schema.ref] if schema.ref is not None else [])]
    out += [child(schema, word) for word in ("if", "then", "else") if isinstance(schema.raw.get(word), dict)]
    depending = schema.raw.get("dependentSchemas")
    for name, value in depending.items() if isinstance(depending, dict) else ():
        if isinstance(value, dict):
            out.append(child(schema, "dependentSchemas", name))
    return out


def says_nothing(value: Any) -> bool:
    """Whether what is said of other members is nothing: not there, true, or a schema that only describes."""
    if isinstance(value, dict):
        return all(word in IGNORED or word.startswith("x-") for word in value)
    return value is None or value is True


def mentions(document: Document, text: str) -> bool:
    """Whether a text occurs anywhere in a document as it is written."""
    return any(text.encode() in file.source for file in document.files.values())


def unused_name(*documents: Document) -> str:
    """Return a member name that stands in none of the documents."""
    name = SOME_NAME
    while any(mentions(document, name) for document in documents):
        name += "_"
    return name


def scalar(schema: Schema) -> bool:
    """Whether a schema lets no object in by its type."""
    types = [part.types for part in parts(schema) if part.types]
    return any("object" not in names for names in types)
