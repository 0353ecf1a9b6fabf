"""Search for a value that meets a goal; finding none, having looked everywhere, is a proof.

A tableau with memory: literals are taken apart until only facts about one JSON type remain, and those are solved
exactly (`scalars`, `arrays`, `objects`). Members and elements are goals of their own, one level further down. A goal
that meets itself further down is taken as empty there: a smallest value cannot need a smaller one of its own kind, so
what is left empty under that assumption is empty (the coinductive reading of recursion). Facts that are not understood
constrain nothing, so an empty answer stays a proof; a value is only ever a candidate until both schemas were asked.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from tradespec.diff.schema import arrays, objects, scalars
from tradespec.diff.schema.evaluated import members_fact, undecided
from tradespec.diff.schema.goal import COMBINATORS, Choice, Fact, Literal, Way, choices
from tradespec.diff.schema.node import Document, Node, references
from tradespec.diff.schema.outcome import EMPTY, Empty, Found, Open, Outcome

KINDS: Final = ("string", "number", "boolean", "null", "object", "array")
STEPS_MAX: Final = 200_000
DEPTH_MAX: Final = 60
SHORTCUT_WAYS: Final = 8
"""Pending ways from which it pays to ask about the denied schemas one at a time first."""


class OutOfBudget(Exception):  # noqa: N818 - named for what happened to the search
    """The time or the steps given to this question are used up."""


@dataclass(slots=True)
class Branch:
    """A tableau branch: what is established, and the choices that are still to be made."""

    literals: list[Literal] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    pending: list[Choice] = field(default_factory=list)

    def holds(self, node: Node) -> bool | None:
        """Whether the node is known to accept (or to refuse) the value."""
        if isinstance(node.schema, bool):
            return node.schema
        return True if (True, node) in self.literals else False if (False, node) in self.literals else None

    def fork(self) -> Branch:
        """Return a copy to go one way with."""
        return Branch(list(self.literals), list(self.facts), list(self.pending))


class Solver:
    """One question's search, with its memory and its budget."""

    def __init__(self, seconds: float) -> None:
        self.deadline = time.perf_counter() + seconds
        self.steps = 0
        self.level = 0
        self.memory: dict[frozenset[Literal], Outcome] = {}
        self.under_way: dict[frozenset[Literal], int] = {}
        self.lowest_assumed = DEPTH_MAX + 1
        self.same: dict[tuple[Node, Node], bool] = {}
        self.scratch = Document(root=True)

    def spend(self) -> None:
        """Count a step; `OutOfBudget` past the limit."""
        self.steps += 1
        if self.steps > STEPS_MAX or (self.steps & 15 == 0 and time.perf_counter() > self.deadline):
            raise OutOfBudget(f"the search was stopped after {self.steps} steps")

    def constant(self, value: Any) -> Node:
        """Return the node that accepts this value alone."""
        return self.scratch.node({"const": value})

    def below(self, goal: frozenset[Literal]) -> Outcome:
        """Look for a member or an element."""
        if self.level >= DEPTH_MAX:
            return Open("the value would be nested too deep")
        self.level += 1
        try:
            return self.find(goal)
        finally:
            self.level -= 1

    def find(self, goal: frozenset[Literal]) -> Outcome:
        """Look for a value that meets the whole goal."""
        goal = frozenset(item for item in goal if item[1].schema is not item[0])
        known = self.memory.get(goal)
        if known is not None:
            return known
        opened = self.under_way.get(goal)
        if opened is not None:
            if opened == self.level:
                return Open("a schema that refers to itself and nothing else")
            self.lowest_assumed = min(self.lowest_assumed, opened)
            return EMPTY
        self.spend()
        outside, self.lowest_assumed = self.lowest_assumed, DEPTH_MAX + 1
        self.under_way[goal] = self.level
        try:
            outcome = self.search(goal)
        finally:
            del self.under_way[goal]
        if not isinstance(outcome, Empty) or self.lowest_assumed >= self.level:
            self.memory[goal] = outcome
        else:
            outside = min(outside, self.lowest_assumed)
        self.lowest_assumed = outside
        return outcome

    def search(self, goal: frozenset[Literal]) -> Outcome:
        """Try the JSON types one after the other."""
        if self.contradictory(list(goal)):
            return EMPTY
        left_open: Outcome = EMPTY
        for kind in KINDS:
            branch = Branch()
            if not self.establish(branch, [Way(tuple(sorted(goal, key=weight)))], kind):
                continue
            outcome = self.decide(branch, kind)
            if isinstance(outcome, Found):
                return outcome
            if isinstance(outcome, Open):
                left_open = outcome
        return left_open

    def establish(self, branch: Branch, ways: list[Way], kind: str) -> bool:
        """Add what these ways say and all that follows without choosing; false when it contradicts itself."""
        todo = [item for way in ways for item in way.literals]
        branch.facts += [item for way in ways for item in way.facts]
        while todo:
            self.spend()
            sign, node = item = todo.pop(0)
            if item in branch.literals or node.schema is sign:
                continue
            if isinstance(node.schema, bool) or self.denied(item, branch.literals):
                return False
            branch.literals.append(item)
            for choice in choices(sign, node, kind):
                if not choice:
                    return False
                if len(choice) == 1:
                    todo += choice[0].literals
                    branch.facts += choice[0].facts
                else:
                    branch.pending.append(choice)
        return scalars.consistent(kind, branch.facts)

    def decide(self, branch: Branch, kind: str) -> Outcome:
        """Make the pending choices, smallest first; without any left, solve the facts."""
        self.spend()
        if not self.reduce(branch, kind):
            return EMPTY
        if not branch.pending:
            return self.solve(branch, kind)
        if sum(len(choice) for choice in branch.pending) > SHORTCUT_WAYS and self.hopeless(branch):
            return EMPTY
        branch.pending.sort(key=len, reverse=True)
        return self.either(branch, branch.pending.pop(), kind)

    def either(self, branch: Branch, choice: Choice, kind: str) -> Outcome:
        """Go each of these ways until one leads somewhere."""
        left_open: Outcome = EMPTY
        for way in choice:
            fork = branch.fork()
            if not self.establish(fork, [way], kind):
                continue
            outcome = self.decide(fork, kind)
            if isinstance(outcome, Found):
                return outcome
            if isinstance(outcome, Open):
                left_open = outcome
        return left_open

    def reduce(self, branch: Branch, kind: str) -> bool:
        """Drop the ways that contradict what is established; take those choices that have one way left."""
        changed = True
        while changed:
            changed = False
            waiting, branch.pending = branch.pending, []
            for choice in waiting:
                left = [way for way in choice if not any(self.excluded(item, branch) for item in way.literals)]
                if not left:
                    return False
                if len(left) > 1:
                    branch.pending.append(left)
                    continue
                changed = True
                if not self.establish(branch, left, kind):
                    return False
        return True

    def excluded(self, item: Literal, branch: Branch) -> bool:
        """Whether the literal contradicts one that is established."""
        sign, node = item
        return (isinstance(node.schema, bool) and node.schema is not sign) or self.denied(item, branch.literals)

    def hopeless(self, branch: Branch) -> bool:
        """Ask about the denied schemas one at a time: one that the accepted ones imply ends the branch at once.

        Those that the accepted ones exclude are dropped: a tagged union is then settled by its tag.
        """
        accepted = frozenset((True, flat(node)) for sign, node in branch.literals if sign)
        refused = [item for item in branch.literals if not item[0] and not combined(item[1])]
        if len(refused) < 2:  # noqa: PLR2004 - one alone is the goal itself
            return False
        return any(isinstance(self.find(accepted | {item}), Empty) for item in refused)

    def contradictory(self, literals: list[Literal]) -> bool:
        """Whether one schema is both asked and denied."""
        return any(self.denied(item, literals) for item in literals if item[0])

    def denied(self, item: Literal, literals: list[Literal]) -> bool:
        """Whether the opposite of this literal is among those."""
        sign, node = item
        return any(sign is not other and self.alike(node, candidate) for other, candidate in literals)

    def alike(self, first: Node, second: Node) -> bool:
        """Whether two nodes say the same, word for word, through all their references."""
        if first is second:
            return True
        if first.text != second.text:
            return False
        if first.document is second.document:
            return first.schema == second.schema
        key = (first, second)
        if key not in self.same:
            self.same[key] = True
            self.same[key] = self.alike_below(first, second)
        return self.same[key]

    def alike_below(self, first: Node, second: Node) -> bool:
        """Compare what two nodes of one text refer to."""
        for reference in set(references(first.schema)):
            try:
                pair = [node.child(node.document.target(reference)) for node in (first, second)]
            except (LookupError, ValueError, TypeError):
                return False
            if not self.alike(*pair):
                return False
        return True

    def solve(self, branch: Branch, kind: str) -> Outcome:
        """Solve the facts of one type."""
        listed = [item for item in branch.facts if item[0] == "one_of"]
        if listed:
            return self.pick(listed[0][1], branch, kind)
        if kind == "object":
            return self.object(branch)
        if kind == "array":
            return arrays.solve(self, branch.facts)
        return scalars.solve(self, kind, branch)

    def object(self, branch: Branch) -> Outcome:
        """Solve an object; of unevaluated members strictly first, then, as a proof that there is none, laxly."""
        hanging = [item for item in branch.facts if item[0] in {"unevaluated", "bad_unevaluated"}]
        if not hanging:
            return objects.solve(self, branch.facts)
        others = [item for item in branch.facts if item not in hanging]
        strict, lax = (
            [members_fact(item, branch.holds, strict=reading) for item in hanging] for reading in (True, False)
        )
        outcome = EMPTY if None in strict else objects.solve(self, [*others, *filter(None, strict)])
        if strict == lax or isinstance(outcome, Found):
            return outcome
        outcome = EMPTY if None in lax else objects.solve(self, [*others, *filter(None, lax)])
        if not isinstance(outcome, Found) or self.meets(outcome.value, branch.literals):
            return outcome
        unknown = undecided(hanging, branch.holds)
        return self.split(branch, unknown[0]) if unknown else Open("`unevaluatedProperties` beside alternatives")

    def split(self, branch: Branch, node: Node) -> Outcome:
        """Go both ways about a branch of which nothing is known."""
        return self.either(branch, [Way(((sign, node),)) for sign in (True, False)], "object")

    def pick(self, values: tuple[Any, ...], branch: Branch, kind: str) -> Outcome:
        """Only listed values can do: ask every established schema about each."""
        for value in values:
            if scalars.kind_of(value) == kind and self.meets(value, branch.literals):
                return Found(value)
        return EMPTY

    def meets(self, value: Any, literals: list[Literal]) -> bool:
        """Whether the value is accepted and refused as the literals say."""
        return all(node.accepts(value) is sign for sign, node in literals)


def weight(item: Literal) -> tuple[bool, int]:
    """Order literals so that accepted and short ones come first; the search is then the same at every run."""
    return (not item[0], len(item[1].text))


def combined(node: Node) -> bool:
    """Whether the schema is put together from others."""
    return any(keyword in COMBINATORS for keyword in node.keywords)


def flat(node: Node) -> Node:
    """Return the schema without what puts it together from others: a wider one."""
    return node.child({key: item for key, item in node.keywords.items() if key not in COMBINATORS})
