"""A journal in memory: the port's shape without its durability, for exchanges that are thrown away."""

from __future__ import annotations

from secrets import token_bytes
from typing import TYPE_CHECKING

from tradespec_server.journal.chain import Head, Row, genesis, seal, verified
from tradespec_server.journal.port import Fenced, JournalDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec_server.journal.port import Record

__all__ = ["MemoryJournal", "MemoryRows"]


class MemoryRows:
    """What several journals in memory may share, as several processes share a file."""

    def __init__(self) -> None:
        self.identity = token_bytes(16)
        self.rows: list[Row] = []
        self.head = genesis(self.identity)
        self.epoch = 0


class MemoryJournal:
    """A `Journal` over rows in memory; nothing survives the process."""

    where = "memory"

    def __init__(self, rows: MemoryRows | None = None) -> None:
        self._shared = rows or MemoryRows()
        self._own_epoch = 0

    @property
    def identity(self) -> str:
        """Name of this journal for its whole life."""
        return self._shared.identity.hex()

    @property
    def last_sequence(self) -> int:
        """Sequence of the last record, 0 when there is none."""
        return self._shared.head.sequence

    @property
    def epoch(self) -> int:
        """The highest epoch claimed."""
        return self._shared.epoch

    def fence(self, epoch: int) -> None:
        """Claim the journal; see `Journal.fence`."""
        if epoch <= self._shared.epoch:
            raise Fenced(f"Expected an epoch above {self._shared.epoch}, got {epoch} - at {self.where}.")
        self._shared.epoch = self._own_epoch = epoch

    def append(self, batch: Sequence[bytes]) -> int:
        """Add a batch; see `Journal.append`."""
        shared = self._shared
        if self._own_epoch != shared.epoch:
            raise Fenced(f"Expected to write in epoch {self._own_epoch}, got epoch {shared.epoch} - at {self.where}.")
        rows = seal(shared.head.sequence, shared.head.digest, batch)
        if rows:
            shared.rows.extend(rows)
            shared.head = Head(rows[-1][0], rows[-1][3], shared.identity)
        return shared.head.sequence

    def read(self, from_sequence: int = 1) -> Iterator[Record]:
        """Yield verified records; see `Journal.read`."""
        before = [row for row in self._shared.rows if row[0] < from_sequence]
        if from_sequence > 1 and (not before or before[-1][0] != from_sequence - 1):
            raise JournalDamaged(from_sequence - 1, "no such record", self.where)
        digest = before[-1][3] if before else genesis(self._shared.identity).digest
        rows = [row for row in self._shared.rows if row[0] >= from_sequence]
        yield from verified(rows, from_sequence, digest, self._shared.head, self.where)

    def close(self) -> None:
        """Nothing is held."""
