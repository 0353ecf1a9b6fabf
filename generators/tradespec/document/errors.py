"""What makes a document unreadable.

::

    Exception
    └── DocumentError        one sentence, where it is known, and the next step
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradespec.document.place import Location


class DocumentError(Exception):
    """A document that cannot be read. The command line ends with exit code 3 on it."""

    def __init__(self, message: str, location: Location | None = None, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.next_step = next_step

    def __str__(self) -> str:
        """Write what was expected, what came and where, on one line."""
        return f"{self.location}: {self.message}" if self.location else self.message
