"""Examples and defaults are valid by the schemas beside them.

Examples stand on schemas, parameters, headers and media types, in ``example``, ``examples`` and ``default``. Each is
checked where it is used: a shared example is judged by every schema that it illustrates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tradespec.lint.explain import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import Validator

    from tradespec.contract import Schema
    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context
    from tradespec.lint.walk import Visit

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

Written = tuple[str, Any, "Place"]
"""(rule when it does not fit, value, place of the value)."""


def check(context: Context) -> Iterator[Problem]:
    """Judge every example and default of the document."""
    validators: dict[Place, Validator | None] = {}
    for visit in context.tour.visits:
        if not isinstance(visit.value, dict) or (visit.kind == "schema" and "$ref" in visit.value):
            continue
        written = list(_written(context, visit))
        holder = _schema_place(visit) if written else None
        if holder is None:
            continue
        schema = context.contract.schema_at(holder)
        if holder not in validators:
            validators[holder], problem = _compile(context, schema)
            yield from [problem] if problem else []
        validator = validators[holder]
        if validator is not None:
            yield from _judge(context, validator, written)


def _written(context: Context, visit: Visit) -> Iterator[Written]:
    """Yield the examples and defaults that stand on one object."""
    value, place = visit.value, visit.place
    if visit.kind not in {"schema", "parameter", "header", "media_type"}:
        return
    if visit.kind == "schema" and "default" in value:
        yield "default-mismatch", value["default"], place / "default"
    if "example" in value:
        yield "example-mismatch", value["example"], place / "example"
    several = value.get("examples")
    if visit.kind == "schema" and isinstance(several, list):
        for index, each in enumerate(several):
            yield "example-mismatch", each, place / "examples" / str(index)
    elif visit.kind != "schema" and isinstance(several, dict):
        for name, each in several.items():
            yield from _named(context, each, place / "examples" / name)


def _named(context: Context, example: Any, place: Place) -> Iterator[Written]:
    """Yield the value of an Example Object, where it has one (it may be kept elsewhere, or be wire text)."""
    from tradespec.document import DocumentError

    if isinstance(example, dict) and isinstance(example.get("$ref"), str):
        try:
            node = context.document.resolve(example["$ref"], place)
        except DocumentError:
            return  # reported as an unresolved reference
        example, place = node.value, node.place
    for key in ("value", "dataValue"):
        if isinstance(example, dict) and key in example:
            yield "example-mismatch", example[key], place / key


def _schema_place(visit: Visit) -> Place | None:
    """Return where the schema is that the object's examples must fit."""
    if visit.kind == "schema":
        return visit.place
    if not isinstance(visit.value.get("schema"), dict | bool):
        return None
    if visit.kind == "media_type" and not _is_json(visit.place.pointer):
        return None  # the example of a form or of XML is the text on the wire
    return visit.place / "schema"


def _is_json(pointer: str) -> bool:
    name = pointer.rpartition("/")[2].replace("~1", "/").lower().partition(";")[0].strip()
    return name.endswith(("/json", "+json")) or name == "*/*"


def _compile(context: Context, schema: Schema) -> tuple[Validator | None, Problem | None]:
    import jsonschema_rs

    try:
        compiled = jsonschema_rs.Draft202012Validator(
            context.contract.json_schema(schema), validate_formats=True, formats={"decimal": _is_decimal}, offline=True
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        why = str(error).split("\n", 1)[0][:160]
        return None, context.problem("schema-unusable", schema.place, why=why)
    return compiled, None


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None


def _judge(context: Context, validator: Validator, written: list[Written]) -> Iterator[Problem]:
    for rule, value, place in written:
        if validator.is_valid(value):
            continue
        for finding in explain(validator.iter_errors(value)):
            where = place
            for part in finding.path:
                where = where / str(part)
            formatted = finding.keyword == "format" and rule == "example-mismatch"
            yield context.problem("example-format" if formatted else rule, where, found=finding.found)
