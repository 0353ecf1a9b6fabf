"""Where the nodes of a YAML file stand: rapidyaml parses it again, and the addresses of its scalars say so."""

from __future__ import annotations

import ctypes
from typing import Any

from tradespec import lean
from tradespec.document.walker import NONE, text


class Buffer(ctypes.Structure):
    """`Py_buffer`, to learn the address of a view: rapidyaml keeps scalars inside the text it was given."""

    _fields_ = (
        ("address", ctypes.c_void_p),
        ("owner", ctypes.py_object),
        ("length", ctypes.c_ssize_t),
        *((f"rest{number}", ctypes.c_void_p) for number in range(10)),
    )


def address(view: Any) -> int:
    """Return where in memory a view begins."""
    buffer = Buffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(view), ctypes.byref(buffer), 0)
    found = int(buffer.address or 0)
    ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))
    return found


class YamlFinder:
    """Walks a rapidyaml tree along a pointer, through aliases and merge keys."""

    def __init__(self, source: bytes) -> None:
        self.source = bytearray(source)
        self.tree = lean.ryml().parse_in_place(self.source)
        self.size = len(source)
        self.base = address(memoryview(self.source))
        self.anchors: dict[str, int] | None = None
        self.named: dict[int, dict[str, int]] = {}
        """Map -> the members that are written out in it."""

    def offset(self, keys: list[str]) -> int:
        """Return the byte offset of the node."""
        node, found = self.tree.root_id(), 0
        for key in keys:
            child = self.child(self.target(node), key)
            if child is None:
                break
            node = child
            begins = self.begin(node)
            found = found if begins is None else begins
        return found

    def target(self, node: int) -> int:
        """Return the node that an alias names, else the node itself."""
        if not self.tree.is_val_ref(node):
            return node
        if self.anchors is None:
            self.anchors = {
                text(self.tree.val_anchor(at)): at for at in range(self.tree.size()) if self.tree.has_val_anchor(at)
            }
        return self.anchors.get(text(self.tree.val_ref(node)), node)

    def children(self, node: int) -> list[int]:
        """Return the ids of a container's children."""
        out: list[int] = []
        child = self.tree.first_child(node) if self.tree.has_children(node) else NONE
        while child not in (NONE, -1):
            out.append(child)
            child = self.tree.next_sibling(child)
        return out

    def child(self, node: int, key: str) -> int | None:
        """Return the member or element of that name; a merged one where none is written out."""
        if self.tree.is_seq(node):
            children = self.children(node)
            return children[int(key)] if key.isdigit() and int(key) < len(children) else None
        if not self.tree.is_map(node):
            return None
        if node not in self.named:
            self.named[node] = {text(self.tree.key(child)): child for child in self.children(node)}
        if key in self.named[node]:
            return self.named[node][key]
        for merge in (child for child in self.children(node) if text(self.tree.key(child)) == "<<"):
            sources = self.children(merge) if self.tree.is_seq(merge) else [merge]
            for source in sources:
                found = self.child(self.target(source), key)
                if found is not None:
                    return found
        return None

    def begin(self, node: int) -> int | None:
        """Return where the node's first scalar stands, None for an empty element that has none."""
        tree = self.tree
        if tree.has_key(node):
            return self.inside(tree.key(node), quoted=tree.is_key_quoted(node))
        if tree.has_val(node):
            return self.inside(tree.val(node), quoted=tree.is_val_quoted(node))
        for child in self.children(node):
            found = self.begin(child)
            if found is not None:
                return found
        return None

    def inside(self, view: Any, *, quoted: bool) -> int | None:
        """Return a view's offset in the source, before its quote."""
        offset = address(view) - self.base if view is not None and len(view) else -1
        if not 0 <= offset < self.size:
            return None
        return offset - 1 if quoted and offset and chr(self.source[offset - 1]) in "\"'" else offset
