"""What the rules of one comparison share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tradespec.diff.collector import Collector, use_of
from tradespec.diff.judge import Judge
from tradespec.diff.same import Same
from tradespec.diff.schemas import Schemas
from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.contract import Contract, Operation
    from tradespec.diff.endings import Kind
    from tradespec.diff.finding import Use
    from tradespec.diff.projection import Way
    from tradespec.diff.terms import Today
    from tradespec.document import Document, Place


class Context:
    """Both contracts, the judge of schemas, and where findings go."""

    def __init__(self, base: Contract, revision: Contract, today: Today) -> None:
        self.base, self.revision, self.today = base, revision, today
        self.same = Same(base.document, revision.document)
        self.judge = Judge(base, revision)
        self.schemas = Schemas(self.judge, self.same, today)
        self.out = Collector({})
        self.experimental: set[str] = set()

    def unchanged(self, old: Place, new: Place) -> bool:
        """Whether two places hold the same."""
        return self.same.nodes(raw(self.base.document, old), old, raw(self.revision.document, new), new)


@dataclass(frozen=True, slots=True)
class Both:
    """One operation in both contracts. ``calls`` says who calls: in webhooks and callbacks it is the server."""

    context: Context
    old: Operation
    new: Operation
    calls: Literal["client", "server"] = "client"

    def way(self, *, of_request: bool) -> Way:
        """Return the direction in which a part is judged: what the server sends is a response, whoever calls."""
        return "request" if of_request == (self.calls == "client") else "response"

    def use(self, where: str = "") -> Use:
        """Name the operation as old clients know it."""
        return use_of(self.old, where)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where two schemas stand: the direction, what they describe, the operation, and the place in words."""

    way: Way
    kind: Kind
    use: Use
    at: str
    text_depth: int | None = None
    """Where values are written as text and a number looks like a string: at the root (0), or in its members (1)."""


def raw(document: Document, place: Place) -> Any:
    """Return the value at a place."""
    return document.step(f"#{place.pointer}", place).value


def table(value: Any) -> dict[str, Any]:
    """Return a value that should be a mapping; nothing where it is none, which lint reports."""
    return value if isinstance(value, dict) else {}
