"""Every rule has a card and an example that yields it; what the gate says of an example is in the catalogue."""

from __future__ import annotations

import copy
from itertools import pairwise

import pytest

from tradespec.diff.catalogue import card, cards, known
from tradespec.diff.examples import Example, examples
from tradespec.diff.examples.rules import COMMON

WORSE = {"breaking", "risky", "info"}


@pytest.mark.parametrize("rule", sorted(each.id for each in cards()))
def test_the_example_of_a_rule_yields_it_as_bad_as_its_card_says(found, rule):
    said, findings = card(rule), found(rule)
    assert rule in findings, list(findings)
    finding = findings[rule]
    assert finding.scope in {said.scope, "source"} if said.severity == "by containment" else finding.scope == said.scope
    assert finding.direction == said.direction
    if said.severity != "by containment":
        assert finding.severity == said.severity
    elif finding.severity == "breaking":
        assert finding.certainty == "proven"
        assert finding.witness is not None
    else:
        assert finding.severity in WORSE


def test_what_the_gate_says_is_in_the_catalogue(found):
    assert {rule for each in cards() for rule in found(each.id)} <= known().keys()


def test_every_card_has_an_example_and_every_example_a_card():
    assert examples().keys() == {each.id for each in cards()}


def test_cards_are_told_apart_and_say_something():
    assert len({each.id for each in cards()}) == len(cards())
    for each in cards():
        assert each.means.endswith((".", ")"))
        assert each.means[0].isupper() or each.means[0] == "`"
        assert each.fix or each.severity in {"info", "by containment"}
        assert each.id.replace("-", "").isalpha()
        assert each.id.islower()


def test_cards_of_a_family_stand_together():
    order = [each.family for each in cards()]
    assert len([1 for one, other in pairwise(order) if one != other]) + 1 == len(set(order))


def test_an_example_points_at_what_differs():
    pointer, before, after = card("request-body-max-decreased").example.cut()
    assert pointer == "/paths/~1orders/post/requestBody/content/application~1json/schema"
    assert (before["maximum"], after["maximum"]) == (10, 5)


def test_the_examples_leave_the_common_document_alone():
    before = copy.deepcopy(COMMON)
    examples.cache_clear()
    assert isinstance(examples()["endpoint-added"], Example)
    assert before == COMMON


def test_an_unknown_rule_has_no_card():
    with pytest.raises(KeyError):
        card("no-such-rule")
