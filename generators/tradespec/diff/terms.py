"""What a team promises its clients: how long a thing that goes is announced before, and what may break at each stability."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.diff.finding import Severity

STABILITIES: Final = ("experimental", "beta", "stable")
"""From what may break to what must not."""
CAPS: Final[dict[str, Severity]] = {"experimental": "info"}
"""Stability -> the worst that a change of such an operation is, where a team has said nothing else."""


@dataclass(frozen=True, slots=True)
class Terms:
    """``notice``: stability -> days between the day a sunset is set and the sunset itself; ``caps``: as `CAPS`."""

    notice: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, Severity] = field(default_factory=lambda: CAPS)


@dataclass(frozen=True, slots=True)
class Today:
    """The day of a comparison, and how much notice is due from it on."""

    day: date
    notice: Mapping[str, int] = field(default_factory=dict)

    def days_due(self, stability: object) -> int:
        """Return the notice that a thing of this stability is due; what says nothing is stable."""
        return self.notice.get(stability if stability in STABILITIES else "stable", 0)

    def earliest(self, stability: object) -> date:
        """Return the first day that a sunset set today may name."""
        return self.day + timedelta(days=max(1, self.days_due(stability)))
