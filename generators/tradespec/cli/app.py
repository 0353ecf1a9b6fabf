"""The Typer application: commands load when they are called."""

from __future__ import annotations

import sys
from importlib import import_module
from types import FunctionType
from typing import Annotated, Any, get_type_hints

import typer
from typer.core import TyperGroup

from tradespec import __version__
from tradespec.cli.console import is_styled
from tradespec.cli.declare import Argument, Declared
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINE, USAGE
from tradespec.cli.overview import overview, summaries


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
    module = import_module(f"tradespec.cli.{name}")
    function = getattr(module, name)
    one = typer.Typer(
        add_completion=False,
        rich_markup_mode="rich" if styled else None,
        context_settings={"help_option_names": ["-h", "--help"], **getattr(module, "CONTEXT", {})},
    )
    one.command(name, short_help=summaries()[name])(with_parameters(function))
    return typer.main.get_command(one)


def with_parameters(function: Any) -> Any:
    """Return a copy of a command's function in which what `tradespec.cli.declare` says is said by Typer's parameters."""
    copy = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__, copy.__doc__, copy.__module__ = function.__kwdefaults__, function.__doc__, function.__module__
    copy.__annotations__ = {
        name: Annotated[hint.__origin__, parameter(hint.__metadata__[0])] if hasattr(hint, "__metadata__") else hint
        for name, hint in get_type_hints(function, include_extras=True).items()
    }
    return copy


def parameter(said: Any) -> Any:
    """Return Typer's parameter for a declared one; what is Typer's already stays."""
    if not isinstance(said, Declared):
        return said
    make = typer.Argument if isinstance(said, Argument) else typer.Option
    return make(*said.names, **said.said)


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


def call(args: list[str]) -> object:
    """Run ``args`` and return what the command returns."""
    return application().main(args, prog_name="tradespec", standalone_mode=False)


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
