"""Exact decimals are strings, and their bounds leave room."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from tradespec.lint.explain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge each schema with ``format: decimal`` or ``x-decimal``."""
    ours = _is_ours(context)
    for visit in context.tour.of("schema"):
        if not isinstance(visit.value, dict):
            continue
        word = "x-decimal" if "x-decimal" in visit.value else "format"
        if word == "format" and not (ours and visit.value.get("format") == "decimal"):
            continue
        yield from _type(context, visit.value, visit.place, word)
        if isinstance(visit.value.get("x-decimal"), dict):
            yield from _bounds(context, visit.value["x-decimal"], visit.place / "x-decimal")


def _is_ours(context: Context) -> bool:
    """Elsewhere ``format: decimal`` is an old custom for numbers; it is ours beside any other word of ours."""
    if context.contract.errors or context.contract.limits:
        return True
    return any("x-decimal" in visit.value for visit in context.tour.of("schema") if isinstance(visit.value, dict))


def _type(context: Context, schema: dict[str, Any], place: Place, word: str) -> Iterator[Problem]:
    types = schema.get("type")
    said = types if isinstance(types, list) else [types]
    if "string" not in said or not {"string", "null"}.issuperset(str(each) for each in said):
        written = f"`{word}`" if word == "x-decimal" else "`format: decimal`"
        got = f"type {shown(types)}" if types is not None else "no type"
        yield context.problem("decimal-not-string", place / word, word=written.strip("`"), got=got)


def _bounds(context: Context, bounds: dict[str, Any], place: Place) -> Iterator[Problem]:
    values = {name: number for name in bounds if (number := _number(bounds[name])) is not None}
    low = [name for name in ("minimum", "exclusive_minimum") if name in values]
    high = [name for name in ("maximum", "exclusive_maximum") if name in values]
    for lower in low:
        for upper in high:
            if values[lower] > values[upper]:
                expected = f"{lower} at most {upper} {bounds[upper]}"
                yield context.problem("decimal-bounds", place / lower, expected=expected, got=bounds[lower])
    tick, scale = values.get("tick"), bounds.get("scale")
    if tick is not None and tick <= 0:
        yield context.problem("decimal-bounds", place / "tick", expected="a tick above 0", got=bounds["tick"])
    elif tick is not None and isinstance(scale, int) and -int(tick.normalize().as_tuple().exponent) > scale:
        expected = f"a tick of at most {scale} digits after the point (scale)"
        yield context.problem("decimal-bounds", place / "tick", expected=expected, got=bounds["tick"])


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None  # reported by the word's own schema
