"""What may break at which stability: a finding is no worse than the operations that it reaches allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.finding import SEVERITIES
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tradespec.contract import Contract, Operation
    from tradespec.diff.finding import Finding, Report, Severity, Use


class Stabilities:
    """The stability of each operation, as old clients were told; of a new one as it is told now."""

    def __init__(self, base: Contract, revision: Contract) -> None:
        self.levels: dict[tuple[str, str], str] = {}
        for contract in (revision, base):
            self.levels |= dict(levels(contract.operations)) | dict(levels(contract.webhooks))

    def of(self, use: Use) -> str:
        """Return the stability of an operation; what says nothing is stable."""
        return self.levels.get((use.method, use.path), "stable")


def levels(operations: Iterable[Operation], above: str = "stable") -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (method, path), stability; a callback is no more stable than the operation that causes it."""
    for operation in operations:
        level = above if operation.stability == "stable" else operation.stability
        yield (operation.method, operation.path), level
        for calls in operation.callbacks.values():
            yield from levels(calls, level)


def capped(report: Report, caps: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """Return the findings, none worse than the caps of the operations that it reaches allow."""
    if not caps or not report.findings:
        return report.findings
    stabilities = Stabilities(report.base, report.revision)
    return tuple(cap(finding, stabilities, caps) for finding in report.findings)


def cap(finding: Finding, stabilities: Stabilities, caps: Mapping[str, Severity]) -> Finding:
    """Return a finding as bad as the worst of its uses may be; one of the whole document has no stability."""
    if not finding.uses:
        return finding
    worst = min(SEVERITIES.index(caps.get(stabilities.of(use), "breaking")) for use in finding.uses)
    return replace(finding, severity=SEVERITIES[max(worst, SEVERITIES.index(finding.severity))])
