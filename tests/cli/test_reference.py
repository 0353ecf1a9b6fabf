"""The committed reference is what the code says; nothing is left out of it."""

from pathlib import Path

import pytest

from tradespec.cli.exit_codes import TABLE
from tradespec.cli.overview import summaries
from tradespec.cli.reference import pages
from tradespec.lint import RULES, WORDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", pages())
def test_the_committed_page_is_current(name):
    current = pages()[name]
    assert (DOCS / name).read_text("utf-8") == current, "run: python -m tradespec.cli.reference docs"


def test_every_command_option_code_rule_and_word_is_documented():
    text = "".join(pages().values())
    for name in summaries():
        assert f"### tradespec {name}\n" in text
    for code, name, _ in TABLE:
        assert f"| {code} | {name} |" in text
    for rule in RULES:
        assert f"`{rule}`" in text
    for word in WORDS:
        assert f"## `{word}`" in text
