"""How large a value is, and what is said where it is too large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.document.errors import DocumentError
from tradespec.document.place import Location

if TYPE_CHECKING:
    from tradespec.document.limits import Limits


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
