"""Read a HAR file (HTTP Archive 1.2), as browsers and proxies write it, as a trace of one contract."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from tradespec.probe.compat.errors import Unreadable
from tradespec.probe.compat.traces.trace import Exchange
from tradespec.probe.compat.wire import operation_of, parsed, sent_anew

if TYPE_CHECKING:
    from pathlib import Path

    from tradespec.contract import Contract

__all__ = ["read_har"]

NEXT: Final = "Save the archive again, with the bodies of the answers."


def read_har(path: Path, contract: Contract) -> tuple[Exchange, ...]:
    """Return the archive's calls of this contract; others are left out. `Unreadable` where it is no archive, or has none.

    Whoever signs with another key is another actor, in the order in which the keys appear.
    """
    try:
        archive: Any = json.loads(path.read_text("utf-8-sig"))
        entries = archive["log"]["entries"]
        keys: dict[str, int] = {}
        found = [each for entry in entries if (each := exchange(entry, contract, keys, path.name))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"no `{error.args[0]}`" if isinstance(error, KeyError) else " ".join(str(error).split())[:120]
        raise Unreadable(f"Expected an HTTP archive (HAR 1.2), got {said} - at {path}", NEXT) from error
    if not found:
        raise Unreadable(f"Expected calls of {contract.title}, got none among {len(entries)} - at {path}", NEXT)
    return tuple(found)


def exchange(entry: Any, contract: Contract, keys: dict[str, int], name: str) -> Exchange | None:
    """Return one entry; None where it calls nothing of the contract, or was never answered."""
    request, response = entry["request"], entry["response"]
    address = urlsplit(request["url"])
    operation = operation_of(contract, request["method"].upper(), address.path)
    if operation is None or not response["status"]:
        return None
    headers = {str(each["name"]).lower(): str(each["value"]) for each in request["headers"]}
    content = response.get("content") or {}
    text = content.get("text") or ""
    if content.get("encoding") == "base64":
        text = base64.b64decode(text).decode("utf-8", "replace")
    return Exchange(
        method=request["method"].upper(),
        path=address.path + (f"?{address.query}" if address.query else ""),
        status=int(response["status"]),
        operation=operation.id,
        scenario=name,
        actor=actor_of(headers, contract, keys),
        headers=sent_anew(headers, contract),
        body=parsed((request.get("postData") or {}).get("text") or ""),
        answer=parsed(text),
        content_type=str(content.get("mimeType") or ""),
        sent=str(entry.get("startedDateTime") or ""),
    )


def actor_of(headers: dict[str, str], contract: Contract, keys: dict[str, int]) -> int:
    """Return whose key signed, by the order of first appearance."""
    for scheme in contract.security_schemes.values():
        name = scheme.signature.key_header if scheme.signature else scheme.parameter_name
        if name and name.lower() in headers:
            return keys.setdefault(headers[name.lower()], len(keys))
    return 0
