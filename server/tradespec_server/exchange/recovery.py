"""From disk to a running engine: the newest usable snapshot, then the rest of the journal, then the store caught up.

Every record of the journal is read and verified at each start, also those that a snapshot stands for: what
is damaged is found when the server starts, not when somebody needs it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import orjson

from tradespec_engine import Command, Engine
from tradespec_engine.commands import COMMANDS
from tradespec_engine.message import decode
from tradespec_server.exchange.projection import Projection
from tradespec_server.journal import JournalDamaged
from tradespec_server.store import SqlStore, StoreUnreadable

if TYPE_CHECKING:
    from pathlib import Path

    from tradespec_server.exchange.snapshots import Snapshot, Snapshots
    from tradespec_server.journal import Journal
    from tradespec_server.store import Store

__all__ = ["Recovered", "decode_command", "encode_command", "open_store", "recover"]

_FLUSH_EVERY = 5_000  # commands between writes to the store, so that a long replay does not fill the memory


class Recovered(NamedTuple):
    """What a start found: the engine, its projection, the time of the last command, and numbers for the log."""

    engine: Engine
    projection: Projection
    time_us: int
    records: int
    replayed: int
    snapshot_sequence: int
    seconds: float
    notes: tuple[str, ...]


def encode_command(command: Command) -> bytes:
    """Return a command as its journal record."""
    return orjson.dumps(command.to_tuple())


def decode_command(payload: bytes) -> Command:
    """Return the command of a journal record.

    Raises:
        ValueError: The record holds no command of this version.
    """
    command = decode(orjson.loads(payload), COMMANDS)
    if not isinstance(command, Command):
        raise ValueError(f"Expected a command, got {type(command).__name__} - at a journal record.")  # noqa: TRY004  # damage of every kind is one error
    return command


def open_store(path: Path) -> tuple[SqlStore, tuple[str, ...]]:
    """Open the query store, or begin a new one when the file cannot be used; the journal fills it again."""
    try:
        return SqlStore(path), ()
    except StoreUnreadable as error:
        for file in path.parent.glob(path.name + "*"):
            file.unlink()
        return SqlStore(path), (f"{error} It was removed.",)


def recover(journal: Journal, store: Store, snapshots: Snapshots) -> Recovered:
    """Bring an engine, and the store with it, to the end of the journal.

    Raises:
        JournalDamaged: At the first record that cannot be trusted, or that holds no command.
    """
    began = time.perf_counter()
    notes = _bind(store, journal)
    engine, snapshot = _from_snapshot(journal, store, snapshots)
    projection = Projection(store)
    replayed, payload = 0, b""
    for record in journal.read():
        payload = record.payload
        if snapshot is not None and record.sequence <= snapshot.sequence:
            continue
        command = _command(payload, record.sequence)
        events = engine.apply(command)
        replayed += 1
        if record.sequence > projection.applied:
            _know_all(projection, engine)
            projection.observe(command, events)
            if record.sequence % _FLUSH_EVERY == 0:
                _flush(store, projection)
    _know_all(projection, engine)
    _flush(store, projection)
    return Recovered(
        engine=engine,
        projection=projection,
        time_us=_command(payload, journal.last_sequence).time_us if payload else 0,
        records=journal.last_sequence,
        replayed=replayed,
        snapshot_sequence=snapshot.sequence if snapshot else 0,
        seconds=time.perf_counter() - began,
        notes=(*notes, *snapshots.left_aside),
    )


def _bind(store: Store, journal: Journal) -> tuple[str, ...]:
    """Make sure that the store continues this very journal; begin it anew where it does not."""
    if store.journal == journal.identity and store.applied <= journal.last_sequence:
        return ()
    note = f"Expected a store of this journal, got one of {store.journal!r} at {store.applied}; it is built again."
    notes = (note,) if store.journal else ()
    store.reset(journal.identity)
    return notes


def _from_snapshot(journal: Journal, store: Store, snapshots: Snapshots) -> tuple[Engine, Snapshot | None]:
    """Restore the newest snapshot that is sound, is of this journal, and is not ahead of the store."""
    for snapshot in snapshots.newest(min(store.applied, journal.last_sequence)):
        if next(journal.read(snapshot.sequence)).digest == snapshot.digest:
            return Engine.restore(snapshot.state), snapshot
        snapshots.left_aside.append(f"snapshot {snapshot.sequence}: the journal has another record there")
    return Engine(), None


def _command(payload: bytes, sequence: int) -> Command:
    try:
        command = decode_command(payload)
    except ValueError as error:
        raise JournalDamaged(sequence, f"a record without a command ({error})", "the journal") from error
    if command.sequence != sequence:
        raise JournalDamaged(sequence, f"a command numbered {command.sequence}", "the journal")
    return command


def _know_all(projection: Projection, engine: Engine) -> None:
    """Have the projection load what the store has of every instrument, once, before it adds to that."""
    for symbol in engine.symbols():
        projection.know(symbol)


def _flush(store: Store, projection: Projection) -> None:
    changes = projection.take()
    if changes is not None:
        store.write(changes)
