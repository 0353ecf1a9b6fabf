"""What a document loses on the fast way from YAML by way of JSON, and how it gets it back.

rapidyaml writes every scalar that is no JSON value as a string. So a few strings of the JSON may have stood in the YAML
without quotes and meant something else there: an alias, a null, a number. Only for these is the tree asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tradespec.document.walker import NONE, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    Link = tuple["Link", str | int] | None
    """The keys that lead to a value, the last first."""

ODD: Final = re.compile(
    r"""(?x) "(?<!\\")(?: \*[^"\s]+ | ~ | True | TRUE | False | FALSE | Null | NULL
      | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN) | 0[xo][0-9a-fA-F]+ | [-+]?0\d+(?:\.\d*)? | \+\.?\d[\d.eE+-]*
    )"(?=\s*[,}\]]|\s*$) | "<<":"""
)
"""A whole string in the JSON that the source may have meant otherwise: as an alias, a null, a number; or a merge."""
MERGE: Final = '"<<":'
TAG: Final = re.compile(rb"![!<\w]")
BEFORE: Final = b" \t\r\n[{,:"
"""What may stand right before a tag; nothing may at the start of the file."""
OPENS: Final = b":-?,[{"
"""The last mark on a line before a node that stands on it. A tag or an anchor may be there as well."""
ZEROS: Final = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
LONG: Final = b"0" * 19
"""Digits that 64 bits may not hold, all digits made zeros: this way they are found without a look at each byte here."""
DIGITS: Final = re.compile(rb"[0-9]+")
INTEGERS: Final = range(-(2**63), 2**64)
INTEGERS_LONGEST: Final = 20
"""Those that orjson reads as integers; beyond, it makes floats."""


def tagged(source: bytes) -> bool:
    """Whether a node in the source may have a tag."""
    return any(opens(source, found.start()) for found in TAG.finditer(source))


def opens(source: bytes, start: int) -> bool:
    """Whether a node may begin here: first on its line, or behind what may stand before one."""
    if source[start - 1 : start] not in BEFORE:
        return False
    line = max(source.rfind(b"\n", 0, start), source.rfind(b"\r", 0, start)) + 1
    words = source[line:start].split()
    return not words or words[-1][-1:] in OPENS or words[-1][:1] in b"&!"


def restored(value: Any, odd: set[str], tree: Any) -> bool:
    """Put what the YAML meant in the place of each odd string; False where only the tree as a whole can tell.

    ``value`` must have a node for each node of ``tree``.
    """
    nodes = Nodes(tree)
    for container, key, link in strings(value, odd):
        node = nodes.at(link)
        if node == NONE or tree.is_val_ref(node):
            return False
        container[key] = scalar(tree, node)
    return True


def strings(value: Any, odd: set[str]) -> Iterator[tuple[Any, Any, Link]]:
    """Yield (container, key, link to it) of each of these strings in a value."""
    stack: list[tuple[Any, Link]] = [(value, None)]
    while stack:
        container, above = stack.pop()
        for key, child in container.items() if type(container) is dict else enumerate(container):
            kind = type(child)
            if kind is dict or kind is list:
                stack.append((child, (above, key)))
            elif kind is str and child in odd:
                yield container, key, (above, key)


class Nodes:
    """Finds the nodes of a tree by the keys that lead to them; each node on the way is looked up once."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.known: dict[int, tuple[Link, int]] = {}

    def at(self, link: Link) -> int:
        """Return the node at the end of a chain of keys; `NONE` where there is none."""
        if link is None:
            root: int = self.tree.root_id()
            return root
        known = self.known.get(id(link))
        if known is None:
            above, key = link
            node = self.at(above)
            if node != NONE:
                node = self.tree.child(node, key) if isinstance(key, int) else self.tree.find_child(node, key.encode())
            known = self.known[id(link)] = (link, node)
        return known[1]


def huge(text: str) -> bool:
    """Whether the JSON holds an integer that orjson would not read as one (or a string that looks so)."""
    source = text.encode()
    digits = source.translate(ZEROS)
    at = digits.find(LONG)
    while at >= 0:
        found = DIGITS.match(source, at)
        end = found.end() if found else len(source)
        start = at - (source[at - 1] == ord("-"))
        is_number = source[start - 1] in b" \n,[" and source[end : end + 1] in b",]} \n"
        if is_number and (end - start > INTEGERS_LONGEST or int(source[start:end]) not in INTEGERS):
            return True
        at = digits.find(LONG, end)
    return False
