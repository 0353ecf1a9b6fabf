"""A report for people, for pull requests, and for the programs that read reports.

>>> sorted(FORMATS)
['changelog', 'github', 'json', 'junit', 'markdown', 'sarif', 'text']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.diff.formats.changelog import as_changelog
from tradespec.diff.formats.github import as_github
from tradespec.diff.formats.json import JSON_SCHEMA, as_json
from tradespec.diff.formats.junit import as_junit
from tradespec.diff.formats.markdown import as_markdown
from tradespec.diff.formats.sarif import as_sarif
from tradespec.diff.formats.text import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradespec.diff.finding import Report

FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "changelog": as_changelog,
}
"""Format -> what writes it."""

__all__ = ["FORMATS", "JSON_SCHEMA", "as_text"]
