"""House rules of bodies: what clients send is closed, what they get is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.pointers import json_body, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context


def check(context: Context) -> Iterator[Problem]:
    """Judge all schemas that requests reach, and all that answers reach."""
    sent = _reached(_bodies_sent(context))
    got = _reached(_bodies_got(context))
    for schema in sent.values():
        yield from _closed(context, schema)
    for place, schema in got.items():
        yield from _open(context, schema)
        if place not in sent and schema.enum is not None and "string" in schema.types:
            yield context.problem("house-enum-open", schema.place / "enum")


def _bodies_sent(context: Context) -> Iterator[Schema]:
    for operation in context.contract.operations:
        body = json_body(operation.request_body.content) if operation.request_body else None
        if body is not None:
            yield body


def _bodies_got(context: Context) -> Iterator[Schema]:
    for operation in context.contract.operations:
        for response in operation.responses.values():
            body = json_body(response.content)
            if body is not None:
                yield body


def _reached(roots: Iterator[Schema]) -> dict[Place, Schema]:
    """Return every schema that a value of ``roots`` may be judged by, by place."""
    found: dict[Place, Schema] = {}
    waiting = list(roots)
    while waiting:
        for part in parts(waiting.pop()):
            if part.place in found:
                continue
            found[part.place] = part
            items = [part.items] if part.items is not None else []
            extra = [part.additional_properties] if part.additional_properties is not None else []
            waiting += [*part.properties.values(), *items, *part.prefix_items, *extra]
    return found


def _closed(context: Context, schema: Schema) -> Iterator[Problem]:
    """A schema that declares properties refuses others, itself or (unevaluated) for all its parts."""
    if not schema.properties:
        return
    raw = schema.raw if isinstance(schema.raw, dict) else {}
    if raw.get("additionalProperties") is not False and raw.get("unevaluatedProperties") is not False:
        got = "`additionalProperties: true`" if raw.get("additionalProperties") is True else "an open object"
        yield context.problem("house-request-closed", schema.place, got=got)


def _open(context: Context, schema: Schema) -> Iterator[Problem]:
    raw = schema.raw if isinstance(schema.raw, dict) else {}
    for word in ("additionalProperties", "unevaluatedProperties"):
        if raw.get(word) is False and schema.properties:
            yield context.problem("house-response-open", schema.place / word, word=word)
