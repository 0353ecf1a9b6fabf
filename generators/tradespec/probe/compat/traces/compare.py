"""Compare an answer of today with a recorded one, as a program that was written against the recording would notice.

What differs from run to run is abstracted, by the schema's formats and names: an id may be another id, but the same one
wherever the recording has the same; a time may be another time; a problem's prose may be reworded. What is new in an
answer is fine: members, and entries of lists whose entries have names (an instrument more). Everything else has to be
the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tradespec.probe.compat.masking import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.contract import Schema
    from tradespec.probe.compat.traces.trace import Exchange

__all__ = ["FRESH", "Difference", "Identities", "differences"]

ID: Final = re.compile(r"(^|_|-)ids?$|[a-z](Id|ID)s?$|(^|_)(uuid|cursor|nonce|token|request)$|[a-z]Cursor$")
TIME: Final = re.compile(r"(^|_)(time|timestamp|timestamp_(s|ms|us|ns)|date)$|_at$")
TIME_FORMATS: Final = frozenset({"date-time", "date", "time"})
PROSE: Final = frozenset({"title", "detail", "message", "instance"})
"""Members of a problem that are for people (RFC 9457, section 3.1)."""
VERSION: Final = frozenset({"version", "build"})
COUNTER: Final = re.compile(r"(^|_)(sequence|seq|remaining|retry_after(_s|_ms)?)$")
"""Numbers that go on counting, whoever asks."""
DEPTH_MAX: Final = 12
FRESH: Final = "fresh"
"""The kind of texts that the client makes up."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where an answer is not what was recorded."""

    pointer: str
    expected: Any
    got: Any
    what: str
    """``missing``, ``type``, ``value``, ``identity`` or ``length``."""


@dataclass
class Identities:
    """Which id of the recording is which of this run. Ids of different kinds may look alike."""

    now: dict[tuple[str, str], str] = field(default_factory=dict)
    then: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn(self, kind: str, recorded: str, found: str) -> str | None:
        """Take a pair; return what should have come where this contradicts what is known."""
        known = self.now.get((kind, recorded), self.now.get((FRESH, recorded)))
        other = self.then.get((kind, found))
        if known is not None and known != found:
            return known
        if other is not None and other != recorded:
            return f"another {kind} than that of {other}"
        self.now[kind, recorded], self.then[kind, found] = found, recorded
        return None

    def today(self, recorded: str, kind: str = "") -> str:
        """Return what to send where the recording sent this."""
        if (kind, recorded) in self.now:
            return self.now[kind, recorded]
        found = {value for (_, each), value in self.now.items() if each == recorded}
        return found.pop() if len(found) == 1 else recorded


def differences(recorded: Exchange, found: Any, schema: Schema | None, known: Identities) -> list[Difference]:
    """Return all differences between a recorded answer and the body that came now.

    ``schema`` is the answer's by the recording's contract, where it has one; ``known`` learns which id is which.
    """
    comparison = Comparison(known, recorded.ignore, problem="problem" in recorded.content_type)
    return list(comparison.values(recorded.answer, found, schema, "", ""))


class Comparison:
    """The comparison of two bodies."""

    def __init__(self, known: Identities, ignore: Sequence[str], *, problem: bool) -> None:
        self.known = known
        self.ignore = [expression(each) for each in ignore]
        self.problem = problem

    def values(self, recorded: Any, found: Any, schema: Schema | None, pointer: str, name: str) -> Iterator[Difference]:
        """Compare two values."""
        if any(each.fullmatch(pointer) for each in self.ignore):
            return
        if kind_of(recorded) != kind_of(found):
            yield Difference(pointer, recorded, found, "type")
        elif isinstance(recorded, dict):
            yield from self.objects(recorded, found, schema, pointer)
        elif isinstance(recorded, list):
            yield from self.lists(recorded, found, schema, pointer, name)
        else:
            yield from self.leaf(recorded, found, schema, pointer, name)

    def objects(
        self, recorded: dict[str, Any], found: dict[str, Any], schema: Schema | None, pointer: str
    ) -> Iterator[Difference]:
        """Compare what the recording has; what is new is fine. Of another thing altogether only that is told."""
        differing = list(self.members(recorded, found, schema, pointer))
        others = [each for each in differing if each.what == "identity" and each.pointer.rpartition("/")[0] == pointer]
        yield from others[:1] or differing

    def members(
        self, recorded: dict[str, Any], found: dict[str, Any], schema: Schema | None, pointer: str
    ) -> Iterator[Difference]:
        """Compare member by member."""
        for name, value in recorded.items():
            here = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if name in found:
                yield from self.values(value, found[name], member(schema, name), here, name)
            elif not any(each.fullmatch(here) for each in self.ignore):
                yield Difference(here, value, None, "missing")

    def lists(
        self, recorded: list[Any], found: list[Any], schema: Schema | None, pointer: str, name: str
    ) -> Iterator[Difference]:
        """Compare entries by their names, where they have some; by their places otherwise."""
        entry = items(schema)
        if (key := natural_key(recorded, found, entry)) is not None:
            places = {each[key]: at for at, each in enumerate(found)}
            for each in recorded:
                if each[key] in places:
                    at = places[each[key]]
                    yield from self.values(each, found[at], entry, f"{pointer}/{at}", name)
                else:
                    yield Difference(f"{pointer}/*/{key}", each[key], None, "missing")
            return
        if len(recorded) != len(found):
            yield Difference(pointer, len(recorded), len(found), "length")
        for at, (before, after) in enumerate(zip(recorded, found, strict=False)):
            yield from self.values(before, after, entry, f"{pointer}/{at}", name)

    def leaf(self, recorded: Any, found: Any, schema: Schema | None, pointer: str, name: str) -> Iterator[Difference]:
        """Compare two scalars."""
        if kind_of(recorded) in {"str", "number"} and is_id(schema, name):
            wanted = self.known.learn(kind_of_id(schema, name), str(recorded), str(found))
            if wanted is not None:
                yield Difference(pointer, wanted, found, "identity")
        elif recorded != found and not self.varies(recorded, found, schema, name):
            yield Difference(pointer, recorded, found, "value")

    def varies(self, recorded: Any, found: Any, schema: Schema | None, name: str) -> bool:
        """Whether two values may differ: times, counters, prose of problems, versions, secrets, texts of the client."""
        if is_time(schema, name) or any(each.search(name) for each in (SECRET, COUNTER)) or name in VERSION:
            return True
        if (self.problem and name in PROSE) or is_news(schema, found):
            return True
        return isinstance(recorded, str) and self.known.today(recorded) == found


def expression(pointer: str) -> re.Pattern[str]:
    """Return a pointer with ``*`` for any part as an expression."""
    parts = ("[^/]+" if part == "*" else re.escape(part) for part in pointer.split("/")[1:])
    return re.compile("".join(f"/{part}" for part in parts))


def kind_of(value: Any) -> str:
    """Return the JSON type of a value; all numbers are one."""
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    return "number" if isinstance(value, int | float) else type(value).__name__


def is_id(schema: Schema | None, name: str) -> bool:
    """Whether a value tells one thing from another, and means nothing by itself."""
    target = schema.resolved if schema is not None else None
    if target is not None and target.format == "uuid":
        return True
    return bool(ID.search(name) or (target is not None and target.name and ID.search(target.name)))


def kind_of_id(schema: Schema | None, name: str) -> str:
    """Return what an id tells apart: the name of its schema, else that of the member."""
    target = schema.resolved if schema is not None else None
    own = target.name if target is not None and target.name and ID.search(target.name) else name
    return re.sub(r"[^a-z0-9]", "", own.lower()).removesuffix("s")


def is_time(schema: Schema | None, name: str) -> bool:
    """Whether a value is a moment."""
    if schema is not None and schema.resolved.format in TIME_FORMATS:
        return True
    return TIME.search(name) is not None


def natural_key(recorded: list[Any], found: list[Any], entry: Schema | None) -> str | None:
    """Return the member that names entries, of lists whose entries have no id: a symbol, a currency, a bucket."""
    entries = [*recorded, *found]
    if not recorded or not all(isinstance(each, dict) for each in entries):
        return None
    shared: list[str] = [name for name in recorded[0] if all(isinstance(each.get(name), str) for each in entries)]
    if any(is_id(member(entry, name), name) for name in recorded[0]):
        return None
    for name in shared:
        schema = member(entry, name)
        unique = all(len({each[name] for each in side}) == len(side) for side in (recorded, found))
        if unique and not is_time(schema, name) and not is_decimal(schema):
            return name
    return None


def is_news(schema: Schema | None, found: Any) -> bool:
    """Whether a value is one that an open enumeration may have got since: a tolerant reader takes it."""
    known = schema.resolved.open_enum if schema is not None else None
    return known is not None and isinstance(found, str) and found not in known


def is_decimal(schema: Schema | None) -> bool:
    """Whether a text is a number."""
    return schema is not None and (schema.resolved.decimal is not None or schema.resolved.format == "decimal")


def member(schema: Schema | None, name: str, depth: int = DEPTH_MAX) -> Schema | None:
    """Return the schema of a member, wherever a branch or a part declares it."""
    if schema is None or depth == 0:
        return None
    target = schema.resolved
    if name in target.properties:
        return target.properties[name]
    for part in (*target.all_of, *target.one_of, *target.any_of):
        if (found := member(part, name, depth - 1)) is not None:
            return found
    return None


def items(schema: Schema | None, depth: int = DEPTH_MAX) -> Schema | None:
    """Return the schema of a list's entries."""
    if schema is None or depth == 0:
        return None
    target = schema.resolved
    if target.items is not None:
        return target.items
    parts = (items(part, depth - 1) for part in (*target.all_of, *target.one_of, *target.any_of))
    return next((part for part in parts if part is not None), None)
