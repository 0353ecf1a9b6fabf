"""What answers of a deprecated operation must say: ``Deprecation`` (RFC 9745), ``Sunset`` (RFC 8594), and ``Link``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.contract import Contract

__all__ = ["complaints", "deprecated_operations"]

MOMENT = re.compile(r"@(-?\d+)")
"""A Date of RFC 9651, section 3.3.7."""
RELATION = re.compile(r"""<[^>]*>[^,]*;\s*rel\s*=\s*"?([^";,]+)"?""")


def deprecated_operations(contract: Contract) -> dict[str, str | None]:
    """Return ``METHOD /path`` -> ISO date of the sunset (None where there is none yet) of deprecated operations."""
    return {f"{each.method} {each.path}": each.sunset for each in contract.operations if each.deprecated}


def complaints(headers: Mapping[str, str], sunset: str | None) -> list[str]:
    """Return what is missing or wrong in an answer's headers, whose names are in lower case.

    ``sunset`` is the contract's date; the header may name any moment of that day, or its end.
    """
    wrong: list[str] = []
    since = moment(headers.get("deprecation"))
    if since is None:
        wrong.append(expected("a date such as `@1798761600` (RFC 9745)", headers.get("deprecation"), "Deprecation"))
    if sunset is not None:
        until = http_date(headers.get("sunset"))
        day = date.fromisoformat(sunset)
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        if until is None or not start <= until <= start + timedelta(days=1):
            wrong.append(expected(f"an HTTP date on {sunset} (RFC 8594)", headers.get("sunset"), "Sunset"))
        elif since is not None and since > until:
            wrong.append("Expected a deprecation before the sunset, got a later one - at Deprecation")
    relations = {name for text in RELATION.findall(headers.get("link", "")) for name in text.lower().split()}
    if not relations & {"deprecation", "sunset"}:
        wrong.append(expected('a link with rel="deprecation" or rel="sunset"', headers.get("link"), "Link"))
    return wrong


def expected(what: str, got: str | None, name: str) -> str:
    """Return a complaint in the grammar of all errors."""
    return f"Expected {what}, got {'none' if got is None else f'`{got}`'} - at the header {name}"


def moment(text: str | None) -> datetime | None:
    """Read the value of ``Deprecation``; None where it is missing or no date."""
    found = MOMENT.fullmatch((text or "").strip())
    if not found:
        return None
    try:
        return datetime.fromtimestamp(int(found[1]), UTC)
    except (OverflowError, ValueError):
        return None


def http_date(text: str | None) -> datetime | None:
    """Read the value of ``Sunset`` (RFC 9110, section 5.6.7); None where it is missing or no date."""
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
