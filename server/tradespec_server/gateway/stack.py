"""Connexion's own stack, taught to answer as the contract asks, through its extension points only.

It serves what `BoundOperations` passes on: unknown paths, docs, health. Without `BoundOperations` it serves every
operation, step by step with the same endpoints, only slower; a test holds the two ways against each other.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import structlog
from starlette.exceptions import HTTPException

from tradespec_server.errors import Refused
from tradespec_server.gateway.bound import BoundOperations, bind
from tradespec_server.gateway.framework import (
    ROUTING_CONTEXT,
    AsyncApp,
    ConnexionMiddleware,
    ConnexionRequest,
    ConnexionResponse,
    ParameterValidator,
    ProblemException,
    Resolver,
    SecurityMiddleware,
    SpecMiddleware,
    SwaggerUIOptions,
)
from tradespec_server.gateway.request import Answer, Request, new_request_id
from tradespec_server.gateway.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connexion.middleware.lifespan import Lifespan
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tradespec_server.gateway.contract import Contract
    from tradespec_server.gateway.endpoint import Endpoint, Services
    from tradespec_server.gateway.framework import Specification

__all__ = ["build_app"]

log = structlog.get_logger("tradespec.gateway")
_CODES = {404: "not_found", 405: "method_not_allowed"}


def build_app(
    contract: Contract,
    services: Services,
    find_handler: Callable[[str], Callable[..., Awaitable[Any]]],
    *,
    lifespan: Lifespan | None = None,
    bound: bool = True,
) -> AsyncApp:
    """Return the application.

    Args:
        contract: The generated contract.
        services: What the endpoints work with.
        find_handler: From operationId to handler; raises AttributeError when there is none.
        lifespan: Runs around the application's life.
        bound: Whether operations are served by `BoundOperations`; False leaves all of it to Connexion's own stack.
    """
    middlewares = list(ConnexionMiddleware.default_middlewares)
    admission = functools.partial(Admission, contract=contract, services=services)
    middlewares.insert(middlewares.index(SecurityMiddleware), admission)
    middlewares.insert(0, OwnExtensions)
    if bound:
        middlewares.insert(0, functools.partial(BoundOperations, contract=contract, services=services))
    app = AsyncApp("tradespec_server", lifespan=lifespan, middlewares=middlewares)
    app.add_api(
        dict(contract.projection),
        resolver=Resolver(lambda operation_id: _answering(find_handler(operation_id))),
        security_map={"apiKey": SignatureHandler},
        validator_map={"parameter": ContractValidator, "body": {"application/json": CheckedBody}},
        # The docs are ours (Scalar); Connexion's page would load from elsewhere.
        swagger_ui_options=SwaggerUIOptions(swagger_ui=False, serve_spec=False),
    )
    paths: Routes[None] = Routes()
    for operation in contract.operations.values():
        paths.add(operation.method, operation.path, None)
    for kind in (Refused, HTTPException, ProblemException, Exception, *_CODES):
        app.add_error_handler(kind, functools.partial(_problem, services, paths))
    return app


class OwnExtensions:
    """Gives each request extensions of its own.

    Connexion keeps what it knows of a request in `scope["extensions"]`, and Granian hands the same dictionary to every
    request: without this, requests that run at the same time would be taken for each other.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        await self.app({**scope, "extensions": dict(scope.get("extensions") or ())}, receive, send)


class Admission(SpecMiddleware):  # type: ignore[misc]  # Connexion has no types
    """After routing: makes the request, admits it, and hands its body on to who reads it again."""

    def __init__(self, app: ASGIApp, *, contract: Contract, services: Services) -> None:
        self.app = app
        self._contract = contract
        self._services = services
        self._endpoints: dict[str, Endpoint] = {}
        self._routes: Routes[Endpoint] = Routes()

    def add_api(self, specification: Specification, *, resolver: Resolver, **_: Any) -> None:
        """Bind the operations of a specification."""
        for endpoint in bind(specification, resolver, self._contract, self._services):
            self._endpoints[endpoint.operation.id] = endpoint
            self._routes.add(endpoint.operation.method, endpoint.operation.path, endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit one request."""
        routing = scope.get("extensions", {}).get(ROUTING_CONTEXT, {})
        endpoint = self._endpoints.get(routing.get("operation_id"))
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        found = self._routes.find(scope["path"])
        if found is None or found[0].get(scope["method"]) is not endpoint:
            # Connexion's router takes HEAD for GET, and a parameter for a literal segment with another method.
            raise HTTPException(405)
        request = Request(scope, endpoint, found[1])
        scope["extensions"].setdefault("connexion_context", {})["request"] = request
        await endpoint.admit(request, receive)
        await self.app(scope, _again(request.body, receive), send)


class SignatureHandler:
    """Connexion's hook for a security scheme of the type `apiKey`."""

    def get_fn(self, _scheme: dict[str, Any], _scopes: list[str]) -> Callable[[ConnexionRequest], dict[str, Any]]:
        """Return what verifies a request."""

        def verify(connexion_request: ConnexionRequest) -> dict[str, Any]:
            request = _request_of(connexion_request.scope)
            request.endpoint.authorise(request)
            return {"sub": request.account}

        return verify


class ContractValidator(ParameterValidator):  # type: ignore[misc]  # Connexion has no types
    """Connexion's hook for validating parameters: the contract's own schemas, and the body with them."""

    def validate(self, scope: Scope) -> None:
        """Check a request."""
        request = _request_of(scope)
        request.endpoint.decode(request)


class CheckedBody:
    """Connexion's hook for validating bodies, where there is nothing left to do."""

    def __init__(self, **_: Any) -> None:
        """Take what Connexion gives."""

    async def wrap_receive(self, receive: Receive, *, scope: Scope) -> tuple[Receive, Scope]:
        """Return the channel as it is."""
        return receive, scope


def _request_of(scope: Scope) -> Request:
    request: Request = scope["extensions"]["connexion_context"]["request"]
    return request


def _answering(handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[ConnexionResponse]]:
    """Return a handler whose result is the finished answer; `inspect.unwrap` gives the handler back."""

    @functools.wraps(handler)
    async def answering(request: Request, **arguments: Any) -> ConnexionResponse:
        return _response(request.endpoint.success(request, await handler(request=request, **arguments)))

    return answering


async def _problem(
    services: Services, paths: Routes[None], connexion_request: ConnexionRequest, error: Exception
) -> ConnexionResponse:
    """Answer any error with a problem of the catalogue."""
    request = connexion_request.scope.get("extensions", {}).get("connexion_context", {}).get("request")
    if isinstance(request, Request):
        if isinstance(error, Refused):
            return _response(request.endpoint.failure(request, error))
        return _response(request.endpoint.crash(request, error))
    code = _CODES.get(getattr(error, "status_code", 500), "internal_error")
    if code == "internal_error":
        log.error("crashed", path=connexion_request.scope["path"], exc_info=error)
    found = paths.find(connexion_request.scope["path"])
    # Connexion's router names only the methods of the first operation that has the path.
    allow = ", ".join(sorted(found[0])) if found else (getattr(error, "headers", None) or {}).get("Allow", "")
    status, headers, payload = services.catalogue.answer(
        Refused(code, _detail(code, connexion_request, allow)), new_request_id()
    )
    if code == "method_not_allowed":
        headers.append((b"allow", allow.encode("latin-1")))
    return _response(Answer(status, headers, payload))


def _detail(code: str, connexion_request: ConnexionRequest, allow: str) -> str:
    if code == "not_found":
        return f"Expected a path of the contract, got `{connexion_request.scope['path'][:200]}`."
    return f"Expected {allow}, got {connexion_request.scope['method'][:20]}." if code == "method_not_allowed" else ""


def _response(answer: Answer) -> ConnexionResponse:
    headers = {name.decode(): value.decode("latin-1") for name, value in answer.headers}
    return ConnexionResponse(
        status_code=answer.status,
        mimetype=headers.get("content-type"),
        body=answer.payload,
        headers=headers,
    )


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives the body that was read, then what comes after it."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
