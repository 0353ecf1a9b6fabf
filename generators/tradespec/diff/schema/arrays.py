"""Solve the facts about an array: what stands at each place, how many there are, and what must be among them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema.node import text_of
from tradespec.diff.schema.outcome import EMPTY, Found, Open, Outcome
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.schema.goal import Fact, Literal
    from tradespec.diff.schema.node import Node
    from tradespec.diff.schema.solver import Solver

LENGTH_MAX: Final = 100_000
HELD_MAX: Final = 300
"""Places of demands by `minContains`, each of which may go anywhere."""
SEARCHED_MAX: Final = 30
"""Elements that must differ and are looked for each by itself; those behind them are counted on from the last."""
PLANS_MAX: Final = 400


@dataclass(slots=True)
class ArrayGoal:
    """The facts, gathered. ``placed`` lists what must be at some place."""

    shapes: list[tuple[tuple[Node, ...], Node]] = field(default_factory=list)
    count_min: int = 0
    count_max: int | None = None
    unique: bool = False
    repeats: int = 0
    everywhere: list[Literal] = field(default_factory=list)
    placed: list[tuple[int, int | None, Literal, int]] = field(default_factory=list)
    """(first place, last place or None, literal, group); those of one group go to different places, in order."""
    at_most: list[tuple[Node, int]] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)

    @property
    def tail(self) -> int:
        """The first place from which on all places are asked the same."""
        return max((len(prefix) for prefix, _ in self.shapes), default=0)

    def literals_at(self, place: int) -> set[Literal]:
        """What is asked of the element at a place."""
        asked = set(self.everywhere)
        for prefix, rest in self.shapes:
            asked.add((True, prefix[place] if place < len(prefix) else rest))
        return asked


def gather(facts: list[Fact]) -> ArrayGoal:
    """Gather the facts of an array."""
    goal = ArrayGoal()
    for group, (name, *values) in enumerate(facts):
        match name:
            case "elements":
                goal.shapes.append((values[0], values[1]))
            case "count_min":
                goal.count_min = max(goal.count_min, values[0])
            case "count_max":
                goal.count_max = values[0] if goal.count_max is None else min(goal.count_max, values[0])
            case "unique":
                goal.unique = True
            case "repeat":
                goal.repeats += 1
            case "bad_at":
                goal.placed.append((values[0], values[0], (False, values[1]), group))
            case "bad_from":
                goal.placed.append((values[0], None, (False, values[1]), group))
            case "none":
                goal.everywhere.append((False, values[0]))
            case "holds":
                node, least, most = values
                goal.placed += [(0, None, (True, node), group)] * min(least, HELD_MAX)
                if most is not None:
                    goal.at_most.append((node, most))
            case "none_of":
                goal.barred.update(text_of(value) for value in values[0])
    return goal


def solve(solver: Solver, facts: list[Fact]) -> Outcome:
    """Return an array that meets the facts."""
    goal = gather(facts)
    if goal.count_max is not None and goal.count_min > goal.count_max:
        return EMPTY
    if goal.count_min > LENGTH_MAX:
        return Open(f"an array of {goal.count_min} elements")
    left_open: Outcome = EMPTY
    for number, plan in enumerate(plans(goal)):
        if number >= PLANS_MAX:
            return Open("too many ways to place what an array must hold")
        outcome = fill(solver, goal, plan)
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Open):
            left_open = outcome
    return left_open


@dataclass(slots=True)
class Plan:
    """Which place each requirement goes to, and which two places (if any) hold equal values."""

    extras: dict[int, set[Literal]]
    twins: tuple[int, int] | None

    @property
    def length(self) -> int:
        """The shortest array that has all these places."""
        return max([place + 1 for place in self.extras] + [self.twins[1] + 1 if self.twins else 0], default=0)


def plans(goal: ArrayGoal) -> Iterator[Plan]:
    """Yield every way to place the requirements; past the tail all places are alike, so few need to be tried."""
    far = goal.tail + len(goal.placed) + (1 if goal.repeats else 0)
    ranges = [range(first, (far if last is None else last) + 1) for first, last, *_ in goal.placed]
    twins: list[tuple[int, int] | None] = [None]
    if goal.repeats:
        twins = [(first, second) for second in range(1, far + 2) for first in range(second)]
    groups = [group for *_, group in goal.placed]
    for places in product(*ranges):
        if any(groups[at] == groups[at + 1] and places[at] >= places[at + 1] for at in range(len(places) - 1)):
            continue
        extras: dict[int, set[Literal]] = {}
        for place, (_, _, asked, _) in zip(places, goal.placed, strict=True):
            extras.setdefault(place, set()).add(asked)
        for pair in twins:
            yield Plan(extras, pair)


def fill(solver: Solver, goal: ArrayGoal, plan: Plan) -> Outcome:
    """Fill the places of a plan with values."""
    length = max(goal.count_min, plan.length)
    if goal.count_max is not None and length > goal.count_max:
        return EMPTY
    asked = [goal.literals_at(place) | plan.extras.get(place, set()) for place in range(length)]
    sparing(goal, plan, asked)
    if plan.twins:
        first, second = plan.twins
        if goal.unique:
            return EMPTY
        asked[first] = asked[second] = asked[first] | asked[second]
    values: list[Any] = []
    scalars: set[Any] = set()
    for place in range(length):
        literals = set(asked[place])
        if goal.unique and place >= SEARCHED_MAX:
            scalars = scalars or {each for each in values if isinstance(each, int | str)}
            other = counted_on(solver, values, scalars, literals)
            if other is None:
                return Open(f"{length} elements that differ")
            values.append(other)
            scalars.add(other)
            continue
        if goal.unique:
            literals |= {(False, solver.constant(value)) for value in values}
        outcome = solver.below(frozenset(literals))
        if not isinstance(outcome, Found):
            if isinstance(outcome, Open) or goal.at_most:
                return Open(outcome.reason if isinstance(outcome, Open) else "`maxContains` among other demands")
            alike = all(other == asked[place] for other in asked[:place])
            return EMPTY if not goal.unique or not values or alike else Open("`uniqueItems` over few values")
        values.append(values[plan.twins[0]] if plan.twins and place == plan.twins[1] else outcome.value)
    return finish(solver, goal, asked, values)


def counted_on(solver: Solver, values: list[Any], scalars: set[Any], literals: set[Literal]) -> Any:
    """Return a number or text that is not among the values, made from the last of them; None where that fails.

    ``scalars`` are the numbers and texts among the values.
    """
    last = values[-1]
    if isinstance(last, bool) or not isinstance(last, int | str):
        return None
    made = [last + 1, last - 1] if isinstance(last, int) else [f"a{len(values)}", f"{values[0]}{len(values)}"]
    return next((each for each in made if each not in scalars and solver.meets(each, literals)), None)


def sparing(goal: ArrayGoal, plan: Plan, asked: list[set[Literal]]) -> None:
    """Where only so many elements may be of a kind, ask the other places for another kind; demanded ones come first."""
    for node, most in goal.at_most:
        places = sorted(range(len(asked)), key=lambda place: (place not in plan.extras, place))
        for place in places[most:]:
            asked[place].add((False, node))


def finish(solver: Solver, goal: ArrayGoal, asked: list[set[Literal]], values: list[Any]) -> Outcome:
    """Steer clear of the arrays that are listed as not meant: change one element, or add one."""
    if text_of(values) not in goal.barred:
        return Found(values)
    for place, literals in enumerate(asked):
        changed = solver.below(frozenset(literals | {(False, solver.constant(values[place]))}))
        if isinstance(changed, Found):
            other = [*values[:place], changed.value, *values[place + 1 :]]
            if text_of(other) not in goal.barred:
                return Found(other)
    if goal.count_max is None or len(values) < goal.count_max:
        added = solver.below(frozenset(goal.literals_at(len(values))))
        if isinstance(added, Found) and text_of([*values, added.value]) not in goal.barred:
            return Found([*values, added.value])
    return Open("all arrays found are among those left out")
