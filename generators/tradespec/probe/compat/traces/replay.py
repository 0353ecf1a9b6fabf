"""Send a trace again and compare."""

from __future__ import annotations

import json
import re
import secrets
import time
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from tradespec.probe.compat.errors import CompatError, Unreadable
from tradespec.probe.compat.matrix import Answer, Breakage, Call, Outcome
from tradespec.probe.compat.smallest import smallest
from tradespec.probe.compat.traces.compare import FRESH, Difference, Identities, differences
from tradespec.probe.compat.traces.har import read_har
from tradespec.probe.compat.traces.moments import Moments
from tradespec.probe.compat.traces.record import answer_schema
from tradespec.probe.compat.traces.trace import read_trace
from tradespec.probe.compat.wire import Client, operation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tradespec.contract import Contract, Operation
    from tradespec.probe.compat.traces.trace import Exchange
    from tradespec.probe.compat.ways import Job
    from tradespec.probe.compat.wire import Received

__all__ = ["Traces"]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SUCCESS: Final = 200
REDIRECTION: Final = 300
REFUSED: Final = 400
SHOWN_MAX: Final = 160
WORD: Final = re.compile(r"[^/?&=]+")
RENEWED: Final = 12
"""Characters that make a text new; those before them may mean something, such as the version of a UUID."""


class Traces:
    """What clients of the release did must still do the same."""

    name = "traces"
    title = "recorded traces, replayed"
    busy = False
    twice = True

    def run(self, job: Job) -> Outcome:
        """Replay every trace of the release, scenario by scenario."""
        started = time.monotonic()
        if not job.release.traces:
            return Outcome(self.name, "none", notes=("no traces were recorded for this release",))
        client = Client(job.contract, job.url, job.access)
        replay = Replay(client)
        try:
            for path in job.release.traces:
                exchanges = read(path, job.contract)
                replay.moments = Moments(exchanges)
                for name, scenario in groupby(exchanges, key=lambda each: each.scenario):
                    if job.seconds_max is not None and time.monotonic() - started > job.seconds_max:
                        replay.cut.append(f"stopped after {job.seconds_max:g} s, before {name}")
                        break
                    replay.scenario(list(scenario))
        finally:
            client.close()
        return Outcome(
            self.name,
            "red" if replay.found else "green",
            smallest(replay.found),
            replay.cases,
            time.monotonic() - started,
            replay.notes,
            succeeded=frozenset(replay.succeeded),
        )


def read(path: Path, contract: Contract) -> tuple[Exchange, ...]:
    """Read a trace of either kind."""
    return read_har(path, contract) if path.suffix == ".har" else read_trace(path)


class Replay:
    """The replay of a release's traces. Ids that were learned hold on: one trace may go on where another ended."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.known = Identities()
        self.moments = Moments(())
        self.found: list[Breakage] = []
        self.cases = 0
        self.succeeded: set[str] = set()
        self.cut: list[str] = []
        self.root = ""
        """The first operation that changes something and did not do it as recorded."""
        self.after: list[str] = []
        """Operations that answered of another state afterwards."""
        self.made: dict[str, Call] = {}
        """Id of this run -> the call that made it."""

    def scenario(self, exchanges: list[Exchange]) -> None:
        """Replay one scenario. After an answer of another status the rest would only repeat that."""
        needed = max(each.actor for each in exchanges) + 1
        if needed > self.client.actors:
            raise CompatError(
                f"Expected {needed} keys for the trace's actors, got {self.client.actors} - at {exchanges[0].scenario}",
                "Give a key for each actor, as [[probe.keys]] in tradespec.toml.",
            )
        sent: list[Call] = []
        for at, exchange in enumerate(exchanges):
            operation = self.operation(exchange)
            self.renew(exchange, operation)
            path, body = self.path(exchange, operation), self.today(exchange.body, "")
            answer = self.client.send(exchange.method, path, exchange.headers, body, exchange.actor)
            self.cases += 1
            if SUCCESS <= answer.status < REDIRECTION:
                self.succeeded.add(operation.id)
            text = "" if body is None else body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
            call = Call(exchange.method, path, exchange.headers, text)
            broken = list(self.judge(exchange, operation, answer, call, (*self.makers(call, sent), *sent)))
            self.keep(broken, operation)
            if any(each.kind == "trace_status" for each in broken):
                if left := len(exchanges) - at - 1:
                    self.cut.append(f"{exchange.scenario}: {left} later calls were not made")
                return
            # What only reads, and what was refused, changed nothing: it need not be sent to see what broke.
            if exchange.method not in SAFE and answer.status < REFUSED:
                sent.append(call)
                for _, found in self.known.then:
                    self.made.setdefault(found, call)

    def keep(self, broken: list[Breakage], operation: Operation) -> None:
        """Keep what broke here, but not what only tells that something had broken before: another state of things."""
        for each in broken:
            if self.root and operation.id != self.root and of_state(each):
                self.after.append(operation.id)
            else:
                self.found.append(each)
        if broken and not self.root and operation.method not in SAFE:
            self.root = operation.id

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know."""
        if not self.after:
            return tuple(self.cut)
        names = ", ".join(dict.fromkeys(self.after))
        return (*self.cut, f"answered otherwise after {self.root} had, which may be all there is to it: {names}")

    def makers(self, call: Call, sent: list[Call]) -> list[Call]:
        """Return the calls of earlier scenarios that made the ids in this one."""
        words = {unquote(word) for word in WORD.findall(call.path)} | texts(call.body)
        found: list[Call] = []
        for made in (self.made[word] for word in sorted(words & set(self.made))):
            if made not in sent and made not in found:
                found.append(made)
        return found

    def operation(self, exchange: Exchange) -> Operation:
        """Return the operation that was called."""
        contract = self.client.contract
        found = next((each for each in contract.operations if each.id == exchange.operation), None)
        found = found or operation_of(contract, exchange.method, exchange.path)
        if found is None:
            raise Unreadable(
                f"Expected calls of {contract.title} {contract.version}, got {exchange.method} {exchange.path}",
                "Record the trace of a release with that release's contract.",
            )
        return found

    def renew(self, exchange: Exchange, operation: Operation) -> None:
        """Make up new texts where the client had made them up: the same id again would be the same request again."""
        fresh = set(exchange.fresh)
        field = operation.idempotency.field if operation.idempotency else ""
        if field.startswith("/") and isinstance(exchange.body, dict):
            value = exchange.body.get(field[1:])
            fresh |= {value} if isinstance(value, str) else set()
        for value in fresh:
            if self.known.today(value) == value:
                self.known.now[FRESH, value] = renewed(value)

    def path(self, exchange: Exchange, operation: Operation) -> str:
        """Return path and query with the ids and times of today."""
        kinds = dict(
            zip(re.findall(r"\{([^}]*)\}", operation.path), values_in(exchange.path, operation.path), strict=False)
        )
        path, _, query = exchange.path.partition("?")
        for name, value in kinds.items():
            path = path.replace(f"/{value}", f"/{quote(self.today(unquote(value), name), safe='')}")
        parts = [part.partition("=") for part in query.split("&")] if query else []
        written = [f"{name}{equals}{quote(self.today(unquote(value), name), safe='')}" for name, equals, value in parts]
        return path + (f"?{'&'.join(written)}" if written else "")

    def today(self, value: Any, name: str) -> Any:
        """Return what was sent, with the ids and times of today."""
        if isinstance(value, dict):
            return {key: self.today(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self.today(item, name) for item in value]
        kind = re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("s")
        if isinstance(value, int) and not isinstance(value, bool):
            # A number is an id only where its name says so: any other number may look the same.
            now = self.known.now.get((kind, str(value)), "")
            return int(now) if now.isdecimal() else value
        if not isinstance(value, str):
            return value
        known = self.known.today(value, kind)
        return known if known != value else self.moments.today(value)

    def judge(
        self, exchange: Exchange, operation: Operation, answer: Received, call: Call, before: tuple[Call, ...]
    ) -> Iterator[Breakage]:
        """Yield what is not as it was recorded."""

        def broken(kind: str, message: str, pointer: str = "") -> Breakage:
            received = Answer(answer.status, answer.text)
            return Breakage(
                operation.id, operation.method, operation.path, kind, message, call, received, before, pointer
            )

        if exchange.status != answer.status:
            yield broken("trace_status", f"Expected status {exchange.status} as recorded, got {answer.status}")
            return
        schema = answer_schema(self.client.contract, exchange)
        found = differences(exchange, answer.body, schema, self.known)
        for each in gathered(found):
            yield broken(f"trace_{each.what}", said(each), each.pointer)


def of_state(breakage: Breakage) -> bool:
    """Whether a difference is one of values, not of form: it may follow from what happened before."""
    if breakage.kind == "trace_type":
        return "Expected null as" in breakage.message or "got null -" in breakage.message
    return breakage.kind in {"trace_status", "trace_value", "trace_length"} or "/*/" in breakage.pointer


def gathered(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield one difference per member: what is so in the first entry of a list is so in the others."""
    seen: set[tuple[str, str]] = set()
    for each in found:
        key = (each.what, re.sub(r"/\d+(?=/|$)", "/*", each.pointer))
        if key not in seen:
            seen.add(key)
            yield each


def said(difference: Difference) -> str:
    """Return a difference in a sentence."""
    expected, got = shown(difference.expected), shown(difference.got)
    where = difference.pointer or "its root"
    if difference.what == "missing":
        return f"Expected {expected} as recorded, got nothing - at {where}"
    if difference.what == "length":
        return f"Expected {expected} entries as recorded, got {got} - at {where}"
    if difference.what == "identity":
        return f"Expected the id that belongs to the recorded one, {expected}, got {got} - at {where}"
    return f"Expected {expected} as recorded, got {got} - at {where}"


def shown(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}..."


def texts(body: str) -> set[str]:
    """Return the texts in a JSON body."""
    return set(re.findall(r'"([^"\\]+)"', body))


def values_in(path: str, template: str) -> tuple[str, ...]:
    """Return the values of a template's variables in a path, as they are written there."""
    fixed = [re.escape(part) for part in re.split(r"\{[^}]*\}", template)]
    found = re.fullmatch("([^/]+)".join(fixed), path.partition("?")[0])
    return found.groups() if found else ()


def renewed(value: str) -> str:
    """Return a text that looks the same, with other letters and digits at its end."""
    head, end = value[:-RENEWED], value[-RENEWED:]
    letters = "".join(secrets.choice("abcdef") if each.isalpha() else each for each in end)
    return head + "".join(str(secrets.randbelow(10)) if each.isdigit() else each for each in letters)
