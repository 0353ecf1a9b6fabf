"""Which of oasdiff's rules are said here, under which id."""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file; its first line is a comment."""
    lines = (HERE / f"{name}.tsv").read_text("utf-8").splitlines()
    return list(csv.DictReader(lines[1:], delimiter="\t"))


THEIRS = {row["id"]: row for row in rows("rules")}
ELSEWHERE = {row["id"]: row for row in rows("elsewhere")}
WAIVED = {row["id"]: row for row in rows("waived")}
LEVELS = {row["id"]: row for row in rows("levels")}
SAME = [rule for rule in THEIRS if rule not in ELSEWHERE and rule not in WAIVED]
