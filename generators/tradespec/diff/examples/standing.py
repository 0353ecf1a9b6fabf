"""Where a schema stands in an example: each position of `tradespec.diff.endings` as a whole small document."""

from __future__ import annotations

from typing import Any, Final

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
TEXT: Final = "text/plain"
XML: Final = "application/xml"
Value = dict[str, Any]


def document(operation: Value, schemas: Value | None = None, **more: Any) -> Value:
    """Return a document with one operation, ``POST /orders``."""
    components = {"components": {"schemas": schemas}} if schemas else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1.0.0"},
        "paths": {
            "/orders": {
                "post": {"operationId": "placeOrder", "responses": {"204": {"description": "Done."}}, **operation}
            }
        },
        **components,
        **more,
    }


def body(schema: Any, media: str = JSON) -> Value:
    """Return ``content`` of one media type."""
    return {"content": {media: {"schema": schema}}}


def member(schema: Any, **more: Any) -> Value:
    """Return an object with one member."""
    held = {**schema, **more} if isinstance(schema, dict) else schema
    return {"type": "object", "properties": {"side": held}}


def request(schema: Any, media: str = JSON) -> Value:
    """Return an operation that takes a body."""
    return {"requestBody": {"required": True, **body(schema, media)}}


def answer(schema: Any, media: str = JSON) -> Value:
    """Return an operation that answers with a body."""
    return {"responses": {"200": {"description": "Done.", **body(schema, media)}}}


def parameter(schema: Any, location: str = "query", *, content: bool = False) -> Value:
    """Return an operation with one parameter."""
    written = body(schema) if content else {"schema": schema}
    name = "X-Order" if location == "header" else "order"
    return {"parameters": [{"name": name, "in": location, **written}]}


def header(schema: Any, *, content: bool = False) -> Value:
    """Return an operation whose answer has one header."""
    written = body(schema) if content else {"schema": schema}
    return {"responses": {"200": {"description": "Done.", "headers": {"X-Order": {"required": True, **written}}}}}


def standing(position: str, schema: Any, media: str = JSON) -> Value:
    """Return an operation in which a schema stands at a position."""
    plain = media != JSON
    return {
        "request-body": lambda: request(schema, media),
        "request-property": lambda: request(member(schema), media),
        "request-read-only-property": lambda: request(member(schema, readOnly=True)),
        "request-parameter": lambda: parameter(schema),
        "request-parameter-property": lambda: parameter(member(schema), content=True),
        "request-header-property": lambda: parameter(member(schema), "header", content=True),
        "response-body": lambda: answer(schema, media),
        "response-property": lambda: answer(member(schema), media),
        "response-write-only-property": lambda: answer(member(schema, writeOnly=True)),
        "response-header": lambda: header(schema, content=not plain and holds_parts(schema)),
        "response-header-property": lambda: header(member(schema), content=True),
    }[position]()


def holds_parts(schema: Any) -> bool:
    """Whether a schema describes lists or objects."""
    return isinstance(schema, dict) and schema.get("type") in ("array", "object")
