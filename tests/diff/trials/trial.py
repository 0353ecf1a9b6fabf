"""One try of the experiment: ask about a pair, then look for what contradicts the answer."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from trials.instances import Sampler
from trials.schemas import Maker

from tradespec.diff.schema import No, Verdict, Yes, contains
from tradespec.diff.schema.containment import UNEVALUATED
from tradespec.diff.schema.node import Document, normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTANCES = 40
STEPS = 8_000
REAL_SHARE = 0.1
"""How many of the pairs are edits of known schemas; they are larger, and take ten times as long."""


@dataclass
class Tally:
    """What was tried and what came of it. ``contradictions``: (wide, narrow, what contradicts, seed)."""

    answers: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    instances: int = 0
    contradictions: list[tuple[Any, Any, str, int]] = field(default_factory=list)

    @property
    def tries(self) -> int:
        return sum(self.answers.values())


def attempt(tally: Tally, seed: int, known: Sequence[Any] = ()) -> None:
    """Make one pair from a seed, random or an edit of a known schema, and judge the answer."""
    wide, narrow = pair(seed, known)
    verdict = contains(wide, narrow, budget_steps=STEPS)
    tally.answers[type(verdict).__name__] += 1
    if not isinstance(verdict, Yes | No):
        tally.reasons[verdict.reason] += 1
    met, against = contradiction(verdict, wide, narrow, Random(seed))
    tally.instances += met
    if against:
        tally.contradictions.append((wide, narrow, against, seed))


def pair(seed: int, known: Sequence[Any]) -> tuple[Any, Any]:
    """Return (wide, narrow): two random schemas, or a schema and an edit of it, either way round."""
    rng = Random(seed)
    maker = Maker(rng)
    one = rng.choice(known) if known and maker.often(REAL_SHARE) else maker.whole()
    two = maker.whole() if one not in known and maker.often(0.2) else maker.edited(one)
    return (one, two) if maker.often(0.5) else (two, one)


def contradiction(verdict: Verdict, wide: Any, narrow: Any, rng: Random, instances: int = INSTANCES) -> tuple[int, str]:
    """Return (instances that the narrow schema accepted, what contradicts the answer or nothing)."""
    try:
        reader, sender = Document(wide).top, Document(narrow).top
        if isinstance(verdict, No):
            shown = sender.accepts(verdict.witness) and not reader.accepts(verdict.witness)
            return 0, algebra(wide, narrow, "YES") if shown else f"the witness {verdict.witness!r} does not hold"
        if not isinstance(verdict, Yes):
            return 0, ""
        sampler, met = Sampler(rng, narrow, wide), 0
        for _ in range(instances):
            value = sampler.instance()
            if sender.accepts(value):
                met += 1
                if not reader.accepts(value):
                    return met, f"the value {value!r} is accepted and refused"
    except (ValueError, LookupError) as error:
        return 0, "" if unreadable(wide) or unreadable(narrow) else f"an answer about what cannot be read: {error}"
    return met, algebra(wide, narrow, "NO")


def unreadable(schema: Any) -> bool:
    """Whether the validator refuses a schema, as it does one that an edit made invalid."""
    try:
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True, ignore_unknown_formats=True)
    except (ValueError, jsonschema_rs.ValidationError):
        return True
    return False


def algebra(wide: Any, narrow: Any, opposite: str) -> str:
    """Say so where the canonical algebra of jsonschema-rs answers the opposite, about schemas that it is asked about."""
    if any(UNEVALUATED in json.dumps(schema).encode() for schema in (wide, narrow)):
        return ""
    try:
        forms = [jsonschema_rs.canonicalize(normalised(schema), validate_formats=True) for schema in (wide, narrow)]
        said = forms[0].covers(forms[1])
    except (ValueError, jsonschema_rs.ValidationError):
        return ""
    return f"jsonschema-rs answers {opposite}" if said == getattr(jsonschema_rs.canonical.Containment, opposite) else ""
