"""Generate and build the SDK of a release, once for the same content.

A build is kept under the hash of all generated files; what npm installs, under the hash of what is locked. Both lie in
a cache folder, by default in the user's (``XDG_CACHE_HOME``).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tradespec import emit
from tradespec.probe.compat.errors import Unbuildable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Contract

__all__ = ["built_sdk", "node"]

INSTALL: Final = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
BUILD: Final = ("run", "build", "--loglevel=error")
SECONDS_MAX: Final = 300
SAID_MAX: Final = 300


def built_sdk(contract: Contract, cache: Path | None) -> Path:
    """Return the folder of the contract's TypeScript SDK, built. `Unbuildable` with the compiler's first complaint."""
    cache = cache or default_cache()
    with tempfile.TemporaryDirectory(prefix="tradespec-compat-") as scratch:
        folder = Path(scratch) / "sdk"
        try:
            emit.generate(contract, ["typescript"], folder, direct=True)
        except (emit.EmitError, ValueError, LookupError, TypeError, AttributeError) as error:
            said = error.message if isinstance(error, emit.EmitError) else f"{type(error).__name__}: {error}"
            raise Unbuildable(
                f"Expected an SDK of {contract.title} {contract.version}, got: {said}", "Run: tradespec validate"
            ) from error
        kept = cache / "sdk" / content_hash(folder)
        if not kept.is_dir():
            compile_there(folder, cache)
            keep(folder, kept)
        return kept


def default_cache() -> Path:
    """Return the user's cache folder of this tool."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tradespec"


def content_hash(folder: Path) -> str:
    """Return a hash of all files of a folder with their names."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def compile_there(folder: Path, cache: Path) -> None:
    """Install what the build needs, and build."""
    locked = json.loads((folder / "package-lock.json").read_text("utf-8")).get("packages", {})
    needed = json.dumps({name: each for name, each in locked.items() if name}, sort_keys=True)
    # Packages look for each other in folders of this name.
    tools = cache / "npm" / hashlib.sha256(needed.encode()).hexdigest()[:24] / "node_modules"
    modules = folder / "node_modules"
    if not tools.is_dir():
        npm(INSTALL, folder, "install")
        keep(modules, tools)
    if not modules.exists():
        modules.symlink_to(tools.resolve(), target_is_directory=True)
    try:
        npm(BUILD, folder, "build")
    finally:
        modules.unlink(missing_ok=True)


def keep(folder: Path, kept: Path) -> None:
    """Move a folder into the cache; one that another run has put there meanwhile is as good."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=kept.parent, prefix=".new-")) / "it"
    shutil.move(folder, beside)
    try:
        beside.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise
    finally:
        shutil.rmtree(beside.parent, ignore_errors=True)


def npm(arguments: Sequence[str], folder: Path, what: str) -> None:
    """Run npm in a folder; `Unbuildable` with what it complained of first."""
    try:
        done = subprocess.run(  # noqa: S603 - npm, with arguments of our own
            [program("npm"), *arguments], cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unbuildable(
            f"Expected npm to {what} within {SECONDS_MAX} s, got no end", "Look at the network."
        ) from error
    if done.returncode:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines()]
        wrong = [line for line in lines if "error" in line.lower() and not line.startswith(("> ", "npm error A "))]
        raise Unbuildable(
            f"Expected npm to {what} the SDK, got exit status {done.returncode}: {' '.join(wrong[:2])[:SAID_MAX]}",
            "Run: tradespec generate typescript, and build the folder by hand to see all of it.",
        )


def node() -> str:
    """Return Node.js; `Unbuildable` where there is none."""
    return program("node")


def program(name: str) -> str:
    """Return a program on the PATH."""
    found = shutil.which(name)
    if found is None:
        raise Unbuildable(
            f"Expected {name} on the PATH, found none", "Install Node.js 20 or newer, or leave out the way sdk."
        )
    return found
