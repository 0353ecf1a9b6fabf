"""Line and column of a node, found by reading the file again; asked only for the few nodes that are reported."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import ryml

from tradespec.document.place import Location, Place
from tradespec.document.walker import NONE, text

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE: Final = re.compile(r"[ \t\r\n]*")
STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
SCALAR: Final = re.compile(r"[^,\]}\s]+")
COUNTED_MAX: Final = 8
"""From how many questions on it pays to know where each line begins."""


class Positions:
    """Answers for one file. Where a pointer leads to nothing, its nearest ancestor answers."""

    def __init__(self, file: str, source: bytes, *, is_json: bool) -> None:
        self.file = file
        self.source = source
        self.finder: JsonFinder | YamlFinder = JsonFinder(source) if is_json else YamlFinder(source)
        self.asked = 0
        self.lines: list[int] | None = None
        """Where each line begins."""

    def locate(self, place: Place) -> Location:
        """Return where the node stands: a member at its key, an element at its first character."""
        offset = self.finder.offset(place.keys)
        begin = self.source.rfind(b"\n", 0, offset) + 1
        column = len(self.source[begin:offset].decode("utf-8", "replace")) + 1
        return Location(self.file, self.line(begin), column, place.pointer)

    def line(self, begin: int) -> int:
        """Return the number of the line that begins at an offset: counted for a few, looked up for many."""
        self.asked += 1
        if self.asked <= COUNTED_MAX:
            return self.source.count(b"\n", 0, begin) + 1
        if self.lines is None:
            lengths = (len(line) + 1 for line in self.source.split(b"\n"))
            self.lines = list(accumulate(lengths, initial=0))
        return bisect_right(self.lines, begin)


class JsonFinder:
    """Walks JSON text along a pointer; each container on the way is read once, however many places are asked for."""

    def __init__(self, source: bytes) -> None:
        from json import JSONDecoder

        self.text = source.decode("utf-8", "replace")
        self.read = JSONDecoder(strict=False).raw_decode
        """Reads the value at an offset, and returns where it ends; written in C."""
        self.tables: dict[int, dict[str, tuple[int, int]]] = {}

    def offset(self, keys: list[str]) -> int:
        """Return the byte offset of the node."""
        value = start = self.skip(0)
        for key in keys:
            found = self.children(value).get(key)
            if found is None:
                break
            start, value = found
        return start if self.text.isascii() else len(self.text[:start].encode())

    def skip(self, at: int) -> int:
        """Return the offset of the next character that is no space."""
        match = SPACE.match(self.text, at)
        return match.end() if match else at

    def children(self, at: int) -> dict[str, tuple[int, int]]:
        """Return name or index -> (where the member or element begins, where its value begins)."""
        if at not in self.tables:
            self.tables[at] = dict(self.scan(at))
        return self.tables[at]

    def scan(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the children of the container that begins here; of a key written twice the last wins, as in reading."""
        opening = self.text[at : at + 1]
        if opening not in {"{", "["}:
            return
        number, at = 0, self.skip(at + 1)
        while at < len(self.text) and self.text[at] not in "}]":
            begin, name = at, str(number)
            if opening == "{":
                match = STRING.match(self.text, at)
                if match is None:
                    return
                name = string_value(match[0])
                at = self.skip(self.skip(match.end()) + 1)
            yield name, (begin, at)
            at = self.skip(self.end(at))
            number += 1
            if self.text[at : at + 1] == ",":
                at = self.skip(at + 1)

    def end(self, at: int) -> int:
        """Return the offset behind the value that begins here."""
        if self.text[at] not in "{[":
            match = (STRING if self.text[at] == '"' else SCALAR).match(self.text, at)
            return match.end() if match else at + 1
        try:
            return int(self.read(self.text, at)[1])
        except ValueError:
            return len(self.text)


def string_value(literal: str) -> str:
    """Return what a JSON string literal says."""
    import orjson

    return str(orjson.loads(literal)) if "\\" in literal else literal[1:-1]


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
        self.tree = ryml.parse_in_place(self.source)
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
