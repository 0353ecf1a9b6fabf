"""An example of a change: two documents that differ in one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """Two whole OpenAPI documents as plain values, and the pointer to what differs."""

    old: dict[str, Any]
    new: dict[str, Any]
    pointer: str = ""
    """Where the difference stands, as a JSON pointer that leads somewhere in both documents."""

    def documents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the document before and after."""
        return self.old, self.new
