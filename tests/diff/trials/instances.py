"""Random instances of a schema: built along its words, then spoilt a little, so that they lie on both sides of its edges."""

from __future__ import annotations

import functools
import string
from typing import TYPE_CHECKING, Any

from trials.schemas import NAMES, VALUES, subschemas

from tradespec.diff.schema import witness

if TYPE_CHECKING:
    from random import Random

DEPTH_MAX = 5


class Sampler:
    """Builds instances for a pair of schemas; values that either schema mentions are used wherever they fit."""

    def __init__(self, rng: Random, schema: Any, other: Any) -> None:
        self.rng = rng
        self.schema = schema
        self.pool = [*VALUES, *(value for each in (schema, other) for value in mentioned(each))]
        self.names = [*NAMES, "x-1", "zz", *(name for each in (schema, other) for name in declared(each))]

    def often(self, chance: float) -> bool:
        return self.rng.random() < chance

    def instance(self) -> Any:
        """Return a value that the schema may accept."""
        value = self.build([self.schema], 0)
        return self.spoilt(value) if self.often(0.5) else value

    def build(self, schemas: list[Any], depth: int) -> Any:
        """Build a value along schemas that hold together."""
        words = self.flat(schemas)
        if self.often(0.05) or depth > DEPTH_MAX:
            return self.rng.choice(self.pool)
        for word in ("const", "enum"):
            if word in words:
                listed = words[word][0]
                return self.rng.choice(listed) if word == "enum" and listed else listed if word == "const" else None
        types = words.get("type", [["string", "integer", "number", "object", "array", "boolean", "null"]])[0]
        kind = self.rng.choice([types] if isinstance(types, str) else types or ["null"])
        if kind == "object":
            return self.object(words, depth)
        if kind == "array":
            return self.array(words, depth)
        return self.scalar(kind, words)

    def flat(self, schemas: list[Any]) -> dict[str, list[Any]]:
        """Gather what schemas say together, choosing branches and following references."""
        out: dict[str, list[Any]] = {}
        todo, seen = list(schemas), 0
        while todo and seen < 50:
            node, seen = todo.pop(), seen + 1
            if not isinstance(node, dict):
                continue
            for word, value in node.items():
                if word == "$ref":
                    todo.append(self.followed(value))
                elif word == "allOf":
                    todo += value
                elif word in {"anyOf", "oneOf"} and value:
                    todo.append(self.rng.choice(value))
                elif word in {"then", "else"} and self.often(0.5):
                    todo.append(value)
                else:
                    out.setdefault(word, []).append(value)
        return out

    def followed(self, reference: str) -> Any:
        found = self.schema
        for part in reference.split("/")[1:]:
            found = found.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
        return found

    def object(self, words: dict[str, list[Any]], depth: int) -> dict[str, Any]:
        members: dict[str, list[Any]] = {}
        for properties in words.get("properties", []):
            for name, schema in properties.items():
                members.setdefault(name, []).append(schema)
        required = {name for names in words.get("required", []) for name in names}
        names = [name for name in members if name in required or self.often(0.3 if len(members) > 8 else 0.5)]
        names += [name for name in required if name not in members]
        if self.often(0.3) or (words.get("minProperties") and not names):
            names += self.rng.sample(self.names, self.rng.randint(1, 2))
        others = [schema for schema in words.get("additionalProperties", []) if isinstance(schema, dict)]
        out = {}
        for name in dict.fromkeys(names):
            asked = members.get(name) or [
                *others,
                *(each for m in words.get("patternProperties", []) for each in m.values()),
            ]
            out[name] = self.build(asked, depth + 1) if depth < DEPTH_MAX or name in required else None
        return out

    def array(self, words: dict[str, list[Any]], depth: int) -> list[Any]:
        items = [schema for schema in words.get("items", []) if schema is not True]
        prefix = words.get("prefixItems", [[]])[0]
        least = max([0, *words.get("minItems", [])])
        count = (
            min(least + self.rng.choice([0, 0, 1, 2]), 8) if items or not prefix else self.rng.randint(0, len(prefix))
        )
        out = [self.build([prefix[at]] if at < len(prefix) else items, depth + 1) for at in range(count)]
        if words.get("contains") and self.often(0.7):
            out += [self.build(words["contains"], depth + 1) for _ in range(self.rng.randint(1, 2))]
        if out and self.often(0.15):
            out.append(self.rng.choice(out))
        return out

    def scalar(self, kind: str, words: dict[str, list[Any]]) -> Any:
        if kind == "null":
            return None
        if kind == "boolean":
            return self.often(0.5)
        fitting = [value for value in self.pool if suits(kind, value)]
        if fitting and self.often(0.4):
            return self.rng.choice(fitting)
        if kind == "string":
            return self.string(words)
        low, high = max([-9, *words.get("minimum", [])]), min([99, *words.get("maximum", [])])
        step = self.rng.choice(words.get("multipleOf", [1 if kind == "integer" else 0.5]))
        value = (int(self.rng.uniform(low, max(low, high)) / step) + self.rng.randint(0, 1)) * step
        return int(value) if value == int(value) else value

    def string(self, words: dict[str, list[Any]]) -> str:
        for word in ("pattern", "format"):
            if word in words and self.often(0.8):
                said = some_string(word, str(self.rng.choice(words[word])))
                return said + self.rng.choice(["", "", "", "a", "1"])
        least, most = max([0, *words.get("minLength", [])]), min([12, *words.get("maxLength", [])])
        length = self.rng.choice([least, most, self.rng.randint(0, 6)])
        return "".join(self.rng.choice(string.ascii_lowercase[:4] + "X1-") for _ in range(min(length, 60)))

    def spoilt(self, value: Any) -> Any:
        """Change something small somewhere in a value."""
        if isinstance(value, dict) and value and self.often(0.8):
            name = self.rng.choice(sorted(value))
            match self.rng.randrange(4):
                case 0:
                    return {key: item for key, item in value.items() if key != name}
                case 1:
                    return {**value, self.rng.choice(self.names): self.rng.choice(self.pool)}
                case _:
                    return {**value, name: self.spoilt(value[name])}
        if isinstance(value, list) and value and self.often(0.8):
            at = self.rng.randrange(len(value))
            match self.rng.randrange(4):
                case 0:
                    return value[:at] + value[at + 1 :]
                case 1:
                    return [*value, self.rng.choice([*value, *self.pool])]
                case _:
                    return [*value[:at], self.spoilt(value[at]), *value[at + 1 :]]
        if type(value) in {int, float} and self.often(0.7):
            return value + self.rng.choice([-1, 1, 0.5, 0.001])
        if isinstance(value, str) and self.often(0.7):
            return self.rng.choice([value[:-1], value + "a", value + "1", value.upper()])
        return self.rng.choice(self.pool)


def suits(kind: str, value: Any) -> bool:
    """Whether a value is of a scalar kind."""
    return isinstance(value, str) if kind == "string" else type(value) in {int, float}


@functools.lru_cache(maxsize=2_000)
def some_string(word: str, value: str) -> str:
    """Return a string of a pattern or format."""
    try:
        return str(witness({"type": "string", word: value}))
    except LookupError:
        return "a"


def mentioned(schema: Any) -> list[Any]:
    """Return values that lie on or beside what a schema says: listed ones, bounds, lengths."""
    found: list[Any] = []
    for node in subschemas(schema)[:200]:
        listed = node.get("enum")
        found += listed[:5] if isinstance(listed, list) else []
        found += [node["const"]] if "const" in node else []
        for word, value in node.items():
            if type(value) in {int, float}:
                found += [value, value - 1, value + 1]
                if word in {"minLength", "maxLength"} and value < 60:
                    found += ["a" * int(value), "a" * int(value + 1)]
    return found[:60]


def declared(schema: Any) -> list[str]:
    """Return names of members that a schema declares."""
    return [name for node in subschemas(schema)[:50] for name in node.get("properties", {})][:20]
