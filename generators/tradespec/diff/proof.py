"""Turn changes of schemas into findings, each breaking one with a whole value that shows it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from tradespec.diff.context import raw
from tradespec.diff.endings import FIXES
from tradespec.diff.finding import Finding, Witness
from tradespec.diff.judge import along, both
from tradespec.diff.schema import No, Unknown, Yes
from tradespec.diff.schema.depth import deep
from tradespec.diff.text import reads_as_text
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.contract import Schema
    from tradespec.diff.change import Change
    from tradespec.diff.context import Context, Spot
    from tradespec.diff.finding import Certainty, Severity
    from tradespec.diff.projection import Way
    from tradespec.diff.schemas import Mode

TRIES_MAX = 64
"""Values put together from samples that are tried as a proof before the schemas are searched for one."""
EXPECTED = {
    "request": "what clients send today to stay accepted",
    "response": "what the server sends to be understood by clients of today",
}


def compare_schemas(context: Context, old: Schema, new: Schema, spot: Spot, *, harmless: bool = False) -> None:
    """Compare a body, a parameter or a header, and add what is found for one use of it."""
    if context.same.schemas(old, new):
        return
    mode: Mode = "harmless" if harmless else "judge"
    with deep():
        quiet = add_changes(context, old, new, spot, context.schemas.changes(old, new, spot.way, mode=mode))
        if quiet and not harmless and not context.schemas.settled(old, new, spot.way):
            # No part breaks anything where it was looked for; the whole is asked all the same, for nothing may be missed.
            add_changes(context, old, new, spot, context.schemas.whole(old, new, spot.way))


def add_changes(context: Context, old: Schema, new: Schema, spot: Spot, changes: Iterable[Change]) -> bool:
    """Add what changed in one use, each with its proof; returns whether nothing of it breaks, or may."""
    way, quiet = spot.way, True
    for found in changes:
        change = compatible(context, old, new, spot, found)
        quiet = quiet and change is found
        rule = change.id(way, spot.kind)
        key = (rule, way, *origin(context, change))
        if context.out.has(key) and (context.out.breaks(key) or not isinstance(change.verdict, No)):
            context.out.use(key, spot.use)
            quiet = quiet and not context.out.breaks(key)
            continue
        severity, certainty, witness, undecided = judged(context, old, new, way, change)
        quiet = quiet and severity != "breaking"
        at = spot.at + "".join(f"/{name}" if isinstance(name, str) else "/*" for _, name in change.steps)
        message = f"Expected {EXPECTED[way]}, got {change.text} - at {at}"
        finding = Finding(
            id=rule,
            severity=severity,
            scope=change.scope,
            direction=way,
            message=message,
            certainty=certainty,
            uses=(spot.use,),
            base=change.base,
            revision=change.revision,
            witness=witness,
            fix=FIXES[way] if severity == "breaking" else "",
            undecided=undecided,
        )
        context.out.add(key, finding)
    return quiet


def compatible(context: Context, old: Schema, new: Schema, spot: Spot, change: Change) -> Change:
    """Return a change of type as one of spelling where both types are written as the same text."""
    depth = spot.text_depth
    below = change.steps[depth:] if depth is not None else ()
    if (
        depth is None
        or len(change.steps) < depth
        or any(kind != "item" for kind, _ in below)
        or not change.name.startswith(("type-", "list-of-types-"))
    ):
        return change
    inner = [each.resolved.properties.get(change.steps[0][1]) if depth else each for each in (old, new)]
    before, after = inner
    if before is None or after is None or not reads_as_text(context, before, after, spot.way, one_of_many=True):
        return change
    return replace(change, name="type-compatible", severity="info", verdict=None)


def origin(context: Context, change: Change) -> tuple[str, ...]:
    """Return what makes a change one: its places, or, of a list of values that is written out in many, both lists."""
    places = str(change.base), str(change.revision), change.text
    if not change.name.startswith("enum-value"):
        return places
    lists = raw(context.base.document, change.base), raw(context.revision.document, change.revision)
    return tuple(map(repr, lists)) if all(isinstance(each, list) for each in lists) else places


def judged(
    context: Context, old: Schema, new: Schema, way: Way, change: Change
) -> tuple[Severity, Certainty, Witness | None, str]:
    """Return how bad a change is in this use, how certain that is, and the proof."""
    if isinstance(change.verdict, Unknown):
        return change.severity, "likely", None, change.verdict.reason
    if not isinstance(change.verdict, No):
        return change.severity, "declared", None, ""
    part = change.verdict.witness
    sides = ("base", "revision") if way == "request" else ("revision", "base")
    value = built(context, old, new, way, change)
    if value is not None:
        proof = Witness(way, value[0], part, sides[0], sides[1], change.text)  # type: ignore[arg-type]
        return "breaking", "proven", proof, ""
    wide, narrow = context.judge.sides(old, new, way)
    whole = context.judge.ask(wide, both(narrow, along(change.steps, {"const": part})))
    if not isinstance(whole, No):
        refused = along(change.steps, {"not": change.wide})
        whole = context.judge.ask(wide, both(narrow, refused))
    if isinstance(whole, Yes):
        return "info", "declared", None, ""
    if isinstance(whole, Unknown):
        return "risky", "likely", None, whole.reason
    proof = Witness(way, whole.witness, part, sides[0], sides[1], change.text)  # type: ignore[arg-type]
    return "breaking", "proven", proof, ""


def built(context: Context, old: Schema, new: Schema, way: Way, change: Change) -> tuple[Any] | None:
    """Return a whole value around the part that shows the change, put together from samples; None where that fails.

    It counts only when jsonschema-rs says that the sender's schema accepts it and the reader's refuses it.
    """
    assert isinstance(change.verdict, No)  # noqa: S101 - the caller asked; this tells the type checker
    sender = old if way == "request" else new
    judge = context.judge
    try:
        for value in islice(judge.sampler(way).holding(sender, change.steps, change.verdict.witness), TRIES_MAX):
            if judge.shows(old, new, way, value):
                return (value,)
    except LookupError:
        return None
    return None
