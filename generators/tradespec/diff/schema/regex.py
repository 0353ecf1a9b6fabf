"""Regular expressions of JSON Schema (ECMA-262) as automata.

A pattern becomes a small nondeterministic automaton over intervals of code points. What is not regular (look-around,
back references) or not read here (Unicode scripts, word boundaries) raises `NotRegular`, and the caller leaves the
question open. Matching is a search, as JSON Schema says: ``a`` accepts every string that holds an ``a``.
"""

from __future__ import annotations

from functools import lru_cache

from tradespec.diff.schema.categories import characters
from tradespec.records import dataclass, field

Interval = tuple[int, int]
CharSet = tuple[Interval, ...]

LAST = 0x10FFFF
ANY: CharSet = ((0, LAST),)
SIZE_MAX = 4_000
"""States of one automaton; a counted repetition past it (``.{1,5000}``) is left undecided."""

DIGIT: CharSet = ((0x30, 0x39),)
WORD: CharSet = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: CharSet = (
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
LINE_END: CharSet = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
CLASSES = {"d": DIGIT, "w": WORD, "s": SPACE}
CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B, "0": 0x00}
REPEAT_MAX = 1_000
SURROGATE_HIGH = (0xD800, 0xDBFF)


class NotRegular(ValueError):  # noqa: N818 - named for what it says of the pattern
    """The pattern is outside what an automaton (or this reader) can say."""


def complement(chars: CharSet) -> CharSet:
    """Return every code point that is not in ``chars``."""
    out: list[Interval] = []
    start = 0
    for low, high in sorted(chars):
        if low > start:
            out.append((start, low - 1))
        start = max(start, high + 1)
    if start <= LAST:
        out.append((start, LAST))
    return tuple(out)


@dataclass(slots=True)
class Automaton:
    """A nondeterministic automaton; ``edges[state]`` reads a character, ``jumps[state]`` reads nothing.

    A jump carries the position it needs: ``""`` anywhere, ``"^"`` the start, ``"$"`` the end.
    """

    edges: list[list[tuple[CharSet, int]]] = field(default_factory=list)
    jumps: list[list[tuple[str, int]]] = field(default_factory=list)
    start: int = 0
    final: int = 0

    def state(self) -> int:
        """Add a state."""
        if len(self.edges) >= SIZE_MAX:
            raise NotRegular(f"the pattern needs more than {SIZE_MAX} states")
        self.edges.append([])
        self.jumps.append([])
        return len(self.edges) - 1

    def closure(self, states: frozenset[int], positions: str) -> frozenset[int]:
        """Return what is reachable from ``states`` without reading; ``positions`` lists the anchors that hold here."""
        seen = set(states)
        stack = list(states)
        while stack:
            for needs, target in self.jumps[stack.pop()]:
                if target not in seen and (not needs or needs in positions):
                    seen.add(target)
                    stack.append(target)
        return frozenset(seen)

    def initial(self) -> frozenset[int]:
        """Return the states before the first character."""
        return self.closure(frozenset((self.start,)), "^")

    def accepts(self, states: frozenset[int]) -> bool:
        """Whether the string may end here."""
        return self.final in self.closure(states, "$")


class Reader:
    """Recursive descent over a pattern, building the automaton as it goes: each part becomes (entry, exit)."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.automaton = Automaton()

    def read(self) -> Automaton:
        """Read the whole pattern as a search."""
        automaton = self.automaton
        entry, leave = self.alternatives()
        if self.at != len(self.pattern):
            raise NotRegular(f"unbalanced parenthesis in `{self.pattern}`")
        automaton.start, automaton.final = automaton.state(), automaton.state()
        automaton.edges[automaton.start].append((ANY, automaton.start))
        automaton.edges[automaton.final].append((ANY, automaton.final))
        automaton.jumps[automaton.start].append(("", entry))
        automaton.jumps[leave].append(("", automaton.final))
        return automaton

    def peek(self) -> str:
        """Return the next character, or nothing at the end."""
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        """Return the next character and move past it."""
        char = self.peek()
        if not char:
            raise NotRegular(f"`{self.pattern}` ends early")
        self.at += 1
        return char

    def piece(self, chars: CharSet) -> tuple[int, int]:
        """Add a part that reads one character of ``chars``."""
        entry, leave = self.automaton.state(), self.automaton.state()
        self.automaton.edges[entry].append((chars, leave))
        return entry, leave

    def jump(self, source: int, target: int, needs: str = "") -> None:
        """Connect two states without reading."""
        self.automaton.jumps[source].append((needs, target))

    def alternatives(self) -> tuple[int, int]:
        """Read ``a|b|c``."""
        entry, leave = self.automaton.state(), self.automaton.state()
        while True:
            first, last = self.sequence()
            self.jump(entry, first)
            self.jump(last, leave)
            if self.peek() != "|":
                return entry, leave
            self.at += 1

    def sequence(self) -> tuple[int, int]:
        """Read terms one after the other."""
        entry = leave = self.automaton.state()
        while self.peek() not in {"", "|", ")"}:
            first, last = self.repeated()
            self.jump(leave, first)
            leave = last
        return entry, leave

    def repeated(self) -> tuple[int, int]:
        """Read a term with its quantifier; a counted one is read again for each copy."""
        begin = self.at
        first, last = self.term()
        low, high = self.quantifier()
        end = self.at
        if (low, high) == (1, 1):
            return first, last
        entry = leave = self.automaton.state()
        for _ in range(low):
            leave = self.copy(begin, leave)
        if high is None:
            loop = self.automaton.state()
            self.jump(leave, loop)
            self.jump(self.copy(begin, loop), loop)
            leave = loop
        else:
            done = self.automaton.state()
            for _ in range(high - low):
                self.jump(leave, done)
                leave = self.copy(begin, leave)
            self.jump(leave, done)
            leave = done
        self.at = end
        return entry, leave

    def copy(self, begin: int, leave: int) -> int:
        """Read the term that begins at ``begin`` once more, behind the state ``leave``."""
        self.at = begin
        first, last = self.term()
        self.jump(leave, first)
        return last

    def quantifier(self) -> tuple[int, int | None]:
        """Read ``*``, ``+``, ``?`` or ``{n,m}``, greedy or lazy alike: both accept the same strings."""
        bounds: tuple[int, int | None] = (1, 1)
        match self.peek():
            case "*":
                bounds = (0, None)
            case "+":
                bounds = (1, None)
            case "?":
                bounds = (0, 1)
            case "{":
                return self.counted()
            case _:
                return bounds
        self.at += 1
        self.lazy()
        return bounds

    def counted(self) -> tuple[int, int | None]:
        """Read ``{n}``, ``{n,}`` or ``{n,m}``."""
        close = self.pattern.find("}", self.at)
        low, comma, high = self.pattern[self.at + 1 : close].partition(",")
        if close < 0 or not low.isdigit() or (high and not high.isdigit()):
            raise NotRegular(f"a brace that is no repetition in `{self.pattern}`")
        self.at = close + 1
        self.lazy()
        least, most = int(low), int(high) if high else None if comma else int(low)
        if least > REPEAT_MAX or (most or 0) > REPEAT_MAX:
            raise NotRegular(f"a repetition past {REPEAT_MAX} in `{self.pattern}`")
        return least, most

    def lazy(self) -> None:
        """Skip the mark of a lazy quantifier."""
        if self.peek() == "?":
            self.at += 1

    def term(self) -> tuple[int, int]:
        """Read one character, class, group or anchor."""
        char = self.take()
        if char in "^$":
            entry, leave = self.automaton.state(), self.automaton.state()
            self.jump(entry, leave, char)
            return entry, leave
        if char == "(":
            return self.group()
        if char == "[":
            return self.piece(self.bracket())
        if char == ".":
            return self.piece(complement(LINE_END))
        if char == "\\":
            return self.piece(self.escape())
        if char in "*+?{":
            raise NotRegular(f"a quantifier with nothing to repeat in `{self.pattern}`")
        return self.piece(((ord(char), ord(char)),))

    def group(self) -> tuple[int, int]:
        """Read ``(...)``, ``(?:...)`` or ``(?<name>...)``."""
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.pattern.startswith("?<", self.at) and self.pattern[self.at + 2 : self.at + 3] not in {"=", "!"}:
            self.at = self.pattern.find(">", self.at) + 1
        elif self.peek() == "?":
            raise NotRegular(f"look-around in `{self.pattern}`")
        entry, leave = self.alternatives()
        if self.take() != ")":
            raise NotRegular(f"unbalanced parenthesis in `{self.pattern}`")
        return entry, leave

    def escape(self) -> CharSet:
        """Read what follows a backslash."""
        char = self.take()
        if char in CLASSES:
            return CLASSES[char]
        if char.lower() in CLASSES:
            return complement(CLASSES[char.lower()])
        if char in CONTROLS:
            code = CONTROLS[char]
        elif char in "pP" and self.peek() == "{":
            return self.category(negated=char == "P")
        elif char == "x":
            code = self.hexadecimal(2)
        elif char == "u":
            code = self.braced() if self.peek() == "{" else self.unit()
        elif char.isalnum():
            raise NotRegular(f"the escape \\{char} in `{self.pattern}`")
        else:
            code = ord(char)
        return ((code, code),)

    def category(self, *, negated: bool) -> CharSet:
        """Read ``{Lu}``."""
        name, close, _ = self.pattern[self.at + 1 :].partition("}")
        found = characters(name) if close else None
        if found is None:
            raise NotRegular(f"the Unicode property `{name}` in `{self.pattern}`")
        self.at += len(name) + 2
        return complement(found) if negated else found

    def unit(self) -> int:
        """Read four digits, and four more where the two are one character."""
        high = self.hexadecimal(4)
        if SURROGATE_HIGH[0] <= high <= SURROGATE_HIGH[1] and self.pattern.startswith("\\u", self.at):
            self.at += 2
            low = self.hexadecimal(4)
            return 0x10000 + ((high - SURROGATE_HIGH[0]) << 10) + (low - SURROGATE_HIGH[1] - 1)
        return high

    def hexadecimal(self, digits: int) -> int:
        """Read that many hexadecimal digits."""
        text = self.pattern[self.at : self.at + digits]
        self.at += digits
        try:
            return int(text, 16)
        except ValueError:
            raise NotRegular(f"a broken escape in `{self.pattern}`") from None

    def braced(self) -> int:
        """Read ``{1F600}``."""
        close = self.pattern.find("}", self.at)
        digits = close - self.at - 1
        self.at += 1
        code = self.hexadecimal(digits)
        self.at += 1
        return code

    def bracket(self) -> CharSet:
        """Read a bracketed class."""
        negated = self.peek() == "^"
        self.at += negated
        chars: list[Interval] = []
        while self.peek() != "]":
            low = self.bracket_item()
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] != "]" and single(low):
                self.at += 1
                high = self.bracket_item()
                if not single(high) or high[0][0] < low[0][0]:
                    raise NotRegular(f"a broken range in `{self.pattern}`")
                low = ((low[0][0], high[0][0]),)
            chars.extend(low)
        self.at += 1
        return complement(tuple(chars)) if negated else tuple(chars)

    def bracket_item(self) -> CharSet:
        """Read one member of a bracketed class."""
        char = self.take()
        if char != "\\":
            return ((ord(char), ord(char)),)
        if self.peek() == "b":
            self.at += 1
            return ((0x08, 0x08),)
        return self.escape()


def single(chars: CharSet) -> bool:
    """Whether the set holds exactly one character."""
    return len(chars) == 1 and chars[0][0] == chars[0][1]


@lru_cache(maxsize=4_096)
def automaton(pattern: str) -> Automaton:
    """Return the automaton of a pattern; `NotRegular` where there is none."""
    return Reader(pattern).read()
