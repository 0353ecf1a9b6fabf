"""Cases per second of ``tradespec fuzz`` beside plain Schemathesis: the same engine, application, document, seed and options.

The public operations of the exchange need no key, so that plain Schemathesis can ask the same. What ours adds is the
reader of findings, the catalogue's checks and its own process. A third row signs, and asks every operation.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tradespec.contract import Contract, read, read_file
from tradespec.document import load
from tradespec.probe.compat import Access, parse_server
from tradespec.probe.compat.settings import read_settings
from tradespec.probe.fuzzing import run_fuzz

ROOT = Path(__file__).resolve().parents[1]
SEED, EXAMPLES, ROUNDS = 7, 40, 3
CASES = re.compile(r"([\d,]+) generated")


def public(folder: Path) -> Path:
    """Write the contract with its public operations only, and return the file."""
    document = json.loads((ROOT / "generated/server/openapi.json").read_text("utf-8"))
    for path, item in list(document["paths"].items()):
        document["paths"][path] = {
            name: part for name, part in item.items() if not isinstance(part, dict) or not part.get("security")
        }
    file = folder / "openapi.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def plain(spec: Path, url: str) -> tuple[int, float]:
    """Run Schemathesis by itself; return cases and seconds."""
    options = ["--phases", "examples,coverage,fuzzing,stateful", "--mode", "all", "--exclude-checks", "ignored_auth"]
    options += ["--max-examples", str(EXAMPLES), "--seed", str(SEED), "--generation-database", "none"]
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(spec), "--url", url, "--no-color", *options]
    started = time.perf_counter()
    done = subprocess.run([*command, "--continue-on-failure"], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    found = CASES.search(done.stdout)
    if not found:
        raise SystemExit(f"Expected Schemathesis to say how many cases it made, got: {done.stdout[-400:]}")
    return int(found[1].replace(",", "")), seconds


def ours(contract: Contract, url: str, access: Access, checks: Path | None = None) -> tuple[int, float]:
    """Run the same by `run_fuzz`; return cases and seconds."""
    started = time.perf_counter()
    report = run_fuzz(contract, url, access=access, seed=SEED, examples=EXAMPLES, checks=checks)
    return report.cases, time.perf_counter() - started


def row(name: str, runs: list[tuple[int, float]]) -> float:
    """Print the best of some runs, and return its rate."""
    cases, seconds = max(runs, key=lambda each: each[0] / each[1])
    print(f"{name:<44}{cases:>7} cases {seconds:>7.1f} s {cases / seconds:>7.0f}/s")
    return cases / seconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, parse_server("app:tradespec_server.app").running(busy=True) as url:
        spec = public(Path(folder))
        contract = read(load(spec))
        pairs = [(plain(spec, url), ours(contract, url, Access())) for _ in range(ROUNDS)]
        peer = row("schemathesis, public operations", [each for each, _ in pairs])
        own = row("tradespec fuzz, public operations", [each for _, each in pairs])
        print(f"{'':<44}{own / peer:>36.2f} x")
        access = read_settings(ROOT / "spec/tradespec.toml").access
        whole = read_file(ROOT / "spec/openapi.yaml")
        row("tradespec fuzz, all, signed, with rules", [ours(whole, url, access, ROOT / "spec/checks.py")])


if __name__ == "__main__":
    main()
