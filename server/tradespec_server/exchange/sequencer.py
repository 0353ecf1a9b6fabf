"""The one place where commands get their order: queue, sequence and time, journal, engine, answer.

A batch is whatever waited while the batch before was being written (group commit): a lone command is
written at once, and under load one sync of the disk serves hundreds.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec_engine import Command, Event
    from tradespec_server.journal import Journal
    from tradespec_server.store import Row

__all__ = ["Applied", "QueueLimits", "Sequencer"]


class Applied(NamedTuple):
    """A command that is durable and applied, and what came of it; `order` is the one it was about, as it left it."""

    sequence: int
    time_us: int
    events: Sequence[Event]
    order: Row | None


class QueueLimits(NamedTuple):
    """How many commands may wait, and how many are written at once. Cancels wait in a queue of their own."""

    orders_max: int = 4096
    cancels_max: int = 4096
    batch_max: int = 512


class _Work:
    __slots__ = ("commands", "future")

    def __init__(self, commands: Sequence[Command], future: asyncio.Future[list[Applied]]) -> None:
        self.commands = commands
        self.future = future


class _Queue:
    """Work in order of arrival, with a bound on the commands in it."""

    __slots__ = ("bound", "size", "work")

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.size = 0
        self.work: deque[_Work] = deque()

    def put(self, work: _Work) -> None:
        if self.size + len(work.commands) > self.bound:
            raise Refused(
                "overloaded",
                "Expected room for this command in the queue, got a full queue. Send it again after `retry_after_ms`.",
                retry_after_ms=1000,
            )
        self.work.append(work)
        self.size += len(work.commands)

    def take(self, room: int) -> list[_Work]:
        """Return the first work that fits into the room; the very first always does."""
        taken: list[_Work] = []
        while self.work and (not taken or len(self.work[0].commands) <= room):
            work = self.work.popleft()
            self.size -= len(work.commands)
            if not work.future.cancelled():  # whoever sent it has gone; nothing was promised
                taken.append(work)
                room -= len(work.commands)
        return taken


class Sequencer:
    """Orders commands, makes them durable and applies them, one batch after the other.

    Args:
        journal: Where commands become durable; this sequencer must have fenced it.
        encode: Turns a command into a journal record.
        apply: Applies a durable command and returns what came of it; it must not raise.
        limits: Bounds of the queues.
        time_us: Time of the last command so far; time never runs backwards over a restart.
    """

    def __init__(
        self,
        journal: Journal,
        encode: Callable[[Command], bytes],
        apply: Callable[[Command], Applied],
        limits: QueueLimits,
        time_us: int,
    ) -> None:
        self._journal = journal
        self._encode = encode
        self._apply = apply
        self._batch_max = limits.batch_max
        self._orders = _Queue(limits.orders_max)
        self._cancels = _Queue(limits.cancels_max)
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._sequence = journal.last_sequence
        self.applied = self._sequence
        self.time_us = time_us
        self.failure: BaseException | None = None

    @property
    def waiting(self) -> int:
        """How many commands wait to be written."""
        return self._orders.size + self._cancels.size

    def start(self) -> None:
        """Begin to take work."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="sequencer")

    async def stop(self) -> None:
        """Finish the work that waits, then take no more."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        self._thread.shutdown()

    async def submit(self, commands: Sequence[Command], *, cancels: bool = False) -> list[Applied]:
        """Make commands durable together, in this order, and return what came of each.

        Raises:
            Refused: `overloaded`, when the queue is full, and `unavailable`, when the exchange has stopped: nothing
                was done. `internal_error`, when the journal failed in the middle: then nobody knows.
        """
        if self._stopping or self.failure is not None:
            raise _unavailable()
        work = _Work(commands, asyncio.get_running_loop().create_future())
        (self._cancels if cancels else self._orders).put(work)
        self._wake.set()
        return await work.future

    async def _run(self) -> None:
        """Write batches while there are any; apply the one before while the disk works on the next."""
        loop = asyncio.get_running_loop()
        durable: list[_Work] = []
        batch: list[_Work] = []
        try:
            while True:
                batch = self._take()
                written = (
                    loop.run_in_executor(self._thread, self._journal.append, self._number(batch)) if batch else None
                )
                self._finish(durable)
                durable = []
                if written is not None:
                    await written
                    durable, batch = batch, []
                elif self._stopping:
                    return
                else:
                    self._wake.clear()
                    await self._wake.wait()
        except Exception as error:  # noqa: BLE001  # whatever it is, nothing may be promised after it
            self._fail(error, [*durable, *batch])

    def _take(self) -> list[_Work]:
        batch = self._cancels.take(self._batch_max)
        room = self._batch_max - sum(len(work.commands) for work in batch)
        return batch + self._orders.take(room) if room > 0 else batch

    def _number(self, batch: list[_Work]) -> list[bytes]:
        """Give the commands their sequence and time, and return their journal records."""
        self.time_us = max(self.time_us + 1, time.time_ns() // 1000)
        records = []
        for work in batch:
            for command in work.commands:
                self._sequence += 1
                command.sequence = self._sequence
                command.time_us = self.time_us
                records.append(self._encode(command))
        return records

    def _finish(self, batch: list[_Work]) -> None:
        """Apply durable commands and answer those who wait for them."""
        for work in batch:
            results = []
            for command in work.commands:
                results.append(self._apply(command))
                self.applied = command.sequence
            if not work.future.done():
                work.future.set_result(results)

    def _fail(self, error: BaseException, unfinished: list[_Work]) -> None:
        """Stop for good: answer all who wait, and refuse what comes."""
        self.failure = error
        for work in unfinished:
            if not work.future.done():
                work.future.set_exception(_unknown())
        for work in [*self._cancels.work, *self._orders.work]:
            if not work.future.done():
                work.future.set_exception(_unavailable())


def _unavailable() -> Refused:
    return Refused(
        "unavailable",
        "Expected a running exchange, got one that is stopping or has failed. Send it again after `retry_after_ms`.",
        retry_after_ms=5000,
    )


def _unknown() -> Refused:
    return Refused(
        "internal_error",
        "Expected to write this command to the journal, got an error; nobody knows whether it was written. "
        "Look the order up before sending it again.",
    )
