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


def target(document: Node, node: Any) -> Any:
    """Return what a node refers to, itself where it refers to nothing."""
    for _ in range(20):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str) or not node["$ref"].startswith("#/"):
            break
        found: Any = document
        for step in node["$ref"][2:].split("/"):
            key = step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
            found = found[int(key)] if isinstance(found, list) else found[key]
        node = found
    return node


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
        if "schema" in target(document, each) and target(document, each).get("in") != "header":
            yield (*start, "parameters", index, "schema"), "parameter"
    for media, said in (target(document, node.get("requestBody")) or {}).get("content", {}).items():
        if "schema" in said:
            yield (*start, "requestBody", "content", media, "schema"), "request"
    for status, answer in (node.get("responses") or {}).items():
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


def at(document: Node, steps: Steps) -> Any:
    """Return what stands somewhere, references followed."""
    node: Any = document
    for step in steps:
        node = target(document, node[step])
    return node


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
