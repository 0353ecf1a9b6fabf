"""One operation, bound: every step from bytes to answer, with nothing left to look up.

The steps are `admit`, `authorise`, `decode`, the handler, and `success` or `failure`. `BoundOperations` runs them one
after another; the extension points of Connexion's own stack (`stack.py`) run the same steps one by one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from tradespec_server.errors import Refused
from tradespec_server.gateway.bodies import check_media_type, parse_json, read_body
from tradespec_server.gateway.parameters import Parameters
from tradespec_server.gateway.request import Answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from starlette.types import Receive

    from tradespec_server.auth import Authenticator
    from tradespec_server.gateway.contract import Operation
    from tradespec_server.gateway.metrics import Metrics
    from tradespec_server.gateway.problems import Catalogue
    from tradespec_server.gateway.request import Request
    from tradespec_server.gateway.scenarios import Scenarios
    from tradespec_server.gateway.schemas import Schema, Schemas
    from tradespec_server.limits import Grant, Limiter

__all__ = ["Endpoint", "Services"]


log = structlog.get_logger("tradespec.gateway")
_JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Services:
    """What every endpoint works with.

    Attributes:
        body_bytes_max: Largest body.
        body_timeout_s: How long a body may take to arrive.
        validate_responses: Whether answers are checked against the contract too; one that breaks it becomes a 500.
    """

    catalogue: Catalogue
    schemas: Schemas
    limiter: Limiter
    authenticator: Authenticator
    scenarios: Scenarios
    metrics: Metrics
    body_bytes_max: int = 1 << 20
    body_timeout_s: float = 10.0
    validate_responses: bool = False


class Endpoint:
    """An operation of the contract with everything it needs, compiled.

    Args:
        operation: As the contract has it.
        handler: Takes `request`, the parameters by name and `body`; returns what is sent as JSON.
        services: Shared by all endpoints.
    """

    __slots__ = ("_answers", "_bodies", "_fixed", "_parameters", "_policy", "handler", "operation", "services")

    def __init__(self, operation: Operation, handler: Callable[..., Awaitable[Any]], services: Services) -> None:
        self.operation = operation
        self.handler = handler
        self.services = services
        self._parameters = Parameters(operation.parameters, services.schemas)
        pointers = operation.body.pointers if operation.body else {}
        self._bodies = {media: services.schemas.compile(pointer) for media, pointer in pointers.items()}
        self._policy = services.limiter.buckets[operation.draw.bucket].policy if operation.draw else None
        self._answers = _answer_schemas(operation, services) if services.validate_responses else {}
        self._fixed = _fixed_headers(operation)

    async def admit(self, request: Request, receive: Receive) -> None:
        """Let the request in by its address, and read its body where the operation takes one.

        A body that the operation does not take is never read: it is not part of the request, and a signature over it
        does not fit.

        Raises:
            Refused: `rate_limited`, `payload_too_large`, `request_timeout`.
            ClientGoneError: The connection closed.
        """
        services, operation = self.services, self.operation
        public = operation.scheme is None and self._policy is not None and self._policy.scope == "ip"
        counted = operation.draw is not None and operation.draw.per_item is not None
        if public and not counted:
            self._draw(request, request.network, b"")
        blocked = None if operation.scheme is None else services.limiter.blocked(request.network)
        if blocked is not None:
            raise _rate_limited(blocked)
        if self._bodies:
            request.body = await read_body(receive, request.headers, services.body_bytes_max, services.body_timeout_s)
        if public and counted:
            self._draw(request, request.network, request.body)

    def authorise(self, request: Request) -> None:
        """Find out who sent the request, whether its key may do this, and whether it may do it now.

        Raises:
            Refused: What `Authenticator.authenticate` refuses, `insufficient_scope`, `rate_limited`, a forced error.
        """
        operation, services = self.operation, self.services
        if operation.scheme is None:
            return
        try:
            key = services.authenticator.authenticate(
                request.headers, operation.method, request.target, request.body, request.ip
            )
        except Refused as refused:
            if refused.code == "invalid_signature":
                services.limiter.failed(request.network)
            raise
        for scope in operation.scopes:
            if scope not in key.scopes:
                have = ", ".join(key.scopes) or "none"
                raise Refused("insufficient_scope", f"Expected a key with the scope `{scope}`, got the scopes {have}.")
        request.key = key
        self._draw_for(request)
        forced = services.scenarios.take(key.key_id, operation)
        if forced is not None:
            raise forced

    def decode(self, request: Request) -> dict[str, Any]:
        """Return the handler's arguments, checked by the contract.

        Raises:
            Refused: `unknown_parameter`, `invalid_request`, `unsupported_media_type`, `malformed_json`.
        """
        arguments = self._parameters.decode(request.path, request.scope["query_string"])
        if self._bodies:
            arguments["body"] = self._decode_body(request)
        return arguments

    def success(self, request: Request, result: Any) -> Answer:
        """Return the answer that carries a handler's result."""
        status = self.operation.success
        if result is None:
            headers, payload = [(b"content-length", b"0")] if status != _NO_CONTENT else [], b""
        else:
            payload = orjson.dumps(result)
            headers = [(b"content-type", _JSON), (b"content-length", b"%d" % len(payload))]
        if self._answers:
            self._check_answer(status, payload)
        headers.append((b"ts-request-id", request.id.encode()))
        return Answer(status, headers + self._limit_headers(request) + self._fixed, payload)

    def failure(self, request: Request, refused: Refused) -> Answer:
        """Return the answer to a refused request."""
        operation, services = self.operation, self.services
        if services.validate_responses and refused.code not in operation.errors:
            log.error("undeclared_error", operation=operation.id, code=refused.code, request_id=request.id)
            refused = Refused("internal_error", f"Expected a code that {operation.id} lists, got `{refused.code}`.")
        status, headers, payload = services.catalogue.answer(refused, request.id)
        log.info("refused", operation=operation.id, code=refused.code, status=status, request_id=request.id)
        return Answer(status, headers + self._limit_headers(request) + self._fixed, payload)

    def crash(self, request: Request, error: BaseException) -> Answer:
        """Return the answer to a request that met an error of this server; the details go to the log only."""
        log.error("crashed", operation=self.operation.id, request_id=request.id, exc_info=error)
        status, headers, payload = self.services.catalogue.answer(Refused("internal_error"), request.id)
        return Answer(status, headers, payload)

    def observe(self, answer: Answer, code: str, started: float) -> None:
        """Count an answer."""
        self.services.metrics.observe(self.operation.id, answer.status, code, time.perf_counter() - started)

    def _decode_body(self, request: Request) -> Any:
        if not request.body:
            message = "Expected a body, got none."
            raise Refused("invalid_request", message, [{"pointer": "", "rule": "required", "message": message}])
        schema = self._bodies[check_media_type(request.headers, self._bodies)]
        body = parse_json(request.body)
        if not schema.is_valid(body):
            problems = schema.problems(body)
            first = problems[0]
            raise Refused(
                "invalid_request", f"{first['message'][:-1]} - at {first['pointer'] or 'the body'}.", problems
            )
        return body

    def _draw_for(self, request: Request) -> None:
        if self._policy is None:
            return
        key = request.key
        body = request.body
        match self._policy.scope:
            case "key":
                subject = key.key_id
            case "account":
                subject = key.account
            case "instrument":
                subject = f"{key.account} {self._symbol(request)}"
            case _:
                subject = request.network
        self._draw(request, subject, body)

    def _draw(self, request: Request, subject: str, body: bytes) -> None:
        draw = self.operation.draw
        if draw is None:
            return
        weight = draw.weight * (_count_items(body, draw.per_item) if draw.per_item else 1)
        request.grant = grant = self.services.limiter.take(draw.bucket, subject, weight)
        if not grant.granted:
            raise _rate_limited(grant)

    @staticmethod
    def _symbol(request: Request) -> str:
        """Return the instrument that a request names, in its path or its body."""
        if "symbol" in request.path:
            return request.path["symbol"]
        body = _lenient(request.body)
        symbol = body.get("symbol") if isinstance(body, dict) else None
        return symbol if isinstance(symbol, str) else ""

    @staticmethod
    def _limit_headers(request: Request) -> list[tuple[bytes, bytes]]:
        grant = request.grant
        if grant is None:
            return []
        return [(b"ratelimit-policy", grant.policy.header), (b"ratelimit", grant.header)]

    def _check_answer(self, status: int, payload: bytes) -> None:
        schema = self._answers.get(str(status))
        if (schema is None) != (not payload):
            raise ValueError(f"Expected the answer of {self.operation.id} to have a body as in the contract.")
        if schema is not None:
            result = orjson.loads(payload)
            if not schema.is_valid(result):
                raise ValueError(
                    f"Expected an answer that fits the contract, got {schema.problems(result)} - at {self.operation.id}."
                )


_NO_CONTENT = 204


def _answer_schemas(operation: Operation, services: Services) -> dict[str, Schema]:
    return {
        status: services.schemas.compile(pointers["application/json"])
        for status, pointers in operation.responses.items()
        if "application/json" in pointers
    }


def _fixed_headers(operation: Operation) -> list[tuple[bytes, bytes]]:
    """Return the headers that each answer has: that it is not for caches, and whether the operation is to go."""
    return [(b"cache-control", b"no-store"), *(_farewell(operation) if operation.deprecated else ())]


def _farewell(operation: Operation) -> Iterator[tuple[bytes, bytes]]:
    """Say since when an operation is deprecated (RFC 9745), from when on it may be gone (RFC 8594), and where to read why."""
    # A contract may leave the date of deprecation out; any past date says the fact.
    yield b"deprecation", f"@{int(_midnight(operation.deprecated_since or '1970-01-01').timestamp())}".encode()
    relations = ["deprecation"]
    if operation.sunset is not None:
        relations.append("sunset")
        yield b"sunset", _midnight(operation.sunset).strftime("%a, %d %b %Y %H:%M:%S GMT").encode()
    where = operation.documentation_url or "/docs"
    yield b"link", ", ".join(f'<{where}>; rel="{relation}"; type="text/html"' for relation in relations).encode()


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _rate_limited(grant: Grant) -> Refused:
    name, wait_ms = grant.policy.name, grant.retry_after_ms
    tokens = "a token" if grant.weight == 1 else f"{grant.weight} tokens"
    return Refused(
        "rate_limited",
        f"Expected {tokens} in the bucket `{name}`, got {int(grant.tokens)}; there will be enough in {wait_ms} ms.",
        bucket=name,
        retry_after_ms=wait_ms,
    )


def _count_items(body: bytes, pointer: str) -> int:
    """Return how many items an array in the body has, at least 1; a body that has no such array is refused later."""
    value = _lenient(body)
    for step in pointer.split("/")[1:]:
        value = value.get(step) if isinstance(value, dict) else None
    return max(1, len(value)) if isinstance(value, list) else 1


def _lenient(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
