"""Edits whose point is how a document is written: YAML, several files, Swagger 2.0. Each side is files by name, `api.yaml` first."""

# ruff: noqa: E501 - a row stands on one line where it can

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

Files = dict[str, str]
HEAD = "openapi: 3.1.0\ninfo: {title: Probe, version: 1.0.0}\n"


def api(text: str, head: str = HEAD) -> Files:
    return {"api.yaml": head + dedent(text)}


def taking(schema: str, head: str = HEAD, more: str = "") -> Files:
    """Return a document whose one operation takes a body; ``schema`` is one line of flow style."""
    text = f"paths: {{/a: {{post: {{requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'200': {{description: Done.}}}}}}}}}}\n"
    return api(text + dedent(more), head)


def answering(schema: str, head: str = HEAD, more: str = "") -> Files:
    """Return a document whose one operation answers with a body."""
    text = f"paths: {{/a: {{get: {{responses: {{'200': {{description: Done., content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}\n"
    return api(text + dedent(more), head)


def swagger(operation: dict[str, Any], method: str = "post", **words: Any) -> Files:
    return {
        "api.yaml": json.dumps(
            {"swagger": "2.0", "info": {"title": "Probe", "version": "1.0.0"}, "paths": {"/a": {method: operation}}}
            | words
        )
    }


def three(operation: dict[str, Any], method: str = "post", **words: Any) -> Files:
    return {
        "api.yaml": json.dumps(
            {"openapi": "3.0.3", "info": {"title": "Probe", "version": "1.0.0"}, "paths": {"/a": {method: operation}}}
            | words
        )
    }


DONE = {"200": {"description": "Done."}}
S, I = {"type": "string"}, {"type": "integer"}  # noqa: E741 - one letter keeps rows short
THING = {"type": "object", "required": ["a"], "properties": {"a": S}}
J = "application/json"
JSON_IN = {
    "consumes": [J],
    "parameters": [{"in": "body", "name": "b", "required": True, "schema": THING}],
    "responses": DONE,
}
JSON_IN_3 = {"requestBody": {"required": True, "content": {J: {"schema": THING}}}, "responses": DONE}
JSON_OUT = {"produces": [J], "responses": {"200": {"description": "Done.", "schema": THING}}}
JSON_OUT_3 = {"responses": {"200": {"description": "Done.", "content": {J: {"schema": THING}}}}}
FORM_IN = {
    "consumes": ["application/x-www-form-urlencoded"],
    "parameters": [
        {"in": "formData", "name": "a", "type": "string", "required": True},
        {"in": "formData", "name": "n", "type": "integer"},
    ],
    "responses": DONE,
}
FORM_IN_3 = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["a"], "properties": {"a": S, "n": I}}
            }
        },
    },
    "responses": DONE,
}
FILE_IN = {
    "consumes": ["multipart/form-data"],
    "parameters": [{"in": "formData", "name": "f", "type": "file", "required": True}],
    "responses": DONE,
}
FILE_IN_3 = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["f"],
                    "properties": {"f": {"type": "string", "format": "binary"}},
                }
            }
        },
    },
    "responses": DONE,
}
LIST_IN = {"name": "l", "in": "query", "type": "array", "items": S}
LIST_IN_3 = {"name": "l", "in": "query", "schema": {"type": "array", "items": S}}
KEY = {"k": {"type": "apiKey", "in": "header", "name": "X-Key"}}
FLOW = {"type": "oauth2", "flow": "application", "tokenUrl": "https://id.example.com/t", "scopes": {"r": ""}}
FLOW_3 = {
    "type": "oauth2",
    "flows": {"clientCredentials": {"tokenUrl": "https://id.example.com/t", "scopes": {"r": ""}}},
}


def asking(parameter: dict[str, Any], **words: Any) -> dict[str, Any]:
    return {"parameters": [parameter], "responses": DONE, **words}


SWAGGER = [
    # name                                  old                                      new                                                 breaks?
    ("2.0 body to 3.0",                     swagger(JSON_IN),                        three(JSON_IN_3),                                   False),
    ("2.0 body to 3.0, narrower",           swagger(JSON_IN),                        three({**JSON_IN_3, "requestBody": {"required": True, "content": {J: {"schema": {**THING, "required": ["a", "b"]}}}}}), True),
    ("2.0 body to 3.0 in another media type", swagger(JSON_IN),                      three({**JSON_IN_3, "requestBody": {"required": True, "content": {"application/xml": {"schema": THING}}}}), True),
    ("2.0 answer to 3.0",                   swagger(JSON_OUT),                       three(JSON_OUT_3),                                  False),
    ("2.0 answer to 3.0 without a body",    swagger(JSON_OUT),                       three({"responses": DONE}),                         True),
    ("2.0 form to 3.0",                     swagger(FORM_IN),                        three(FORM_IN_3),                                   False),
    ("3.0 form to 2.0",                     three(FORM_IN_3),                        swagger(FORM_IN),                                   False),
    ("2.0 form, one member required",       swagger(FORM_IN),                        swagger({**FORM_IN, "parameters": [FORM_IN["parameters"][0], {**FORM_IN["parameters"][1], "required": True}]}), True),
    ("2.0 file to 3.0",                     swagger(FILE_IN),                        three(FILE_IN_3),                                   False),
    ("2.0 file answered, to 3.0",           swagger({"produces": ["image/png"], "responses": {"200": {"description": "Done.", "schema": {"type": "file"}}}}, "get"), three({"responses": {"200": {"description": "Done.", "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}}, "get"), False),
    ("2.0 commas to 3.0",                   swagger(asking({**LIST_IN, "collectionFormat": "csv"}), "get"), three(asking({**LIST_IN_3, "explode": False}), "get"), False),
    ("2.0 no format is commas",             swagger(asking(LIST_IN), "get"),         three(asking({**LIST_IN_3, "explode": False}), "get"), False),
    ("2.0 no format is not many",           swagger(asking(LIST_IN), "get"),         three(asking(LIST_IN_3), "get"),                    True),
    ("2.0 many to 3.0",                     swagger(asking({**LIST_IN, "collectionFormat": "multi"}), "get"), three(asking(LIST_IN_3), "get"), False),
    ("2.0 pipes to 3.0",                    swagger(asking({**LIST_IN, "collectionFormat": "pipes"}), "get"), three(asking({**LIST_IN_3, "style": "pipeDelimited", "explode": False}), "get"), False),
    ("2.0 pipes to commas",                 swagger(asking({**LIST_IN, "collectionFormat": "pipes"}), "get"), swagger(asking({**LIST_IN, "collectionFormat": "csv"}), "get"), True),
    ("2.0 address to 3.0",                  swagger(JSON_OUT, host="api.example.com", basePath="/v1", schemes=["https"]), three(JSON_OUT_3, servers=[{"url": "https://api.example.com/v1"}]), False),
    ("2.0 two schemes to one server",       swagger(JSON_OUT, host="api.example.com", basePath="/v1", schemes=["https", "http"]), three(JSON_OUT_3, servers=[{"url": "https://api.example.com/v1"}]), True),
    ("2.0 base path changed",               swagger(JSON_OUT, host="api.example.com", basePath="/v1", schemes=["https"]), swagger(JSON_OUT, host="api.example.com", basePath="/v2", schemes=["https"]), True),
    ("2.0 parameter to 3.0",                swagger(asking({"name": "q", "in": "query", "type": "integer", "maximum": 9, "exclusiveMaximum": True}), "get"), three(asking({"name": "q", "in": "query", "schema": {"type": "integer", "maximum": 8}}), "get"), False),
    ("2.0 parameter to 3.0, required",      swagger(asking({"name": "q", "in": "query", "type": "integer"}), "get"), three(asking({"name": "q", "in": "query", "required": True, "schema": I}), "get"), True),
    ("2.0 definitions to components",       swagger({**JSON_OUT, "responses": {"200": {"description": "Done.", "schema": {"$ref": "#/definitions/T"}}}}, definitions={"T": THING}), three({"responses": {"200": {"description": "Done.", "content": {J: {"schema": {"$ref": "#/components/schemas/T"}}}}}}, components={"schemas": {"T": THING}}), False),
    ("2.0 nullable word",                   swagger({**JSON_OUT, "responses": {"200": {"description": "Done.", "schema": {**S, "x-nullable": True}}}}), three({"responses": {"200": {"description": "Done.", "content": {J: {"schema": {**S, "nullable": True}}}}}}), False),
    ("2.0 key to 3.0",                      swagger({**JSON_OUT, "security": [{"k": []}]}, securityDefinitions=KEY), three({**JSON_OUT_3, "security": [{"k": []}]}, components={"securitySchemes": KEY}), False),
    ("2.0 flow to 3.0",                     swagger({**JSON_OUT, "security": [{"k": ["r"]}]}, securityDefinitions={"k": FLOW}), three({**JSON_OUT_3, "security": [{"k": ["r"]}]}, components={"securitySchemes": {"k": FLOW_3}}), False),
    ("2.0 basic to 3.0",                    swagger({**JSON_OUT, "security": [{"k": []}]}, securityDefinitions={"k": {"type": "basic"}}), three({**JSON_OUT_3, "security": [{"k": []}]}, components={"securitySchemes": {"k": {"type": "http", "scheme": "basic"}}}), False),
    ("2.0 header of an answer to 3.0",      swagger({"responses": {"200": {"description": "Done.", "headers": {"X-N": {"type": "integer"}}}}}), three({"responses": {"200": {"description": "Done.", "headers": {"X-N": {"schema": I}}}}}), False),
    ("2.0 consumes of the document",        swagger({key: JSON_IN[key] for key in ("parameters", "responses")}, consumes=[J]), swagger(JSON_IN), False),
    ("2.0 consumes overridden",             swagger({key: JSON_IN[key] for key in ("parameters", "responses")}, consumes=[J, "application/xml"]), swagger(JSON_IN, consumes=[J, "application/xml"]), True),
    ("2.0 shared parameter narrowed",       swagger({"parameters": [{"$ref": "#/parameters/Q"}], "responses": DONE}, parameters={"Q": {"name": "q", "in": "query", "type": "string"}}), swagger({"parameters": [{"$ref": "#/parameters/Q"}], "responses": DONE}, parameters={"Q": {"name": "q", "in": "query", "type": "string", "maxLength": 3}}), True),
    ("2.0 shared answer widened",           swagger({"produces": [J], "responses": {"200": {"$ref": "#/responses/R"}}}, responses={"R": {"description": "Done.", "schema": I}}), swagger({"produces": [J], "responses": {"200": {"$ref": "#/responses/R"}}}, responses={"R": {"description": "Done.", "schema": {"type": "number"}}}), True),
    ("2.0 tag as a word to 3.0",            swagger({**JSON_OUT, "responses": {"200": {"description": "Done.", "schema": {"$ref": "#/definitions/P"}}}}, definitions={"P": {**THING, "discriminator": "a"}}), three({"responses": {"200": {"description": "Done.", "content": {J: {"schema": {"$ref": "#/components/schemas/P"}}}}}}, components={"schemas": {"P": {**THING, "discriminator": {"propertyName": "a"}}}}), False),
]  # fmt: skip

YAML = [
    ("anchors written out",                 taking("{type: object, properties: {a: &s {type: string, maxLength: 3}, b: *s}}"), taking("{type: object, properties: {a: {type: string, maxLength: 3}, b: {type: string, maxLength: 3}}}"), False),
    ("anchor narrowed",                     taking("{type: object, properties: {a: &s {type: string, maxLength: 3}, b: *s}}"), taking("{type: object, properties: {a: &s {type: string, maxLength: 2}, b: *s}}"), True),
    ("date as a value",                     taking("{type: string, enum: [2020-01-31]}"), taking('{type: string, enum: ["2020-01-31"]}'), False),
    ("on and off as values",                taking("{type: string, enum: [on, off, yes, no, y, n]}"), taking('{type: string, enum: ["on", "off", "yes", "no", "y", "n"]}'), False),
    ("on as a member",                      taking("{type: object, properties: {on: {type: string}}}"), taking('{type: object, properties: {"on": {type: string, maxLength: 3}}}'), True),
    ("time as a value",                     taking("{type: string, enum: [12:30:00]}"), taking('{type: string, enum: ["12:30:00"]}'), False),
    ("octal and hexadecimal",               taking("{type: integer, maximum: 0x10}"), taking("{type: integer, maximum: 16}"), False),
    ("octal as YAML 1.2 has it",            taking("{type: integer, maximum: 0o17}"), taking("{type: integer, maximum: 15}"), False),
    ("leading nought is no octal",          taking("{type: integer, maximum: 010}"), taking("{type: integer, maximum: 10}"), False),
    ("large number in full",                taking("{type: integer, maximum: 18446744073709551615}"), taking("{type: integer, maximum: 18446744073709551614}"), True),
    ("exponent without a dot",              taking("{type: number, maximum: 1e3}"), taking("{type: number, maximum: 1000}"), False),
    ("underscores are text",                taking("{type: string, enum: [1_000]}"), taking('{type: string, enum: ["1_000"]}'), False),
    ("tilde is null",                       taking("{enum: [~, a]}"), taking('{enum: [null, "a"]}'), False),
    ("status as a number",                  api("paths: {/a: {get: {responses: {200: {description: Done.}}}}}"), api("paths: {/a: {get: {responses: {'200': {description: Done.}}}}}"), False),
    ("status range unquoted",               api("paths: {/a: {get: {responses: {2XX: {description: Done.}}}}}"), api("paths: {/a: {get: {responses: {'2XX': {description: Done.}}}}}"), False),
    ("version as a number",                 api("paths: {}", "openapi: 3.1.0\ninfo: {title: t, version: 1.0}\n"), api("paths: {}", "openapi: 3.1.0\ninfo: {title: t, version: '1.0'}\n"), False),
    ("block and flow style",                taking("{type: object, required: [a], properties: {a: {type: string, description: 'One: two # three'}}}"), api("""
        paths:
          /a:
            post:
              requestBody:
                required: true
                content:
                  application/json:
                    schema:
                      type: object
                      required:
                      - a
                      properties:
                        a:
                          type: string
                          description: >-
                            One: two
                            # three
              responses:
                '200': {description: Done.}
        """), False),
    ("pattern in single and double quotes", taking("{type: string, pattern: '^\\d+$'}"), taking('{type: string, pattern: "^\\\\d+$"}'), False),
    ("pattern unquoted",                    taking("{type: string, pattern: ^a-z$}"), taking('{type: string, pattern: "^a-z$"}'), False),
    ("YAML and JSON",                       taking("{type: integer, minimum: 1}"), {"api.yaml": json.dumps({"openapi": "3.1.0", "info": {"title": "Probe", "version": "1.0.0"}, "paths": {"/a": {"post": {"requestBody": {"required": True, "content": {J: {"schema": {"type": "integer", "minimum": 1}}}}, "responses": DONE}}}})}, False),
    ("two paths of one shape, one narrowed", api("paths: {'/a/{x}': {get: {parameters: [{name: x, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}, '/a/{y}': {post: {parameters: [{name: y, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}}"), api("paths: {'/a/{x}': {get: {parameters: [{name: x, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}, '/a/{y}': {post: {parameters: [{name: y, in: path, required: true, schema: {type: integer}}], responses: {'200': {description: d}}}}}"), True),
    ("two paths of one shape as one",       api("paths: {'/a/{x}': {get: {parameters: [{name: x, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}, '/a/{y}': {post: {parameters: [{name: y, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d}}}}}"), api("paths: {'/a/{x}': {parameters: [{name: x, in: path, required: true, schema: {type: string}}], get: {responses: {'200': {description: d}}}, post: {responses: {'200': {description: d}}}}}"), False),
    ("empty members",                       api("paths:\n  /a:\n    get:\n      parameters:\n      responses: {'200': {description: d}}\n"), api("paths:\n  /a:\n    get:\n      responses: {'200': {description: d}}\n"), False),
]  # fmt: skip

SHARED = "type: object\nrequired: [a]\nproperties: {a: {type: string}, next: {$ref: '#'}}\n"
SHARED_TIGHT = "type: object\nrequired: [a]\nproperties: {a: {type: string, maxLength: 3}, next: {$ref: '#'}}\n"
LIBRARY = "components: {schemas: {T: {$ref: 'schemas/t.yaml'}}}\n"


def files(entry: Files, **others: str) -> Files:
    names = {"t": "schemas/t.yaml", "library": "library.yaml", "path": "paths/a.yaml"}
    return {**entry, **{names[name]: text for name, text in others.items()}}


INLINE = "components: {schemas: {T: {type: object, required: [a], properties: {a: {type: string}, next: {$ref: '#/components/schemas/T'}}}}}\n"
PATH = "post:\n  requestBody: {required: true, content: {application/json: {schema: {$ref: '../schemas/t.yaml'}}}}\n  responses: {'200': {description: Done.}}\n"
FILES = [
    ("schema moved to a file",              taking("{$ref: '#/components/schemas/T'}", more=INLINE), files(taking("{$ref: 'schemas/t.yaml'}"), t=SHARED), False),
    ("schema of a file narrowed",           files(taking("{$ref: 'schemas/t.yaml'}"), t=SHARED), files(taking("{$ref: 'schemas/t.yaml'}"), t=SHARED_TIGHT), True),
    ("schema of a file widened",            files(answering("{$ref: 'schemas/t.yaml'}"), t=SHARED_TIGHT), files(answering("{$ref: 'schemas/t.yaml'}"), t=SHARED), True),
    ("schema of a file behind a library",   files(taking("{$ref: 'schemas/t.yaml'}"), t=SHARED), files(taking("{$ref: 'library.yaml#/components/schemas/T'}"), library=LIBRARY, t=SHARED), False),
    ("file behind a library narrowed",      files(taking("{$ref: 'library.yaml#/components/schemas/T'}"), library=LIBRARY, t=SHARED), files(taking("{$ref: './library.yaml#/components/schemas/T'}"), library=LIBRARY, t=SHARED_TIGHT), True),
    ("path moved to a file",                files(taking("{$ref: 'schemas/t.yaml'}"), t=SHARED), files(api("paths: {/a: {$ref: paths/a.yaml}}"), path=PATH, t=SHARED), False),
    ("path of a file narrowed",             files(api("paths: {/a: {$ref: paths/a.yaml}}"), path=PATH, t=SHARED), files(api("paths: {/a: {$ref: paths/a.yaml}}"), path=PATH, t=SHARED_TIGHT), True),
    ("tags by a file",                      files(taking("{oneOf: [{$ref: 'schemas/t.yaml'}], discriminator: {propertyName: a, mapping: {x: 'schemas/t.yaml'}}}"), t=SHARED), files(taking("{oneOf: [{$ref: './schemas/t.yaml'}], discriminator: {propertyName: a, mapping: {x: './schemas/t.yaml'}}}"), t=SHARED), False),
]  # fmt: skip

EDITS = [*SWAGGER, *YAML, *FILES]
