"""Rows of the probe: each edit as two whole documents with its truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from probe.operations import EDITS, document
from probe.schemas import DIRECTED, PAIRS, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAKS = {"request": ">#", "response": "<#"}


@dataclass(frozen=True)
class Row:
    """An edit in one position."""

    name: str
    base: dict[str, Any]
    revision: dict[str, Any]
    breaking: bool


def schema_rows() -> Iterator[Row]:
    """Yield every schema edit, forwards and backwards, as request and response, at the root and in a member."""
    backwards = {"=": "=", "<": ">", ">": "<", "#": "#"}
    for name, old, new, truth in PAIRS:
        yield from positions(name, old, new, {way: truth in BREAKS[way] for way in BREAKS})
        turned = {way: backwards[truth] in BREAKS[way] for way in BREAKS}
        yield from positions(f"{name}, backwards", new, old, turned)
    for name, old, new, request, response in DIRECTED:
        yield from positions(name, old, new, {"request": request, "response": response})


def positions(name: str, old: Any, new: Any, truth: dict[str, bool]) -> Iterator[Row]:
    for way in ("request", "response"):
        for place in ("root", "member"):
            sides = [stand(side if isinstance(side, Spec) else Spec(side), way, place) for side in (old, new)]
            yield Row(f"{name}: {way} {place}", sides[0], sides[1], truth[way])


def stand(spec: Spec, way: str, place: str) -> dict[str, Any]:
    """Return a document in which a schema describes what one operation takes or answers."""
    schema = spec.schema
    if place == "member":
        schema = {"type": "object", "required": ["p"], "properties": {"p": schema}}
    body = {"content": {"application/json": {"schema": schema}}}
    operation: dict[str, Any] = {"operationId": "probe", "responses": {"200": {"description": "Done."}}}
    if way == "request":
        operation["requestBody"] = {"required": True, **body}
    else:
        operation["responses"]["200"] |= body
    return {
        "openapi": spec.version,
        "info": {"title": "Probe", "version": "1.0.0"},
        "paths": {"/probe": {"post": operation}},
        "components": {"schemas": spec.components},
    }


def operation_rows() -> Iterator[Row]:
    """Yield every edit of an operation or of the document around it."""
    for name, before, after, breaking in EDITS:
        yield Row(name, document(before), document(before, after), breaking)
