"""Edits outside of schemas and their truth: what the base has beside the common document, what the revision changes, and
whether a client of the base breaks.

An edit maps a place, written as its steps, to the new value there; ``GONE`` takes it away.
"""

# ruff: noqa: E501 - a row stands on one line, however long its schemas are

from __future__ import annotations

import copy
import json
from typing import Any

GONE = object()
JSON = "application/json"
TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
ORDER = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "note": TEXT}}
TIGHT = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "maxLength": 8}, "note": TEXT}}
LOOSE = {"type": "object", "required": ["id"], "properties": {"id": {"type": ["string", "null"]}, "note": TEXT}}

COMMON: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Probe", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "paths": {
        "/orders": {
            "get": {
                "operationId": "listOrders",
                "tags": ["Orders"],
                "security": [{"key": []}],
                "parameters": [
                    {"name": "side", "in": "query", "schema": {"enum": ["buy", "sell"]}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "ids", "in": "query", "schema": LIST},
                    {"name": "X-Trace", "in": "header", "schema": TEXT},
                ],
                "responses": {
                    "200": {
                        "description": "Orders.",
                        "headers": {
                            "X-Total": {"required": True, "schema": {"type": "integer", "minimum": 0}},
                            "X-Hint": {"schema": TEXT},
                        },
                        "content": {JSON: {"schema": {"type": "array", "items": ORDER}}},
                        "links": {"first": {"operationId": "getOrder", "parameters": {"id": "$response.body#/0/id"}}},
                    },
                    "404": {"description": "None."},
                },
            },
            "post": {
                "operationId": "placeOrder",
                "security": [{"oauth": ["trade"]}, {"key": []}],
                "requestBody": {"required": True, "content": {JSON: {"schema": ORDER}}},
                "responses": {"200": {"description": "Placed.", "content": {JSON: {"schema": ORDER}}}},
                "callbacks": {
                    "filled": {
                        "{$request.body#/id}": {
                            "post": {
                                "requestBody": {"required": True, "content": {JSON: {"schema": ORDER}}},
                                "responses": {"200": {"description": "Taken.", "content": {JSON: {"schema": ORDER}}}},
                            }
                        }
                    }
                },
            },
        },
        "/orders/{id}": {
            "get": {
                "operationId": "getOrder",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "responses": {"200": {"description": "One.", "content": {JSON: {"schema": ORDER}}}},
            }
        },
    },
    "webhooks": {
        "traded": {
            "post": {
                "requestBody": {"required": True, "content": {JSON: {"schema": ORDER}}},
                "responses": {"200": {"description": "Taken.", "content": {JSON: {"schema": ORDER}}}},
            }
        }
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "http", "scheme": "basic"},
            "oauth": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {
                        "tokenUrl": "https://api.example.com/token",
                        "scopes": {"read": "Read.", "trade": "Trade."},
                    }
                },
            },
        }
    },
}


def document(*edits: dict[str, Any]) -> dict[str, Any]:
    """Return the common document with edits."""
    out: dict[str, Any] = json.loads(json.dumps(COMMON))  # so that no two places share an object
    for edit in edits:
        for place, value in edit.items():
            put(out, place.split(" "), value)
    return out


def put(node: Any, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    last = steps[-1]
    if isinstance(node, list) and last == "+":
        node.append(copy.deepcopy(value))
    elif isinstance(node, list):
        node[int(last)] = value if value is GONE else copy.deepcopy(value)
        node[:] = [each for each in node if each is not GONE]
    elif value is GONE:
        del node[last]
    else:
        node[last] = copy.deepcopy(value)


LST, NEW, ONE = "paths /orders get", "paths /orders post", "paths /orders/{id} get"
PAR, OK = f"{LST} parameters", f"{LST} responses 200"
BODY, DONE = f"{NEW} requestBody", f"{NEW} responses 200"
HOOK, BACK = "webhooks traded post", f"{NEW} callbacks filled {{$request.body#/id}} post"
SCHEMES = "components securitySchemes"
SCHEMA = f"content {JSON} schema"
FORM = "multipart/form-data"
FILE = {"schema": {"type": "object", "properties": {"f": TEXT}}}
PICTURE = {**FILE, "encoding": {"f": {"contentType": "image/png"}}}


def query(name: str, schema: Any = TEXT, **words: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **words}


EXISTENCE = [
    # name                                  base beside the common document          what the revision changes                           breaks?
    ("operation removed",                   {},                                      {LST: GONE},                                        True),
    ("path removed",                        {},                                      {"paths /orders/{id}": GONE},                       True),
    ("operation added",                     {},                                      {"paths /time": {"get": {"responses": {"200": {"description": "Now."}}}}}, False),
    ("operation removed after its sunset",  {f"{LST} deprecated": True, f"{LST} x-sunset": "2020-01-31"}, {LST: GONE},                    False),
    ("operation removed before its sunset", {f"{LST} deprecated": True, f"{LST} x-sunset": "2999-01-31"}, {LST: GONE},                    True),
    ("path parameter renamed",              {},                                      {"paths /orders/{id}": GONE, "paths /orders/{order_id}": {"get": {"operationId": "getOrder", "parameters": [{"name": "order_id", "in": "path", "required": True, "schema": TEXT}], "responses": {"200": {"description": "One.", "content": {JSON: {"schema": ORDER}}}}}}}, False),
    ("path moved",                          {},                                      {"paths /orders/{id}": GONE, "paths /order/{id}": COMMON["paths"]["/orders/{id}"]}, True),
    ("operation deprecated",                {},                                      {f"{LST} deprecated": True, f"{LST} x-sunset": "2999-01-31"}, False),
    ("tags changed",                        {},                                      {f"{LST} tags": ["Trading"]},                       False),
    ("described",                           {},                                      {f"{LST} description": "Lists orders."},            False),
]  # fmt: skip

PARAMETERS = [
    ("required parameter added",            {},                                      {f"{PAR} +": query("q", required=True)},            True),
    ("optional parameter added",            {},                                      {f"{PAR} +": query("q")},                           False),
    ("parameter required",                  {},                                      {f"{PAR} 0 required": True},                        True),
    ("parameter optional",                  {f"{PAR} 0 required": True},             {f"{PAR} 0 required": False},                       False),
    ("parameter to another place",          {},                                      {f"{PAR} 0 in": "header"},                          True),
    ("parameter value removed",             {},                                      {f"{PAR} 0 schema": {"enum": ["buy"]}},             True),
    ("parameter value added",               {},                                      {f"{PAR} 0 schema": {"enum": ["buy", "sell", "any"]}}, False),
    ("parameter bound lowered",             {},                                      {f"{PAR} 1 schema maximum": 50},                    True),
    ("parameter integer to string",         {f"{PAR} 1 schema": {"type": "integer"}}, {f"{PAR} 1 schema": TEXT},                         False),
    ("parameter one value to list",         {f"{PAR} 2 schema": TEXT},               {f"{PAR} 2 schema": LIST},                          False),
    ("parameter string to integer",         {f"{PAR} 2 schema": TEXT},               {f"{PAR} 2 schema": {"type": "integer"}},           True),
    ("style of a list changed",             {},                                      {f"{PAR} 2 style": "pipeDelimited"},                True),
    ("explode of a list changed",           {},                                      {f"{PAR} 2 explode": False},                        True),
    ("explode of one value changed",        {},                                      {f"{PAR} 1 explode": False},                        False),
    ("style said as it was",                {},                                      {f"{PAR} 2 style": "form", f"{PAR} 2 explode": True}, False),
    ("header in another case",              {},                                      {f"{PAR} 3 name": "x-trace"},                       False),
    ("parameters on the path",              {f"{PAR}": [query("side")]},             {f"{PAR}": GONE, "paths /orders parameters": [query("side")]}, False) ,
    ("parameters on the path, required",    {f"{PAR}": [query("side")]},             {f"{PAR}": GONE, "paths /orders parameters": [query("side", required=True)], f"{NEW} parameters": [query("side")]}, True),
    ("parameter behind a reference",        {f"{PAR}": [query("side")]},             {f"{PAR}": [{"$ref": "#/components/parameters/Side"}], "components parameters": {"Side": query("side")}}, False),
    ("parameter as JSON content",           {f"{PAR}": [query("f", ORDER)]},         {f"{PAR}": [{"name": "f", "in": "query", "content": {JSON: {"schema": ORDER}}}]}, True),
    ("JSON parameter narrowed",             {f"{PAR}": [{"name": "f", "in": "query", "content": {JSON: {"schema": ORDER}}}]}, {f"{PAR} 0 content {JSON} schema": TIGHT}, True),
    ("JSON parameter widened",              {f"{PAR}": [{"name": "f", "in": "query", "content": {JSON: {"schema": TIGHT}}}]}, {f"{PAR} 0 content {JSON} schema": ORDER}, False),
    ("default of a parameter changed",      {f"{PAR} 1 schema default": 10},         {f"{PAR} 1 schema default": 20},                    True),
    ("parameters in another order",         {},                                      {f"{PAR}": COMMON["paths"]["/orders"]["get"]["parameters"][::-1]}, False),
    ("path parameter narrowed",             {},                                      {f"{ONE} parameters 0 schema": {"type": "string", "maxLength": 8}}, True),
    ("cookie required",                     {f"{PAR} +": {"name": "c", "in": "cookie", "schema": TEXT}}, {f"{PAR} 4 required": True},    True),
    ("required Accept header says nothing", {},                                      {f"{PAR} +": {"name": "Accept", "in": "header", "required": True, "schema": TEXT}}, False),
    ("empty value no longer",               {f"{PAR} 0 allowEmptyValue": True},      {f"{PAR} 0 allowEmptyValue": GONE},                 True),
    ("object parameter deeply",             {f"{PAR}": [query("f", ORDER)]},         {f"{PAR} 0 style": "deepObject"},                   True),
]  # fmt: skip

BODIES = [
    ("body required",                       {f"{BODY} required": False},             {f"{BODY} required": True},                         True),
    ("body optional",                       {},                                      {f"{BODY} required": False},                        False),
    ("body removed",                        {},                                      {BODY: GONE},                                       True),
    ("required body added",                 {BODY: GONE},                            {BODY: COMMON["paths"]["/orders"]["post"]["requestBody"]}, True),
    ("media type removed",                  {f"{BODY} content text/csv": {"schema": TEXT}}, {f"{BODY} content text/csv": GONE},          True),
    ("media type added",                    {},                                      {f"{BODY} content text/csv": {"schema": TEXT}},     False),
    ("media type widened to a range",       {f"{BODY} content": {"image/png": {}}},  {f"{BODY} content": {"image/*": {}}},               False),
    ("media type range narrowed",           {f"{BODY} content": {"image/*": {}}},    {f"{BODY} content": {"image/png": {}}},             True),
    ("media type with charset",             {},                                      {f"{BODY} content": {f"{JSON}; charset=utf-8": {"schema": ORDER}}}, False),
    ("body behind a reference",             {},                                      {BODY: {"$ref": "#/components/requestBodies/New"}, "components requestBodies": {"New": COMMON["paths"]["/orders"]["post"]["requestBody"]}}, False),
    ("content type of a part",              {f"{BODY} content": {FORM: PICTURE}},    {f"{BODY} content {FORM} encoding f contentType": "image/jpeg"}, True),
    ("content type of a part widened",      {f"{BODY} content": {FORM: PICTURE}},    {f"{BODY} content {FORM} encoding f contentType": "image/png, image/jpeg"}, False),
    ("encoding where it means nothing",     {},                                      {f"{BODY} content {JSON} encoding": {"id": {"contentType": "text/plain"}}}, False),
    ("schema of the body narrowed",         {},                                      {f"{BODY} {SCHEMA}": TIGHT},                        True),
    ("schema of the body widened",          {},                                      {f"{BODY} {SCHEMA}": LOOSE},                        False),
]  # fmt: skip

RESPONSES = [
    ("success status removed",              {f"{NEW} responses 202": {"description": "Queued."}}, {f"{NEW} responses 202": GONE},        True),
    ("success status exchanged",            {},                                      {DONE: GONE, f"{NEW} responses 201": COMMON["paths"]["/orders"]["post"]["responses"]["200"]}, True),
    ("error status removed",                {},                                      {f"{LST} responses 404": GONE},                     False),
    ("error status added",                  {},                                      {f"{LST} responses 409": {"description": "No."}},   False),
    ("200 to 2XX",                          {},                                      {DONE: GONE, f"{NEW} responses 2XX": COMMON["paths"]["/orders"]["post"]["responses"]["200"]}, False),
    ("404 to 4XX",                          {},                                      {f"{LST} responses 404": GONE, f"{LST} responses 4XX": {"description": "No."}}, False),
    ("error covered by default",            {},                                      {f"{LST} responses 404": GONE, f"{LST} responses default": {"description": "No."}}, False),
    ("answer of another media type",        {},                                      {f"{DONE} content": {"text/csv": {"schema": TEXT}}}, True),
    ("answer of one more media type",       {},                                      {f"{DONE} content text/csv": {"schema": TEXT}},     False),
    ("answer behind a reference",           {},                                      {DONE: {"$ref": "#/components/responses/Done"}, "components responses": {"Done": COMMON["paths"]["/orders"]["post"]["responses"]["200"]}}, False),
    ("answer widened",                      {},                                      {f"{DONE} {SCHEMA}": LOOSE},                        True),
    ("answer narrowed",                     {},                                      {f"{DONE} {SCHEMA}": TIGHT},                        False),
    ("required header removed",             {},                                      {f"{OK} headers X-Total": GONE},                    True),
    ("header optional",                     {},                                      {f"{OK} headers X-Total required": False},          True),
    ("header required",                     {},                                      {f"{OK} headers X-Hint required": True},            False),
    ("header added",                        {},                                      {f"{OK} headers X-More": {"schema": TEXT}},         False),
    ("header widened",                      {},                                      {f"{OK} headers X-Total schema": {"type": "integer"}}, True),
    ("header narrowed",                     {},                                      {f"{OK} headers X-Total schema minimum": 1},        False),
    ("name of a header in another case",    {},                                      {f"{OK} headers X-Total": GONE, f"{OK} headers x-total": {"required": True, "schema": {"type": "integer", "minimum": 0}}}, False),
    ("link added",                          {},                                      {f"{OK} links last": {"operationId": "getOrder"}},  False),
    ("answer described",                    {},                                      {f"{OK} description": "All orders."},               False),
]  # fmt: skip

SERVERS = [
    ("server removed",                      {"servers +": {"url": "https://eu.example.com/v1"}}, {"servers 1": GONE},                    True),
    ("server added",                        {},                                      {"servers +": {"url": "https://eu.example.com/v1"}}, False),
    ("server exchanged",                    {},                                      {"servers 0 url": "https://api.example.org/v1"},    True),
    ("base path moved into the paths",      {},                                      {"servers 0 url": "https://api.example.com", "paths": {f"/v1{path}": item for path, item in COMMON["paths"].items()}}, False),
    ("base path moved out of the paths",    {"servers 0 url": "https://api.example.com", "paths": {f"/v1{path}": item for path, item in COMMON["paths"].items()}}, {"servers 0 url": "https://api.example.com/v1", "paths": COMMON["paths"]}, False),
    ("base path changed",                   {},                                      {"servers 0 url": "https://api.example.com/v2"},    True),
    ("server with a last slash",            {},                                      {"servers 0 url": "https://api.example.com/v1/"},   False),
    ("server of a path",                    {},                                      {"paths /orders servers": [{"url": "https://orders.example.com"}]}, True),
    ("server of a path as before",          {},                                      {"paths /orders servers": [{"url": "https://api.example.com/v1"}]}, False),
    ("server as a variable",                {},                                      {"servers 0": {"url": "https://{host}/v1", "variables": {"host": {"default": "api.example.com"}}}}, False),
    ("value of a variable removed",         {"servers 0": {"url": "https://{at}.example.com", "variables": {"at": {"default": "us", "enum": ["us", "eu"]}}}}, {"servers 0 variables at enum": ["us"]}, True),
    ("server described",                    {},                                      {"servers 0 description": "Production."},           False),
]  # fmt: skip

SECURITY = [
    ("security asked for",                  {f"{LST} security": []},                 {f"{LST} security": [{"key": []}]},                 True),
    ("security dropped",                    {},                                      {f"{LST} security": []},                            False),
    ("alternative removed",                 {},                                      {f"{NEW} security": [{"oauth": ["trade"]}]},        True),
    ("alternative added",                   {},                                      {f"{LST} security": [{"key": []}, {"basic": []}]},  False),
    ("both at once",                        {},                                      {f"{NEW} security": [{"oauth": ["trade"], "key": []}]}, True),
    ("scope added",                         {},                                      {f"{NEW} security": [{"oauth": ["trade", "read"]}, {"key": []}]}, True),
    ("scope dropped",                       {},                                      {f"{NEW} security": [{"oauth": []}, {"key": []}]},  False),
    ("optional instead of asked for",       {},                                      {f"{LST} security": [{"key": []}, {}]},             False),
    ("no longer optional",                  {f"{LST} security": [{"key": []}, {}]},  {f"{LST} security": [{"key": []}]},                 True),
    ("asked for by the document",           {f"{LST} security": GONE, "security": [{"key": []}]}, {f"{LST} security": [{"key": []}], "security": GONE}, False),
    ("asked for by the document anew",      {},                                      {"security": [{"key": []}]},                        True),
    ("scheme renamed",                      {},                                      {f"{SCHEMES} secret": {"type": "apiKey", "in": "header", "name": "X-Key"}, f"{LST} security": [{"secret": []}]}, False),
    ("scheme of another header",            {},                                      {f"{SCHEMES} key name": "X-Secret"},                True),
    ("scheme of another type",              {},                                      {f"{SCHEMES} key": {"type": "http", "scheme": "bearer"}}, True),
    ("scheme nobody uses",                  {},                                      {f"{SCHEMES} basic": GONE},                         False),
    ("scheme in another case",              {},                                      {f"{SCHEMES} key name": "x-key"},                   False),
    ("scheme described",                    {},                                      {f"{SCHEMES} key description": "A key."},           False),
    ("token from another address",          {},                                      {f"{SCHEMES} oauth flows clientCredentials tokenUrl": "https://id.example.com"}, True),
    ("flow removed",                        {},                                      {f"{SCHEMES} oauth flows": {"implicit": {"authorizationUrl": "https://id.example.com", "scopes": {"trade": ""}}}}, True),
    ("flow added",                          {},                                      {f"{SCHEMES} oauth flows implicit": {"authorizationUrl": "https://id.example.com", "scopes": {"trade": ""}}}, False),
    ("scope that is asked for abolished",   {},                                      {f"{SCHEMES} oauth flows clientCredentials scopes": {"read": ""}, f"{NEW} security": [{"oauth": ["read"]}, {"key": []}]}, True),
]  # fmt: skip

CALLS = [
    ("webhook removed",                     {},                                      {"webhooks traded": GONE},                           True),
    ("webhook added",                       {},                                      {"webhooks settled": COMMON["webhooks"]["traded"]}, False),
    ("webhook body widened",                {},                                      {f"{HOOK} requestBody {SCHEMA}": LOOSE},            True),
    ("webhook body narrowed",               {},                                      {f"{HOOK} requestBody {SCHEMA}": TIGHT},            False),
    ("webhook answer narrowed",             {},                                      {f"{HOOK} responses 200 {SCHEMA}": TIGHT},          True),
    ("webhook answer widened",              {},                                      {f"{HOOK} responses 200 {SCHEMA}": LOOSE},          False),
    ("webhook body optional",               {},                                      {f"{HOOK} requestBody required": False},            True),
    ("webhook body required",               {f"{HOOK} requestBody required": False}, {f"{HOOK} requestBody required": True},             False),
    ("webhook sends one more header",       {},                                      {f"{HOOK} parameters": [{"name": "X-Id", "in": "header", "required": True, "schema": TEXT}]}, False),
    ("webhook answered by one status more", {},                                      {f"{HOOK} responses 202": {"description": "Later."}}, False),
    ("webhook no longer takes a status",    {f"{HOOK} responses 202": {"description": "Later."}}, {f"{HOOK} responses 202": GONE},       True),
    ("callback removed",                    {},                                      {f"{NEW} callbacks": GONE},                         True),
    ("callback added",                      {},                                      {f"{NEW} callbacks rejected": {"{$request.body#/id}": COMMON["webhooks"]["traded"]}}, False),
    ("callback body widened",               {},                                      {f"{BACK} requestBody {SCHEMA}": LOOSE},            True),
    ("callback body narrowed",              {},                                      {f"{BACK} requestBody {SCHEMA}": TIGHT},            False),
    ("callback answer narrowed",            {},                                      {f"{BACK} responses 200 {SCHEMA}": TIGHT},          True),
    ("callback answer widened",             {},                                      {f"{BACK} responses 200 {SCHEMA}": LOOSE},          False),
]  # fmt: skip

LIMITS = {
    "x-limits": {"orders": {"scope": "key", "capacity": 300, "refill_per_second": 100}},
    f"{NEW} x-limit": {"bucket": "orders", "weight": 1},
}
ERRORS = {
    "x-errors": {"too_big": {"status": 422, "title": "Too big", "retryable": False, "outcome": "rejected"}},
    f"{NEW} x-error-codes": ["too_big"],
}
AGAIN = {f"{NEW} x-idempotency": {"field": "/id", "window_seconds": 3600}}
PAGES = {
    f"{LST} x-pagination": {
        "cursor": "cursor",
        "limit": "limit",
        "next_cursor": "/next",
        "items": "/items",
        "limit_max": 100,
    }
}
WORDS = [
    ("limit lowered",                       LIMITS,                                  {"x-limits orders capacity": 100},                  True),
    ("limit raised",                        LIMITS,                                  {"x-limits orders capacity": 500},                  False),
    ("limit refilled slower",               LIMITS,                                  {"x-limits orders refill_per_second": 10},          True),
    ("call that weighs more",               LIMITS,                                  {f"{NEW} x-limit weight": 2},                       True),
    ("call that weighs less",               LIMITS | {f"{NEW} x-limit": {"bucket": "orders", "weight": 2}}, {f"{NEW} x-limit weight": 1}, False),
    ("error answered with another status",  ERRORS,                                  {"x-errors too_big status": 409},                   True),
    ("error no longer worth a retry",       ERRORS,                                  {"x-errors too_big retryable": True},               True),
    ("error code added",                    ERRORS,                                  {"x-errors too_small": {"status": 422, "title": "Too small", "retryable": False, "outcome": "rejected"}}, False),
    ("error described",                     ERRORS,                                  {"x-errors too_big title": "Too large"},            False),
    ("repeating no longer safe",            AGAIN,                                   {f"{NEW} x-idempotency": GONE},                     True),
    ("repeating safe for less long",        AGAIN,                                   {f"{NEW} x-idempotency window_seconds": 60},        True),
    ("repeating safe for longer",           AGAIN,                                   {f"{NEW} x-idempotency window_seconds": 86400},     False),
    ("pages of another cursor",             PAGES,                                   {f"{LST} x-pagination cursor": "after"},            True),
    ("shorter pages",                       PAGES,                                   {f"{LST} x-pagination limit_max": 50},              True),
    ("longer pages",                        PAGES,                                   {f"{LST} x-pagination limit_max": 500},             False),
    ("word of one's own",                   {},                                      {f"{NEW} x-note": "Careful."},                      False),
]  # fmt: skip

EDITS = [*EXISTENCE, *PARAMETERS, *BODIES, *RESPONSES, *SERVERS, *SECURITY, *CALLS, *WORDS]
