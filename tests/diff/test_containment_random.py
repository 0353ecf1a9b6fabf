"""Random pairs of schemas: a `Yes` survives a search for a counterexample, a `No` agrees with another decision procedure."""

import random
from collections import Counter

import jsonschema_rs

from tradespec.diff.schema import No, Unknown, Yes, contains

PAIRS = 2_000
INSTANCES = 60
VALUES = [None, True, False, 0, 1, 2, -1, 3, 1.5, "", "a", "b", "ab", "ac", "aaa", "bc", "12", [], [1], [1, 1], ["a"]]
VALUES += [[1, "a"], [None, None], {}, {"a": 1}, {"b": "a"}, {"a": 1, "b": 2}, {"a": "a", "c": None}, {"ab": 1}]
PATTERNS = ["^a", "b$", "^[ab]*$", "^a{1,3}$", "c", "^(a|b)c?$", "^\\d+$"]


class Maker:
    """Makes schemas and instances from one seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def often(self, chance):
        return self.rng.random() < chance

    def schema(self, depth=0):
        if depth < 3 and self.often(0.35):
            return self.composed(depth)
        kind = self.rng.choice(["string", "number", "integer", "object", "array", "null", "boolean", "enum", "any"])
        if kind == "any":
            return self.rng.choice([True, False, {"minimum": self.rng.randint(-2, 3)}])
        if kind == "enum":
            return {"enum": self.rng.sample(VALUES, self.rng.randint(1, 4))}
        words = getattr(self, kind, dict)(depth) if kind in {"object", "array"} else self.scalar(kind)
        return {"type": kind, **words} if self.often(0.85) else words

    def composed(self, depth):
        word = self.rng.choice(["allOf", "anyOf", "oneOf", "not", "if"])
        if word == "not":
            return {"not": self.schema(depth + 1)}
        if word == "if":
            return {key: self.schema(depth + 1) for key in ("if", "then", "else")}
        return {word: [self.schema(depth + 1) for _ in range(self.rng.randint(1, 3))]}

    def scalar(self, kind):
        words = {}
        if kind == "string":
            choices = {"minLength": range(4), "maxLength": range(5), "pattern": PATTERNS}
        else:
            choices = {"minimum": [-2, 0, 1.5, 3], "maximum": [-1, 2, 2.5], "multipleOf": [1, 2, 3, 0.5]}
        for word, values in choices.items():
            if self.often(0.4):
                words[word] = self.rng.choice(list(values))
        return words

    def object(self, depth):
        words = {}
        if self.often(0.6):
            words["properties"] = {name: self.schema(depth + 1) for name in self.rng.sample("abc", 2)}
        if self.often(0.4):
            words["required"] = self.rng.sample("abc", self.rng.randint(1, 2))
        if self.often(0.3):
            words["additionalProperties"] = self.rng.choice([False, self.schema(depth + 1)])
        if self.often(0.15):
            words["patternProperties"] = {"^a": self.schema(depth + 1)}
        if self.often(0.2):
            words[self.rng.choice(["minProperties", "maxProperties"])] = self.rng.randint(0, 2)
        if self.often(0.1):
            words["dependentRequired"] = {"a": ["b"]}
        return words

    def array(self, depth):
        words = {}
        if self.often(0.5):
            words["items"] = self.schema(depth + 1)
        if self.often(0.3):
            words["prefixItems"] = [self.schema(depth + 1) for _ in range(self.rng.randint(1, 2))]
        if self.often(0.3):
            words[self.rng.choice(["minItems", "maxItems"])] = self.rng.randint(0, 3)
        if self.often(0.2):
            words["uniqueItems"] = True
        if self.often(0.2):
            words |= {"contains": self.schema(3), "minContains": self.rng.randint(0, 2)}
        return words

    def changed(self, schema):
        """A small edit: what a new version of a contract looks like."""
        if isinstance(schema, bool):
            return self.schema(3)
        out = dict(schema)
        if out and self.often(0.7):
            out.pop(self.rng.choice(list(out)))
        addition = self.schema(3)
        return {**out, **addition} if self.often(0.5) and isinstance(addition, dict) else out

    def instance(self, depth=0):
        if depth > 2 or self.often(0.7):
            return self.rng.choice(VALUES)
        if self.often(0.5):
            return [self.instance(depth + 1) for _ in range(self.rng.randint(0, 3))]
        return {
            name: self.instance(depth + 1) for name in self.rng.sample(["a", "b", "c", "ab"], self.rng.randint(0, 3))
        }


def covered(wide, narrow):
    """What jsonschema-rs's own algebra says: YES, NO or UNKNOWN."""
    try:
        return jsonschema_rs.canonicalize(wide).covers(jsonschema_rs.canonicalize(narrow))
    except ValueError:
        return None


def test_answers_hold():
    seed = random.randrange(2**31)
    print(f"seed {seed}")
    answers = Counter()
    for number in range(PAIRS):
        maker = Maker(seed + number)
        wide = maker.schema()
        narrow = maker.schema() if maker.often(0.5) else maker.changed(wide)
        verdict = contains(wide, narrow)
        answers[type(verdict)] += 1
        pair = (seed + number, wide, narrow, verdict)
        if isinstance(verdict, Yes):
            accepts, refuses = (jsonschema_rs.Draft202012Validator(schema) for schema in (narrow, wide))
            for _ in range(INSTANCES):
                value = maker.instance()
                assert refuses.is_valid(value) or not accepts.is_valid(value), (*pair, value)
        if isinstance(verdict, No):
            assert jsonschema_rs.Draft202012Validator(narrow).is_valid(verdict.witness), pair
            assert not jsonschema_rs.Draft202012Validator(wide).is_valid(verdict.witness), pair
            assert covered(wide, narrow) != jsonschema_rs.canonical.Containment.YES, pair
    assert answers[Yes] > PAIRS / 10
    assert answers[No] > PAIRS / 10
    assert answers[Unknown] < PAIRS / 200
