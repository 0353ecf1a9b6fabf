"""Unions whose branches are told apart: there "exactly one" is the same as "any"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.diff.projection import tags_of
from tradespec.diff.view import View, view

if TYPE_CHECKING:
    from tradespec.contract import Schema


def told_apart(owner: Schema) -> bool:
    """Whether no value can be of two branches of ``oneOf``: they list other values for one member, or have other types."""
    branches = [view(branch) for branch in owner.one_of]
    tags = [tags_of(owner, branch) for branch in owner.one_of]
    if all(tags):
        return distinct([set(map(repr, tag[1])) for tag in tags if tag])
    for name in branches[0].required if branches else ():
        listed_values = [values_of(branch, name) for branch in branches]
        if all(listed_values) and distinct([values for values in listed_values if values]):
            return True
    kinds = [branch.types for branch in branches]
    numbers = frozenset({"integer", "number"})
    return all(kinds) and distinct([set(names | numbers if names & numbers else names) for names in kinds])


def values_of(branch: View, name: str) -> set[str] | None:
    """Return the values that a branch lists for a member it asks for, None where it does not."""
    if name not in branch.required or name not in branch.properties or not branch.flat:
        return None
    values = view(branch.properties[name]).values
    return None if values is None else {repr(value) for value in values}


def distinct(sets: list[set[str]]) -> bool:
    """Whether no two sets share an element."""
    return sum(len(each) for each in sets) == len(set().union(*sets))
