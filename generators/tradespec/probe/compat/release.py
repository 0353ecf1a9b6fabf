"""The rows of the matrix: released contracts, from a folder of releases or from any documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tradespec.contract import read_file
from tradespec.document import DocumentError
from tradespec.document.releases import Version, releases
from tradespec.probe.compat.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.contract import Contract

__all__ = ["Release", "read_releases", "supported"]

TRACES = ("traces.jsonl", "traces.har")
OPERATORS = (">=", "<=", "==", ">", "<")


@dataclass(frozen=True)
class Release:
    """One released contract: what it is called, and the document (a file, or ``REV:path``)."""

    name: str
    source: str
    traces: tuple[Path, ...] = field(default=())
    """Traces recorded when this was the contract, to be replayed in this order."""

    @cached_property
    def contract(self) -> Contract:
        """The contract, read once."""
        return read_file(self.source)

    @property
    def version(self) -> Version | None:
        """The semantic version that the row is named after, None where it is none."""
        return Version.parse(self.name)


def read_releases(sources: Iterable[str | Path]) -> tuple[Release, ...]:
    """Return the releases of folders (one folder per version) and of single documents, in the order given.

    `Unreadable` where a folder holds no release, a version's folder no bundle, or a document cannot be read.
    """
    found: list[Release] = []
    for source in sources:
        try:
            found += in_folder(Path(source)) if Path(source).is_dir() else [single(str(source))]
        except DocumentError as error:
            raise Unreadable(str(error), error.next_step or "Correct the document, or leave it out.") from error
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(
            f"Expected releases of different versions, got {', '.join(twice)} more than once",
            "Give each document a version of its own (info.version), or name fewer.",
        )
    return tuple(found)


def in_folder(folder: Path) -> list[Release]:
    """Return the releases of a folder, the oldest first."""
    found = [Release(str(each.version), str(each.path), recorded(each.folder)) for each in releases(folder)]
    if not found:
        raise Unreadable(
            f"Expected a folder per version with its openapi.yaml, got none - at {folder}",
            "Freeze a contract with `tradespec release`, or name a document.",
        )
    for each in found:
        each.contract.operations  # noqa: B018 - a bundle that cannot be read is told before anything runs
    return found


def single(source: str) -> Release:
    """Return one document as a release named after its version; its traces lie beside it."""
    contract = read_file(source)
    beside = Path(source).parent if Path(source).is_file() else None
    return Release(contract.version or source, source, recorded(beside) if beside else ())


def recorded(folder: Path) -> tuple[Path, ...]:
    """Return the traces that lie in a folder."""
    return tuple(folder / name for name in TRACES if (folder / name).is_file())


def supported(found: Iterable[Release], wanted: str) -> frozenset[str]:
    """Return the names of the releases that must be green.

    ``wanted`` is ``all``, or conditions and names with commas between: ``>=1.0,<3`` takes what fulfils all conditions,
    ``1.0.0,1.2.0`` what is named. `ValueError` where it cannot be read, or no release answers to it.
    """
    found = tuple(found)
    parts = [part.strip() for part in wanted.split(",") if part.strip()]
    if parts == ["all"]:
        return frozenset(each.name for each in found)
    conditions = [condition(part) for part in parts if part.startswith(OPERATORS)]
    named = {part for part in parts if not part.startswith(OPERATORS)}
    if unknown := sorted(named - {each.name for each in found}):
        raise ValueError(f"Expected the name of a release, got `{unknown[0]}`")
    chosen = {each.name for each in found if conditions and each.version and fulfils(each.version, conditions)}
    if not chosen | named:
        raise ValueError(f"Expected a condition that some release fulfils, got `{wanted}`")
    return frozenset(chosen | named)


def condition(text: str) -> tuple[str, Version]:
    """Read ``>=1.0`` as an operator and a version; missing numbers are zeros."""
    operator = next(each for each in OPERATORS if text.startswith(each))
    numbers = text.removeprefix(operator).strip()
    version = Version.parse(numbers) or Version.parse(f"{numbers}.0") or Version.parse(f"{numbers}.0.0")
    if version is None:
        raise ValueError(f"Expected a version behind `{operator}`, got `{numbers}`")
    return operator, version


def fulfils(version: Version, conditions: Iterable[tuple[str, Version]]) -> bool:
    """Whether a version fulfils all conditions."""
    answers = {
        ">=": lambda other: version >= other,
        "<=": lambda other: version <= other,
        "==": lambda other: version == other,
        ">": lambda other: version > other,
        "<": lambda other: version < other,
    }
    return all(answers[operator](other) for operator, other in conditions)
