"""Write a schema as one side of a question about containment.

A question asks whether what one side sends is understood by the other, so a schema is written in a role:

* ``narrow``: what is sent. A sender of an object that declares members sends those, and, where the contract says nothing
  against it, one member whose name nobody declares. So a contract that closes breaks who sent more, and one that
  declares a new member breaks nobody. Members that this direction does not carry (``readOnly`` in requests,
  ``writeOnly`` in answers) are not sent.
* ``wide``: what is understood. Those members are ignored, whatever they hold.

Where a schema stands matters too: an ``owner`` describes a whole value, a ``branch`` a part of the conditions on one
(only the owner can say "no others"), and a ``plain`` one stands where "no others" would turn its meaning over, as under ``not``.
Branches that a discriminator tells apart are written with their tag, as OpenAPI means them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from tradespec.diff.senders import IGNORED, asked_only, carries, closes, mentions, parts, says_nothing, unused_name
from tradespec.diff.spoilt import SPOILT, is_sound, mended, said_spoilt
from tradespec.document.place import escape, unescape
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.contract import Contract, Schema

Side = Literal["base", "revision"]
Way = Literal["request", "response"]
Json = dict[str, Any] | bool

IN_PLACE: Final = ("allOf", "anyOf", "oneOf")
MAPS: Final = frozenset({"properties", "patternProperties"})
LISTS: Final = frozenset({"prefixItems"})
SINGLES: Final = frozenset({"items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"})
NEGATIVE: Final = frozenset({"not", "if", "contains", "propertyNames"})
CONDITIONAL: Final = frozenset({"then", "else"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a schema is to be written."""

    side: Side
    way: Way
    role: Literal["wide", "narrow"]
    position: Literal["owner", "branch", "plain"] = "owner"

    @property
    def mark(self) -> str:
        """A short text that tells spellings apart in names of definitions."""
        return f"{self.side[0]}{self.way[2]}{self.role[0]}{self.position[0]}"


class Projector:
    """Writes schemas; what they refer to is written once and kept in ``definitions``."""

    def __init__(self, base: Contract, revision: Contract) -> None:
        self.contracts = {"base": base, "revision": revision}
        self.definitions: dict[str, Json] = {}
        self.told_apart: dict[str, bool] = {}
        self.direct: dict[str, frozenset[str]] = {}
        self.spoilt: dict[str, tuple[Schema, str]] = {}
        """What cannot be judged, and where it was met last."""
        self.unwritten: list[tuple[str, Schema, Spelling]] = []
        documents = base.document, revision.document
        self.other_name = unused_name(*documents)
        judged = any(mentions(document, "propertyNames") for document in documents)
        self.other_word = ("patternProperties", f"^{self.other_name}") if judged else ("properties", self.other_name)
        """Where the member that nobody declares is written: (keyword, name or pattern)."""

    def write(self, schema: Schema, how: Spelling) -> Json:
        """Return the schema as JSON Schema whose references name `definitions`."""
        if schema.is_boolean:
            return not schema.raw
        if "$ref" in schema.raw and not schema.constrains_beside_ref:
            target = schema.ref
            return {"$ref": self.define(target, how)} if target is not None and target is not schema else {}
        inner = replace(how, position="branch") if how.position == "owner" else how
        out: dict[str, Any] = {}
        for key, value in schema.raw.items():
            if key not in IGNORED and not key.startswith("x-"):
                self.keyword(out, schema, key, value, inner)
        if how.position == "owner":
            self.close(out, schema, how)
        return out

    def close(self, out: dict[str, Any], schema: Schema, how: Spelling) -> None:
        """Say of a sender's object what it may hold beside the declared: one member of a name nobody declares.

        Members that are asked for without being declared may be there as well. Where names are judged somewhere, the
        other is any name that begins so: one name alone might happen to pass.
        """
        if how.role == "narrow" and closes(schema):
            out["unevaluatedProperties"] = False
            word, name = self.other_word
            for key, names in ((word, [name]), ("properties", self.asked_only(schema, how))):
                if names and isinstance(said := out.get(key, {}), dict):
                    out[key] = {**said, **{each: True for each in names if each not in said}}

    def asked_only(self, schema: Schema, how: Spelling) -> list[str]:
        """Return the members that are asked for and nowhere declared."""
        return asked_only(schema, lambda part, *keys: self.child(part, how, *keys))

    def keyword(self, out: dict[str, Any], schema: Schema, key: str, value: Any, how: Spelling) -> None:
        """Write one keyword."""
        value = mended(key, value)
        if not is_sound(key, value):
            self.spoilt[said_spoilt(key, value)] = schema, key
            out[SPOILT] = {**out.get(SPOILT, {}), key: value}
            return
        outer = how if how.position == "plain" else replace(how, position="owner")
        if key == "$ref":
            if schema.ref is not None and schema.ref is not schema:
                out["$ref"] = self.define(schema.ref, how)
        elif key == "required":
            if names := self.required(schema, how):
                out[key] = names
        elif key in MAPS and isinstance(value, dict):
            out[key] = {name: self.member(self.child(schema, how, key, name), outer) for name in value}
        elif key in LISTS and isinstance(value, list):
            out[key] = [self.write(self.child(schema, how, key, at), outer) for at in range(len(value))]
        elif (key == "additionalProperties" and says_nothing(value)) or (key == "format" and is_prose(value)):
            return
        elif key in SINGLES and isinstance(value, bool | dict):
            out[key] = self.write(self.child(schema, how, key), outer)
        elif key in CONDITIONAL and isinstance(value, bool | dict):
            out[key] = self.write(self.child(schema, how, key), how)
        elif key in NEGATIVE and isinstance(value, bool | dict):
            out[key] = self.write(self.child(schema, how, key), replace(how, position="plain"))
        elif key == "dependentSchemas" and isinstance(value, dict):
            out[key] = {name: self.write(self.child(schema, how, key, name), how) for name in value}
        elif key in IN_PLACE and isinstance(value, list):
            self.branches(out, schema, key, how)
        else:
            out[key] = value

    def branches(self, out: dict[str, Any], schema: Schema, key: str, how: Spelling) -> None:
        """Write branches. "Exactly one" is asked of the branches as they are written, closed or not."""
        children = [self.child(schema, how, key, at) for at in range(len(schema.raw[key]))]
        written = [self.branch(schema, child, how) for child in children]
        if key == "allOf":
            out.setdefault(key, []).extend(written)
        elif key == "oneOf" and "anyOf" not in schema.raw and self.apart(schema):
            out["anyOf"] = written
        elif key == "anyOf" or how.position == "plain" or how.role == "wide":
            out[key] = written
        else:
            out[key] = [self.branch(schema, child, replace(how, position="plain")) for child in children]
            out.setdefault("allOf", []).append({"anyOf": written})

    def apart(self, schema: Schema) -> bool:
        """Whether no value can be of two branches."""
        from tradespec.diff.unions import told_apart

        key = str(schema.place)
        if key not in self.told_apart:
            self.told_apart[key] = told_apart(schema)
        return self.told_apart[key]

    def branch(self, schema: Schema, child: Schema, how: Spelling) -> Json:
        """Write one branch, with the tag that a discriminator gives it."""
        written = self.write(child, how)
        tags = tags_of(schema, child)
        if not tags:
            return written
        name, values = tags
        return {"allOf": [written, {"required": [name], "properties": {name: {"enum": values}}}]}

    def required(self, schema: Schema, how: Spelling) -> list[str]:
        """Return the required members that this direction carries."""
        members = schema.properties
        return [name for name in schema.required if name not in members or not dropped(members[name], how.way)]

    def member(self, schema: Schema, how: Spelling) -> Json:
        """Write a member: one that this direction does not carry is never sent and never looked at."""
        if dropped(schema, how.way):
            return how.role == "wide"
        return self.write(schema, how)

    def child(self, schema: Schema, how: Spelling, *keys: str | int) -> Schema:
        """Return the subschema behind a keyword."""
        value: Any = schema.raw
        place = schema.place
        for key in keys:
            value, place = value[key], place / key
        return self.contracts[how.side].reader.schema(value, place)

    def define(self, schema: Schema, how: Spelling) -> str:
        """Return the reference to a definition. Writing waits: chains of references may be long."""
        name = f"{how.mark}:{schema.place}"
        if name not in self.definitions:
            self.definitions[name] = {}
            self.unwritten.append((name, schema, how))
        return f"#/$defs/{escape(name)}"

    def write_all(self) -> None:
        """Write the definitions that were referred to and not written yet."""
        while self.unwritten:
            name, schema, how = self.unwritten.pop()
            self.definitions[name] = said = self.write(schema, how)
            self.direct[name] = frozenset(references(said))

    def definition(self, reference: str) -> Json:
        """Return what a reference to a definition names; `LookupError` where it names none."""
        self.write_all()
        return self.definitions[unescape(reference.removeprefix("#/$defs/"))]

    def complete(self, written: Json) -> Json:
        """Return the schema with the definitions that it reaches."""
        if isinstance(written, bool):
            return written
        self.write_all()
        reached: dict[str, Json] = {}
        stack = list(references(written))
        while stack:
            name = stack.pop()
            if name not in reached:
                reached[name] = self.definitions[name]
                stack += self.direct[name]
        return {**written, "$defs": reached} if reached else written


def is_prose(value: Any) -> bool:
    """Whether a format is a sentence, as some documents have it: that names no set of values."""
    return isinstance(value, str) and " " in value.strip()


def references(written: Any) -> Iterable[str]:
    """Yield the names of the definitions that a written schema refers to."""
    stack = [written]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/$defs/"):
                yield unescape(reference[8:])
            stack += [child for child in node.values() if isinstance(child, dict | list)]
        elif isinstance(node, list):
            stack += [child for child in node if isinstance(child, dict | list)]


def dropped(schema: Schema, way: Way) -> bool:
    """Whether this direction does not carry a member."""
    return carries(schema, "readOnly" if way == "request" else "writeOnly")


def tags_of(schema: Schema, branch: Schema) -> tuple[str, list[str]] | None:
    """Return the property and the values by which a discriminator means this branch; None where it says nothing."""
    if "discriminator" not in schema.raw:
        return None
    discriminator = schema.discriminator
    target = branch.resolved
    if discriminator is None or target.name is None or not declares(target, discriminator.property_name):
        return None
    values = [tag for tag, mapped in discriminator.mapping.items() if mapped.resolved is target]
    return discriminator.property_name, values or [target.name]


def declares(schema: Schema, name: str) -> bool:
    """Whether a schema declares a member."""
    return any(name in part.properties for part in parts(schema))
