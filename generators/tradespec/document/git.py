"""Read a file as it was in a git revision: ``REV:path``."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tradespec.document.errors import DocumentError

if TYPE_CHECKING:
    from subprocess import CompletedProcess


def split(source: str) -> tuple[str, str] | None:
    """Return (revision, path) of ``REV:path``, None for anything else."""
    revision, colon, path = source.partition(":")
    if not colon or not revision or not path or path.startswith("//"):
        return None
    return revision, path


def show(revision: str, path: str) -> bytes:
    """Return the bytes of a file in a revision; `DocumentError` where git, the revision or the file is missing."""
    done = run(revision, path, "show")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0].removeprefix("fatal: ") if said else "git gave no reason"
        raise DocumentError(f"Expected the file `{path}` in the revision `{revision}`, got: {reason}")
    return done.stdout


def listing(revision: str, path: str) -> list[str] | None:
    """Return the files below a folder of a revision, their names from there on; None where it is no folder there."""
    done = run(revision, path, "ls-tree", "-r", "-z", "--name-only")
    return None if done.returncode else [name for name in done.stdout.decode("utf-8", "replace").split("\0") if name]


def run(revision: str, path: str, *command: str) -> CompletedProcess[bytes]:
    """Run git about a path of a revision; a path that is not absolute counts from the current folder."""
    import shutil
    import subprocess

    git = shutil.which("git")
    if git is None:
        raise DocumentError(f"Expected git on the PATH to read `{revision}:{path}`, found none")
    prefix = "" if posixpath.isabs(path) else "./"
    return subprocess.run(  # noqa: S603 - git, with the revision as one argument that cannot be an option
        [git, *command, "--end-of-options", f"{revision}:{prefix}{path}"], capture_output=True, check=False
    )
