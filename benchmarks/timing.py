"""What the benchmarks share: the best of several runs, and the command line as a whole process."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

TRADESPEC = [sys.executable, "-c", "import sys; from tradespec.cli import main; sys.exit(main())"]


def best_ms(work: Callable[[], object], runs: int) -> float:
    """Return the milliseconds of the fastest run: the others were disturbed."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1_000


def process(command: Sequence[str | Path], folder: Path | None = None, good: frozenset[int] = frozenset({0})) -> None:
    """Run a command to its end; one that fails is an error, not a figure."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in good:
        raise subprocess.CalledProcessError(done.returncode, list(command), stderr=done.stderr)
