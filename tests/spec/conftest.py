"""The contract in `spec/`, bundled and with every reference put in place, for tests to walk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tradespec.document import bundle, load

SPEC = Path(__file__).parents[2] / "spec"
METHODS = ("get", "put", "post", "delete", "patch")


class Operation(NamedTuple):
    """An operation with its path, method and all parameters, those of its path too."""

    path: str
    method: str
    node: dict[str, Any]
    parameters: list[dict[str, Any]]

    @property
    def id(self) -> str:
        return self.node["operationId"]


def inlined(value: Any, bundled: dict[str, Any]) -> Any:
    """Put what each `$ref` names in its place; what stands beside it wins. The contract has no cycles, so this ends."""
    if isinstance(value, list):
        return [inlined(item, bundled) for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    if isinstance(ref := value.get("$ref"), str):
        target = bundled
        for part in ref.removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        out = inlined(target, bundled)
    return {**out, **{key: inlined(item, bundled) for key, item in value.items() if key != "$ref"}}


@pytest.fixture(scope="session")
def bundled() -> dict[str, Any]:
    return bundle(load(SPEC / "openapi.yaml"))


@pytest.fixture(scope="session")
def document(bundled) -> dict[str, Any]:
    return inlined(bundled, bundled)


@pytest.fixture(scope="session")
def responses(document) -> dict[str, Any]:
    """The shared responses that refuse a request, by component name."""
    return document["components"]["responses"]


def operations_of(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if node := item.get(method):
                yield Operation(path, method, node, [*item.get("parameters", []), *node.get("parameters", [])])


@pytest.fixture(scope="session")
def operations(document) -> list[Operation]:
    return list(operations_of(document))
