"""Ways to write a fuzz report: text for people, and ``json``, ``junit`` and ``html`` for programs and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.probe.fuzzing.formats.programs import as_json, as_junit
from tradespec.probe.fuzzing.formats.text import as_text

if TYPE_CHECKING:
    from tradespec.probe.fuzzing.report import FuzzReport

__all__ = ["as_text", "write"]


def write(report: FuzzReport, form: str) -> str:
    """Return the report as ``text``, ``json``, ``junit`` or ``html``."""
    if form == "html":
        from tradespec.probe.fuzzing.formats.page import as_html

        return as_html(report)
    return {"text": as_text, "json": as_json, "junit": as_junit}[form](report)
