"""Schemas made ready for datamodel-code-generator, so that what it writes reads well.

Every enum and every object gets a place and a name of its own (``Order.status`` becomes ``OrderStatus``), bodies that
operations describe in line become schemas named after the operation, words of OpenAPI 3.0 are respelled, exact
decimals are pointed at our type, open enums are marked, and what Python cannot check (patterns that ``re`` does not
know, defaults of times and decimals) is left to the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tradespec.emit.models.names import ClassNames, pascal
from tradespec.emit.respell import Json, respell
from tradespec.records import dataclass, field

DECIMAL = "_support.DecimalString"
DATETIME = "_support.UtcDatetime"
FORMATS = frozenset({"date", "uuid"})
"""Formats that become a Python type which writes what it read; others stay text."""
_HOME = "#/components/schemas/"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_KEPT = frozenset(
    {
        *("$ref", "type", "format", "enum", "const", "default", "description", "deprecated", "required"),
        *("properties", "additionalProperties", "patternProperties", "propertyNames", "items", "prefixItems"),
        *("allOf", "anyOf", "oneOf", "discriminator", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
        *("minProperties", "maxProperties", "contentEncoding", "contentMediaType"),
    }
)
"""Words that shape a model; the rest (examples, ``x-`` words, conditions) is for documents and validators."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Schemas by class name, in the order of the document, and what the writer must know beside them."""

    schemas: dict[str, Json] = field(default_factory=dict)
    open_enums: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)
    """Component name -> class name."""


def prepare(bundle: Mapping[str, Json], operation_ids: Mapping[tuple[str, str], str]) -> Prepared:
    """Return the schemas of ``bundle`` by class name. ``operation_ids`` names operations by (METHOD, path)."""
    preparer = _Preparer(bundle)
    preparer.components()
    for name, schema in _bodies(bundle, operation_ids):
        preparer.body(name, schema)
    preparer.settle()
    return preparer.done


def _bodies(bundle: Mapping[str, Json], ids: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, Json]]:
    """Yield (name, schema) of request and response bodies, each after its operation."""
    paths = _mapping(bundle.get("paths"))
    for path, item in paths.items():
        for method in _METHODS:
            operation = _mapping(_mapping(item).get(method))
            name = pascal(ids.get((method.upper(), path), ""))
            yield from _contents(operation.get("requestBody"), f"{name}Request")
            answers = {str(status): answer for status, answer in _mapping(operation.get("responses")).items()}
            good = [status for status in answers if status.startswith("2")]
            for status, answer in answers.items():
                kind = "Response" if status in good[:1] else f"Response{pascal(status).removeprefix('Model')}"
                yield from _contents(answer, f"{name}{kind}")


def _contents(body: Json, name: str) -> Iterator[tuple[str, Json]]:
    if "$ref" in _mapping(body):
        return  # A shared body is named where it is defined.
    for media_type, media in _mapping(_mapping(body).get("content")).items():
        if "json" in media_type and isinstance(_mapping(media).get("schema"), Mapping):
            yield name, media["schema"]
            return


class _Preparer:
    """Walks schemas depth first; what gets a name moves to ``done.schemas`` and leaves a reference behind."""

    def __init__(self, bundle: Mapping[str, Json]) -> None:
        self._bundle = bundle
        self._names = ClassNames()
        self._pending: list[tuple[str, str]] = []
        """References into the middle of a schema, still to be made schemas of their own: (reference, class name)."""
        self._by_ref: dict[str, str] = {}
        self._inner: dict[int, tuple[Json, str]] = {}
        """Identity of a schema inside another -> that schema (kept, so that no other gets its identity), class name."""
        self._nullable: set[str] = set()
        """References to classes whose schema allows null too: the null goes to where the reference stands."""
        self._defaults: dict[str, Json] = {}
        """References to enums that state a default: a field of one is never null."""
        self.done = Prepared()

    # Entrances

    def components(self) -> None:
        schemas = _mapping(_mapping(self._bundle.get("components")).get("schemas"))
        for name, schema in schemas.items():
            if self._may_be_null(schema):
                self._nullable.add(_HOME + _escape(name))
            if self._is_enum(schema) and schema.get("default") in _enum_values(schema):
                self._defaults[_HOME + _escape(name)] = schema["default"]
            self._by_ref[_HOME + _escape(name)] = self.done.classes[name] = self._names.take(name)
        for name, schema in schemas.items():
            self._place(self.done.classes[name], schema)

    def body(self, name: str, schema: Mapping[str, Json]) -> None:
        if "$ref" not in schema:
            self._place(self._names.take(name), schema)

    def settle(self) -> None:
        """Make schemas of the places that only references lead to."""
        while self._pending:
            ref, name = self._pending.pop()
            if name not in self.done.schemas:
                self._place(name, _at(self._bundle, ref))

    def _place(self, name: str, schema: Json) -> None:
        # The name is entered before the walk, so that a schema stands before the parts taken out of it.
        self.done.schemas[name] = {}
        self.done.schemas[name] = self._named(name, schema)

    # The walk

    def _named(self, name: str, schema: Json) -> Json:
        """Return a schema that has a name of its own already."""
        node = respell(schema)
        if self._may_be_null(schema):
            node = self._without_null(node)
        if self._is_enum(node):
            return self._enum(name, node)
        return self._inside(name, node)

    def _part(self, name: str, schema: Json) -> Json:
        """Return a schema inside another: enums and objects move out, under ``name``."""
        node = respell(schema)
        if not isinstance(node, Mapping):
            return node
        if not (self._is_enum(node) or self._is_object(node)):
            return self._inside(name, node)
        own = self._name_of(schema, name)
        plain = self._without_null(node)
        if plain.get("default") not in _enum_values(plain):
            plain.pop("default", None)
        outer: dict[str, Json] = {
            word: plain.pop(word) for word in ("description", "default", "deprecated") if word in plain
        }
        if own not in self.done.schemas:
            self.done.schemas[own] = {}
            self.done.schemas[own] = self._named(own, {**plain, **_only(outer, "description")})
        reference: dict[str, Json] = {"$ref": _HOME + own}
        if self._may_be_null(node):
            return {"anyOf": [reference, {"type": "null"}], **_only(outer, "deprecated")}
        return {**reference, **_only(outer, "default", "deprecated")}

    def _inside(self, name: str, node: Json) -> Json:
        """Return ``node`` with everything inside it walked."""
        if not isinstance(node, Mapping):
            return node
        if node.get("format") in ("decimal", "date-time") and "string" in _types(node) and "enum" not in node:
            return _scalar(node)
        out: dict[str, Json] = {}
        for word, value in node.items():
            if word in _KEPT:
                out[word] = self._word(name, word, value)
        _fix_length(out)
        _drop_unusable(out)
        if node.get("$ref") in self._defaults:
            out.setdefault("default", self._defaults[node["$ref"]])
        if node.get("$ref") in self._nullable:
            return {"anyOf": [out, {"type": "null"}], **_only(out, "description", "deprecated")}
        return out

    def _word(self, name: str, word: str, value: Json) -> Json:
        if word == "$ref":
            return self._reference(str(value))
        if word in ("properties", "patternProperties") and isinstance(value, Mapping):
            return {key: self._part(name + pascal(key).removeprefix("Model"), one) for key, one in value.items()}
        if word in ("items", "additionalProperties") and isinstance(value, Mapping):
            return self._part(name + ("Item" if word == "items" else "Value"), value)
        if word == "prefixItems":
            return [self._part(f"{name}Item{index}", one) for index, one in enumerate(value, 1)]
        if word in ("anyOf", "oneOf"):
            return [self._part(name + _branch(one, index), one) for index, one in enumerate(value, 1)]
        if word == "allOf":
            return [self._inside(name, respell(one)) for one in value]
        if word == "discriminator" and isinstance(value, Mapping):
            return self._discriminator(value)
        return value

    def _discriminator(self, value: Mapping[str, Json]) -> dict[str, Json]:
        out = {"propertyName": value.get("propertyName")}
        mapping = _mapping(value.get("mapping"))
        if mapping:
            # A bare name in a mapping means the component of that name (OpenAPI 3.1, "Discriminator Object").
            full = {tag: ref if "/" in ref else _HOME + _escape(ref) for tag, ref in mapping.items()}
            out["mapping"] = {tag: self._reference(ref) for tag, ref in full.items()}
        return out

    def _reference(self, ref: str) -> str:
        if ref not in self._by_ref:
            tokens = [token for token in ref.split("/") if token not in ("#", "components", "schemas", "properties")]
            target = _at(self._bundle, ref)
            name = self._by_ref[ref] = self._name_of(target, " ".join(tokens[-3:]))
            self._pending.append((ref, name))
        return _HOME + self._by_ref[ref]

    def _name_of(self, schema: Json, wanted: str) -> str:
        """Return the class name of a schema inside another, the same one each time it is come across."""
        if id(schema) not in self._inner:
            self._inner[id(schema)] = (schema, self._names.take(wanted))
        return self._inner[id(schema)][1]

    # Enums and objects

    def _is_enum(self, node: Json) -> bool:
        values = _enum_values(node)
        return len(values) > 1 and all(isinstance(value, str) for value in values)

    def _is_object(self, node: Mapping[str, Json]) -> bool:
        return bool(node.get("properties")) and "$ref" not in node

    def _may_be_null(self, schema: Json) -> bool:
        """Tell whether an enum or an object allows null too: a class cannot, so its users have to say it."""
        node = _mapping(respell(schema))
        return (self._is_enum(node) or self._is_object(node)) and (
            "null" in _types(node) or ("type" not in node and None in (node.get("enum") or []))
        )

    def _without_null(self, node: Mapping[str, Json]) -> dict[str, Json]:
        types = [kind for kind in _types(node) if kind != "null"]
        return {**node, "type": types[0] if len(types) == 1 else types} if types else dict(node)

    def _enum(self, name: str, node: Mapping[str, Json]) -> dict[str, Json]:
        if "x-extensible-enum" in node:
            self.done.open_enums.add(name)
        out = _only(node, "description", "default", "deprecated")
        return {"type": "string", **out, "enum": list(dict.fromkeys(_enum_values(node)))}


def _fix_length(node: dict[str, Json]) -> None:
    """Say twice that a closed tuple ends, by its items and by its length, so that it becomes a tuple in Python."""
    positions = node.get("prefixItems")
    if isinstance(positions, list) and (node.get("items") is False or node.get("maxItems") == len(positions)):
        node["items"] = False
        node["maxItems"] = min(len(positions), node.get("maxItems", len(positions)))


def _drop_unusable(node: dict[str, Json]) -> None:
    """Drop what Python cannot check or hold: foreign patterns, defaults that are text where a value belongs."""
    if "pattern" in node:
        try:
            re.compile(node["pattern"])
        except (re.error, TypeError, RecursionError, OverflowError):
            del node["pattern"]
    if "string" in _types(node) and node.get("format", "date") not in FORMATS:
        del node["format"]
    default = node.get("default")
    fits = {"string": str, "integer": int, "number": int | float, "boolean": bool}
    types = [kind for kind in _types(node) if kind != "null"]
    plain = len(types) == 1 and types[0] in fits and isinstance(default, fits[types[0]]) and "format" not in node
    if "default" in node and not plain and not ("$ref" in node and isinstance(default, str)):
        del node["default"]
    if "enum" in node and len(node["enum"]) == 1:
        node["const"] = node.pop("enum")[0]


def _scalar(node: Mapping[str, Json]) -> dict[str, Json]:
    """Return an exact decimal or an instant as our type, and null beside it where the schema allows null."""
    plain = _decimal(node) if node["format"] == "decimal" else {"type": "string", "customTypePath": DATETIME}
    around = _only(node, "description", "deprecated")
    return {"anyOf": [plain, {"type": "null"}], **around} if "null" in _types(node) else {**plain, **around}


def _decimal(node: Mapping[str, Json]) -> dict[str, Json]:
    """Return an exact decimal: our type, with the bounds that ``x-decimal`` sets."""
    out: dict[str, Json] = {"type": "string", "customTypePath": DECIMAL}
    rules = _mapping(node.get("x-decimal"))
    for word, bound in (("minimum", "minimum"), ("exclusive_minimum", "exclusiveMinimum"), ("maximum", "maximum")):
        value = str(rules.get(word, ""))
        # Fractions stay with the server: written as a float literal they would not be the bound any more.
        if re.fullmatch(r"-?[0-9]+", value):
            out[bound] = int(value)
    if isinstance(rules.get("scale"), int):
        out["x-decimal_places"] = rules["scale"]
    return out


def _branch(node: Json, index: int) -> str:
    """Return the end of the name of one alternative: its title, its tag (the one constant property), or a number."""
    node = _mapping(node)
    if isinstance(node.get("title"), str):
        return pascal(node["title"]).removeprefix("Model")
    constants = [one["const"] for one in _mapping(node.get("properties")).values() if "const" in _mapping(one)]
    if len(constants) == 1 and isinstance(constants[0], str):
        return pascal(constants[0]).removeprefix("Model")
    return f"Option{index}"


def _enum_values(node: Json) -> list[Json]:
    node = _mapping(node)
    values = node.get("enum", node.get("x-extensible-enum"))
    return [value for value in values if value is not None] if isinstance(values, list) else []


def _only(node: Mapping[str, Json], *words: str) -> dict[str, Json]:
    return {word: node[word] for word in words if word in node}


def _types(node: Mapping[str, Json]) -> list[str]:
    value = node.get("type", [])
    return [value] if isinstance(value, str) else list(value)


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def _at(root: Json, ref: str) -> Json:
    """Return what a local reference leads to; the schema of anything where it leads nowhere."""
    node = root
    for token in ref.removeprefix("#").split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            node = _mapping(node).get(name, {})
    return node
