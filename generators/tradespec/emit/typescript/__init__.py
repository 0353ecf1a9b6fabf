"""The target ``typescript``: a client package with no run-time dependencies.

What it looks like is in ``sdk-templates/typescript``, any file of which may be replaced by one of your own; what it says is
computed here from the contract.
"""

from tradespec.emit.typescript.package import emit

__all__ = ["emit"]
