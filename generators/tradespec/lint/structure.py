"""Shape: the document against the OpenAPI schemas that openapi-spec-validator ships, its schemas against JSON Schema
itself.

Only the schemas of openapi-spec-validator are used and jsonschema-rs runs them. The package's own validator adds
checks of meaning that report no place in the document; ours (`operations`, `examples`, `schemas`) report one, over
several files, in a tenth of the time, and a test compares the two. A part that lies in another file is judged where
it lies, as the kind of object that the reference wants.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tradespec.contract.upgraded import Upgraded
from tradespec.lint.explain import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema_rs import ValidationError

    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context

Entered = frozenset[tuple[str, str]]
"""(file, pointer) of the objects that were reached from another kind or by a reference."""

_NAMES_3_0 = {
    "path_item": "PathItem",
    "operation": "Operation",
    "parameter": "Parameter",
    "header": "Header",
    "request_body": "RequestBody",
    "response": "Response",
    "media_type": "MediaType",
    "example": "Example",
    "link": "Link",
    "security_scheme": "SecurityScheme",
    "callback": "Callback",
    "schema": "Schema",
}
_NAMES_3_1 = {kind: kind.replace("_", "-") for kind in _NAMES_3_0} | {"callback": "callbacks"}
_NAMES = {"3.0": _NAMES_3_0, "3.1": _NAMES_3_1, "3.2": _NAMES_3_1}
"""Dialect -> kind -> what the published schema calls it."""


_DIALECT_2020 = "https://json-schema.org/draft/2020-12/schema"
_DIALECTS_KNOWN = (
    _DIALECT_2020,
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
)


def check(context: Context) -> Iterator[Problem]:
    """Judge the entry file whole, then each part that other files contribute."""
    dialect = context.contract.dialect
    if isinstance(context.document, Upgraded):
        yield from _as_written(context, context.document)
        return
    yield from _judge(context, "document", context.document.root, context.root)
    entry = context.document.entry
    entered = _entered(context)
    for visit in context.tour.visits:
        foreign = visit.place.file != entry and visit.entered and visit.kind in _NAMES[dialect]
        if foreign and not _lies_within(entered, visit.place):
            yield from _judge(context, visit.kind, visit.value, visit.place)
    if dialect in {"3.1", "3.2"}:
        yield from _schemas(context, entered)


def _judge(context: Context, kind: str, value: Any, place: Place) -> Iterator[Problem]:
    if kind != "document" and isinstance(value, dict) and "$ref" in value:
        return  # a reference to a reference; what it leads to is judged on its own
    for finding in explain(_validator(context.contract.dialect, kind)(value)):
        where = place
        for part in finding.path:
            where = where / str(part)
        yield context.problem("structure", where, found=finding.found, next=finding.next_step)


def _as_written(context: Context, document: Upgraded) -> Iterator[Problem]:
    """Judge a document of Swagger 2.0 as it is written, not as the reader respelled it; all files in one."""
    for finding in explain(_validator("2.0", "document")(document.written)):
        yield context.problem(
            "structure", document.written_at(finding.path), found=finding.found, next=finding.next_step
        )


def _lies_within(entered: Entered, place: Place) -> bool:
    """Whether an enclosing object of the same file was entered too, so that judging that one covers this."""
    return any((place.file, pointer) in entered for pointer in _ancestors(place.pointer))


def _ancestors(pointer: str) -> Iterator[str]:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _entered(context: Context) -> Entered:
    kinds = _NAMES[context.contract.dialect]
    return frozenset((v.place.file, v.place.pointer) for v in context.tour.visits if v.entered and v.kind in kinds)


@cache
def _validator(dialect: str, kind: str) -> Callable[[Any], list[ValidationError]]:
    """Return a function from an object of that kind to what is wrong with it."""
    import jsonschema_rs

    schema = _published(dialect)
    if kind != "document":
        words = "$defs" if "$defs" in schema else "definitions"
        identity = str(schema.get("$id", schema.get("id")))
        registry = jsonschema_rs.Registry([(identity, schema)])
        pointed = {"$schema": schema["$schema"], "$ref": f"{identity}#/{words}/{_NAMES[dialect][kind]}"}
        compiled = jsonschema_rs.validator_for(pointed, registry=registry)
    else:
        compiled = jsonschema_rs.validator_for(schema)
    return lambda value: list(compiled.iter_errors(value))


def _published(dialect: str) -> dict[str, Any]:
    from openapi_spec_validator import schemas

    published = {
        "2.0": schemas.schema_v2,
        "3.0": schemas.schema_v30,
        "3.1": schemas.schema_v31,
        "3.2": schemas.schema_v32,
    }
    return dict(published[dialect])


def _schemas(context: Context, entered: Entered) -> Iterator[Problem]:
    """Judge each outermost schema of 3.1 and later by JSON Schema 2020-12; other dialects are their author's affair."""
    declared = context.document.root.get("jsonSchemaDialect", _DIALECT_2020)
    if not str(declared).startswith(_DIALECTS_KNOWN):
        return
    judge = _meta_validator()
    for visit in context.tour.of("schema"):
        if not visit.entered or (visit.parent == "schema" and _lies_within(entered, visit.place)):
            continue
        for finding in explain(judge(visit.value)):
            where = visit.place
            for part in finding.path:
                where = where / str(part)
            yield context.problem("schema-invalid", where, found=finding.found, next=finding.next_step)


@cache
def _meta_validator() -> Callable[[Any], list[ValidationError]]:
    import jsonschema_rs

    compiled = jsonschema_rs.validator_for({"$schema": _DIALECT_2020, "$ref": _DIALECT_2020})
    return lambda value: list(compiled.iter_errors(value))
