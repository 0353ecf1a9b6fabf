"""From the projection to the store: rows are written behind the hot path, in batches, and readers can wait."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradespec_server.store import Changes, Store

__all__ = ["Feed"]


class Feed:
    """Writes what a source collects to the store, soon, or at once when somebody waits for it.

    Args:
        store: Where the rows go.
        take: Returns the changes since the last call, or None when there are none.
        delay_s: How long changes are collected while nobody waits.
    """

    def __init__(self, store: Store, take: Callable[[], Changes | None], delay_s: float) -> None:
        self._store = store
        self._take = take
        self._delay_s = delay_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._changed = asyncio.Event()
        self._hurry = asyncio.Event()
        self._written: list[tuple[int, asyncio.Future[None]]] = []
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self.failure: BaseException | None = None

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="store feed")

    async def stop(self) -> None:
        """Write what is left, then no more."""
        self._stopping = True
        self._changed.set()
        self._hurry.set()
        if self._task is not None:
            await self._task
        self._thread.shutdown()

    def changed(self) -> None:
        """Say that there is something to take."""
        self._changed.set()

    async def caught_up(self, sequence: int) -> None:
        """Wait until the rows of a command are written.

        Raises:
            Refused: `unavailable`, when the store has failed.
        """
        if self._store.applied >= sequence:
            return
        if self.failure is not None:
            raise _unavailable()
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._written.append((sequence, waiter))
        self._hurry.set()
        await waiter

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                await self._changed.wait()
                if not self._written:
                    await self._linger()
                self._changed.clear()
                await self._write(loop)
            await self._write(loop)
        except Exception as error:  # noqa: BLE001  # whatever it is, readers must not wait for ever
            self.failure = error
            for _, waiter in self._written:
                if not waiter.done():
                    waiter.set_exception(_unavailable())
            self._written = []

    async def _linger(self) -> None:
        self._hurry.clear()
        try:
            async with asyncio.timeout(self._delay_s):
                await self._hurry.wait()
        except TimeoutError:
            pass

    async def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        changes = self._take()
        if changes is not None:
            await loop.run_in_executor(self._thread, self._store.write, changes)
        waiting, self._written = self._written, []
        for sequence, waiter in waiting:
            if self._store.applied < sequence:
                self._written.append((sequence, waiter))
                self._changed.set()
            elif not waiter.done():
                waiter.set_result(None)


def _unavailable() -> Refused:
    return Refused(
        "unavailable",
        "Expected the query store to follow the journal, got a store that has failed. Send it again later.",
        retry_after_ms=5000,
    )
