"""From a contract to files: plan what would change, then write just that.

A target owns the files it made and nothing else. Their names stand in ``.tradespec-files`` in the target's folder, so
a file that is no longer made can be deleted without touching what others put there. A file that we did not make
is overwritten only when forced.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from tradespec.emit.errors import EmitError
from tradespec.emit.settings import Settings
from tradespec.emit.stamp import MARK, made_from, stamp
from tradespec.emit.targets import Target, find_target
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tradespec.contract import Contract

MANIFEST = ".tradespec-files"
Status = Literal["created", "changed", "unchanged", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a target: what it is and what it becomes. ``None`` stands for no file."""

    target: str
    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def status(self) -> Status:
        """What writing does to the file."""
        if self.before == self.after:
            return "unchanged"
        if self.before is None:
            return "created"
        return "deleted" if self.after is None else "changed"

    def diff(self) -> str:
        """Return a unified diff; one sentence where the content is not text."""
        try:
            before, after = ((side or b"").decode().splitlines(keepends=True) for side in (self.before, self.after))
        except UnicodeDecodeError:
            return f"Binary file {self.path} differs\n"
        old = "/dev/null" if self.before is None else str(self.path)
        new = "/dev/null" if self.after is None else f"{self.path} (generated)"
        lines = difflib.unified_diff(before, after, old, new)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def plan(  # noqa: PLR0913 - two questions a caller may answer, beside what is made and where
    contract: Contract,
    targets: Iterable[Target | str],
    out: Path,
    settings: Settings | None = None,
    *,
    direct: bool = False,
    force: bool = False,
) -> list[Change]:
    """Make every file of ``targets`` in memory and compare with what lies beneath ``out``; nothing is written.

    ``direct`` puts the files of a single target straight into ``out``, not into a folder of its own. ``force`` allows
    files that were not generated to be overwritten; without it they are an `EmitError`.
    """
    settings = settings or Settings()
    source = made_from(contract.document.entry)
    changes: list[Change] = []
    for target in (find_target(name) if isinstance(name, str) else name for name in targets):
        own = settings.of(target.name)
        folder = out if direct else out / own.text("folder", target.folder)
        files = {_safe(path): stamp(path, content, source) for path, content in target.load()(contract, own).items()}
        files[MANIFEST] = stamp(".gitignore", "".join(f"{path}\n" for path in sorted(files)), source)
        changes += _compare(target.name, folder, files)
    if not force:
        _refuse_strangers(changes)
    return changes


def generate(  # noqa: PLR0913 - two questions a caller may answer, beside what is made and where
    contract: Contract,
    targets: Iterable[Target | str],
    out: Path,
    settings: Settings | None = None,
    *,
    direct: bool = False,
    force: bool = False,
) -> list[Change]:
    """Write what `plan` finds changed, each file whole or not at all, and return the plan."""
    changes = plan(contract, targets, out, settings, direct=direct, force=force)
    for change in changes:
        if change.status == "deleted":
            change.path.unlink(missing_ok=True)
            _remove_empty(change.path.parent, out)
        elif change.status != "unchanged" and change.after is not None:
            _write(change.path, change.after)
    return changes


def check(
    contract: Contract,
    targets: Iterable[Target | str],
    out: Path,
    settings: Settings | None = None,
    *,
    direct: bool = False,
) -> list[Change]:
    """Return the files that generating would create, change or delete; an empty list means all is current."""
    changes = plan(contract, targets, out, settings, direct=direct, force=True)
    return [change for change in changes if change.status != "unchanged"]


def _safe(path: str) -> str:
    """Return ``path`` where it stays inside its folder; names in a hostile document must not lead out of it."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in path or "\\" in path or path == MANIFEST:
        raise EmitError(
            f"Expected a relative path inside the target's folder, got {path!r} - at generate",
            "Rename the tag, operation or schema that the file is named after.",
        )
    return str(pure)


def _compare(target: str, folder: Path, files: Mapping[str, bytes]) -> Iterator[Change]:
    stale = [path for path in _listed(folder) if path not in files and (folder / path).is_file()]
    for path in [*files, *stale]:
        yield Change(target, folder / path, _read(folder / path), files.get(path))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EmitError(
            f"Expected a file or a free name, got {error.strerror} - at {path}",
            "Move it away, or choose another folder with --out.",
        ) from error


def _listed(folder: Path) -> list[str]:
    """Return the names in the manifest, but only those that are safe to delete."""
    text = (_read(folder / MANIFEST) or b"").decode(errors="replace")
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [name for name in names if not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts]


def _refuse_strangers(changes: Iterable[Change]) -> None:
    listed: dict[Path, set[Path]] = {}
    for change in changes:
        if change.path.name == MANIFEST:
            folder = change.path.parent
            listed[folder] = {folder / name for name in _listed(folder)}
    known = set[Path]().union(*listed.values())
    for change in changes:
        known.add(change.path.parent / MANIFEST)
        if change.status == "changed" and change.path not in known and not _is_ours(change.before or b""):
            raise EmitError(
                f"Expected a generated file or a free name, got a file written by hand - at {change.path}",
                "Choose another folder with --out, or pass --force to overwrite it.",
            )


def _is_ours(content: bytes) -> bool:
    return not content or any(MARK.encode() in line for line in content.splitlines()[:2])


def _write(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a reader sees the old file or the new one, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EmitError(
            f"Expected a writable folder, got {error.strerror} - at {path}", "Choose another folder with --out."
        ) from error


def _umask() -> int:
    """Return the process's umask, which can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove folders that a deletion left empty, up to but not including ``top``."""
    while folder != top and top in folder.parents and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
