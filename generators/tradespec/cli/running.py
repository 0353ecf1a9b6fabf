"""Run a command so that no exception leaves: every failure becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, FINE, INTERRUPTED, UNREADABLE, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

DEBUG = "TRADESPEC_DEBUG"


def guarded(work: Callable[[], object], stdout: TextIO, stderr: TextIO) -> int:
    """Run ``work``, which prints to ``stdout`` and ``stderr``, and return the exit code."""
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            outcome = work()
            stdout.flush()
        except KeyboardInterrupt:
            return INTERRUPTED
        except SystemExit as stop:
            return stop.code if isinstance(stop.code, int) else USAGE
        except BrokenPipeError:
            return _reader_left(stdout)
        except Exception as error:  # noqa: BLE001 - the last door: a crash becomes a sentence
            return _report(error)
    return outcome if isinstance(outcome, int) else FINE


def _reader_left(stdout: TextIO) -> int:
    """``tradespec inspect ... | head``: whoever read us has enough. Keep Python from complaining again at exit."""
    if stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
    return FINE


def _report(error: Exception) -> int:
    """Print what went wrong as a sentence and return the exit code."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    message, next_step, code = _explain(error)
    _print_lines([f"tradespec: {message}", *([f"  next: {next_step}"] if next_step else [])])
    return code


def _explain(error: Exception) -> tuple[str, str, int]:
    """Return (sentence, next step, exit code) of whatever stopped the command."""
    if isinstance(error, CommandError):
        return error.message, error.next_step, error.exit_code
    typer = sys.modules.get("typer")
    if typer and isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = getattr(context, "command_path", "tradespec")
        # Typer's validators put their own kind of error before the sentence.
        message = error.format_message().strip().replace(": Value error, ", ": ")
        return message, f"See: {command} --help", error.exit_code
    if typer and isinstance(error, typer.Abort):
        return "Stopped.", "", INTERRUPTED
    from tradespec.document import DocumentError

    if isinstance(error, DocumentError):
        step = "Correct the file there, then run the command again." if error.location else "Check the name."
        return str(error), error.next_step or step, UNREADABLE
    return _explain_failure(error)


def _explain_failure(error: Exception) -> tuple[str, str, int]:
    """Return the sentence for failures that are not the document's."""
    from tradespec.emit import EmitError
    from tradespec.lint.settings import LintError

    if isinstance(error, EmitError):
        return error.message, error.next_step, FAILED
    if isinstance(error, LintError):
        return error.message, error.next_step, USAGE
    if isinstance(error, OSError) and error.strerror:
        return (
            f"Expected to read or write {error.filename}, got: {error.strerror}",
            "Check the path and its rights.",
            FAILED,
        )
    said = " ".join(str(error).split())[:300]
    return (
        f"Expected to finish, got {type(error).__name__}: {said}",
        f"This is a fault of tradespec. Run it again with {DEBUG}=1 for the traceback, and report that.",
        FAILED,
    )


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - the command line's own voice
