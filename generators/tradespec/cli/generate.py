"""``tradespec generate``: write what follows from a document, or check that it is up to date."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradespec.cli.console import progress, write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, USAGE
from tradespec.cli.options import DEFAULT_SPEC, AllowRemote, SpecOption, read_document
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Contract
    from tradespec.emit import Change, Settings

DIFF_LINES_MAX = 60
"""Of a check, all files together: enough to see what happened, short enough for a log."""


def complete_target(incomplete: str) -> list[tuple[str, str]]:
    """Return the targets whose names begin with ``incomplete``, for shell completion."""
    from tradespec.emit import TARGETS

    return [(target.name, target.description) for target in TARGETS.values() if target.name.startswith(incomplete)]


Target = Annotated[
    str | None,
    typer.Argument(
        metavar="[TARGET]",
        help="models, server or typescript; all that tradespec.toml names otherwise.",
        autocompletion=complete_target,
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Where to write: the root of the one TARGET, or the folder that holds a folder for each.",
        show_default=False,
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 where a file would change.")]
Templates = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="Your own templates; each file replaces ours of that name."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that were not generated.")]


def generate(  # noqa: PLR0913, PLR0917 - each argument is an option of the command line
    target: Target = None,
    spec: SpecOption = DEFAULT_SPEC,
    out: Out = None,
    check: Check = False,
    templates: Templates = None,
    force: Force = False,
    allow_remote: AllowRemote = False,
) -> int:
    """Write models, server tables and SDKs from a document. Only files that change are touched."""
    from tradespec import emit
    from tradespec.contract import read

    if templates:
        _check_folder(templates)
    settings = emit.read_settings(spec)
    settings = replace(settings, templates=templates or settings.templates)
    targets = _targets(target, settings)
    direct = target is not None and out is not None
    with progress("Generating"):
        contract = read(read_document(spec, allow_remote=allow_remote))
        try:
            if check:
                stale = emit.check(contract, targets, out or settings.out, settings, direct=direct)
            else:
                changes = emit.generate(contract, targets, out or settings.out, settings, direct=direct, force=force)
        except (TypeError, AttributeError, LookupError, ValueError) as error:
            raise _cause(contract, spec, error) from error
    return _report_stale(stale) if check else _report_written(changes)


def _cause(contract: Contract, spec: str, error: Exception) -> Exception:
    """Return what to say of an emitter that stumbled: emitters take valid documents, and pay no time to judge them first."""
    from tradespec.lint import lint

    wrong = [problem for problem in lint(contract) if problem.severity == "error"]
    if not wrong:
        return error
    first = f"{contract.document.locate(wrong[0].place)}: {wrong[0].message}"
    count = f"{len(wrong)} error{'s' if len(wrong) != 1 else ''}"
    return CommandError(
        f"Expected a valid document, got {count}, first {first}", f"Run: tradespec validate {spec}", FINDINGS
    )


def _targets(target: str | None, settings: Settings) -> Sequence[str]:
    from tradespec.emit import TARGETS

    if target is not None and target not in TARGETS:
        raise CommandError(f"Expected a target, got {target!r}", f"Choose from: {', '.join(TARGETS)}.", USAGE)
    return [target] if target else settings.targets or list(TARGETS)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise CommandError(
            f"Expected a folder of templates, got nothing at {folder}", "Correct --templates, or leave it out.", USAGE
        )


def _report_written(changes: Sequence[Change]) -> int:
    for change in changes:
        if change.status != "unchanged":
            write(f"{change.status:9} {change.path}")
    counts = Counter(change.status for change in changes)
    said = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    write(f"{len(changes)} files: {said}.")
    return FINE


def _report_stale(stale: Sequence[Change]) -> int:
    if not stale:
        write("Generated files are up to date.")
        return FINE
    for change in stale:
        write(f"would be {change.status}: {change.path}")
    lines = [line for change in stale for line in change.diff().splitlines()]
    write("\n".join(lines[:DIFF_LINES_MAX]))
    if len(lines) > DIFF_LINES_MAX:
        write(f"... and {len(lines) - DIFF_LINES_MAX} lines more")
    sys.stderr.write(
        f"{len(stale)} generated files are out of date.\n  next: run `tradespec generate` and commit the result.\n"
    )
    return FINDINGS
