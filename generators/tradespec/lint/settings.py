"""Lint settings: the ``[lint]`` tables of ``tradespec.toml``, which lies beside the document.

::

    [lint]
    house = true                  # this document keeps the house rules of our API

    [lint.severity]
    tag-undeclared = "off"        # off, info, warning or error
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradespec.lint.explain import nearest
from tradespec.lint.rules import RULES
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS_FILE = "tradespec.toml"
SEVERITIES = ("off", "info", "warning", "error")


class LintError(Exception):
    """Settings that cannot be followed; ``message`` says what was expected and where, ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class LintSettings:
    """Which rules apply and how bad their findings are."""

    house: bool = False
    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule id -> ``off``, ``info``, ``warning`` or ``error``, where it differs from the rule's own."""


def read_settings(spec: str | Path) -> LintSettings:
    """Read ``tradespec.toml`` beside the file ``spec``; the defaults where there is none."""
    path = Path(spec).parent / SETTINGS_FILE
    try:
        text = path.read_text("utf-8")
    except OSError:
        return LintSettings()
    except UnicodeDecodeError as error:
        raise LintError(f"Expected UTF-8 text, got other bytes - at {path}", "Save the file as UTF-8.") from error
    try:
        table = tomllib.loads(text).get("lint", {})
    except tomllib.TOMLDecodeError as error:
        raise LintError(f"Expected TOML, got something else: {error} - at {path}", "Correct that line.") from error
    return _settings(table, path)


def _settings(table: Any, path: Path) -> LintSettings:
    if not isinstance(table, dict):
        raise LintError(f"Expected a table, got {table!r} - at {path}: lint", "Write it as [lint].")
    unknown = sorted(table.keys() - {"house", "severity"})
    if unknown:
        raise LintError(
            f"Expected house or severity, got {unknown[0]!r} - at {path}: [lint]",
            nearest(unknown[0], ("house", "severity")),
        )
    house = table.get("house", False)
    if not isinstance(house, bool):
        raise LintError(f"Expected true or false, got {house!r} - at {path}: [lint] house", "Write it without quotes.")
    return LintSettings(house, _severities(table.get("severity", {}), path))


def _severities(table: Any, path: Path) -> dict[str, str]:
    where = f"{path}: [lint.severity]"
    if not isinstance(table, dict):
        raise LintError(f"Expected a table, got {table!r} - at {where}", "Write it as [lint.severity].")
    for rule, severity in table.items():
        if rule not in RULES:
            raise LintError(f"Expected the id of a rule, got {rule!r} - at {where}", nearest(rule, RULES))
        if severity not in SEVERITIES:
            raise LintError(
                f"Expected off, info, warning or error, got {severity!r} - at {where} {rule}", "Choose one of the four."
            )
    return dict(table)
