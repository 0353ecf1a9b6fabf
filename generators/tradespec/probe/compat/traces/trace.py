"""A recorded trace: JSON lines, a head and then one exchange per line, in the order they were made.

::

    {"tradespec_trace": 1, "title": "Tradespec Exchange", "version": "1.0.0", "recorded": "2026-11-23T06:42:52Z"}
    {"scenario": "getOrder", "operation": "placeOrder", "actor": 0,
     "request": {"method": "POST", "path": "/v1/orders", "headers": {}, "body": {...}},
     "response": {"status": 201, "headers": {"content-type": "application/json"}, "body": {...}},
     "fresh": ["a0b1c2"], "ignore": ["/items/*/remaining"]}

Nothing in it is secret: signatures and keys are not written down, and secrets in answers are masked. ``actor`` tells
whose key signed. ``fresh`` lists texts that the client made up and that are replaced in each run. Times that lay ahead
of ``recorded`` move with the day of the replay; where it is not said, all times stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tradespec.probe.compat.errors import Unreadable
from tradespec.probe.compat.traces.moments import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tradespec.contract import Contract

__all__ = ["Exchange", "read_trace", "write_trace"]

FORMAT: Final = 1
HEAD: Final = "tradespec_trace"
RECORDED: Final = "recorded"
LINE_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A line of a trace",
    "type": "object",
    "required": ["request", "response"],
    "properties": {
        "scenario": {"type": "string"},
        "operation": {"type": "string"},
        "actor": {"type": "integer", "minimum": 0},
        "request": {
            "type": "object",
            "required": ["method", "path"],
            "properties": {
                "method": {"type": "string"},
                "path": {"type": "string", "pattern": "^/"},
                "headers": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "response": {
            "type": "object",
            "required": ["status"],
            "properties": {
                "status": {"type": "integer", "minimum": 100, "maximum": 599},
                "headers": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "fresh": {"type": "array", "items": {"type": "string"}},
        "ignore": {"type": "array", "items": {"type": "string"}},
    },
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. A body is a JSON value, text where it is no JSON, or None."""

    method: str
    path: str
    """Path and query, without a base path."""
    status: int
    operation: str = ""
    """``operationId``; found by method and path where it is empty."""
    scenario: str = ""
    actor: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the request, without what signing and transport add."""
    body: Any = None
    answer: Any = None
    content_type: str = ""
    fresh: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    sent: str = ""
    """When, as RFC 3339 writes it, or when the recording began; empty where the recording does not say."""

    def plain(self) -> dict[str, Any]:
        """Return it as a line of the file."""
        request: dict[str, Any] = {"method": self.method, "path": self.path, "headers": dict(self.headers)}
        response: dict[str, Any] = {"status": self.status, "headers": {"content-type": self.content_type}}
        if self.body is not None:
            request["body"] = self.body
        if self.answer is not None:
            response["body"] = self.answer
        line = {"scenario": self.scenario, "operation": self.operation, "actor": self.actor}
        more = {"fresh": list(self.fresh), "ignore": list(self.ignore)}
        return {**line, "request": request, "response": response, **{name: each for name, each in more.items() if each}}


def write_trace(path: Path, contract: Contract, exchanges: Iterable[Exchange]) -> None:
    """Write a trace file."""
    found = list(exchanges)
    head = {HEAD: FORMAT, "title": contract.title, "version": contract.version}
    if recorded := min((each.sent for each in found if each.sent), default=""):
        head[RECORDED] = recorded
    lines = [json.dumps(each, ensure_ascii=False) for each in (head, *(exchange.plain() for exchange in found))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_trace(path: Path) -> tuple[Exchange, ...]:
    """Read a trace file. `Unreadable` with file and line for what is none."""
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(LINE_SCHEMA)
    found: list[Exchange] = []
    recorded = ""
    for number, line in enumerate(lines_of(path), 1):
        where = f"{path}:{number}"
        try:
            value = json.loads(line)
        except ValueError as error:
            raise Unreadable(f"Expected JSON, got something else: {error} - at {where}", NEXT) from error
        if number == 1:
            recorded = check_head(value, where)
            continue
        if (wrong := next(iter(validator.iter_errors(value)), None)) is not None:
            pointer = "".join(f"/{each}" for each in wrong.instance_path)
            raise Unreadable(
                f"Expected an exchange, got one where {wrong.message} - at {where} {pointer}".strip(), NEXT
            )
        found.append(read_line(value, recorded))
    if not found:
        raise Unreadable(f"Expected exchanges, got none - at {path}", NEXT)
    return tuple(found)


NEXT: Final = "Record the trace again with `tradespec compat --record`, or take it from version control."


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file that say something."""
    try:
        return [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise Unreadable(f"Expected a trace, got: {error.strerror} - at {path}", NEXT) from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"Expected UTF-8 text, got other bytes - at {path}", NEXT) from error


def check_head(value: Any, where: str) -> str:
    """Refuse a file that is no trace, or one of a later format; returns when it was recorded, empty where it does not say."""
    if not isinstance(value, dict) or HEAD not in value:
        raise Unreadable(
            f'Expected a trace that begins with {{"{HEAD}": {FORMAT}}}, got something else - at {where}', NEXT
        )
    if value[HEAD] != FORMAT:
        raise Unreadable(f"Expected a trace of format {FORMAT}, got {value[HEAD]!r} - at {where}", NEXT)
    recorded = value.get(RECORDED, "")
    if recorded and (not isinstance(recorded, str) or moment(recorded) is None):
        raise Unreadable(f"Expected a time such as 2026-11-23T06:42:52Z, got {recorded!r} - at {where} /recorded", NEXT)
    return str(recorded)


def read_line(value: Mapping[str, Any], recorded: str = "") -> Exchange:
    """Return one exchange."""
    request, response = value["request"], value["response"]
    return Exchange(
        method=request["method"].upper(),
        path=request["path"],
        status=response["status"],
        operation=value.get("operation", ""),
        scenario=value.get("scenario", ""),
        actor=value.get("actor", 0),
        headers=request.get("headers", {}),
        body=request.get("body"),
        answer=response.get("body"),
        content_type=response.get("headers", {}).get("content-type", ""),
        fresh=tuple(value.get("fresh", ())),
        ignore=tuple(value.get("ignore", ())),
        sent=recorded,
    )
