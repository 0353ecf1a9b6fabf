"""Refusals as `application/problem+json` (RFC 9457), in the words of the contract's error catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec_server.errors import Refused

__all__ = ["MEDIA_TYPE", "Catalogue"]

MEDIA_TYPE = "application/problem+json"
_TYPE = "urn:tradespec:error:"
_RETRY_MS = 1000
_WAITING = frozenset({429, 503})
Headers = list[tuple[bytes, bytes]]


class Catalogue:
    """The error catalogue (`x-errors`), ready to answer with.

    Args:
        entries: Code to entry, as in the contract.
        authenticate: Value of `WWW-Authenticate` for answers with status 401 (RFC 9110 section 11.6.1).
    """

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], authenticate: str) -> None:
        self._entries = dict(entries)
        self._authenticate = authenticate.encode("latin-1")

    def __contains__(self, code: str) -> bool:
        return code in self._entries

    def status(self, code: str) -> int:
        """Return the HTTP status of a code."""
        return int(self._entries[code]["status"])

    def body(self, refused: Refused, request_id: str) -> dict[str, Any]:
        """Return the members of the problem. A code that the catalogue lacks is an error of this server."""
        code = refused.code if refused.code in self._entries else "internal_error"
        entry = self._entries[code]
        problem: dict[str, Any] = {
            "type": _TYPE + code,
            "title": entry["title"],
            "status": entry["status"],
            "code": code,
            "detail": refused.detail if code == refused.code and refused.detail else entry["description"],
            "outcome": entry["outcome"],
            "retryable": entry["retryable"],
            "request_id": request_id,
        }
        if code != refused.code:
            return problem
        if refused.errors:
            problem["errors"] = refused.errors
        problem.update(refused.extras)
        if entry["status"] in _WAITING:
            problem.setdefault("retry_after_ms", _RETRY_MS)
        return problem

    def answer(self, refused: Refused, request_id: str) -> tuple[int, Headers, bytes]:
        """Return status, headers and body of the answer to a refused request."""
        problem = self.body(refused, request_id)
        payload = orjson.dumps(problem, default=str)
        headers: Headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % len(payload)),
            (b"ts-request-id", request_id.encode()),
        ]
        status = int(problem["status"])
        if status in _WAITING:
            headers.append((b"retry-after", b"%d" % -(-problem["retry_after_ms"] // 1000)))
        elif status == 401:  # noqa: PLR2004  # the status that demands the header
            headers.append((b"www-authenticate", self._authenticate))
        return status, headers, payload
