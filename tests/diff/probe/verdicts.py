"""Ask the gate about rows and count where it differs from the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tradespec.contract import read_file
from tradespec.diff import compare
from tradespec.diff.catalogue import known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from probe.rows import Row


@dataclass
class Score:
    """Names of rows by how they were judged."""

    rows: int = 0
    misses: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)

    def add(self, row: Row, *, alarm: bool) -> None:
        self.rows += 1
        if alarm != row.breaking:
            (self.misses if row.breaking else self.false_alarms).append(row.name)


def judged(rows: Iterable[Row], folder: Path) -> Score:
    """Compare the two documents of each row; only a breaking finding is an alarm."""
    score = Score()
    paths = folder / "base.json", folder / "revision.json"
    for row in rows:
        for path, document in zip(paths, (row.base, row.revision), strict=True):
            path.write_text(json.dumps(document), "utf-8")
        report = compare(*(read_file(path) for path in paths))
        assert {finding.id for finding in report} <= known().keys()
        score.add(row, alarm=bool(report.counts()["breaking"]))
    return score
