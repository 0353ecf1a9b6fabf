"""The three answers to a containment question. They are never blurred."""

from __future__ import annotations

from typing import Any

from tradespec.records import dataclass


@dataclass(frozen=True, slots=True)
class Yes:
    """Every value that the narrow schema accepts is accepted by the wide one: decided, not guessed."""


@dataclass(frozen=True, slots=True)
class No:
    """``witness`` is accepted by the narrow schema and refused by the wide one; both were asked."""

    witness: Any
    because: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The question was left open, and why."""

    reason: str


Verdict = Yes | No | Unknown
