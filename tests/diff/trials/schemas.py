"""Random schemas as OpenAPI documents have them, and random small edits of any schema."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

NAMES = ["a", "b", "c", "kind"]
PATTERNS = ["^a", "b$", "^[ab]*$", "^a{1,3}$", "c", "^(a|b)c?$", "^\\d+$", "^[A-Z]{3}-\\d{2}$", "^.{2,4}$", "^x-"]
FORMATS = ["date", "date-time", "uuid", "ipv4", "int32", "int64"]
VALUES = [None, True, False, 0, 1, 2, -1, 3, 1.5, "", "a", "b", "ab", "ac", "aaa", "bc", "12", [], [1], [1, 1], ["a"]]
VALUES += [[1, "a"], [None, None], {}, {"a": 1}, {"b": "a"}, {"a": 1, "b": 2}, {"a": "a", "c": None}, {"ab": 1}]
KINDS = ["string", "number", "integer", "object", "array", "null", "boolean", "enum", "any"]
DEPTH_MAX = 3


class Maker:
    """Makes schemas from one source of chance.

    A member or an element may refer to any of ``targets`` schemas; a part about the same value only to later ones than
    the one it is in (and now and then to any: a circle without a way down).
    """

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.targets = 0
        self.at = -1
        self.members_deep = 0

    def often(self, chance: float) -> bool:
        return self.rng.random() < chance

    def whole(self) -> Any:
        """A schema that may refer to others, which may refer to each other."""
        self.targets = self.rng.choice([0, 0, 1, 2, 3])
        top = self.schema()
        if not self.targets or isinstance(top, bool):
            return top
        definitions = {}
        for at in range(self.targets):
            self.at = at
            definitions[f"T{at}"] = self.schema(1)
        return {**top, "$defs": definitions}

    def reference(self) -> dict[str, str] | None:
        first = 0 if self.members_deep or self.often(0.02) else self.at + 1
        return {"$ref": f"#/$defs/T{self.rng.randrange(first, self.targets)}"} if first < self.targets else None

    def part(self, depth: int) -> Any:
        """A schema of a member or an element."""
        self.members_deep += 1
        out = self.schema(depth)
        self.members_deep -= 1
        return out

    def schema(self, depth: int = 0) -> Any:
        if depth < DEPTH_MAX and self.often(0.3):
            return self.composed(depth)
        if depth and self.often(0.25) and (found := self.reference()):
            return found
        kind = self.rng.choice(KINDS)
        if kind == "any":
            return self.rng.choice([True, False, {"minimum": self.rng.randint(-2, 3)}, {"maxLength": 2}])
        if kind == "enum":
            return self.rng.choice([{"enum": self.rng.sample(VALUES, self.rng.randint(1, 4))}, {"const": "a"}])
        words = self.words(kind, depth)
        if self.often(0.1):
            return {"type": self.rng.sample(sorted({kind, "null", "string", "integer"}), 2), **words}
        return {"type": kind, **words} if self.often(0.85) else words

    def words(self, kind: str, depth: int) -> dict[str, Any]:
        if kind == "object":
            return self.object(depth)
        if kind == "array":
            return self.array(depth)
        return self.scalar(kind)

    def composed(self, depth: int) -> dict[str, Any]:
        word = self.rng.choice(["allOf", "anyOf", "oneOf", "oneOf", "not", "if", "tagged"])
        if word == "not":
            return {"not": self.schema(depth + 1)}
        if word == "if":
            return {key: self.schema(depth + 1) for key in ("if", "then", "else")}
        if word == "tagged":
            return {self.rng.choice(["oneOf", "anyOf"]): [self.tagged(tag, depth) for tag in self.rng.sample("xyz", 2)]}
        out = {word: [self.schema(depth + 1) for _ in range(self.rng.randint(1, 3))]}
        beside = self.object(depth + 1) if self.often(0.25) else {}
        closed = {"unevaluatedProperties": self.rng.choice([False, self.schema(DEPTH_MAX)])} if self.often(0.2) else {}
        return {**out, **beside, **closed}

    def tagged(self, tag: str, depth: int) -> dict[str, Any]:
        out = self.object(depth + 1)
        members = {**out.get("properties", {}), "kind": {"const": tag}}
        return {"type": "object", **out, "properties": members, "required": ["kind"]}

    def scalar(self, kind: str) -> dict[str, Any]:
        choices: dict[str, list[Any]] = {
            "minimum": [-2, 0, 1.5, 3],
            "maximum": [-1, 2, 2.5],
            "exclusiveMinimum": [0, 1],
            "exclusiveMaximum": [3, 2.5],
            "multipleOf": [1, 2, 3, 0.5, 0.01],
        }
        if kind == "string":
            choices = {"minLength": [*range(4)], "maxLength": [*range(5)], "pattern": PATTERNS}
        words = {word: self.rng.choice(values) for word, values in choices.items() if self.often(0.3)}
        if self.often(0.08):
            words["format"] = self.rng.choice(FORMATS)
        return words

    def object(self, depth: int) -> dict[str, Any]:
        words: dict[str, Any] = {}
        if self.often(0.7):
            words["properties"] = {
                name: self.part(depth + 1) for name in self.rng.sample(NAMES, self.rng.randint(1, 3))
            }
        if self.often(0.4):
            words["required"] = self.rng.sample(NAMES, self.rng.randint(1, 2))
        if self.often(0.3):
            words["additionalProperties"] = self.rng.choice([False, False, self.part(depth + 1)])
        if self.often(0.15):
            words["patternProperties"] = {self.rng.choice(PATTERNS): self.part(depth + 1)}
        if self.often(0.15):
            words[self.rng.choice(["minProperties", "maxProperties"])] = self.rng.randint(0, 2)
        if self.often(0.1):
            words["dependentRequired"] = {"a": ["b"]}
        if self.often(0.05):
            words["dependentSchemas"] = {"a": self.schema(depth + 1)}
        if self.often(0.08):
            words["propertyNames"] = {"pattern": self.rng.choice(PATTERNS)}
        return words

    def array(self, depth: int) -> dict[str, Any]:
        words: dict[str, Any] = {}
        if self.often(0.5):
            words["items"] = self.part(depth + 1)
        if self.often(0.3):
            words["prefixItems"] = [self.part(depth + 1) for _ in range(self.rng.randint(1, 2))]
        if self.often(0.3):
            words[self.rng.choice(["minItems", "maxItems"])] = self.rng.randint(0, 3)
        if self.often(0.2):
            words["uniqueItems"] = True
        if self.often(0.2):
            words |= {"contains": self.part(DEPTH_MAX), "minContains": self.rng.randint(0, 2)}
        if self.often(0.08):
            words["unevaluatedItems"] = False
        return words

    # Edits

    def edited(self, schema: Any) -> Any:
        """Return the schema with one or two small edits: what a new version of a contract looks like."""
        out = copy.deepcopy(schema)
        for _ in range(self.rng.choice([1, 1, 2])):
            places = [place for place in subschemas(out) if isinstance(place, dict)]
            if places:
                self.edit(self.rng.choice(places))
        return out

    def edit(self, schema: dict[str, Any]) -> None:
        """Edit one schema in place."""
        ways = [self.drop, self.add, self.respell, self.members, self.values]
        for way in self.rng.sample(ways, len(ways)):
            if way(schema):
                return

    def drop(self, schema: dict[str, Any]) -> bool:
        words = [word for word in schema if word != "$defs"]
        if words:
            del schema[self.rng.choice(words)]
        return bool(words)

    def add(self, schema: dict[str, Any]) -> bool:
        kind = schema.get("type")
        names = kind if isinstance(kind, list) else [kind]
        known = next((name for name in names if name in KINDS), self.rng.choice(KINDS))
        words = self.words(known, DEPTH_MAX)
        for word in self.rng.sample(list(words), min(1, len(words))):
            schema[word] = words[word]
        return bool(words)

    def respell(self, schema: dict[str, Any]) -> bool:
        """Move a bound by one, or wrap the schema."""
        numbers = [word for word, value in schema.items() if type(value) is int]
        if numbers and self.often(0.7):
            word = self.rng.choice(numbers)
            schema[word] = max(schema[word] + self.rng.choice([-1, 1]), 0 if word[:3] in {"min", "max"} else -9)
            schema[word] = schema[word] or (1 if word == "multipleOf" else 0)
            return True
        inner = {word: schema.pop(word) for word in list(schema) if word != "$defs"}
        schema[self.rng.choice(["allOf", "anyOf", "oneOf"])] = [
            inner,
            *([self.schema(DEPTH_MAX)] if self.often(0.5) else []),
        ]
        return True

    def members(self, schema: dict[str, Any]) -> bool:
        """Declare, drop, ask for, or no more ask for a member."""
        known = schema.get("properties")
        if not isinstance(known, dict):
            return False
        name = self.rng.choice([*known, *NAMES])
        required = [each for each in schema.get("required", []) if each != name]
        match self.rng.randrange(4):
            case 0:
                known[name] = self.schema(DEPTH_MAX)
            case 1:
                known.pop(name, None)
            case 2:
                schema["required"] = [*required, name]
            case _:
                schema["additionalProperties"] = False
        return True

    def values(self, schema: dict[str, Any]) -> bool:
        """Change which values or types are listed."""
        if isinstance(schema.get("enum"), list) and len(schema["enum"]) > 1 and self.often(0.5):
            schema["enum"] = schema["enum"][1:]
        elif isinstance(schema.get("enum"), list):
            schema["enum"] = [*schema["enum"], self.rng.choice(VALUES)]
        elif isinstance(schema.get("type"), str):
            both = sorted({schema["type"], "null"})
            schema["type"] = both if self.often(0.5) else self.rng.choice(KINDS[:-2])
        else:
            return False
        return True


def subschemas(schema: Any) -> list[Any]:
    """Return a schema and all schemas in it."""
    out, stack = [], [schema]
    while stack:
        node = stack.pop()
        if not isinstance(node, dict):
            continue
        out.append(node)
        for word, value in node.items():
            if word in {"properties", "patternProperties", "dependentSchemas", "$defs"} and isinstance(value, dict):
                stack += value.values()
            elif word in {"allOf", "anyOf", "oneOf", "prefixItems"} and isinstance(value, list):
                stack += value
            elif word not in {"enum", "const", "dependentRequired", "discriminator", "required", "type"}:
                stack.append(value)
    return out
