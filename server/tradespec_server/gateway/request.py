"""One request on its way through the gateway, and the answer that leaves it."""

from __future__ import annotations

import functools
import ipaddress
import itertools
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from starlette.types import Scope

    from tradespec_server.auth import Key
    from tradespec_server.gateway.endpoint import Endpoint
    from tradespec_server.limits import Grant

__all__ = ["Answer", "Request", "new_request_id"]

_PREFIX = secrets.token_hex(6)
_COUNTER = itertools.count(1)


class Answer(NamedTuple):
    """What goes over the wire."""

    status: int
    headers: list[tuple[bytes, bytes]]
    payload: bytes


class Request:
    """A request to one operation. The gateway fills it in step by step; handlers read `id` and `key`.

    Attributes:
        id: Names the request in logs and answers.
        path: Values of the path's parameters, decoded.
        headers: Names in lower case.
        ip: Address that the request came from; forwarding headers are not trusted.
        body: The bytes as sent, empty where the operation takes no body.
        key: The key that signed it. Only operations with a security requirement have one.
        grant: What the rate limiter said.
    """

    __slots__ = ("_key", "arguments", "body", "endpoint", "grant", "headers", "id", "ip", "path", "scope")

    def __init__(self, scope: Scope, endpoint: Endpoint, path: dict[str, str]) -> None:
        self.id = new_request_id()
        self.scope = scope
        self.endpoint = endpoint
        self.path = path
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        client = scope.get("client")
        self.ip: str = client[0] if client else "unknown"
        self.body = b""
        self.arguments: dict[str, Any] | None = None
        self.grant: Grant | None = None
        self._key: Key | None = None

    @property
    def key(self) -> Key:
        """Return the key that signed the request."""
        if self._key is None:
            raise LookupError(f"Expected a signed request, got one to {self.endpoint.operation.id} - at {self.id}.")
        return self._key

    @key.setter
    def key(self, key: Key) -> None:
        self._key = key

    @property
    def account(self) -> str:
        """Return the account that the request is for."""
        return self.key.account

    @property
    def target(self) -> bytes:
        """Return path and query as they were sent."""
        query: bytes = self.scope["query_string"]
        path: bytes = self.scope.get("raw_path") or self.scope["path"].encode()
        return b"%b?%b" % (path, query) if query else path

    @property
    def network(self) -> str:
        """Return whom a limit by address counts: the address, or the /64 that one IPv6 subscriber has."""
        return _network(self.ip) if ":" in self.ip else self.ip


def new_request_id() -> str:
    """Return a name that no other request of this or another run has."""
    return f"{_PREFIX}{next(_COUNTER):010x}"


@functools.lru_cache(maxsize=4096)
def _network(ip: str) -> str:
    try:
        address = ipaddress.IPv6Address(ip.partition("%")[0])
    except ValueError:
        return ip
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False))
