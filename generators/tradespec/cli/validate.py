"""``tradespec validate``: judge one document and show every problem where it stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tradespec.cli.console import is_styled, progress, write
from tradespec.cli.exit_codes import FINDINGS, FINE
from tradespec.cli.options import DEFAULT_SPEC, AllowRemote, SpecArgument, read_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.document import Location, Problem

Format = Annotated[
    Literal["text", "json", "github"],
    typer.Option("--format", help="For people, for programs, or as annotations of a GitHub workflow."),
]


def validate(spec: SpecArgument = DEFAULT_SPEC, form: Format = "text", allow_remote: AllowRemote = False) -> int:
    """Judge a document: structure, references, examples, x- words and, where tradespec.toml says so, the house rules.

    Every problem is shown with file, line and column, its source and a next step. Errors make the exit code 1;
    warnings and notes do not.
    """
    from tradespec.cli import problems as show
    from tradespec.contract import read
    from tradespec.document import DocumentError
    from tradespec.lint import lint, read_settings

    settings = read_settings(spec)
    try:
        with progress("Validating"):
            contract = read(read_document(spec, allow_remote=allow_remote))
            document = contract.document
            pairs = show.located(document, lint(contract, settings))
    except DocumentError as error:
        _print_for_programs(form, spec, [show.unreadable(spec, error)])
        raise
    if form == "text":
        write(show.as_text(document, pairs, styled=is_styled(sys.stdout)))
    else:
        _print_for_programs(form, document.entry, pairs)
    return FINDINGS if show.count(problem for problem, _ in pairs)["error"] else FINE


def _print_for_programs(form: str, name: str, pairs: Sequence[tuple[Problem, Location]]) -> None:
    from tradespec.cli import problems as show

    if form == "json":
        write(show.as_json(name, pairs))
    elif form == "github" and pairs:
        write(show.as_github(pairs))
