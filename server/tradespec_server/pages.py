"""Everything that is served beside the contract's operations: docs, the contract itself, health, metrics."""

from __future__ import annotations

import asyncio
import functools
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from tradespec_server.gateway.contract import ContractError, find_contract

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from tradespec_server.app import Server
    from tradespec_server.gateway.framework import AsyncApp

__all__ = ["add_pages", "find_scalar"]

# Nothing but this server, in either direction. Scalar's components write style elements while they run.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SECURE = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
_BUNDLE = Path("node_modules", "@scalar", "api-reference", "dist", "browser", "standalone.js")


def add_pages(app: AsyncApp, server: Server) -> None:
    """Add the pages to Connexion's own router."""
    scalar = find_scalar()
    pages: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "/": _to_docs,
        "/docs": functools.partial(_docs_page, scalar),
        "/docs/docs.js": functools.partial(_own_file, "docs.js"),
        "/docs/docs.css": functools.partial(_own_file, "docs.css"),
        "/docs/scalar.js": functools.partial(_scalar, scalar),
        "/openapi.json": functools.partial(_openapi_json, server),
        "/openapi.yaml": functools.partial(_openapi_yaml, server),
        "/health/live": _live,
        "/health/ready": functools.partial(_ready, server),
        "/metrics": functools.partial(_metrics, server),
    }
    for path, page in pages.items():
        app.add_url_rule(path, path, page, methods=["GET"])


def find_scalar() -> Path | None:
    """Return Scalar's standalone bundle, None when it is not installed."""
    bundle = Path(__file__).parents[1] / "docs" / _BUNDLE
    return bundle if bundle.is_file() else None


async def _to_docs(_request: Request) -> Response:
    return RedirectResponse("/docs", headers=_SECURE)


async def _docs_page(scalar: Path | None, request: Request) -> Response:
    return await _own_file("page.html" if scalar else "missing.html", request)


async def _own_file(name: str, _request: Request) -> Response:
    content = resources.files("tradespec_server.docs").joinpath(name).read_bytes()
    return Response(content, headers={**_SECURE, "content-type": _TYPES[Path(name).suffix]})


async def _scalar(scalar: Path | None, _request: Request) -> Response:
    if scalar is None:
        return Response(b"", 404, headers=_SECURE)
    return FileResponse(scalar, media_type="text/javascript", headers={**_SECURE, "cache-control": "max-age=3600"})


async def _openapi_json(server: Server, _request: Request) -> Response:
    return Response(_document(server.config.url), headers={**_SECURE, "content-type": "application/json"})


async def _openapi_yaml(server: Server, _request: Request) -> Response:
    text = await asyncio.to_thread(_document_as_yaml, server.config.url)
    return Response(text, headers={**_SECURE, "content-type": "application/yaml"})


@functools.lru_cache(maxsize=4)
def _document(url: str) -> bytes:
    """Return the bundled OpenAPI 3.1 document, with this server as its server."""
    path = find_contract() / "openapi.json"
    try:
        document: dict[str, Any] = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise ContractError(
            f"Expected the bundled contract, got {error} - at {path}. Run `tradespec generate`."
        ) from error
    document.pop("$comment", None)
    document["servers"] = [{"url": url, "description": "This exchange."}]
    return orjson.dumps(document)


@functools.lru_cache(maxsize=4)
def _document_as_yaml(url: str) -> bytes:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(orjson.loads(_document(url)), Dumper=dumper, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


async def _live(_request: Request) -> Response:
    return JSONResponse({"status": "live"}, headers=_SECURE)


async def _ready(server: Server, _request: Request) -> Response:
    ready = server.ready
    headers = _SECURE if ready else {**_SECURE, "retry-after": "1"}
    return JSONResponse({"status": "ready" if ready else "not ready"}, 200 if ready else 503, headers=headers)


async def _metrics(server: Server, _request: Request) -> Response:
    return Response(generate_latest(server.services.metrics.registry), headers={"content-type": CONTENT_TYPE_LATEST})
