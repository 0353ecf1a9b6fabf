"""A report for people, for pull requests, and for the programs that read reports.

>>> FORMATS
('text', 'markdown', 'json', 'github', 'sarif', 'junit', 'changelog')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tradespec.diff.finding import Report

FORMATS: Final = ("text", "markdown", "json", "github", "sarif", "junit", "changelog")
"""Each is the module of that name, loaded when it is asked for."""

__all__ = ["FORMATS", "write"]


def write(report: Report, form: str) -> str:
    """Return a report in one of `FORMATS`."""
    module = import_module(f"tradespec.diff.formats.{form}")
    text: str = getattr(module, f"as_{form}")(report)
    return text
