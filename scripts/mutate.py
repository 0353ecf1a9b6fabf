# ruff: noqa: INP001 - a script, no package
"""Mutate other people's documents and see whether the comparison tells what breaks.

    python scripts/mutate.py --corpus FOLDER [--seeds 1 2 3] [--small 100] [--large 60]

Each OpenAPI or Swagger document below the folder is bundled and mutated by every kind of change that finds a place in it,
one at a time, forwards and backwards. A breaking change has to be found in the right operations and the right direction;
what is harmless, or lies elsewhere, may not be called breaking; each witness is checked apart. At least as many mutations
are judged as asked for small documents and for large ones (above 300 kB), half of them breaking, others for
every seed. The exit code is 1 where a verdict was wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from mutations.judging import complaints, judged  # noqa: E402 - found by the line before
from mutations.mutator import mutations  # noqa: E402

from tradespec.document import DocumentError, bundle, load  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutations.mutator import Mutation

LARGE_BYTES = 300_000
COLUMNS = "{:48} {:>6} {:>6} {:>6} {:>9} {:>9} {:>7} {:>9}"


@dataclass
class Row:
    """What came of one document."""

    name: str
    kinds: dict[bool, set[str]] = field(default_factory=lambda: {True: set(), False: set()})
    tried: Counter[bool] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def judge(self, mutation: Mutation, folder: Path) -> None:
        """Try one mutation."""
        self.kinds[mutation.breaking].add(mutation.kind)
        self.tried[mutation.breaking] += 1
        found = list(complaints(mutation, judged(mutation, folder)))
        self.wrong.update({each.split(":")[0] for each in found})
        self.said += found

    def __str__(self) -> str:
        """Write it as a line of the table."""
        right = self.tried[True] - self.wrong["missed"]
        return COLUMNS.format(
            self.name,
            len(self.kinds[True] | self.kinds[False]),
            self.tried[True],
            right,
            self.wrong["beside the point"] + self.wrong["not shown"],
            self.tried[False],
            self.wrong["false alarm"],
            f"{self.seconds:.1f} s",
        )


def documents(folder: Path) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield the name of each document with paths, its bundle, and whether it is large."""
    for path in sorted(each for each in folder.rglob("*") if each.suffix in {".json", ".yaml", ".yml"}):
        try:
            document = bundle(load(path))
        except DocumentError as error:
            sys.stdout.write(f"{path}: {error}\n")
            continue
        if {"openapi", "swagger"} & set(document) and document.get("paths"):
            yield str(path.relative_to(folder)), document, path.stat().st_size > LARGE_BYTES


def chosen(document: dict[str, Any], seed: int, count: int) -> list[Mutation]:
    """Return as many mutations as asked, half of them breaking where there are so many; others for every seed."""
    chance = Random(seed)  # noqa: S311 - a seeded choice
    every = list(mutations(document, seed))
    chance.shuffle(every)
    breaking = [each for each in every if each.breaking][: count // 2]
    return [*breaking, *[each for each in every if not each.breaking][: count - len(breaking)]]


def main() -> int:
    """Judge everything and print a table; 1 where a verdict was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER", help="a folder of documents")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="each makes other mutations")
    parser.add_argument("--small", type=int, default=100, metavar="COUNT", help="mutations of a small document")
    parser.add_argument("--large", type=int, default=60, metavar="COUNT", help="mutations of one above 300 kB")
    asked = parser.parse_args()
    head = ("document", "kinds", "break", "found", "misplaced", "harmless", "alarms", "time")
    sys.stdout.write(COLUMNS.format(*head) + "\n")
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for name, document, large in documents(asked.corpus):
            row = Row(name)
            began = time.perf_counter()
            for seed in asked.seeds:
                for mutation in chosen(document, seed, asked.large if large else asked.small):
                    row.judge(mutation, Path(made))
            row.seconds = time.perf_counter() - began
            sys.stdout.write(f"{row}\n" + "".join(f"    {said[:1000]}\n" for said in row.said))
            sys.stdout.flush()
            rows.append(row)
    total = whole(rows)
    kinds = {breaks: len(set().union(*(row.kinds[breaks] for row in rows))) for breaks in (True, False)}
    sys.stdout.write(f"{total}\n{kinds[True]} kinds of breaking change and {kinds[False]} of harmless change\n")
    return int(any(row.said for row in rows))


def whole(rows: list[Row]) -> Row:
    """Return the sum of all rows."""
    out = Row(f"{len(rows)} documents")
    for row in rows:
        for breaks, kinds in row.kinds.items():
            out.kinds[breaks] |= kinds
        out.tried += row.tried
        out.wrong += row.wrong
        out.seconds += row.seconds
    return out


if __name__ == "__main__":
    sys.exit(main())
