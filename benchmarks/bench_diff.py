"""Time and memory of `tradespec breaking`, beside oasdiff where its binary is at hand, as whole cold processes.

    python benchmarks/bench_diff.py --corpus ../shared/corpus --oasdiff path/to/oasdiff

Without a corpus it compares documents that it makes: 5,000 operations over 20,000 schemas, and schemas that refer to each
other in a circle.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
MUTATIONS = 40


def measured(command: list[str]) -> tuple[float, float]:
    """Run a command; return (seconds, peak megabytes)."""
    began = time.perf_counter()
    process = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)],
    )
    _, status, usage = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in {0, 1}:
        sys.exit(f"{' '.join(command)}: exit code {code}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def row(name: str, tools: dict[str, list[str]], pair: tuple[Path, Path]) -> None:
    """Measure all tools on one pair, in turn, so that what else runs on the machine disturbs all alike."""
    runs: dict[str, list[tuple[float, float]]] = {tool: [] for tool in tools}
    for _ in range(ROUNDS):
        for tool, command in tools.items():
            runs[tool].append(measured([*command, *map(str, pair)]))
    said = [
        f"{tool} {statistics.median(seconds for seconds, _ in found):.2f} s {max(size for _, size in found):.0f} MB"
        for tool, found in runs.items()
    ]
    print(f"{name:<44} {'   '.join(said)}", flush=True)


def mutated(source: Path, folder: Path) -> Path:
    """Write a document with seeded edits of its schemas, half of them harmless."""
    from tradespec.document import load

    root = copy.deepcopy(load(source).root)
    found: list[dict] = []
    collect(root.get("paths"), found)
    collect((root.get("components") or {}).get("schemas"), found)
    dice = random.Random(7)
    for schema in dice.sample(found, min(MUTATIONS, len(found))):
        harm = dice.random() < 0.5
        if schema["type"] == "string":
            schema.update(minLength=2) if harm else schema.update(description="said anew")
        elif schema["type"] == "object" and schema.get("properties"):
            names = sorted(schema["properties"])
            schema.update(required=names) if harm else schema.setdefault("properties", {}).update(
                added={"type": "string"}
            )
        else:
            schema.update(description="said anew")
    target = folder / f"mutated-{source.stem}.json"
    target.write_text(json.dumps(root, default=str), "utf-8")
    return target


def collect(value: object, found: list[dict]) -> None:
    """Gather schemas that say their type."""
    if isinstance(value, dict):
        if isinstance(value.get("type"), str) and value["type"] in {"string", "object", "array", "integer", "number"}:
            found.append(value)
        for child in value.values():
            collect(child, found)
    elif isinstance(value, list):
        for child in value:
            collect(child, found)


def made(folder: Path, operations: int, schemas: int) -> tuple[Path, Path]:
    """Write a large document whose schemas refer to each other, and the same with one schema changed."""

    def schema(at: int) -> dict:
        kid = {"$ref": f"#/components/schemas/S{(at * 7 + 1) % schemas}"}
        members = {"id": {"type": "string"}, "kids": {"type": "array", "items": kid}}
        return {"type": "object", "required": ["id"], "properties": members}

    def operation(at: int) -> dict:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/S{at % schemas}"}}}
        return {"get": {"operationId": f"op{at}", "responses": {"200": {"description": "ok", "content": content}}}}

    root = {
        "openapi": "3.1.0",
        "info": {"title": "made", "version": "1.0.0"},
        "paths": {f"/p{at}": operation(at) for at in range(operations)},
        "components": {"schemas": {f"S{at}": schema(at) for at in range(schemas)}},
    }
    old, new = folder / "made-old.json", folder / "made-new.json"
    old.write_text(json.dumps(root), "utf-8")
    root["components"]["schemas"]["S3"]["properties"]["id"]["maxLength"] = 40
    new.write_text(json.dumps(root), "utf-8")
    return old, new


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--oasdiff", default=shutil.which("oasdiff"))
    given = parser.parse_args()
    tools = {"tradespec": [str(Path(sys.executable).parent / "tradespec"), "breaking"]}
    if given.oasdiff:
        tools["oasdiff"] = [given.oasdiff, "breaking"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.corpus:
            for large in ("okx-rest.yaml", "coinbase-cdp.yaml"):
                source = given.corpus / "single" / large
                row(f"{large} against itself", tools, (source, source))
                row(f"{large} with {MUTATIONS} seeded edits", tools, (source, mutated(source, folder)))
            versions = sorted((given.corpus / "versions" / "coinbase-cdp").iterdir())
            row("coinbase-cdp, first and last version", tools, (versions[0], versions[-1]))
        ours = {"tradespec": tools["tradespec"]}
        row("made: 5,000 operations, 20,000 schemas", ours, made(folder, 5_000, 20_000))


if __name__ == "__main__":
    main()
