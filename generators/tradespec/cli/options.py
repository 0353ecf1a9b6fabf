"""Arguments and options that several commands share, and the one way to read the document they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tradespec.cli.declare import Argument, Option

if TYPE_CHECKING:
    from tradespec.document import Document

DEFAULT_SPEC = "spec/openapi.yaml"


def complete_path(incomplete: str) -> list[str]:
    """Return the files and folders whose names begin with ``incomplete``, for shell completion."""
    stem = Path(incomplete)
    folder, prefix = (stem, "") if incomplete.endswith("/") or not incomplete else (stem.parent, stem.name)
    try:
        found = [path for path in sorted(folder.iterdir()) if path.name.startswith(prefix)]
    except OSError:
        return []
    return [f"{path}/" if path.is_dir() else str(path) for path in found]


SpecArgument = Annotated[
    str,
    Argument(
        metavar="SPEC",
        help="The document: a file, or REV:path for a file at a git revision.",
        autocompletion=complete_path,
    ),
]
SpecOption = Annotated[
    str,
    Option(
        "--spec",
        metavar="SPEC",
        help="The document: a file, or REV:path for a file at a git revision.",
        autocompletion=complete_path,
    ),
]
AllowRemote = Annotated[bool, Option("--allow-remote", help="Follow $refs to http and https addresses.")]


def read_document(spec: str, *, allow_remote: bool = False) -> Document:
    """Read the document ``spec``; `DocumentError` where it cannot be read."""
    from tradespec.document import load

    return load(spec, allow_remote=allow_remote)
