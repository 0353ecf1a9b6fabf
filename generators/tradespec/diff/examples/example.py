"""An example of a change: two documents that differ in one thing."""

from __future__ import annotations

from typing import Any

from tradespec.document.place import escape
from tradespec.records import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Two whole OpenAPI documents as plain values."""

    old: dict[str, Any]
    new: dict[str, Any]

    def documents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the document before and after."""
        return self.old, self.new

    @property
    def pointer(self) -> str:
        """The JSON pointer to the smallest part that holds all that differs; it is there in both documents."""
        return self.cut()[0]

    def fragments(self) -> tuple[Any, Any]:
        """Return that part before and after."""
        return self.cut()[1:]

    def cut(self) -> tuple[str, Any, Any]:
        """Return the pointer and the part before and after: go down while one member alone differs."""
        pointer, before, after = "", self.old, self.new
        while isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
            differing = [key for key in before if before[key] != after[key]]
            if len(differing) != 1 or not isinstance(before[differing[0]], dict | list):
                break
            pointer, before, after = f"{pointer}/{escape(differing[0])}", before[differing[0]], after[differing[0]]
        return pointer, before, after
