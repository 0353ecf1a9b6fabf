"""What `.pre-commit-hooks.yaml` runs: each document against its last commit.

::

    python -m tradespec.cli.hook spec/openapi.yaml [OPTIONS of tradespec breaking]

pre-commit puts unstaged changes aside first, so the work tree is what will be committed. It compares with HEAD, or, as
``pre-commit run --from-ref A --to-ref B`` says in CI, with A.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tradespec.cli import run
from tradespec.cli.console import write
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINE, UNREADABLE, USAGE
from tradespec.cli.revisions import commit, former_name, git, holds

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str]) -> int:
    """Judge every document that ``args`` names; the rest are options. Returns the worst exit code."""
    try:
        documents, options = parted(args)
        base = since()
        return max(judge(document, base, options) for document in documents)
    except CommandError as error:
        sys.stderr.write(f"tradespec: {error.message}\n  next: {error.next_step}\n")
        return error.exit_code


def parted(args: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return documents and options; `CommandError` where no document is named."""
    first = next((at for at, arg in enumerate(args) if arg.startswith("-")), len(args))
    if not first:
        raise CommandError(
            "Expected the documents to judge, got none",
            "Name them in .pre-commit-config.yaml: args: [spec/openapi.yaml]",
            USAGE,
        )
    return args[:first], args[first:]


def since() -> str:
    """Return the revision to compare with; `CommandError` where there is none of that name, or no repository."""
    base = os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"
    nothing_yet = base == "HEAD" and git("rev-parse", "--is-inside-work-tree") == "true"
    if not nothing_yet and commit(base) is None:
        raise CommandError(
            f"Expected the git revision `{base}`, got none of that name here",
            "Run it inside the repository; fetch the revision first.",
            UNREADABLE,
        )
    return base


def judge(document: str, base: str, options: Sequence[str]) -> int:
    """Compare one document with what it was; one that is new breaks nobody, one that was renamed may."""
    path = Path(document)
    before = former_name(base, path.as_posix()) if commit(base) else document
    if path.is_file() and not holds(base, before):
        write(f"{document}: new, {base} has none to compare with.")
        return FINE
    return run(["breaking", f"{base}:{before}", document, *options], sys.stdout, sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
