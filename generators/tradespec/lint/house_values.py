"""House rules of values: money, ids, times, names and enums (the contract's guide, "Conventions")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradespec.lint.explain import listed
from tradespec.lint.pointers import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context

MONEY = frozenset(
    [
        "amount",
        "available",
        "balance",
        "cost",
        "fee",
        "funds",
        "held",
        "notional",
        "price",
        "quantity",
        "size",
        "volume",
    ]
)
"""Last words of names whose values are exact decimals."""

COUNTED = frozenset({"page_size", "batch_size"})
TIMES = frozenset(["time", "at", "start", "end", "since", "until"])
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_VALUE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


def check(context: Context) -> Iterator[Problem]:
    """Judge each named value: properties wherever they stand, and parameters."""
    for name, schema, place in _named(context):
        if _SNAKE.fullmatch(name) is None:
            yield context.problem("house-name-case", place, name=name)
        yield from _value(context, name, schema, place)
    yield from _enums(context)


def _named(context: Context) -> Iterator[tuple[str, Schema, Place]]:
    for visit in context.tour.of("schema"):
        tokens = visit.place.pointer.split("/")
        if visit.parent == "schema" and len(tokens) > 1 and tokens[-2] == "properties" and not visit.entered:
            yield tokens[-1].replace("~1", "/").replace("~0", "~"), context.contract.schema_at(visit.place), visit.place
    seen: set[Place] = set()
    for operation in context.contract.operations:
        for parameter in operation.parameters:
            if parameter.location != "header" and parameter.schema is not None and parameter.place not in seen:
                seen.add(parameter.place)
                yield parameter.name, parameter.schema, parameter.place


def _value(context: Context, name: str, schema: Schema, place: Place) -> Iterator[Problem]:
    types, formats, decimal = _facts(schema)
    scalar = types - {"null", "object", "array"}
    if not scalar:
        return
    got = f"{listed(sorted(types))}{f' with format {listed(sorted(formats))}' if formats else ''}"
    last = name.rpartition("_")[2]
    if last in MONEY and name not in COUNTED and not (scalar == {"string"} and decimal):
        yield context.problem("house-money-decimal", place, name=name, got=got)
    elif last == "id" and scalar != {"string"}:
        yield context.problem("house-id-string", place, name=name, got=got)
    elif last in TIMES and not (scalar == {"string"} and "date-time" in formats):
        yield context.problem("house-time-format", place, name=name, got=got)


def _facts(schema: Schema) -> tuple[set[str], set[str], bool]:
    """Return (types, formats, whether decimal) over all that a schema is composed of."""
    composed = list(parts(schema))
    types = {each for part in composed for each in part.types}
    formats = {part.format for part in composed if part.format}
    return types, formats, any(part.decimal is not None or part.format == "decimal" for part in composed)


def _enums(context: Context) -> Iterator[Problem]:
    for visit in context.tour.of("schema"):
        for key in ("enum", "x-extensible-enum"):
            values = visit.value.get(key) if isinstance(visit.value, dict) else None
            for index, value in enumerate(values if isinstance(values, list) else ()):
                if isinstance(value, str) and _VALUE.fullmatch(value) is None:
                    yield context.problem("house-enum-case", visit.place / key / str(index), value=value)
