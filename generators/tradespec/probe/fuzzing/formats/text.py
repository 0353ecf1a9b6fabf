"""The report for a terminal: findings by operation, what was sent, what came, and the command that shows it again."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.probe.compat.matrix import Call
    from tradespec.probe.fuzzing.report import Found, FuzzReport

NL_INDENT = " " * 14
"""Where what goes on of a command begins."""
LINE_MAX = 120
BODY_MAX = 300
"""Characters of an answer that are shown."""


def as_text(report: FuzzReport, *, styled: bool = False) -> str:
    """Return the report; ``styled`` marks headings for a terminal."""
    bold, red, dim, reset = ("\033[1m", "\033[31m", "\033[2m", "\033[0m") if styled else ("", "", "", "")
    lines: list[str] = []
    for title, group in groupby(report, key=lambda found: found.breakage.title):
        lines += [f"{bold}{title}{reset}", ""]
        for found in group:
            mark = f"{dim}accepted ({found.accepted}){reset}" if found.accepted else f"{red}{found.check}{reset}"
            lines += [f"  {mark}", f"    {found.breakage.message}", *shown(report, found), ""]
    lines += [f"not seen again, though the baseline accepts it: {' '.join(map(str, each))}" for each in report.stale]
    lines += [f"note: {each}" for each in report.notes]
    return "\n".join([*lines, *last(report)])


def shown(report: FuzzReport, found: Found) -> Iterator[str]:
    """Yield what was sent, what came, and how to see it again."""
    for call in found.calls:
        yield f"    sent      {sent(call)}"
    if answer := found.breakage.answer:
        yield f"    got       {answer.status} {one_line(answer.body)}".rstrip()
    yield f"    see again {command(report, found, NL_INDENT)}"


def command(report: FuzzReport, found: Found, indent: str) -> str:
    """Return the command that shows a finding again: on one line where it fits, or with a line per request."""
    parts = report.parts(found)
    short = len(" ".join(parts)) <= LINE_MAX and len(parts) <= 2  # noqa: PLR2004 - what is called, and one request
    return " ".join(parts) if short else f" \\\n{indent}".join(parts)


def sent(call: Call) -> str:
    """Return a request on one line, and whose it was."""
    whose = f" (key {call.actor + 1})" if call.actor else ""
    return one_line(str(call)) + (whose if call.signed else " (without a key)")


def one_line(body: str) -> str:
    """Return an answer on one line, cut where it is long."""
    try:
        text = json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        text = " ".join(body.split())
    return text if len(text) <= BODY_MAX else f"{text[:BODY_MAX]}..."


def last(report: FuzzReport) -> Iterator[str]:
    """Yield the verdict, and how to repeat the run."""
    for name, cases in report.passes:
        yield f"{name + ':':<28}{cases:>7} cases"
    count = len(report.new)
    accepted = len(report.findings) - count
    verdict = f"{count} finding{'' if count == 1 else 's'}" if count else "nothing found"
    yield f"{report.server}: {verdict}{f', {accepted} accepted' if accepted else ''} in {report.cases} cases."
    yield f"seed {report.seed}, {report.examples} examples per operation, {report.seconds:.0f} s"
