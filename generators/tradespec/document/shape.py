"""Which child of an OpenAPI object is what: enough to walk a document knowing what each node means.

``SHAPE[kind][key]`` is the kind of the child, ``("map", kind)`` or ``("list", kind)`` for containers. OpenAPI 3.0, 3.1 and
3.2 read together; JSON Schema keywords by 2020-12.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.document.place import Place

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

Kind = str | tuple[str, str]

SCHEMA: Final[dict[str, Kind]] = {
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"), ("map", "schema")),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
    **dict.fromkeys(
        (
            "items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties",
            "not", "if", "then", "else", "contentSchema",
        ),
        "schema",
    ),
}  # fmt: skip
PARAMETER: Final[dict[str, Kind]] = {
    "schema": "schema",
    "examples": ("map", "example"),
    "content": ("map", "media_type"),
}
COMPONENTS: Final[dict[str, Kind]] = {
    "schemas": ("map", "schema"),
    "responses": ("map", "response"),
    "parameters": ("map", "parameter"),
    "examples": ("map", "example"),
    "requestBodies": ("map", "request_body"),
    "headers": ("map", "header"),
    "securitySchemes": ("map", "security_scheme"),
    "links": ("map", "link"),
    "callbacks": ("map", "callback"),
    "pathItems": ("map", "path_item"),
    "mediaTypes": ("map", "media_type"),
}
SHAPE: Final[dict[str, dict[str, Kind]]] = {
    "document": {"paths": ("map", "path_item"), "webhooks": ("map", "path_item"), "components": "components"},
    "components": COMPONENTS,
    "path_item": {
        **dict.fromkeys(METHODS, "operation"),
        "additionalOperations": ("map", "operation"),
        "parameters": ("list", "parameter"),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": "request_body",
        "responses": ("map", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {"*": "path_item"},
    "parameter": PARAMETER,
    "header": PARAMETER,
    "request_body": {"content": ("map", "media_type")},
    "response": {
        "headers": ("map", "header"),
        "content": ("map", "media_type"),
        "links": ("map", "link"),
    },
    "media_type": {
        "schema": "schema",
        "itemSchema": "schema",
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
        "prefixEncoding": ("list", "encoding"),
        "itemEncoding": "encoding",
    },
    "encoding": {"headers": ("map", "header")},
    "schema": SCHEMA,
    "example": {},
    "link": {},
    "security_scheme": {},
}
SECTION: Final = {kind[1]: section for section, kind in COMPONENTS.items() if isinstance(kind, tuple)}
"""Kind -> its section under ``components``."""
SECTIONS: Final = {kind: ("components", section) for kind, section in SECTION.items()}
"""Kind -> the keys that lead to its section."""
SHAPE_2_0: Final[dict[str, dict[str, Kind]]] = {
    "document": {
        "paths": ("map", "path_item"),
        "definitions": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "securityDefinitions": ("map", "security_scheme"),
    },
    "path_item": {
        **dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch"), "operation"),
        "parameters": ("list", "parameter"),
    },
    "operation": {"parameters": ("list", "parameter"), "responses": ("map", "response")},
    "parameter": {"schema": "schema"},
    "response": {"schema": "schema", "headers": ("map", "header")},
    "header": {},
    "schema": SCHEMA,
    "security_scheme": {},
}
"""The same for Swagger 2.0."""
SECTIONS_2_0: Final = {
    "schema": ("definitions",),
    "parameter": ("parameters",),
    "response": ("responses",),
    "security_scheme": ("securityDefinitions",),
}


def is_swagger(root: Mapping[str, Any]) -> bool:
    """Whether a document calls itself Swagger 2.0; YAML reads the bare version as a number."""
    return "openapi" not in root and str(root.get("swagger")) in {"2.0", "2"}


def children(value: Any, kind: str, place: Place) -> Iterator[tuple[Any, str, Place]]:
    """Yield (child, its kind, its place) for the children of a node that have a meaning of their own."""
    if not isinstance(value, dict):
        return
    shape = SHAPE.get(kind, {})
    for key, child in value.items():
        wanted = shape.get(key)
        if wanted is None and "*" in shape and not key.startswith("x-"):
            wanted = shape["*"]
        if wanted is None:
            continue
        here = place / key
        if isinstance(wanted, str):
            yield child, wanted, here
        elif wanted[0] == "map" and isinstance(child, dict):
            # A property may be called x-anything; a path, a status or a component of that name is an extension.
            extensible = wanted[1] != "schema"
            yield from (
                (item, wanted[1], here / name)
                for name, item in child.items()
                if not (extensible and str(name).startswith("x-"))
            )
        elif wanted[0] == "list" and isinstance(child, list):
            yield from ((item, wanted[1], here / at) for at, item in enumerate(child))
