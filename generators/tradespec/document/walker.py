"""A rapidyaml tree to plain objects, node by node, by the core schema of YAML 1.2 (section 10.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tradespec.document.errors import DocumentError
from tradespec.document.measure import too_deep, too_many
from tradespec.document.place import Place, Problem
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document.limits import Limits

NONE: Final = 0xFFFFFFFFFFFFFFFF
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER: Final = re.compile(r"[-+]?[0-9]+")
OTHER_BASE: Final = re.compile(r"0(?:x[0-9a-fA-F]+|o[0-7]+)")
FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
INFINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
INTEGER_DIGITS_MAX: Final = 4_000


@dataclass(slots=True)
class Walker:
    """Reads a tree node by node, by the rules rather than by the common case."""

    tree: Any
    file: str
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """Name -> (value, how many nodes it unfolds to)."""
    nodes: int = 0

    def value(self, node: int, place: Place, depth: int) -> Any:
        """Read one node; aliases share the value they name."""
        tree = self.tree
        if depth > self.limits.depth_max:
            raise too_deep(self.file, self.limits)
        before = self.nodes
        self.spend(1)
        if tree.is_val_ref(node):
            return self.alias(text(tree.val_ref(node)), place)
        if tree.is_map(node):
            out: Any = self.mapping(node, place, depth)
        elif tree.is_seq(node):
            out = [self.value(child, place / at, depth + 1) for at, child in enumerate(self.children(node))]
        else:
            out = scalar(tree, node)
        if tree.has_val_anchor(node):
            self.anchors[text(tree.val_anchor(node))] = (out, self.nodes - before)
        return out

    def spend(self, count: int) -> None:
        """Count nodes; a small file of aliases may stand for billions."""
        self.nodes += count
        if self.nodes > self.limits.nodes_max:
            raise too_many(self.file, self.limits)

    def alias(self, name: str, place: Place) -> Any:
        """Return what an alias names."""
        if name not in self.anchors:
            raise DocumentError(f"Expected an anchor `&{name}` before the alias, got none - at {place}")
        value, size = self.anchors[name]
        self.spend(size)
        return value

    def children(self, node: int) -> Iterator[int]:
        """Yield the ids of a container's children."""
        child = self.tree.first_child(node)
        while child not in (NONE, -1):
            yield child
            child = self.tree.next_sibling(child)

    def mapping(self, node: int, place: Place, depth: int) -> dict[str, Any]:
        """Read a mapping; keys written out win over merged ones, wherever the merge stands."""
        out: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for child in self.children(node):
            key = text(self.tree.key(child))
            if key == "<<" and not self.tree.is_key_quoted(child):
                for source in self.merges(child, place, depth):
                    merged = {**source, **merged}
                continue
            if key in out:
                message = f"Expected each key once, got `{key}` again: the first value is lost"
                self.problems.append(Problem("duplicate-key", "error", message, place / key, "Remove one of the two."))
            out[key] = self.value(child, place / key, depth + 1)
        return {**merged, **out} if merged else out

    def merges(self, node: int, place: Place, depth: int) -> list[dict[str, Any]]:
        """Return the mappings that a merge key names, first wins."""
        value = self.value(node, place / "<<", depth + 1)
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            raise DocumentError(f"Expected a mapping (or a list of them) to merge, got something else - at {place}/<<")
        return sources


def scalar(tree: Any, node: int) -> Any:
    """Read a scalar by its quotes, its tag and the core schema."""
    if not tree.has_val(node):
        return None
    plain = text(tree.val(node))
    tag = text(tree.val_tag(node)) if tree.has_val_tag(node) else ""
    if tag.endswith("str") or (tree.is_val_quoted(node) and not tag):
        return plain
    return resolved(plain)


def resolved(plain: str) -> Any:
    """Return the value of a plain scalar by the core schema: null, boolean, integer, float, else the string itself."""
    if plain in NULLS:
        return None
    if plain in BOOLEANS:
        return BOOLEANS[plain]
    if INTEGER.fullmatch(plain) and len(plain) <= INTEGER_DIGITS_MAX:
        return int(plain)
    if OTHER_BASE.fullmatch(plain):
        return int(plain, 0)
    if FLOAT.fullmatch(plain):
        return float(plain)
    if INFINITE.fullmatch(plain):
        return float(plain.replace(".", ""))
    return plain


def text(scalar: Any) -> str:
    """Return a scalar of the tree as text."""
    return bytes(scalar).decode("utf-8") if scalar is not None else ""
