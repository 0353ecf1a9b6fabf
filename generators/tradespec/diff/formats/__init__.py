"""A report for people, for pull requests, and for the programs that read reports.

>>> FORMATS
('text', 'markdown', 'html', 'json', 'github', 'sarif', 'junit', 'changelog')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Report

FORMATS: Final = ("text", "markdown", "html", "json", "github", "sarif", "junit", "changelog")
"""Each is the module of that name, loaded when it is asked for."""

__all__ = ["FORMATS", "write"]


def write(said: Comparison | Report, form: str, *, styled: bool = False) -> str:
    """Return a report, or one for each of many documents, in one of `FORMATS`; ``styled`` colours text for a terminal."""
    from tradespec.diff.finding import Comparison

    comparison = said if isinstance(said, Comparison) else Comparison((said,))
    module = import_module(f"tradespec.diff.formats.{form}")
    more = {"styled": styled} if form == "text" else {}
    text: str = getattr(module, f"as_{form}")(comparison, **more)
    return text
