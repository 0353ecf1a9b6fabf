"""How settings fail.

::

    Exception
    └── PolicyError       settings that cannot be followed
"""

from __future__ import annotations


class PolicyError(Exception):
    """Settings that cannot be followed; ``message`` says what was expected and where, ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
