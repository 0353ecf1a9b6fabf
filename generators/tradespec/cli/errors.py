"""How a command stops early.

::

    Exception
    └── CommandError      a sentence and the next step; becomes the exit code it carries
"""

from __future__ import annotations

from tradespec.cli.exit_codes import FAILED


class CommandError(Exception):
    """A command cannot go on. ``message`` says what was expected, what came and where; ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str = "", exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.exit_code = exit_code
