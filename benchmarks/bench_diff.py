"""The gate beside oasdiff and redocly: whole cold processes on the same files, in turn; then the probe of their verdicts.

    python benchmarks/bench_diff.py [--corpus FOLDER] [--rounds N] [--write PAGE]

Prints two tables, and with --write makes a page of them. Each figure is the median of several rounds, with the largest
peak memory; within a round all tools compare the same two documents one after the other, so that what else runs on the
machine disturbs all alike. Without a corpus the pairs of real documents are left out. The peers are installed with npm
into ``.cache`` at the first run; one that cannot be had is left out, and said so.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import documents
import peers_diff

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
OURS = [sys.executable, "-c", "import sys; from tradespec.cli import main; sys.exit(main())", "breaking"]
LOADING = [
    sys.executable,
    "-c",
    "import sys; from tradespec.document import load; [load(name) for name in sys.argv[1:]]",
]
PATIENCE_SECONDS = 60
"""A tool that takes longer on one pair is stopped and left out of it."""
AIMS = """The aims: at most half of oasdiff's time on the megabyte documents, at most its time on the small pair, no more memory \
on any; comparing a document with itself within 1.5 times of loading both sides; no growth faster than the document."""


@dataclass
class Pair:
    """Two documents, and what was measured on them: tool -> [(seconds, megabytes)]."""

    name: str
    old: Path
    new: Path
    with_redocly: bool = True
    loading: bool = False
    runs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return self.old.stat().st_size

    def seconds(self, tool: str) -> float | None:
        return statistics.median(took for took, _ in self.runs[tool]) if self.runs.get(tool) else None

    def memory(self, tool: str) -> float | None:
        return max(peak for _, peak in self.runs[tool]) if self.runs.get(tool) else None


def pairs(corpus: Path | None, folder: Path) -> Iterator[Pair]:
    """Yield what is compared."""
    if corpus is not None:
        for title, name in (("OKX", "okx-rest.yaml"), ("Coinbase CDP", "coinbase-cdp.yaml")):
            source = corpus / "single" / name
            yield Pair(f"{title}, with itself", source, source, loading=True)
            yield Pair(f"{title}, {documents.MUTATIONS} seeded edits", source, documents.mutated(source, folder))
        versions = sorted((corpus / "versions" / "coinbase-cdp").iterdir())
        yield Pair("Coinbase CDP, 00 to 05 (small)", versions[0], versions[-1])
    own = ROOT / "spec" / "openapi.yaml"
    yield Pair("our contract, with itself", own, own)
    yield Pair("made: 2,500 operations, 10,000 schemas", *documents.made(folder, 2_500, 10_000), with_redocly=False)
    yield Pair("made: 5,000 operations, 20,000 schemas", *documents.made(folder, 5_000, 20_000), with_redocly=False)
    yield Pair("made: objects nested 60 deep", *documents.nested(folder, 60))
    yield Pair("made: 100 schemas in a circle", *documents.circle(folder, 100))


def measure(pair: Pair, tools: dict[str, list[str]], rounds: int) -> None:
    """Run every tool on a pair, in turn."""
    stopped: set[str] = set()
    for _ in range(rounds):
        for tool, command in tools.items():
            if tool in stopped or (tool == "redocly" and not pair.with_redocly):
                continue
            if tool == "loading" and not pair.loading:
                continue
            figures = measured([*command, str(pair.old), str(pair.new)])
            if figures is None:
                stopped.add(tool)
                pair.runs.pop(tool, None)
            else:
                pair.runs.setdefault(tool, []).append(figures)
                if figures[0] > PATIENCE_SECONDS / 10:
                    stopped.add(tool)  # one figure is enough of what takes so long


def measured(command: list[str]) -> tuple[float, float] | None:
    """Run a command; return (seconds, peak megabytes), None where it fails or takes too long."""
    meter = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "spent.py"), str(PATIENCE_SECONDS)]
    code, seconds, kilobytes = subprocess.run([*meter, *command], capture_output=True, check=True).stdout.split()
    return (float(seconds), int(kilobytes) / 1024) if int(code) in {0, 1} else None


def table(measured_pairs: list[Pair]) -> list[list[str]]:
    """Return the rows of the table of times."""
    rows = [["documents", "MB", "tradespec", "oasdiff", "redocly", "time to oasdiff", "memory to oasdiff"]]
    for pair in measured_pairs:
        cells = [pair.name, f"{pair.size / 1e6:.2f}"]
        for tool in ("tradespec", "oasdiff", "redocly"):
            seconds, memory = pair.seconds(tool), pair.memory(tool)
            cells.append("" if seconds is None or memory is None else f"{seconds:.2f} s, {memory:.0f} MB")
        cells.append(ratio(pair.seconds("tradespec"), pair.seconds("oasdiff")))
        cells.append(ratio(pair.memory("tradespec"), pair.memory("oasdiff")))
        rows.append(cells)
        if pair.runs.get("loading"):
            loaded, memory = pair.seconds("loading"), pair.memory("loading")
            said = f"{loaded:.2f} s, {memory:.0f} MB"
            times = ratio(pair.seconds("tradespec"), loaded)
            rows.append(
                [f"- loading both sides, for comparison (comparing takes {times} of it)", "", said, "", "", "", ""]
            )
    return rows


def ratio(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.2f}" if ours is not None and theirs else ""


def markdown(rows: list[list[str]]) -> str:
    lines = [" | ".join(row) for row in (rows[0], ["---"] * len(rows[0]), *rows[1:])]
    return "\n".join(f"| {line} |" for line in lines)


def aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[at]) for row in rows if not row[0].startswith("- ") or at) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def page(times: list[list[str]], probe: list[list[str]], versions: dict[str, str], rounds: int) -> str:
    """Return the page of the docs."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} on {platform.machine()}"
    tools = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"""# The gate beside its peers

Written by `make bench-diff`; run it again on your machine, with documents of your own as `CORPUS=folder`.

Measured on {datetime.now(UTC).date()} with {machine}; {tools}.

## Time and memory

Whole processes, cold, on the same files, one tool after the other (rounds: {rounds}). Times are medians, memory is
the highest peak. An empty cell: the peer is not run there, cannot read the documents, or takes longer than
{PATIENCE_SECONDS} s.

{AIMS}

{markdown(times)}

The real documents are other people's and not part of the project: put them as `single/okx-rest.yaml`,
`single/coinbase-cdp.yaml` and `versions/coinbase-cdp/*.yaml` into a folder. The made ones come from `benchmarks/documents.py`.

## Verdicts

The probe of `tests/diff/probe`: edits whose truth is known. A miss is a breaking edit without an alarm, a false alarm an
alarm over an edit that breaks nobody. Only the worst level of each tool counts as an alarm.

{markdown(probe)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--corpus", type=Path, default=Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus"))
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path, metavar="PAGE")
    given = parser.parse_args()
    corpus = given.corpus if (given.corpus / "single").is_dir() else None
    compileall.compile_dir(ROOT / "generators", quiet=2)  # as installers do; the peers are compiled as well
    peers = peers_diff.installed()
    tools = {"tradespec": OURS, "loading": LOADING}
    tools |= {name: peers_diff.command(name, package) for name, package in peers.items() if package is not None}
    for name in sorted(peers.keys() - tools.keys()):
        print(f"{name} could not be installed here")
    with tempfile.TemporaryDirectory() as made:
        found = list(pairs(corpus, Path(made)))
        for pair in found:
            print(f"{pair.name} ...", flush=True)
            measure(pair, tools, given.rounds)
        times = table(found)
        print("\n" + aligned(times), flush=True)
        probe = peers_diff.table(peers, Path(made))
        print("\n" + aligned(probe))
    if given.write:
        versions = peers_diff.versions(peers)
        given.write.write_text(page(times, probe, versions, given.rounds), "utf-8")
        print(f"\nwrote {given.write}")


if __name__ == "__main__":
    main()
