# ruff: noqa: INP001, T201 - a script, no package; it prints
"""Look for contradictions in the answers about containment, in random schemas and in small edits of real ones.

    python scripts/soundness.py [--tries 100000] [--corpus FOLDER ...] [--seed N]

Each try asks about one pair of schemas. A `Yes` is searched for a value that the narrow schema accepts and the wide one
refuses; the witness of a `No` is asked of jsonschema-rs afresh; neither may be contradicted by the canonical algebra of
jsonschema-rs. Real schemas come from `spec/` and from every document below the folders. A pair that contradicts is
written to `tests/diff/kept`. The exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from trials.kept import keep  # noqa: E402 - found by the line before
from trials.real import real_schemas  # noqa: E402
from trials.trial import Tally, attempt  # noqa: E402

PROGRESS_SECONDS = 30


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))  # noqa: S311 - no secret
    said = parser.parse_args()
    known = real_schemas([ROOT / "spec", *said.corpus])
    print(f"seed {said.seed}, {said.tries:,} tries, {len(known):,} real schemas", flush=True)
    tally, began, shown = Tally(), time.perf_counter(), time.perf_counter()
    for number in range(said.tries):
        attempt(tally, said.seed + number, known)
        if time.perf_counter() - shown > PROGRESS_SECONDS:
            shown = time.perf_counter()
            print(f"  {tally.tries:,} tries, {len(tally.contradictions)} contradictions", file=sys.stderr, flush=True)
    report(tally, time.perf_counter() - began)
    return 1 if tally.contradictions else 0


def report(tally: Tally, seconds: float) -> None:
    """Print what came of it."""
    for name in ("Yes", "No", "Unknown"):
        count = tally.answers[name]
        print(f"{name:10}{count:>10,}{count / max(tally.tries, 1):>9.2%}")
    for reason, count in tally.reasons.most_common(8):
        print(f"{'':10}{count:>10,}  {reason.splitlines()[0][:90]}")
    print(f"tries     {tally.tries:>10,}  in {seconds:,.0f} s")
    print(f"instances {tally.instances:>10,}  that a narrow schema accepted, all accepted by the wide one")
    print(f"contradictions {len(tally.contradictions):>5,}")
    for wide, narrow, against, seed in tally.contradictions:
        print(f"  {keep(wide, narrow, against, seed)}")


if __name__ == "__main__":
    sys.exit(main())
