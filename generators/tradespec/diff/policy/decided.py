"""Severities and waivers, and what a report looks like under them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, Literal, Protocol

from tradespec.diff.finding import ABOUT_VERSIONS, SEVERITIES
from tradespec.diff.stability import Stabilities, cap
from tradespec.diff.terms import CAPS, Terms
from tradespec.diff.versions import with_versions
from tradespec.records import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tradespec.diff.finding import Finding, Report, Severity, Use
    from tradespec.diff.policy.at import At
    from tradespec.diff.versions import Mode

Level = Literal["breaking", "risky", "info", "off"]
LEVELS: Final[tuple[Level, ...]] = (*SEVERITIES, "off")
"""From the worst down."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted for now: which rule, where, why, and until when."""

    rule: str
    at: At
    reason: str
    until: date
    owner: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is the one that is meant."""
        return finding.id == self.rule and self.at.covers(finding)

    def __str__(self) -> str:
        """Name it as it is written."""
        return f"{self.rule}, {self.at.text}"


@dataclass(frozen=True, slots=True)
class Override:
    """Another severity for some rules in some places; what is empty or None fits everything."""

    severity: Level
    rule: str = ""
    at: At | None = None
    stability: str = ""

    def fits(self, finding: Finding, use: Use | None, stability: str) -> bool:
        """Whether this is about one use of a finding; ``use`` is None for findings about the whole document."""
        if self.rule and not fnmatchcase(finding.id, self.rule):
            return False
        if self.stability and self.stability != stability:
            return False
        if self.at is None:
            return True
        return self.at.holds(finding) if self.at.pointer else use is not None and self.at.reaches(use)


class Ignored(Protocol):
    """Findings that another tool's files ignore."""

    def reason(self, finding: Finding) -> str:
        """Return why a finding is ignored; empty where it is not."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that a team has decided otherwise than the rules do."""

    severity: Mapping[str, Level] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    caps: Mapping[str, Severity] = field(default_factory=lambda: CAPS)
    notice: Mapping[str, int] = field(default_factory=dict)
    semantic_version: Mode = "info"
    waivers: tuple[Waiver, ...] = ()
    ignored: Ignored | None = None

    @property
    def terms(self) -> Terms:
        """What the comparison itself has to know; `apply` caps severities after the team's own are set."""
        return Terms(self.notice, {})

    def apply(self, report: Report, today: date) -> tuple[Report, list[str]]:
        """Return the report as this policy sees it, and what is wrong with the waivers."""
        used: set[Waiver] = set()
        return self.judged(report, today, used), self.complaints(used, today)

    def judged(self, report: Report, today: date, used: set[Waiver]) -> Report:
        """Return the report as this policy sees it; the waivers that hold for one of its findings are put in ``used``."""
        stabilities = Stabilities(report.base, report.revision)

        def decided(found: Finding) -> Finding | None:
            return self.waived(self.levelled(found, stabilities), today, used)

        others = [decided(found) for found in report.findings if found.id not in ABOUT_VERSIONS]
        kept = tuple(found for found in others if found is not None)
        said = with_versions(replace(report, findings=kept), self.semantic_version)
        last = [decided(found) if found.id in ABOUT_VERSIONS else found for found in said.findings]
        findings = [found for found in last if found is not None]
        findings.sort(key=lambda found: SEVERITIES.index(found.severity))
        return replace(said, findings=tuple(findings))

    def levelled(self, finding: Finding, stabilities: Stabilities) -> Finding | None:
        """Return a finding with the severity that was decided for it, None where it is switched off.

        A finding that reaches many operations is as bad as it is for the worst of them.
        """
        level = self.severity.get(finding.id, finding.severity)
        if level == "off":
            return None
        finding = cap(replace(finding, severity=level), stabilities, self.caps)
        uses: tuple[Use | None, ...] = finding.uses or (None,)
        worst = min((self.level(finding, use, stabilities) for use in uses), key=LEVELS.index)
        return None if worst == "off" else replace(finding, severity=worst)

    def level(self, finding: Finding, use: Use | None, stabilities: Stabilities) -> Level:
        """Return how bad a finding is for one operation."""
        stability = stabilities.of(use) if use else ""
        fitting = [each.severity for each in self.overrides if each.fits(finding, use, stability)]
        return fitting[-1] if fitting else finding.severity

    def waived(self, finding: Finding | None, today: date, used: set[Waiver]) -> Finding | None:
        """Return a finding with the reason of the waiver that holds for it."""
        if finding is None:
            return None
        fitting = [each for each in self.waivers if each.until >= today and each.covers(finding)]
        used.update(fitting)
        reason = fitting[0].reason if fitting else self.ignored.reason(finding) if self.ignored else ""
        return replace(finding, waived=reason) if reason else finding

    def complaints(self, used: set[Waiver], today: date) -> list[str]:
        """Say which waivers have expired and which match nothing."""
        said = [
            f"Expected a waiver that holds, got one that expired on {waiver.until} - at {waiver}"
            for waiver in self.waivers
            if waiver.until < today
        ]
        said += [
            f"Expected a waiver of something found, got one that matches nothing - at {waiver}"
            for waiver in self.waivers
            if waiver.until >= today and waiver not in used
        ]
        return said
