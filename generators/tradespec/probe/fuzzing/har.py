"""All traffic of a run as one HTTP Archive (HAR 1.2), without what lets requests in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["join"]

MASK: Final = "[masked]"
ALWAYS: Final = frozenset({"authorization", "cookie", "set-cookie", "proxy-authorization"})


def join(out: Path, parts: Iterable[Path], own: frozenset[str]) -> None:
    """Write the archives of all passes as one; headers in ``own`` (lower case) and those that always carry secrets are masked."""
    whole: dict[str, Any] = {"log": {"version": "1.2", "creator": {"name": "tradespec", "version": "1"}, "entries": []}}
    for part in parts:
        whole["log"]["entries"] += json.loads(part.read_text("utf-8"))["log"]["entries"]
    for entry in whole["log"]["entries"]:
        for side in ("request", "response"):
            for header in entry[side].get("headers", ()):
                if header["name"].lower() in own | ALWAYS:
                    header["value"] = MASK
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(whole, indent=1), "utf-8")
