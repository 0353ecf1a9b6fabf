"""Request bodies: read with a bound and a deadline, and parsed as JSON without the doors that JSON leaves open."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import orjson

from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive

__all__ = ["ClientGoneError", "check_media_type", "parse_json", "read_body"]

DEPTH_MAX = 32


class ClientGoneError(Exception):
    """The client closed the connection before its request was complete."""


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], bytes_max: int, timeout_s: float) -> bytes:
    """Return the whole body.

    Raises:
        Refused: `payload_too_large` or `request_timeout`.
        ClientGoneError: The connection closed.
    """
    declared = headers.get(b"content-length", b"")
    length = int(declared) if declared.isdigit() else None
    if length is not None and length > bytes_max:
        raise _too_large(bytes_max, f"{length}")
    try:
        async with asyncio.timeout(timeout_s):
            return await _read(receive, bytes_max, length)
    except TimeoutError:
        raise Refused(
            "request_timeout",
            f"Expected the whole body within {timeout_s:g} s, got a part of it. Send it at once.",
        ) from None


async def _read(receive: Receive, bytes_max: int, length: int | None) -> bytes:
    """Read until the end; the declared length is one, and spares the wait for the listener to say so too."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > bytes_max:
            raise _too_large(bytes_max, f"more than {bytes_max}")
        if size == length or not message.get("more_body", False):
            return b"".join([*chunks, chunk]) if chunks else chunk
        chunks.append(chunk)


def check_media_type(headers: Mapping[bytes, bytes], accepted: Mapping[str, Any]) -> str:
    """Return the media type of a body that is one of the accepted ones, plain and in UTF-8.

    Raises:
        Refused: `unsupported_media_type`.
    """
    declared = headers.get(b"content-type", b"").decode("latin-1")
    media, _, options = declared.partition(";")
    media = media.strip().lower()
    if media not in accepted:
        got = f"`{declared[:100]}`" if declared else "no Content-Type"
        raise Refused("unsupported_media_type", f"Expected Content-Type {' or '.join(accepted)}, got {got}.")
    charset = options.lower().replace('"', "").partition("charset=")[2].partition(";")[0].strip()
    if charset not in ("", "utf-8", "utf8"):
        raise Refused("unsupported_media_type", f"Expected UTF-8, got the charset `{charset[:40]}`.")
    encoding = headers.get(b"content-encoding", b"identity").lower()
    if encoding != b"identity":
        raise Refused(
            "unsupported_media_type",
            f"Expected a body that is not compressed, got Content-Encoding `{encoding.decode('latin-1')[:40]}`.",
        )
    return media


def parse_json(body: bytes) -> Any:
    """Return the JSON value of a body.

    Stricter than RFC 8259 where leniency has cost money: keys come once, text is valid Unicode, nesting has a bound.

    Raises:
        Refused: `malformed_json`.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _malformed(f"got {error}" if body else "got an empty body") from None
    if body.count(b"{") + body.count(b"[") > DEPTH_MAX and _deeper_than(value, DEPTH_MAX):
        raise _malformed(f"got nesting deeper than {DEPTH_MAX} levels")
    # Each key costs one colon. As many colons as keys means that no key came twice; more may also be colons in text.
    if body.count(b":") != _count_keys(value):
        _refuse_duplicate_keys(body)
    return value


def _count_keys(value: Any) -> int:
    keys = 0
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            keys += len(one)
            waiting.extend(child for child in one.values() if isinstance(child, (dict, list)))
        elif isinstance(one, list):
            waiting.extend(child for child in one if isinstance(child, (dict, list)))
    return keys


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    while level:
        level = [
            child
            for one in level
            if isinstance(one, (dict, list))
            for child in (one.values() if isinstance(one, dict) else one)
            if isinstance(child, (dict, list))
        ]
        depth -= 1
        if depth < 0:
            return True
    return False


def _refuse_duplicate_keys(body: bytes) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise _malformed(f"got the key `{twice[:100]}` twice")
        return found

    # Numbers were read already; as text they cost nothing here, however long they are.
    json.loads(body, object_pairs_hook=once, parse_int=str, parse_float=str)


def _malformed(got: str) -> Refused:
    return Refused("malformed_json", f"Expected one JSON value in UTF-8 with each key once, {got}.")


def _too_large(bytes_max: int, got: str) -> Refused:
    return Refused("payload_too_large", f"Expected at most {bytes_max} bytes, got {got}. Send less at once.")
