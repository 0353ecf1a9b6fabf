"""JSON to plain objects with orjson, with what orjson does not tell: keys written twice, and where an error stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from tradespec.document.errors import DocumentError
from tradespec.document.exact import ZEROS
from tradespec.document.measure import measure
from tradespec.document.place import Location, Place, Problem

if TYPE_CHECKING:
    from tradespec.document.limits import Limits

KEYS: Final = re.compile(rb'"[ \t\r\n]*:')
LONG: Final = b"0" * 16
"""Digits that may be too many, all digits made zeros; without them the search below is spared."""
BACKSLASH: Final = b'\\\\":'
"""A key that ends with a backslash looks like a string that goes on behind a quote."""
HUGE: Final = re.compile(rb"[:\[,\s]-?\d{16,}[,\]}\s]")


def parse(source: bytes, file: str, limits: Limits) -> tuple[Any, list[Problem]]:
    """Return the document's value and what is doubtful in it; `DocumentError` with line and column for broken JSON."""
    try:
        value = orjson.loads(source)
    except orjson.JSONDecodeError as error:
        location = Location(file, error.lineno, error.colno)
        raise DocumentError(f"Expected JSON, got text that is none: {error.msg}", location) from None
    measure(value, file, limits)
    if LONG in source.translate(ZEROS) and HUGE.search(source):
        import json

        value = json.loads(source)
    if keys(source) == members(value):
        return value, []
    return value, duplicates(source, file)


def keys(source: bytes) -> int:
    """Count the keys in the text; another number where strings hold or begin with what looks like the end of one."""
    if BACKSLASH in source or any(space + b":" in source for space in (b" ", b"\t", b"\r", b"\n")):
        return len(KEYS.findall(source))
    return source.count(b'":') - source.count(b'\\":')


def members(value: Any) -> int:
    """Count the members of all objects in the value."""
    count = 0
    level = [value] if isinstance(value, dict | list) else []
    while level:
        count += sum([len(item) for item in level if type(item) is dict])
        level = [
            child
            for item in level
            for child in (item.values() if type(item) is dict else item)
            if type(child) is dict or type(child) is list
        ]
    return count


class Twice(dict[str, Any]):
    """An object with the keys that stood in it more than once."""

    again: tuple[str, ...] = ()


def duplicates(source: bytes, file: str) -> list[Problem]:
    """Find the keys that are written twice."""
    import json

    def pairs(items: list[tuple[str, Any]]) -> Twice:
        out = Twice(items)
        if len(out) != len(items):
            seen: set[str] = set()
            out.again = tuple(key for key, _ in items if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return out

    problems: list[Problem] = []
    stack: list[tuple[Any, Place]] = [(json.loads(source, object_pairs_hook=pairs), Place(file))]
    while stack:
        value, place = stack.pop()
        if isinstance(value, Twice):
            for key in value.again:
                message = f"Expected each key once, got `{key}` again: the first value is lost"
                problems.append(Problem("duplicate-key", "error", message, place / key, "Remove one of the two."))
            stack.extend((child, place / key) for key, child in value.items())
        elif isinstance(value, list):
            stack.extend((child, place / at) for at, child in enumerate(value))
    return problems
