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


def gathered(memory: Mapping[Key, Looked], start: Key) -> tuple[Change, ...]:
    """Return what is said of a pair and of all below it, nearest first, each with its steps."""
    found: list[Change] = []
    visits: Counter[Key] = Counter()
    queue = deque([Part(start, (), carried=True, always=False)])
    while queue:
        at = queue.popleft()
        visits[at.key] += 1
        if visits[at.key] > PLACES_MAX:
            continue
        looked = memory[at.key]
        for change in looked.own:
            if at.always and change.name.startswith("default-value-"):
                continue
            placed = replace(change, steps=(*at.steps, *change.steps))
            found.append(placed if at.carried else replace(placed, severity="info", carried=False))
        for part in looked.parts:
            steps, carried = (*at.steps, *part.steps), at.carried and part.carried
            queue.append(Part(part.key, steps, carried, part.always or (at.always and not part.steps)))
    return tuple(found)
