"""The step of ``info.version``, held against what the changes demand (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from tradespec.diff.finding import ABOUT_VERSIONS, SEVERITIES, STEPS, Finding, Report
from tradespec.diff.fingerprint import with_fingerprints
from tradespec.diff.rules import RULES
from tradespec.document import Place
from tradespec.document.releases import Version
from tradespec.records import replace

if TYPE_CHECKING:
    from tradespec.contract import Contract

Mode = Literal["required", "info", "off"]
"""``required`` makes a step that is too small breaking; ``info`` leaves it to the rules, ``off`` does not look."""
SHORT: Final = re.compile(r"\d+\.\d+")


def with_versions(report: Report, mode: Mode = "info") -> Report:
    """Return the report with what is to be said of the version; what was said of it before is left out.

    Severities count as they stand, and what is waived demands no step.
    """
    findings = [finding for finding in report.findings if finding.id not in ABOUT_VERSIONS]
    said = judged(replace(report, findings=tuple(findings)), mode) if mode != "off" and report.lacks is None else None
    if said is not None:
        said = replace(said, severity="breaking") if mode == "required" else said
        findings += with_fingerprints([said], report.base.document, report.revision.document)
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return replace(report, findings=tuple(findings))


def judged(report: Report, mode: Mode) -> Finding | None:
    """Return what is wrong with the version; None where nothing is, or where the versions follow no such order.

    Where it is required that they do, a new version that does not is wrong itself: nobody could tell what it promises.

    Texts alone demand a patch step, but nobody is told so: drafts are edited all day.
    """
    old, new = version_of(report.base), version_of(report.revision)
    if old is None or new is None:
        wrong = mode == "required" and new is None
        return finding(report, "api-version-not-bumped", "a semantic version, such as 1.4.0") if wrong else None
    if new < old:
        return finding(report, "api-version-decreased", f"a version of at least {old}")
    demanded, step = report.bump, old.step_to(new)
    if STEPS.index(demanded) <= STEPS.index("patch") or STEPS.index(step) >= STEPS.index(demanded):
        return None
    rule = "api-major-version-not-bumped" if demanded == "major" else "api-version-not-bumped"
    return finding(
        report, rule, f"a version of at least {old.after(demanded)}, for the changes demand a {demanded} step"
    )


def finding(report: Report, rule: str, expected: str) -> Finding:
    """Return a finding of a rule about versions."""
    said = RULES[rule]
    return Finding(
        rule,
        said.severity,
        said.scope,
        said.direction,
        f"Expected {expected}, got {report.revision.version} - at info",
        base=Place(report.base.document.entry, "/info/version"),
        revision=Place(report.revision.document.entry, "/info/version"),
        fix=said.fix,
    )


def version_of(contract: Contract) -> Version | None:
    """Return the semantic version of a contract; ``v1.2.3`` and ``1.2`` are taken for what they mean."""
    text = contract.version.removeprefix("v")
    return Version.parse(f"{text}.0" if SHORT.fullmatch(text) else text)
