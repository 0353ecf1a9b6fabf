# ruff: noqa: INP001 - a script, not a package
"""Try the whole toolkit on documents that other people wrote.

    python scripts/corpus.py FOLDER

Every YAML and JSON file below the folder is loaded, bundled (and the bundle read back), read, each of its schemas compiled,
judged by lint, projected onto OpenAPI 3.0 and made into a TypeScript package in memory. What is wrong in a document is
counted; a crash of ours is printed and makes the exit code 1. Where there is a folder `versions`, every version of a
document below it is compared with every other (`scripts/corpus_pairs.py`): each proof is checked apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from corpus_pairs import try_pairs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tradespec.contract import Contract, read, read_file
from tradespec.document import Document, DocumentError, bundle, load
from tradespec.emit import EmitError, Settings, find_target
from tradespec.emit.server import project
from tradespec.lint import LintSettings, lint
from tradespec.lint.judge import SHAPELESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tradespec.contract import Schema
    from tradespec.document import Location, Problem

SUFFIXES = {".yaml", ".yml", ".json"}


@dataclass(slots=True)
class Result:
    """What became of one file."""

    name: str
    outcome: str = "read"
    """``read``, ``refused``, ``not an entry`` or ``crashed``."""
    said: str = ""
    dialect: str = ""
    operations: int = 0
    schemas: int = 0
    problems: list[tuple[Problem, Location]] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Trial:
    """One document, tried step by step; a step that crashes does not keep the next from being tried."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.result = Result(name)

    def run(self) -> Result:
        """Try everything."""
        started = time.perf_counter()
        try:
            document = load(self.path)
            if not {"openapi", "swagger", "asyncapi"} & set(document.root):
                self.result.outcome = "not an entry"
            else:
                self.try_all(document, read(document))
        except DocumentError as error:
            self.result.outcome, self.result.said = "refused", error.message
        except Exception:  # noqa: BLE001 - a crash of any kind is what this looks for
            self.crashed("load and read")
        if self.result.crashes:
            self.result.outcome = "crashed"
        self.result.seconds = time.perf_counter() - started
        return self.result

    def try_all(self, document: Document, contract: Contract) -> None:
        """Try what starts from a contract."""
        result = self.result
        result.dialect, result.operations = contract.dialect, len(contract.operations)
        result.schemas = len(contract.schemas)
        problems: list[Problem] = [*contract.problems]
        self.step("bundle", lambda: self.check_bundle(document, contract))
        self.step("compile schemas", lambda: self.check_schemas(contract))
        problems += self.step("lint", lambda: lint(contract, LintSettings(house=False))) or []
        # A projection is promised only for what has the shape of an OpenAPI document (lint asks for no other either).
        shaped = not any(problem.rule in SHAPELESS for problem in problems)
        projection = self.step("project to 3.0", lambda: project(contract), promised=shaped)
        problems += projection.problems if projection else []
        self.step(
            "generate TypeScript", lambda: find_target("typescript").load()(contract, Settings().of("typescript"))
        )
        result.problems = [(problem, contract.document.locate(problem.place)) for problem in dict.fromkeys(problems)]

    def step(self, name: str, work: Callable[[], Any], *, promised: bool = True) -> Any:
        """Do one step. A refusal is an answer; anything else that is raised is a crash, if an answer was promised."""
        try:
            return work()
        except (DocumentError, EmitError) as error:
            self.result.said = f"{name}: {error.message}"
        except Exception:  # noqa: BLE001 - as in `run`
            if promised:
                self.crashed(name)
            self.result.said = f"{name}: not possible, the document has not the shape of one"
        return None

    def crashed(self, name: str) -> None:
        """Keep a crash with its step."""
        self.result.crashes.append(f"{name}\n{traceback.format_exc()}")

    def check_bundle(self, document: Document, contract: Contract) -> None:
        """See that the bundle, read back, is the same contract."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bundle.json"
            path.write_text(json.dumps(bundle(document)), "utf-8")
            back = read_file(path)
        if outline(back) != outline(contract):
            raise AssertionError("the bundle reads back as another contract")

    def check_schemas(self, contract: Contract) -> None:
        """Compile every schema; one that JSON Schema itself refuses is the document's fault."""
        for schema in schemas_of(contract):
            text = json.dumps(contract.json_schema(schema))
            try:
                jsonschema_rs.Draft202012Validator(text)
            except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
                first = str(error).splitlines()[0]
                where = contract.document.locate(schema.place)
                self.result.said = f"Expected a schema that compiles, got: {first} - at {where}"


def schemas_of(contract: Contract) -> Iterator[Schema]:
    """Yield the named schemas, then those of parameters, bodies and answers."""
    yield from contract.schemas.values()
    for operation in contract.operations:
        contents = [answer.content for answer in operation.responses.values()]
        contents += [parameter.content for parameter in operation.parameters]
        contents += [operation.request_body.content] if operation.request_body else []
        for content in contents:
            yield from (media.schema for media in content.values() if media.schema is not None)
        yield from (parameter.schema for parameter in operation.parameters if parameter.schema is not None)


def outline(contract: Contract) -> dict[str, Any]:
    """Return what a bundle must not change."""
    return {
        "operations": [
            (
                operation.id,
                operation.method,
                operation.path,
                [(parameter.name, parameter.location, parameter.required) for parameter in operation.parameters],
                [(status, list(answer.content)) for status, answer in operation.responses.items()],
                operation.security,
            )
            for operation in contract.operations
        ],
        "schemas": {
            name: (schema.resolved.types, list(schema.resolved.properties), schema.resolved.required)
            for name, schema in contract.schemas.items()
        },
        "security": list(contract.security_schemes),
    }


def files(folder: Path) -> list[Path]:
    """Return what to try, in order."""
    found = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    return [path for path in found if path.suffix in SUFFIXES and path.is_file()]


def table_of(results: list[Result]) -> Table:
    """Return one row per file."""
    table = Table(box=None, pad_edge=False)
    for title in ("file", "dialect"):
        table.add_column(title, overflow="fold")
    for title in ("operations", "schemas", "problems", "seconds"):
        table.add_column(title, justify="right")
    table.add_column("outcome")
    for result in results:
        counts = (
            [str(result.operations), str(result.schemas), str(len(result.problems))] if result.dialect else [""] * 3
        )
        said = f"{result.outcome}: {result.said}" if result.said else result.outcome
        table.add_row(result.name, result.dialect, *counts, f"{result.seconds:.2f}", said)
    return table


def rules_of(results: list[Result]) -> Table:
    """Return one row per rule, with where it was first met."""
    found = [(problem.rule, location) for result in results for problem, location in result.problems]
    first: dict[str, Location] = {}
    for rule, location in found:
        first.setdefault(rule, location)
    table = Table(box=None, pad_edge=False)
    table.add_column("rule")
    table.add_column("problems", justify="right")
    table.add_column("first", overflow="fold")
    for rule, count in Counter(rule for rule, _ in found).most_common():
        table.add_row(rule, str(count), str(first[rule]))
    return table


def main() -> int:
    """Try a folder; 1 where something crashed, 3 where there is nothing to try."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of documents, or one document")
    folder = parser.parse_args().folder
    paths = files(folder)
    if not paths:
        sys.stderr.write(f"Expected YAML or JSON files below `{folder}`, found none - pass another folder\n")
        return 3
    results = []
    for path in track(paths, "trying", console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()):
        name = str(path.relative_to(folder)) if path != folder else path.name
        results.append(Trial(path, name).run())
    wide = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    wide.print(table_of(results))
    wide.print()
    wide.print(rules_of(results))
    crashed = [result for result in results if result.crashes]
    for result in crashed:
        for crash in result.crashes:
            wide.print(f"\n{result.name}: {crash}")
    outcomes = Counter(result.outcome for result in results)
    wide.print("\n" + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()))
    went_well = True
    if (folder / "versions").is_dir():
        wide.print()
        went_well = try_pairs(folder / "versions", wide)
    return 0 if went_well and not crashed else 1


if __name__ == "__main__":
    sys.exit(main())
