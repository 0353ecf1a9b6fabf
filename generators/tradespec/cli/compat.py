"""``tradespec compat``: every release against the servers of today, and the answer to "can I release?"."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tradespec.cli.console import is_styled, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, FINDINGS, FINE, UNREACHABLE, UNREADABLE, USAGE
from tradespec.cli.options import complete_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.probe.compat import CompatError, Matrix, Release, Server
    from tradespec.probe.compat.settings import ProbeSettings

DEFAULT_RELEASES = "spec/releases"

Releases = Annotated[
    list[str] | None,
    typer.Option(
        "--releases",
        metavar="PATH",
        help="A folder with a folder per version, or one document; may be given again.",
        autocompletion=complete_path,
        show_default=DEFAULT_RELEASES,
    ),
]
Servers = Annotated[
    list[str] | None,
    typer.Option(
        "--server",
        metavar="SERVER",
        help="http://..., app:package.module[:attribute] (an ASGI application), or rev:REVISION; may be given again.",
        show_default=False,
    ),
]
ServerSpec = Annotated[
    str | None,
    typer.Option(
        "--server-spec", metavar="SPEC", help="The server's own document, where it publishes none.", show_default=False
    ),
]
Ways = Annotated[str, typer.Option("--ways", metavar="NAMES", help="What to do, with commas between.")]
Supported = Annotated[
    str, typer.Option("--supported", metavar="ROWS", help="The rows that must be green: all, '>=1.0,<3', or names.")
]
Format = Annotated[
    Literal["text", "markdown", "json", "junit", "html"],
    typer.Option("--format", help="For people, for a pull request, or for programs."),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write; standard output otherwise.")
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="NUMBER", help="Repeats a run; printed.", show_default="a fresh one")
]
Examples = Annotated[int, typer.Option("--examples", metavar="NUMBER", min=1, help="Cases per operation and phase.")]
MaxTime = Annotated[
    float | None,
    typer.Option("--max-time", metavar="SECONDS", min=1, help="Bound of each way in each cell.", show_default="none"),
]
Alone = Annotated[
    list[str] | None,
    typer.Option(
        "--alone",
        metavar="OPERATION",
        help="An operation that takes away what other cases stand on; runs by itself, last. May be given again.",
        show_default=False,
    ),
]
Header = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="'NAME: VALUE'", help="Send this header, too.", show_default=False),
]
Record = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help="Judge nothing: run the release's scenarios on the server, and write the trace of it.",
        show_default=False,
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option("--cache", metavar="DIR", help="Where built SDKs are kept.", show_default="the user's cache folder"),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Where keys stand; the nearest tradespec.toml otherwise.", show_default=False
    ),
]


def compat(  # noqa: PLR0913 - each argument is an option of the command line
    *,
    releases: Releases = None,
    server: Servers = None,
    server_spec: ServerSpec = None,
    ways: Ways = "positive,sdk,traces",
    supported: Supported = "all",
    form: Format = "text",
    out: Out = None,
    seed: Seed = None,
    examples: Examples = 15,
    max_time: MaxTime = None,
    alone: Alone = None,
    header: Header = None,
    record: Record = None,
    cache: Cache = None,
    config: Config = None,
) -> int:
    """Run released contracts against servers, and tell what clients of each release can no longer rely on.

    Three ways of looking: `positive` makes requests and link sequences from the release and reads answers as a tolerant
    reader does; `sdk` generates and builds the release's SDK and runs its scenarios; `traces` replays what was recorded.

    A red cell comes with the smallest request that shows it and with the finding of `tradespec diff` that foretold it.
    The exit code is 1 where a supported release is red. A cell that could not be judged is never green.
    """
    needs_libraries()
    sources = releases or [DEFAULT_RELEASES]
    from tradespec.probe.compat import CompatError, read_releases, run_compat

    try:
        rows = read_releases(sources)
    except CompatError as error:
        raise CommandError(error.message, error.next_step, code_of(error)) from error
    try:
        settings = settings_of(config, sources[0], header or [], alone or [])
        servers = columns(server, server_spec)
        if record is not None:
            return write_record(rows, servers, record, settings, cache)
        matrix = run_compat(
            rows,
            servers,
            ways=[name.strip() for name in ways.split(",")],
            access=settings.access,
            seed=seed,
            examples=examples,
            alone=settings.alone,
            must_be_green=supported,
            seconds_max=max_time,
            cache=cache,
            tell=tell,
        )
    except ValueError as error:
        raise CommandError(str(error), "See: tradespec compat --help", USAGE) from error
    report(matrix, form, out)
    return exit_code(matrix)


def write_record(
    rows: Sequence[Release], servers: Sequence[Server], out: Path, settings: ProbeSettings, cache: Path | None
) -> int:
    """Record a trace of one release on one server."""
    from tradespec.probe.compat import CompatError, record_trace

    if len(rows) != 1 or len(servers) != 1:
        raise ValueError("Expected one release and one server beside --record, got more")
    try:
        count = record_trace(rows[0], servers[0], out, access=settings.access, alone=settings.alone, cache=cache)
    except CompatError as error:
        raise CommandError(error.message, error.next_step, code_of(error)) from error
    write(f"{count} calls of {rows[0].name} recorded in {out}.")
    return FINE


def needs_libraries() -> None:
    """Refuse to start without Schemathesis, which is an extra of this distribution."""
    from importlib.util import find_spec

    if find_spec("schemathesis") is None:
        raise CommandError(
            "Expected the libraries of the probe, got no module 'schemathesis'",
            "Install them with: pip install 'tradespec[probe]'",
        )


def columns(named: Sequence[str] | None, spec: str | None) -> list[Server]:
    """Return the servers; `ValueError` for a name that is none."""
    from tradespec.probe.compat import parse_server

    if not named:
        raise ValueError("Expected a server, got none: name one with --server")
    if spec and len(named) > 1:
        raise ValueError("Expected one server beside --server-spec, got more")
    return [parse_server(each, spec) for each in named]


def settings_of(config: Path | None, source: str, header: Sequence[str], alone: Sequence[str]) -> ProbeSettings:
    """Return what the settings file and the command line say together."""
    from dataclasses import replace

    from tradespec.probe.compat.settings import ProbeSettings, find_settings, read_settings

    path = config or find_settings(source)
    found = read_settings(path) if path else ProbeSettings()
    pairs = [(name.strip(), colon, value.strip()) for name, colon, value in (each.partition(":") for each in header)]
    if wrong := next((name for name, colon, _ in pairs if not (name and colon)), None):
        raise ValueError(f"Expected a header as 'Name: value', got `{wrong}`")
    headers = {**found.access.headers, **{name: value for name, _, value in pairs}}
    return ProbeSettings(replace(found.access, headers=headers), (*found.alone, *alone))


def tell(what: str) -> None:
    """Say what is being done, where somebody waits for it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{what}\n")


def report(matrix: Matrix, form: str, out: Path | None) -> None:
    """Write the matrix, and what cannot be judged to standard error as well when a program reads the rest."""
    from tradespec.probe.compat import formats
    from tradespec.probe.compat.formats.text import as_text

    text = (
        as_text(matrix, styled=is_styled(sys.stdout) and out is None) if form == "text" else formats.write(matrix, form)
    )
    if out is None:
        write(text)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", "utf-8")
    if form != "text" or out is not None:
        for cell in matrix.failed:
            for outcome in cell.outcomes:
                if outcome.error is not None:
                    sys.stderr.write(f"tradespec: {outcome.error.message}\n  next: {outcome.error.next_step}\n")


def exit_code(matrix: Matrix) -> int:
    """Return the exit code: what could not be judged counts more than what was found."""
    errors = [outcome.error for cell in matrix.failed for outcome in cell.outcomes if outcome.error is not None]
    if errors:
        return max(map(code_of, errors))
    return FINE if matrix.ok else FINDINGS


def code_of(error: CompatError) -> int:
    """Return the exit code of what could not be judged."""
    from tradespec.probe.compat import Unreachable, Unreadable

    if isinstance(error, Unreadable):
        return UNREADABLE
    return UNREACHABLE if isinstance(error, Unreachable) else FAILED
