"""What happens around schemas in the examples: for each rule a place, its value before, and its value after.

Edits are made to one small document. A place is written as its steps with blanks between them; ``post`` alone stands for
the one operation. A value of `GONE` takes the place away.
"""

from __future__ import annotations

import copy
from typing import Any, Final

from tradespec.diff.examples.example import Example
from tradespec.diff.examples.parts import (
    ANSWER,
    BODY,
    CODES,
    DONE,
    JSON,
    KEY,
    LATER,
    OLD,
    ORDER,
    OVER,
    READ,
    SOONER,
    TAGGED,
    TEXT,
    TRADE,
    USED,
    bucket,
    channel,
    code,
    fix,
    header,
    oauth,
    page,
    query,
    signed,
)

GONE: Final = object()
Edit = dict[str, Any]
SHORT: Final = {
    "post": ("paths", "/orders", "post"),
    "body": ("paths", "/orders", "post", "requestBody"),
    "answer": ("paths", "/orders", "post", "responses", "200"),
    "schemes": ("components", "securitySchemes"),
    "call": ("webhooks", "filled", "post"),
}
"""First steps of places, and what they stand for."""
COMMON: Final[dict[str, Any]] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "version": "1.0.0"},
    "paths": {"/orders": {"post": {"operationId": "placeOrder", "responses": {"204": DONE}}}},
}

EDITS: Final[dict[str, tuple[Edit, Edit]]] = {
    # Operations
    "endpoint-added": ({}, {"paths /orders get": READ["get"]}),
    "api-path-removed-without-deprecation": ({"paths /fills": READ}, {"paths /fills": GONE}),
    "api-path-removed-with-deprecation": (
        {"paths /fills": READ, "paths /fills get deprecated": True},
        {"paths /fills": GONE},
    ),
    "api-path-removed-before-sunset": (
        {"paths /fills": READ, "paths /fills get deprecated": True, "paths /fills get x-sunset": LATER},
        {"paths /fills": GONE},
    ),
    "api-path-removed-after-sunset": (
        {"paths /fills": READ, "paths /fills get deprecated": True, "paths /fills get x-sunset": OVER},
        {"paths /fills": GONE},
    ),
    "api-path-sunset-parse": (
        {"paths /fills": READ, "paths /fills get deprecated": True, "paths /fills get x-sunset": "next year"},
        {"paths /fills": GONE},
    ),
    "api-removed-without-deprecation": ({"paths /orders get": READ["get"]}, {"paths /orders get": GONE}),
    "api-removed-with-deprecation": (
        {"paths /orders get": {**READ["get"], "deprecated": True}},
        {"paths /orders get": GONE},
    ),
    "api-removed-before-sunset": (
        {"paths /orders get": {**READ["get"], "deprecated": True, "x-sunset": LATER}},
        {"paths /orders get": GONE},
    ),
    "api-removed-after-sunset": (
        {"paths /orders get": {**READ["get"], "deprecated": True, "x-sunset": OVER}},
        {"paths /orders get": GONE},
    ),
    "api-operation-moved": ({"paths /fills": READ}, {"paths /fills": GONE, "paths /executions": READ}),
    "api-operation-id-changed": ({}, {"post operationId": "createOrder"}),
    "api-operation-id-removed": ({}, {"post operationId": GONE}),
    "api-operation-id-added": ({"post operationId": GONE}, {"post operationId": "placeOrder"}),
    "api-tag-removed": ({"post tags": ["Orders", "Trading"]}, {"post tags": ["Orders"]}),
    "api-tag-added": ({"post tags": ["Orders"]}, {"post tags": ["Orders", "Trading"]}),
    # Lifecycle
    "endpoint-deprecated": ({}, OLD),
    "endpoint-deprecated-with-sunset": ({}, {**OLD, "post x-sunset": LATER}),
    "endpoint-reactivated": (OLD, {"post deprecated": GONE}),
    "api-deprecated-sunset-missing": ({}, OLD),
    "api-deprecated-sunset-parse": ({}, {**OLD, "post x-sunset": "next year"}),
    "api-sunset-date-too-small": ({}, {**OLD, "post x-sunset": OVER}),
    "api-sunset-date-changed-too-small": ({**OLD, "post x-sunset": LATER}, {"post x-sunset": SOONER}),
    "sunset-deleted": ({**OLD, "post x-sunset": LATER}, {"post x-sunset": GONE}),
    "api-stability-decreased": ({}, {"post x-stability": "beta"}),
    "api-stability-increased": ({"post x-stability": "beta"}, {"post x-stability": "stable"}),
    "api-invalid-stability-level": ({}, {"post x-stability": "rock-solid"}),
    # Servers
    "api-server-removed": (
        {"servers": [{"url": "https://a.example"}, {"url": "https://b.example"}]},
        {"servers": [{"url": "https://a.example"}]},
    ),
    "api-server-added": (
        {"servers": [{"url": "https://a.example"}]},
        {"servers": [{"url": "https://a.example"}, {"url": "https://b.example"}]},
    ),
    # Parameters
    "new-required-request-parameter": ({}, {"post parameters": query(required=True)}),
    "new-optional-request-parameter": ({}, {"post parameters": query()}),
    "new-request-path-parameter": (
        {"paths /orders/{id}": READ},
        {
            "paths /orders/{id} get parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {**TEXT, "pattern": "^[0-9]+$"}}
            ]
        },
    ),
    "request-parameter-removed": ({"post parameters": query()}, {"post parameters": []}),
    "request-parameter-removed-with-deprecation": (
        {"post parameters": query(deprecated=True)},
        {"post parameters": []},
    ),
    "request-parameter-removed-before-sunset": (
        {"post parameters": query(**{"deprecated": True, "x-sunset": LATER})},
        {"post parameters": []},
    ),
    "request-parameter-removed-after-sunset": (
        {"post parameters": query(**{"deprecated": True, "x-sunset": OVER})},
        {"post parameters": []},
    ),
    "request-parameter-became-required": ({"post parameters": query()}, {"post parameters": query(required=True)}),
    "request-parameter-became-optional": ({"post parameters": query(required=True)}, {"post parameters": query()}),
    "request-parameter-location-changed": (
        {"post parameters": query()},
        {"post parameters": [{"name": "side", "in": "header", "schema": TEXT}]},
    ),
    "request-parameter-style-changed": (
        {"post parameters": query(schema={"type": "array", "items": TEXT}, explode=False)},
        {"post parameters": query(schema={"type": "array", "items": TEXT}, explode=False, style="pipeDelimited")},
    ),
    "request-parameter-explode-changed": (
        {"post parameters": query(schema={"type": "array", "items": TEXT})},
        {"post parameters": query(schema={"type": "array", "items": TEXT}, explode=False)},
    ),
    "request-parameter-allow-reserved-changed": (
        {"post parameters": query(allowReserved=True)},
        {"post parameters": query()},
    ),
    "request-parameter-allow-empty-value-removed": (
        {"post parameters": query(allowEmptyValue=True)},
        {"post parameters": query()},
    ),
    "request-parameter-media-type-changed": (
        {"post parameters": query()},
        {"post parameters": [{"name": "side", "in": "query", "content": {JSON: {"schema": TEXT}}}]},
    ),
    "request-parameter-deprecated": ({"post parameters": query()}, {"post parameters": query(deprecated=True)}),
    "request-parameter-deprecated-with-sunset": (
        {"post parameters": query()},
        {"post parameters": query(**{"deprecated": True, "x-sunset": LATER})},
    ),
    "request-parameter-deprecated-sunset-missing": (
        {"post parameters": query()},
        {"post parameters": query(deprecated=True)},
    ),
    "request-parameter-sunset-parse": (
        {"post parameters": query()},
        {"post parameters": query(**{"deprecated": True, "x-sunset": "next year"})},
    ),
    "request-parameter-sunset-date-too-small": (
        {"post parameters": query()},
        {"post parameters": query(**{"deprecated": True, "x-sunset": OVER})},
    ),
    "request-parameter-sunset-date-changed-too-small": (
        {"post parameters": query(**{"deprecated": True, "x-sunset": LATER})},
        {"post parameters": query(**{"deprecated": True, "x-sunset": SOONER})},
    ),
    "request-parameter-sunset-deleted": (
        {"post parameters": query(**{"deprecated": True, "x-sunset": LATER})},
        {"post parameters": query(deprecated=True)},
    ),
    "request-parameter-reactivated": ({"post parameters": query(deprecated=True)}, {"post parameters": query()}),
    "request-parameter-stability-decreased": (
        {"post parameters": query()},
        {"post parameters": query(**{"x-stability": "beta"})},
    ),
    "request-parameter-stability-increased": (
        {"post parameters": query(**{"x-stability": "beta"})},
        {"post parameters": query()},
    ),
    # Request bodies
    "request-body-added-required": ({}, {"body": {**BODY, "required": True}}),
    "request-body-added-optional": ({}, {"body": BODY}),
    "request-body-removed": ({"body": BODY}, {"body": GONE}),
    "request-body-became-required": ({"body": BODY}, {"body required": True}),
    "request-body-became-optional": ({"body": {**BODY, "required": True}}, {"body required": False}),
    "request-body-media-type-added": ({"body": BODY}, {"body content application/xml": {"schema": ORDER}}),
    "request-body-media-type-removed": (
        {"body": BODY, "body content application/xml": {"schema": ORDER}},
        {"body content application/xml": GONE},
    ),
    "request-body-encoding-changed": (
        {
            "body": {
                "content": {
                    "multipart/form-data": {"schema": ORDER, "encoding": {"side": {"contentType": "text/plain"}}}
                }
            }
        },
        {"body content multipart/form-data encoding side contentType": JSON},
    ),
    "request-body-media-type-schema-added": (
        {"body": {"content": {JSON: {}}}},
        {f"body content {JSON} schema": ORDER},
    ),
    "request-body-media-type-schema-removed": ({"body": BODY}, {f"body content {JSON} schema": GONE}),
    # Answers
    "response-body-encoding-changed": (
        {
            "answer": {
                **DONE,
                "content": {"multipart/mixed": {"schema": ORDER, "encoding": {"side": {"contentType": "text/plain"}}}},
            }
        },
        {"answer content multipart/mixed encoding side contentType": JSON},
    ),
    "response-body-media-type-schema-added": (
        {"answer": {**DONE, "content": {JSON: {}}}},
        {f"answer content {JSON} schema": ORDER},
    ),
    "response-body-media-type-schema-removed": ({"answer": ANSWER}, {f"answer content {JSON} schema": GONE}),
    "response-success-status-added": ({}, {"post responses 202": DONE}),
    "response-success-status-removed": ({"post responses 202": DONE}, {"post responses 202": GONE}),
    "response-non-success-status-added": ({}, {"post responses 409": DONE}),
    "response-non-success-status-removed": ({"post responses 409": DONE}, {"post responses 409": GONE}),
    "response-media-type-added": ({"answer": ANSWER}, {"answer content application/xml": {"schema": ORDER}}),
    "response-media-type-removed": (
        {"answer": ANSWER, "answer content application/xml": {"schema": ORDER}},
        {"answer content application/xml": GONE},
    ),
    "response-media-types-replaced": (
        {"answer": ANSWER},
        {f"answer content {JSON}": GONE, "answer content application/xml": {"schema": ORDER}},
    ),
    "response-media-type-name-changed": (
        {"answer": {**DONE, "content": {f"{JSON};version=1": {"schema": ORDER}}}},
        {"answer content": {f"{JSON};version=2": {"schema": ORDER}}},
    ),
    "response-media-type-name-generalized": (
        {"answer": ANSWER},
        {"answer content": {"application/*": {"schema": ORDER}}},
    ),
    "response-media-type-name-specialized": (
        {"answer": {**DONE, "content": {"application/*": {"schema": ORDER}}}},
        {"answer content": {JSON: {"schema": ORDER}}},
    ),
    "response-header-added": ({"answer": DONE}, {"answer headers": header()}),
    "required-response-header-removed": (
        {"answer": {**DONE, "headers": header(required=True)}},
        {"answer headers": {}},
    ),
    "optional-response-header-removed": ({"answer": {**DONE, "headers": header()}}, {"answer headers": {}}),
    "response-header-became-optional": (
        {"answer": {**DONE, "headers": header(required=True)}},
        {"answer headers": header()},
    ),
    "response-header-became-required": (
        {"answer": {**DONE, "headers": header()}},
        {"answer headers": header(required=True)},
    ),
    "response-header-media-type-changed": (
        {"answer": {**DONE, "headers": header()}},
        {"answer headers": {"X-Total": {"content": {JSON: {"schema": TEXT}}}}},
    ),
    "response-link-added": ({"answer": DONE}, {"answer links": {"self": {"operationId": "placeOrder"}}}),
    "response-link-removed": (
        {"answer": {**DONE, "links": {"self": {"operationId": "placeOrder"}}}},
        {"answer links": {}},
    ),
    "response-link-changed": (
        {"answer": {**DONE, "links": {"self": {"operationId": "placeOrder"}}}},
        {"answer links self parameters": {"id": "$response.body#/id"}},
    ),
    # Webhooks and callbacks
    "webhook-added": ({}, {"webhooks": {"filled": {"post": {"responses": {"204": DONE}}}}}),
    "webhook-removed": ({"webhooks": {"filled": {"post": {"responses": {"204": DONE}}}}}, {"webhooks": {}}),
    "callback-added": (
        {},
        {"post callbacks": {"filled": {"{$request.body#/url}": {"post": {"responses": {"204": DONE}}}}}},
    ),
    "callback-removed": (
        {"post callbacks": {"filled": {"{$request.body#/url}": {"post": {"responses": {"204": DONE}}}}}},
        {"post callbacks": {}},
    ),
    # Security
    "api-security-added": ({**KEY, "post security": [{"key": []}]}, {"post security": [{"key": [], "oauth": []}]}),
    "api-security-removed": (
        {**KEY, "post security": [{"key": []}, {"oauth": []}]},
        {"post security": [{"key": []}]},
    ),
    "api-security-scope-added": (
        {**KEY, "post security": [{"oauth": ["read"]}]},
        {"post security": [{"oauth": ["read", "trade"]}]},
    ),
    "api-security-scope-removed": (
        {**KEY, "post security": [{"oauth": ["read", "trade"]}]},
        {"post security": [{"oauth": ["read"]}]},
    ),
    "api-security-loosened": ({**KEY, "post security": [{"key": []}]}, {"post security": []}),
    "api-security-alternative-added": (
        {**KEY, "post security": [{"key": []}]},
        {"post security": [{"key": []}, {"oauth": ["read"]}]},
    ),
    "api-global-security-added": ({**KEY, "security": [{"key": []}]}, {"security": [{"key": [], "oauth": []}]}),
    "api-global-security-removed": ({**KEY, "security": [{"key": []}, {"oauth": []}]}, {"security": [{"key": []}]}),
    "api-global-security-scope-added": (
        {**KEY, "security": [{"oauth": ["read"]}]},
        {"security": [{"oauth": ["read", "trade"]}]},
    ),
    "api-global-security-scope-removed": (
        {**KEY, "security": [{"oauth": ["read", "trade"]}]},
        {"security": [{"oauth": ["read"]}]},
    ),
    "api-global-security-loosened": ({**KEY, "security": [{"key": []}]}, {"security": []}),
    "api-global-security-alternative-added": (
        {**KEY, "security": [{"key": []}]},
        {"security": [{"key": []}, {"oauth": ["read"]}]},
    ),
    "api-security-component-added": ({}, KEY),
    "api-security-component-removed": (KEY, {"schemes key": GONE}),
    "api-security-component-type-changed": (
        {**KEY, **USED},
        {"schemes oauth": {"type": "http", "scheme": "bearer"}},
    ),
    "api-security-component-changed": ({**KEY, "security": [{"key": []}]}, {"schemes key name": "X-Api-Key"}),
    "api-security-component-oauth-flow-added": (
        {**KEY, **USED},
        {"schemes oauth flows clientCredentials": {"tokenUrl": "https://t.example", "scopes": {}}},
    ),
    "api-security-component-oauth-flow-removed": (
        {**KEY, **USED, "schemes oauth flows password": {"tokenUrl": "https://t.example", "scopes": {}}},
        {"schemes oauth flows password": GONE},
    ),
    "api-security-component-oauth-scope-added": (
        {**KEY, **USED},
        {"schemes oauth": oauth(scopes={"read": "Read.", "pay": ""})},
    ),
    "api-security-component-oauth-scope-removed": ({**KEY, **USED}, {"schemes oauth": oauth(scopes={})}),
    "api-security-component-oauth-scope-changed": (
        {**KEY, **USED},
        {"schemes oauth": oauth(scopes={"read": "Read all."})},
    ),
    "api-security-component-oauth-url-changed": (
        {**KEY, **USED},
        {"schemes oauth": oauth(authorizationUrl="https://b.example")},
    ),
    "api-security-component-oauth-token-url-changed": (
        {**KEY, **USED},
        {"schemes oauth": oauth(tokenUrl="https://u.example")},
    ),
    "api-security-component-oauth-refresh-url-changed": (
        {**KEY, **USED, "schemes oauth": oauth(refreshUrl="https://r.example")},
        {"schemes oauth": oauth(refreshUrl="https://s.example")},
    ),
    "api-security-component-open-id-url-changed": (
        {
            "schemes": {"login": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"}},
            "security": [{"login": []}],
        },
        {"schemes login openIdConnectUrl": "https://b.example"},
    ),
    "api-signature-changed": (
        {"schemes": {"key": signed()}, "security": [{"key": []}]},
        {"schemes": {"key": signed(encoding="hex")}},
    ),
    "api-signature-algorithm-added": (
        {"schemes": {"key": signed()}, "security": [{"key": []}]},
        {"schemes": {"key": signed(algorithms=["ed25519", "hmac-sha256"])}},
    ),
    "api-signature-algorithm-removed": (
        {"schemes": {"key": signed(algorithms=["ed25519", "hmac-sha256"])}, "security": [{"key": []}]},
        {"schemes": {"key": signed()}},
    ),
    "api-signature-window-decreased": (
        {"schemes": {"key": signed()}, "security": [{"key": []}]},
        {"schemes": {"key": signed(recv_window_ms_max=10000)}},
    ),
    "api-signature-window-increased": (
        {"schemes": {"key": signed()}, "security": [{"key": []}]},
        {"schemes": {"key": signed(recv_window_ms_max=90000)}},
    ),
    # Limits, errors, idempotency and pages
    "limit-capacity-decreased": ({"x-limits": bucket()}, {"x-limits orders capacity": 50}),
    "limit-refill-decreased": ({"x-limits": bucket()}, {"x-limits orders refill_per_second": 5}),
    "limit-scope-changed": ({"x-limits": bucket()}, {"x-limits orders scope": "ip"}),
    "limit-increased": ({"x-limits": bucket()}, {"x-limits orders capacity": 200}),
    "operation-limit-added": ({"x-limits": bucket()}, {"post x-limit": {"bucket": "orders", "weight": 1}}),
    "operation-limit-removed": (
        {"x-limits": bucket(), "post x-limit": {"bucket": "orders", "weight": 1}},
        {"post x-limit": GONE},
    ),
    "operation-limit-weight-increased": (
        {"x-limits": bucket(), "post x-limit": {"bucket": "orders", "weight": 1}},
        {"post x-limit weight": 5},
    ),
    "operation-limit-weight-decreased": (
        {"x-limits": bucket(), "post x-limit": {"bucket": "orders", "weight": 5}},
        {"post x-limit weight": 1},
    ),
    "operation-limit-bucket-changed": (
        {"x-limits": {**bucket(), "reads": bucket()["orders"]}, "post x-limit": {"bucket": "orders", "weight": 1}},
        {"post x-limit bucket": "reads"},
    ),
    "operation-error-code-added": ({"x-errors": code()}, {"post x-error-codes": ["rejected"]}),
    "operation-error-code-removed": (
        {"x-errors": code(), "post x-error-codes": ["rejected"]},
        {"post x-error-codes": []},
    ),
    "error-code-removed": ({"x-errors": code()}, {"x-errors": {}}),
    "error-code-added": ({}, {"x-errors": code()}),
    "error-code-status-changed": ({"x-errors": code()}, {"x-errors rejected status": 400}),
    "error-code-outcome-changed": ({"x-errors": code()}, {"x-errors rejected outcome": "unknown"}),
    "error-code-retryable-changed": ({"x-errors": code()}, {"x-errors rejected retryable": True}),
    "idempotency-removed": (
        {"post x-idempotency": {"field": "/id", "window_seconds": 86400}},
        {"post x-idempotency": GONE},
    ),
    "idempotency-added": ({}, {"post x-idempotency": {"field": "/id", "window_seconds": 86400}}),
    "idempotency-field-changed": (
        {"post x-idempotency": {"field": "/id", "window_seconds": 86400}},
        {"post x-idempotency field": "header:Idempotency-Key"},
    ),
    "idempotency-window-decreased": (
        {"post x-idempotency": {"field": "/id", "window_seconds": 86400}},
        {"post x-idempotency window_seconds": 3600},
    ),
    "idempotency-window-increased": (
        {"post x-idempotency": {"field": "/id", "window_seconds": 3600}},
        {"post x-idempotency window_seconds": 86400},
    ),
    "pagination-removed": ({"post x-pagination": page()}, {"post x-pagination": GONE}),
    "pagination-added": ({}, {"post x-pagination": page()}),
    "pagination-changed": ({"post x-pagination": page()}, {"post x-pagination next_cursor": "/after"}),
    "pagination-limit-max-decreased": ({"post x-pagination": page()}, {"post x-pagination limit_max": 100}),
    "pagination-limit-max-increased": ({"post x-pagination": page()}, {"post x-pagination limit_max": 1000}),
    # WebSocket
    "websocket-method-added": ({}, {"post x-websocket": "order.place"}),
    "websocket-method-removed": ({"post x-websocket": "order.place"}, {"post x-websocket": GONE}),
    "websocket-method-changed": ({"post x-websocket": "order.place"}, {"post x-websocket": "order.create"}),
    "channel-added": (TRADE, {"x-channels": channel()}),
    "channel-removed": ({**TRADE, "x-channels": channel()}, {"x-channels": {}}),
    "channel-parameter-added": (
        {**TRADE, "x-channels": channel()},
        {"x-channels trades parameters": {"symbol": {"required": True, "schema": TEXT}}},
    ),
    "channel-parameter-removed": (
        {**TRADE, "x-channels": channel(parameters={"symbol": {"schema": TEXT}})},
        {"x-channels trades parameters": {}},
    ),
    "channel-access-narrowed": ({**TRADE, "x-channels": channel(public=True)}, {"x-channels": channel(scope="read")}),
    "channel-access-widened": ({**TRADE, "x-channels": channel(scope="read")}, {"x-channels": channel(public=True)}),
    "channel-delivery-changed": ({**TRADE, "x-channels": channel()}, {"x-channels trades kind": "snapshot"}),
    # FIX
    "fix-added": (
        {"components schemas": {"Side": {**TEXT, "enum": ["buy", "sell"]}}},
        {"components schemas": fix(tag=54)},
    ),
    "fix-removed": (
        {"components schemas": fix(tag=54)},
        {"components schemas": {"Side": {**TEXT, "enum": ["buy", "sell"]}}},
    ),
    "fix-message-changed": ({"post x-fix": {"message": "D"}}, {"post x-fix message": "E"}),
    "fix-tag-changed": ({"components schemas": fix(tag=54)}, {"components schemas": fix(tag=624)}),
    "fix-name-changed": (
        {"components schemas": fix(tag=54, name="Side")},
        {"components schemas": fix(tag=54, name="LegSide")},
    ),
    "fix-type-changed": (
        {"components schemas": fix(tag=54, type="CHAR")},
        {"components schemas": fix(tag=54, type="INT")},
    ),
    "fix-value-added": (
        {"components schemas": fix(values={"buy": "1"})},
        {"components schemas": fix(values=CODES)},
    ),
    "fix-value-removed": (
        {"components schemas": fix(values=CODES)},
        {"components schemas": fix(values={"buy": "1"})},
    ),
    "fix-value-changed": (
        {"components schemas": fix(values={"buy": "1"})},
        {"components schemas": fix(values={"buy": "2"})},
    ),
    "fix-changed": ({"post x-fix": {"message": "D", "group": "NoLegs"}}, {"post x-fix group": "NoSides"}),
    # The document
    "api-version-decreased": ({"info version": "2.0.0"}, {"info version": "1.0.0", "post tags": ["Orders"]}),
    "api-version-not-bumped": ({}, {"post tags": ["Orders"]}),
    "api-major-version-not-bumped": ({"paths /fills": READ}, {"paths /fills": GONE}),
    "api-schema-removed": (TRADE, {"components schemas Trade": GONE}),
    "enum-names-changed": ({"components schemas": TAGGED}, {"components schemas Side x-enum-varnames": ["BID", "ASK"]}),
    "documentation-changed": ({}, {"post summary": "Place an order"}),
    "examples-changed": (
        {"components schemas": {"Side": {**TEXT, "examples": ["buy"]}}},
        {"components schemas Side examples": ["sell"]},
    ),
}
"""Rule -> what the document before has beside the common one, and what changes then."""


def put(document: dict[str, Any], place: str, value: Any) -> None:
    """Set the value at a place, or take it away."""
    first, *rest = place.split(" ")
    *steps, last = (*SHORT.get(first, (first,)), *rest)
    node = document
    for step in steps:
        node = node.setdefault(step, {})
    if value is GONE:
        node.pop(last, None)
    else:
        node[last] = copy.deepcopy(value)


def example(before: Edit, after: Edit) -> Example:
    """Return the common document with one edit, and with the other upon it."""
    old = copy.deepcopy(COMMON)
    for place, value in before.items():
        put(old, place, value)
    new = copy.deepcopy(old)
    for place, value in after.items():
        put(new, place, value)
    return Example(old, new)


def examples() -> dict[str, Example]:
    """Return id -> example for every rule about what is no schema."""
    return {rule: example(*edit) for rule, edit in {**EDITS, **of_headers()}.items()}


def of_headers() -> dict[str, tuple[Edit, Edit]]:
    """Return what is promised of headers: the same as of parameters."""
    out: dict[str, tuple[Edit, Edit]] = {}
    for rule, edit in EDITS.items():
        name = rule.replace("request-parameter", "response-header")
        if rule.startswith("request-parameter") and name not in EDITS and any(word in rule for word in PROMISES):
            sides = [
                {key: value for key, value in each["post parameters"][0].items() if key[:1] != "i"} for each in edit
            ]
            before, after = (
                {"X-Total": {key: value for key, value in side.items() if key != "name"}} for side in sides
            )
            out[name] = ({"answer": {**DONE, "headers": before}}, {"answer headers": after})
    return out


PROMISES: Final = (
    "parameter-deprecated",
    "parameter-sunset",
    "parameter-reactivated",
    "parameter-stability",
)
"""Ids of rules about promises that hold for headers too."""
