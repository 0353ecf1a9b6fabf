"""A tableau branch: what is established about one value, and the choices that are still to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from tradespec.diff.schema.goal import Choice, Fact, Literal
    from tradespec.diff.schema.node import Node


@dataclass(slots=True)
class Branch:
    """Literals and facts that hold together. ``texts`` finds literals by sign and text."""

    literals: dict[Literal, None] = field(default_factory=dict)
    texts: dict[tuple[bool, str], tuple[Node, ...]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    pending: list[Choice] = field(default_factory=list)
    looked_at: int = -1
    """How many facts there were when the pending choices were last looked through."""

    def add(self, item: Literal) -> None:
        """Establish a literal."""
        sign, node = item
        self.literals[item] = None
        self.texts[sign, node.text] = (*self.texts.get((sign, node.text), ()), node)

    def holds(self, node: Node) -> bool | None:
        """Whether the node is known to accept (or to refuse) the value."""
        if isinstance(node.schema, bool):
            return node.schema
        return True if (True, node) in self.literals else False if (False, node) in self.literals else None

    def fork(self) -> Branch:
        """Return a copy to go one way with."""
        return Branch(dict(self.literals), dict(self.texts), list(self.facts), list(self.pending), self.looked_at)
