"""TypeScript generation as whole processes, beside the generators most used.

    python benchmarks/bench_typescript.py [DOCUMENT ...]

Without documents: the exchange's contract and, where it is at hand, Binance's. The peers are installed with npm into
``.cache`` at the first run; where that fails they are left out. openapi-typescript writes types alone, hey-api types and
a client.
Each figure is the best of several runs into an empty folder, with its ratio to ours.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import TRADESPEC, best_ms, process

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
PEERS = {"openapi-typescript": "7.13.0", "@hey-api/openapi-ts": "0.99.0", "typescript": "5.9.3"}
CORPUS = Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))


def peers() -> Path | None:
    """Return the folder of the peers' commands, installing them where they are missing."""
    home = ROOT / ".cache" / "bench-typescript"
    commands = home / "node_modules" / ".bin"
    wanted = json.dumps({"private": True, "dependencies": PEERS})
    package = home / "package.json"
    if commands.is_dir() and package.read_text() == wanted:
        return commands
    home.mkdir(parents=True, exist_ok=True)
    package.write_text(wanted)
    npm = shutil.which("npm")
    install = [npm or "npm", "install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"]
    if npm is None or subprocess.run(install, cwd=home, check=False, capture_output=True).returncode:
        package.unlink()
        return None
    return commands


def milliseconds(command: list[str | Path]) -> float | None:
    """Return the best of `RUNS` runs, each into an empty folder; None where the command fails."""

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            process([str(word).replace("OUT", folder) for word in command], Path(folder))

    try:
        return best_ms(run, RUNS)
    except subprocess.CalledProcessError:
        return None


def main(documents: list[str]) -> None:
    binance = CORPUS / "single" / "binance-spot.yaml"
    named = [Path(name).resolve() for name in documents]
    named = named or [ROOT / "spec" / "openapi.yaml", *([binance] if binance.exists() else [])]
    commands = peers()
    for path in named:
        rows = {"tradespec generate typescript": [*TRADESPEC, "generate", "typescript", "--spec", path, "--out", "OUT"]}
        if commands is not None:
            rows["openapi-typescript"] = [commands / "openapi-typescript", path, "-o", "OUT/schema.ts"]
            rows["hey-api openapi-ts"] = [commands / "openapi-ts", "-i", path, "-o", "OUT/client"]
        else:
            print("openapi-typescript and hey-api could not be installed; ours alone")
        print(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)")
        ours = None
        for name, command in rows.items():
            taken = milliseconds(command)
            ours = ours or taken
            said = f"{taken:8.0f} ms  {taken / ours:5.1f} x" if taken and ours else "  failed"
            print(f"  {name:30}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
