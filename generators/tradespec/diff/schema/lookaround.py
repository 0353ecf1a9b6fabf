r"""Patterns with look-around at an end of the text, as several without: ``^(?=.*\d)[a-z\d]+$`` asks for two things.

At the start of the text, or behind a beginning of a fixed length, a look-ahead is a condition on the whole text, and so is
a look-behind at its end. Look-around elsewhere is not taken apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tradespec.diff.schema.regex import NotRegular, automaton

AHEAD: Final = ("(?=", "(?!")
BEHIND: Final = ("(?<=", "(?<!")
BOUNDARIES: Final = frozenset({"\\b", "\\B"})


@lru_cache(maxsize=4_096)
def conditions(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the regular patterns that a text must match and those that it must not, which together mean ``pattern``.

    `NotRegular` where there are none.
    """
    matches: list[str] = []
    misses: list[str] = []
    if pattern.startswith("^") and any(mark in pattern for mark in (*AHEAD, *BEHIND)):
        parts = top_level(pattern)
        if "|" not in parts:
            parts = taken(parts, matches, misses)
        matches.append("".join(parts))
    else:
        matches.append(pattern)
    for each in (*matches, *misses):
        automaton(each)
    return tuple(matches), tuple(misses)


def taken(parts: list[str], matches: list[str], misses: list[str]) -> list[str]:
    """Take the look-around out of a pattern, as conditions of their own; return what is left.

    Behind a beginning of a fixed length, what looks ahead has one place to stand; so has what looks back at the end.
    """
    end = len(parts) - (parts[-1] == "$")
    kept, start = parts[:1], 1
    while start < end:
        if parts[start].startswith(AHEAD) and not quantified(parts, start):
            asked = matches if parts[start].startswith("(?=") else misses
            asked.append(f"{''.join(kept)}(?:{parts[start][3:-1]})")
        elif parts[start][0] in "(|*+?{^$" or parts[start] in BOUNDARIES or quantified(parts, start):
            break
        else:
            kept.append(parts[start])
        start += 1
    while end > start and end < len(parts) and parts[end - 1].startswith(BEHIND):
        asked = matches if parts[end - 1].startswith("(?<=") else misses
        asked.append(f"(?:{parts[end - 1][4:-1]})$")
        end -= 1
    return [*kept, *parts[start:end], *(["$"] if parts[-1] == "$" else [])]


def quantified(parts: list[str], at: int) -> bool:
    """Whether a quantifier stands behind a part."""
    return parts[at + 1 : at + 2] in (["*"], ["+"], ["?"], ["{"])


def top_level(pattern: str) -> list[str]:
    """Cut a pattern into its groups, classes, escapes and single characters."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        end = part_end(pattern, at)
        parts.append(pattern[at:end])
        at = end
    return parts


def part_end(pattern: str, at: int) -> int:
    """Return where the group, class, escape or character ends that begins at ``at``."""
    depth, in_class = 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        at += 1
        if depth <= 0 and not in_class:
            return at
    raise NotRegular(f"a group that does not end in `{pattern}`")
