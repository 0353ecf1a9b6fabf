"""Room for functions that call themselves as deep as schemas are nested."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMES_MAX: Final = 30_000


@contextmanager
def deep() -> Iterator[None]:
    """Let functions call each other as deep as schemas are nested."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES_MAX))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
