"""Where things stand in files, and what is wrong there."""

from __future__ import annotations

from typing import Literal

from tradespec.records import dataclass

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Place:
    """A node: a file and a JSON pointer into it (RFC 6901). Cheap to make; lines are looked up when one is reported."""

    file: str
    pointer: str = ""

    def __truediv__(self, key: str | int) -> Place:
        """Return the place of a child."""
        return Place(self.file, f"{self.pointer}/{escape(str(key))}")

    @property
    def keys(self) -> list[str]:
        """The pointer's parts, unescaped."""
        return [unescape(part) for part in self.pointer.split("/")[1:]]

    def __str__(self) -> str:
        """Write it as a reference: ``file#/pointer``."""
        return f"{self.file}#{self.pointer}"


@dataclass(frozen=True, slots=True)
class Location:
    """A place with its line and column, both counted from 1 (columns in characters)."""

    file: str
    line: int
    column: int
    pointer: str = ""

    def __str__(self) -> str:
        """Write it as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a document: a value, collected and reported with all others."""

    rule: str
    """Stable kebab-case id."""
    severity: Severity
    message: str
    place: Place
    next_step: str = ""


def escape(key: str) -> str:
    """Escape a key for a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def unescape(part: str) -> str:
    """Undo `escape`."""
    return part.replace("~1", "/").replace("~0", "~") if "~" in part else part
