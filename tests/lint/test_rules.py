"""The rules as a whole: none without a case, none without its texts."""

import re
import runpy
from pathlib import Path

import pytest

from tradespec.lint import RULES

ELSEWHERE = {"duplicate-key", "schema-unusable", "projection-dropped"}  # test_judge.py


def test_every_rule_has_a_case():
    modules = sorted(Path(__file__).parent.glob("test_*.py"))
    tables = [runpy.run_path(str(path)).get("CASES", []) for path in modules if path.name != Path(__file__).name]
    assert {case[0] for table in tables for case in table} | ELSEWHERE == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rules_texts_follow_the_grammar(rule):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.about.endswith((".", ")."))
    assert rule.says.startswith(("Expected ", "{found}", "`{word}`: {found}"))
    assert ", got" in rule.says or "{found}" in rule.says
    assert rule.next_step
