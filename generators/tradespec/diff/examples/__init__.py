"""For each rule two whole small documents whose comparison yields it.

>>> from tradespec.diff.catalogue import card
>>> example = card("request-body-became-required").example
>>> old, new = example.documents()
>>> old["openapi"]
'3.1.0'
"""

from tradespec.diff.examples.example import Example

__all__ = ["Example"]
