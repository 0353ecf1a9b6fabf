"""Search for a value that meets a goal; finding none, having looked everywhere, is a proof.

A tableau with memory: literals are taken apart until only facts about one JSON type remain, and those are solved
exactly (`scalars`, `arrays`, `objects`). Members and elements are goals of their own, one level further down. A goal
that meets itself further down is taken as empty there: a smallest value cannot need a smaller one of its own kind, so
what is left empty under that assumption is empty (the coinductive reading of recursion). Facts that are not understood
constrain nothing, so an empty answer stays a proof; a value is only ever a candidate until both schemas were asked.

The search is counted in steps, so that the same question ends the same way on every machine; seconds are a fence around it.
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema import arrays, objects, scalars
from tradespec.diff.schema.branch import Branch
from tradespec.diff.schema.evaluated import members_fact, undecided
from tradespec.diff.schema.goal import COMBINATORS, Choice, Fact, Literal, Way, choices
from tradespec.diff.schema.node import Document, Node, references
from tradespec.diff.schema.outcome import EMPTY, Empty, Found, Open, Outcome
from tradespec.diff.schema.refute import Refuter

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS: Final = ("string", "number", "boolean", "null", "object", "array")
DEPTHS: Final = (4, 10, 40, 400)
"""How deep values may be nested, tried one after the other: a shallow value is found first, and reads best."""
DEPTH_EXACT: Final = 10
"""Up to this depth a goal that led too deep is looked for again nearer to the top."""
NOTHING_ASSUMED: Final = 1_000_000
SHORTCUT_WAYS: Final = 8
"""Pending ways from which it pays to ask about the denied schemas one at a time first."""
COUNTS: Final = frozenset({"count_max", "count_min", "repeat"})
"""Facts about an array that ask nothing of one element."""
HANGING: Final = frozenset({"unevaluated", "bad_unevaluated"})


class OutOfBudget(Exception):  # noqa: N818 - named for what happened to the search
    """The steps or the time given to this question are used up."""


class Solver:
    """A search, with its memory and its budget. Several questions may share the memory where they share a document."""

    def __init__(self, steps: int, seconds: float) -> None:
        self.grant(steps, seconds)
        self.level = 0
        self.depth_max = DEPTHS[0]
        self.too_deep = False
        self.cut: dict[frozenset[Literal], tuple[int, Open]] = {}
        """Goals left open because they lead too deep, and the level on which that was so."""
        self.memory: dict[frozenset[Literal], Outcome] = {}
        self.under_way: dict[frozenset[Literal], tuple[int, int]] = {}
        """Goals that are being looked for, outermost first: how many are further out, and the level."""
        self.provisional: dict[frozenset[Literal], int] = {}
        """Goals found empty as long as one under way is, and how many goals are further out than that."""
        self.lowest_assumed = NOTHING_ASSUMED
        self.same: dict[tuple[Node, Node], bool] = {}
        self.readings: dict[tuple[bool, Node, str], list[Choice]] = {}
        self.scratch = Document(root=True)
        self.patterns: dict[str, Node] = {}

    def grant(self, steps: int, seconds: float) -> None:
        """Give the next question a budget of its own; what was learnt before is kept."""
        self.steps, self.steps_max = 0, steps
        self.deadline = time.perf_counter() + seconds

    def spend(self, steps: int = 1) -> None:
        """Count steps; `OutOfBudget` past the limit."""
        before, self.steps = self.steps, self.steps + steps
        if self.steps > self.steps_max or (before >> 5 != self.steps >> 5 and time.perf_counter() > self.deadline):
            raise OutOfBudget(f"the search was stopped after {min(self.steps, self.steps_max)} steps")

    def constant(self, value: Any) -> Node:
        """Return the node that accepts this value alone."""
        return self.scratch.node({"const": value})

    def pattern(self, text: str) -> Node:
        """Return the node that accepts the strings which match a pattern."""
        if text not in self.patterns:
            self.patterns[text] = self.scratch.node({"type": "string", "pattern": text})
        return self.patterns[text]

    def answer(self, goal: frozenset[Literal]) -> Outcome:
        """Look for a value that meets all literals of the goal, a shallow one first."""
        outcome: Outcome = EMPTY
        self.provisional.clear()
        self.lowest_assumed = NOTHING_ASSUMED
        for depth in DEPTHS:
            self.depth_max, self.too_deep, self.cut = depth, False, {}
            outcome = self.find(goal)
            if not (isinstance(outcome, Open) and self.too_deep):
                break
        return outcome

    def below(self, goal: frozenset[Literal]) -> Outcome:
        """Look for a member or an element."""
        if self.level >= self.depth_max:
            self.too_deep = True
            return Open("the value would be nested too deep")
        self.level += 1
        try:
            return self.find(goal)
        finally:
            self.level -= 1

    def find(self, goal: frozenset[Literal]) -> Outcome:
        """Look for a value that meets all literals of the goal."""
        known = self.memory.get(goal) or self.assumed(goal)
        if known is not None:
            return known
        self.spend()
        order, kept = len(self.under_way), len(self.provisional)
        outside, self.lowest_assumed = self.lowest_assumed, NOTHING_ASSUMED
        deep_outside, self.too_deep = self.too_deep, False
        self.under_way[goal] = order, self.level
        try:
            outcome = self.search(goal)
        finally:
            del self.under_way[goal]
        lowest, self.lowest_assumed = self.lowest_assumed, outside
        if isinstance(outcome, Empty) and lowest < order:
            self.provisional[goal] = lowest
            self.lowest_assumed = min(outside, lowest)
            self.too_deep = self.too_deep or deep_outside
            return outcome
        since = list(islice(reversed(self.provisional), len(self.provisional) - kept))
        for other in since:
            del self.provisional[other]
        if isinstance(outcome, Empty):
            self.memory |= dict.fromkeys(since, EMPTY)
        if self.too_deep and isinstance(outcome, Open):
            self.cut[goal] = self.level, outcome
        else:
            self.memory[goal] = outcome
        self.too_deep = self.too_deep or deep_outside
        return outcome

    def assumed(self, goal: frozenset[Literal]) -> Outcome | None:
        """Return what is taken for granted of a goal, None where nothing is.

        What led too deep will do so again, and what is under way is taken for empty further down. What was found empty
        under such an assumption is kept apart: it becomes a proof when the goal that it hangs on turns out empty, and is
        forgotten when that is not so. Every circle of such goals leads further down: only `hopeless` asks about the same
        value again, about schemas without parts, of which it asks nothing more.
        """
        cut = self.cut.get(goal)
        if cut is not None and (cut[0] <= self.level or self.depth_max > DEPTH_EXACT):
            self.too_deep = True
            return cut[1]
        opened = self.under_way.get(goal)
        if opened is not None:
            if opened[1] == self.level:
                return Open("a schema that refers to itself and nothing else")
            self.lowest_assumed = min(self.lowest_assumed, opened[0])
            return EMPTY
        hanging_on = self.provisional.get(goal)
        if hanging_on is None:
            return None
        self.lowest_assumed = min(self.lowest_assumed, hanging_on)
        return EMPTY

    def search(self, goal: frozenset[Literal]) -> Outcome:
        """Try the JSON types one after the other."""
        literals = tuple(sorted(goal, key=weight))
        if self.contradictory(literals):
            return EMPTY
        left_open: Outcome = EMPTY
        for kind in KINDS:
            branch = Branch()
            if not self.establish(branch, [Way(literals)], kind):
                continue
            outcome = self.decide(branch, kind)
            if isinstance(outcome, Found):
                return outcome
            if isinstance(outcome, Open):
                left_open = outcome
        return left_open

    def establish(self, branch: Branch, ways: Iterable[Way], kind: str) -> bool:
        """Add what these ways say and all that follows without choosing; false when it contradicts itself."""
        todo: list[Literal] = []
        for way in ways:
            todo += way.literals
            branch.facts += way.facts
        for item in todo:  # grows while it is walked
            self.spend()
            sign, node = item
            if item in branch.literals or node.schema is sign:
                continue
            if isinstance(node.schema, bool) or self.denied(item, branch):
                return False
            branch.add(item)
            for choice in self.read(sign, node, kind):
                if not choice:
                    return False
                if len(choice) == 1:
                    todo += choice[0].literals
                    branch.facts += choice[0].facts
                else:
                    branch.pending.append(choice)
        return scalars.consistent(kind, branch.facts)

    def read(self, sign: bool, node: Node, kind: str) -> list[Choice]:
        """Return what a literal asks of a value of this type, read once."""
        key = sign, node, kind
        known = self.readings.get(key)
        if known is None:
            known = self.readings[key] = choices(sign, node, kind)
        return known

    def decide(self, branch: Branch, kind: str) -> Outcome:
        """Make the pending choices, smallest first; without any left, solve the facts."""
        self.spend()
        if kind == "array" and len(branch.pending) == 1 and (found := self.at_once(branch)):
            return found
        if not self.reduce(branch, kind):
            return EMPTY
        if not branch.pending:
            return self.solve(branch, kind)
        if sum(len(choice) for choice in branch.pending) > SHORTCUT_WAYS and self.hopeless(branch):
            return EMPTY
        branch.pending.sort(key=len, reverse=True)
        choice = branch.pending.pop()
        if kind == "object" and not branch.pending and plain(choice) and not listed(branch) and not hanging(branch):
            return objects.solve(self, branch.facts, [way.facts for way in choice])
        return self.either(branch, choice, kind)

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

    def at_once(self, branch: Branch) -> Found | None:
        """Try the ways that ask nothing of an element: whether one may differ from all others can take long to say."""
        (choice,) = branch.pending
        light = [way for way in choice if not way.literals and all(fact[0] in COUNTS for fact in way.facts)]
        for way in light if len(light) < len(choice) else ():
            fork = branch.fork()
            fork.pending = []
            if self.establish(fork, [way], "array") and isinstance(outcome := self.solve(fork, "array"), Found):
                return outcome
        return None

    def reduce(self, branch: Branch, kind: str) -> bool:
        """Drop the ways that contradict what is established; take those choices that have one way left."""
        while branch.looked_at != len(branch.facts) + len(branch.literals):
            branch.looked_at = len(branch.facts) + len(branch.literals)
            refuter = Refuter(self, branch, kind)
            waiting, branch.pending = branch.pending, []
            for choice in waiting:
                left = [way for way in choice if not refuter.refutes(way)]
                if not left:
                    return False
                if len(left) > 1:
                    branch.pending.append(left if len(left) < len(choice) else choice)
                elif not self.establish(branch, left, kind):
                    return False
        return True

    def excluded(self, item: Literal, branch: Branch) -> bool:
        """Whether the literal contradicts one that is established."""
        sign, node = item
        return (isinstance(node.schema, bool) and node.schema is not sign) or self.denied(item, branch)

    def hopeless(self, branch: Branch) -> bool:
        """Ask about the denied schemas one at a time: one that the accepted ones imply ends the branch at once.

        Those that the accepted ones exclude are dropped: a tagged union is then settled by its tag.
        """
        accepted = frozenset((True, flat(node)) for sign, node in branch.literals if sign)
        refused = [item for item in branch.literals if not item[0] and not combined(item[1])]
        if len(refused) < 2:  # noqa: PLR2004 - one alone is the goal itself
            return False
        return any(isinstance(self.find(accepted | {item}), Empty) for item in refused)

    def contradictory(self, literals: tuple[Literal, ...]) -> bool:
        """Whether one schema is both asked and denied."""
        asked = [node for sign, node in literals if sign]
        return any(self.alike(node, other) for sign, other in literals if not sign for node in asked)

    def denied(self, item: Literal, branch: Branch) -> bool:
        """Whether the opposite of this literal is established."""
        sign, node = item
        return any(self.alike(node, candidate) for candidate in branch.texts.get((not sign, node.text), ()))

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
        if values := listed(branch):
            return self.pick(values[0][1], branch, kind)
        if kind == "object":
            return self.object(branch)
        if kind == "array":
            return arrays.solve(self, branch.facts)
        return scalars.solve(self, kind, branch)

    def object(self, branch: Branch) -> Outcome:
        """Solve an object; of unevaluated members strictly first, then, as a proof that there is none, laxly."""
        facts = hanging(branch)
        if not facts:
            return objects.solve(self, branch.facts)
        others = [item for item in branch.facts if item[0] not in HANGING]
        strict, lax = (
            [members_fact(item, branch.holds, strict=reading) for item in facts] for reading in (True, False)
        )
        outcome = EMPTY if None in strict else objects.solve(self, [*others, *filter(None, strict)])
        if strict == lax or isinstance(outcome, Found):
            return outcome
        outcome = EMPTY if None in lax else objects.solve(self, [*others, *filter(None, lax)])
        if not isinstance(outcome, Found) or self.meets(outcome.value, branch.literals):
            return outcome
        unknown = undecided(facts, branch.holds)
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

    def meets(self, value: Any, literals: Iterable[Literal]) -> bool:
        """Whether the value is accepted and refused as the literals say."""
        return all(node.accepts(value) is sign for sign, node in literals)


def weight(item: Literal) -> tuple[Any, ...]:
    """Order literals so that accepted and short ones come first; the search is then the same at every run."""
    sign, node = item
    return (not sign, len(node.text), node.text, node.document.number)


def plain(choice: Choice) -> bool:
    """Whether all ways are facts alone."""
    return all(not way.literals for way in choice)


def listed(branch: Branch) -> list[Fact]:
    """Return the facts that list all values that can do."""
    return [item for item in branch.facts if item[0] == "one_of"]


def hanging(branch: Branch) -> list[Fact]:
    """Return the facts that hang on which branches hold."""
    return [item for item in branch.facts if item[0] in HANGING]


def combined(node: Node) -> bool:
    """Whether the schema is put together from others."""
    return any(keyword in COMBINATORS for keyword in node.keywords)


def flat(node: Node) -> Node:
    """Return the schema without what puts it together from others: a wider one."""
    return node.child({key: item for key, item in node.keywords.items() if key not in COMBINATORS})
