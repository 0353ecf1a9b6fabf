"""Line and column of a node, found by reading the file again; asked only for the few nodes that are reported."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tradespec.document.place import Location, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document.yaml_positions import YamlFinder

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
        self.finder = finder(source, is_json=is_json)
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


def finder(source: bytes, *, is_json: bool) -> JsonFinder | YamlFinder:
    """Return what walks a text."""
    if is_json:
        return JsonFinder(source)
    from tradespec.document.yaml_positions import YamlFinder

    return YamlFinder(source)


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
