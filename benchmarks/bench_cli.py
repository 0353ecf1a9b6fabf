"""The command line as whole processes: start-up beside an empty Python, and a large document.

    python benchmarks/bench_cli.py [DOCUMENT ...]

Each figure is the best of several runs, in milliseconds, with its ratio to ``python -c pass``.
"""

import sys
import tempfile
from pathlib import Path

from timing import TRADESPEC, best_ms, process

RUNS = 9
OPERATIONS = 400


def milliseconds(command: list[str]) -> float:
    """Return the best of `RUNS` runs; exit code 1 says that the document has problems, which is an answer."""
    return best_ms(lambda: process(command, good=frozenset({0, 1})), RUNS)


def made_up(folder: Path) -> Path:
    """Write a document of about the size of a large exchange's (2 MB), for runs without one at hand."""
    lines = ["openapi: 3.0.3", "info: {title: Large, version: '1'}", "paths:"]
    for number in range(OPERATIONS):
        lines += [
            f"  /api/v1/things{number}/{{id}}:",
            "    get:",
            f"      operationId: getThing{number}",
            "      parameters: [{name: id, in: path, required: true, schema: {type: string}}]",
            "      responses:",
            "        '200':",
            "          description: Fine",
            "          content:",
            "            application/json:",
            f"              schema: {{$ref: '#/components/schemas/Thing{number}'}}",
        ]
    lines += ["components:", "  schemas:"]
    for number in range(OPERATIONS):
        lines += [f"    Thing{number}:", "      type: object", "      properties:"]
        for field in range(40):
            lines += [
                f"        field_{field}:",
                "          type: string",
                f"          description: Field {field} of it.",
                "          example: '1'",
            ]
    path = folder / "large.yaml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def main(documents: list[str]) -> None:
    empty = milliseconds([sys.executable, "-c", "pass"])
    with tempfile.TemporaryDirectory() as folder:
        named = [Path(name) for name in documents] or [made_up(Path(folder))]
        rows = [("python -c pass", [sys.executable, "-c", "pass"]), ("tradespec --help", [*TRADESPEC, "--help"])]
        rows += [("tradespec validate --help", [*TRADESPEC, "validate", "--help"])]
        for path in named:
            size = path.stat().st_size / 1e6
            for command in ("inspect", "validate"):
                rows.append((f"tradespec {command} {path.name} ({size:.1f} MB)", [*TRADESPEC, command, str(path)]))
        width = max(len(name) for name, _ in rows)
        for name, command in rows:
            taken = milliseconds(command)
            print(f"{name.ljust(width)}  {taken:8.1f} ms  {taken / empty:6.1f} x")


if __name__ == "__main__":
    main(sys.argv[1:])
