"""The command line: one command per module, thin; what it does lives in the other rooms.

`main` is the console script; `run` is the same as a function, for tests and for embedding::

    code = run(["validate", "spec/openapi.yaml"], sys.stdout, sys.stderr)

Start-up is kept lean in three steps. ``--help`` and ``--version`` are answered here, before Typer is imported
(`tradespec.cli.overview` holds the text, which Typer's help prints as well). A plain call of the gate's commands is read
by `tradespec.cli.direct`, without Typer. Any other call imports Typer and the one command that was named, and each
command imports what it needs when it runs.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # `typing` would cost more than everything else on this path
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

__all__ = ["main", "run"]

GARBAGE = 200_000, 20, 100
"""How many objects more make the collector look: at young ones, at those it saw once, at all."""
ROOM_WORDS = 66_000
"""How much of the interpreter's stack a frame pretends to need, so that it gets a megabyte at once, and leaves half of it."""
AT_ONCE = frozenset({"breaking", "changelog", "diff"})
"""The commands that run in every commit: they leave nothing behind that the end of the process would have to tidy up."""
COMPLETION = "_TRADESPEC_COMPLETE"
"""Set by a shell that asks for completions; the arguments then are not a command to run."""


def main() -> int:
    """Run the command line of this process and return its exit code.

    What a command reads stays to its end, so the collector looks seldom: walking a large document again and again for
    garbage that is not there takes longer than reading it.
    """
    gc.set_threshold(*GARBAGE)
    args = sys.argv[1:]
    _roomy.__code__ = _roomy.__code__.replace(co_stacksize=ROOM_WORDS)
    code = _roomy(args)
    if args[:1] and args[0] in AT_ONCE:
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process without taking down what it holds, object by object: that takes as long as reading a document.

    Not where somebody looks on: profilers and coverage write down what they saw at the end.
    """
    if sys.gettrace() or sys.getprofile():
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    os._exit(code)


def _roomy(args: Sequence[str]) -> int:
    """Run the arguments on one large piece of stack.

    CPython asks the system for stack in pieces of 16 kB and hands each back as soon as it is empty; a function that is
    called again and again at the edge of one costs two system calls each time, a third of the time of a deep search.
    """
    return run(args, sys.stdout, sys.stderr)


def run(args: Sequence[str], stdout: TextIO, stderr: TextIO) -> int:
    """Run one command; everything it prints goes to ``stdout`` and ``stderr``. Returns the exit code."""
    given = list(args)
    if COMPLETION not in os.environ:
        if given in ([], ["-h"], ["--help"]):
            from tradespec.cli.overview import overview

            stdout.write(overview(styled=_is_styled(stdout)))
            return 0
        if given == ["--version"]:
            from tradespec import __version__

            stdout.write(f"tradespec {__version__}\n")
            return 0
    from tradespec.cli.running import guarded

    return guarded(lambda: _call(given), stdout, stderr)


def _call(given: list[str]) -> object:
    """Run the arguments: by the short way where it understands them, else by Typer."""
    if COMPLETION not in os.environ:
        from tradespec.cli.direct import understood

        if command := understood(given):
            return command()
    from tradespec.cli.app import call

    return call(given)


def _is_styled(stream: TextIO) -> bool:
    """Say what `tradespec.cli.console.is_styled` says; importing that would cost what this path saves."""
    return stream.isatty() and not os.environ.get("NO_COLOR")
