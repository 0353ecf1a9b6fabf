"""Judge one document: structure, references, examples, our x- words, and for our own API the house rules.

::

    for problem in lint(read(load("spec/openapi.yaml"))):
        print(problem.rule, problem.message)

Rules and their texts are in `tradespec.lint.rules`; one family of rules is one module of that name.
"""

from tradespec.lint.judge import lint
from tradespec.lint.rules import RULES, Rule
from tradespec.lint.settings import LintError, LintSettings, read_settings
from tradespec.lint.words import PLACES as WORDS
from tradespec.lint.words import word_schema

__all__ = ["RULES", "WORDS", "LintError", "LintSettings", "Rule", "lint", "read_settings", "word_schema"]
