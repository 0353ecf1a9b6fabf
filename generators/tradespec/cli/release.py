"""``tradespec release``: freeze the contract under its version, for the gate, the compatibility runs and the docs."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradespec.cli.console import progress, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, USAGE
from tradespec.cli.options import DEFAULT_SPEC, AllowRemote, SpecArgument, read_document

if TYPE_CHECKING:
    from tradespec.contract import Contract
    from tradespec.diff.finding import Report
    from tradespec.diff.release import Plan

Releases = Annotated[
    Path | None,
    typer.Option(
        "--releases", metavar="FOLDER", help="Where releases are kept; `releases` beside SPEC.", show_default=False
    ),
]
Changelog = Annotated[
    Path | None,
    typer.Option(
        "--changelog", metavar="FILE", help="Where the entry goes; CHANGELOG.md beside SPEC.", show_default=False
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be released, and write nothing.")]


def release(
    spec: SpecArgument = DEFAULT_SPEC,
    releases: Releases = None,
    changelog: Changelog = None,
    *,
    dry_run: DryRun = False,
    allow_remote: AllowRemote = False,
) -> int:
    """Freeze the contract as a release: one bundled file in a folder named after its version, and a changelog entry.

    Refused where the version has been released with another content, or where its step is smaller than the changes since
    the release before demand (Semantic Versioning 2.0.0). Releases are never edited.
    """
    from tradespec.contract import read
    from tradespec.diff.release import ReleaseRefused, plan

    beside = Path(spec).parent
    with progress("Preparing the release"):
        contract = read(read_document(spec, allow_remote=allow_remote))
        refuse_errors(contract, spec)
        try:
            planned = plan(contract, releases or beside / "releases", lambda base, new: as_decided(base, new, beside))
        except ReleaseRefused as refused:
            raise CommandError(refused.message, refused.next_step, FINDINGS) from refused
    if planned.made:
        write(f"{planned.version} is released, and the contract has not changed since.")
        return FINE
    today = datetime.now(UTC).date()
    write(planned.entry(today))
    if dry_run:
        told = f"would freeze {planned.folder / 'openapi.yaml'}"
    else:
        planned.write(changelog or beside / "CHANGELOG.md", today)
        told = f"froze {planned.folder / 'openapi.yaml'}"
    sys.stderr.write(f"tradespec: {told}{since(planned)}\n")
    return FINE


def since(planned: Plan) -> str:
    """Say what the release was compared with."""
    return f" ({planned.demanded} change since {planned.base.version})" if planned.base else " (the first release)"


def refuse_errors(contract: Contract, spec: str) -> None:
    """Refuse a document that `tradespec validate` refuses: a release is for ever."""
    from tradespec.lint import lint, read_settings

    errors = [problem for problem in lint(contract, read_settings(spec)) if problem.severity == "error"]
    if errors:
        first = errors[0]
        message = f"Expected a document without errors, got {len(errors)}; the first: {first.message}"
        raise CommandError(
            f"{message} - at {contract.document.locate(first.place)}",
            f"Run `tradespec validate {spec}` and mend what it says.",
            FINDINGS,
        )


def as_decided(base: Contract, revision: Contract, beside: Path) -> Report:
    """Return what changed since a release, as ``tradespec.toml`` has it decided."""
    from tradespec.diff import compare
    from tradespec.diff.policy import PolicyError, read_policy

    today = datetime.now(UTC).date()
    try:
        policy = read_policy(beside / "tradespec.toml")
        decided, complaints = policy.apply(compare(base, revision, today=today, terms=policy.terms), today)
    except PolicyError as error:
        raise CommandError(error.message, error.next_step, USAGE) from error
    if complaints:
        raise CommandError(complaints[0], "Correct the waivers in tradespec.toml.", FINDINGS)
    return decided
