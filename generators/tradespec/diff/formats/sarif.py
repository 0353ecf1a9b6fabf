"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tradespec import __version__
from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Finding, Report
    from tradespec.document import Location

LEVELS = {"breaking": "error", "risky": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(comparison: Comparison) -> str:
    """Return the comparison as one SARIF run."""
    rules = dict.fromkeys(finding.id for _, finding in comparison.rows)
    driver = {"name": "tradespec", "version": __version__, "rules": [described(name) for name in rules]}
    results = [result(report, finding) for report, finding in comparison.rows]
    run: dict[str, Any] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if comparison.unread:
        notes = [{"level": "error", "message": {"text": unread.message}} for unread in comparison.unread]
        run["invocations"] = [{"executionSuccessful": False, "toolExecutionNotifications": notes}]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def described(rule: str) -> dict[str, Any]:
    """Return what is known of a rule: its sentence, and what to do."""
    from tradespec.diff.catalogue import known

    card = known().get(rule)
    out: dict[str, Any] = {"id": rule, "shortDescription": {"text": card.means if card else rule.replace("-", " ")}}
    if card and card.fix:
        out["help"] = {"text": card.fix}
    return out


def result(report: Report, finding: Finding) -> dict[str, Any]:
    """Return one result: the place in the new document, the old one as a related place."""
    old, new = located.places(report, finding)
    text = finding.message
    if finding.witness is not None:
        text += f". Proof: {located.proof(finding)}"
    out: dict[str, Any] = {
        "ruleId": finding.id,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [physical(new or old or located.either(report, finding))],
        "partialFingerprints": {"tradespec/v2": finding.fingerprint},
        "properties": {"scope": finding.scope, "verdict": finding.certainty, "direction": finding.direction},
    }
    if report.document:
        out["properties"]["document"] = report.document
    if finding.waived:
        out["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    if old is not None:
        out["relatedLocations"] = [{"id": 1, "message": {"text": "The old contract"}, **physical(old)}]
    return out


def physical(location: Location) -> dict[str, Any]:
    """Return a position as SARIF writes it."""
    region = {"startLine": location.line, "startColumn": location.column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(location.file)}, "region": region}}


def uri(file: str) -> str:
    """Return a file as a URI: a relative one stays relative, to the root of the checkout."""
    if "://" in file:
        return file
    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)
