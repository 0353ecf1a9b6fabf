"""All traffic of a run as one HTTP Archive (HAR 1.2), without what lets requests in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tradespec.probe.compat.ways import Access

__all__ = ["join", "secrets_of"]

MASK: Final = "[masked]"
SHORTEST: Final = 6
"""Characters that a text must have to be taken for a secret: a shorter one stands in answers by chance."""
ALWAYS: Final = frozenset({"authorization", "cookie", "set-cookie", "proxy-authorization"})


def join(out: Path, parts: Iterable[Path], own: frozenset[str], secrets: Iterable[str] = ()) -> None:
    """Write the archives of all passes as one.

    Headers in ``own`` (lower case) and those that always carry secrets are masked, and so is each of ``secrets`` wherever
    it stands: in an address, or in an answer that repeats it.
    """
    hidden = sorted(secrets, key=len, reverse=True)
    whole: dict[str, Any] = {"log": {"version": "1.2", "creator": {"name": "tradespec", "version": "1"}, "entries": []}}
    for part in parts:
        text = part.read_text("utf-8")
        for secret in hidden:
            for spelled in {secret, quote(secret, safe=""), quote_plus(secret)}:
                text = text.replace(json.dumps(spelled)[1:-1], MASK)
        whole["log"]["entries"] += json.loads(text)["log"]["entries"]
    for entry in whole["log"]["entries"]:
        for side in ("request", "response"):
            for header in entry[side].get("headers", ()):
                if header["name"].lower() in own | ALWAYS:
                    header["value"] = MASK
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(whole, indent=1), "utf-8")


def secrets_of(access: Access) -> Iterator[str]:
    """Yield the texts that let requests in: keys' secrets, header and query values, and what stands behind their scheme."""
    for credentials in access.credentials:
        yield credentials.secret
    for value in (*access.headers.values(), *access.query.values()):
        for text in (value, value.rpartition(" ")[2]):
            if len(text) >= SHORTEST:
                yield text
