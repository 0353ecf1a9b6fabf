"""Solve the facts about null, booleans, numbers and strings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema.node import plain, text_of
from tradespec.diff.schema.numbers import NumberGoal, OutOfReach, as_json, exact
from tradespec.diff.schema.outcome import EMPTY, Found, Open, Outcome
from tradespec.diff.schema.regex import NotRegular
from tradespec.diff.schema.strings import StringGoal, TooLarge

if TYPE_CHECKING:
    from tradespec.diff.schema.branch import Branch
    from tradespec.diff.schema.goal import Fact
    from tradespec.diff.schema.solver import Solver

SAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "date": ("2026-01-31", "2024-02-29", "1999-12-31"),
    "date-time": ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123456Z", "2026-01-31T12:00:00+01:00"),
    "time": ("12:00:00Z", "23:59:59.5+01:00"),
    "duration": ("P1D", "PT15M"),
    "email": ("a@example.com",),
    "idn-email": ("a@example.com", "\u00fc@example.com"),
    "hostname": ("example.com", "a"),
    "idn-hostname": ("example.com", "b\u00fccher.example"),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "uri": ("https://example.com/a", "urn:a:b"),
    "uri-reference": ("/a", "https://example.com/a"),
    "iri": ("https://example.com/a", "https://example.com/\u00fc"),
    "iri-reference": ("/a", "/\u00fc"),
    "uuid": ("3fa85f64-5717-4562-b3fc-2c963f66afa6",),
    "json-pointer": ("/a", ""),
    "relative-json-pointer": ("1/a",),
    "regex": ("a+",),
    "uri-template": ("/a/{b}",),
}
"""Values of the formats that JSON Schema 2020-12 defines, to try where a format is asked for."""
SHAPES: Final[dict[str, str]] = {
    "date": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    "date-time": r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
    "time": r"^\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
    "ipv4": r"^\d{1,3}(\.\d{1,3}){3}$",
    "ipv6": r"^[0-9A-Fa-f:.]{2,45}$",
    "uuid": r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
    "email": r"^[\s\S]+@[\s\S]+$",
    "uri": r"^[A-Za-z][A-Za-z0-9+.-]*:[\s\S]*$",
}
"""Patterns that every value of a format matches, though not only those do."""
RETRIES: Final = 4


def kind_of(value: Any) -> str:
    """Return the JSON type of a value; every number is ``number``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float | Decimal):
        return "number"
    return "array" if isinstance(value, list | tuple) else "object"


def consistent(kind: str, facts: list[Fact]) -> bool:
    """Whether the facts of a scalar do not contradict each other at first sight; cheap, and asked often."""
    if kind == "number":
        goal = number_goal(facts)
        return not (goal.low and goal.high and goal.low[0] > goal.high[0])
    return kind != "string" or not any(
        (name, not sign, value) in facts
        for name, sign, value in (f for f in facts if f[0] in {"format", "opaque"})
        if sign
    )


def solve(solver: Solver, kind: str, branch: Branch) -> Outcome:
    """Return a value of this type that meets the facts."""
    barred = {text_of(value) for name, *rest in branch.facts if name == "none_of" for value in rest[0]}
    if kind == "number":
        return number(solver, branch.facts)
    if kind == "string":
        return string(solver, branch)
    for value in [None] if kind == "null" else [True, False]:
        if text_of(value) not in barred:
            return Found(value)
    return EMPTY


def number_goal(facts: list[Fact]) -> NumberGoal:
    """Gather the facts of a number."""
    goal = NumberGoal()
    for name, *values in facts:
        match name:
            case "low":
                goal.at_least(values[0], strictly=values[1])
            case "high":
                goal.at_most(values[0], strictly=values[1])
            case "multiple":
                goal.multiples.append(values[0])
            case "not_multiple":
                goal.not_multiples.append(values[0])
            case "none_of":
                goal.excluded.update(exact(value) for value in values[0] if kind_of(value) == "number")
    return goal


def number(solver: Solver, facts: list[Fact]) -> Outcome:
    """Solve a number."""
    goal = number_goal(facts)
    try:
        value = goal.find()
        return EMPTY if value is None else Found(as_json(value))
    except OutOfReach as error:
        return Open(str(error))
    finally:
        solver.spend(1 + goal.tries)


def string(solver: Solver, branch: Branch) -> Outcome:
    """Solve a string; where a format or an opaque pattern has a say, the schemas are asked about candidates."""
    goal, formats, open_reason = string_goal(branch.facts)
    goal.matches += [SHAPES[name] for name, asked in formats.items() if asked and name in SHAPES]
    try:
        value = goal.find(solver.spend)
        if value is None:
            return EMPTY
        if not formats and not open_reason:
            return Found(value)
        samples = [sample for name in formats for sample in SAMPLES.get(name, ())]
        for _ in range(RETRIES):
            candidates = [*samples, *([value] if value is not None else [])]
            for candidate in candidates:
                if solver.meets(candidate, branch.literals):
                    return Found(candidate)
            if value is None:
                break
            goal.excluded.add(value)
            value, samples = goal.find(solver.spend), []
    except (TooLarge, NotRegular) as error:
        return Open(f"too large to decide: {error}")
    return Open(open_reason or f"no value was found for the format {', '.join(sorted(formats))}")


def string_goal(facts: list[Fact]) -> tuple[StringGoal, dict[str, bool], str]:
    """Gather the facts of a string: what is solved, the formats that have a say, and what is not understood."""
    goal, formats, reason = StringGoal(), {}, ""
    for name, *values in facts:
        match name:
            case "length_min":
                goal.length_min = max(goal.length_min, values[0])
            case "length_max":
                goal.length_max = values[0] if goal.length_max is None else min(goal.length_max, values[0])
            case "matches":
                goal.matches.append(values[0])
            case "misses":
                goal.misses.append(values[0])
            case "none_of":
                goal.excluded.update(plain(value) for value in values[0] if isinstance(value, str))
            case "format":
                formats[values[1]] = values[0]
            case "open":
                reason = values[0]
    return goal, formats, reason
