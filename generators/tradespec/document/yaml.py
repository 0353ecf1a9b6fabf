"""YAML 1.2 to plain objects with rapidyaml.

The fast way: rapidyaml writes the tree as JSON and orjson reads it. It is exact unless the source holds something that the
two spell differently (``0x1F``, ``~``, an alias, a tag, a huge integer, a key written twice, more than 64 levels); then
the tree is walked here, by the core schema of YAML 1.2 (section 10.3).
"""

from __future__ import annotations

import gc
import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
import ryml

from tradespec.document.errors import DocumentError
from tradespec.document.place import Location, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tradespec.document.limits import Limits

T = TypeVar("T")

NONE: Final = 0xFFFFFFFFFFFFFFFF
TAG: Final = re.compile(rb"![!<\w]")
ZEROS: Final = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
LONG: Final = b"0" * 19
"""Digits that 64 bits may not hold, all digits made zeros: this way they are found without a look at each byte here."""
DIGITS: Final = re.compile(rb"[0-9]+")
INTEGERS: Final = range(-(2**63), 2**64)
INTEGERS_LONGEST: Final = 20
"""Those that orjson reads as integers; beyond, it makes floats."""
ODD: Final = re.compile(
    r"""(?x) "(?: \*[^"\s]+ | ~ | True | TRUE | False | FALSE | Null | NULL
      | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN) | 0[xo][0-9a-fA-F]+ | [-+]?0\d+(?:\.\d*)? | \+\.?\d[\d.eE+-]*
    )"(?=\s*[,}\]]|\s*$) | "<<":"""
)
"""A whole string in the JSON that the source may have meant otherwise: as an alias, a null, a number, a merge."""
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER: Final = re.compile(r"[-+]?[0-9]+")
OTHER_BASE: Final = re.compile(r"0(?:x[0-9a-fA-F]+|o[0-7]+)")
FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
INFINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
STATED: Final = re.compile(r"line=(\d+) col=(\d+).*?ERROR: \[\w+\] ([^\n]+)")
INTEGER_DIGITS_MAX: Final = 4_000


def parse(source: bytes, file: str, limits: Limits) -> tuple[Any, list[Problem]]:
    """Return the document's value and what is doubtful in it (keys written twice).

    Raises `DocumentError` with line and column for text that is no YAML, several documents in one file, nesting past the
    limit, and aliases that unfold past the limit.
    """
    with untroubled():
        return read(source, file, limits)


@contextmanager
def untroubled() -> Iterator[None]:
    """Keep the collector from walking the half-built document again and again; nothing here is garbage yet."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read(source: bytes, file: str, limits: Limits) -> tuple[Any, list[Problem]]:
    """Read by the fast way where it is exact, else node by node."""
    tree = checked(lambda: ryml.parse_in_arena(source), source, file)
    root = tree.root_id()
    if tree.is_stream(root):
        raise DocumentError(
            "Expected one YAML document, got several in one file", Location(file, 1, 1), "Split the file."
        )
    value = None if tagged(source) else quick(tree, root)
    if value is not None and measure(value, file, limits) == tree.size():
        return value, []
    walker = Walker(tree, file, limits)
    return walker.value(root, Place(file), 0), walker.problems


def quick(tree: Any, root: int) -> Any:
    """Read the tree by way of JSON; None where JSON may say less than the YAML did."""
    try:
        text = quietly(lambda: ryml.emit_json_malloc(tree, root))[0]
        if text is None:
            return None
        return None if huge(text) or ODD.search(text) else orjson.loads(text)
    except (ryml.ExceptionVisit, ryml.ExceptionBasic, orjson.JSONDecodeError):
        return None


def tagged(source: bytes) -> bool:
    """Whether something in the source may be a tag."""
    return any(source[match.start() - 1 : match.start()] in b" \n[," for match in TAG.finditer(source))


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


def quietly(action: Callable[[], T]) -> tuple[T, str]:
    """Run an action of rapidyaml, which prints its errors to file descriptor 2 itself, and return what it printed."""
    with tempfile.TemporaryFile() as printed:
        kept = os.dup(2)
        try:
            os.dup2(printed.fileno(), 2)
            try:
                return action(), ""
            except ryml.ExceptionParse as error:
                printed.seek(0)
                error.args = (printed.read().decode("utf-8", "replace"),)
                raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def checked(action: Callable[[], T], source: bytes, file: str) -> T:
    """Run a parse; turn rapidyaml's complaint into ours."""
    try:
        return quietly(action)[0]
    except ryml.ExceptionParse as error:
        stated = STATED.search(str(error.args[0]) if error.args else "")
        if stated:
            location = Location(file, int(stated[1]), int(stated[2]))
            reason = "a tab in the indentation" if tab_indents(source, location.line) else stated[3]
            raise DocumentError(f"Expected YAML, got text that is none: {reason}", location, hint(reason)) from None
        raise DocumentError("Expected YAML, got text that is none", Location(file, 1, 1)) from None


def tab_indents(source: bytes, line: int) -> bool:
    """Whether the line is indented with a tab, which rapidyaml calls a parse error and nothing more."""
    text = source.split(b"\n")[line - 1 : line]
    return bool(text) and b"\t" in text[0][: len(text[0]) - len(text[0].lstrip())]


def hint(reason: str) -> str:
    """Return what to try first for a reason that rapidyaml gives."""
    if "tab" in reason:
        return "Indent with spaces."
    if "terminating" in reason:
        return "Close the bracket or the quote that is open there; the file may have been cut off."
    return "Check indentation and quotes there and on the line above."


def measure(value: Any, file: str, limits: Limits) -> int:
    """Return how many nodes the value has; `DocumentError` past the limits of depth and size."""
    count, depth = 1, 0
    level: list[Any] = [value] if isinstance(value, dict | list) else []
    while level:
        count += sum(map(len, level))
        level = [
            child
            for item in level
            for child in (item.values() if type(item) is dict else item)
            if type(child) is dict or type(child) is list
        ]
        depth += 1
        if depth > limits.depth_max + 1:
            raise too_deep(file, limits)
        if count > limits.nodes_max:
            raise too_many(file, limits)
    return count


def too_deep(file: str, limits: Limits) -> DocumentError:
    """Say that a document nests past the limit."""
    return DocumentError(f"Expected at most {limits.depth_max} levels of nesting, got more", Location(file, 1, 1))


def too_many(file: str, limits: Limits) -> DocumentError:
    """Say that a document unfolds past the limit."""
    return DocumentError(
        f"Expected at most {limits.nodes_max} keys and values with aliases unfolded, got more", Location(file, 1, 1)
    )


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
            out = self.scalar(node)
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

    def scalar(self, node: int) -> Any:
        """Read a scalar by its quotes, its tag and the core schema."""
        tree = self.tree
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
