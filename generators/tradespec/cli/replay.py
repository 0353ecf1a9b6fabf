"""``tradespec replay``: send the requests of a finding again, signed anew, and say whether it is still there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tradespec.cli.compat import code_of, needs_libraries, settings_of
from tradespec.cli.console import is_styled, style, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, FINDINGS, FINE, USAGE
from tradespec.cli.fuzz import Config, Header, Spec, fuzz_settings, running
from tradespec.cli.options import DEFAULT_SPEC

if TYPE_CHECKING:
    from tradespec.probe.fuzzing import Replayed

CONTEXT = {"allow_interspersed_args": False}
"""What stands behind METHOD belongs to the requests."""

Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="SERVER",
        help="A URL, or app:package.module[:attribute]; `[fuzz] target` of tradespec.toml otherwise.",
        show_default=False,
    ),
]
Requests = Annotated[
    list[str],
    typer.Argument(
        metavar="METHOD PATH ...",
        help="The requests in order, behind all other options, with --then between them. Each may have --body TEXT (or"
        " --body-base64), --header 'NAME: VALUE' and --key NUMBER (0: sent without a key). {1#/order_id} in it is what the"
        " answer to the first has at that JSON pointer.",
        show_default=False,
    ),
]
Check = Annotated[
    str | None,
    typer.Option("--check", metavar="NAME", help="The check that judges; all that can otherwise.", show_default=False),
]
Status = Annotated[
    int | None,
    typer.Option("--status", metavar="NUMBER", help="What the last answer was in the finding.", show_default=False),
]


def replay(  # noqa: PLR0913 - each argument is an option of the command line
    requests: Requests,
    *,
    server: Server = None,
    spec: Spec = None,
    check: Check = None,
    status: Status = None,
    header: Header = None,
    config: Config = None,
) -> int:
    """Send the requests of a finding again, one after another to one server, and say whether it is still there.

    This is what `tradespec fuzz` prints below a finding. Each request is signed anew, ids that the server makes are those of
    today, and an application is started for it with fresh data. The exit code is 1 where the finding is seen again.
    """
    needs_libraries()
    from tradespec.probe.compat import CompatError
    from tradespec.probe.fuzzing import parse_steps
    from tradespec.probe.fuzzing import replay as send

    try:
        steps = parse_steps(requests)
        access = settings_of(config, spec or DEFAULT_SPEC, header or [], []).access
        own = fuzz_settings(config, spec or DEFAULT_SPEC)
        with running(server or own.target, spec) as (url, contract):
            done = send(
                contract,
                url,
                steps,
                check=check or "",
                status=status,
                renew=url == (server or own.target).rstrip("/"),  # what was started for this has seen nothing
                access=access,
                checks=own.checks,
            )
    except CompatError as error:
        raise CommandError(error.message, error.next_step, code_of(error)) from error
    except ValueError as error:
        raise CommandError(str(error), "See: tradespec replay --help", USAGE) from error
    write(told(done, styled=is_styled(sys.stdout)))
    if done.missing:
        raise CommandError(done.missing, "The requests before it are answered otherwise now: fuzz anew.", FAILED)
    return FINDINGS if done.seen else FINE


def told(done: Replayed, *, styled: bool) -> str:
    """Return what was sent, what came, and the verdict."""
    from tradespec.probe.fuzzing.formats.text import one_line

    lines: list[str] = []
    for call, answer in done.exchanges:
        lines += [f"sent {one_line(str(call))}", f"got  {answer.status} {one_line(answer.body)}".rstrip(), ""]
    for check, message in done.failures:
        lines += [style(check, "red", on=styled), f"  {message}", ""]
    if not done.missing:
        lines.append("Seen again." if done.seen else "Not seen again.")
    return "\n".join(lines)
