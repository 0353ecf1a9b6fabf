"""What every check is given: the document, the contract read from it, and a way to report."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tradespec.document import Place, Problem
from tradespec.lint.rules import RULES
from tradespec.lint.walk import Tour, tour
from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.contract import Contract
    from tradespec.document import Document


@dataclass(frozen=True, eq=False)
class Context:
    """One document under judgement."""

    document: Document
    contract: Contract

    @property
    def root(self) -> Place:
        """The place of the whole document."""
        return Place(self.document.entry)

    @cached_property
    def tour(self) -> Tour:
        """Every object of the document with kind and place."""
        return tour(self.document)

    def problem(self, rule_id: str, place: Place, **values: Any) -> Problem:
        """Return a finding of the rule, its texts filled with ``values``."""
        rule = RULES[rule_id]
        return Problem(rule.id, rule.severity, rule.says.format(**values), place, rule.next_step.format(**values))
