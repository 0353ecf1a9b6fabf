"""Run things against a server: sign requests as the contract says, and fuzz with Schemathesis.

Schemathesis and requests come with the extra ``probe``; nothing here imports them before it is used.
"""

from tradespec.probe.fuzz import Fuzz, FuzzResult, Pass
from tradespec.probe.signing import Credentials, sign, signed_headers

__all__ = ["Credentials", "Fuzz", "FuzzResult", "Pass", "sign", "signed_headers"]
