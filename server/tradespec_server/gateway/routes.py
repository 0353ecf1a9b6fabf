"""Routes: a dictionary for paths without parameters, a tree by segment for the others."""

from __future__ import annotations

from typing import Generic, TypeVar

__all__ = ["Routes"]

T = TypeVar("T")


class Routes(Generic[T]):
    """Maps method and path to a target. A literal segment wins over a parameter (OpenAPI 3.1 section 4.8.8.2)."""

    def __init__(self) -> None:
        self._literal: dict[str, dict[str, T]] = {}
        self._root: _Node[T] = _Node()

    def add(self, method: str, template: str, target: T) -> None:
        """Bind a method of a path template such as `/v1/orders/{order_id}`."""
        names = tuple(segment[1:-1] for segment in template.split("/") if segment.startswith("{"))
        if not names:
            self._literal.setdefault(template, {})[method] = target
        node = self._root
        for segment in template.split("/")[1:]:
            if segment.startswith("{"):
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.children.setdefault(segment, _Node())
        node.names = names
        node.methods[method] = target

    def find(self, path: str) -> tuple[dict[str, T], dict[str, str]] | None:
        """Return the methods of a path and the values of its parameters; None when no template fits."""
        methods = self._literal.get(path)
        if methods is not None:
            return methods, {}
        values: list[str] = []
        node = self._root.walk(path.split("/")[1:], 0, values)
        return (node.methods, dict(zip(node.names, values, strict=True))) if node is not None else None


class _Node(Generic[T]):
    __slots__ = ("any", "children", "methods", "names")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.any: _Node[T] | None = None
        self.methods: dict[str, T] = {}
        self.names: tuple[str, ...] = ()

    def walk(self, segments: list[str], at: int, values: list[str]) -> _Node[T] | None:
        """Return the node that the segments lead to, literal segments first; `values` collects the others."""
        if at == len(segments):
            return self if self.methods else None
        segment = segments[at]
        child = self.children.get(segment)
        if child is not None:
            found = child.walk(segments, at + 1, values)
            if found is not None:
                return found
        if self.any is None or not segment:
            return None
        values.append(segment)
        found = self.any.walk(segments, at + 1, values)
        if found is None:
            values.pop()
        return found
