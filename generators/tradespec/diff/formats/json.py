"""For programs: one JSON object, described by `JSON_SCHEMA`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tradespec import __version__
from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Finding, Report, Use
    from tradespec.document import Location


def as_json(comparison: Comparison) -> str:
    """Return the comparison as JSON."""
    return json.dumps(described(comparison), indent=2, ensure_ascii=False, default=str)


def described(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison in plain objects."""
    return {
        "tool": "tradespec",
        "version": __version__,
        "base": located.name(comparison, "base"),
        "revision": located.name(comparison, "revision"),
        "summary": {
            **comparison.counts(),
            "bump": comparison.bump,
            "known": comparison.known,
            "waived": comparison.waived,
        },
        "documents": [document(report) for report in comparison.reports],
        "unread": [
            {"document": unread.document, "message": unread.message, "next_step": unread.next_step}
            for unread in comparison.unread
        ],
        "findings": [one(report, finding) for report, finding in comparison.rows],
    }


def document(report: Report) -> dict[str, Any]:
    """Return what was compared, in plain objects."""
    return {
        "document": report.document,
        "base": None if report.lacks == "base" else located.name(report, "base"),
        "revision": None if report.lacks == "revision" else located.name(report, "revision"),
        "summary": {**report.counts(), "bump": report.bump},
    }


def one(report: Report, finding: Finding) -> dict[str, Any]:
    """Return one finding in plain objects."""
    witness = finding.witness
    return {
        "id": finding.id,
        "fingerprint": finding.fingerprint,
        "document": report.document,
        "severity": finding.severity,
        "scope": finding.scope,
        "direction": finding.direction,
        "operation": operation(finding.operation) if finding.operation else None,
        "uses": [operation(use) for use in finding.uses],
        "location": {
            "base": place(located.base(report, finding)),
            "revision": place(located.revision(report, finding)),
        },
        "message": finding.message,
        "verdict": finding.certainty,
        "undecided": finding.undecided or None,
        "witness": None
        if witness is None
        else {
            "direction": witness.direction,
            "value": witness.value,
            "part": witness.part,
            "accepted_by": witness.accepted_by,
            "refused_by": witness.refused_by,
            "because": witness.because,
        },
        "fix": finding.fix or None,
        "waived": finding.waived or None,
    }


def operation(use: Use) -> dict[str, str]:
    """Return an operation in plain objects."""
    return {"method": use.method, "path": use.path, "id": use.id, "where": use.where}


def place(location: Location | None) -> dict[str, Any] | None:
    """Return a position in plain objects."""
    if location is None:
        return None
    return {"file": location.file, "line": location.line, "column": location.column, "pointer": location.pointer}


def an_object(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has exactly these members."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


COUNT: Final = {"type": "integer", "minimum": 0}
COUNTS: Final = {
    "breaking": COUNT,
    "risky": COUNT,
    "info": COUNT,
    "bump": {"enum": ["none", "patch", "minor", "major"]},
}
TEXT: Final = {"type": "string"}
TEXT_OR_NULL: Final = {"type": ["string", "null"]}
LINE: Final = {"type": "integer", "minimum": 1}
PLACE: Final = {
    "oneOf": [
        {"type": "null", "description": "There is nothing on this side."},
        an_object(file=TEXT, line=LINE, column=LINE, pointer=TEXT),
    ]
}
OPERATION: Final = an_object(method=TEXT, path=TEXT, id=TEXT, where=TEXT)
SIDE: Final = {"enum": ["base", "revision"]}
DIRECTION: Final = {"enum": ["request", "response", "none"]}

JSON_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What `tradespec diff --format json` prints",
    **an_object(
        tool={"const": "tradespec"},
        version=TEXT,
        base=TEXT,
        revision=TEXT,
        summary=an_object(
            **COUNTS,
            known={**COUNT, "description": "Findings that the baseline knows; they are not among the findings."},
            waived={**COUNT, "description": "Findings that are waived; `breaking` leaves them out."},
        ),
        documents={
            "type": "array",
            "description": "What was compared: one pair, or each document of two folders or patterns.",
            "items": an_object(
                document={"type": "string", "description": "Its name among many, empty where there is one pair."},
                base={"type": ["string", "null"], "description": "Null where the old side has no such document."},
                revision={"type": ["string", "null"], "description": "Null where the new side has none."},
                summary=an_object(**COUNTS),
            ),
        },
        unread={
            "type": "array",
            "description": "Documents that could not be read. They were not judged, and the exit code is 3.",
            "items": an_object(document=TEXT, message=TEXT, next_step=TEXT),
        },
        findings={
            "type": "array",
            "items": an_object(
                id={"type": "string", "description": "Stable id of the rule."},
                fingerprint={
                    "type": "string",
                    "description": "Stays the same while lines move and texts are reworded; what a baseline knows it by.",
                },
                document={"type": "string", "description": "The document among many; empty where there is one pair."},
                severity={"enum": ["breaking", "risky", "info"]},
                scope={"enum": ["wire", "source", "behaviour"]},
                direction=DIRECTION,
                operation={"oneOf": [{"type": "null"}, OPERATION]},
                uses={"type": "array", "items": OPERATION, "description": "Every operation that the change reaches."},
                location=an_object(base=PLACE, revision=PLACE),
                message=TEXT,
                verdict={"enum": ["proven", "likely", "declared"]},
                undecided=TEXT_OR_NULL,
                witness={
                    "oneOf": [
                        {"type": "null"},
                        an_object(
                            direction=DIRECTION,
                            value={"description": "The whole body, parameter or header."},
                            part={"description": "The smallest part of it that shows the matter."},
                            accepted_by=SIDE,
                            refused_by=SIDE,
                            because=TEXT,
                        ),
                    ]
                },
                fix=TEXT_OR_NULL,
                waived={"type": ["string", "null"], "description": "The reason of the waiver that holds for it."},
            ),
        },
    ),
}
