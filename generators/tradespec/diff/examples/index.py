"""All examples together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tradespec.diff.examples import members, rules, schemas

if TYPE_CHECKING:
    from tradespec.diff.examples.example import Example


@cache
def examples() -> dict[str, Example]:
    """Return id -> example."""
    return {**schemas.examples(), **members.examples(), **rules.examples()}
