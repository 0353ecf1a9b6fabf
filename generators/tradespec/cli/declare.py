"""Arguments and options as the commands of the gate declare them: Typer's words, without waiting for Typer.

The gate runs before each commit, and importing Typer takes as long as comparing two documents. So these commands say what
they take with `Option` and `Argument` from here, once. `tradespec.cli.direct` reads a plain call by these declarations;
for anything else (help, completion, a mistake) `tradespec.cli.app` makes Typer's own parameters of them.
"""

from __future__ import annotations

from typing import Any


class Declared:
    """What is said of a parameter: the names it goes by, and what Typer's parameter of that kind takes."""

    __slots__ = ("names", "said")

    def __init__(self, *names: str, **said: Any) -> None:
        self.names = names
        self.said = said


class Argument(Declared):
    """A parameter that is given by its position."""

    __slots__ = ()


class Option(Declared):
    """A parameter that is given by name."""

    __slots__ = ()
