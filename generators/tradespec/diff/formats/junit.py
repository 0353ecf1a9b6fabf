"""JUnit XML: one test case per finding, breaking ones failed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from tradespec.diff.formats import located

if TYPE_CHECKING:
    from tradespec.diff.finding import Comparison, Finding, Report, Unread

UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""


def as_junit(comparison: Comparison) -> str:
    """Return a test suite per document; one without findings is one passed case, one that was not read an error."""
    suites = [line for report in comparison.reports for line in suite(report)]
    for unread in comparison.unread:
        suites += not_read(unread)
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>"])


def suite(report: Report) -> list[str]:
    """Return the suite of one document."""
    cases = [case(report, finding) for finding in report.findings]
    cases = cases or ['    <testcase classname="contract" name="no changes"/>']
    failures = len(report.at_least("breaking"))
    title = f"{report.document}: " if report.document else ""
    name = quoteattr(clean(title + located.names(report)))
    head = f'  <testsuite name={name} tests="{len(cases)}" failures="{failures}" errors="0">'
    return [head, *cases, "  </testsuite>"]


def not_read(unread: Unread) -> list[str]:
    """Return the suite of a document that could not be read."""
    name, said = quoteattr(clean(unread.document)), quoteattr(clean(unread.message))
    return [
        f'  <testsuite name={name} tests="1" failures="0" errors="1">',
        f'    <testcase classname="contract" name="read"><error message={said}/></testcase>',
        "  </testsuite>",
    ]


def case(report: Report, finding: Finding) -> str:
    """Return one finding."""
    group, title = quoteattr(clean(str(finding.operation or "document"))), quoteattr(clean(finding.id))
    where = located.either(report, finding)
    lines = [finding.message, f"at {where}", located.proof(finding), finding.fix]
    text = escape(clean("\n".join(line for line in lines if line)))
    if finding.severity == "breaking" and not finding.waived:
        inner = f"<failure message={quoteattr(clean(finding.message))}>{text}</failure>"
    else:
        inner = f"<system-out>{escape(finding.severity)}: {text}</system-out>"
    return f"    <testcase classname={group} name={title}>{inner}</testcase>"


def clean(text: str) -> str:
    """Return the text without characters that XML has no way to write."""
    return UNPRINTABLE.sub("�", text)
