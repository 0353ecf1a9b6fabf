"""Compare the two documents of a mutation and say what was wrong about the verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mutations.witnesses import is_shown

from tradespec.contract import read_file
from tradespec.diff import compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mutations.mutator import Mutation

    from tradespec.diff.finding import Finding, Report


def wrong(mutation: Mutation, folder: Path) -> str:
    """Return what was missed or falsely said, nothing where the verdict is right."""
    return "; ".join(complaints(mutation, judged(mutation, folder)))


def judged(mutation: Mutation, folder: Path) -> Report:
    """Compare the documents of a mutation."""
    paths = folder / "base.json", folder / "revision.json"
    for path, document in zip(paths, (mutation.base, mutation.revision), strict=True):
        path.write_text(json.dumps(document, default=str), "utf-8")
    return compare(*(read_file(path) for path in paths))


def complaints(mutation: Mutation, report: Report) -> Iterator[str]:
    """Yield what is wrong about a verdict: a miss, an alarm about something else, a witness that shows nothing."""
    breaking = [finding for finding in report if finding.severity == "breaking"]
    if mutation.breaking and not found(mutation, breaking):
        said = "; ".join(f"{each.severity} {each.id} {each.direction} {each.undecided}" for each in report)
        yield f"missed: {mutation}: {said}"
    for finding in breaking:
        if not mutation.breaking:
            yield f"false alarm: {mutation}: {finding.id}: {finding.message}"
        elif not allowed(mutation, finding):
            yield f"beside the point: {mutation}: {finding.id}: {finding.message}"
        if finding.witness is not None and not is_shown(report, finding):
            yield f"not shown: {mutation}: {finding.id}: {finding.witness.value!r}"


def found(mutation: Mutation, breaking: list[Finding]) -> bool:
    """Whether breaking findings of its direction reach all operations of the mutation.

    A component that is a body here and a member there is told under both names.
    """
    right = [finding for finding in breaking if mutation.direction in {"", finding.direction}]
    reached = {use for finding in right for use in used(finding)}
    return bool(right) and (mutation.uses <= reached or any("moved" in finding.id for finding in right))


def allowed(mutation: Mutation, finding: Finding) -> bool:
    """Whether a breaking finding may be said of the mutation at all."""
    if mutation.spreads:
        return True
    return used(finding) <= mutation.uses and finding.direction == mutation.direction


def used(finding: Finding) -> set[tuple[str, str]]:
    return {(use.method.lower(), use.path) for use in finding.uses}
