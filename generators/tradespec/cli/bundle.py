"""``tradespec bundle``: a document and all it refers to as one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from tradespec.cli.console import progress
from tradespec.cli.exit_codes import FINE
from tradespec.cli.options import DEFAULT_SPEC, AllowRemote, SpecArgument, read_document

Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write; standard output otherwise.")
]
Format = Annotated[
    Literal["yaml", "json"] | None,
    typer.Option(
        "--format", help="What to write; told by the name of FILE otherwise, YAML in doubt.", show_default=False
    ),
]


def bundle(
    spec: SpecArgument = DEFAULT_SPEC, out: Out = None, form: Format = None, allow_remote: AllowRemote = False
) -> int:
    """Write a document and everything it refers to as one self-contained file.

    References to other files become references into components; cycles stay references.
    """
    from tradespec.document import bundle as make_bundle
    from tradespec.document import dump_json, dump_yaml

    with progress("Bundling"):
        whole = make_bundle(read_document(spec, allow_remote=allow_remote))
        as_json = form == "json" or (form is None and out is not None and out.suffix == ".json")
        made = dump_json(whole) if as_json else dump_yaml(whole)
    text = made.decode() if isinstance(made, bytes) else made
    if out is None:
        sys.stdout.write(text)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8")
    return FINE
