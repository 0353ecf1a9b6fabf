"""What comparing pairs of schemas found, as a graph: what each pair says itself, and which pairs its parts are.

Schemas share their parts and refer to each other in circles, so a change has many ways to it. It is told by the shortest.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Final

from tradespec.records import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.diff.change import Change
    from tradespec.diff.judge import Step

    Key = tuple[Any, ...]
    """Names a pair of schemas and the question that was asked about it."""
    Way = tuple["Way", tuple[Step, ...]] | None
    """How a pair was reached, the last steps first: written out only for what has something to tell."""

PLACES_MAX: Final = 4
"""In so many places of one value a change is followed up; what is used in a thousand is no other cause in each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A pair of parts and the steps that lead to it."""

    key: Key
    steps: tuple[Step, ...]
    carried: bool
    """False where the direction does not carry what is there: then it is only told."""
    always: bool
    """Whether what is there is never left out: then its default is never used."""


@dataclass(slots=True)
class Looked:
    """What one pair says."""

    own: list[Change] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    proven: bool = False
    """Whether something here or further down is shown to break."""
    undecided: bool = False
    settled: bool = False
    """Whether it is decided that the whole is understood."""
    passes_on: bool = False
    """Whether the whole is understood where its members and elements are."""


def settled(memory: Mapping[Key, Looked], start: Key) -> bool:
    """Whether it is decided that a pair is understood: it was asked, or its members and elements are, one by one.

    A circle of members decides itself, for values end somewhere. Where a branch differs nothing is decided: others may
    overlap with it.
    """
    seen, stack = {start}, [start]
    while stack:
        looked = memory[stack.pop()]
        if looked.settled:
            continue
        parts = [part for part in looked.parts if part.carried]
        if not looked.passes_on or not all(part.steps for part in parts):
            return False
        below = {part.key for part in parts} - seen
        seen |= below
        stack += below
    for key in seen:
        memory[key].settled = True
    return True


def gathered(memory: Mapping[Key, Looked], start: Key) -> tuple[Change, ...]:
    """Return what is said of a pair and of all below it, nearest first, each with its steps."""
    found: list[Change] = []
    visits: Counter[Key] = Counter()
    queue: deque[tuple[Key, Way, bool, bool]] = deque([(start, None, True, False)])
    while queue:
        key, way, carried, always = queue.popleft()
        visits[key] += 1
        if visits[key] > PLACES_MAX:
            continue
        looked = memory[key]
        for change in looked.own:
            if always and change.name.startswith("default-value-"):
                continue
            placed = replace(change, steps=(*steps_of(way), *change.steps))
            found.append(placed if carried else replace(placed, severity="info", carried=False))
        for part in looked.parts:
            further = (way, part.steps) if part.steps else way
            queue.append((part.key, further, carried and part.carried, part.always or (always and not part.steps)))
    return tuple(found)


def steps_of(way: Way) -> tuple[Step, ...]:
    """Return the steps of a way, the first first."""
    parts: list[tuple[Step, ...]] = []
    while way is not None:
        way, steps = way
        parts.append(steps)
    return tuple(step for steps in reversed(parts) for step in steps)
