"""Schemas that many places share: which operations an edit of one reaches, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mutations.sites import METHODS, at, placed, target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutations.sites import Node, Site, Steps

Reach = frozenset[tuple[str, str]]


@dataclass
class Shared:
    """A schema that stands outside of all operations."""

    steps: Steps
    uses: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: {"request": set(), "response": set()})
    """Direction -> (method, path) of where an edit surely has an effect."""


def shared_schemas(document: Node, sites: Iterable[Site]) -> list[Shared]:
    """Return the schemas of components that operations use."""
    found: dict[Steps, Shared] = {}
    for site in sites:
        if site.way == "parameter":
            continue
        steps, _ = placed(document, site.steps)
        if steps[0] != "paths":
            found.setdefault(steps, Shared(steps)).uses[site.way].add((site.method, site.path))
    return [found[steps] for steps in sorted(found, key=repr)]


class Reachable:
    """Which nodes of a document a direction may come across at all, effect or not."""

    def __init__(self, document: Node) -> None:
        self.document = document
        self.seen: dict[str, set[int]] = {"request": set(), "response": set()}
        items = [*document.get("paths", {}).values(), *document.get("webhooks", {}).values()]
        for item in items:
            if isinstance(item, dict):
                self.item(item)

    def item(self, item: Node) -> None:
        """Note what one path reaches. Where the server calls, both ways are noted: that is not what is tried here."""
        self.follow(item.get("parameters"), "request")
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                self.follow(operation.get("parameters"), "request")
                self.follow(operation.get("requestBody"), "request")
                self.follow(operation.get("responses"), "response")
                for way in self.seen:
                    self.follow(operation.get("callbacks"), way)

    def follow(self, start: Any, way: str) -> None:
        """Note a node and all that it holds or refers to."""
        seen, stack = self.seen[way], [start]
        while stack:
            node = target(self.document, stack.pop())
            if isinstance(node, dict | list) and id(node) not in seen:
                seen.add(id(node))
                stack += node.values() if isinstance(node, dict) else node

    def reached(self, steps: Steps, way: str) -> bool:
        return id(at(self.document, steps)) in self.seen[way]
