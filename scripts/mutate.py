# ruff: noqa: INP001 - a script, no package
"""Mutate other people's documents and see whether the comparison tells what breaks: scripts/mutate.py FOLDER [COUNT]."""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from mutations.judging import wrong  # noqa: E402 - found by the line before
from mutations.mutator import mutations  # noqa: E402

from tradespec.document import DocumentError, load  # noqa: E402

SEED, COUNT = 1, 40


def main(folder: Path, count: int) -> int:
    """Judge up to ``count`` mutations, spread over the kinds, of each document below a folder; print what was wrong."""
    bad = 0
    for path in sorted(each for each in folder.rglob("*") if each.suffix in {".json", ".yaml", ".yml"}):
        try:
            document = load(path).root
        except DocumentError as error:
            sys.stdout.write(f"{path}: {error}\n")
            continue
        if not str(document.get("openapi", "")).startswith("3.") or not document.get("paths"):
            continue
        every = list(mutations(document, SEED))
        with tempfile.TemporaryDirectory() as made:
            chosen = list(islice(every, 0, None, max(1, len(every) // count)))
            found = [said for each in chosen if (said := wrong(each, Path(made)))]
        breaking = sum(each.breaking for each in chosen)
        sys.stdout.write(f"{path}: {breaking} breaking, {len(chosen) - breaking} harmless, {len(found)} judged wrong\n")
        sys.stdout.writelines(f"    {said}\n" for said in found)
        sys.stdout.flush()
        bad += len(found)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT))  # noqa: PLR2004 - the second argument
