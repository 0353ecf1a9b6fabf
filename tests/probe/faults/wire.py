"""An ASGI application around the exchange that changes what goes over the wire, as a fault says."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

MAX_STEPS = 40


@dataclass
class Asked:
    """A request as a fault sees it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Answered:
    """An answer that a fault may change in place; `body` is JSON, or None where there was none."""

    status: int
    headers: list[tuple[str, str]]
    body: Any

    def drop_header(self, name: str) -> None:
        self.headers = [(key, value) for key, value in self.headers if key != name]

    def set_header(self, name: str, value: str) -> None:
        self.drop_header(name)
        self.headers.append((name, value))


@dataclass
class Wire:
    """What a fault does: refuse requests, send them elsewhere, change answers."""

    refuse: Callable[[Asked], tuple[int, str, str] | None] | None = None
    """Returns (status, code, detail) of a problem, or None to let it pass."""
    path: Callable[[Asked], str] | None = None
    answer: Callable[[Asked, Answered], None] | None = None
    document: dict[str, Any] = field(default_factory=dict)
    """What `/openapi.json` says; empty for the exchange's own."""

    def around(self, app: Any) -> Any:
        """Return the application that behaves so."""

        async def faulty(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http" or not scope["path"].startswith(("/v1/", "/openapi.json")):
                await app(scope, receive, send)
                return
            raw = await read(receive)
            asked = request_of(scope, raw)
            refusal = self.refuse(asked) if self.refuse and scope["path"] != "/openapi.json" else None
            if refusal:
                answered = problem(*refusal)
            elif scope["path"] == "/openapi.json" and self.document:
                answered = Answered(200, [("content-type", "application/json")], self.document)
            else:
                if self.path:
                    target = self.path(asked)
                    scope = {**scope, "path": target, "raw_path": target.encode()}
                answered = await called(app, scope, raw)
                if self.answer and scope["path"] != "/openapi.json":
                    self.answer(asked, answered)
            await reply(send, answered)

        return faulty


async def read(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def request_of(scope: dict[str, Any], raw: bytes) -> Asked:
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    return Asked(scope["method"], scope["path"], dict(parse_qsl(scope["query_string"].decode())), headers, parsed(raw))


def parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


async def called(app: Any, scope: dict[str, Any], raw: bytes) -> Answered:
    """Call the exchange itself and keep its answer."""
    answered = Answered(500, [], None)
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answered.status = message["status"]
            answered.headers = [(name.decode().lower(), value.decode()) for name, value in message["headers"]]
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    answered.body = parsed(b"".join(chunks))
    return answered


async def reply(send: Any, answered: Answered) -> None:
    raw = b"" if answered.body is None else json.dumps(answered.body).encode()
    answered.set_header("content-length", str(len(raw)))
    headers = [(name.encode(), value.encode()) for name, value in answered.headers]
    await send({"type": "http.response.start", "status": answered.status, "headers": headers})
    await send({"type": "http.response.body", "body": raw})


def problem(status: int, code: str, detail: str) -> Answered:
    body = {
        "type": f"urn:tradespec:error:{code}",
        "title": "Refused",
        "status": status,
        "code": code,
        "detail": detail,
        "outcome": "rejected",
        "retryable": False,
        "request_id": "faulty-request-0001",
        "errors": [],
    }
    headers = [("content-type", "application/problem+json"), ("ts-request-id", "faulty-request-0001")]
    return Answered(status, headers, body)
