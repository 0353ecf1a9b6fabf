"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tradespec import __version__
from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Finding, Report
    from tradespec.document import Location

LEVELS = {"breaking": "error", "risky": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report) -> str:
    """Return the report as one SARIF run."""
    rules = {finding.id: finding for finding in report.findings}
    driver = {
        "name": "tradespec",
        "version": __version__,
        "rules": [{"id": name, "shortDescription": {"text": name.replace("-", " ")}} for name in rules],
    }
    results = [result(report, finding) for finding in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def result(report: Report, finding: Finding) -> dict[str, Any]:
    """Return one result: the place in the new document, the old one as a related place."""
    text = finding.message
    if finding.witness is not None:
        text += f". Proof: {located.proof(finding)}"
    out: dict[str, Any] = {
        "ruleId": finding.id,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [physical(located.either(report, finding))],
        "partialFingerprints": {"tradespec/v1": fingerprint(finding)},
        "properties": {"scope": finding.scope, "verdict": finding.certainty, "direction": finding.direction},
    }
    if finding.waived:
        out["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    old = located.base(report, finding)
    if old is not None:
        out["relatedLocations"] = [{"id": 1, "message": {"text": "The old contract"}, **physical(old)}]
    return out


def physical(location: Location) -> dict[str, Any]:
    """Return a position as SARIF writes it."""
    region = {"startLine": location.line, "startColumn": location.column}
    return {"physicalLocation": {"artifactLocation": {"uri": location.file}, "region": region}}


def fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move: rule and places."""
    said = f"{finding.id}|{finding.base and finding.base.pointer}|{finding.revision and finding.revision.pointer}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
