"""The journal's port: what every adapter of the log of record promises, and how it says that it cannot.

JournalError
├── JournalDamaged      a record is torn, altered, missing or out of order; names the record and what is wrong
├── JournalUnreadable   the place holds no journal, or one of another format
└── Fenced              another writer has taken over; this one may not write any more
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Fenced", "Journal", "JournalDamaged", "JournalError", "JournalUnreadable", "Record"]


class Record(NamedTuple):
    """One verified record: its sequence (from 1, no gaps), its payload, and the digest that chains it to all before."""

    sequence: int
    payload: bytes
    digest: bytes


class Journal(Protocol):
    """The log of record: an append-only, gapless sequence of byte strings.

    `append` returns only when the batch is durable, and writes all of it or nothing. Readers see
    every record verified, or an error that names the first one that cannot be trusted; a record is
    never skipped. Calls block: the exchange makes them in a thread of the journal's own.
    """

    @property
    def identity(self) -> str:
        """Name of this journal for its whole life, so that a projection can tell it from another."""

    @property
    def last_sequence(self) -> int:
        """Sequence of the last durable record, 0 when there is none."""

    @property
    def epoch(self) -> int:
        """The highest epoch that a writer has claimed, 0 when none has."""

    def fence(self, epoch: int) -> None:
        """Claim the journal for a writer of this epoch; writers of lower epochs are fenced from now on.

        Raises:
            Fenced: The epoch is not higher than the one claimed before.
        """

    def append(self, batch: Sequence[bytes]) -> int:
        """Write a batch durably, all or nothing, and return the sequence of its last record.

        Raises:
            Fenced: Another writer has claimed the journal; nothing was written.
        """

    def read(self, from_sequence: int = 1) -> Iterator[Record]:
        """Yield the records from a sequence on, in order, each verified.

        Raises:
            JournalDamaged: At the first record that is torn, altered, missing or out of order.
        """

    def close(self) -> None:
        """Let go of the journal; closing twice is allowed."""


class JournalError(Exception):
    """The journal cannot be read or written; the text says what was expected, what came and what to do."""


class JournalUnreadable(JournalError):  # noqa: N818  # the tree above reads as states of a journal
    """The place given holds no journal, or a journal of another format."""


class Fenced(JournalError):  # noqa: N818  # as above
    """Another writer has claimed the journal."""


class JournalDamaged(JournalError):  # noqa: N818  # as above
    """A record that must not be trusted.

    Attributes:
        sequence: The first record concerned.
        what: What is wrong with it, in a few words.
        where: The file, or the name of the place.
    """

    def __init__(self, sequence: int, what: str, where: str) -> None:
        super().__init__(
            f"Expected an unbroken journal, got {what} - at record {sequence} of {where}. "
            "Restore this file and the files beside it from a backup; nothing was read past this record."
        )
        self.sequence = sequence
        self.what = what
        self.where = where
