"""Print problems: for people with the source beside them, for programs as JSON, for GitHub as annotations.

JSON: ``{"document": str, "problems": [...], "counts": {"error": n, "warning": n, "info": n}}``, where each problem is
``{"rule", "severity", "message", "next_step", "file", "line", "column", "pointer"}``; line and column count from 1.
The JSON Schema is `JSON_SCHEMA`.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tradespec.cli.console import one_line, style
from tradespec.document import Location, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradespec.document import Document, DocumentError

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
GITHUB = {"error": "error", "warning": "warning", "info": "notice"}

JSON_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What `tradespec validate --format json` prints",
    "type": "object",
    "required": ["document", "problems", "counts"],
    "additionalProperties": False,
    "properties": {
        "document": {"type": "string", "description": "The document as it was named."},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rule", "severity", "message", "next_step", "file", "line", "column", "pointer"],
                "additionalProperties": False,
                "properties": {
                    "rule": {"type": "string", "description": "Stable id of the rule."},
                    "severity": {"enum": ["error", "warning", "info"]},
                    "message": {"type": "string"},
                    "next_step": {"type": "string"},
                    "file": {"type": "string"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901) into the file."},
                },
            },
        },
        "counts": {
            "type": "object",
            "required": ["error", "warning", "info"],
            "additionalProperties": False,
            "properties": {name: {"type": "integer", "minimum": 0} for name in ("error", "warning", "info")},
        },
    },
}


def located(document: Document, problems: Iterable[Problem]) -> list[tuple[Problem, Location]]:
    """Return problems with their positions, in the order of files and lines; the entry file comes first."""
    pairs = [(problem, document.locate(problem.place)) for problem in problems]
    return sorted(
        pairs, key=lambda pair: (pair[0].place.file != document.entry, pair[1].file, pair[1].line, pair[1].column)
    )


def as_text(document: Document, pairs: Sequence[tuple[Problem, Location]], *, styled: bool) -> str:
    """Return each problem with its place, its source and the next step, then one line that sums up."""
    blocks = [_block(document, problem, location, styled=styled) for problem, location in pairs]
    return "\n".join([*blocks, _summary(document, pairs, styled=styled)])


def _block(document: Document, problem: Problem, location: Location, *, styled: bool) -> str:
    where = f"{location.file}:{location.line}:{location.column}"
    mark = style(f"{problem.severity}[{problem.rule}]", COLOURS[problem.severity], on=styled)
    at = f" - at {location.pointer or 'the root'}"
    lines = [f"{style(where, 'bold', on=styled)}: {mark}: {one_line(problem.message)}{style(at, 'dim', on=styled)}"]
    excerpt = document.excerpt(location)
    lines += [f"    {one_line(line) if not line.isprintable() else line}" for line in excerpt.split("\n") if line]
    if problem.next_step:
        lines.append(f"  next: {one_line(problem.next_step)}")
    return "\n".join([*lines, ""])


def _summary(document: Document, pairs: Sequence[tuple[Problem, Location]], *, styled: bool) -> str:
    counts = count(problem for problem, _ in pairs)
    if not pairs:
        return style(f"{document.entry}: no problems.", "green", on=styled)
    said = ", ".join(f"{number} {name}{'s' if number != 1 else ''}" for name, number in counts.items() if number)
    return style(f"{document.entry}: {said.replace('infos', 'notes').replace('info', 'note')}.", "bold", on=styled)


def unreadable(name: str, error: DocumentError) -> tuple[Problem, Location]:
    """Return a document that could not be read as a problem of its own, for programs that expect problems."""
    location = error.location or Location(name, 1, 1)
    return Problem("unreadable", "error", error.message, Place(location.file), error.next_step), location


def as_json(name: str, pairs: Sequence[tuple[Problem, Location]]) -> str:
    """Return the JSON that `JSON_SCHEMA` describes."""
    rows = [
        {
            "rule": problem.rule,
            "severity": problem.severity,
            "message": problem.message,
            "next_step": problem.next_step,
            "file": location.file,
            "line": location.line,
            "column": location.column,
            "pointer": location.pointer,
        }
        for problem, location in pairs
    ]
    counts = count(problem for problem, _ in pairs)
    return json.dumps({"document": name, "problems": rows, "counts": counts}, indent=2, ensure_ascii=False)


def as_github(pairs: Sequence[tuple[Problem, Location]]) -> str:
    """Return workflow commands, which GitHub shows beside the changed lines (its guide "Workflow commands")."""
    return "\n".join(_annotation(problem, location) for problem, location in pairs)


def _annotation(problem: Problem, location: Location) -> str:
    text = f"{problem.message}. {problem.next_step}" if problem.next_step else problem.message
    fields = {"file": location.file, "line": location.line, "col": location.column, "title": problem.rule}
    said = ",".join(f"{name}={_escape(str(value), field=True)}" for name, value in fields.items())
    return f"::{GITHUB[problem.severity]} {said}::{_escape(text)}"


def _escape(text: str, *, field: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if field else text


def count(problems: Iterable[Problem]) -> dict[str, int]:
    """Return severity -> how many."""
    counted = Counter(problem.severity for problem in problems)
    return {name: counted.get(name, 0) for name in ("error", "warning", "info")}
