"""``tradespec call``: send one request to a server, signed as the contract says."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from tradespec.cli.compat import code_of, needs_libraries, settings_of
from tradespec.cli.console import write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, USAGE
from tradespec.cli.fuzz import Config, Header, Spec, fuzz_settings, running
from tradespec.cli.options import DEFAULT_SPEC

Method = Annotated[str, typer.Argument(metavar="METHOD", help="GET, POST, ...", show_default=False)]
Path = Annotated[
    str, typer.Argument(metavar="PATH", help="The path with its query, such as /v1/orders?limit=5.", show_default=False)
]
ServerOption = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="SERVER",
        help="A URL, or app:package.module[:attribute]; `[fuzz] target` of tradespec.toml otherwise.",
        show_default=False,
    ),
]
Body = Annotated[
    str | None, typer.Option("--body", metavar="TEXT", help="The body, sent as it is.", show_default=False)
]
Key = Annotated[int, typer.Option("--key", metavar="NUMBER", min=1, help="Which of [[probe.keys]] signs.")]
ERROR_FROM = 400


def call(  # noqa: PLR0913 - each argument is an option of the command line
    method: Method,
    path: Path,
    *,
    server: ServerOption = None,
    body: Body = None,
    spec: Spec = None,
    key: Key = 1,
    header: Header = None,
    config: Config = None,
) -> int:
    """Send one request to a server, signed with a key of tradespec.toml, and print the answer.

    The answer's body goes to standard output, its status and headers to standard error. The exit code is 1 where the
    status is 400 or above.
    """
    needs_libraries()
    from tradespec.probe.compat import CompatError
    from tradespec.probe.compat.wire import Client

    if not path.startswith("/"):
        raise CommandError(f"Expected a path that begins with /, got {path}", "See: tradespec call --help", USAGE)
    try:
        access = settings_of(config, spec or DEFAULT_SPEC, header or [], []).access
        with running(server or fuzz_settings(config, spec or DEFAULT_SPEC).target, spec) as (url, contract):
            client = Client(contract, url, access)
            answer = client.send(method.upper(), path, {}, body, key - 1)
            client.close()
    except CompatError as error:
        raise CommandError(error.message, error.next_step, code_of(error)) from error
    except ValueError as error:
        raise CommandError(str(error), "See: tradespec call --help", USAGE) from error
    sys.stderr.write(
        f"{answer.status}\n" + "".join(f"{name}: {value}\n" for name, value in answer.headers.items()) + "\n"
    )
    write(answer.text if isinstance(answer.body, str | None) else json.dumps(answer.body, indent=2, ensure_ascii=False))
    return FINDINGS if answer.status >= ERROR_FROM else FINE
