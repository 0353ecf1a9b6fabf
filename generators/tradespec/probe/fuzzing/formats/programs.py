"""The report for programs: JSON, and JUnit as test reports of CI systems show it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from tradespec.probe.fuzzing.report import Found, FuzzReport


def as_json(report: FuzzReport) -> str:
    """Return the report as JSON."""
    return json.dumps(
        {
            "server": report.server,
            "spec": report.spec,
            "seed": report.seed,
            "examples": report.examples,
            "seconds": round(report.seconds, 1),
            "passes": [{"name": name, "cases": cases} for name, cases in report.passes],
            "findings": [plain(report, found) for found in report],
            "stale": [
                dict(zip(("operation", "check", "status", "pointer"), each, strict=True)) for each in report.stale
            ],
            "notes": list(report.notes),
        },
        indent=2,
        ensure_ascii=False,
    )


def plain(report: FuzzReport, found: Found) -> dict[str, Any]:
    """Return a finding in plain values."""
    one = found.breakage
    return {
        "operation": {"id": one.operation, "method": one.method, "path": one.path},
        "check": found.check,
        "message": one.message,
        "pointer": one.pointer,
        "pass": found.in_pass,
        "accepted": found.accepted,
        "requests": [
            {"method": call.method, "path": call.path, "headers": dict(call.headers), "body": call.body}
            for call in found.calls
        ],
        "answer": {"status": one.answer.status, "body": one.answer.body} if one.answer else None,
        "reproduce": report.command(found),
    }


def as_junit(report: FuzzReport) -> str:
    """Return one test case per pass that found nothing, and one per finding."""
    cases = []
    troubled = {found.in_pass for found in report}
    for name, count in report.passes:
        if name not in troubled:
            cases.append(f'    <testcase classname="fuzz" name={quoteattr(f"{name}: {count} cases")}/>')
    for found in report:
        name = quoteattr(f"{found.breakage.title}: {found.check}")
        text = escape("\n".join([found.breakage.message, report.command(found)]))
        inner = (
            f"<skipped message={quoteattr(found.accepted)}/>"
            if found.accepted
            else f"<failure message={quoteattr(found.breakage.message)}>{text}</failure>"
        )
        cases.append(f'    <testcase classname="fuzz" name={name}>{inner}</testcase>')
    head = (
        f'  <testsuite name="tradespec fuzz" tests="{len(cases)}" failures="{len(report.new)}"'
        f' skipped="{len(report.findings) - len(report.new)}" errors="0" time="{report.seconds:.1f}">'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head, *cases, "  </testsuite>", "</testsuites>"]
    return "\n".join(lines)
