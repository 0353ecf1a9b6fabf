"""Which schemas get a name of their own, and which of them look different when sent than when received.

Sent, an enumeration is closed and a decimal may be given in several forms; received, an enumeration is open and a decimal is
exact text. An object that contains such a thing and travels both ways needs two types; every other one needs one.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal

from tradespec.emit.typescript.names import TYPES_TAKEN, Names, pascal
from tradespec.emit.typescript.schemas import children, enum_values, is_scalar, is_string_enum
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tradespec.contract import Contract, Operation, Schema
    from tradespec.document import Place

Direction = Literal["in", "out"]
"""``in``: sent to the server. ``out``: received from it."""


@dataclass(slots=True, eq=False)
class Model:
    """A schema with a name."""

    name: str
    schema: Schema
    is_enum: bool
    directions: set[Direction] = field(default_factory=set)
    differs: bool = False
    """Whether the type depends on the direction."""
    parts: list[Model] = field(default_factory=list)
    """Models that this one mentions."""
    variants: list[Model] = field(default_factory=list)
    """Models that extend this one by ``allOf``, where it has a discriminator and no ``oneOf``."""
    input_name: str = ""
    base_name: str = ""

    @property
    def wire_name(self) -> str:
        """Return the name in the document, which a discriminator without a mapping goes by."""
        return self.schema.name or self.name

    def base_in(self, direction: Direction) -> str:
        """Return the name of the type that the variants extend, in that direction."""
        return f"{self.base_name}Input" if direction == "in" and self.input_name else self.base_name

    def name_in(self, direction: Direction) -> str:
        """Return the type's name in that direction."""
        return self.input_name if direction == "in" and self.input_name else self.name


class Survey:
    """All models of a contract, by place, in the order of the document."""

    def __init__(self, contract: Contract) -> None:
        self.names = Names(TYPES_TAKEN, suffix="Model")
        self._by_place: dict[Place, Model] = {}
        self._pending: deque[Model] = deque()
        for name, schema in contract.schemas.items():
            target = schema.resolved
            if not is_scalar(target) and target.place not in self._by_place:
                self._add(target, pascal(name))
        self._look_inside()
        for operation in contract.operations:
            for direction, schema in exchanged(operation):
                self._mark(schema, direction)
        self._look_inside()
        self._find_variants()
        self._spread_differences()
        self._name_inputs()

    @property
    def models(self) -> Iterable[Model]:
        """The models, in document order; those that only references lead to come last."""
        return self._by_place.values()

    def model(self, schema: Schema) -> Model | None:
        """Return the model that a schema is or refers to; ``None`` where it is written in place."""
        return self._by_place.get(schema.resolved.place)

    def _add(self, schema: Schema, wanted: str) -> Model:
        model = Model(self.names.claim(wanted), schema, is_string_enum(schema))
        self._by_place[schema.place] = model
        self._pending.append(model)
        return model

    def _named(self, schema: Schema) -> Model | None:
        """Return the model of a schema, making one where a reference leads to a place without a name."""
        target = schema.resolved
        model = self._by_place.get(target.place)
        if model is None and schema.ref is not None and not is_scalar(target):
            model = self._add(target, pascal(target.name or _last_name(target.place)))
        return model

    def _look_inside(self) -> None:
        while self._pending:
            model = self._pending.popleft()
            found = self._contents(model.schema)
            model.parts = list(dict.fromkeys(found.models))
            model.differs = found.differs

    def _contents(self, schema: Schema) -> _Contents:
        """Return what lies inside a schema, down to the models it mentions."""
        found = _Contents([], differs=_differs(schema))
        for child in children(schema):
            model = self._named(child)
            if model is not None:
                found.models.append(model)
                found.differs |= model.is_enum or child.read_only or child.write_only
                continue
            inner = self._contents(child.resolved)
            found.models += inner.models
            found.differs |= inner.differs or child.read_only or child.write_only
        return found

    def _mark(self, schema: Schema, direction: Direction) -> None:
        """Note that a schema, and all that it mentions, travels in a direction."""
        model = self._named(schema)
        waiting = [model] if model else self._contents(schema).models
        self._look_inside()
        while waiting:
            model = waiting.pop()
            if direction not in model.directions:
                model.directions.add(direction)
                waiting += model.parts

    def _find_variants(self) -> None:
        for model in self._by_place.values():
            for part in model.schema.all_of:
                base = self.model(part)
                if base and base is not model and base.schema.discriminator and not base.schema.one_of:
                    base.variants.append(model)
        for base in self._by_place.values():
            if base.variants:
                base.base_name = self.names.claim(f"{base.name}Base")
                base.differs = True
                for direction in list(base.directions):
                    for variant in base.variants:
                        self._mark(variant.schema, direction)
                base.parts += base.variants

    def _spread_differences(self) -> None:
        users: dict[Model, list[Model]] = {}
        for model in self._by_place.values():
            for part in model.parts:
                users.setdefault(part, []).append(model)
        waiting = [model for model in self._by_place.values() if model.differs and not model.is_enum]
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if not user.differs:
                    user.differs = True
                    waiting.append(user)

    def _name_inputs(self) -> None:
        for model in self._by_place.values():
            if model.differs and not model.is_enum and len(model.directions) == 2:  # noqa: PLR2004 - both ways
                model.input_name = self.names.claim(f"{model.name}Input")


@dataclass(slots=True)
class _Contents:
    models: list[Model]
    differs: bool


def _differs(schema: Schema) -> bool:
    """Whether the type of this very schema depends on the direction."""
    if schema.decimal is not None or schema.discriminator is not None:
        return True
    return len(enum_values(schema)) > 1 and not schema.is_boolean


def exchanged(operation: Operation) -> Iterator[tuple[Direction, Schema]]:
    """Yield the schemas that an operation sends and receives."""
    for parameter in operation.parameters:
        if parameter.schema is not None:
            yield "in", parameter.schema
        for media in parameter.content.values():
            if media.schema is not None:
                yield "in", media.schema
    if operation.request_body is not None:
        for media in operation.request_body.content.values():
            if media.schema is not None:
                yield "in", media.schema
    for status, response in operation.responses.items():
        if status[:1] == "2" or status == "default":
            for media in response.content.values():
                if media.schema is not None:
                    yield "out", media.schema


def _last_name(place: Place) -> str:
    """Return a name for a schema that has none: the last telling word of the way to it."""
    dull = {
        "schema",
        "items",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "content",
        "schemas",
        "definitions",
        "responses",
    }
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in place.pointer.split("/")]
    telling = [token for token in tokens if token and token not in dull and not token.isdecimal() and "/" not in token]
    if telling:
        return telling[-1]
    return place.file.rpartition("/")[2].partition(".")[0]
