"""A shop: the smallest API with links, a closed answer and an open enumeration, as a document and as an ASGI application."""

import copy
import json
import textwrap

import pytest

ITEM = {
    "type": "object",
    "required": ["id", "name", "colour", "price"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^i-[0-9]+$"},
        "name": {"type": "string", "maxLength": 20},
        "colour": {"type": "string", "x-extensible-enum": ["red", "blue"]},
        "price": {"type": "integer", "minimum": 0},
    },
}
SHOP = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1.0.0"},
    "paths": {
        "/items": {
            "post": {
                "operationId": "addItem",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/NewItem"},
                            "example": {"name": "cup", "price": 3},
                        }
                    },
                },
                "responses": {
                    "201": {
                        "description": "Added.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
                        "links": {"get": {"operationId": "getItem", "parameters": {"id": "$response.body#/id"}}},
                    },
                    "400": {"description": "Not an item."},
                },
            },
        },
        "/items/{id}": {
            "get": {
                "operationId": "getItem",
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "pattern": "^i-[0-9]+$"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "The item.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}},
                    },
                    "404": {"description": "No such item."},
                },
            },
        },
        "/status": {
            "get": {
                "operationId": "getStatus",
                "responses": {
                    "200": {
                        "description": "How it is.",
                        "content": {"application/json": {"schema": {"type": "object", "required": ["open"]}}},
                    }
                },
            },
        },
    },
    "components": {
        "schemas": {
            "Item": ITEM,
            "NewItem": {
                "type": "object",
                "required": ["name", "price"],
                "additionalProperties": False,
                "properties": {"name": {"type": "string", "maxLength": 20}, "price": {"type": "integer", "minimum": 0}},
            },
        }
    },
}

APPLICATION = """
import json

FAULT = {fault!r}
DOCUMENT = json.loads({document!r})
ITEMS = {{}}


def added(body):
    item = {{"id": f"i-{{len(ITEMS) + 1}}", "name": body["name"], "colour": "red", "price": body["price"]}}
    {fault_in_item}
    ITEMS[item["id"]] = item
    return item


def answer(method, path, body, query=b""):
    {fault_in_answer}
    if path == "/openapi.json":
        return 200, DOCUMENT
    if path == "/status" and method == "GET":
        return 200, {{"open": True}}
    if path == "/items" and method == "POST":
        return 201, added(json.loads(body))
    if path.startswith("/items/") and method == "GET":
        item = ITEMS.get(path.removeprefix("/items/"))
        return (200, item) if item else (404, None)
    return 404, None


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({{"type": message["type"] + ".complete"}})
            if message["type"] == "lifespan.shutdown":
                return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    status, value = answer(scope["method"], scope["path"], body, scope["query_string"])
    headers = dict([] if value is None else [(b"content-type", b"application/json")])
    headers.update({headers!r} if scope["path"] == "/status" else [])
    headers = list(headers.items())
    await send({{"type": "http.response.start", "status": status, "headers": headers}})
    await send({{"type": "http.response.body", "body": b"" if value is None else json.dumps(value).encode()}})
"""


@pytest.fixture
def shop():
    """The shop's document, to be changed at will."""
    return copy.deepcopy(SHOP)


@pytest.fixture
def freeze(tmp_path):
    """Write a document as a release; returns the folder of releases."""

    def write(document, version="1.0.0"):
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True, exist_ok=True)
        document["info"]["version"] = version
        (folder / "openapi.yaml").write_text(json.dumps(document))
        return tmp_path / "releases"

    return write


@pytest.fixture
def open_shop(tmp_path, monkeypatch):
    """Write the shop's application, with a fault on request; returns how to name it as a server."""
    monkeypatch.chdir(tmp_path)

    def write(*, item="pass", answer="pass", headers=(), document=SHOP):
        text = APPLICATION.format(
            fault=f"{item} {answer}",
            fault_in_item=item,
            fault_in_answer=textwrap.indent(answer, "    ").strip(),
            headers=[(name.encode(), value.encode()) for name, value in headers],
            document=json.dumps(document),
        )
        (tmp_path / "shop_app.py").write_text(text)
        return "app:shop_app"

    return write
