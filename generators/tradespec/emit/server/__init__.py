"""The ``server`` target: what a server reads at run time.

``openapi.json``
    the contract in one file, as OpenAPI 3.1: what clients are given, and what the reference shows.
``openapi-3.0.json``
    its projection onto OpenAPI 3.0, for frameworks that read nothing newer.
``contract.json``
    the tables by which requests are routed, limited, authenticated and validated.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tradespec.contract import read
from tradespec.document import DocumentError, Node, Place, Problem, load
from tradespec.document.bundling import Bundler, bundle
from tradespec.document.shape import SECTION
from tradespec.emit.errors import EmitError
from tradespec.emit.server.projection import project_document
from tradespec.emit.server.tables import tables
from tradespec.emit.stamp import to_json

if TYPE_CHECKING:
    from tradespec.contract import Contract
    from tradespec.emit.server.schema30 import Loss
    from tradespec.emit.settings import TargetSettings
    from tradespec.emit.targets import Files

__all__ = ["Projection", "emit", "project"]


class Projection(NamedTuple):
    """A document as OpenAPI 3.0, and what that could not keep.

    A problem of severity ``error`` (`projection-dropped`) is a rule that 3.0 cannot state; ``info``
    (`projection-widened`) is one that it states more loosely. Both stand at their place in the source.
    """

    document: dict[str, Any]
    problems: list[Problem]


def emit(contract: Contract, _settings: TargetSettings) -> Files:
    """Return the three files; `EmitError` where the document cannot be projected without a loss that matters."""
    projection, problems = project(contract)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        first = errors[0]
        raise EmitError(f"{first.message} - at {contract.document.locate(first.place)}", first.next_step, errors)
    bundled = bundle(contract.document)
    return {
        "openapi.json": to_json(bundled),
        "openapi-3.0.json": to_json(projection),
        "contract.json": to_json(_tables(bundled)),
    }


def project(contract: Contract) -> Projection:
    """Return the document of ``contract``, files bundled, as OpenAPI 3.0."""
    bundler = Bundler(contract.document)
    document, losses = project_document(bundler.run())
    return Projection(document, [_problem(bundler, loss) for loss in losses])


def _problem(bundler: Bundler, loss: Loss) -> Problem:
    return Problem(
        rule=f"projection-{loss.kind}",
        severity="error" if loss.kind == "dropped" else "info",
        message=loss.message,
        place=_source(bundler, loss.pointer),
        next_step=loss.next_step,
    )


def _source(bundler: Bundler, pointer: str) -> Place:
    """Return where a pointer into the bundle stands in the source: in the entry file, or where its references lead."""
    document = bundler.document
    node, tokens = _start(bundler, Place("", pointer).keys)
    for token in tokens:
        while isinstance(node.value, dict) and token not in node.value and isinstance(node.value.get("$ref"), str):
            try:
                node = document.resolve(node.value["$ref"], node.place)
            except DocumentError:
                return node.place
        if isinstance(node.value, dict) and token in node.value:
            node = Node(node.value[token], node.place / token)
        elif isinstance(node.value, list) and token.isdigit() and int(token) < len(node.value):
            node = Node(node.value[int(token)], node.place / token)
        else:
            return node.place
    return node.place


def _start(bundler: Bundler, tokens: list[str]) -> tuple[Node, list[str]]:
    """Return where to begin, and the tokens still to go: a component of the bundle may come from another file."""
    for (kind, place), name in bundler.names.items():
        if tokens[:3] == ["components", SECTION.get(kind), name]:
            file, _, pointer = place.partition("#")
            return bundler.document.resolve(f"#{pointer}", Place(file)), tokens[3:]
    return Node(bundler.document.root, Place(bundler.document.entry)), tokens


def _tables(bundled: dict[str, Any]) -> dict[str, Any]:
    """Return the contract tables of a bundle, read back so that every reference is local."""
    with tempfile.TemporaryDirectory(prefix="tradespec-") as folder:
        path = Path(folder) / "openapi.json"
        path.write_text(json.dumps(bundled), "utf-8")
        return tables(read(load(path)), bundled.get("components", {}).get("securitySchemes", {}))
