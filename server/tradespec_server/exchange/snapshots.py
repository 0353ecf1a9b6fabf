"""Snapshots of the engine on disk: what bounds a replay.

A snapshot is a shortcut and never the truth: one that is torn, altered or of another journal is left
aside with a reason, and the replay starts earlier.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Snapshot", "Snapshots"]

_KEPT = 2  # the newest, and one more should the newest turn out unreadable
_SUFFIX = ".snapshot"


class Snapshot(NamedTuple):
    """The engine's state after a record of the journal, which it names by sequence and digest."""

    sequence: int
    digest: bytes
    state: bytes


class Snapshots:
    """A directory of snapshots of one journal, named by sequence."""

    def __init__(self, directory: Path, identity: str) -> None:
        self._directory = directory
        self._identity = identity
        self.left_aside: list[str] = []

    def newest(self, sequence_max: int) -> Iterator[Snapshot]:
        """Yield the sound snapshots up to a sequence, newest first; `left_aside` says which were not sound."""
        for path in sorted(self._directory.glob(f"*{_SUFFIX}"), reverse=True):
            snapshot = self._read(path)
            if snapshot and snapshot.sequence <= sequence_max:
                yield snapshot

    def write(self, snapshot: Snapshot) -> None:
        """Write a snapshot durably under its final name or not at all, and drop the oldest ones."""
        self._directory.mkdir(parents=True, exist_ok=True)
        path = self._directory / f"{snapshot.sequence:020d}{_SUFFIX}"
        draft = path.with_suffix(".new")
        head = orjson.dumps(
            {
                "journal": self._identity,
                "sequence": snapshot.sequence,
                "digest": snapshot.digest.hex(),
                "state_blake2b": blake2b(snapshot.state, digest_size=32).hexdigest(),
            }
        )
        with draft.open("wb") as file:
            file.write(head + b"\n" + snapshot.state)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        for old in sorted(self._directory.glob(f"*{_SUFFIX}"))[:-_KEPT]:
            old.unlink()

    def _read(self, path: Path) -> Snapshot | None:
        try:
            return self._decode(path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            self.left_aside.append(f"{path.name}: {error}")
            return None

    def _decode(self, data: bytes) -> Snapshot:
        line, _, state = data.partition(b"\n")
        head = orjson.loads(line)
        if head["journal"] != self._identity:
            raise ValueError(f"Expected a snapshot of journal {self._identity}, got one of {head['journal']}.")
        if head["state_blake2b"] != blake2b(state, digest_size=32).hexdigest():
            raise ValueError("Expected the state that its hash names, got another (torn or altered).")
        return Snapshot(int(head["sequence"]), bytes.fromhex(head["digest"]), state)
