"""What a comparison says, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.document import Place

Severity = Literal["breaking", "risky", "info"]
Scope = Literal["wire", "source", "behaviour"]
Direction = Literal["request", "response", "none"]
Certainty = Literal["proven", "likely", "declared"]
Bump = Literal["none", "patch", "minor", "major"]

SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "info")
"""From the worst down."""
BUMPS: dict[Severity, Bump] = {"breaking": "major", "risky": "minor", "info": "minor"}


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
    accepted_by: Literal["base", "revision"]
    refused_by: Literal["base", "revision"]
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

    @property
    def operation(self) -> Use | None:
        """The first operation that the change reaches, None where it concerns the whole document."""
        return self.uses[0] if self.uses else None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the worst first, in document order within one severity."""

    base: Contract
    revision: Contract
    findings: tuple[Finding, ...] = field(default=())

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings."""
        return iter(self.findings)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of this severity and worse that are not waived."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in worst and not finding.waived)

    def counts(self) -> dict[Severity, int]:
        """Return severity -> how many."""
        return {name: sum(finding.severity == name for finding in self.findings) for name in SEVERITIES}

    @property
    def bump(self) -> Bump:
        """The least step of a semantic version that this change demands."""
        for severity in SEVERITIES:
            if any(finding.severity == severity for finding in self.findings):
                return BUMPS[severity]
        return "none" if self.base.document.root == self.revision.document.root else "patch"
