"""Gathers findings: one per cause, with every operation that it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.finding import SEVERITIES, Finding, Use
from tradespec.diff.rules import RULES
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from tradespec.contract import Operation
    from tradespec.diff.finding import Direction
    from tradespec.document import Place


@dataclass(slots=True)
class Collector:
    """Findings by what makes them one: rule, direction and places."""

    findings: dict[tuple[Any, ...], Finding]

    def has(self, key: tuple[Any, ...]) -> bool:
        """Whether a cause is known already."""
        return key in self.findings

    def use(self, key: tuple[Any, ...], use: Use) -> None:
        """Note that a known cause reaches one more operation."""
        finding = self.findings[key]
        if use not in finding.uses:
            self.findings[key] = replace(finding, uses=(*finding.uses, use))

    def add(self, key: tuple[Any, ...], finding: Finding) -> None:
        """Keep a finding. The same cause again adds its uses; where it breaks more there, that is what is told."""
        known = self.findings.get(key)
        if known is None:
            self.findings[key] = finding
            return
        worse = SEVERITIES.index(finding.severity) < SEVERITIES.index(known.severity)
        self.findings[key] = replace(finding, uses=()) if worse else known
        for use in (*known.uses, *finding.uses):
            self.use(key, use)

    def breaks(self, key: tuple[Any, ...]) -> bool:
        """Whether a cause is known to break somebody already."""
        return self.has(key) and self.findings[key].severity == "breaking"

    def rule(  # noqa: PLR0913 - the parts of a finding, all by name
        self,
        rule: str,
        *,
        expected: str,
        got: str,
        at: str,
        base: Place | None = None,
        revision: Place | None = None,
        uses: tuple[Use, ...] = (),
        direction: Direction | None = None,
        severity: Any = None,
    ) -> None:
        """Add a finding of a rule that the documents themselves decide."""
        said = RULES[rule]
        message = f"Expected {expected}, got {got} - at {at}"
        level = severity or said.severity
        finding = Finding(
            rule,
            level,
            said.scope,
            direction or said.direction,
            message,
            "declared",
            uses,
            base,
            revision,
            fix=said.fix,
        )
        self.add((rule, finding.direction, str(base), str(revision), got), finding)

    def sorted(self) -> tuple[Finding, ...]:
        """Return the findings, the worst first."""
        return tuple(sorted(self.findings.values(), key=lambda finding: SEVERITIES.index(finding.severity)))


def use_of(operation: Operation, where: str = "") -> Use:
    """Name an operation."""
    return Use(operation.method, operation.path, operation.id, where)
