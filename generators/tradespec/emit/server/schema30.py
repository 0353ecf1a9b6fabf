"""One schema of JSON Schema 2020-12 in the words of OpenAPI 3.0.

Most words that 3.0 lacks can be said with those it has, exactly::

    type: [string, "null"]       type: string, nullable: true
    type: [string, integer]      anyOf: [{type: string}, {type: integer}]
    const: x                     enum: [x]
    exclusiveMinimum: 0          minimum: 0, exclusiveMinimum: true
    $ref with siblings           allOf: [{$ref}], siblings
    if / then / else             anyOf: [{not: if}, then] and anyOf: [if, else]
    dependentRequired, -Schemas  anyOf: [{not: has the property}, what it asks for]
    contains                     not: an array whose every item differs

Some can only be widened: the 3.0 schema then accepts everything the original does, and more (the items of a tuple, the
names that ``unevaluatedProperties`` sees behind alternatives). The rest has no counterpart. Both are told as `Loss`.

Sources: OpenAPI 3.0.3 "Schema Object", the 3.0.3 clarification of ``nullable``, JSON Schema 2020-12 sections 10 and 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from tradespec.emit.respell import Json
from tradespec.records import dataclass

Node = Mapping[str, Json]

SAME = frozenset(
    {
        *("title", "description", "default", "deprecated", "readOnly", "writeOnly", "xml", "externalDocs"),
        *("format", "pattern", "minLength", "maxLength", "multipleOf", "enum"),
        *("required", "minProperties", "maxProperties", "minItems", "maxItems", "uniqueItems"),
    }
)
"""Words that mean the same in both."""

IMPOSSIBLE = frozenset({"propertyNames", "$dynamicRef", "$recursiveRef"})
"""Words that validate and that 3.0 cannot say at all. Words of nobody's validate nothing and just go."""

NULL = {"type": "string", "nullable": True, "enum": [None]}
"""The schema of null alone: ``nullable`` counts only beside a ``type``, and the ``enum`` takes the strings away."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a projection could not keep: widened (accepts more) or dropped. ``pointer`` leads into the 3.1 document."""

    kind: Literal["widened", "dropped"]
    pointer: str
    message: str
    next_step: str


def escape(token: object) -> str:
    """Return one token of a JSON pointer (RFC 6901 section 3)."""
    return str(token).replace("~", "~0").replace("/", "~1")


def project_ref(ref: str) -> str:
    """Return a local reference as it reads in the projection, where ``$defs`` is kept under ``x-defs``."""
    return ref.replace("/$defs/", "/x-defs/")


class SchemaProjector:
    """Projects the schemas of one document. ``lookup`` gives the schema behind a local reference, or None."""

    def __init__(self, lookup: Callable[[str], Json]) -> None:
        self.losses: list[Loss] = []
        self._lookup = lookup
        self._rules: dict[str, Callable[[Json, Node, _Draft], None]] = {
            "$ref": self._ref,
            "$defs": self._defs,
            "type": self._type,
            "const": lambda value, _, draft: draft.put("enum", [value]),
            "examples": _examples,
            "example": lambda value, _, draft: draft.out.setdefault("example", value),
            "minimum": _bound("minimum", "exclusiveMinimum", max),
            "exclusiveMinimum": _bound("minimum", "exclusiveMinimum", max),
            "maximum": _bound("maximum", "exclusiveMaximum", min),
            "exclusiveMaximum": _bound("maximum", "exclusiveMaximum", min),
            "properties": self._properties,
            "additionalProperties": self._additional,
            "patternProperties": self._pattern_properties,
            "unevaluatedProperties": self._unevaluated_properties,
            "dependentRequired": self._dependent_required,
            "dependentSchemas": self._dependent_schemas,
            "items": self._items,
            "prefixItems": self._prefix_items,
            "unevaluatedItems": self._unevaluated_items,
            "contains": self._contains,
            "minContains": lambda *_: None,
            "maxContains": lambda *_: None,
            "allOf": self._list("allOf"),
            "anyOf": self._list("anyOf"),
            "oneOf": self._list("oneOf"),
            "not": lambda value, _, draft: draft.put("not", self.project(value, f"{draft.at}/not")),
            "if": self._if,
            "discriminator": _discriminator,
        }

    def project(self, node: Json, at: str) -> dict[str, Json]:
        """Return ``node``, the schema at pointer ``at``, in the words of 3.0."""
        if node is True:
            return {}
        if node is False:
            return {"not": {}}
        if not isinstance(node, Mapping):
            self._lose("dropped", at, f"Expected a schema, got {node!r}", "Write an object, true or false.")
            return {}
        if isinstance(node.get("$ref"), str) and len(node) == 1:
            return {"$ref": project_ref(node["$ref"])}
        draft = _Draft(at)
        for word, value in node.items():
            self._word(word, value, node, draft)
        return draft.finish()

    def _word(self, word: str, value: Json, node: Node, draft: _Draft) -> None:
        rule = self._rules.get(word)
        if rule is not None:
            rule(value, node, draft)
        elif word == "enum":
            draft.put("enum", value)
        elif word in SAME or word.startswith("x-"):
            draft.out[word] = value
        elif word in IMPOSSIBLE:
            self._lose(
                "dropped",
                f"{draft.at}/{escape(word)}",
                f"Expected a word that OpenAPI 3.0 can express, got {word}",
                "Say it with properties, items, allOf, anyOf, oneOf or not.",
            )

    def _lose(self, kind: Literal["widened", "dropped"], at: str, message: str, next_step: str) -> None:
        self.losses.append(Loss(kind, at, message, next_step))

    # References and composition

    def _ref(self, value: Json, _: Node, draft: _Draft) -> None:
        draft.all_of({"$ref": project_ref(str(value))})

    def _defs(self, value: Json, _: Node, draft: _Draft) -> None:
        draft.out["x-defs"] = self._mapping(value, f"{draft.at}/$defs")

    def _list(self, word: str) -> Callable[[Json, Node, _Draft], None]:
        def rule(value: Json, _: Node, draft: _Draft) -> None:
            draft.put(word, [self.project(item, f"{draft.at}/{word}/{index}") for index, item in enumerate(value)])

        return rule

    def _mapping(self, value: Json, at: str) -> dict[str, Json]:
        return {name: self.project(schema, f"{at}/{escape(name)}") for name, schema in value.items()}

    def _if(self, value: Json, node: Node, draft: _Draft) -> None:
        condition = self.project(value, f"{draft.at}/if")
        if "then" in node:
            draft.put("anyOf", [{"not": condition}, self.project(node["then"], f"{draft.at}/then")])
        if "else" in node:
            draft.put("anyOf", [condition, self.project(node["else"], f"{draft.at}/else")])

    # Json type

    def _type(self, value: Json, node: Node, draft: _Draft) -> None:
        names = [value] if isinstance(value, str) else list(value)
        plain = [name for name in names if name != "null"]
        # With null named but kept out by enum or const, ``nullable`` would promise what the enum refuses.
        null = len(plain) < len(names) and None in node.get("enum", [None]) and node.get("const") is None
        if not plain:
            draft.all_of(NULL)
        elif len(plain) == 1:
            draft.out["type"] = plain[0]
            if null:
                draft.out["nullable"] = True
            if plain[0] == "array":
                draft.out.setdefault("items", {})
        else:
            choices: list[dict[str, Json]] = [
                {"type": name} | ({"items": {}} if name == "array" else {}) for name in plain
            ]
            draft.put("anyOf", choices + ([NULL] if null else []))

    # Objects

    def _properties(self, value: Json, _: Node, draft: _Draft) -> None:
        # unevaluatedProperties may have listed here the names that other parts evaluate.
        projected = self._mapping(value, f"{draft.at}/properties")
        draft.out["properties"] = {**draft.out.get("properties", {}), **projected}

    def _additional(self, value: Json, node: Node, draft: _Draft) -> None:
        if "patternProperties" not in node:
            at = f"{draft.at}/additionalProperties"
            draft.out["additionalProperties"] = value if isinstance(value, bool) else self.project(value, at)

    def _pattern_properties(self, value: Json, node: Node, draft: _Draft) -> None:
        self._lose(
            "dropped",
            f"{draft.at}/patternProperties",
            "Expected property names that OpenAPI 3.0 can express, got patternProperties",
            "Name the properties, or use additionalProperties.",
        )
        rest = node.get("additionalProperties", True)
        schemas = list(self._mapping(value, f"{draft.at}/patternProperties").values())
        if rest is not True:
            also = [] if rest is False else [self.project(rest, f"{draft.at}/additionalProperties")]
            draft.out["additionalProperties"] = {"anyOf": schemas + also}

    def _unevaluated_properties(self, value: Json, node: Node, draft: _Draft) -> None:
        if value is True or "additionalProperties" in node:
            return
        seen = _Seen()
        self._evaluated({**node, "unevaluatedProperties": True}, seen)
        if seen.everything and seen.always:
            return
        if seen.everything or seen.varying:
            self._lose(
                "widened",
                f"{draft.at}/unevaluatedProperties",
                "Expected properties that are the same for every value, got unevaluatedProperties beside alternatives",
                "Nothing to do where the 3.1 schema validates; else write additionalProperties in each alternative.",
            )
        if not seen.everything:
            own = draft.out.get("properties", {})
            draft.out["properties"] = {**{name: {} for name in seen.names}, **own}
            at = f"{draft.at}/unevaluatedProperties"
            draft.out["additionalProperties"] = False if value is False else self.project(value, at)

    def _evaluated(self, node: Json, seen: _Seen) -> None:
        """Note in ``seen`` which properties of an instance the schema ``node`` evaluates."""
        if not isinstance(node, Mapping):
            return
        seen.add(node.get("properties", {}))
        if node.get("additionalProperties", False) is not False or node.get("unevaluatedProperties") not in (
            None,
            True,
        ):
            seen.everything, seen.always = True, seen.certain or seen.always
        elif "patternProperties" in node:
            seen.everything = True
        ref = node.get("$ref")
        if isinstance(ref, str) and ref not in seen.refs:
            seen.refs.add(ref)
            self._evaluated(self._lookup(ref), seen)
        for part in node.get("allOf", []):
            self._evaluated(part, seen)
        branches = [*node.get("anyOf", []), *node.get("oneOf", []), *node.get("dependentSchemas", {}).values()]
        certain, seen.certain = seen.certain, False
        for branch in [*branches, *(node[word] for word in ("if", "then", "else") if word in node)]:
            self._evaluated(branch, seen)
        seen.certain = certain

    def _dependent_required(self, value: Json, _: Node, draft: _Draft) -> None:
        for name, needed in value.items():
            if needed:
                draft.put("anyOf", [_lacks(name), {"required": list(needed)}])

    def _dependent_schemas(self, value: Json, _: Node, draft: _Draft) -> None:
        for name, schema in self._mapping(value, f"{draft.at}/dependentSchemas").items():
            draft.put("anyOf", [_lacks(name), schema])

    # Arrays

    def _items(self, value: Json, node: Node, draft: _Draft) -> None:
        if "prefixItems" not in node:
            draft.out["items"] = self.project(value, f"{draft.at}/items")

    def _prefix_items(self, value: Json, node: Node, draft: _Draft) -> None:
        at = f"{draft.at}/prefixItems"
        schemas: list[dict[str, Json]] = []
        for index, item in enumerate(value):
            projected = _without_prose(self.project(item, f"{at}/{index}"))
            if projected not in schemas:
                schemas.append(projected)
        rest = node.get("items", node.get("unevaluatedItems", True))
        most = node.get("maxItems", len(value) + 1)
        if rest is False or most <= len(value):
            draft.out["maxItems"] = min(len(value), most)
            exact = len(schemas) == 1
        else:
            tail = _without_prose(self.project(rest, f"{draft.at}/items"))
            exact = schemas == [tail]
            if tail not in schemas:
                schemas.append(tail)
        draft.out["items"] = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        if not exact:
            self._lose(
                "widened",
                at,
                "Expected items of one kind, got a tuple; OpenAPI 3.0 can only say that each item is one of its kinds",
                "Nothing to do where the 3.1 schema validates; else write an object with named properties.",
            )

    def _unevaluated_items(self, value: Json, node: Node, draft: _Draft) -> None:
        if value is True or "prefixItems" in node or "items" in node:
            return
        if any(word in node for word in ("$ref", "allOf", "anyOf", "oneOf", "if", "contains")):
            self._lose(
                "widened",
                f"{draft.at}/unevaluatedItems",
                "Expected items that can be listed, got unevaluatedItems beside composed schemas",
                "Write items in each part.",
            )
        else:
            draft.out["items"] = self.project(value, f"{draft.at}/unevaluatedItems")

    def _contains(self, value: Json, node: Node, draft: _Draft) -> None:
        least, most = node.get("minContains", 1), node.get("maxContains")
        if least > 1 or most is not None:
            self._lose(
                "dropped",
                f"{draft.at}/contains",
                "Expected contains alone, got it with minContains or maxContains, which OpenAPI 3.0 cannot count",
                "Use minItems and maxItems on an array of one kind of item.",
            )
        if least >= 1:
            other = {"not": self.project(value, f"{draft.at}/contains")}
            draft.put("not", {"type": "array", "items": other})


class _Seen:
    """What ``unevaluatedProperties`` finds evaluated already."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.refs: set[str] = set()
        self.certain = True
        """Whether the part being read applies to every instance; a branch of ``anyOf`` does not."""
        self.varying = False
        """A name is evaluated for some instances only."""
        self.everything = False
        """Some part evaluates names that cannot be listed."""
        self.always = False
        """... and it does so for every instance, so that nothing is left unevaluated."""

    def add(self, names: Iterable[str]) -> None:
        new = [name for name in names if name not in self.names]
        self.names += new
        self.varying = self.varying or (bool(new) and not self.certain)


class _Draft:
    """The 3.0 schema in the making. A word that is needed twice goes into an ``allOf`` part of its own."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.out: dict[str, Json] = {}
        self._parts: list[dict[str, Json]] = []

    def put(self, word: str, value: Json) -> None:
        if word in self.out:
            self._parts.append({word: value})
        else:
            self.out[word] = value

    def all_of(self, part: Mapping[str, Json]) -> None:
        self._parts.append(dict(part))

    def finish(self) -> dict[str, Json]:
        if not self.out and len(self._parts) == 1:
            return self._parts[0]
        if self._parts:
            self.out["allOf"] = [*self.out.get("allOf", []), *self._parts]
        return self.out


def _bound(word: str, flag: str, stricter: Callable[[Json, Json], Json]) -> Callable[[Json, Node, _Draft], None]:
    """Return the rule for a bound and its exclusive twin: 3.0 has one number, and a flag that excludes it."""

    def rule(_: Json, node: Node, draft: _Draft) -> None:
        inclusive, exclusive = node.get(word), node.get(flag)
        if isinstance(exclusive, bool) or not isinstance(exclusive, int | float):
            if inclusive is not None:
                draft.out[word] = inclusive
        elif inclusive is None or stricter(inclusive, exclusive) == exclusive:
            draft.out[word], draft.out[flag] = exclusive, True
        else:
            draft.out[word] = inclusive

    return rule


def _examples(value: Json, node: Node, draft: _Draft) -> None:
    if isinstance(value, list) and value and "example" not in node:
        draft.out["example"] = value[0]


def _discriminator(value: Json, _: Node, draft: _Draft) -> None:
    kept = {word: part for word, part in value.items() if word in ("propertyName", "mapping")}
    if "mapping" in kept:
        kept["mapping"] = {name: project_ref(target) for name, target in kept["mapping"].items()}
    draft.out["discriminator"] = kept


def _without_prose(schema: Node) -> dict[str, Json]:
    """Return what a schema asks for: positions that differ in their description alone are one kind."""
    asked = {word: value for word, value in schema.items() if word not in ("title", "description", "example")}
    parts = asked.get("allOf", [])
    return parts[0] if len(asked) == len(parts) == 1 else asked


def _lacks(name: str) -> dict[str, Json]:
    """Return the schema of everything but an object with the property ``name``."""
    return {"not": {"type": "object", "required": [name]}}


def walk(node: Json, at: str = "") -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield (pointer, object) for every object inside ``node``."""
    if isinstance(node, Mapping):
        yield at, node
        for name, value in node.items():
            yield from walk(value, f"{at}/{escape(name)}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f"{at}/{index}")
