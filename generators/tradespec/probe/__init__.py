"""Run things against a server: sign requests as the contract says, fuzz (`tradespec.probe.fuzzing`), run released contracts
(`tradespec.probe.compat`).

Schemathesis and requests come with the extra ``probe``; nothing here imports them before it is used.
"""

from tradespec.probe.signing import Credentials, sign, signed_headers

__all__ = ["Credentials", "sign", "signed_headers"]
