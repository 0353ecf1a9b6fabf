"""The Typer application: commands load when they are called, and every failure becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tradespec import __version__
from tradespec.cli.console import is_styled
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, FINE, INTERRUPTED, UNREADABLE, USAGE
from tradespec.cli.overview import overview, summaries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

DEBUG = "TRADESPEC_DEBUG"


class LazyGroup(TyperGroup):
    """Knows its commands by name; imports the module of one when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """Return the names in the order of the overview."""
        return list(summaries())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the command's module and return the command; None where there is none of that name."""
        if cmd_name in summaries() and cmd_name not in self.commands:
            self.commands[cmd_name] = load_command(cmd_name, styled=is_styled(sys.stdout))
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Look the name up; an unknown one is compared with all names, not only with those loaded."""
        if args[0] not in summaries() and not ctx.resilient_parsing:
            raise _unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Typer's signature
        """Print what the front door prints."""
        formatter.write(overview(styled=is_styled(sys.stdout)))


def load_command(name: str, *, styled: bool = False) -> Any:
    """Return the command ``name`` as Typer runs it."""
    function = getattr(import_module(f"tradespec.cli.{name}"), name)
    one = typer.Typer(
        add_completion=False,
        rich_markup_mode="rich" if styled else None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    one.command(name, short_help=summaries()[name])(function)
    return typer.main.get_command(one)


def application() -> Any:
    """Return the whole command line as one Typer command."""
    app = typer.Typer(
        cls=LazyGroup,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_group)
    return typer.main.get_command(app)


def call(args: list[str], stdout: TextIO, stderr: TextIO) -> int:
    """Run ``args`` and return the exit code; no exception leaves."""
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            outcome = application().main(args, prog_name="tradespec", standalone_mode=False)
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


def _group(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> int:
    """One OpenAPI document is the whole contract of a trading API."""
    if version:
        typer.echo(f"tradespec {__version__}")
        raise typer.Exit(FINE)
    if context.invoked_subcommand is None:
        typer.echo(overview(styled=is_styled(sys.stdout)), nl=False)
    return FINE


def _unknown_command(name: str) -> CommandError:
    from difflib import get_close_matches

    near = get_close_matches(name, summaries())
    hint = f"Did you mean {near[0]!r}?" if near else "See: tradespec --help"
    return CommandError(f"Expected a command ({', '.join(summaries())}), got {name!r}", hint, USAGE)


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
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = getattr(context, "command_path", "tradespec")
        # Typer's validators put their own kind of error before the sentence.
        message = error.format_message().strip().replace(": Value error, ", ": ")
        return message, f"See: {command} --help", error.exit_code
    if isinstance(error, typer.Abort):
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
