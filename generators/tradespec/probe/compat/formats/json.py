"""For programs: one JSON object, described by `JSON_SCHEMA`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tradespec import __version__
from tradespec.probe.compat.formats import words

if TYPE_CHECKING:
    from tradespec.probe.compat.matrix import Breakage, Call, Cell, Matrix, Outcome


def as_json(matrix: Matrix) -> str:
    """Return the matrix as JSON."""
    return json.dumps(described(matrix), indent=2, ensure_ascii=False)


def described(matrix: Matrix) -> dict[str, Any]:
    """Return the matrix in plain objects."""
    return {
        "tool": "tradespec",
        "version": __version__,
        "ok": matrix.ok,
        "verdict": words.verdict(matrix),
        "releases": list(matrix.releases),
        "supported": [name for name in matrix.releases if name in matrix.supported],
        "servers": list(matrix.servers),
        "ways": list(matrix.ways),
        "seed": matrix.seed,
        "examples": matrix.examples,
        "seconds": round(matrix.seconds, 3),
        "cells": [cell_of(each) for each in matrix.cells],
    }


def cell_of(cell: Cell) -> dict[str, Any]:
    """Return one cell in plain objects."""
    return {
        "release": cell.release,
        "server": cell.server,
        "state": cell.state,
        "server_contract": cell.predicted_by or None,
        "unseen": list(cell.unseen),
        "outcomes": [outcome_of(each) for each in cell.outcomes],
    }


def outcome_of(outcome: Outcome) -> dict[str, Any]:
    """Return one outcome in plain objects."""
    error = outcome.error
    return {
        "way": outcome.way,
        "state": outcome.state,
        "cases": outcome.cases,
        "seconds": round(outcome.seconds, 3),
        "notes": list(outcome.notes),
        "error": None if error is None else {"message": error.message, "next_step": error.next_step},
        "breakages": [breakage_of(each) for each in outcome.breakages],
    }


def breakage_of(breakage: Breakage) -> dict[str, Any]:
    """Return one breakage in plain objects."""
    found, answer = breakage.prediction, breakage.answer
    return {
        "operation": {"id": breakage.operation, "method": breakage.method, "path": breakage.path},
        "kind": breakage.kind,
        "message": breakage.message,
        "pointer": breakage.pointer or None,
        "before": [call_of(each) for each in breakage.before],
        "request": call_of(breakage.call) if breakage.call else None,
        "answer": None if answer is None else {"status": answer.status, "body": answer.body},
        "prediction": None
        if found is None
        else {"rule": found.rule, "severity": found.severity, "message": found.message, "location": found.location},
    }


def call_of(call: Call) -> dict[str, Any]:
    """Return one request in plain objects."""
    return {"method": call.method, "path": call.path, "headers": dict(call.headers), "body": call.body or None}


def an_object(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has exactly these members."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may be missing."""
    return {"oneOf": [{"type": "null"}, schema]}


def a_list(items: dict[str, Any], about: str = "") -> dict[str, Any]:
    """Return the schema of a list."""
    return {"type": "array", "items": items, **({"description": about} if about else {})}


TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
SECONDS: Final = {"type": "number", "minimum": 0}
STATE: Final = {
    "enum": ["green", "red", "none", "failed"],
    "description": "none: there was nothing to run. failed: it could not be judged.",
}
CALL: Final = an_object(
    method=TEXT,
    path={"type": "string", "description": "Path and query."},
    headers={"type": "object", "additionalProperties": TEXT},
    body=or_null(TEXT),
)
BREAKAGE: Final = an_object(
    operation=an_object(id=TEXT, method=TEXT, path=TEXT),
    kind={"type": "string", "description": "Stable id of what was looked at."},
    message=TEXT,
    pointer=or_null({"type": "string", "description": "JSON pointer into the answer."}),
    before=a_list(CALL, "What has to be sent first."),
    request=or_null(CALL),
    answer=or_null(an_object(status={"type": "integer"}, body=TEXT)),
    prediction=or_null(
        an_object(
            rule={"type": "string", "description": "Rule of `tradespec diff`."},
            severity={"enum": ["breaking", "risky", "info"]},
            message=TEXT,
            location=TEXT,
        )
    ),
)
OUTCOME: Final = an_object(
    way=TEXT,
    state=STATE,
    cases=COUNT,
    seconds=SECONDS,
    notes=a_list(TEXT),
    error=or_null(an_object(message=TEXT, next_step=TEXT)),
    breakages=a_list(BREAKAGE),
)
JSON_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What `tradespec compat --format json` prints",
    **an_object(
        tool={"const": "tradespec"},
        version=TEXT,
        ok={"type": "boolean", "description": "Whether one may release."},
        verdict=TEXT,
        releases=a_list(TEXT, "The rows."),
        supported=a_list(TEXT, "The rows that must be green."),
        servers=a_list(TEXT, "The columns."),
        ways=a_list(TEXT),
        seed={"type": "integer"},
        examples=COUNT,
        seconds=SECONDS,
        cells=a_list(
            an_object(
                release=TEXT,
                server=TEXT,
                state=STATE,
                server_contract=or_null({"type": "string", "description": "Version that predictions come from."}),
                unseen=a_list(TEXT, "Operations that never succeeded, so that no success answer was judged."),
                outcomes=a_list(OUTCOME),
            )
        ),
    ),
}
