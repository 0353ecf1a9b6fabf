"""Why a cell of the matrix could not be judged. Such a cell is never green.

::

    Exception
    └── CompatError      a sentence and the next step
        ├── Unreachable  a server is down, too slow, does not start, or answers what is no answer of this API
        ├── Unreadable   a release, a trace or a server's document cannot be read
        └── Unbuildable  an SDK could not be generated, installed or built
"""

from __future__ import annotations

from typing import Final

__all__ = ["REFUSED", "CompatError", "Unbuildable", "Unreachable", "Unreadable"]

REFUSED: Final = 78
"""The exit status of a server's process that says why it does not serve (EX_CONFIG of sysexits.h)."""


class CompatError(Exception):
    """Something could not be run. ``message`` says what was expected, what came and where; ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class Unreachable(CompatError):  # noqa: N818 - the field's words for states, as the docs draw them
    """A server is down, slow, wrong, or answers garbage."""


class Unreadable(CompatError):  # noqa: N818 - as above
    """A release, a trace or a document cannot be read."""


class Unbuildable(CompatError):  # noqa: N818 - as above
    """An SDK does not build."""
