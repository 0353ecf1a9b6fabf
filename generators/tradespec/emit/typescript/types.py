"""From a schema to a TypeScript type.

Rendered from Python rather than from a template: a large document has tens of thousands of schema nodes. What surrounds
the types - files, imports, functions - is in the templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.emit.typescript.schemas import (
    enum_values,
    is_composed,
    is_extensible,
    is_long_integer,
    is_plain,
    property_of,
)
from tradespec.emit.typescript.shapes import (
    ANY_OBJECT,
    ANYTHING,
    Arms,
    Intersection,
    alias,
    between_angles,
    grouped,
    intersection,
    is_object,
    lay_out,
    list_of,
    member,
    tagged,
    union,
)
from tradespec.emit.typescript.text import WIDTH, doc, enclose, key, literal, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tradespec.contract import Schema
    from tradespec.emit.typescript.survey import Direction, Model, Survey

_OBJECT_WORDS = ("properties", "required", "additional_properties", "pattern_properties")
_NULL: Arms = ("null",)


class TypeWriter:
    """Writes types and remembers which names of other files they use."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.models_used: set[str] = set()
        """Names from ``models.ts``."""
        self.runtime_used: set[str] = set()
        """Names from the run time."""
        self._declaring: Model | None = None

    def forget(self) -> None:
        """Start a new file."""
        self.models_used, self.runtime_used = set(), set()

    def write(self, schema: Schema, direction: Direction) -> Arms:
        """Return the type of values of ``schema`` that travel in ``direction``."""
        return self._write(schema, direction, direct=False)

    def declare(self, model: Model, direction: Direction) -> str:
        """Return the declaration of a model's type, without its comment."""
        if model.is_enum:
            return self._declare_enum(model)
        self._declaring = model
        try:
            name = model.name_in(direction)
            if not model.base_name:
                return self.declare_as(name, model.schema, direction)
            base_name = model.base_in(direction)
            base = self.declare_as(base_name, model.schema, direction)
            return f"{base}\n\n{alias(name, self._variants(model, base_name, direction))}"
        finally:
            self._declaring = None

    def declare_as(self, name: str, schema: Schema, direction: Direction) -> str:
        """Return the declaration of a schema's type under a name: an interface where it can be one."""
        arms = self._own(schema, direction, direct=True)
        if is_object(arms) and not is_composed(schema):
            return f"export interface {name} {arms[0]}"
        return alias(name, arms)

    def _declare_enum(self, model: Model) -> str:
        values = [quote(value) for value in enum_values(model.schema)]
        declared: Arms = tuple(values)
        kind = model.name
        self.runtime_used |= {"Enumeration", "enumeration"}
        if is_extensible(model.schema):
            self.runtime_used |= {"Open", "Known"}
            declared = (f"Open<{between_angles(declared, WIDTH - len(model.name) - 22)}>",)
            kind = f"Known<{model.name}>"
        head = f"export const {model.name}: Enumeration<{kind}> = /* @__PURE__ */ enumeration("
        listed = enclose("[", values, "]", WIDTH - len(head) - 2)
        return f"{alias(model.name, declared)}\n{head}{listed});"

    def _variants(self, base: Model, base_name: str, direction: Direction) -> Arms:
        """Return the union of what extends ``base``, each arm with its discriminator."""
        discriminator = base.schema.discriminator
        if discriminator is None:  # pragma: no cover - only models with a discriminator have variants
            return (base_name,)
        tags = self._tags(discriminator.mapping)
        arms: list[Arms] = []
        for variant in base.variants:
            name = variant.name_in(direction)
            self.models_used.add(name)
            arms.append(tagged((name,), discriminator.property_name, tags.get(variant) or [variant.wire_name]))
        if direction == "out":
            self.runtime_used.add("UnknownVariant")
            arms.append((Intersection(f"{base_name} & {{ {key(discriminator.property_name)}: UnknownVariant }}"),))
        return union(arms)

    def _tags(self, mapping: Mapping[str, Schema]) -> dict[Model, list[str]]:
        tags: dict[Model, list[str]] = {}
        for value, target in mapping.items():
            model = self.survey.model(target)
            if model is not None:
                tags.setdefault(model, []).append(value)
        return tags

    def _write(self, schema: Schema, direction: Direction, *, direct: bool) -> Arms:
        """Return a type. ``direct`` is set where nothing lies between it and the declaration it is a part of."""
        model = self.survey.model(schema)
        if model is None:
            return self._own(schema.resolved, direction, direct=direct)
        if direct and self._declaring is not None and self._leads_back(model, self._declaring):
            return self._cut(model, self._declaring, direction)
        name = model.name_in(direction)
        self.models_used.add(name)
        if not model.is_enum:
            return (name,)
        arms: Arms = (name,)
        if direction == "out" and not is_extensible(model.schema):
            self.runtime_used.add("Open")
            arms = (f"Open<{name}>",)
        return (*arms, "null") if model.schema.nullable else arms

    def _cut(self, model: Model, declaring: Model, direction: Direction) -> Arms:
        """Return what stands for a model in a definition that would otherwise define itself by itself."""
        if model.base_name and declaring in model.variants:
            self.models_used.add(model.base_in(direction))
            return (model.base_in(direction),)
        return ANYTHING

    def _leads_back(self, start: Model, goal: Model) -> bool:
        """Whether ``start`` comes to ``goal`` through ``allOf``, ``oneOf`` and ``anyOf`` alone."""
        waiting, seen = [start], {start}
        while waiting:
            model = waiting.pop()
            if model is goal:
                return True
            schema = model.schema
            parts = (*schema.all_of, *schema.one_of, *schema.any_of)
            for near in [*filter(None, map(self.survey.model, parts)), *model.variants]:
                if near not in seen:
                    seen.add(near)
                    waiting.append(near)
        return False

    def _own(self, schema: Schema, direction: Direction, *, direct: bool) -> Arms:
        """Return the type of a schema that stands here itself and is not a reference."""
        if schema.is_boolean:
            return ("never",) if schema.never else ANYTHING
        if schema.has_const:
            return (literal(schema.const),) if is_plain(schema.const) else ANYTHING
        if values := enum_values(schema):
            return _listed(schema, values, direction)
        parts = [self._write(part, direction, direct=direct) for part in schema.all_of]
        if schema.ref is not None:
            parts.append(self._write(schema.ref, direction, direct=direct))
        parts += self._alternatives(schema, direction, direct=direct)
        core = self._core(schema, direction)
        if core not in (ANYTHING, ANY_OBJECT) or not parts:
            parts.append(core)
        arms = intersection(parts)
        return union([arms, _NULL]) if "null" in schema.types else arms

    def _alternatives(self, schema: Schema, direction: Direction, *, direct: bool) -> list[Arms]:
        found: list[Arms] = []
        for choices in (schema.one_of, schema.any_of):
            arms = union(self._choices(schema, choices, direction, direct=direct)) if choices else ANYTHING
            # A choice that only narrows ("required" alone) says nothing as a type, and would swallow its neighbours.
            if arms != ANYTHING:
                found.append(arms)
        return found

    def _choices(self, schema: Schema, choices: Iterable[Schema], direction: Direction, *, direct: bool) -> list[Arms]:
        discriminator = schema.discriminator
        if discriminator is None:
            return [
                ANYTHING if _only_narrows(choice) else self._write(choice, direction, direct=direct)
                for choice in choices
            ]
        name = discriminator.property_name
        tags = self._tags(discriminator.mapping)
        written = []
        for choice in choices:
            if _only_narrows(choice):
                return [ANYTHING]
            arms = self._write(choice, direction, direct=direct)
            model = self.survey.model(choice)
            values = (tags.get(model) or [model.wire_name]) if model else []
            own = property_of(choice, name)
            settled = own is not None and (own.resolved.has_const or len(enum_values(own.resolved)) == 1)
            written.append(arms if settled or not values or arms == ANYTHING else tagged(arms, name, values))
        if direction == "out":
            self.runtime_used.add("UnknownVariant")
            written.append((f"{{ {key(name)}: UnknownVariant; [member: string]: unknown }}",))
        return written

    def _core(self, schema: Schema, direction: Direction) -> Arms:
        """Return the type by ``type``, or by the words present where there is none."""
        types = [name for name in schema.types if name != "null"]
        if not types and schema.types:
            return _NULL
        types = types or _implied(schema)
        return union(self._typed(name, schema, direction) for name in types) if types else ANYTHING

    def _typed(self, name: str, schema: Schema, direction: Direction) -> Arms:
        if name == "object":
            return self._object(schema, direction)
        if name == "array":
            return self._array(schema, direction)
        if name == "integer" and is_long_integer(schema):
            return self._runtime("Int64")
        if name == "string" and schema.decimal is not None:
            return self._runtime("DecimalInput" if direction == "in" else "Decimal")
        if name == "string" and schema.format == "binary":
            return ("Blob", "Uint8Array")
        return ("number",) if name == "integer" else (name,) if name in {"string", "number", "boolean"} else ANYTHING

    def _runtime(self, name: str) -> Arms:
        self.runtime_used.add(name)
        return (name,)

    def _array(self, schema: Schema, direction: Direction) -> Arms:
        items = schema.items
        rest = list_of(self.write(items, direction) if items is not None else ANYTHING)
        if not schema.prefix_items:
            return rest
        fewest = schema.min_items or 0
        texts = []
        for index, item in enumerate(schema.prefix_items):
            arms = self.write(item, direction)
            texts.append(lay_out(arms).lstrip() if index < fewest else f"{grouped(arms)}?")
        if schema.max_items != len(texts) and not (items is not None and items.never):
            texts.append(f"...{rest[0]}")
        return (enclose("[", texts, "]", WIDTH - 20),)

    def _object(self, schema: Schema, direction: Direction) -> Arms:
        members: list[str] = []
        present: list[Arms] = []
        required = set(schema.required)
        for name, value in schema.properties.items():
            if _is_absent(value, direction):
                continue
            arms = self.write(value, direction)
            present.append(arms if name in required else (*arms, "undefined"))
            mark = "" if name in required else "?"
            members.append(member(f"{key(name)}{mark}", arms, self.comment(value)))
        for name in schema.required:
            if name not in schema.properties:
                members.append(f"{key(name)}: unknown;")
                present.append(ANYTHING)
        index = self._index(schema, direction, present)
        if index and not members and "\n" not in index:
            return (f"{{ {index.removesuffix(';')} }}",)
        if index:
            members.append(index)
        if members:
            return (enclose_members(members),)
        extra = schema.additional_properties
        return ("{ [name: string]: never }",) if extra is not None and extra.never else ANY_OBJECT

    def _index(self, schema: Schema, direction: Direction, present: list[Arms]) -> str:
        """Return the index signature, if any. It must allow what the named members hold, and says so."""
        kinds = list(schema.pattern_properties.values())
        extra = schema.additional_properties
        if extra is not None and not extra.never:
            kinds.append(extra)
        if not kinds:
            return ""
        arms = union([*(self.write(kind, direction) for kind in kinds), *present])
        if "undefined" in arms:
            arms = (*(arm for arm in arms if arm != "undefined"), "undefined")
        return member("[name: string]", arms)

    def comment(self, schema: Schema, margin: str = "") -> str:
        """Return the comment of a member or parameter: what its schema says, or the scalar it refers to."""
        target = schema.resolved
        is_model = self.survey.model(schema) is not None
        said = [schema.description or ("" if is_model else target.description)]
        default = schema.default if schema.has_default else target.default if target.has_default else None
        if default not in (None, "") and is_plain(default):
            said.append(f"Default: `{literal(default)}`.")
        if schema.deprecated or target.deprecated:
            said.append("@deprecated")
        return doc(said, margin)


def enclose_members(members: Iterable[str]) -> str:
    """Return an object type with one member per line."""
    body = "\n".join(members).replace("\n", "\n  ").replace("\n  \n", "\n\n")
    return f"{{\n  {body}\n}}"


def _listed(schema: Schema, values: tuple[Any, ...], direction: Direction) -> Arms:
    arms = [literal(value) for value in values]
    if (len(arms) > 1 and direction == "out") or is_extensible(schema):
        kinds = {type(value) for value in values}
        if kinds == {str}:
            arms.append("(string & {})")
        elif kinds <= {int, float}:
            arms.append("(number & {})")
    return (*arms, "null") if schema.nullable else tuple(arms)


def _is_absent(schema: Schema, direction: Direction) -> bool:
    """Whether a property does not travel in that direction."""
    target = schema.resolved
    if direction == "in":
        return schema.read_only or target.read_only
    return schema.write_only or target.write_only


def _only_narrows(schema: Schema) -> bool:
    """Whether the schema says which members must be there, and nothing about what they are."""
    target = schema.resolved
    return not (target.types or target.properties or is_composed(target)) and bool(target.required)


def _implied(schema: Schema) -> list[str]:
    if any(getattr(schema, word) for word in _OBJECT_WORDS):
        return ["object"]
    return ["array"] if schema.items is not None or schema.prefix_items else []
