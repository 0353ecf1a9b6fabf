"""What a search for a value can end with."""

from __future__ import annotations

from typing import Any, Final

from tradespec.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Empty:
    """There is no such value."""


@dataclass(frozen=True, slots=True)
class Open:
    """Not decided, and why."""

    reason: str


Outcome = Found | Empty | Open
EMPTY: Final = Empty()
