"""One change in a schema, wherever the schema is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.naming import Position, member_name
from tradespec.diff.schema import No, Unknown, Verdict
from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.diff.endings import Kind
    from tradespec.diff.finding import Scope, Severity
    from tradespec.diff.judge import Step
    from tradespec.diff.projection import Way
    from tradespec.document import Place


@dataclass(frozen=True, slots=True)
class Change:
    """One change in a schema, wherever the schema is used."""

    name: str
    """The end of a rule id, ``member:what``, or ``id:`` and the whole id."""
    text: str
    severity: Severity
    base: Place
    revision: Place
    steps: tuple[Step, ...] = ()
    verdict: Verdict | None = None
    wide: Any = None
    """The schema at that place that refuses the verdict's witness."""
    scope: Scope = "wire"
    carried: bool = True
    """False where this direction does not carry the member that it is about."""

    def id(self, way: Way, kind: Kind) -> str:
        """Return the rule's id for a schema that stands there."""
        if self.name.startswith("id:"):
            return self.name.removeprefix("id:")
        if self.name.startswith("member:"):
            return member_name(way, kind, self.name.removeprefix("member:"), carried=self.carried)
        return Position(way, kind, bool(self.steps), self.carried).name(self.name)


def severity_of(verdict: Verdict) -> Severity:
    """Breaking when it is proven, risky when it is open, else only told."""
    return "breaking" if isinstance(verdict, No) else "risky" if isinstance(verdict, Unknown) else "info"
