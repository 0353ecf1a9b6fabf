"""Members that came, went, or changed whether they must be there.

Members of one object to which the same happens are judged one by one while they are few, together where they are many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.change import Change, severity_of
from tradespec.diff.projection import dropped
from tradespec.diff.schema import No
from tradespec.diff.senders import carries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.diff.finding import Severity
    from tradespec.diff.schemas import Pair
    from tradespec.diff.view import View

TOGETHER_FROM: Final = 6


def members(pair: Pair) -> list[Change]:
    """Return what happened to members of two objects."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for name in dict.fromkeys([*pair.old.properties, *pair.new.properties, *pair.old.required, *pair.new.required]):
        what = happened(pair, name)
        if what is not None:
            groups.setdefault((what, carried(pair, name)), []).append(name)
    found: list[Change] = []
    for (what, here), names in groups.items():
        judge = one if here else unseen
        together = len(names) >= TOGETHER_FROM
        found += [judge(pair, what, names)] if together else [judge(pair, what, [name]) for name in names]
    return found + [each for name in pair.old.properties if name in pair.new.properties for each in moved(pair, name)]


def moved(pair: Pair, name: str) -> Iterator[Change]:
    """Yield that a member goes another way now: only in answers, only in requests, or in both again."""
    old, new = pair.old.properties[name], pair.new.properties[name]
    for word, said in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        before, after = carries(old, word), carries(new, word)
        if before == after:
            continue
        must = "required" if name in pair.new.required else "optional"
        rule = f"{pair.way}-{must}-property-became-{'' if after else 'not-'}{said}"
        verdict, wide = pair.ask(lambda before, after: taken_over(before, after, name))
        text = f"`{name}` {'' if after else 'no more '}{said}"
        yield Change(f"id:{rule}", text, severity_of(verdict), old.place, new.place, (), verdict, wide)


def taken_over(old: dict[str, Any], new: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the old schema with one member as the new one has it."""
    members = {**old.get("properties", {}), name: new.get("properties", {})[name]}
    required = [key for key in old.get("required", ()) if key != name]
    return {**old, "properties": members, "required": required + [name] * (name in new.get("required", ()))}


def happened(pair: Pair, name: str) -> str | None:
    """Say what happened to a member, None where nothing did."""
    declared = name in pair.old.properties, name in pair.new.properties
    asked = name in pair.old.required, name in pair.new.required
    if declared == (False, True):
        defaulted = pair.way == "request" and "default" in pair.new.properties[name].resolved.raw
        return ("required-default-added" if defaulted else "required-added") if asked[1] else "optional-added"
    if declared == (True, False):
        return "required-removed" if asked[0] else "optional-removed"
    if asked[0] == asked[1]:
        return None
    if not asked[1]:
        return "became-optional"
    defaulted = pair.way == "request" and declared[1] and "default" in pair.new.properties[name].resolved.raw
    return "became-required-with-default" if defaulted else "became-required"


def carried(pair: Pair, name: str) -> bool:
    """Whether this direction carries a member."""
    side = pair.new if name in pair.new.properties else pair.old
    return name not in side.properties or not dropped(side.properties[name], pair.way)


def unseen(pair: Pair, what: str, names: Sequence[str]) -> Change:
    """Tell what happened to members that this direction does not carry."""
    base, revision = (place(seen, names) for seen in (pair.old, pair.new))
    return Change(f"member:{what}", text_of(what, names), "info", base, revision, carried=False)


def one(pair: Pair, what: str, names: Sequence[str]) -> Change:
    """Judge what happened to some members."""
    verdict, wide = pair.ask(lambda old, new: with_members(old, new, names))
    if isinstance(verdict, No) and pair.way == "response" and what == "optional-added":
        what = "closed-added"
    severity: Severity = severity_of(verdict)
    if what.endswith("removed") and severity == "info":
        severity = "risky"
    said_open = pair.way == "request" and pair.old.value("additionalProperties") is True
    if what == "optional-added" and severity == "info" and said_open:
        severity = "risky"
    base, revision = (place(seen, names) for seen in (pair.old, pair.new))
    scope = "source" if what.endswith("removed") and severity == "risky" else "wire"
    text = text_of(what, names)
    return Change(f"member:{what}", text, severity, base, revision, (), verdict, wide, scope)  # type: ignore[arg-type]


def place(seen: View, names: Sequence[str]) -> Any:
    """Return where a single member stands, else the object."""
    if len(names) == 1 and names[0] in seen.properties:
        return seen.properties[names[0]].place
    return seen.schema.place


def with_members(old: dict[str, Any], new: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the old schema with some members declared and asked for as in the new one."""
    some = set(names)
    before, after = old.get("properties", {}), new.get("properties", {})
    kept = {key: value for key, value in before.items() if key not in some}
    kept |= {name: before.get(name, after[name]) for name in names if name in after}
    asked = set(new.get("required", ()))
    required = [key for key in old.get("required", ()) if key not in some] + [name for name in names if name in asked]
    return {**old, "properties": kept, "required": required}


def text_of(what: str, names: Sequence[str]) -> str:
    """Say what happened to some members."""
    some = ", ".join(f"`{name}`" for name in names[:TOGETHER_FROM])
    more = len(names) - TOGETHER_FROM
    said = f"{some} and {more} more" if more > 0 else some
    many = len(names) > 1
    member, they = ("members", "they") if many else ("member", "it")
    return {
        "required-added": f"the new {member} {said}, required",
        "required-default-added": f"the new {member} {said}, required with a default",
        "optional-added": f"the new {member} {said}",
        "closed-added": f"the new {member} {said} in an object that was closed",
        "optional-removed": f"no {member} {said}",
        "required-removed": f"no {member} {said}, where {they} had to be there",
        "became-required": f"{said} required",
        "became-required-with-default": f"{said} required, with a default",
        "became-optional": f"{said} optional",
    }[what]
