"""Solve the facts about an object: which members must be there, which must not, and what each is asked.

Names that no schema mentions fall into classes: two of them that match the same patterns are asked the same, so one
name per class is enough to look at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema.node import text_of
from tradespec.diff.schema.outcome import EMPTY, Found, Open, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.diff.schema.goal import Fact, Literal
    from tradespec.diff.schema.node import Node
    from tradespec.diff.schema.solver import Solver

PATTERNS_MAX: Final = 5
PLANS_MAX: Final = 400
MEMBERS_MAX: Final = 300


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


@dataclass(slots=True)
class ObjectGoal:
    """The facts, gathered."""

    shapes: list[tuple[Mapping[str, Node], Mapping[str, Node], Node]] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    names: list[Node] = field(default_factory=list)
    count_min: int = 0
    count_max: int | None = None
    demands: list[Demand] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)

    @property
    def known(self) -> list[str]:
        """Every name that is mentioned."""
        found = dict.fromkeys(self.required)
        found |= dict.fromkeys(self.absent)
        for named, _, _ in self.shapes:
            found |= dict.fromkeys(named)
        for demand in self.demands:
            found |= dict.fromkeys(demand.outside)
        return list(found)

    @property
    def patterns(self) -> list[str]:
        """Every pattern that is mentioned."""
        found: dict[str, None] = {}
        for _, by_pattern, _ in self.shapes:
            found |= dict.fromkeys(by_pattern)
        for demand in self.demands:
            found |= dict.fromkeys([*demand.patterns_missed, *([demand.pattern] if demand.pattern else [])])
        return list(found)


def gather(facts: list[Fact]) -> ObjectGoal:
    """Gather the facts of an object."""
    goal = ObjectGoal()
    for name, *values in facts:
        match name:
            case "members":
                goal.shapes.append((values[0], values[1], values[2]))
            case "required":
                goal.required.append(values[0])
            case "absent":
                goal.absent.add(values[0])
            case "names":
                goal.names.append(values[0])
            case "count_min":
                goal.count_min = max(goal.count_min, values[0])
            case "count_max":
                goal.count_max = values[0] if goal.count_max is None else min(goal.count_max, values[0])
            case "bad_member":
                goal.demands.append(Demand((values[0],), value=(False, values[1])))
            case "bad_match":
                goal.demands.append(Demand(None, pattern=values[0], value=(False, values[1])))
            case "bad_rest":
                goal.demands.append(
                    Demand(None, outside=values[0], patterns_missed=values[1], value=(False, values[2]))
                )
            case "bad_name":
                goal.demands.append(Demand(None, name_refused_by=values[0]))
            case "none_of":
                goal.barred.update(text_of(value) for value in values[0])
    return goal


class Names:
    """Answers about member names: what matches, what is asked of a name's value, and names nobody mentions."""

    def __init__(self, solver: Solver, goal: ObjectGoal) -> None:
        self.solver = solver
        self.goal = goal
        self.fresh_names: list[str] = []
        self.complete = True
        """Whether every class of unmentioned names is represented."""

    def matches(self, pattern: str, name: str) -> bool:
        """Whether a pattern matches a name, by the validator's own reading."""
        return self.solver.scratch.node({"type": "string", "pattern": pattern}).accepts(name)

    def allowed(self, name: str) -> bool:
        """Whether a member of this name may be there."""
        return name not in self.goal.absent and all(node.accepts(name) for node in self.goal.names)

    def asked(self, name: str) -> set[Literal]:
        """What is asked of this member's value."""
        out: set[Literal] = set()
        for named, by_pattern, rest in self.goal.shapes:
            hit = name in named
            if hit:
                out.add((True, named[name]))
            for pattern, node in by_pattern.items():
                if self.matches(pattern, name):
                    hit = True
                    out.add((True, node))
            if not hit:
                out.add((True, rest))
        return out

    def fits(self, demand: Demand, name: str) -> bool:
        """Whether a member of this name can be the one demanded."""
        if demand.names is not None:
            return name in demand.names
        if name in demand.outside or any(self.matches(pattern, name) for pattern in demand.patterns_missed):
            return False
        if demand.pattern and not self.matches(demand.pattern, name):
            return False
        return demand.name_refused_by is None or not demand.name_refused_by.accepts(name)

    def fresh(self, extra: tuple[Literal, ...], used: list[str]) -> Iterator[str]:
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
            by_pattern = [(sign, node({"pattern": text})) for sign, text in zip(signs, patterns, strict=True)]
            outcome = self.solver.below(frozenset([*base, *by_pattern]))
            if isinstance(outcome, Found):
                yield outcome.value
            elif isinstance(outcome, Open):
                self.complete = False


def solve(solver: Solver, facts: list[Fact]) -> Outcome:
    """Return an object that meets the facts."""
    goal = gather(facts)
    names = Names(solver, goal)
    if any(not names.allowed(name) for name in goal.required):
        return EMPTY
    if goal.count_min > MEMBERS_MAX:
        return Open(f"an object of {goal.count_min} members")
    if goal.count_max is not None and goal.count_min > goal.count_max:
        return EMPTY
    left_open: Outcome = EMPTY
    for number, plan in enumerate(plans(names, goal.demands, {name: set() for name in goal.required})):
        if number >= PLANS_MAX:
            return Open("too many ways to place what an object must hold")
        outcome = fill(solver, names, plan)
        if isinstance(outcome, Found):
            return outcome
        if isinstance(outcome, Open):
            left_open = outcome
    if left_open is EMPTY and not names.complete:
        return Open("patterns of member names too large to decide")
    return left_open


def plans(names: Names, demands: list[Demand], members: dict[str, set[Literal]]) -> Iterator[dict[str, set[Literal]]]:
    """Yield every way to name the members that are demanded: (name -> what is asked besides the shapes)."""
    if not demands:
        yield members
        return
    demand, *rest = demands
    for name in candidates(names, demand, members):
        after = {key: set(value) for key, value in members.items()}
        after.setdefault(name, set())
        if demand.value:
            after[name].add(demand.value)
        yield from plans(names, rest, after)


def candidates(names: Names, demand: Demand, members: dict[str, set[Literal]]) -> Iterator[str]:
    """Yield the names that a demanded member may have: mentioned ones, ones in use, and one per class of others."""
    mentioned = dict.fromkeys([*members, *names.goal.known, *(demand.names or ())])
    for name in mentioned:
        if names.allowed(name) and names.fits(demand, name):
            yield name
    if demand.names is None:
        extra = () if demand.name_refused_by is None else ((False, demand.name_refused_by),)
        for name in names.fresh(extra, list(members)):
            if names.allowed(name) and names.fits(demand, name):
                yield name


def fill(solver: Solver, names: Names, plan: dict[str, set[Literal]]) -> Outcome:
    """Give each member of a plan a value, then add members until there are enough."""
    goal = names.goal
    if goal.count_max is not None and len(plan) > goal.count_max:
        return EMPTY
    out: dict[str, Any] = {}
    for name, extra in plan.items():
        outcome = solver.below(frozenset(names.asked(name) | extra))
        if not isinstance(outcome, Found):
            return outcome
        out[name] = outcome.value
    barred = text_of(out) in goal.barred
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
