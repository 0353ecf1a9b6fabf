"""Record a trace: the release's SDK runs its scenarios on a server that keeps the contract, and all of it is written down."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tradespec.probe.compat.build import built_sdk
from tradespec.probe.compat.errors import CompatError
from tradespec.probe.compat.masking import masked
from tradespec.probe.compat.sdk import demand_answers, suite_lines
from tradespec.probe.compat.traces.compare import Identities, differences
from tradespec.probe.compat.traces.trace import Exchange
from tradespec.probe.compat.wire import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Contract, Schema
    from tradespec.probe.compat.ways import Job

__all__ = ["answer_schema", "record", "steady"]


def record(job: Job) -> list[Exchange]:
    """Run the suite and return its calls. `CompatError` where a step does not end as the contract or its author says."""
    sdk, began = (
        built_sdk(job.contract, job.cache),
        datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
    lines = suite_lines(sdk, job, "--answers")
    demand_answers(job, lines)
    for line in lines:
        if not line["ok"]:
            raise CompatError(
                f"Expected a server that keeps the contract, got: {line.get('message')} - at the scenario "
                f"{line['scenario']}, step {line['step']}",
                "Record a trace on a server of the release itself, or correct the scenario.",
            )
    return [replace(exchange(line), sent=began) for line in lines if line.get("request")]


def exchange(line: dict[str, Any]) -> Exchange:
    """Return one step. Examples stand for themselves, so each is a scenario of its own."""
    request = line["request"]
    own = f"{line['scenario']}: {line['step']}" if line["scenario"] == "examples" else line["scenario"]
    return Exchange(
        method=request["method"],
        path=request["path"],
        status=line["status"],
        operation=line["operation"],
        scenario=own,
        actor=request["key"] - 1,
        body=parsed(request["body"]),
        answer=masked(parsed(line.get("answer") or "")),
        content_type=line.get("contentType") or "",
    )


def steady(first: Sequence[Exchange], second: Sequence[Exchange], contract: Contract) -> list[Exchange]:
    """Return the first recording, marked with what differed in a second one of the same scenarios.

    What differs between two runs on fresh servers of the same build is nothing that clients may rely on.
    """
    known = Identities()
    out = []
    for one, other in zip(first, second, strict=False):
        schema = answer_schema(contract, one)
        found = differences(one, other.answer, schema, known)
        wild = tuple(dict.fromkeys(re.sub(r"/\d+(?=/|$)", "/*", each.pointer) for each in found))
        out.append(replace(one, ignore=(*one.ignore, *wild)) if wild else one)
    return out


def answer_schema(contract: Contract, exchange: Exchange) -> Schema | None:
    """Return the schema of a recorded answer, where the contract gives one."""
    try:
        operation = contract.operation(exchange.operation)
    except KeyError:
        return None
    responses = operation.responses
    status = str(exchange.status)
    response = responses.get(status) or responses.get(f"{status[0]}XX") or responses.get("default")
    if response is None:
        return None
    plain = exchange.content_type.partition(";")[0].strip().lower()
    media = response.content.get(plain) or next(iter(response.content.values()), None)
    return media.schema if media else None
