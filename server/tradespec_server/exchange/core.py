"""The exchange's core: start from disk, take commands, keep the store following, and stop without losing anything."""

from __future__ import annotations

import asyncio
import fcntl
import os
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from tradespec_engine.commands import AddAsset, AddInstrument, ForgetClientIds
from tradespec_server.errors import Refused
from tradespec_server.exchange.feed import Feed
from tradespec_server.exchange.markets import Market, asset_grid
from tradespec_server.exchange.recovery import encode_command, open_store, recover
from tradespec_server.exchange.sequencer import Applied, QueueLimits, Sequencer
from tradespec_server.exchange.snapshots import Snapshot, Snapshots
from tradespec_server.exchange.times import now_us
from tradespec_server.journal import SqliteJournal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tradespec_engine import Command, Engine
    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.exchange.projection import Projection
    from tradespec_server.exchange.recovery import Recovered

__all__ = ["Core", "DirectoryInUse", "ExchangeConfig"]

_TEACHING = {AddAsset, AddInstrument}
_P = ParamSpec("_P")
_T = TypeVar("_T")

CLIENT_ID_KEPT_US = 24 * 3600 * 1_000_000
FORGET_EVERY_US = 600 * 1_000_000


class ExchangeConfig(NamedTuple):
    """How an exchange is run.

    Attributes:
        directory: Where it keeps everything: journal, store, snapshots. Made when missing.
        version: Version of the contract, as `getStatus` reports it.
        queue: Bounds of what may wait.
        snapshot_every: Commands between snapshots of the engine.
        store_delay_s: How long rows are collected before they are written, while nobody waits for them.
        store_lag_max: How many commands the store may be behind before new work is shed.
        housekeeping_s: Seconds between looks for client order ids to forget and snapshots to take.
    """

    directory: Path
    version: str = "0.1.0"
    queue: QueueLimits = QueueLimits()
    snapshot_every: int = 100_000
    store_delay_s: float = 0.05
    store_lag_max: int = 50_000
    housekeeping_s: float = 5.0


class DirectoryInUse(Exception):  # noqa: N818  # says what is the case, as `JournalDamaged` does
    """Another process runs an exchange in this directory."""


class Core:
    """Owns the journal, the engine, the store and the tasks between them. One per directory and process."""

    def __init__(self, config: ExchangeConfig) -> None:
        self.config = config
        self.markets: dict[str, Market] = {}
        self.assets: dict[str, Grid] = {}
        self._listeners: list[Callable[[Command, Applied], None]] = []
        self._running = False

    async def start(self) -> Recovered:
        """Recover from disk and begin to take commands; returns what was found.

        Raises:
            JournalError: The journal cannot be trusted or read; the text is for the operator.
            DirectoryInUse: Another process has the directory.
        """
        recovered = await asyncio.to_thread(self._open)
        self.engine: Engine = recovered.engine
        self.projection: Projection = recovered.projection
        self._snapshot_at = recovered.snapshot_sequence
        self._learn()
        self.feed = Feed(self.store, self.projection.take, self.config.store_delay_s)
        self.sequencer = Sequencer(self.journal, encode_command, self._apply, self.config.queue, recovered.time_us)
        self.feed.start()
        self.sequencer.start()
        self._running = True
        self._housekeeping = asyncio.create_task(self._keep_house(), name="housekeeping")
        return recovered

    async def stop(self) -> None:
        """Finish what waits, write everything, take a snapshot, and let go of the directory."""
        if not self._running:
            return
        self._running = False
        self._housekeeping.cancel()
        await asyncio.gather(self._housekeeping, return_exceptions=True)
        await self.sequencer.stop()
        await self.feed.stop()
        if self.sequencer.failure is None and self.feed.failure is None:
            await self._take_snapshot()
        self._close()

    @property
    def degraded(self) -> str | None:
        """Why orders may be slow or shed, None when everything works."""
        if self.sequencer.waiting * 2 > self.config.queue.orders_max:
            return "The order queue is more than half full."
        return None

    @property
    def failure(self) -> BaseException | None:
        """What stopped the exchange, None while it runs and before it is started."""
        if not hasattr(self, "sequencer"):
            return None
        return self.sequencer.failure or self.feed.failure

    def listen(self, listener: Callable[[Command, Applied], None]) -> Callable[[], None]:
        """Call a function after each command, in order; returns how to stop that. It must be quick and not raise."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def submit(self, command: Command, *, cancel: bool = False) -> Applied:
        """Make a command durable, apply it, and return what came of it.

        Raises:
            Refused: `overloaded`, `unavailable`, `internal_error`; see `Sequencer.submit`.
        """
        return (await self.submit_all([command], cancel=cancel))[0]

    async def submit_all(self, commands: Sequence[Command], *, cancel: bool = False) -> list[Applied]:
        """Make commands durable in one write and apply them one after another; see `submit`."""
        if self.feed.failure is not None:
            raise Refused("unavailable", "Expected a working store, got one that has failed.", retry_after_ms=5000)
        if not cancel and self.projection.applied - self.store.applied > self.config.store_lag_max:
            raise Refused("overloaded", "Expected the store to keep up, got one far behind.", retry_after_ms=1000)
        return await self.sequencer.submit(commands, cancels=cancel)

    async def read(self, question: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Ask the store something in a thread."""
        return await asyncio.to_thread(question, *args, **kwargs)

    async def caught_up(self) -> None:
        """Wait until the store has everything that was answered before this call."""
        await self.feed.caught_up(self.projection.applied)

    def _apply(self, command: Command) -> Applied:
        events = self.engine.apply(command)
        order = self.projection.observe(command, events)
        self.feed.changed()
        if type(command) in _TEACHING:
            self._learn()
        applied = Applied(command.sequence, command.time_us, events, order)
        for listener in self._listeners:
            listener(command, applied)
        return applied

    def _learn(self) -> None:
        """Take over what the engine knows of assets and instruments."""
        self.assets = {asset: asset_grid(scale) for asset, scale in self.engine.assets().items()}
        for symbol in self.engine.symbols():
            instrument = self.engine.instrument(symbol)
            if instrument is not None:
                self.markets[symbol] = Market(instrument, self.assets[instrument.base], self.assets[instrument.quote])

    def _open(self) -> Recovered:
        directory = self.config.directory
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(directory)
        try:
            self.journal = SqliteJournal(directory / "journal.db")
            self.journal.fence(self.journal.epoch + 1)
            self.store, notes = open_store(directory / "store.db")
            self.snapshots = Snapshots(directory / "snapshots", self.journal.identity)
            recovered = recover(self.journal, self.store, self.snapshots)
        except BaseException:
            self._close()
            raise
        return recovered._replace(notes=(*notes, *recovered.notes))

    def _close(self) -> None:
        for held in ("journal", "store"):
            if hasattr(self, held):
                getattr(self, held).close()
        os.close(self._lock)

    async def _keep_house(self) -> None:
        """Forget client order ids of a day ago, and take a snapshot when there is enough to save."""
        forgotten_us = now_us() - CLIENT_ID_KEPT_US
        while True:
            await asyncio.sleep(self.config.housekeeping_s)
            if self.failure is not None:
                return
            before_us = now_us() - CLIENT_ID_KEPT_US
            if before_us - forgotten_us >= FORGET_EVERY_US:
                forgotten_us = before_us
                await self.submit(ForgetClientIds(0, 0, before_us), cancel=True)
            if self.projection.applied - self._snapshot_at >= self.config.snapshot_every:
                await self._take_snapshot()

    async def _take_snapshot(self) -> None:
        sequence = self.projection.applied
        if sequence <= self._snapshot_at:
            return
        state = self.engine.snapshot()
        self._snapshot_at = sequence
        await asyncio.to_thread(self._write_snapshot, sequence, state)

    def _write_snapshot(self, sequence: int, state: bytes) -> None:
        digest = next(self.journal.read(sequence)).digest
        self.snapshots.write(Snapshot(sequence, digest, state))


def _lock(directory: Path) -> int:
    """Take the directory for this process; the lock goes with the process, however it ends."""
    descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise DirectoryInUse(
            f"Expected a free directory, got one that another exchange runs in - at {directory}. "
            "Stop that one, or give another directory."
        ) from error
    return descriptor
