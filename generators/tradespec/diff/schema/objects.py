"""Solve the facts about an object: which members must be there, which must not, and what each is asked.

Names that no schema mentions fall into classes: two of them that match the same patterns are asked the same, so one
name per class is enough to look at.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema.node import text_of
from tradespec.diff.schema.outcome import EMPTY, Empty, Found, Open, Outcome
from tradespec.records import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tradespec.diff.schema.goal import Fact, Literal
    from tradespec.diff.schema.node import Node
    from tradespec.diff.schema.solver import Solver

    Shape = tuple[Mapping[str, Node], Mapping[str, Node], Node]
    """Members by name, by pattern, and all others."""
    Plan = dict[str, frozenset[Literal]]

PATTERNS_MAX: Final = 5
PLANS_MAX: Final = 400
MEMBERS_MAX: Final = 3_000
SEARCHED_MAX: Final = 30
"""Members that nothing asks for by name and that are looked for each by itself; those behind them are numbered."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Some member must be there: its name passes ``fits`` and its value meets the literal."""

    names: tuple[str, ...] | None
    """The names that will do; None: any that is not in ``outside`` and matches as ``pattern`` and ``refused`` say."""
    outside: tuple[str, ...] = ()
    patterns_missed: tuple[str, ...] = ()
    pattern: str | None = None
    name_refused_by: Node | None = None
    value: Literal | None = None


@dataclass
class ObjectGoal:
    """The facts, gathered. Not to be changed once it is gathered."""

    shapes: list[Shape] = field(default_factory=list)
    required: dict[str, None] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    names: list[Node] = field(default_factory=list)
    count_min: int = 0
    count_max: int | None = None
    demands: list[Demand] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)

    @cached_property
    def known(self) -> list[str]:
        """Every name that is mentioned."""
        found = dict(self.required)
        found |= dict.fromkeys(sorted(self.absent))
        for named, _, _ in self.shapes:
            found |= dict.fromkeys(named)
        for demand in self.demands:
            found |= dict.fromkeys(demand.outside)
        return list(found)

    @cached_property
    def patterns(self) -> list[str]:
        """Every pattern that is mentioned."""
        found: dict[str, None] = {}
        for _, by_pattern, _ in self.shapes:
            found |= dict.fromkeys(by_pattern)
        for demand in self.demands:
            found |= dict.fromkeys([*demand.patterns_missed, *([demand.pattern] if demand.pattern else [])])
        return list(found)

    def also(self, facts: tuple[Fact, ...]) -> ObjectGoal:
        """Return the goal with more facts. Facts of alternatives never say what members are, only what some must be."""
        if not facts:
            return self
        more = gather(facts)
        most = [count for count in (self.count_max, more.count_max) if count is not None]
        return replace(
            self,
            required={**self.required, **more.required} if more.required else self.required,
            absent=self.absent | more.absent if more.absent else self.absent,
            names=[*self.names, *more.names],
            count_min=max(self.count_min, more.count_min),
            count_max=min(most, default=None),
            demands=[*self.demands, *more.demands],
            barred=self.barred | more.barred if more.barred else self.barred,
        )


def gather(facts: Iterable[Fact]) -> ObjectGoal:
    """Gather the facts of an object."""
    goal = ObjectGoal()
    for name, *values in facts:
        match name:
            case "members":
                goal.shapes.append((values[0], values[1], values[2]))
            case "required":
                goal.required[values[0]] = None
            case "absent":
                goal.absent.add(values[0])
            case "names":
                goal.names.append(values[0])
            case "count_min":
                goal.count_min = max(goal.count_min, values[0])
            case "count_max":
                goal.count_max = values[0] if goal.count_max is None else min(goal.count_max, values[0])
            case "none_of":
                goal.barred.update(text_of(value) for value in values[0])
            case _:
                goal.demands += demanded(name, values)
    return goal


def demanded(name: str, values: list[Any]) -> list[Demand]:
    """Return the member that a fact demands; none for a fact that is not about members."""
    match name:
        case "bad_member":
            return [Demand((values[0],), value=(False, values[1]))]
        case "bad_match":
            return [Demand(None, pattern=values[0], value=(False, values[1]))]
        case "bad_rest":
            return [Demand(None, outside=values[0], patterns_missed=values[1], value=(False, values[2]))]
        case "bad_name":
            return [Demand(None, name_refused_by=values[0])]
        case _:
            return []


class Asked:
    """What shapes ask of the member of a name, remembered: it is the same for all alternatives of one object."""

    def __init__(self, solver: Solver, shapes: list[Shape]) -> None:
        self.solver, self.shapes = solver, shapes
        self.literals: dict[str, frozenset[Literal]] = {}

    def of(self, name: str) -> frozenset[Literal]:
        """Return what is asked of this member's value."""
        known = self.literals.get(name)
        if known is None:
            known = self.literals[name] = frozenset(self.looked_up(name))
        return known

    def looked_up(self, name: str) -> Iterator[Literal]:
        """Yield what each shape asks."""
        for named, by_pattern, rest in self.shapes:
            hit = name in named
            if hit:
                yield (True, named[name])
            for pattern, node in by_pattern.items():
                if self.matches(pattern, name):
                    hit = True
                    yield (True, node)
            if not hit:
                yield (True, rest)

    def matches(self, pattern: str, name: str) -> bool:
        """Whether a pattern matches a name, by the validator's own reading."""
        return self.solver.pattern(pattern).accepts(name)


class Names:
    """Answers about member names: what matches, what is asked of a name's value, and names nobody mentions."""

    def __init__(self, solver: Solver, goal: ObjectGoal, asked: Asked | None = None) -> None:
        self.solver = solver
        self.goal = goal
        self.shapes = asked or Asked(solver, goal.shapes)
        self.asked = self.shapes.of
        self.complete = True
        """Whether every class of unmentioned names is represented."""

    def allowed(self, name: str) -> bool:
        """Whether a member of this name may be there."""
        return name not in self.goal.absent and all(node.accepts(name) for node in self.goal.names)

    def declared_only(self, outside: set[str]) -> bool:
        """Whether some shape lets in no names but those."""
        return any(
            rest.schema is False and not by_pattern and (outside | self.goal.absent).issuperset(named)
            for named, by_pattern, rest in self.goal.shapes
        )

    def fits(self, demand: Demand, name: str) -> bool:
        """Whether a member of this name can be the one demanded."""
        matches = self.shapes.matches
        if name in demand.outside or any(matches(pattern, name) for pattern in demand.patterns_missed):
            return False
        if demand.pattern and not matches(demand.pattern, name):
            return False
        return demand.name_refused_by is None or not demand.name_refused_by.accepts(name)

    def fresh(self, extra: tuple[Literal, ...], used: Iterable[str]) -> Iterator[str]:
        """Yield one unmentioned name per class of patterns; ``complete`` tells whether a class could not be decided."""
        patterns = self.goal.patterns
        if len(patterns) > PATTERNS_MAX:
            self.complete = False
            patterns = patterns[:PATTERNS_MAX]
        node = self.solver.scratch.node
        base: list[Literal] = [(True, node({"type": "string"})), *extra]
        base += [(True, name) for name in self.goal.names]
        if taken := [*self.goal.known, *used]:
            base.append((False, node({"enum": sorted(set(taken))})))
        for signs in product((False, True), repeat=len(patterns)):
            by_pattern = [(sign, self.solver.pattern(text)) for sign, text in zip(signs, patterns, strict=True)]
            outcome = self.solver.below(frozenset([*base, *by_pattern]))
            if isinstance(outcome, Found):
                yield outcome.value
            elif isinstance(outcome, Open):
                self.complete = False


def solve(solver: Solver, facts: list[Fact], alternatives: Iterable[tuple[Fact, ...]] = ((),)) -> Outcome:
    """Return an object that meets the facts, and those of one of the alternatives.

    What all alternatives share is looked at once, so that an object of many members costs what its members cost.
    """
    goal = gather(facts)
    asked = Asked(solver, goal.shapes)
    whole = Names(solver, goal, asked)
    if any(not whole.allowed(name) for name in goal.required):
        return EMPTY
    for name in goal.required:
        if isinstance(solver.below(asked.of(name)), Empty):
            return EMPTY
    left_open: Outcome = EMPTY
    for more in alternatives:
        solver.spend()
        outcome = solve_one(solver, Names(solver, goal.also(more), asked), fresh_names=gather(more).required)
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Open):
            left_open = outcome
    return left_open


def solve_one(solver: Solver, names: Names, fresh_names: Iterable[str]) -> Outcome:
    """Return an object for one alternative; ``fresh_names`` are required by it alone."""
    goal = names.goal
    newly = [*fresh_names, *(name for name in goal.absent if name in goal.required)]
    if any(not names.allowed(name) for name in newly):
        return EMPTY
    if goal.count_min > MEMBERS_MAX:
        return Open(f"an object of {goal.count_min} members")
    if goal.count_max is not None and goal.count_min > goal.count_max:
        return EMPTY
    left_open: Outcome = EMPTY
    for number, plan in enumerate(plans(names, goal.demands, {})):
        if number >= PLANS_MAX:
            return Open("too many ways to place what an object must hold")
        solver.spend()
        outcome = fill(solver, names, plan)
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Open):
            left_open = outcome
    if left_open is EMPTY and not names.complete:
        return Open("patterns of member names too large to decide")
    return left_open


def plans(names: Names, demands: list[Demand], members: Plan) -> Iterator[Plan]:
    """Yield every way to name the members that are demanded: (name -> what is asked besides the shapes)."""
    if not demands:
        yield members
        return
    demand, *rest = demands
    for name in candidates(names, demand, members):
        extra = {demand.value} if demand.value else set()
        yield from plans(names, rest, {**members, name: members.get(name, frozenset()) | extra})


def candidates(names: Names, demand: Demand, members: Plan) -> Iterator[str]:
    """Yield the names that a demanded member may have: mentioned ones, ones in use, and one per class of others."""
    if demand.names is not None:
        yield from filter(names.allowed, demand.names)
        return
    for name in dict.fromkeys([*members, *names.goal.known]):
        if names.allowed(name) and names.fits(demand, name):
            yield name
    extra = () if demand.name_refused_by is None else ((False, demand.name_refused_by),)
    for name in names.fresh(extra, members):
        if names.allowed(name) and names.fits(demand, name):
            yield name


def fill(solver: Solver, names: Names, plan: Plan) -> Outcome:
    """Give each member a value, the demanded ones first, then add members until there are enough."""
    goal = names.goal
    if goal.count_max is not None and len(goal.required.keys() | plan.keys()) > goal.count_max:
        return EMPTY
    given: dict[str, Any] = {}
    left_open: Outcome | None = None
    for name in dict.fromkeys([*plan, *goal.required]) if len(plan) else goal.required:
        outcome = solver.below(names.asked(name) | plan.get(name, frozenset()))
        if isinstance(outcome, Empty):
            return EMPTY
        if isinstance(outcome, Open):
            left_open = outcome
        else:
            given[name] = outcome.value
    if left_open is not None:
        return left_open
    return enough(solver, names, {name: given[name] for name in dict.fromkeys([*goal.required, *given])})


def enough(solver: Solver, names: Names, out: dict[str, Any]) -> Outcome:
    """Add members until there are enough and the object is none of those left out."""
    goal = names.goal
    barred = bool(goal.barred) and text_of(out) in goal.barred
    while len(out) < goal.count_min or barred:
        added = one_more(solver, names, out)
        if isinstance(added, Open):
            return added
        if added is None or (goal.count_max is not None and len(out) + 1 > goal.count_max):
            return Open("all objects found are among those left out") if barred else EMPTY
        out[added[0]] = added[1]
        barred = text_of(out) in goal.barred
    return Found(out)


def one_more(solver: Solver, names: Names, out: dict[str, Any]) -> tuple[str, Any] | Open | None:
    """Return a further member, None where there can be none."""
    undecided: Open | None = None
    if len(out) >= SEARCHED_MAX:
        name = f"a{len(out)}"
        outcome = solver.below(frozenset(names.asked(name)))
        if name not in out and name not in names.goal.known and names.allowed(name) and isinstance(outcome, Found):
            return name, outcome.value
    optional = [name for name in names.goal.known if name not in out and names.allowed(name)]
    for name in (*optional, *names.fresh((), list(out))):
        outcome = solver.below(frozenset(names.asked(name)))
        if isinstance(outcome, Found):
            return name, outcome.value
        if isinstance(outcome, Open):
            undecided = outcome
    if undecided is None and not names.complete:
        return Open("patterns of member names too large to decide")
    return undecided
