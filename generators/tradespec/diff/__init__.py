"""Judge two documents: what changed, whom it breaks, and the proof.

>>> from tradespec.contract import read_file
>>> contract = read_file("spec/openapi.yaml")
>>> compare(contract, contract).findings
()
"""

from tradespec.diff.compare import compare
from tradespec.diff.finding import Finding, Report, Use, Witness

__all__ = ["Finding", "Report", "Use", "Witness", "compare"]
