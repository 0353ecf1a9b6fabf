"""Schemas of a document where an edit means the same for the whole: what leads there neither chooses nor excludes."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Node = dict[str, Any]
    Steps = tuple[str | int, ...]

METHODS = ("get", "put", "post", "delete", "patch", "options", "head")
CHOOSING = {"oneOf", "anyOf", "allOf", "not", "if", "enum", "const", "discriminator", "dependentRequired"}
DEPTH_MAX = 4
SITES_MAX = 60
BESIDE_REFERENCE = {"$ref", "description", "summary"}
"""What may stand beside a reference and says nothing about values."""
ABOUT_PARAMETERS = {"name", "in", "required", "description", "collectionFormat", "allowEmptyValue"}
"""What Swagger 2.0 says of a parameter beside the words of a schema."""


@dataclass(frozen=True)
class Site:
    """A schema: where it stands, in which direction it travels, and the operation it belongs to."""

    steps: Steps
    way: str
    method: str
    path: str


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if isinstance(item, dict) and isinstance(item.get(method), dict):
                yield method, path, item[method]


def is_swagger(document: Node) -> bool:
    return "swagger" in document


def target(document: Node, node: Any) -> Any:
    """Return what a node refers to, itself where it refers to nothing."""
    return reached(document, (), node)[1]


def reached(document: Node, steps: Steps, node: Any) -> tuple[Steps, Any]:
    """Return where what a node refers to stands, and that; the node itself where it refers to nothing."""
    for _ in range(20):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str) or not node["$ref"].startswith("#/"):
            break
        found: Any = document
        steps = ()
        for step in node["$ref"][2:].split("/"):
            said = step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
            key: str | int = int(said) if isinstance(found, list) else said
            found, steps = found[key], (*steps, key)
        node = found
    return steps, node


def sites_of(document: Node, method: str, path: str) -> list[Site]:
    """Return the schemas of one operation."""
    found: list[Site] = []
    for steps, way in bodies(document, method, path):
        walk(document, steps, Site((), way, method, path), found, 0, ())
    return found[:SITES_MAX]


def bodies(document: Node, method: str, path: str) -> Iterator[tuple[Steps, str]]:
    """Yield where the schemas of bodies and parameters stand."""
    start: Steps = ("paths", path, method)
    node = at(document, start)
    for index, each in enumerate(node.get("parameters") or ()):
        said = target(document, each)
        if said.get("in") == "body":
            yield (*start, "parameters", index, "schema"), "request"
        elif said.get("in") != "header" and "schema" in said:
            yield (*start, "parameters", index, "schema"), "parameter"
        elif said.get("in") in {"query", "path", "formData"} and "type" in said:
            yield (*start, "parameters", index), "parameter"
    for media, said in (target(document, node.get("requestBody")) or {}).get("content", {}).items():
        if "schema" in said:
            yield (*start, "requestBody", "content", media, "schema"), "request"
    for status, answer in (node.get("responses") or {}).items():
        if "schema" in target(document, answer):
            yield (*start, "responses", status, "schema"), "response"
        for media, said in (target(document, answer).get("content") or {}).items():
            if "schema" in said:
                yield (*start, "responses", status, "content", media, "schema"), "response"


def walk(  # noqa: PLR0917 - it calls itself
    document: Node, steps: Steps, like: Site, found: list[Site], depth: int, above: tuple[int, ...]
) -> None:
    """Collect a schema and what stands in it."""
    node = at(document, steps)
    if not isinstance(node, dict) or id(node) in above or len(found) >= SITES_MAX or skipped(node, like.way):
        return
    if narrowed_beside(document, steps):
        return
    found.append(Site(steps, like.way, like.method, like.path))
    if CHOOSING & set(node) or depth == DEPTH_MAX or like.way == "parameter":
        return
    inner = (*above, id(node))
    for name in node.get("properties") or ():
        walk(document, (*steps, "properties", name), like, found, depth + 1, inner)
    if isinstance(node.get("items"), dict) and node.get("maxItems", 1) > 0 and "prefixItems" not in node:
        walk(document, (*steps, "items"), like, found, depth + 1, inner)
    if isinstance(node.get("additionalProperties"), dict):
        walk(document, (*steps, "additionalProperties"), like, found, depth + 1, inner)


def skipped(node: Node, way: str) -> bool:
    """Whether a direction does not carry a member, or something beside a reference makes it hard to say."""
    return bool(node.get("readOnly" if way != "response" else "writeOnly")) or "$ref" in node


def narrowed_beside(document: Node, steps: Steps) -> bool:
    """Whether something beside a reference says more than the reference does."""
    node = at(document, steps[:-1])[steps[-1]]
    return isinstance(node, dict) and "$ref" in node and not set(node) <= BESIDE_REFERENCE


def at(document: Node, steps: Steps) -> Any:
    """Return what stands somewhere, references followed."""
    return placed(document, steps)[1]


def placed(document: Node, steps: Steps) -> tuple[Steps, Any]:
    """Return where something stands once references are followed, and what stands there."""
    node: Any = document
    real: Steps = ()
    for step in steps:
        real, node = reached(document, (*real, step), node[step])
    return real, node


def own(document: Node, steps: Steps) -> Any:
    """Return what stands somewhere, everything on the way there replaced by a copy that nothing else shares."""
    node: Any = document
    for step in steps:
        node[step] = copy.copy(target(document, node[step]))
        node = node[step]
    return node


def put(document: Node, steps: Steps, value: Any) -> None:
    """Replace what stands somewhere."""
    own(document, steps[:-1])[steps[-1]] = value


def schema_at(document: Node, steps: Steps) -> tuple[Node, Node]:
    """Return what a parameter of Swagger 2.0 says of itself (nothing elsewhere), and the schema."""
    node = at(document, steps)
    if not is_swagger(document) or len(steps) != 5 or steps[3] != "parameters":
        return {}, node
    return (
        {word: said for word, said in node.items() if word in ABOUT_PARAMETERS},
        {word: said for word, said in node.items() if word not in ABOUT_PARAMETERS},
    )
