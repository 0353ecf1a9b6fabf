"""Values that a schema accepts, built part by part: quick where the schema is large, checked by whoever asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.children import matches
from tradespec.diff.projection import Spelling, dropped
from tradespec.diff.schema import witness
from tradespec.diff.view import View, flat_json, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.diff.judge import Step
    from tradespec.diff.projection import Projector

DEPTH_MAX: Final = 60
BRANCHES_MAX: Final = 6
STEPS: Final = 5_000


class Sampler:
    """Builds values that one side sends."""

    def __init__(self, projector: Projector, how: Spelling) -> None:
        self.projector, self.how = projector, how
        self.memory: dict[str, Any] = {}

    def sample(self, schema: Schema, depth: int = 0) -> Any:
        """Return a value; `LookupError` where none was found."""
        key = str(schema.place)
        if key not in self.memory:
            self.memory[key] = LookupError("a schema that needs itself")
            try:
                self.memory[key] = self.build(view(schema), depth)
            except LookupError as error:
                self.memory[key] = error
        found = self.memory[key]
        if isinstance(found, LookupError):
            raise found
        return found

    def build(self, seen: View, depth: int) -> Any:
        """Build a value from a flat view."""
        if depth > DEPTH_MAX:
            raise LookupError("too deep")
        if seen.values:
            return seen.values[0]
        branches = branches_of(seen)
        value = self.sample(branches[0], depth + 1) if branches else None
        if "object" in seen.types or seen.properties:
            members = self.members(seen, depth)
            return {**members, **value} if isinstance(value, dict) else members
        if branches:
            return value
        if seen.types == {"array"}:
            return self.elements(seen, depth)
        flat = flat_json(self.projector, seen, self.how)
        return witness(self.projector.complete(flat), budget_steps=STEPS)

    def members(self, seen: View, depth: int) -> dict[str, Any]:
        """Return the members that must be there."""
        carried = [name for name in seen.required if not self.left_out(seen, name)]
        return {
            name: self.sample(seen.properties[name], depth + 1) if name in seen.properties else "" for name in carried
        }

    def left_out(self, seen: View, name: str) -> bool:
        """Whether this direction does not carry a member."""
        return name in seen.properties and dropped(seen.properties[name], self.how.way)

    def elements(self, seen: View, depth: int) -> list[Any]:
        """Return as many elements as there must be."""
        least = seen.value("minItems") or 0
        owner = seen.words.get("items")
        if not least or owner is None or owner.items is None:
            return [None] * int(least)
        return [self.sample(owner.items, depth + 1)] * int(least)

    def holding(self, schema: Schema, steps: tuple[Step, ...], part: Any, depth: int = 0) -> Iterator[Any]:
        """Yield values that hold a part where the steps lead."""
        if not steps:
            yield part
            return
        if depth > DEPTH_MAX:
            return
        seen = view(schema)
        (kind, key), rest = steps[0], steps[1:]
        for inner in self.inside(seen, kind, key):
            for value in self.holding(inner, rest, part, depth + 1):
                yield from self.around(schema, seen, (kind, key), value)
        for branch in branches_of(seen)[:BRANCHES_MAX]:
            for value in self.holding(branch, steps, part, depth + 1):
                if isinstance(value, dict) and (seen.required or seen.properties):
                    yield {**self.members(seen, depth), **value}
                else:
                    yield value

    def around(self, schema: Schema, seen: View, step: Step, value: Any) -> Iterator[Any]:
        """Yield values that hold another at one step."""
        kind, key = step
        if kind == "property":
            whole = self.sample(schema)
            yield {**(whole if isinstance(whole, dict) else {}), key: value}
            yield {**self.members(seen, 0), key: value}
        else:
            before = [self.sample(each) for at in range(int(key)) for each in self.inside(seen, "item", at)]
            least = int(seen.value("minItems") or 0)
            yield [*before, *[value] * max(1, least - len(before))]

    def inside(self, seen: View, kind: str, key: Any) -> Iterator[Schema]:
        """Yield the schemas of what one step leads to."""
        if kind == "property":
            if key in seen.properties:
                yield seen.properties[key]
            if "patternProperties" in seen.words:
                for pattern, member in seen.words["patternProperties"].pattern_properties.items():
                    if matches(pattern, str(key)):
                        yield member
            if key == self.projector.other_name and "additionalProperties" in seen.words:
                found = seen.words["additionalProperties"].additional_properties
                if found is not None:
                    yield found
            return
        tuple_owner, owner = seen.words.get("prefixItems"), seen.words.get("items")
        if tuple_owner is not None and int(key) < len(tuple_owner.prefix_items):
            yield tuple_owner.prefix_items[int(key)]
        elif owner is not None and owner.items is not None:
            yield owner.items


def branches_of(seen: View) -> list[Schema]:
    """Return the branches of a view, those of ``allOf`` among them where it could not be laid flat."""
    out: list[Schema] = []
    for word in ("oneOf", "anyOf", "allOf"):
        owner = seen.words.get(word)
        if owner is not None:
            out += {"oneOf": owner.one_of, "anyOf": owner.any_of, "allOf": owner.all_of}[word]
    return [branch for branch in out if branch.raw != {"type": "null"}]
