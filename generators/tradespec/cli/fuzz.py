"""``tradespec fuzz``: Schemathesis over a server, signed as the contract says; every finding can be seen again."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tradespec.cli.compat import code_of, needs_libraries, settings_of, tell
from tradespec.cli.console import is_styled, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, USAGE
from tradespec.cli.options import DEFAULT_SPEC, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.probe.fuzzing import FuzzReport

Target = Annotated[
    str | None,
    typer.Argument(
        metavar="TARGET",
        help="A URL, or app:package.module[:attribute] (an ASGI application); `[fuzz] target` of tradespec.toml otherwise.",
        show_default=False,
    ),
]
Spec = Annotated[
    str | None,
    typer.Option(
        "--spec", metavar="SPEC", help="The contract; what the server publishes otherwise.", show_default=False
    ),
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="NUMBER", help="Repeats a run; printed.", show_default="a fresh one")
]
Examples = Annotated[int, typer.Option("--examples", metavar="NUMBER", min=1, help="Cases per operation and phase.")]
MaxTime = Annotated[
    float | None,
    typer.Option("--max-time", metavar="SECONDS", min=1, help="Stop after this long.", show_default="none"),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="OPERATION", help="Just this operationId; may be given again.", show_default=False),
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Findings that are accepted.", show_default=False)
]
Write = Annotated[
    bool, typer.Option("--write-baseline", help="Accept what is found: write it to the file of --baseline.")
]
Format = Annotated[
    Literal["text", "json", "junit", "html"], typer.Option("--format", help="For people, for programs, or a page.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Where to write; standard output otherwise.", show_default=False),
]
Har = Annotated[
    Path | None,
    typer.Option("--har", metavar="FILE", help="Write all traffic as a HAR, secrets masked.", show_default=False),
]
Header = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="'NAME: VALUE'", help="Send this header, too.", show_default=False),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Where keys stand; the nearest tradespec.toml otherwise.", show_default=False
    ),
]


def fuzz(  # noqa: PLR0913 - each argument is an option of the command line
    target: Target = None,
    *,
    spec: Spec = None,
    seed: Seed = None,
    examples: Examples = 25,
    max_time: MaxTime = None,
    only: Only = None,
    baseline: Baseline = None,
    write_baseline: Write = False,
    form: Format = "text",
    out: Out = None,
    har: Har = None,
    header: Header = None,
    config: Config = None,
) -> int:
    """Fuzz a server by its contract: every phase of Schemathesis, requests signed, link sequences walked.

    Passes: all requests signed, security probed, nothing signed, and operations that take away what others stand on by
    themselves. A finding comes with the command that shows it again; it signs anew, so that it works tomorrow.
    """
    needs_libraries()
    from tradespec.probe.compat import CompatError
    from tradespec.probe.fuzzing import BaselineError, read_baseline, run_fuzz
    from tradespec.probe.fuzzing import write_baseline as accept

    try:
        settings = settings_of(config, spec or DEFAULT_SPEC, header or [], [])
        own = fuzz_settings(config, spec or DEFAULT_SPEC)
        accepted = read_baseline(baseline) if baseline and (baseline.exists() or not write_baseline) else {}
        with running(target or own.target, spec) as (url, contract):
            refuse_unknown(contract, only or [])
            report = run_fuzz(
                contract,
                url,
                server=target or own.target,
                spec=spec or "",
                config=str(config or ""),
                access=settings.access,
                seed=seed,
                examples=examples,
                seconds_max=max_time,
                alone=settings.alone,
                only=only or [],
                checks=own.checks,
                har=har,
                tell=tell,
            ).accepting(accepted)
    except CompatError as error:
        raise CommandError(error.message, error.next_step, code_of(error)) from error
    except (BaselineError, ValueError) as error:
        raise CommandError(str(error), "See: tradespec fuzz --help", USAGE) from error
    if header and report.findings:
        names = ", ".join(each.partition(":")[0] for each in header)
        again = f"the commands are without the headers of this run, which may be secret: give --header again ({names})"
        report = replace(report, notes=(*report.notes, again))
    if write_baseline:
        if baseline is None:
            raise CommandError("Expected a file to write to, got none", "Name it with --baseline FILE.", USAGE)
        accept(baseline, report)
    tell_of(report, form, out)
    return FINDINGS if report.new and not write_baseline else FINE


@dataclass(frozen=True, slots=True)
class FuzzSettings:
    """The ``[fuzz]`` table of ``tradespec.toml``: what is fuzzed without an argument, and a file with checks of your own."""

    target: str = ""
    checks: Path | None = field(default=None)


def fuzz_settings(config: Path | None, source: str) -> FuzzSettings:
    """Read the table; `ValueError` where it says what cannot be followed."""
    import tomllib

    from tradespec.probe.compat.settings import find_settings

    path = config or find_settings(source)
    table: Any = tomllib.loads(path.read_text("utf-8")).get("fuzz", {}) if path else {}
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        raise ValueError(f"Expected a table of texts, got {table!r} - at {path}: [fuzz]")
    if unknown := sorted(table.keys() - {"target", "checks"}):
        raise ValueError(f"Expected target or checks, got {unknown[0]!r} - at {path}: [fuzz]")
    checks = path.parent / table["checks"] if path and "checks" in table else None
    if checks and not checks.is_file():
        raise ValueError(f"Expected a Python file with checks, got {checks} - at {path}: [fuzz] checks")
    return FuzzSettings(table.get("target", ""), checks)


@contextmanager
def running(target: str, spec: str | None) -> Iterator[tuple[str, Contract]]:
    """Yield the URL and the contract of the target, started where it is an application."""
    from tradespec.contract import read
    from tradespec.probe.compat import CompatError, parse_server

    if not target:
        raise ValueError(
            "Expected a target, got none: a URL, app:package.module[:attribute], or [fuzz] target in tradespec.toml"
        )
    server = parse_server(target)
    with server.prepared(), server.running(busy=True) as url:
        contract = read(read_document(spec)) if spec else server.contract(url)
        if contract is None:
            raise CompatError(
                f"Expected the server to publish its contract, got none at /openapi.json or /openapi.yaml - at {url}",
                "Name the document with --spec.",
            )
        yield url, contract


def refuse_unknown(contract: Contract, only: list[str]) -> None:
    """Refuse operations that the contract does not have."""
    ids = {operation.id for operation in contract.operations}
    if unknown := [name for name in only if name not in ids]:
        raise ValueError(f"Expected the id of an operation of {contract.title}, got `{unknown[0]}` - at --only")


def tell_of(report: FuzzReport, form: str, out: Path | None) -> None:
    """Print or write the report."""
    from tradespec.probe.fuzzing import formats

    if form == "text" and out is None:
        write(formats.as_text(report, styled=is_styled(sys.stdout)))
        return
    text = formats.write(report, form)
    if out is None:
        write(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", "utf-8")
