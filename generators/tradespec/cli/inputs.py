"""What ``tradespec diff OLD NEW`` may be given, and which documents belong together.

============================  ==========================================================================
``openapi.yaml``              a document
``main:openapi.yaml``         the same at a git revision; so may each of the following be
``spec/releases``             the newest of the releases in it, by semantic version
``spec/releases/1.0.0``       one release
``specs``                     every OpenAPI document in a folder, paired with the same path on the other side
``'specs/*.yaml'``            every file that the pattern fits, paired by the path from its first ``*`` on
============================  ==========================================================================
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import Final

from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import USAGE
from tradespec.document import DocumentError, git
from tradespec.document.releases import BUNDLE, Release, Version, newest, releases
from tradespec.records import dataclass

SUFFIXES: Final = (".yaml", ".yml", ".json")
IS_DOCUMENT: Final = re.compile(
    rb"""^(\xef\xbb\xbf)?["']?(openapi|swagger)["']?[ \t]*:|"(openapi|swagger)"\s*:\s*"?\d""", re.MULTILINE
)
"""How a file begins that may be an OpenAPI document: the word at the root of YAML, or anywhere in JSON."""
MAGIC: Final = re.compile(r"[*?[]")
SKIPPED: Final = frozenset({"node_modules"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A document on both sides, as `load` reads it; None where one side has none of that name."""

    name: str
    """The path that both have in common; empty where two documents were named themselves."""
    old: str | None
    new: str | None
    settings: tuple[Path, ...]
    """Folders in which ``tradespec.toml`` is looked for, the first that has one counts."""


@dataclass(frozen=True, slots=True)
class Single:
    """One document."""

    source: str
    settings: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """The documents of a folder or a pattern: the name that pairs them -> as `load` reads them."""

    said: str
    root: str
    documents: dict[str, str]
    others: dict[str, str]
    """Files that are no documents by their look."""
    is_folder: bool


def pairs(old: str, new: str) -> list[Pair]:
    """Return the documents that belong together, in the order of their names.

    `DocumentError` where a side holds none; `CommandError` where one side is one document and the other is many.
    """
    before, after = resolved(old), resolved(new)
    if isinstance(before, Single) or isinstance(after, Single):
        before, after = narrowed(before, after), narrowed(after, before)
        return [Pair("", before.source, after.source, after.settings)]
    return [pair(name, before, after) for name in sorted({*before.documents, *after.documents})]


def pair(name: str, old: Many, new: Many) -> Pair:
    """Return one document of both sides; a file that is there but is no document is read, so that it is refused."""
    sides = [many.documents.get(name) or many.others.get(name) for many in (old, new)]
    root = Path(on_disk(new.root))
    return Pair(name, sides[0], sides[1], tuple(dict.fromkeys(((root / name).parent, root))))


def narrowed(side: Single | Many, other: Single | Many) -> Single:
    """Return the one document that a side means where the other side is one document."""
    if isinstance(side, Single):
        return side
    names: list[str] = [name for name in BUNDLE if side.is_folder and name in side.documents]
    if names or len(side.documents) == 1:
        return single(side.documents[names[0]] if names else next(iter(side.documents.values())))
    one = other.source if isinstance(other, Single) else other.said
    if not Path(one).exists() and not git.split(one):
        raise DocumentError(f"Expected the file or folder `{one}`, found none", next_step="Check the name.")
    message = f"Expected one document, got {len(side.documents)} - at {side.said}"
    raise CommandError(message, f"Name one of them, or a folder or a pattern instead of {one} too.", USAGE)


def resolved(said: str) -> Single | Many:
    """Return what an argument names; what is no folder and no pattern is a document, for `load` to find or to miss."""
    if not said:
        raise CommandError(
            "Expected a document, got an empty name", "Name a file, a folder, a pattern or REV:path.", USAGE
        )
    if said.startswith(("http://", "https://")):
        return single(said)
    path = Path(said)
    if path.is_dir():
        return folder(said, said, names_below(path), "")
    if path.exists():
        return single(said)
    if parts := git.split(said):
        revision, below = parts
        if MAGIC.search(below):
            root = fixed(below)
            names = git.listing(revision, root or ".") or []
            return pattern(said, f"{revision}:{root or '.'}", fitting(below, root, names))
        names_there = git.listing(revision, below)
        return single(said) if names_there is None else folder(said, below, sorted(names_there), f"{revision}:")
    return pattern(said, fixed(said) or ".", globbed(said)) if MAGIC.search(said) else single(said)


def globbed(said: str) -> list[str]:
    """Return the files on the disk that a pattern fits, from its first wild segment on."""
    root = fixed(said)
    wild = said[len(root) :].lstrip("/")
    try:
        found = [each for each in Path(root or ".").glob(wild) if each.is_file()]
    except ValueError as error:
        raise CommandError(
            f"Expected a pattern, got: {error} - at {said}", "Write `**` as a segment of its own.", USAGE
        ) from error
    return [name for name in (each.relative_to(root or ".").as_posix() for each in found) if is_shown(name)]


def single(source: str) -> Single:
    """Return one document; the settings of a release lie beside the folder of releases."""
    parent = Path(on_disk(source)).parent
    if Version.parse(parent.name):
        return Single(source, (parent, parent.parent.parent))
    return Single(source, (parent,))


def folder(said: str, path: str, names: list[str], revision: str) -> Single | Many:
    """Return the documents of a folder; of a folder of releases the newest, of one release its document."""
    root = f"{revision}{path}".rstrip("/")
    if Version.parse(Path(path).name) and (bundle := first_bundle("", names)):
        return single(joined(root, bundle))
    if found := released(path, names, revision):
        return single(joined(root, found))
    files = {name: joined(root, name) for name in names if name.endswith(SUFFIXES) and is_shown(name)}
    documents = {name: source for name, source in files.items() if looks_like_document(source)}
    if not documents:
        raise DocumentError(
            f"Expected OpenAPI documents in a folder, found none among {len(files)} YAML and JSON files - at {said}",
            next_step="Name the folder that holds them, or a file.",
        )
    others = {name: source for name, source in files.items() if name not in documents}
    return Many(said, root, documents, others, is_folder=True)


def pattern(said: str, root: str, names: list[str]) -> Many:
    """Return the files that a pattern fits; each is meant to be a document."""
    if not names:
        raise DocumentError(
            f"Expected files that the pattern fits, found none - at {said}",
            next_step="Correct the pattern; put it in quotes, so that the shell leaves it alone.",
        )
    return Many(said, root, {name: joined(root, name) for name in sorted(names)}, {}, is_folder=False)


def released(path: str, names: list[str], revision: str) -> str | None:
    """Return the document of the newest release, from the folder on; None where this is no folder of releases.

    Each folder in it must be named after a version then, and hold a document: `DocumentError` otherwise.
    """
    folders = {name.split("/")[0] for name in names if "/" in name and not name.startswith(".")}
    if not any(Version.parse(each) for each in folders) or any(name in BUNDLE for name in names):
        return None
    if not revision:
        last = newest(releases(Path(path)))
        return last.path.relative_to(path).as_posix() if last else None
    found = [release(each, names, f"{revision}{path}") for each in folders]
    last = newest(sorted(found, key=lambda each: each.version))
    return last.path.as_posix() if last else None


def release(name: str, names: list[str], where: str) -> Release:
    """Return a release at a git revision."""
    version, bundle = Version.parse(name), first_bundle(f"{name}/", names)
    if version is None or bundle is None:
        what = "a semantic version as the name of a release" if version is None else "the bundle of a release"
        raise DocumentError(f"Expected {what}, got none - at {where}/{name}", next_step="Name a folder of releases.")
    return Release(version, Path(bundle))


def first_bundle(prefix: str, names: list[str]) -> str | None:
    """Return the first name that a release's document may have."""
    return next((f"{prefix}{name}" for name in BUNDLE if f"{prefix}{name}" in names), None)


def names_below(path: Path) -> list[str]:
    """Return the files below a folder, without hidden ones."""
    found: list[str] = []
    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = [name for name in folders if is_shown(name)]
        found += [Path(folder, name).relative_to(path).as_posix() for name in names if is_shown(name)]
    return sorted(found)


def refuse(error: OSError) -> None:
    """Stop at a folder that cannot be looked into: its documents would be left out in silence."""
    raise DocumentError(f"Expected a readable folder, got: {error.strerror} - at {error.filename}") from error


def is_shown(name: str) -> bool:
    """Whether neither a file nor a folder above it is hidden or somebody else's."""
    return not any(part.startswith(".") or part in SKIPPED for part in name.split("/"))


def looks_like_document(source: str) -> bool:
    """Whether a file says that it is OpenAPI; one that does and cannot be read is an error then, not left out."""
    parts = None if Path(source).exists() else git.split(source)
    return IS_DOCUMENT.search(git.show(*parts) if parts else Path(source).read_bytes()) is not None


def fixed(text: str) -> str:
    """Return the folder in which a pattern begins: everything before its first wild segment."""
    parts = PurePosixPath(text).parts
    at = next(at for at, part in enumerate(parts) if MAGIC.search(part))
    return str(PurePosixPath(*parts[:at])) if at else ""


def fitting(text: str, root: str, names: list[str]) -> list[str]:
    """Return the names below ``root`` that a pattern fits, as `glob` would find them on the disk."""
    wild = text[len(root) :].lstrip("/")
    return [name for name in names if re.fullmatch(translated(wild), name) and is_shown(name)]


def translated(wild: str) -> str:
    """Return the regular expression of a pattern: ``*`` and ``?`` stay within a segment, ``**/`` crosses any number."""
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", wild)
    return "".join(
        words.get(part) or (part.replace("[!", "[^") if part[:1] == "[" else re.escape(part)) for part in parts
    )


def joined(root: str, name: str) -> str:
    """Return a file below a folder, which may be a folder at a git revision."""
    return f"{root.rstrip('/')}/{name}" if root not in {"", "."} else name


def on_disk(source: str) -> str:
    """Return the path in the work tree that a source has, or would have."""
    if Path(source).exists():
        return source
    parts = git.split(source)
    return parts[1] if parts else source
