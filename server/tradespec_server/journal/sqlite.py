"""The journal in one SQLite file: write-ahead log, full sync, one transaction per batch.

SQLite's own log drops a torn tail without a word. That is right for what was never acknowledged and
wrong for what was, so the head beside the file (`head.py`) says how far acknowledgement had got.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from itertools import chain
from secrets import token_bytes
from typing import TYPE_CHECKING

from tradespec_server.journal.chain import Head, genesis, seal, verified
from tradespec_server.journal.head import HeadFile
from tradespec_server.journal.port import Fenced, JournalDamaged, JournalError, JournalUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tradespec_server.journal.chain import Row
    from tradespec_server.journal.port import Record

__all__ = ["SqliteJournal"]

_FORMAT = 1
_CREATE = """
CREATE TABLE record (
    sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL, checksum INTEGER NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE TABLE journal (format INTEGER NOT NULL, identity BLOB NOT NULL, epoch INTEGER NOT NULL) STRICT;
"""
_CHUNK = 1000  # rows fetched at a time when reading
_ROWS_MAX = 512  # rows written by one statement


@cache
def _insert(rows: int) -> str:
    """Return a statement for so many rows: one call into SQLite instead of one a row, each of which would wait for
    Python's lock when the engine is busy.
    """
    return f"INSERT INTO record VALUES {', '.join(['(?, ?, ?, ?)'] * rows)}"  # noqa: S608  # numbers of marks only


class SqliteJournal:
    """A `Journal` in a SQLite file with a head file beside it.

    One instance writes from one thread at a time; `read` opens a connection of its own and may run beside it.

    Raises:
        JournalDamaged: The file ends before what was acknowledged, or is missing though its head is there.
        JournalUnreadable: The file is not a journal of this format.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own_epoch = 0
        self._head_file = self._open_head(path, path.with_name(path.name + ".head"))
        try:
            with self._named(1):
                self._db = sqlite3.connect(
                    path, isolation_level=None, check_same_thread=False, timeout=10, cached_statements=_ROWS_MAX + 64
                )
            try:
                with self._named(1):
                    self._prepare()
                self._acknowledged = self._read_head()
                self._head = self._read_tail()
            except BaseException:
                self._db.close()
                raise
        except BaseException:
            self._head_file.close()
            raise

    @property
    def identity(self) -> str:
        """Name of this journal for its whole life."""
        return self._head.identity.hex()

    @property
    def last_sequence(self) -> int:
        """Sequence of the last durable record, 0 when there is none."""
        return self._head.sequence

    @property
    def epoch(self) -> int:
        """The highest epoch claimed, as the file says now."""
        with self._named(self.last_sequence):
            return int(self._db.execute("SELECT epoch FROM journal").fetchone()[0])

    def fence(self, epoch: int) -> None:
        """Claim the journal; see `Journal.fence`."""
        with self._named(self.last_sequence), self._transaction():
            claimed = self._db.execute("SELECT epoch FROM journal").fetchone()[0]
            if epoch <= claimed:
                raise Fenced(
                    f"Expected an epoch above {claimed}, got {epoch} - at {self._path.name}. Claim a higher one."
                )
            self._db.execute("UPDATE journal SET epoch = ?", (epoch,))
            self._own_epoch = epoch
            # The writer before may have written since this one opened the file.
            self._head = self._read_tail()

    def append(self, batch: Sequence[bytes]) -> int:
        """Write a batch durably; see `Journal.append`."""
        rows = seal(self._head.sequence, self._head.digest, batch)
        if not rows:
            return self._head.sequence
        try:
            with self._transaction():
                claimed = self._db.execute("SELECT epoch FROM journal").fetchone()[0]
                if claimed != self._own_epoch:
                    raise Fenced(
                        f"Expected to write in epoch {self._own_epoch}, got epoch {claimed} - at {self._path.name}. "
                        "Another process has taken this journal over; stop one of them."
                    )
                for start in range(0, len(rows), _ROWS_MAX):
                    chunk = rows[start : start + _ROWS_MAX]
                    self._db.execute(_insert(len(chunk)), list(chain.from_iterable(chunk)))
        except sqlite3.Error as error:
            raise JournalError(
                f"Expected to write {len(rows)} records, got {error} - at {self._path.name}. "
                "Nothing of this batch was acknowledged; free the disk or repair it, then start again."
            ) from error
        self._head = Head(rows[-1][0], rows[-1][3], self._head.identity)
        self._head_file.write(self._head)
        return self._head.sequence

    def read(self, from_sequence: int = 1) -> Iterator[Record]:
        """Yield verified records; see `Journal.read`."""
        head, where = self._read_head(), self._path.name
        with closing(self._reader()) as db:
            before = self._digest_before(db, from_sequence)
            yield from verified(self._rows(db, from_sequence), from_sequence, before, head, where)

    def close(self) -> None:
        """Close the files; closing twice is allowed."""
        self._db.close()
        self._head_file.close()

    def _reader(self) -> sqlite3.Connection:
        # An iterator that is left half way is closed wherever Python drops it, which may be another thread.
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def _digest_before(self, db: sqlite3.Connection, sequence: int) -> bytes:
        """Return what the record of a sequence continues."""
        if sequence == 1:
            return genesis(self._head.identity).digest
        with self._named(sequence - 1):
            row = db.execute("SELECT digest FROM record WHERE sequence = ?", (sequence - 1,)).fetchone()
        if row is None:
            raise JournalDamaged(sequence - 1, "no such record", self._path.name)
        return bytes(row[0])

    def _rows(self, db: sqlite3.Connection, from_sequence: int) -> Iterator[Row]:
        """Yield rows in order; SQLite's own complaints name the record after the last good one."""
        sequence = from_sequence - 1
        try:
            rows = db.execute("SELECT * FROM record WHERE sequence >= ? ORDER BY sequence", (from_sequence,))
            while chunk := rows.fetchmany(_CHUNK):
                for row in chunk:
                    yield row
                    sequence = row[0]
        except sqlite3.Error as error:
            raise JournalDamaged(sequence + 1, f"a file that SQLite cannot read ({error})", self._path.name) from error

    @staticmethod
    def _open_head(path: Path, head_path: Path) -> HeadFile:
        if not head_path.exists():
            if path.exists() and path.stat().st_size > 0:
                raise JournalDamaged(1, f"no {head_path.name} beside it to say how far it had got", path.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            HeadFile.create(head_path, genesis(token_bytes(16)))
        return HeadFile(head_path)

    def _read_head(self) -> Head:
        head = self._head_file.read()
        if head is None:
            raise JournalDamaged(
                1, f"a torn {self._path.name}.head (nobody can say how far it had got)", self._path.name
            )
        return head

    def _prepare(self) -> None:
        """Set the file up for durable writing, and make its tables when it is new."""
        head = self._read_head()
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA fullfsync = ON")
        self._db.execute("PRAGMA checkpoint_fullfsync = ON")
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not tables and head.sequence > 0:
            raise JournalDamaged(1, f"an empty file where {head.sequence} records were acknowledged", self._path.name)
        if not tables:
            with self._transaction():
                for statement in _CREATE.split(";\n"):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO journal VALUES (?, ?, 0)", (_FORMAT, head.identity))
        elif not {"record", "journal"} <= tables:
            raise JournalUnreadable(
                f"Expected a journal, got another database - at {self._path}. Give another directory."
            )
        self._check_identity(head)

    def _check_identity(self, head: Head) -> None:
        row = self._db.execute("SELECT format, identity FROM journal").fetchone()
        if row is None or row[0] != _FORMAT:
            raise JournalUnreadable(
                f"Expected journal format {_FORMAT}, got {row and row[0]} - at {self._path}. "
                "Open it with the release that wrote it."
            )
        if row[1] != head.identity:
            raise JournalDamaged(1, f"a {self._path.name}.head that belongs to another journal", self._path.name)

    def _read_tail(self) -> Head:
        """Return the last row as a head, refusing a file that ends before what was acknowledged."""
        known = self._read_head()
        with self._named(known.sequence):
            row = self._db.execute("SELECT sequence, digest FROM record ORDER BY sequence DESC LIMIT 1").fetchone()
        tail = Head(row[0], row[1], known.identity) if row else genesis(known.identity)
        if tail.sequence < known.sequence:
            raise JournalDamaged(
                tail.sequence + 1,
                f"the end, where {known.sequence} records were acknowledged (torn tail)",
                self._path.name,
            )
        return tail

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _named(self, sequence: int) -> Iterator[None]:
        """Turn what SQLite says about a broken file into a sentence that names the record."""
        try:
            yield
        except sqlite3.Error as error:
            raise JournalDamaged(sequence, f"a file that SQLite cannot read ({error})", self._path.name) from error
