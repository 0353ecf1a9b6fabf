"""Schemas as the solver sees them: a node is one schema object together with the document its references mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

from tradespec.lean import jsonschema_rs
from tradespec.records import dataclass, field

JsonSchema = bool | Mapping[str, Any]

ANNOTATIONS: Final = frozenset(
    {
        "$anchor", "$comment", "$id", "$schema", "contentEncoding", "contentMediaType", "contentSchema", "default",
        "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "readOnly", "title",
        "writeOnly", "xml",
    }
)  # fmt: skip
"""Keywords that accept and refuse nothing."""
DEFINITIONS: Final = ("$defs", "definitions")
MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas", *DEFINITIONS})
LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SINGLES: Final = frozenset(
    {
        "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems",
        "unevaluatedProperties",
    }
)  # fmt: skip
INTEGER_FORMATS: Final = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    "double-int": (-(2**53) + 1, 2**53 - 1),
}
"""The least and the greatest integer of each format (OpenAPI Format Registry)."""


def map_schemas(schema: Mapping[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the schema with each direct subschema changed; values that are no schemas stay as they are."""
    out: dict[str, Any] = {}
    for key, item in schema.items():
        if key in MAPS and isinstance(item, Mapping):
            out[key] = {name: change(child) for name, child in item.items()}
        elif key in LISTS and isinstance(item, list):
            out[key] = [change(child) for child in item]
        elif key in SINGLES and isinstance(item, bool | Mapping):
            out[key] = change(item)
        else:
            out[key] = item
    return out


def normalised(schema: Any) -> Any:
    """Return the schema without annotations, integer formats spelled as the bounds they mean."""
    if not isinstance(schema, Mapping):
        return schema
    kept = {key: item for key, item in schema.items() if key not in ANNOTATIONS and not key.startswith("x-")}
    out = map_schemas(kept, normalised)
    span = INTEGER_FORMATS.get(out["format"]) if isinstance(out.get("format"), str) else None
    if span:
        del out["format"]
        bounds = {"minimum": span[0], "maximum": span[1]}
        if "allOf" in out or "minimum" in out or "maximum" in out:
            out["allOf"] = [*out.get("allOf", []), bounds]
        else:
            out |= bounds
    return out


def references(schema: Any) -> Iterator[str]:
    """Yield every reference in the schema, definitions left out."""
    if not isinstance(schema, Mapping):
        return
    if isinstance(schema.get("$ref"), str):
        yield schema["$ref"]
    found: list[Any] = []
    map_schemas({key: item for key, item in schema.items() if key not in DEFINITIONS}, found.append)
    for child in found:
        yield from references(child)


def in_place(schema: JsonSchema) -> Iterator[tuple[Any, bool]]:
    """Yield the parts of a schema that are about the same value, and whether more of them may mean less of it."""
    if not isinstance(schema, Mapping):
        return
    for word in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(word, ())
        yield from ((branch, word == "oneOf" and len(branches) > 1) for branch in branches)
    for word in ("not", "if", "then", "else"):
        if word in schema:
            yield schema[word], word in {"not", "if"}
    yield from ((part, False) for part in schema.get("dependentSchemas", {}).values())


def text_of(value: Any) -> str:
    """Return one canonical text of a JSON value: the same for values that JSON Schema calls equal."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return the value with numbers in one spelling (``1.0`` is ``1``)."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    return int(value) if value == int(value) else float(value)


@dataclass(eq=False, slots=True)
class Document:
    """A self-contained schema: what ``$ref`` may name, and one node per distinct subschema.

    With ``definitions`` it holds many schemas of one comparison, whose references name what that function returns.
    """

    root: JsonSchema
    definitions: Callable[[str], JsonSchema] | None = None
    number: int = 0
    """Tells the documents of one question apart where their nodes are put in order."""
    nodes: dict[str, Node] = field(default_factory=dict)
    met: dict[int, tuple[Any, Node]] = field(default_factory=dict)
    """Nodes by the identity of what they were made from (kept with it, so that it stays the only one of that identity)."""
    texts: dict[int, tuple[Any, str]] = field(default_factory=dict)
    circles: dict[str, bool] = field(default_factory=dict)
    targets: dict[str, JsonSchema] = field(default_factory=dict)
    spoken: dict[tuple[Node, bool], Any] = field(default_factory=dict)
    """What `tradespec.diff.schema.evaluated` found out about nodes."""
    whole: Any = None

    def __post_init__(self) -> None:
        self.whole = normalised(self.root)

    def paradoxical(self, reference: str) -> bool:
        """Whether a schema is a condition on itself, about the same value, under an exclusion: that has no meaning.

        Where there is no exclusion on the circle, every meaning it may be given is covered by what the search tries.
        """
        if reference not in self.circles:
            self.circles[reference] = self.excludes_itself(reference)
        return self.circles[reference]

    def excludes_itself(self, reference: str) -> bool:
        """Walk the schemas about the same value, with whether an exclusion was passed."""
        seen: set[tuple[str, bool]] = set()
        stack: list[tuple[Any, bool]] = [(self.target(reference), False)]
        while stack:
            schema, turned = stack.pop()
            stack += [(part, turned or turns) for part, turns in in_place(schema)]
            named = schema.get("$ref") if isinstance(schema, Mapping) else None
            if named == reference and turned:
                return True
            if isinstance(named, str) and (named, turned) not in seen:
                seen.add((named, turned))
                stack.append((self.target(named), turned))
        return False

    @property
    def top(self) -> Node:
        """The node of the schema itself."""
        return self.node(self.whole)

    def target(self, reference: str) -> JsonSchema:
        """Return what a local reference names; `LookupError` for one that leads nowhere or out of the document."""
        if not reference.startswith("#") or (len(reference) > 1 and reference[1] != "/"):
            raise LookupError(f"the reference `{reference}` leads out of the schema")
        if self.definitions is not None and reference not in self.targets:
            self.targets[reference] = normalised(self.definitions(reference))
        if reference in self.targets:
            return self.targets[reference]
        found: Any = self.whole
        for part in reference[1:].split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            try:
                found = found[int(key)] if isinstance(found, list) else found[key]
            except (LookupError, ValueError, TypeError):
                raise LookupError(f"the reference `{reference}` leads nowhere") from None
        if not isinstance(found, bool | Mapping):
            raise LookupError(f"the reference `{reference}` names no schema")  # noqa: TRY004 - a reference that misses
        return found

    def node(self, schema: JsonSchema) -> Node:
        """Return the one node of this (normalised) schema."""
        met = self.met.get(id(schema))
        if met is None:
            met = self.met[id(schema)] = (schema, self.made(schema))
        return met[1]

    def made(self, schema: JsonSchema) -> Node:
        """Return the node of a schema that was not met before, though one of the same text may have been."""
        if isinstance(schema, Mapping) and not schema.keys().isdisjoint(DEFINITIONS):
            schema = {key: item for key, item in schema.items() if key not in DEFINITIONS}
        text = self.text(schema)
        known = self.nodes.get(text)
        if known is None:
            known = self.nodes[text] = Node(self, True if schema == {} else schema, text)
        return known

    def text(self, value: Any) -> str:
        """Return `text_of` a part of a schema, remembered, so that a deep schema is written once and not at every depth."""
        if not isinstance(value, Mapping | list):
            return text_of(value)
        met = self.texts.get(id(value))
        if met is None:
            if isinstance(value, Mapping):
                members = sorted(((str(key), item) for key, item in value.items()), key=itemgetter(0))
                said = "{" + ",".join(f"{text_of(key)}:{self.text(item)}" for key, item in members) + "}"
            else:
                said = "[" + ",".join(map(self.text, value)) + "]"
            met = self.texts[id(value)] = (value, said)
        return met[1]


@dataclass(eq=False, slots=True)
class Node:
    """One schema in its document. Compared by identity; `Document.node` sees that equal ones are one."""

    document: Document
    schema: JsonSchema
    text: str
    validator: Any = None

    @property
    def keywords(self) -> Mapping[str, Any]:
        """The keywords; none for ``true``, and ``not: {}`` for ``false``."""
        if isinstance(self.schema, bool):
            return {} if self.schema else {"not": True}
        return self.schema

    def child(self, schema: JsonSchema) -> Node:
        """Return a subschema in the same document."""
        return self.document.node(schema)

    def accepts(self, value: Any) -> bool:
        """Whether jsonschema-rs accepts the value, formats included."""
        if self.validator is None:
            self.validator = compiled(self)
        return bool(self.validator.is_valid(value))


def compiled(node: Node) -> Any:
    """Compile a node with what its references reach, and only that."""
    names: dict[str, str] = {}
    definitions: dict[str, Any] = {}

    def renamed(schema: Any) -> Any:
        if not isinstance(schema, Mapping):
            return schema
        out = map_schemas({key: item for key, item in schema.items() if key not in DEFINITIONS}, renamed)
        if isinstance(out.get("$ref"), str):
            reference = out["$ref"]
            if reference not in names:
                names[reference] = name = f"r{len(names)}"
                definitions[name] = renamed(node.document.target(reference))
            out["$ref"] = f"#/$defs/{names[reference]}"
        return out

    schema = renamed(node.schema)
    if not isinstance(schema, bool):
        schema = {**schema, "$defs": definitions}
    return jsonschema_rs().Draft202012Validator(schema, validate_formats=True, ignore_unknown_formats=True)
