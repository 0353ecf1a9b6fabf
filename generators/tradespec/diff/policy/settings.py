"""Write settings: what a team's decisions look like in ``tradespec.toml``."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from tradespec.diff.finding import Finding

DAYS: Final = 365
"""How long a waiver that is written here holds; whoever takes it over shortens it."""


def settings(
    findings: Iterable[Finding],
    today: date,
    severity: Mapping[str, str] | None = None,
    notice: Mapping[str, int] | None = None,
) -> str:
    """Return the tables that give rules these severities, and waive these findings for a year.

    The reason of a finding that nobody has waived yet is left empty, which `read_policy` refuses until somebody writes it.
    """
    lines = [*table("diff.severity", severity or {}), *table("diff.notice", notice or {})]
    for rule, at, reason in dict.fromkeys((finding.id, place(finding), finding.waived) for finding in findings):
        lines += [
            "[[diff.waivers]]",
            f"rule = {quoted(rule)}",
            f"at = {quoted(at)}",
            f"reason = {quoted(reason)}",
            f"until = {today + timedelta(days=DAYS)}",
            "",
        ]
    return "\n".join(lines).rstrip()


def table(name: str, values: Mapping[str, str] | Mapping[str, int]) -> Iterator[str]:
    """Yield a table, where it has anything in it."""
    if values:
        yield f"[{name}]"
        yield from (f"{key} = {quoted(value) if isinstance(value, str) else value}" for key, value in values.items())
        yield ""


def place(finding: Finding) -> str:
    """Return where a finding is waived: its place where it has one, so that nothing else is waived with it."""
    stands = finding.base or finding.revision
    if stands is not None and stands.pointer:
        return stands.pointer
    if len({str(use) for use in finding.uses}) > 1:
        return "/**"
    return str(finding.operation) if finding.operation else "/info"


def quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
