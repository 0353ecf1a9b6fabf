"""See at once that a way leads nowhere: it contradicts what is established, or asks a member for what it cannot be.

Dropping such ways before choosing keeps the search from meeting the same contradiction in every order of choices. What
is asked here is asked again when the object is solved, so it is remembered, not paid twice.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tradespec.diff.schema import arrays, objects, scalars
from tradespec.diff.schema.outcome import Empty

if TYPE_CHECKING:
    from tradespec.diff.schema.branch import Branch
    from tradespec.diff.schema.goal import Fact, Literal, Way
    from tradespec.diff.schema.solver import Solver

BOUNDS: Final = frozenset({"low", "high"})


class Refuter:
    """What one branch says of ways, as long as nothing is added to it."""

    def __init__(self, solver: Solver, branch: Branch, kind: str) -> None:
        self.solver, self.branch, self.kind = solver, branch, kind
        self.facts = len(branch.facts)

    @cached_property
    def names(self) -> objects.Names:
        """What is established about members."""
        return objects.Names(self.solver, objects.gather(self.branch.facts[: self.facts]))

    @cached_property
    def elements(self) -> arrays.ArrayGoal:
        """What is established about elements."""
        return arrays.gather(self.branch.facts[: self.facts])

    def refutes(self, way: Way) -> bool:
        """Whether the way cannot be gone."""
        if any(self.solver.excluded(item, self.branch) for item in way.literals):
            return True
        if self.kind == "object":
            return any(self.member(fact) for fact in way.facts)
        if self.kind == "array":
            return any(self.element(fact) for fact in way.facts)
        if self.kind == "number" and any(fact[0] in BOUNDS for fact in way.facts):
            return not scalars.consistent(self.kind, [*self.branch.facts[: self.facts], *way.facts])
        return False

    def member(self, fact: Fact) -> bool:
        """Whether a fact about an object contradicts those established."""
        goal = self.names.goal
        match fact:
            case ("absent", name):
                return name in goal.required
            case ("required", name):
                return not self.names.allowed(name)
            case ("bad_member", name, node):
                return not self.names.allowed(name) or self.empty(self.names.asked(name) | {(False, node)})
            case ("bad_rest", outside, patterns, _):
                return not patterns and self.names.declared_only(set(outside))
            case _:
                return False

    def element(self, fact: Fact) -> bool:
        """Whether a fact about an array contradicts those established."""
        goal = self.elements
        match fact:
            case ("bad_at", place, node):
                beyond = goal.count_max is not None and place >= goal.count_max
                return beyond or self.empty(frozenset(goal.literals_at(place) | {(False, node)}))
            case ("bad_from", place, node):
                beyond = goal.count_max is not None and place >= goal.count_max
                return beyond or (
                    place >= goal.tail and self.empty(frozenset(goal.literals_at(place) | {(False, node)}))
                )
            case _:
                return False

    def empty(self, literals: frozenset[Literal]) -> bool:
        """Whether no member or element can be what is asked."""
        return isinstance(self.solver.below(literals), Empty)
