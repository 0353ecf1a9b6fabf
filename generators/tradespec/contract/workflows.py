"""Workflows beside a contract: ``scenarios/*.arazzo.yaml``, in the words of the Arazzo Specification 1.0.

Read are steps with ``operationId``, ``parameters``, ``requestBody.payload``, ``successCriteria`` with simple conditions,
and ``outputs``. A step may say ``x-key``: the number of the key that it is signed with, 1 when left out, so that a
scenario can have two people trade with each other.

::

    arazzo: 1.0.1
    info: {title: Trading, version: 1.0.0}
    sourceDescriptions: [{name: exchange, url: ../openapi.yaml, type: openapi}]
    workflows:
      - workflowId: cancel
        steps:
          - stepId: place
            operationId: placeOrder
            requestBody: {payload: {type: limit, symbol: BTC-USD, side: buy, quantity: '0.1', price: '60000'}}
            successCriteria: [{condition: $statusCode == 201}]
            outputs: {order: $response.body#/order_id}
          - stepId: cancel
            operationId: cancelOrder
            parameters: [{name: order_id, in: path, value: $steps.place.outputs.order}]

Source: https://spec.openapis.org/arazzo/v1.0.1.html
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.document import DocumentError, Place, load
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.contract.model import Contract
    from tradespec.document import Document

__all__ = ["FOLDER", "Step", "Workflow", "read_workflows", "workflow_files"]

FOLDER: Final = "scenarios"
PATTERN: Final = "*.arazzo.yaml"


@dataclass(frozen=True, slots=True)
class Step:
    """One call of an operation, and what must hold of its answer."""

    id: str
    operation_id: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Name -> value, which may be a runtime expression (``$steps.place.outputs.order``)."""
    payload: Any = None
    conditions: tuple[str, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Name -> runtime expression over the answer."""
    key: int = 1


@dataclass(frozen=True, slots=True)
class Workflow:
    """Steps in the order in which they are taken; the first that fails ends it."""

    id: str
    summary: str
    steps: tuple[Step, ...]


def workflow_files(folder: Path) -> tuple[Path, ...]:
    """Return the workflow documents beside a contract that lies in ``folder``, by name."""
    return tuple(sorted((folder / FOLDER).glob(PATTERN)))


def read_workflows(contract: Contract) -> tuple[Workflow, ...]:
    """Read the workflows beside a contract.

    `DocumentError`, with the place, where a document cannot be read, a step names no operation of the contract or an
    earlier id, or a word is used in a way that is not supported.
    """
    entry = Path(contract.document.entry)
    found: list[Workflow] = []
    for path in workflow_files(entry.parent) if entry.is_file() else ():
        found += Reader(load(path), contract).workflows()
    return tuple(found)


class Reader:
    """Reads one document."""

    def __init__(self, document: Document, contract: Contract) -> None:
        self.document = document
        self.operations = {operation.id for operation in contract.operations}

    def workflows(self) -> Iterator[Workflow]:
        """Yield its workflows."""
        root = Place(self.document.entry, "")
        if not str(self.document.root.get("arazzo", "")).startswith("1."):
            raise self.wrong("`arazzo: 1.0.1`", self.document.root.get("arazzo"), root)
        for index, said in enumerate(self.items(self.document.root, "workflows", root)):
            place = root / "workflows" / str(index)
            steps: dict[str, Step] = {}
            for at, step in enumerate(self.items(said, "steps", place)):
                read = self.step(step, place / "steps" / str(at))
                if read.id in steps:
                    raise self.wrong("a stepId of its own", read.id, place / "steps" / str(at) / "stepId")
                steps[read.id] = read
            yield Workflow(self.text(said, "workflowId", place), str(said.get("summary", "")), tuple(steps.values()))

    def step(self, said: Mapping[str, Any], place: Place) -> Step:
        """Read one step."""
        operation_id = self.text(said, "operationId", place)
        if operation_id not in self.operations:
            raise self.wrong("the id of an operation of the contract", operation_id, place / "operationId")
        key = said.get("x-key", 1)
        if not isinstance(key, int) or key < 1:
            raise self.wrong("the number of a key, from 1", key, place / "x-key")
        body = said.get("requestBody")
        return Step(
            id=self.text(said, "stepId", place),
            operation_id=operation_id,
            parameters={
                self.text(each, "name", place / "parameters" / str(at)): each.get("value")
                for at, each in enumerate(self.items(said, "parameters", place))
            },
            payload=body.get("payload") if isinstance(body, dict) else None,
            conditions=tuple(
                self.text(each, "condition", place / "successCriteria" / str(at))
                for at, each in enumerate(self.items(said, "successCriteria", place))
            ),
            outputs={name: str(value) for name, value in (said.get("outputs") or {}).items()},
            key=key,
        )

    def items(self, said: Mapping[str, Any], word: str, place: Place) -> list[dict[str, Any]]:
        """Return a list of objects; an absent one is empty."""
        value = said.get(word, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong("a list of objects", value, place / word)
        return value

    def text(self, said: Mapping[str, Any], word: str, place: Place) -> str:
        """Return a text that must be there."""
        value = said.get(word)
        if not isinstance(value, str) or not value:
            raise self.wrong(f"a text as `{word}`", value, place)
        return value

    def wrong(self, expected: str, got: Any, place: Place) -> DocumentError:
        """Say what is wrong where."""
        shown = "nothing" if got is None else f"`{str(got)[:80]}`"
        location = self.document.locate(place)
        return DocumentError(
            f"Expected {expected}, got {shown} - at {location.pointer or 'the root'}",
            location,
            "Correct the workflow; the words are those of the Arazzo Specification 1.0.",
        )
