"""Pairs of schemas on which an answer was once wrong: kept as files, and asked about for ever after."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "kept"


def kept() -> list[Path]:
    """Return the files, in order."""
    return sorted(FOLDER.glob("*.json"))


def read(path: Path) -> tuple[Any, Any]:
    """Return (wide, narrow)."""
    said = json.loads(path.read_text("utf-8"))
    return said["wide"], said["narrow"]


def keep(wide: Any, narrow: Any, why: str, seed: int) -> str:
    """Write a pair down; returns what to tell whoever reads the failure."""
    said = {"wide": wide, "narrow": narrow, "why": why, "seed": seed}
    name = hashlib.sha256(json.dumps([wide, narrow], sort_keys=True).encode()).hexdigest()[:12]
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(said, indent=1, default=str) + "\n", "utf-8")
    return f"{why} (seed {seed}). The pair is kept in {path}: commit it with the mend, it is asked first from now on."
