"""``tradespec serve``: run the exchange. Where no option is given, the server's own settings hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, FINE

Host = Annotated[
    str | None, typer.Option("--host", metavar="ADDRESS", help="Address to listen at.", show_default="127.0.0.1")
]
# Numbers go to the server as text: its settings say what a port or a factor is.
Port = Annotated[
    str | None,
    typer.Option("--port", metavar="PORT", help="Port to listen at; 0 takes a free one.", show_default="8080"),
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Folder of journal, store and keys.", show_default="var")
]
Demo = Annotated[bool | None, typer.Option("--demo/--no-demo", help="Keys for the funded demo accounts.")]
Maker = Annotated[
    bool | None, typer.Option("--market-maker/--no-market-maker", help="A market maker that keeps the book alive.")
]
Checked = Annotated[
    bool | None,
    typer.Option("--validate-responses/--no-validate-responses", help="Judge answers by the contract, too."),
]
Factor = Annotated[
    str | None,
    typer.Option("--limit-factor", metavar="NUMBER", help="Multiplies every rate limit, for load tests."),
]
LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"] | None, typer.Option("--log-level", help="What to log.")
]
LogFormat = Annotated[Literal["console", "json"] | None, typer.Option("--log-format", help="How to write the log.")]


def serve(  # noqa: PLR0913, PLR0917 - each argument is an option of the command line
    host: Host = None,
    port: Port = None,
    data: Data = None,
    demo: Demo = None,
    market_maker: Maker = None,
    validate_responses: Checked = None,
    limit_factor: Factor = None,
    log_level: LogLevel = None,
    log_format: LogFormat = None,
) -> int:
    """Run the exchange of the contract on this machine until it is interrupted."""
    given = {
        "host": host,
        "port": port,
        "data": data,
        "demo": demo,
        "market-maker": market_maker,
        "validate-responses": validate_responses,
        "limit-factor": limit_factor,
        "log-level": log_level,
        "log-format": log_format,
    }
    return run_server([argument for name, value in given.items() for argument in _spelled(name, value)])


def _spelled(name: str, value: object) -> list[str]:
    """Return an option as the server's own command line takes it; nothing where it was not given."""
    if value is None:
        return []
    if isinstance(value, bool):
        return [f"--{name}" if value else f"--no-{name}"]
    return [f"--{name}", str(value)]


def run_server(arguments: list[str]) -> int:
    """Run the server, whose libraries are an extra of this distribution."""
    try:
        from tradespec_server import serve as run
        from tradespec_server.config import read_config

        # The server says what is wrong itself; a finding (1) is not what its failure means here.
        return FAILED if run(read_config(arguments)) else FINE
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tradespec_"):
            raise
        raise CommandError(
            f"Expected the libraries of the server, got no module {error.name!r}",
            "Install them with: pip install 'tradespec[server]'",
        ) from error
