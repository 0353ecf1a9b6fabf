"""Containment of JSON Schemas, with proofs: ``contains(wide, narrow) -> Yes | No(witness) | Unknown(reason)``.

>>> contains({"type": "integer"}, {"enum": [1, 2]})
Yes()
>>> contains({"maximum": 10}, {"type": "integer"})
No(witness=11, because='')
"""

from tradespec.diff.schema.containment import contains, witness
from tradespec.diff.schema.verdict import No, Unknown, Verdict, Yes

__all__ = ["No", "Unknown", "Verdict", "Yes", "contains", "witness"]
