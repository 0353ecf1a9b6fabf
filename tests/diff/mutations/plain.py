"""A small document with a plain schema of every sort, so that each kind of mutation finds a place."""

from __future__ import annotations

from typing import Any

TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
THING: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "note": TEXT,
        "size": WHOLE,
        "price": NUMBER,
        "side": {"type": "string", "enum": ["buy", "sell", "none"]},
        "ended": {"type": ["string", "null"]},
        "names": {"type": "array", "items": TEXT},
        "labels": {"type": "object", "additionalProperties": TEXT},
        "extra": {"type": "object", "properties": {"a": TEXT, "b": WHOLE}},
    },
}
BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
PLAIN: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com"}],
    "security": [{"key": []}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [
                    {"name": "names", "in": "query", "schema": {"type": "array", "items": TEXT}},
                    {"name": "limit", "in": "query", "schema": WHOLE},
                    {"name": "below", "in": "query", "schema": NUMBER},
                    {"name": "note", "in": "query", "schema": TEXT},
                ],
                "responses": {"200": {"description": "Things.", **BODY}, "404": {"description": "None."}},
            },
            "post": {
                "operationId": "addThing",
                "requestBody": {"required": True, **BODY},
                "responses": {"201": {"description": "Added.", **BODY}},
            },
        },
        "/things/{id}": {
            "patch": {
                "operationId": "changeThing",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "requestBody": BODY,
                "responses": {"200": {"description": "Changed.", **BODY}},
            }
        },
    },
    "components": {
        "schemas": {"Thing": THING, "Other": TEXT},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
