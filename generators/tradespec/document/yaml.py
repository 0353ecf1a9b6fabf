"""YAML 1.2 to plain objects with rapidyaml.

The fast way: rapidyaml writes the tree as JSON, and that is read. Scalars that the two spell differently (``0x1F``, ``~``)
are then read from the tree again. Where the source may hold an alias, a merge key, a tag, a huge integer, a key written
twice or more than 64 levels, the whole tree is walked node by node (`tradespec.document.walker`).
"""

from __future__ import annotations

import gc
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tradespec import lean
from tradespec.document.errors import DocumentError
from tradespec.document.exact import MERGE, ODD, huge, restored, tagged
from tradespec.document.measure import measure
from tradespec.document.place import Location, Place, Problem
from tradespec.document.walker import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from tradespec.document.limits import Limits

T = TypeVar("T")

ryml: Any = lean.ryml()

SMALL_BYTES_MAX: Final = 500_000
STATED: Final = re.compile(r"line=(\d+) col=(\d+).*?ERROR: \[\w+\] ([^\n]+)")


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
    value = None if tagged(source) else quick(tree, root, file, limits)
    if value is not None:
        return value, []
    walker = Walker(tree, file, limits)
    return walker.value(root, Place(file), 0), walker.problems


def quick(tree: Any, root: int, file: str, limits: Limits) -> Any:
    """Read the tree by way of JSON; None where that says less than the YAML did."""
    try:
        text = quietly(lambda: ryml.emit_json_malloc(tree, root))[0]
        if text is None or huge(text):
            return None
        odd = {found[0] for found in ODD.finditer(text)}
        value = None if MERGE in odd else loads(text)
    except (ryml.ExceptionVisit, ryml.ExceptionBasic, ValueError):
        return None
    if not isinstance(value, dict | list) or measure(value, file, limits) != tree.size():
        return None
    return value if not odd or restored(value, {loads(scalar) for scalar in odd}, tree) else None


def loads(text: str) -> Any:
    """Read JSON: a large one with orjson, which is faster, a small one without waiting for its import."""
    if len(text) > SMALL_BYTES_MAX:
        import orjson

        return orjson.loads(text)
    from json import JSONDecoder

    return JSONDecoder(parse_constant=int).decode(text)  # no JSON has NaN: `int` refuses it


def quietly(action: Callable[[], T]) -> tuple[T, str]:
    """Run an action of rapidyaml, which prints its errors to file descriptor 2 itself, and return what it printed."""
    with nameless_file() as printed:
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


def nameless_file() -> BinaryIO:
    """Return a file that has no name and goes when it is closed; in memory where the system can (Linux)."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("printed"), "w+b")
    import tempfile

    return tempfile.TemporaryFile()


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
