"""For each rule two whole small documents whose comparison yields it.

>>> from tradespec.diff.catalogue import card
>>> old, new = card("request-body-became-required").example.documents()
>>> old["openapi"]
'3.1.0'
"""

from tradespec.diff.examples.example import Example
from tradespec.diff.examples.index import examples

__all__ = ["Example", "examples"]
