"""Ask the gate about rows and count where it differs from the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from probe.rows import Row, Written

from tradespec.contract import read_file
from tradespec.diff import compare
from tradespec.diff.catalogue import known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tradespec.diff.finding import Finding, Report


@dataclass
class Score:
    """Names of rows by how they were judged."""

    rows: int = 0
    misses: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Rows of which something is told in another direction or of another operation than theirs."""

    def add(self, row: Row | Written, report: Report) -> None:
        """Count what the gate told of a row."""
        alarms = [finding for finding in report if finding.severity == "breaking"]
        if isinstance(row, Row) and row.way and not all(tells(finding, row.way) for finding in alarms):
            self.elsewhere.append(row.name)
        self.count(row, alarm=bool(alarms))

    def count(self, row: Row | Written, *, alarm: bool) -> None:
        """Count whether a tool, this one or another, raised an alarm on a row."""
        self.rows += 1
        if alarm != row.breaking:
            (self.misses if row.breaking else self.false_alarms).append(row.name)


def tells(finding: Finding, way: str) -> bool:
    return finding.direction == way and str(finding.operation) == "POST /probe"


def judged(rows: Iterable[Row | Written], folder: Path) -> Score:
    """Compare the two documents of each row; only a breaking finding is an alarm."""
    score = Score()
    for row in rows:
        sides = [entry(row, side, folder) for side in ("base", "revision")]
        report = compare(*(read_file(side) for side in sides))
        assert {finding.id for finding in report} <= known().keys()
        score.add(row, report)
    return score


def entry(row: Row | Written, side: str, folder: Path) -> Path:
    """Write one side of a row; return its entry file."""
    said = getattr(row, side)
    if isinstance(row, Row):
        path = folder / f"{side}.json"
        path.write_text(json.dumps(said), "utf-8")
        return path
    home = folder / row.name / side
    for name, text in said.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return home / "api.yaml"
