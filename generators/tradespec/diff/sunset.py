"""How long a thing is promised to stay: deprecation, sunset and stability, the same for operations, parameters and schemas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tradespec.diff.terms import STABILITIES
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.terms import Today


@dataclass(frozen=True, slots=True)
class Life:
    """What a document promises of one thing; ``sunset`` and ``stability`` as they are written, None where they are not."""

    deprecated: bool
    sunset: Any = None
    stability: Any = None
    within: Any = None
    """The stability of the operation that it is a part of, which holds where it has none itself."""


def changes(old: Life, new: Life, today: Today) -> Iterator[tuple[str, str, str]]:
    """Yield what was promised otherwise: (what happened, what was expected, what came)."""
    before, after = day_of(old.sunset), day_of(new.sunset)
    if new.sunset and after is None and (old.sunset != new.sunset or new.deprecated != old.deprecated):
        yield "sunset-invalid", "a date in `x-sunset`", f"`{new.sunset}`"
    if new.deprecated and not old.deprecated:
        yield from deprecated(new, after, today)
    elif old.deprecated and not new.deprecated:
        yield "reactivated", "it deprecated", "it in use again"
    elif before and not new.sunset and new.deprecated:
        yield "sunset-deleted", f"`x-sunset` {before}", "none"
    elif before and after and after < before:
        yield "date-changed-too-small", f"it to answer until {before}", f"until {after}"
    elif new.deprecated and after and not before:
        yield from too_soon(new, after, today)
    yield from stability(old.stability, new.stability)


def deprecated(new: Life, after: date | None, today: Today) -> Iterator[tuple[str, str, str]]:
    """Yield that a thing is deprecated now, and whether that leaves clients time."""
    what = "deprecated-with-sunset" if after else "deprecated"
    yield what, "it in use", f"it deprecated{f' until {after}' if after else ''}"
    if not new.sunset:
        yield "sunset-missing", "a date until which it stays", "none"
    elif after:
        yield from too_soon(new, after, today)


def too_soon(new: Life, after: date, today: Today) -> Iterator[tuple[str, str, str]]:
    """Yield that a sunset which is set today leaves less notice than its stability is due."""
    level = new.stability or new.within
    if after < today.earliest(level):
        due = today.days_due(level)
        expected = f"{due} days of notice, so a date from {today.earliest(level)} on" if due else "a date to come"
        yield "date-too-small", expected, str(after)


def stability(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """Yield that a thing is promised to be more or less stable; what says nothing is stable."""
    known = [level if level in STABILITIES else "stable" for level in (before, after)]
    steps = [STABILITIES.index(level) for level in known]
    if steps[0] != steps[1]:
        word = "decreased" if steps[1] < steps[0] else "increased"
        yield f"stability-{word}", f"stability `{known[0]}`", f"`{known[1]}`"
    if after is not None and after not in STABILITIES and before != after:
        yield "stability-invalid", "experimental, beta or stable", f"`{after}`"


def passed(sunset: Any, today: Today) -> bool:
    """Whether a sunset is over."""
    day = day_of(sunset)
    return day is not None and day <= today.day


def day_of(value: Any) -> date | None:
    """Return an ISO date, None for what is none."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
