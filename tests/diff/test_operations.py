"""Edits of everything that is no schema: one row per edit, whether it breaks clients, and the rule that says so."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from tradespec.diff.rules import RULES

BREAKS, SAFE = True, False
STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def body(s):
    return {"content": {"application/json": {"schema": s}}}


ANSWER = {"description": "ok"}


CONTRACT = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1.0.0"},
    "servers": [{"url": "https://x.test/v1"}],
    "security": [{"key": []}],
    "paths": {
        "/a/{id}": {
            "get": {
                "operationId": "getA",
                "tags": ["A"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": STRING},
                    {"name": "q", "in": "query", "schema": STRING},
                    {"name": "list", "in": "query", "schema": {"type": "array", "items": STRING}},
                    {"name": "X-H", "in": "header", "schema": INTEGER},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "headers": {"X-R": {"required": True, "schema": INTEGER}, "X-O": {"schema": STRING}},
                        **body({"type": "object", "properties": {"a": STRING}}),
                    },
                    "404": {"description": "no"},
                },
            },
            "delete": {
                "operationId": "delA",
                "deprecated": True,
                "x-sunset": "2020-01-01",
                "responses": {"204": ANSWER},
            },
        },
        "/b": {
            "post": {
                "operationId": "postB",
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"type": "object", "properties": {"n": INTEGER}}},
                        "text/plain": {"schema": STRING},
                    }
                },
                "responses": {"201": ANSWER},
                "security": [{"key": []}, {"oauth": ["read", "trade"]}],
                "callbacks": {
                    "done": {
                        "{$request.body#/url}": {
                            "post": {
                                "requestBody": body(
                                    {"type": "object", "required": ["x"], "properties": {"x": STRING, "y": STRING}}
                                ),
                                "responses": {"200": ANSWER},
                            }
                        }
                    }
                },
                "x-limit": {"bucket": "o", "weight": 1},
                "x-error-codes": ["e1", "e2"],
                "x-idempotency": {"field": "/n", "window_seconds": 3600},
            }
        },
        "/old": {"get": {"operationId": "old", "responses": {"200": ANSWER}}},
        "/form": {
            "post": {
                "operationId": "form",
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"type": "object", "properties": {"f": STRING}},
                            "encoding": {"f": {"contentType": "image/png"}},
                        }
                    }
                },
                "responses": {
                    "200": {
                        "description": "d",
                        "links": {"l": {"operationId": "getA", "parameters": {"id": "$response.body#/id"}}},
                    }
                },
            }
        },
        "/exp": {"get": {"operationId": "exp", "x-stability": "experimental", "responses": {"200": ANSWER}}},
    },
    "webhooks": {
        "ev": {
            "post": {
                "requestBody": body(
                    {"type": "object", "required": ["x"], "properties": {"x": STRING, "k": {"enum": ["a", "b"]}}}
                ),
                "responses": {"200": ANSWER},
            }
        }
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "K"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://t", "scopes": {"read": "", "trade": ""}}},
            },
        }
    },
    "x-limits": {"o": {"scope": "key", "capacity": 10, "refill_per_second": 5}},
    "x-errors": {
        "e1": {"status": 422, "title": "t", "retryable": False, "outcome": "rejected"},
        "e2": {"status": 429, "title": "t", "retryable": True, "outcome": "rejected"},
    },
}


def a_contract():
    """A contract to edit; each caller has its own."""
    return copy.deepcopy(CONTRACT)


def at(d, *ks):
    for k in ks:
        d = d[k]
    return d


GET_A = ("paths", "/a/{id}", "get")
POST_B = ("paths", "/b", "post")


def parameter(d, n):
    return next(p for p in at(d, *GET_A)["parameters"] if p["name"] == n)


def put(*path):
    *ks, k, v = path
    return lambda d: at(d, *ks).__setitem__(k, v)


def drop(*path):
    *ks, k = path
    return lambda d: at(d, *ks).__delitem__(k)


def rename_path_parameter(d):
    o = d["paths"].pop("/a/{id}")
    o["get"]["parameters"][0]["name"] = "key"
    d["paths"]["/a/{key}"] = o


def move_operation(d):
    d["paths"]["/c"] = d["paths"].pop("/b")


def move_base_path(d):
    d["servers"] = [{"url": "https://x.test"}]
    d["paths"] = {"/v1" + k: v for k, v in d["paths"].items()}


def rename_scheme(d):
    c = d["components"]["securitySchemes"]
    c["apikey"] = c.pop("key")
    d["security"] = [{"apikey": []}]
    at(d, *POST_B)["security"] = [{"apikey": []}, {"oauth": ["read", "trade"]}]


WEBHOOK_BODY = ("webhooks", "ev", "post", "requestBody", "content", "application/json", "schema")
CALLBACK_BODY = (
    *POST_B,
    "callbacks",
    "done",
    "{$request.body#/url}",
    "post",
    "requestBody",
    "content",
    "application/json",
    "schema",
)

REFACTORS = {
    "path param renamed",
    "base path moved to paths",
    "server variable same",
    "explode scalar",
    "header case",
    "media charset",
    "200 to 2XX",
    "scheme renamed",
    "param to component",
    "param to path level",
    "response to component",
}

TABLE = [
    # edit, whether it breaks, rule (none: nothing is said)
    ("path removed", BREAKS, "api-path-removed-without-deprecation", drop("paths", "/old")),
    ("sunset op removed", SAFE, "api-removed-after-sunset", drop("paths", "/a/{id}", "delete")),
    ("op added", SAFE, "endpoint-added", put("paths", "/new", {"get": {"responses": {"200": ANSWER}}})),
    ("path param renamed", SAFE, None, rename_path_parameter),
    ("op moved", BREAKS, "api-operation-moved", move_operation),
    ("base path moved to paths", SAFE, None, move_base_path),
    ("server removed", BREAKS, "api-server-removed", put("servers", [{"url": "https://y.test/v1"}])),
    ("server added", SAFE, "api-server-added", lambda d: d["servers"].append({"url": "https://y.test/v1"})),
    (
        "server variable same",
        SAFE,
        None,
        put("servers", [{"url": "https://{h}/v1", "variables": {"h": {"default": "x.test"}}}]),
    ),
    ("op id changed", SAFE, "api-operation-id-changed", put(*GET_A, "operationId", "getAA")),
    ("tag changed", SAFE, "api-tag-added", put(*GET_A, "tags", ["B"])),
    ("deprecated", SAFE, "endpoint-deprecated", put(*GET_A, "deprecated", True)),
    ("experimental removed", SAFE, None, drop("paths", "/exp")),
    (
        "param required added",
        BREAKS,
        "new-required-request-parameter",
        lambda d: at(d, *GET_A)["parameters"].append({"name": "z", "in": "query", "required": True, "schema": STRING}),
    ),
    (
        "param optional added",
        SAFE,
        "new-optional-request-parameter",
        lambda d: at(d, *GET_A)["parameters"].append({"name": "z", "in": "query", "schema": STRING}),
    ),
    (
        "param removed",
        SAFE,
        "request-parameter-removed",
        lambda d: at(d, *GET_A)["parameters"].remove(parameter(d, "q")),
    ),
    (
        "param became required",
        BREAKS,
        "request-parameter-became-required",
        lambda d: parameter(d, "q").update(required=True),
    ),
    ("param int to string", SAFE, None, lambda d: parameter(d, "X-H").update(schema=STRING)),
    (
        "param string to int",
        BREAKS,
        "request-parameter-type-changed",
        lambda d: parameter(d, "q").update(schema=INTEGER),
    ),
    (
        "param string to array",
        SAFE,
        None,
        lambda d: parameter(d, "q").update(schema={"type": "array", "items": STRING}),
    ),
    (
        "param location",
        BREAKS,
        "request-parameter-location-changed",
        lambda d: parameter(d, "q").update({"in": "header"}),
    ),
    ("explode scalar", SAFE, None, lambda d: parameter(d, "q").update(explode=False)),
    ("explode list", BREAKS, "request-parameter-explode-changed", lambda d: parameter(d, "list").update(explode=False)),
    (
        "style list",
        BREAKS,
        "request-parameter-style-changed",
        lambda d: parameter(d, "list").update(style="pipeDelimited", explode=False),
    ),
    (
        "param default added",
        SAFE,
        "request-parameter-default-value-added",
        lambda d: parameter(d, "q").update(schema={**STRING, "default": "x"}),
    ),
    ("header case", SAFE, None, lambda d: parameter(d, "X-H").update(name="x-h")),
    (
        "param to content",
        BREAKS,
        "request-parameter-media-type-changed",
        lambda d: (
            parameter(d, "q").pop("schema"),
            parameter(d, "q").update(content={"application/json": {"schema": STRING}}),
        ),
    ),
    ("param enum", BREAKS, "request-parameter-became-enum", lambda d: parameter(d, "q").update(schema={"enum": ["a"]})),
    ("body became required", BREAKS, "request-body-became-required", put(*POST_B, "requestBody", "required", True)),
    ("body removed", BREAKS, "request-body-removed", drop(*POST_B, "requestBody")),
    (
        "body required added",
        BREAKS,
        "request-body-added-required",
        put(*GET_A, "requestBody", {"required": True, **body(STRING)}),
    ),
    ("body optional added", SAFE, "request-body-added-optional", put(*GET_A, "requestBody", body(STRING))),
    ("media removed", BREAKS, "request-body-media-type-removed", drop(*POST_B, "requestBody", "content", "text/plain")),
    (
        "media to range",
        SAFE,
        None,
        lambda d: at(d, *POST_B, "requestBody", "content").update(
            {"text/*": at(d, *POST_B, "requestBody", "content").pop("text/plain")}
        ),
    ),
    (
        "media charset",
        SAFE,
        None,
        lambda d: at(d, *POST_B, "requestBody", "content").update(
            {"application/json; charset=utf-8": at(d, *POST_B, "requestBody", "content").pop("application/json")}
        ),
    ),
    (
        "media added",
        SAFE,
        "request-body-media-type-added",
        put(*POST_B, "requestBody", "content", "application/xml", {"schema": STRING}),
    ),
    (
        "encoding",
        BREAKS,
        "request-body-encoding-changed",
        put(
            "paths",
            "/form",
            "post",
            "requestBody",
            "content",
            "multipart/form-data",
            "encoding",
            {"f": {"contentType": "image/gif"}},
        ),
    ),
    (
        "200 to 2XX",
        SAFE,
        None,
        lambda d: at(d, *GET_A, "responses").update({"2XX": at(d, *GET_A, "responses").pop("200")}),
    ),
    (
        "2xx gone",
        BREAKS,
        "response-success-status-removed",
        lambda d: at(d, *POST_B, "responses").update({"202": at(d, *POST_B, "responses").pop("201")}),
    ),
    ("404 removed", SAFE, "response-non-success-status-removed", drop(*GET_A, "responses", "404")),
    ("403 added", SAFE, "response-non-success-status-added", put(*GET_A, "responses", "403", ANSWER)),
    (
        "resp media replaced",
        BREAKS,
        "response-media-types-replaced",
        lambda d: at(d, *GET_A, "responses", "200").update(content={"application/xml": {"schema": STRING}}),
    ),
    (
        "resp header removed",
        BREAKS,
        "required-response-header-removed",
        drop(*GET_A, "responses", "200", "headers", "X-R"),
    ),
    (
        "resp opt header removed",
        SAFE,
        "optional-response-header-removed",
        drop(*GET_A, "responses", "200", "headers", "X-O"),
    ),
    (
        "resp header optional",
        BREAKS,
        "response-header-became-optional",
        put(*GET_A, "responses", "200", "headers", "X-R", "required", False),
    ),
    (
        "resp header type",
        BREAKS,
        "response-header-type-changed",
        put(*GET_A, "responses", "200", "headers", "X-R", "schema", STRING),
    ),
    ("link removed", SAFE, "response-link-removed", drop("paths", "/form", "post", "responses", "200", "links")),
    ("webhook removed", BREAKS, "webhook-removed", drop("webhooks", "ev")),
    ("webhook added", SAFE, "webhook-added", put("webhooks", "w2", {"post": {"responses": {"200": ANSWER}}})),
    (
        "webhook new required member",
        SAFE,
        None,
        lambda d: (at(d, *WEBHOOK_BODY)["properties"].update(z=STRING), at(d, *WEBHOOK_BODY)["required"].append("z")),
    ),
    ("webhook became optional", BREAKS, "response-property-became-optional", put(*WEBHOOK_BODY, "required", [])),
    (
        "webhook enum grows",
        BREAKS,
        "response-property-enum-value-added",
        put(*WEBHOOK_BODY, "properties", "k", {"enum": ["a", "b", "c"]}),
    ),
    ("webhook enum shrinks", SAFE, None, put(*WEBHOOK_BODY, "properties", "k", {"enum": ["a"]})),
    ("callback became optional", BREAKS, "response-property-became-optional", put(*CALLBACK_BODY, "required", [])),
    ("callback became required", SAFE, None, put(*CALLBACK_BODY, "required", ["x", "y"])),
    ("callback removed", BREAKS, "callback-removed", drop(*POST_B, "callbacks")),
    ("security dropped", SAFE, "api-security-loosened", put(*GET_A, "security", [])),
    ("security added to open", BREAKS, "api-security-added", lambda d: None),
    ("security AND", BREAKS, "api-security-added", put(*GET_A, "security", [{"key": [], "oauth": []}])),
    ("security alt removed", BREAKS, "api-security-removed", put(*POST_B, "security", [{"key": []}])),
    (
        "security alt added",
        SAFE,
        "api-security-alternative-added",
        put(*GET_A, "security", [{"key": []}, {"oauth": ["read"]}]),
    ),
    (
        "scope added",
        BREAKS,
        "api-security-scope-added",
        put(*POST_B, "security", [{"key": []}, {"oauth": ["read", "trade", "admin"]}]),
    ),
    ("scope removed", SAFE, None, put(*POST_B, "security", [{"key": []}, {"oauth": ["read"]}])),
    ("scheme renamed", SAFE, None, rename_scheme),
    (
        "scheme key name",
        BREAKS,
        "api-security-component-changed",
        put("components", "securitySchemes", "key", "name", "K2"),
    ),
    (
        "scheme type",
        BREAKS,
        "api-security-component-type-changed",
        put("components", "securitySchemes", "key", {"type": "http", "scheme": "bearer"}),
    ),
    (
        "token url",
        BREAKS,
        "api-security-component-oauth-token-url-changed",
        put("components", "securitySchemes", "oauth", "flows", "clientCredentials", "tokenUrl", "https://u"),
    ),
    ("limit lowered", BREAKS, "limit-capacity-decreased", put("x-limits", "o", "capacity", 5)),
    ("limit raised", SAFE, "limit-increased", put("x-limits", "o", "capacity", 50)),
    ("weight up", BREAKS, "operation-limit-weight-increased", put(*POST_B, "x-limit", "weight", 2)),
    ("error added", SAFE, "operation-error-code-added", put(*POST_B, "x-error-codes", ["e1", "e2", "e3"])),
    ("error status", BREAKS, "error-code-status-changed", put("x-errors", "e1", "status", 400)),
    ("idempotency window", BREAKS, "idempotency-window-decreased", put(*POST_B, "x-idempotency", "window_seconds", 60)),
    ("idempotency removed", BREAKS, "idempotency-removed", drop(*POST_B, "x-idempotency")),
    ("description", SAFE, "documentation-changed", put("info", "description", "hello")),
    ("summary", SAFE, "documentation-changed", put(*GET_A, "summary", "hello")),
    (
        "param to component",
        SAFE,
        None,
        lambda d: (
            d["components"].update(parameters={"Q": parameter(d, "q")}),
            at(d, *GET_A)["parameters"].__setitem__(1, {"$ref": "#/components/parameters/Q"}),
        ),
    ),
    (
        "param to path level",
        SAFE,
        None,
        lambda d: d["paths"]["/a/{id}"].update(parameters=[at(d, *GET_A)["parameters"].pop(0)]),
    ),
    (
        "response to component",
        SAFE,
        None,
        lambda d: (
            d["components"].update(responses={"R": at(d, *GET_A, "responses")["200"]}),
            at(d, *GET_A, "responses").__setitem__("200", {"$ref": "#/components/responses/R"}),
        ),
    ),
]


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_an_edit_of_an_operation(compared, row):
    name, breaks, rule, edit = row
    old, new = a_contract(), a_contract()
    if name == "security added to open":
        at(old, *GET_A)["security"] = []
    edit(new)
    report = compared(copy.deepcopy(old), new, today=date(2026, 1, 1))
    assert any(finding.severity == "breaking" for finding in report) == breaks, [*report]
    found = {finding.id for finding in report}
    assert (rule in found) if rule else not breaks, found


@pytest.mark.parametrize("row", [row for row in TABLE if row[0] in REFACTORS], ids=lambda row: row[0])
def test_a_refactor_says_nothing(compared, row):
    new = a_contract()
    row[3](new)
    assert compared(a_contract(), new).findings == ()


def test_every_rule_is_a_stable_kebab_case_id():
    for rule in RULES:
        assert rule == rule.lower()
        assert rule.replace("-", "").isalpha()
