"""Git revisions to compare with, for the gate where nobody types the command: in a workflow and before a commit."""

from __future__ import annotations

import shutil
import subprocess

from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FAILED, UNREADABLE

REMOTE = "origin"
SHORT = 12
"""How many digits of a commit's hash people are shown; git takes them for the whole."""


def git(*args: str) -> str | None:
    """Return what a git command says, None where it fails."""
    found = shutil.which("git")
    if found is None:
        raise CommandError("Expected git on the PATH, found none", "Install git.", FAILED)
    done = subprocess.run(  # noqa: S603 - git; every caller puts names after --end-of-options or --
        [found, *args], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def commit(revision: str) -> str | None:
    """Return the hash of the commit that a revision names, None where this clone has none of that name."""
    return git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def fetched(revision: str) -> str:
    """Return a short name of a revision, fetched where this clone lacks it: checkouts in workflows are shallow.

    `CommandError` where neither the clone nor its remote has it.
    """
    here = commit(revision)
    if here is not None:
        return revision[:SHORT] if here == revision else revision
    depth = ["--depth=1"] if git("rev-parse", "--is-shallow-repository") == "true" else []
    name = revision.removeprefix(f"{REMOTE}/")
    if git("fetch", "--quiet", "--no-tags", *depth, "--end-of-options", REMOTE, name) is not None:
        here = commit("FETCH_HEAD")
    if here is None:
        raise CommandError(
            f"Expected the git revision `{revision}`, got none here or on the remote {REMOTE}",
            "Name a branch, a tag or a commit; or check the repository out with its history (fetch-depth: 0).",
            UNREADABLE,
        )
    return here[:SHORT]


def holds(revision: str, path: str) -> bool:
    """Whether a file stands in a revision; the path counts from the current folder."""
    return git("cat-file", "-e", f"{revision}:./{path}") is not None


def former_name(revision: str, path: str) -> str:
    """Return the path that a file of the work tree had in a revision, followed through a rename."""
    said = git("diff", "--relative", "--find-renames", "--diff-filter=R", "--name-status", "-z", revision, "--") or ""
    words = said.split("\0")
    return next((old for old, new in zip(words[1::3], words[2::3], strict=False) if new == path), path)
