"""Connexion, bound once: a middleware that serves the contract's operations without looking anything up again.

It is built on Connexion's `SpecMiddleware`, so Connexion hands it the specification and the resolver through `add_api`,
and it stands first in the list of middlewares. What it does not know goes on to Connexion: unknown paths, docs, health.
"""

from __future__ import annotations

import inspect
import time
from typing import TYPE_CHECKING, Any

from tradespec_server.errors import Refused
from tradespec_server.gateway.bodies import ClientGoneError
from tradespec_server.gateway.endpoint import Endpoint
from tradespec_server.gateway.framework import SpecMiddleware
from tradespec_server.gateway.request import Answer, Request, new_request_id
from tradespec_server.gateway.routes import Routes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from tradespec_server.gateway.contract import Contract
    from tradespec_server.gateway.endpoint import Services
    from tradespec_server.gateway.framework import Resolver, Specification

__all__ = ["BoundOperations", "bind"]

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


class BoundOperations(SpecMiddleware):  # type: ignore[misc]  # Connexion has no types
    """Serves every operation of the contract; the rest is the next application's.

    Args:
        app: The next application: Connexion's own stack.
        contract: Tables and schemas of the operations.
        services: What the endpoints work with.
    """

    def __init__(self, app: ASGIApp, *, contract: Contract, services: Services) -> None:
        self.app = app
        self._contract = contract
        self._services = services
        self._routes: Routes[Endpoint] = Routes()

    def add_api(self, specification: Specification, *, resolver: Resolver, **_: Any) -> None:
        """Bind the operations of a specification; Connexion calls this when it builds its stack."""
        for endpoint in bind(specification, resolver, self._contract, self._services):
            operation = endpoint.operation
            self._routes.add(operation.method, operation.path, endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = self._routes.find(scope["path"])
        if found is None:
            await self._pass_on(scope, receive, send)
            return
        methods, path = found
        endpoint = methods.get(scope["method"])
        if endpoint is None:
            await _send(send, _wrong_method(self._services, scope["method"], methods))
            return
        await _serve(endpoint, Request(scope, endpoint, path), receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.endswith("/") and self._routes.find(path.rstrip("/")) is not None:
            # Connexion's router would redirect; a redirected request has another path than the one signed.
            refused = Refused("not_found", f"Expected a path without a slash at its end, got `{path[:200]}`.")
            await _send(send, Answer(*self._services.catalogue.answer(refused, new_request_id())))
            return
        await self.app(scope, receive, send)


def bind(specification: Specification, resolver: Resolver, contract: Contract, services: Services) -> list[Endpoint]:
    """Return an endpoint for each operation of a specification, its handler found through Connexion's resolver.

    Raises:
        ResolverError: An operation has no handler.
        LookupError: The specification has an operation that the contract's tables lack.
    """
    endpoints = []
    for path, item in specification["paths"].items():
        for method in _METHODS & set(item):
            spec_operation = specification.operation_cls.from_spec(
                specification, path=path, method=method, resolver=resolver
            )
            operation = contract.operations.get(spec_operation.operation_id)
            if operation is None or operation.path != path or operation.method != method.upper():
                raise LookupError(
                    f"Expected {method.upper()} {path} in contract.json too, got nothing. Run `tradespec generate`."
                )
            endpoints.append(Endpoint(operation, inspect.unwrap(spec_operation.function), services))
    return endpoints


async def _serve(endpoint: Endpoint, request: Request, receive: Receive, send: Send) -> None:
    started = time.perf_counter()
    code = ""
    try:
        await endpoint.admit(request, receive)
        endpoint.authorise(request)
        arguments = endpoint.decode(request)
        answer = endpoint.success(request, await endpoint.handler(request=request, **arguments))
    except Refused as refused:
        answer, code = endpoint.failure(request, refused), refused.code
    except ClientGoneError:
        return
    except Exception as error:  # noqa: BLE001  # the last line of defence: logged, and answered without details
        answer, code = endpoint.crash(request, error), "internal_error"
    await _send(send, answer)
    endpoint.observe(answer, code, started)


async def _send(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.payload})


def _wrong_method(services: Services, method: str, methods: dict[str, Endpoint]) -> Answer:
    allowed = ", ".join(sorted(methods))
    refused = Refused("method_not_allowed", f"Expected {allowed}, got {method[:20]}.")
    status, headers, payload = services.catalogue.answer(refused, new_request_id())
    return Answer(status, [*headers, (b"allow", allowed.encode())], payload)
