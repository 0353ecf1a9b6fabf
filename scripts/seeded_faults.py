# ruff: noqa: INP001 - a script, no package
"""Break the exchange on purpose, one fault at a time, and see who finds it: the comparison, or which way of the matrix.

``scripts/seeded_faults.py [--ways positive,sdk,traces] [--only TEXT] [--examples N] [--seed N]`` prints a table in
Markdown. Exit code 1 where a fault was not found or an addition was taken for one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "probe"))

from faults.catalogue import CHANGES  # noqa: E402 - found by the line before
from faults.judging import Judged, judged  # noqa: E402

from tradespec.probe.compat import WAYS, read_releases  # noqa: E402


def main() -> int:
    """Judge every change and print the table."""
    asked = options()
    releases = read_releases([ROOT / "spec" / "releases"])
    ways, began, results = asked.ways.split(","), time.monotonic(), []
    write(f"| change | breaks | diff | {' | '.join(ways)} | found |\n|---|---|---|{'---|' * len(ways)}---|\n")
    with tempfile.TemporaryDirectory(prefix="tradespec-faults-") as folder:
        for name in (each for each in CHANGES if asked.only in each):
            one = judged(name, releases, ways, Path(folder), seed=asked.seed, examples=asked.examples)
            results.append(one)
            write(row(one, ways))
    write(summary(results, ways, time.monotonic() - began))
    return int(not all(one.right for one in results))


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Break the exchange on purpose, and see who finds it.")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--only", default="", help="only changes whose name has this in it")
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def row(one: Judged, ways: list[str]) -> str:
    """Return a line of the table, and below it what was found where nothing should be, or could not be judged."""
    cells = [mark(one.rules), *(mark(one.ways.get(way, [])) for way in ways)]
    line = f"| {one.name} | {'yes' if one.breaks else 'no'} | {' | '.join(cells)} | {'yes' if one.found else 'no'} |\n"
    if not one.right:
        wrong = [*one.rules, *(said for found in one.ways.values() for said in found)] if not one.breaks else []
        line += "".join(f"    {said}\n" for said in [*one.failed, *wrong][:6])
    return line


def mark(found: list[str]) -> str:
    """Return how many findings there are, a dash for none."""
    return str(len(found)) if found else "-"


def summary(results: list[Judged], ways: list[str], seconds: float) -> str:
    """Return the counts."""
    faults, additions = [one for one in results if one.breaks], [one for one in results if not one.breaks]
    per_way = ", ".join(f"{way} {sum(bool(one.ways.get(way)) for one in faults)}" for way in ways)
    return (
        f"\n{len(faults)} faults: {sum(one.found for one in faults)} found"
        f" (diff {sum(bool(one.rules) for one in faults)}, {per_way});"
        f" {len(additions)} additions: {sum(one.found for one in additions)} false alarms;"
        f" {sum(bool(one.failed) for one in results)} could not be judged; {seconds:.0f} s\n"
    )


def write(text: str) -> None:
    """Print at once, for runs take a while."""
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
