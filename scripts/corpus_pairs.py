# ruff: noqa: INP001 - a script, not a package
"""Compare every version of other people's documents with every other, and check each proof apart.

    python scripts/corpus_pairs.py FOLDER

Below the folder lies one folder per document; its versions are files, or folders of files with the same names. A document
that both sides refuse to read is no pair. The exit code is 1 where a comparison crashed or a witness did not show what it
should; how a witness is checked without the comparison stands in `tests/diff/mutations/witnesses.py`.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from mutations.witnesses import is_shown  # noqa: E402 - found by the line before

from tradespec.contract import read_file  # noqa: E402
from tradespec.diff import compare  # noqa: E402
from tradespec.document import DocumentError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract
    from tradespec.diff.finding import Report

SUFFIXES = {".yaml", ".yml", ".json"}


@dataclass(slots=True)
class Group:
    """All versions of one document."""

    name: str
    versions: list[Path]
    pairs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def run(self) -> None:
        """Compare every version with every other, both ways."""
        read = [(path, contract) for path in self.versions if (contract := contract_of(path)) is not None]
        began = time.perf_counter()
        for (old, base), (new, revision) in permutations(read, 2):
            self.pairs += 1
            try:
                report = compare(base, revision)
                self.count(report, f"{old} -> {new}")
            except Exception:  # noqa: BLE001 - a crash of any kind is what this looks for
                self.crashes.append(f"{old} -> {new}\n{traceback.format_exc()}")
        self.seconds = time.perf_counter() - began

    def count(self, report: Report, pair: str) -> None:
        """Count what was found, and check the proofs."""
        for finding in report:
            self.counts[finding.severity] += 1
            self.counts[finding.certainty] += 1
            if finding.witness is None:
                continue
            if is_shown(report, finding):
                self.counts["verified"] += 1
            else:
                self.unshown.append(f"{pair}: {finding.id}: {finding.message}: {finding.witness.value!r}"[:600])


def contract_of(path: Path) -> Contract | None:
    """Read a document; None where it is none that can be compared, such as AsyncAPI or a file of schemas."""
    try:
        return read_file(path)
    except DocumentError:
        return None


def groups(folder: Path) -> Iterator[Group]:
    """Yield the versions that belong together: by folder, and by name where each version is a folder."""
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        found: dict[str, list[Path]] = {}
        for path in sorted(path for path in each.rglob("*") if path.suffix in SUFFIXES):
            found.setdefault(each.name if path.parent == each else f"{each.name}/{path.name}", []).append(path)
        yield from (Group(name, versions) for name, versions in found.items())


def table_of(found: list[Group]) -> Table:
    """Return one row per document."""
    table = Table(box=None, pad_edge=False)
    table.add_column("versions of")
    words = ("breaking", "risky", "info", "proven", "verified", "likely", "declared")
    for title in ("pairs", *words, "crashes", "seconds"):
        table.add_column(title, justify="right")
    for group in found:
        counted = (str(group.counts[word]) for word in words)
        table.add_row(group.name, str(group.pairs), *counted, str(len(group.crashes)), f"{group.seconds:.1f}")
    return table


def try_pairs(folder: Path, console: Console) -> bool:
    """Compare all versions below a folder and print a table; whether all went well."""
    found = []
    waiting = list(groups(folder))
    for group in track(
        waiting, "comparing", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ):
        group.run()
        if group.pairs:
            found.append(group)
    console.print(table_of(found))
    for group in found:
        for said in (*group.crashes, *group.unshown):
            console.print(f"\n{group.name}: {said}")
    total = sum((group.counts for group in found), Counter[str]())
    console.print(
        f"\n{sum(group.pairs for group in found)} pairs, {total['proven']} proofs, {total['verified']} of them verified"
    )
    return not any(group.crashes or group.unshown for group in found)


if __name__ == "__main__":
    wide = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    sys.exit(0 if try_pairs(Path(sys.argv[1]), wide) else 1)
