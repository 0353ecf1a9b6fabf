"""What the commands that compare two contracts share: arguments, reading, printing, and the exit code."""

from __future__ import annotations

import filecmp
import sys
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tradespec.cli.console import is_styled, progress, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, UNREADABLE, USAGE
from tradespec.cli.options import complete_path, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.contract import Contract
    from tradespec.diff import Report
    from tradespec.diff.finding import Severity

Old = Annotated[
    str,
    typer.Argument(metavar="OLD", help="The contract clients know: a file, or REV:path.", autocompletion=complete_path),
]
New = Annotated[
    str,
    typer.Argument(metavar="NEW", help="The contract to judge: a file, or REV:path.", autocompletion=complete_path),
]
Format = Annotated[
    Literal["text", "markdown", "json", "github", "sarif", "junit"],
    typer.Option("--format", help="For people, for a pull request, or for programs."),
]
FailOn = Annotated[
    Literal["breaking", "risky", "info"], typer.Option("--fail-on", help="Exit with 1 from this severity on.")
]


class Breaks(StrEnum):
    """What a change breaks."""

    wire = "wire"
    source = "source"
    behaviour = "behaviour"


Scopes = Annotated[
    list[Breaks] | None,
    typer.Option(
        "--scope", help="Look only at what breaks this: bytes, generated code, or behaviour.", show_default=False
    ),
]


def compare_and_print(  # noqa: PLR0913 - one parameter per option
    old: str,
    new: str,
    *,
    form: str,
    fail_on: Severity | None = None,
    scopes: Iterable[str] | None = None,
    allow_remote: bool = False,
    only_failing: bool = False,
) -> int:
    """Compare two documents, print the report, and return the exit code."""
    from tradespec.diff import compare

    with progress("Comparing"):
        contracts = both_contracts(old, new, allow_remote=allow_remote)
        report, complaints = with_policy(compare(*contracts), new)
    if scopes:
        kept = tuple(finding for finding in report.findings if finding.scope in set(scopes))
        report = replace(report, findings=kept)
    if only_failing and fail_on:
        report = replace(report, findings=report.at_least(fail_on))
    print_report(report, form)
    sys.stderr.writelines(f"tradespec: {said}\n" for said in complaints)
    if fail_on and (report.at_least(fail_on) or complaints):
        return FINDINGS
    return UNREADABLE if complain(contracts) else FINE


def with_policy(report: Report, new: str) -> tuple[Report, list[str]]:
    """Return the report as ``tradespec.toml`` beside the new document sees it, and what is wrong with its waivers."""
    from tradespec.diff.policy import PolicyError, read_policy

    beside = Path(new if Path(new).is_file() else new.partition(":")[2] or new).parent
    try:
        return read_policy(beside / "tradespec.toml").apply(report, datetime.now(UTC).date())
    except PolicyError as error:
        raise CommandError(error.message, error.next_step, USAGE) from error


def both_contracts(old: str, new: str, *, allow_remote: bool) -> tuple[Contract, Contract]:
    """Read both documents; files of the same bytes in the same folder are one document, read once."""
    from tradespec.contract import read

    first = read(read_document(old, allow_remote=allow_remote))
    if twins(Path(old), Path(new)):
        return first, first
    return first, read(read_document(new, allow_remote=allow_remote))


def twins(old: Path, new: Path) -> bool:
    """Whether two files say the same, references to their neighbours included."""
    return old.is_file() and new.is_file() and old.parent == new.parent and filecmp.cmp(old, new, shallow=False)


def print_report(report: Report, form: str) -> None:
    """Print a report in one of the formats, or the version step it demands."""
    from tradespec.diff import formats
    from tradespec.diff.formats.text import as_text

    if form == "bump":
        write(report.bump)
    elif form == "text":
        write(as_text(report, styled=is_styled(sys.stdout)))
    elif text := formats.write(report, form):
        write(text)


def complain(contracts: Iterable[Contract]) -> bool:
    """Say what could not be read; a comparison that did not see everything is no pass."""
    found = False
    for contract in contracts:
        for problem in contract.problems:
            if problem.severity == "error":
                found = True
                where = contract.document.locate(problem.place)
                sys.stderr.write(f"tradespec: {where}: {problem.message} - at {where.pointer or 'the root'}\n")
    if found:
        sys.stderr.write("  next: Correct these places; what stands there was not compared.\n")
    return found
