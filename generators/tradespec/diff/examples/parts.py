"""Small pieces of documents that the examples are made of."""

from __future__ import annotations

from typing import Any, Final

JSON: Final = "application/json"
TEXT: Final = {"type": "string"}
DONE: Final = {"description": "Done."}
ORDER: Final = {"type": "object", "properties": {"side": TEXT}}
BODY: Final = {"content": {JSON: {"schema": ORDER}}}
ANSWER: Final = {**DONE, **BODY}
READ: Final = {"get": {"operationId": "listOrders", "responses": {"204": DONE}}}


def query(**words: Any) -> list[Any]:
    """Return a list of one parameter."""
    return [{"name": "side", "in": "query", "schema": TEXT, **words}]


def header(**words: Any) -> dict[str, Any]:
    """Return the headers of an answer: one."""
    return {"X-Total": {"schema": TEXT, **words}}


def oauth(**words: Any) -> dict[str, Any]:
    """Return a scheme of OAuth 2 with one flow."""
    flow = {
        "authorizationUrl": "https://a.example",
        "tokenUrl": "https://t.example",
        "scopes": {"read": "Read."},
        **words,
    }
    return {"type": "oauth2", "flows": {"authorizationCode": flow}}


def signed(**words: Any) -> dict[str, Any]:
    """Return a scheme that signs each request."""
    signature = {
        "algorithms": ["ed25519"],
        "payload": ["timestamp_ms", "nonce", "method", "path_with_query", "body_sha256_hex"],
        "separator": "\n",
        "encoding": "base64",
        "headers": {"key": "TS-Key", "timestamp": "TS-Timestamp", "nonce": "TS-Nonce", "signature": "TS-Signature"},
        "recv_window_ms": 5000,
        "recv_window_ms_max": 60000,
        **words,
    }
    return {"type": "apiKey", "in": "header", "name": "TS-Key", "x-signature": signature}


def bucket(**words: Any) -> dict[str, Any]:
    """Return the limits of a document: one bucket."""
    return {"orders": {"scope": "key", "capacity": 100, "refill_per_second": 10, **words}}


def code(**words: Any) -> dict[str, Any]:
    """Return the error catalogue of a document: one code."""
    return {"rejected": {"status": 422, "title": "Rejected", "retryable": False, "outcome": "rejected", **words}}


def page(**words: Any) -> dict[str, Any]:
    """Return how a list goes on."""
    return {"cursor": "cursor", "limit": "limit", "next_cursor": "/next", "items": "/items", "limit_max": 500, **words}


def channel(**words: Any) -> dict[str, Any]:
    """Return the channels of a document: one."""
    return {"trades": {"message": {"$ref": "#/components/schemas/Trade"}, "kind": "delta", **words}}


CODES: Final = {"buy": "1", "sell": "2"}


def fix(**words: Any) -> dict[str, Any]:
    """Return a named schema with its words for FIX."""
    return {"Side": {**TEXT, "enum": ["buy", "sell"], "x-fix": words}}


LATER, SOONER, OVER = "2099-01-01", "2098-01-01", "2020-01-01"
OLD: Final = {"post deprecated": True}
TRADE: Final = {"components": {"schemas": {"Trade": ORDER}}}
KEY: Final = {"schemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}, "oauth": oauth()}}
USED: Final = {"security": [{"oauth": ["read"]}]}
TAGGED: Final = {"Side": {**TEXT, "enum": ["buy", "sell"], "x-enum-varnames": ["BUY", "SELL"]}}
