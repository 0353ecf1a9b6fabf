"""Containment of JSON Schemas, with proofs: does one schema accept everything that another accepts?

``contains(wide, narrow)`` takes two self-contained schemas of JSON Schema 2020-12 and answers in one of three ways.

`Yes`: every value that ``narrow`` accepts is accepted by ``wide``. It is decided, however the two are spelled.

>>> contains({"type": "integer"}, {"enum": [1, 2]})
Yes()
>>> contains(
...     {"type": "integer", "minimum": 1},
...     {"oneOf": [{"const": 1}, {"type": "integer", "exclusiveMinimum": 1}]},
... )
Yes()

`No`, with a witness: a value that ``narrow`` accepts and ``wide`` refuses. jsonschema-rs was asked about both.

>>> contains({"type": "integer", "maximum": 10}, {"type": "integer"})
No(witness=11, because='')

A contract that asks for one member more breaks clients of the old one; the witness is what they send.

>>> old = {"type": "object", "properties": {"symbol": {"type": "string"}}, "required": ["symbol"]}
>>> new = {**old, "required": ["symbol", "side"]}
>>> contains(wide=new, narrow=old).witness
{'symbol': ''}
>>> contains(wide=old, narrow=new)
Yes()

Recursive schemas are decided as well.

>>> def tree(leaf):
...     node = {"properties": {"value": leaf, "children": {"items": {"$ref": "#/$defs/node"}}}}
...     return {"$ref": "#/$defs/node", "$defs": {"node": node}}
>>> contains(tree({"type": "number"}), tree({"type": "integer"}))
Yes()

`Unknown`, with the reason: neither was reached. Nothing is guessed, and no bound of time makes an answer of it: the budget is
counted in steps, so that a question ends the same way on every machine.

>>> contains({"pattern": "(?=a)a"}, {"type": "string", "pattern": "a"})
Unknown(reason='look-around in `(?=a)a`')

``witness(schema)`` returns a value that a schema accepts.

>>> witness({"type": "object", "required": ["side"], "properties": {"side": {"enum": ["buy", "sell"]}}})
{'side': 'buy'}
"""

from tradespec.diff.schema.containment import contains, witness
from tradespec.diff.schema.verdict import No, Unknown, Verdict, Yes

__all__ = ["No", "Unknown", "Verdict", "Yes", "contains", "witness"]
