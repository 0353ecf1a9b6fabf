"""Find a string with a length in bounds that matches these patterns, misses those, and is not one of a list."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from tradespec.diff.schema.regex import LAST, Automaton, CharSet, automaton
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

VISITS_MAX: Final = 30_000
LENGTH_MAX: Final = 10_000_000
SURROGATES: Final = (0xD800, 0xE000)
NICE: Final = "a0A-_ .1bz9Z/:@"
"""Characters a reader likes to see in a witness, best first."""


class TooLarge(Exception):  # noqa: N818 - named for what happened to the search
    """The search met its bound before an answer."""


def free(_: int) -> None:
    """Count no steps."""


@dataclass(slots=True)
class StringGoal:
    """What the string must be. ``length_max`` None is unbounded."""

    length_min: int = 0
    length_max: int | None = None
    matches: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)

    def find(self, spend: Callable[[int], None] = free) -> str | None:
        """Return a shortest such string, or None where there is none; ``spend`` is told how many steps that takes.

        Raises `TooLarge` past the bound of the search, `tradespec.diff.schema.regex.NotRegular` for a pattern that no
        automaton can say.
        """
        if self.length_max is not None and self.length_min > self.length_max:
            return None
        if self.length_min > LENGTH_MAX:
            raise TooLarge(f"a string of {self.length_min} characters")
        if not self.matches and not self.misses:
            return self.plain()
        return Search(self, spend).run()

    def plain(self) -> str | None:
        """Answer without automata: any characters will do, so lengths and the list decide."""
        excluded = {text for text in self.excluded if len(text) >= self.length_min}
        length = self.length_min
        while self.length_max is None or length <= self.length_max:
            for code in (97 + offset for offset in range(len(excluded) + 1)):
                text = chr(code) * length
                if text not in excluded:
                    return text
            length += 1
        return None


def representatives(machines: list[Automaton], texts: set[str]) -> list[int]:
    """Return one code point per class of characters that no automaton and no listed text can tell apart."""
    cuts = {0, LAST + 1, *SURROGATES}
    classes = list(dict.fromkeys(chars for each in machines for edges in each.edges for chars, _ in edges))
    for chars in classes:
        for low, high in chars:
            cuts.update((low, high + 1))
    for text in texts:
        for char in text:
            cuts.update((ord(char), ord(char) + 1))
    for char in NICE:
        cuts.update((ord(char), ord(char) + 1))
    points = sorted(cut for cut in cuts if cut <= LAST and not SURROGATES[0] <= cut < SURROGATES[1])
    seen: dict[tuple[bool, ...], int] = {}
    used = {char for text in texts for char in text}
    nice = [ord(char) for char in NICE]
    for code in [*nice, *points]:
        signature = tuple(any(low <= code <= high for low, high in chars) for chars in classes)
        if chr(code) in used:
            signature += (True, *(bool(code >> bit & 1) for bit in range(21)))
        seen.setdefault(signature, code)
    return list(seen.values())


def fitting(machines: list[Automaton], alphabet: list[int]) -> dict[int, frozenset[int]]:
    """Return for each set of characters, by its identity, which of the alphabet are in it."""
    known: dict[CharSet, frozenset[int]] = {}
    out: dict[int, frozenset[int]] = {}
    for chars in (chars for machine in machines for edges in machine.edges for chars, _ in edges):
        if id(chars) not in out:
            if chars not in known:
                inside = (code for code in alphabet if any(low <= code <= high for low, high in chars))
                known[chars] = frozenset(inside)
            out[id(chars)] = known[chars]
    return out


class Search:
    """Breadth first over the product of all automata, the length so far, and a trie of the excluded strings."""

    def __init__(self, goal: StringGoal, spend: Callable[[int], None]) -> None:
        self.goal = goal
        self.spend = spend
        self.wanted = [automaton(pattern) for pattern in dict.fromkeys(goal.matches)]
        self.barred = [automaton(pattern) for pattern in dict.fromkeys(goal.misses)]
        self.machines = self.wanted + self.barred
        spend(sum(len(machine.edges) for machine in self.machines) // 4)
        self.alphabet = representatives(self.machines, goal.excluded)
        self.fitting = fitting(self.machines, self.alphabet)
        self.prefixes = {text[:end] for text in goal.excluded for end in range(len(text) + 1)}
        self.cache: dict[tuple[int, frozenset[int], int], frozenset[int]] = {}

    def run(self) -> str | None:
        """Return a shortest accepted string, or None when every state was seen."""
        first = tuple(machine.initial() for machine in self.machines)
        queue: deque[tuple[tuple[frozenset[int], ...], str]] = deque([(first, "")])
        seen = {self.key(first, "")}
        while queue:
            states, text = queue.popleft()
            self.spend(1 + len(self.alphabet) * len(self.machines) // 8)
            if len(text) >= self.goal.length_min and text not in self.goal.excluded and self.accepts(states):
                return text
            if self.goal.length_max is not None and len(text) >= self.goal.length_max:
                continue
            for code in self.alphabet:
                after = tuple(self.step(index, state, code) for index, state in enumerate(states))
                if any(not after[index] for index in range(len(self.wanted))):
                    continue
                longer = text + chr(code)
                key = self.key(after, longer)
                if key not in seen:
                    if len(seen) >= VISITS_MAX:
                        raise TooLarge("the automata of these patterns together")
                    seen.add(key)
                    queue.append((after, longer))
        return None

    def key(self, states: tuple[frozenset[int], ...], text: str) -> tuple[object, ...]:
        """Two strings with the same key can be continued alike."""
        return states, min(len(text), self.goal.length_min), text if text in self.prefixes else None

    def step(self, index: int, states: frozenset[int], code: int) -> frozenset[int]:
        """Step one automaton, remembering."""
        key = (index, states, code)
        known = self.cache.get(key)
        if known is None:
            self.spend(1 + len(states) // 4)
            machine, fitting = self.machines[index], self.fitting
            edges = machine.edges
            reached = {to for state in states for chars, to in edges[state] if code in fitting[id(chars)]}
            known = self.cache[key] = machine.closure(frozenset(reached), "")
        return known

    def accepts(self, states: tuple[frozenset[int], ...]) -> bool:
        """Whether all wanted patterns match here and no barred one does."""
        cut = len(self.wanted)
        return all(
            machine.accepts(state) for machine, state in zip(self.wanted, states[:cut], strict=True)
        ) and not any(machine.accepts(state) for machine, state in zip(self.barred, states[cut:], strict=True))
