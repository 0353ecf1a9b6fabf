"""Released versions of a contract: a folder per version, each with its frozen bundle, ordered by semantic version.

::

    releases/
      1.0.0/openapi.yaml
      1.1.0/openapi.yaml

Versions follow Semantic Versioning 2.0.0 (https://semver.org).
"""

from __future__ import annotations

import re
from functools import total_ordering
from typing import TYPE_CHECKING, Final

from tradespec.document.errors import DocumentError
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SEMANTIC: Final = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?"
    r"(?:\+([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?"
)
BUNDLE: Final = ("openapi.yaml", "openapi.json", "openapi.yml")
"""The names a release's document may have, the first preferred."""
STEPS: Final = ("none", "patch", "minor", "major")
"""How far two versions may lie apart, the least step first."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A semantic version; ordered by precedence (section 11), so build metadata does not count."""

    major: int
    minor: int
    patch: int
    pre_release: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """Read ``1.2.3``, ``1.2.3-rc.1`` or ``1.2.3+build``; None where the text is no semantic version."""
        found = SEMANTIC.fullmatch(text)
        if not found:
            return None
        before = tuple(found[4].split(".")) if found[4] else ()
        return cls(int(found[1]), int(found[2]), int(found[3]), before, text)

    @property
    def precedence(self) -> tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]:
        """What versions are ordered by: numbers, then a release above its pre-releases, then their identifiers."""
        parts = tuple((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in self.pre_release)
        return self.major, self.minor, self.patch, not self.pre_release, parts

    def step_to(self, later: Version) -> str:
        """Return which step leads to a later version: none, patch, minor or major.

        Below 1.0.0 anything may change with the minor number (section 4), so there a minor step counts as a major one,
        and a patch step as a minor one. From a pre-release every step counts as major: it promised nothing (section 9).
        """
        if later <= self:
            return "none"
        if self.pre_release or later.major != self.major:
            return "major"
        if later.minor != self.minor:
            return "minor" if self.major else "major"
        return "patch" if self.major else "minor"

    def after(self, step: str) -> Version:
        """Return the least version that a step of this size leads to."""
        if step == "none":
            return self
        if self.pre_release:
            made = (self.major, self.minor, self.patch)
        elif step == "major" and self.major:
            made = (self.major + 1, 0, 0)
        elif step == "major" or (step == "minor" and self.major):
            made = (self.major, self.minor + 1, 0)
        else:
            made = (self.major, self.minor, self.patch + 1)
        return Version(*made, text=".".join(map(str, made)))

    def __eq__(self, other: object) -> bool:
        """Versions of the same precedence are equal."""
        return isinstance(other, Version) and self.precedence == other.precedence

    def __lt__(self, other: Version) -> bool:
        """Order by precedence."""
        return self.precedence < other.precedence

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.precedence)

    def __str__(self) -> str:
        """Write the version as it was read."""
        return self.text or ".".join(map(str, (self.major, self.minor, self.patch)))


@dataclass(frozen=True, slots=True)
class Release:
    """One released version and the file of its frozen bundle."""

    version: Version
    path: Path

    @property
    def folder(self) -> Path:
        """What belongs to this release: its bundle, and whatever was recorded with it."""
        return self.path.parent


def releases(folder: Path) -> tuple[Release, ...]:
    """Return the releases in a folder, the oldest first.

    `DocumentError` where the folder is missing, a version's folder holds no bundle, or a name is no version: a release
    that cannot be read is never left out in silence. Files beside the folders, and names with a leading dot, are free.
    """
    if not folder.is_dir():
        raise DocumentError(
            f"Expected a folder of releases, got {'a file' if folder.exists() else 'nothing'} - at {folder}",
            next_step="Name the folder that holds one folder per version, such as spec/releases.",
        )
    named = (each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    return tuple(sorted((release(each) for each in named), key=lambda each: each.version))


def newest(found: Sequence[Release]) -> Release | None:
    """Return the newest release that is no pre-release; the newest of all where there are only those; None of none."""
    return next((each for each in reversed(found) if not each.version.pre_release), found[-1] if found else None)


def release(folder: Path) -> Release:
    """Return the release of one version's folder; `DocumentError` as in `releases`."""
    version = Version.parse(folder.name)
    if version is None:
        raise DocumentError(
            f"Expected a semantic version as the name of a release, got `{folder.name}` - at {folder}",
            next_step="Name the folder after its version, such as 1.2.0; move what is no release elsewhere.",
        )
    for name in BUNDLE:
        if (folder / name).is_file():
            return Release(version, folder / name)
    raise DocumentError(
        f"Expected the bundle of release {version} as openapi.yaml or openapi.json, got none - at {folder}",
        next_step="Put the file back from version control, or remove the folder.",
    )
