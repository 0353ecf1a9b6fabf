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

OLD_THING: dict[str, Any] = {
    **THING,
    "properties": {name: said for name, said in THING["properties"].items() if name != "ended"},
}
OLD_BODY = {"schema": {"$ref": "#/definitions/Thing"}}
PLAIN_2: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Things", "version": "1.0.0"},
    "host": "api.example.com",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "security": [{"key": []}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [
                    {"name": "names", "in": "query", "type": "array", "items": TEXT},
                    {"name": "limit", "in": "query", "type": "integer"},
                    {"name": "note", "in": "query", "type": "string"},
                ],
                "responses": {"200": {"description": "Things.", **OLD_BODY}, "404": {"description": "None."}},
            },
            "post": {
                "operationId": "addThing",
                "parameters": [{"name": "thing", "in": "body", "required": True, **OLD_BODY}],
                "responses": {"201": {"description": "Added.", **OLD_BODY}},
            },
        },
        "/things/{id}": {
            "patch": {
                "operationId": "changeThing",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "thing", "in": "body", **OLD_BODY},
                ],
                "responses": {"200": {"description": "Changed.", **OLD_BODY}},
            }
        },
    },
    "definitions": {"Thing": OLD_THING, "Other": TEXT},
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
}
"""The same in Swagger 2.0."""
