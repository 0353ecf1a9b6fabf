"""What Schemathesis found, in one line and in the grammar of all errors: what was expected, what came, and where."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["told"]

SHORT: Final = {
    "not_a_server_error": "Expected an answer, got the server's own failure {status}",
    "status_code_conformance": "Expected a status that the contract lists, got {status}",
    "positive_data_acceptance": "Expected a request that the contract allows to be accepted, got {status}",
    "negative_data_rejection": "Expected wrong data to be refused, got {status}",
    "missing_required_header": "Expected a request without a required header to be refused, got {status}",
    "ignored_auth": "Expected 401 or 403 without a valid key, got {status}",
    "use_after_free": "Expected 404 for what was deleted, got {status}",
    "ensure_resource_availability": "Expected what was created to be there, got {status}",
}
"""Check -> what it expects."""
QUOTED: Final = re.compile(r"`([^`]+)`")
RECEIVED: Final = re.compile(r"Received: (.+?) Documented: (.+)")
COMPONENT: Final = re.compile(r"Invalid component: (.+)")
DELETED: Final = re.compile(r"was deleted with `([^`]+)`")


def told(raw: dict[str, Any]) -> str:
    """Return what went wrong in one line. ``raw`` is a failure as `tradespec.probe.compat.positive_hooks` writes it down."""
    lines = [line.strip() for line in str(raw["message"]).splitlines() if line.strip()]
    first, check, whole = lines[0] if lines else raw["title"], raw["check"], " ".join(lines)
    if check in SHORT:
        return SHORT[check].format(status=raw["status"]) + more(check, whole)
    if first.startswith("Expected"):
        return first
    if check == "response_schema_conformance" and raw["title"] == "Response violates schema":
        return f"Expected an answer of the contract's schema, got one where {first} - at {raw['pointer'] or 'its root'}"
    if check == "response_headers_conformance" and (names := QUOTED.findall(whole)):
        return f"Expected the header {', '.join(names)}, got none"
    if check == "content_type_conformance" and (found := RECEIVED.search(whole)):
        return f"Expected {found[2]}, got {found[1]} - at the header Content-Type"
    if check == "unsupported_method":
        got = "405 without it" if raw["status"] == 405 else raw["status"]  # noqa: PLR2004 - Method Not Allowed, RFC 9110
        return f"Expected 405 with the header Allow for a method that the path does not have, got {got}"
    if check == "allow_header_conformance" and (names := QUOTED.findall(whole)):
        wrong = " ".join(lines[:1]).partition("schema. ")[2]
        return f"Expected Allow to name the methods of the path, got {names[0]} - {wrong[:1].lower()}{wrong[1:]}"
    return raw["title"] if first == raw["title"] else f"{raw['title']}: {whole[:300]}"


def more(check: str, whole: str) -> str:
    """Return what a message says of the place."""
    if check == "negative_data_rejection" and (found := COMPONENT.search(whole)):
        place = found[1][:200].removeprefix("in ")
        return f" - {place[0].lower()}{place[1:]}" if place.startswith("Missing") else f" - at {place}"
    if check == "missing_required_header" and (found := re.search(r"required '([^']+)'", whole)):
        return f" - at {found[1]}"
    if check == "use_after_free" and (found := DELETED.search(whole)):
        return f" - at what {found[1]} has deleted"
    return ""
