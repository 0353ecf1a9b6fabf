"""The contract in `spec/`, bundled into one plain document, for tests to walk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

SPEC = Path(__file__).parents[2] / "spec"
METHODS = ("get", "put", "post", "delete", "patch")


class Operation(NamedTuple):
    """An operation with its path, method and path-level parameters."""

    path: str
    method: str
    node: dict[str, Any]
    parameters: list[dict[str, Any]]

    @property
    def id(self) -> str:
        return self.node["operationId"]


class Resolved:
    """Inlines every `$ref`: the contract has no cycles, so this ends."""

    def __init__(self) -> None:
        self.files: dict[Path, Any] = {}

    def file(self, path: Path) -> Any:
        if path not in self.files:
            self.files[path] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        return self.files[path]

    def node(self, node: Any, path: Path) -> Any:
        if isinstance(node, list):
            return [self.node(item, path) for item in node]
        if not isinstance(node, dict):
            return node
        target = {}
        if isinstance(ref := node.get("$ref"), str):
            target = self.follow(ref, path)
        return {**target, **{key: self.node(value, path) for key, value in node.items() if key != "$ref"}}

    def follow(self, ref: str, path: Path) -> Any:
        name, _, pointer = ref.partition("#")
        file = (path.parent / name).resolve() if name else path
        value = self.file(file)
        for part in pointer.strip("/").split("/"):
            value = value[part.replace("~1", "/").replace("~0", "~")]
        return self.node(value, file)


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    resolved = Resolved()
    entry = (SPEC / "openapi.yaml").resolve()
    return resolved.node(resolved.file(entry), entry)


def operations_of(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if node := item.get(method):
                yield Operation(path, method, node, [*item.get("parameters", []), *node.get("parameters", [])])


@pytest.fixture(scope="session")
def operations(document) -> list[Operation]:
    return list(operations_of(document))


@pytest.fixture(scope="session")
def responses() -> dict[str, Any]:
    """The shared responses that refuse a request, by component name."""
    resolved = Resolved()
    path = (SPEC / "responses" / "problems.yaml").resolve()
    return resolved.node(resolved.file(path), path)
