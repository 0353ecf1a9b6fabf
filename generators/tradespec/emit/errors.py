"""What can go wrong while generating.

::

    Exception
    └── EmitError      nothing was written; the message says what was expected, what came and what to do next
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.document import Problem


class EmitError(Exception):
    """Generation was refused before the first file was touched.

    ``problems`` holds the places of the document that made it impossible, where the document is the cause.
    """

    def __init__(self, message: str, next_step: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.problems = tuple(problems)
