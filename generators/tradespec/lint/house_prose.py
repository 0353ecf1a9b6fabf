"""House rules of prose: everything is named, described and shown by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.pointers import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import MediaType, Operation, Parameter, Schema
    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge operations, then the schemas that have names."""
    for operation in context.contract.operations:
        yield from _operation(context, operation)
        for parameter in operation.parameters:
            yield from _parameter(context, parameter)
        if operation.request_body is not None:
            for media in operation.request_body.content.values():
                yield from _body(context, media, f"the body of {operation.id}")
        for response in operation.responses.values():
            for media in response.content.values():
                yield from _body(context, media, f"answer {response.status} of {operation.id}")
    for name, schema in context.contract.schemas.items():
        yield from _schema(context, name, schema)


def _operation(context: Context, operation: Operation) -> Iterator[Problem]:
    said = {
        "an operationId": operation.has_own_id,
        "a summary": operation.summary,
        "a description": operation.description,
        "a tag": operation.tags,
    }
    for missing, present in said.items():
        if not present:
            where = f"{operation.method} {operation.path}"
            yield context.problem("house-operation-complete", operation.place, missing=missing, operation=where)


def _parameter(context: Context, parameter: Parameter) -> Iterator[Problem]:
    what = f"parameter {parameter.name!r}"
    if not parameter.description and not _described(parameter.schema):
        yield context.problem("house-description", parameter.place, what=what)
    if not parameter.examples and not _has_example(parameter.schema):
        yield context.problem("house-example", parameter.place, what=what)


def _body(context: Context, media: MediaType, what: str) -> Iterator[Problem]:
    if not media.examples and not _has_example(media.schema):
        yield context.problem("house-example", media.place, what=what)


def _schema(context: Context, name: str, schema: Schema) -> Iterator[Problem]:
    if not _described(schema):
        yield context.problem("house-description", schema.place, what=f"schema {name!r}")
    if not _has_example(schema):
        yield context.problem("house-example", schema.place, what=f"schema {name!r}")
    for owner, property_name, value in _properties(schema):
        if not _described(value):
            what = f"property {property_name!r} of {name!r}"
            yield context.problem("house-description", owner / "properties" / property_name, what=what)


def _properties(schema: Schema) -> Iterator[tuple[Place, str, Schema]]:
    own = schema.resolved
    for name, value in own.properties.items():
        yield own.place, name, value


def _described(schema: Schema | None) -> bool:
    return schema is not None and any(part.description for part in (schema, *parts(schema)))


def _has_example(schema: Schema | None) -> bool:
    """Whether the schema shows a value of itself; enums and constants show themselves."""
    return schema is not None and any(
        part.examples or part.enum is not None or part.has_const for part in (schema, schema.resolved)
    )
