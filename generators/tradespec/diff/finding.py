"""What a comparison says, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tradespec.contract import Contract
    from tradespec.document import Place

Severity = Literal["breaking", "risky", "info"]
Scope = Literal["wire", "source", "behaviour"]
Direction = Literal["request", "response", "none"]
Certainty = Literal["proven", "likely", "declared"]
Bump = Literal["none", "patch", "minor", "major"]
Side = Literal["base", "revision"]

SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "info")
"""From the worst down."""
BUMPS: dict[Severity, Bump] = {"breaking": "major", "risky": "minor", "info": "minor"}
STEPS: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major")
ABOUT_VERSIONS: Final = frozenset({"api-version-decreased", "api-version-not-bumped", "api-major-version-not-bumped"})
"""Rules about the step of the version: they demand none themselves."""


@dataclass(frozen=True, slots=True)
class Use:
    """An operation that a change reaches, and through which part of it."""

    method: str
    path: str
    id: str
    where: str = ""

    def __str__(self) -> str:
        """Write it as people name operations."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A concrete value that one contract accepts and the other refuses; jsonschema-rs was asked both."""

    direction: Direction
    value: Any
    """The whole body or parameter."""
    part: Any
    """The smallest part of it that shows the matter."""
    accepted_by: Side
    refused_by: Side
    because: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One change and what it means for whom. A change of a shared component is one finding with all its ``uses``."""

    id: str
    """Stable kebab-case id; oasdiff's where the meaning is the same."""
    severity: Severity
    scope: Scope
    direction: Direction
    message: str
    certainty: Certainty = "declared"
    """``proven`` with a witness; ``likely`` where the question was left open; ``declared`` where the documents say it."""
    uses: tuple[Use, ...] = ()
    base: Place | None = None
    revision: Place | None = None
    witness: Witness | None = None
    fix: str = ""
    undecided: str = ""
    """Of a likely finding: why it could not be decided."""
    waived: str = ""
    """The reason where a team has waived it: it is told, and fails nothing."""
    fingerprint: str = ""
    """What it is known by from one run to the next (`tradespec.diff.fingerprint`)."""

    @property
    def operation(self) -> Use | None:
        """The first operation that the change reaches, None where it concerns the whole document."""
        return self.uses[0] if self.uses else None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about one document, the worst first, in document order within one severity."""

    base: Contract
    revision: Contract
    findings: tuple[Finding, ...] = field(default=())
    document: str = ""
    """Its name among many that were compared at once; empty where it is the only one."""
    lacks: Side | None = None
    """The side that has no such document; an empty contract stands for it."""
    step: Bump | None = None
    """What all findings demand, where only a part of them is kept to be told."""

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings."""
        return iter(self.findings)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of this severity and worse that are not waived."""
        return at_least(self.findings, severity)

    def counts(self) -> dict[Severity, int]:
        """Return severity -> how many."""
        return counts(self.findings)

    @property
    def bump(self) -> Bump:
        """The least step of a semantic version that this change demands; what is waived demands none."""
        if self.step is not None:
            return self.step
        steps = [demanded(finding) for finding in self.findings]
        least: Bump = "none" if self.base.document.root == self.revision.document.root else "patch"
        return max([least, *steps], key=STEPS.index)


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, so that it was not judged."""

    document: str
    message: str
    """What was expected, what came, and where."""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was compared at once: a report for each document."""

    reports: tuple[Report, ...]
    base: str = ""
    """The old side as it was named: a folder or a pattern; empty where there is one document."""
    revision: str = ""
    unread: tuple[Unread, ...] = ()
    known: int = 0
    """How many findings stand in the baseline, and are not told."""
    waived: int = 0
    """How many findings are waived; whether they are told depends on what was asked for."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about every document, document by document."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def rows(self) -> tuple[tuple[Report, Finding], ...]:
        """Each finding with the report that it stands in, the worst first."""
        pairs = [(report, finding) for report in self.reports for finding in report.findings]
        return tuple(sorted(pairs, key=lambda pair: SEVERITIES.index(pair[1].severity)))

    @property
    def many(self) -> bool:
        """Whether more than one document was asked for."""
        return bool(self.base)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of this severity and worse that are not waived."""
        return at_least(self.findings, severity)

    def counts(self) -> dict[Severity, int]:
        """Return severity -> how many."""
        return counts(self.findings)

    @property
    def bump(self) -> Bump:
        """The greatest step that one of the documents demands."""
        return max((report.bump for report in self.reports), key=STEPS.index, default="none")


def at_least(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """Return the findings of this severity and worse that are not waived."""
    worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return tuple(finding for finding in findings if finding.severity in worst and not finding.waived)


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return severity -> how many."""
    counted: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counted[finding.severity] += 1
    return counted


def demanded(finding: Finding) -> Bump:
    """Return the step of the version that one finding demands."""
    from tradespec.diff.rules import PATCHES

    if finding.waived or finding.id in ABOUT_VERSIONS:
        return "none"
    return "patch" if finding.severity == "info" and finding.id in PATCHES else BUMPS[finding.severity]
