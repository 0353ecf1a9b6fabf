"""A tour of a document: every object with its kind and its place, references followed, each place once.

The grammar below says which key of which kind of object leads to what. Judges that look at raw words (structure,
references, examples, our x- words) go through here; judges of meaning read the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tradespec.document import DocumentError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.document import Document

Shape = Literal["one", "list", "map", "map-list"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

GRAMMAR: Mapping[str, Mapping[str, tuple[Shape, str]]] = {
    "document": {
        "paths": ("map", "path-item"),
        "webhooks": ("map", "path-item"),
        "components": ("one", "components"),
        "tags": ("list", "tag"),
        "servers": ("list", "server"),
        # Swagger 2.0 keeps its components at the root.
        "definitions": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "securityDefinitions": ("map", "security-scheme"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "request-body"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "security-scheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callbacks"),
        "pathItems": ("map", "path-item"),
        "mediaTypes": ("map", "media-type"),
    },
    "path-item": {
        **dict.fromkeys(METHODS, ("one", "operation")),
        "additionalOperations": ("map", "operation"),
        "parameters": ("list", "parameter"),
        "servers": ("list", "server"),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request-body"),
        "responses": ("map", "response"),
        "callbacks": ("map", "callbacks"),
        "servers": ("list", "server"),
    },
    "callbacks": {"*": ("map", "path-item")},
    "parameter": {"schema": ("one", "schema"), "content": ("map", "media-type"), "examples": ("map", "example")},
    "header": {"schema": ("one", "schema"), "content": ("map", "media-type"), "examples": ("map", "example")},
    "request-body": {"content": ("map", "media-type")},
    "response": {
        "headers": ("map", "header"),
        "content": ("map", "media-type"),
        "links": ("map", "link"),
        "schema": ("one", "schema"),
    },
    "media-type": {
        "schema": ("one", "schema"),
        "itemSchema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    "schema": {
        **dict.fromkeys(
            ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), ("map", "schema")
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
        **dict.fromkeys(
            (
                "items",
                "additionalProperties",
                "unevaluatedItems",
                "unevaluatedProperties",
                "not",
                "if",
                "then",
                "else",
                "contains",
                "propertyNames",
                "contentSchema",
            ),
            ("one", "schema"),
        ),
    },
    "example": {},
    "link": {},
    "security-scheme": {},
    "server": {},
    "tag": {},
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One object of the document. ``entered`` says that it was reached from another kind or by a reference."""

    kind: str
    value: Any
    place: Place
    parent: str
    entered: bool


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A ``$ref`` that leads nowhere, with the reader's reason."""

    place: Place
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Tour:
    """What was seen, in document order."""

    visits: tuple[Visit, ...]
    broken: tuple[BrokenReference, ...]

    def of(self, *kinds: str) -> Iterator[Visit]:
        """Yield the visits of these kinds."""
        return (visit for visit in self.visits if visit.kind in kinds)


def tour(document: Document) -> Tour:
    """Walk ``document`` from its root. Depth is kept on a list, so that no document exhausts Python's stack."""
    visits: list[Visit] = []
    broken: list[BrokenReference] = []
    seen: set[tuple[str, Place]] = set()
    waiting = [Visit("document", document.root, Place(document.entry), "", entered=True)]
    while waiting:
        visit = waiting.pop()
        if (visit.kind, visit.place) in seen:
            continue
        seen.add((visit.kind, visit.place))
        visits.append(visit)
        if isinstance(visit.value, dict):
            waiting.extend(reversed([*_children(visit), *_referred(document, visit, broken)]))
    return Tour(tuple(visits), tuple(broken))


def _children(visit: Visit) -> Iterator[Visit]:
    grammar = GRAMMAR[visit.kind]
    if "*" in grammar:
        kind = grammar["*"][1]
        yield from (_child(visit, kind, key) for key in visit.value if not key.startswith("x-") and key != "$ref")
        return
    for key, value in visit.value.items():
        if key not in grammar:
            continue
        shape, kind = grammar[key]
        place = visit.place / key
        entered = kind != visit.kind
        if shape == "map" and isinstance(value, dict):
            skip_words = kind != "schema"  # a property may be called x-anything; a path or a status may not
            for name, item in value.items():
                if not (skip_words and name.startswith("x-")):
                    yield Visit(kind, item, place / name, visit.kind, entered)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield Visit(kind, item, place / str(index), visit.kind, entered)
        elif shape != "map":
            yield Visit(kind, value, place, visit.kind, entered)


def _child(visit: Visit, kind: str, key: str) -> Visit:
    return Visit(kind, visit.value[key], visit.place / key, visit.kind, entered=True)


def _referred(document: Document, visit: Visit, broken: list[BrokenReference]) -> Iterator[Visit]:
    ref = visit.value.get("$ref")
    if not isinstance(ref, str) or visit.kind in {"document", "components"}:
        return
    try:
        node = document.resolve(ref, visit.place)
    except DocumentError as error:
        broken.append(BrokenReference(visit.place / "$ref", error))
        return
    yield Visit(visit.kind, node.value, node.place, visit.kind, entered=True)
