"""Compare the two documents of a mutation and say what was wrong about the verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tradespec.contract import read_file
from tradespec.diff import compare

if TYPE_CHECKING:
    from pathlib import Path

    from mutations.mutator import Mutation


def wrong(mutation: Mutation, folder: Path) -> str:
    """Return what was missed or falsely said, nothing where the verdict is right."""
    paths = folder / "base.json", folder / "revision.json"
    for path, document in zip(paths, (mutation.base, mutation.revision), strict=True):
        path.write_text(json.dumps(document, default=str), "utf-8")
    report = compare(*(read_file(path) for path in paths))
    breaking = [finding for finding in report if finding.severity == "breaking"]
    if not mutation.breaking:
        return f"false alarm: {mutation}: {breaking[0].message}" if breaking else ""
    for finding in breaking:
        uses = {(use.method.lower(), use.path) for use in finding.uses}
        here = (mutation.method, mutation.path) in uses or not mutation.path or "moved" in finding.id
        if here and mutation.direction in {"", finding.direction}:
            return ""
    said = "; ".join(f"{finding.severity} {finding.id} {finding.direction} {finding.undecided}" for finding in report)
    return f"missed: {mutation}: {said}"
