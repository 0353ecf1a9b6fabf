"""The matrix for people, for pull requests, and for the programs that read reports.

>>> FORMATS
('text', 'markdown', 'json', 'junit', 'html')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tradespec.probe.compat.matrix import Matrix

FORMATS: Final = ("text", "markdown", "json", "junit", "html")
"""Each is the module of that name, loaded when it is asked for."""

__all__ = ["FORMATS", "write"]


def write(matrix: Matrix, form: str) -> str:
    """Return a matrix in one of `FORMATS`."""
    module = import_module(f"tradespec.probe.compat.formats.{form}")
    text: str = getattr(module, f"as_{form}")(matrix)
    return text
