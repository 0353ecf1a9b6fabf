"""Run every benchmark of this folder, each in a process of its own.

    python benchmarks [--only NAME ...]

Exit code 1 where one failed. What the project aims at: ``tradespec --help`` within 4 times ``python -c pass``; a document of
2 MB inspected within 0.6 s and loaded 10 times faster than by PyYAML's C loader; a TypeScript package of a document of 1.3 MB
within 1 s; orders at FastAPI's rate or better.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NAMES = [path.stem.removeprefix("bench_") for path in sorted(FOLDER.glob("bench_*.py"))]


def run(name: str) -> bool:
    """Run one, its output as it comes; whether it succeeded."""
    path = FOLDER / f"bench_{name}.py"
    print(f"== {name} ==", flush=True)
    started = time.perf_counter()
    done = subprocess.run([sys.executable, str(path)], check=False)
    if done.returncode:
        print(f"{name} failed with exit code {done.returncode}", file=sys.stderr)
    print(f"-- {time.perf_counter() - started:.0f} s\n", flush=True)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=NAMES, help=f"one or more of: {', '.join(NAMES)}")
    results = {name: run(name) for name in parser.parse_args().only or NAMES}
    failed = [name for name, fine in results.items() if not fine]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
