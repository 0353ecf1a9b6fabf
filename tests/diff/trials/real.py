"""Schemas of real contracts, as the comparison writes them for its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.contract import read_file
from tradespec.diff.projection import Projector, Spelling
from tradespec.document import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tradespec.contract import Schema

NAMES = ("*.yaml", "*.yml", "*.json")
BYTES_MAX = 6_000
"""Larger schemas hold no more kinds of questions, only more of the same."""
SPELLINGS = tuple(Spelling("base", way, role) for way in ("request", "response") for role in ("wide", "narrow"))  # type: ignore[arg-type]


def real_schemas(folders: Iterable[Path]) -> list[Any]:
    """Return every named schema of the documents in some folders, in all ways that a comparison writes it."""
    found: dict[str, Any] = {}
    for path in sorted(path for folder in folders for name in NAMES for path in folder.rglob(name)):
        for written in written_schemas(path):
            if len(text := repr(written)) < BYTES_MAX:
                found[text] = written
    return list(found.values())


def written_schemas(path: Path) -> Iterator[Any]:
    """Yield the schemas of one document; none of a file that is no contract."""
    try:
        contract = read_file(path)
    except DocumentError:
        return
    projector = Projector(contract, contract)
    for schema in contract.schemas.values():
        yield from (completed(projector, schema, how) for how in SPELLINGS)


def completed(projector: Projector, schema: Schema, how: Spelling) -> Any:
    """Return a schema with its definitions under short names."""
    written = projector.complete(projector.write(schema, how))
    if isinstance(written, bool) or "$defs" not in written:
        return written
    short = {f"#/$defs/{escaped(name)}": f"#/$defs/D{at}" for at, name in enumerate(written["$defs"])}
    definitions = {f"D{at}": renamed(each, short) for at, each in enumerate(written["$defs"].values())}
    return {**renamed({word: said for word, said in written.items() if word != "$defs"}, short), "$defs": definitions}


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return a schema whose references have other names."""
    if isinstance(value, dict):
        return {
            key: names.get(item, item) if key == "$ref" and isinstance(item, str) else renamed(item, names)
            for key, item in value.items()
        }
    return [renamed(item, names) for item in value] if isinstance(value, list) else value
