"""Run every way for every release on every server."""

from __future__ import annotations

import random
import re
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from tradespec.document import DocumentError
from tradespec.probe.compat.errors import CompatError, Unreadable
from tradespec.probe.compat.masking import without_secrets
from tradespec.probe.compat.matrix import Cell, Matrix, Outcome
from tradespec.probe.compat.positive import Positive
from tradespec.probe.compat.prediction import Predictor
from tradespec.probe.compat.release import Release, read_releases, supported
from tradespec.probe.compat.sdk import Sdk
from tradespec.probe.compat.server import Server, UrlServer, parse_server
from tradespec.probe.compat.traces import Traces, record, write_trace
from tradespec.probe.compat.traces.record import steady
from tradespec.probe.compat.ways import Access, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tradespec.contract import Contract
    from tradespec.probe.compat.matrix import Breakage
    from tradespec.probe.compat.traces import Exchange
    from tradespec.probe.compat.ways import Way

__all__ = ["WAYS", "record_trace", "run_compat"]

WAYS: dict[str, Callable[[], Way]] = {"positive": Positive, "sdk": Sdk, "traces": Traces}
"""Name -> how to make it, in the order of the columns."""


def run_compat(  # noqa: PLR0913 - one parameter per thing to say about a run
    releases: Iterable[Release] | str | Path,
    servers: Iterable[Server | str] | Server | str,
    *,
    ways: Sequence[str | Way] = tuple(WAYS),
    access: Access | None = None,
    seed: int | None = None,
    examples: int = 15,
    alone: Sequence[str] = (),
    must_be_green: str = "all",
    seconds_max: float | None = None,
    cache: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> Matrix:
    """Run and return the matrix; what cannot be judged is a cell that failed, not an exception.

    ``servers`` are URLs, ``app:module``, ``rev:REVISION``, or `Server` objects; ``ways`` are names of `WAYS` or your own
    `Way` objects. ``alone`` names operations that take away what other cases stand on. ``seconds_max`` bounds each way
    of each cell. ``tell`` hears what is being done. Errors: `Unreadable` (a release), `ValueError` (a server's or way's
    name, ``must_be_green``).
    """
    rows = (
        tuple(releases)
        if not isinstance(releases, str) and hasattr(releases, "__iter__")
        else read_releases([releases])
    )
    given = [servers] if isinstance(servers, str | Server) else list(servers)
    columns = [each if isinstance(each, Server) else parse_server(each) for each in given]
    runner = Runner(
        ways=[made(each) for each in ways],
        access=access or Access(),
        seed=random.randrange(2**31) if seed is None else seed,  # noqa: S311 - a seed to repeat a run by, no secret
        examples=examples,
        alone=tuple(alone),
        seconds_max=seconds_max,
        cache=cache,
        tell=tell or (lambda _: None),
    )
    return runner.run(rows, columns, supported(rows, must_be_green))


def record_trace(  # noqa: PLR0913 - one parameter per thing to say about a recording
    release: Release,
    server: Server | str,
    out: Path,
    *,
    access: Access | None = None,
    alone: Sequence[str] = (),
    cache: Path | None = None,
) -> int:
    """Run the scenarios of the release's SDK on a server that keeps it, write the trace, return how many calls it has.

    A server that is ours to start is asked twice, with fresh data: what differs between the runs is marked as nothing to
    rely on. Errors: `CompatError` where a step does not end as the contract says, or the server cannot be reached.
    """
    column = server if isinstance(server, Server) else parse_server(server)

    def once() -> list[Exchange]:
        with column.running(busy=False) as url:
            return record(Job(release, url, None, access or Access(), 0, 0, tuple(alone), cache=cache))

    with column.prepared():
        found = once()
        if not isinstance(column, UrlServer):
            found = steady(found, once(), release.contract)
    write_trace(out, release.contract, found)
    return len(found)


def made(way: str | Way) -> Way:
    """Return the way of a name; `ValueError` for a name that is none."""
    if not isinstance(way, str):
        return way
    if way not in WAYS:
        raise ValueError(f"Expected a way ({', '.join(WAYS)}), got `{way}`")
    return WAYS[way]()


class Runner:
    """What holds for all cells of one run."""

    def __init__(  # noqa: PLR0913 - as `run_compat`
        self,
        *,
        ways: list[Way],
        access: Access,
        seed: int,
        examples: int,
        alone: tuple[str, ...],
        seconds_max: float | None,
        cache: Path | None,
        tell: Callable[[str], None],
    ) -> None:
        self.ways = ways
        self.access = access
        self.seed = seed
        self.examples = examples
        self.alone = alone
        self.seconds_max = seconds_max
        self.cache = cache
        self.tell = tell

    def run(self, rows: tuple[Release, ...], columns: list[Server], green: frozenset[str]) -> Matrix:
        """Fill the table, column by column, so that a revision is checked out once."""
        started = time.monotonic()
        cells = {(row.name, column.name): cell for column in columns for row, cell in self.column(rows, column)}
        return Matrix(
            releases=tuple(row.name for row in rows),
            servers=tuple(column.name for column in columns),
            ways=tuple(way.name for way in self.ways),
            cells=tuple(cells[row.name, column.name] for row in rows for column in columns),
            seed=self.seed,
            examples=self.examples,
            supported=green,
            seconds=time.monotonic() - started,
        )

    def column(self, rows: tuple[Release, ...], server: Server) -> list[tuple[Release, Cell]]:
        """Fill one column."""
        with ExitStack() as stack:
            try:
                stack.enter_context(server.prepared())
            except CompatError as error:
                outcomes = tuple(Outcome(way.name, "failed", error=error) for way in self.ways)
                return [(row, Cell(row.name, server.name, outcomes)) for row in rows]
            return [(row, self.cell(row, server)) for row in rows]

    def cell(self, row: Release, server: Server) -> Cell:
        """Fill one cell; each way has a server of its own, where servers are ours to start."""
        known: list[Contract] = []
        outcomes = tuple(self.outcome(way, row, server, known) for way in self.ways)
        outcomes = tuple(replace(each, breakages=tuple(map(without_secrets, each.breakages))) for each in outcomes)
        if not known:
            return Cell(row.name, server.name, outcomes)
        if any(outcome.breakages for outcome in outcomes):
            predictor = Predictor(row.contract, known[0], server.spelled)
            outcomes = tuple(
                replace(each, breakages=tuple(map(predictor.predicted, each.breakages))) for each in outcomes
            )
        return Cell(row.name, server.name, outcomes, known[0].version)

    def outcome(self, way: Way, row: Release, server: Server, known: list[Contract]) -> Outcome:
        """Run one way; note the server's own contract in ``known``."""
        self.tell(f"{row.name} on {server.name}: {way.title}")
        started = time.monotonic()
        try:
            found = self.once(way, row, server, known)
            if found.breakages and getattr(way, "twice", False) and not isinstance(server, UrlServer):
                return lasting(found, self.once(way, row, server, known))
            return found  # noqa: TRY300 - what may fail stands above
        except CompatError as error:
            return Outcome(way.name, "failed", seconds=time.monotonic() - started, error=error)
        except DocumentError as error:
            unreadable = Unreadable(str(error), error.next_step)
            return Outcome(way.name, "failed", seconds=time.monotonic() - started, error=unreadable)

    def once(self, way: Way, row: Release, server: Server, known: list[Contract]) -> Outcome:
        """Run one way on a server, a fresh one where it is ours to start."""
        with server.running(busy=way.busy) as url:
            job = self.job(row, server, url)
            if job.server_contract is not None and not known:
                known.append(job.server_contract)
            return way.run(job)

    def job(self, row: Release, server: Server, url: str) -> Job:
        """Return what a way needs to know."""
        return Job(
            release=row,
            url=url,
            server_contract=server.contract(url),
            access=self.access,
            seed=self.seed,
            examples=self.examples,
            alone=self.alone,
            seconds_max=self.seconds_max,
            cache=self.cache,
        )


def lasting(first: Outcome, second: Outcome) -> Outcome:
    """Return an outcome with what a second run on fresh data shows again; of the rest only a note is left.

    What differs between two runs of the same build is nothing that clients may rely on, as in a recording: a minute that
    ended between two calls closes a candle.
    """
    if second.cases < first.cases:
        return first  # it was cut short, and is no answer
    again = {name_of(each) for each in second.breakages}
    kept = tuple(each for each in first.breakages if name_of(each) in again)
    gone = [each for each in first.breakages if name_of(each) not in again]
    notes = tuple(f"seen in one of two runs only: {each.operation}, {each.message}" for each in gone)
    return replace(first, breakages=kept, state="red" if kept else "green", notes=(*first.notes, *notes))


def name_of(breakage: Breakage) -> tuple[str, str, str]:
    """Return what makes two breakages of two runs the same."""
    return breakage.operation, breakage.kind, re.sub(r"/\d+(?=/|$)", "/*", breakage.pointer)
