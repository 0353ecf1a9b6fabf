"""What schemas say beside the values that they accept: defaults, lifecycle, encodings, parts that only describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.diff import sunset
from tradespec.diff.change import Change
from tradespec.diff.endings import ENDINGS
from tradespec.diff.naming import listed, shown
from tradespec.diff.view import SAID_ONCE
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.diff.projection import Way
    from tradespec.diff.terms import Today
    from tradespec.diff.view import View

LIVES: Final = {
    "deprecated": "deprecated",
    "deprecated-with-sunset": "deprecated-with-sunset",
    "sunset-missing": "deprecated-sunset-missing",
    "sunset-invalid": "deprecated-sunset-invalid",
    "date-too-small": "sunset-date-too-small",
    "date-changed-too-small": "sunset-date-changed-too-small",
    "sunset-deleted": "sunset-deleted",
    "reactivated": "reactivated",
    "stability-decreased": "stability-decreased",
    "stability-increased": "stability-increased",
}
"""What can happen to a promise -> how it is said of a schema."""
WORDS: Final = (("contentEncoding", "content-encoding"), ("contentMediaType", "content-media-type"))


def annotated(old: View, new: View, way: Way, today: Today) -> Iterator[Change]:
    """Yield what two schemas say differently beside what they accept."""
    lives = [sunset.Life(bool(s.value("deprecated")), s.value("x-sunset"), s.value("x-stability")) for s in (old, new)]
    for what, expected, got in sunset.changes(lives[0], lives[1], today):
        if what in LIVES:
            yield told(LIVES[what], f"{got} (it was {expected})" if what.startswith("stab") else got, old, new, way)
    if old.has("default") != new.has("default") or old.value("default") != new.value("default"):
        yield defaulted(old, new, way)
    if old.value("x-decimal") != new.value("x-decimal"):
        text = f"`x-decimal` {shown(new.value('x-decimal'))} (it was {shown(old.value('x-decimal'))})"
        yield told("decimal-changed", text, old, new, way)
    yield from contents(old, new, way)
    yield from open_values(old, new, way)
    yield from describing_parts(old, new, way)


def told(ending: str, text: str, old: View, new: View, way: Way) -> Change:
    """Return a change that no containment decides, as bad as the table says."""
    rule = ENDINGS[ending]
    level = rule.request if way == "request" else rule.response
    return Change(ending, text, level, old.schema.place, new.schema.place, scope=rule.scope)  # type: ignore[arg-type]


def defaulted(old: View, new: View, way: Way) -> Change:
    """Return a change of default: what is left out of a request means something else."""
    before = shown(old.value("default")) if old.has("default") else "none"
    after = shown(new.value("default")) if new.has("default") else "none"
    moved = "changed" if old.has("default") and new.has("default") else "added" if new.has("default") else "removed"
    return told(f"default-value-{moved}", f"the default {after} (it was {before})", old, new, way)


def contents(old: View, new: View, way: Way) -> Iterator[Change]:
    """Yield that what a text holds is said differently."""
    for word, name in WORDS:
        before, after = old.value(word), new.value(word)
        if before != after:
            change = told(f"{name}-changed", f"`{word}` {shown(after)} (it was {shown(before)})", old, new, way)
            # Where one side says nothing, the text may have been written like that all along.
            yield change if before is not None and after is not None else replace(change, severity="risky")
    there = old.has("contentSchema"), new.has("contentSchema")
    if old.value("contentSchema") != new.value("contentSchema"):
        moved = "changed" if all(there) else "added" if there[1] else "removed"
        yield told(f"content-schema-{moved}", f"`contentSchema` {moved}", old, new, way)


def open_values(old: View, new: View, way: Way) -> Iterator[Change]:
    """Yield that a list which may grow did, or lost something."""
    known, kept = (seen.value("x-extensible-enum") for seen in (old, new))
    if not isinstance(known, list) or not isinstance(kept, list):
        return
    gone, come = ([value for value in one if value not in other] for one, other in ((known, kept), (kept, known)))
    if gone:
        yield told("x-extensible-enum-value-removed", f"no {listed(gone)}", old, new, way)
    if come:
        yield told("x-extensible-enum-value-added", f"also {listed(come)}", old, new, way)


def describing_parts(old: View, new: View, way: Way) -> Iterator[Change]:
    """Yield that ``allOf`` has another number of parts which only describe."""
    before, after = (describing(seen.schema.resolved) for seen in (old, new))
    if before != after:
        moved = "added" if after > before else "removed"
        yield told(f"all-of-{moved}-annotation-only", f"a part of `allOf` {moved} that only describes", old, new, way)


def describing(schema: Schema) -> int:
    """Return how many parts only describe."""
    return sum(set(part.raw) <= SAID_ONCE for part in schema.all_of if isinstance(part.raw, dict))
