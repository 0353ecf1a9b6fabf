"""The head beside a journal's file: two slots written in turn, so that one of them is always whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tradespec_server.journal.chain import HEAD_SIZE, Head, pack_head, unpack_head

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["HeadFile"]

_SLOT = 512  # a disk sector: the write of one slot cannot tear the other


class HeadFile:
    """A small file that is written after each durable batch and synced only when it is created.

    It is never ahead of the journal (it is written after), and a process that is killed leaves it in the
    kernel's care; after a power cut it may be behind, where it still is a lower bound.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR)
        self._slot = 0

    @staticmethod
    def create(path: Path, head: Head) -> None:
        """Write a new head file, durably, under its final name or not at all."""
        draft = path.with_name(path.name + ".new")
        with draft.open("wb") as file:
            file.write(pack_head(head).ljust(_SLOT, b"\0") * 2)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def read(self) -> Head | None:
        """Return the newest whole slot; None when both are torn."""
        newest: Head | None = None
        for slot in (0, 1):
            head = unpack_head(os.pread(self._descriptor, HEAD_SIZE, _SLOT * slot))
            if head and (newest is None or head.sequence >= newest.sequence):
                newest, self._slot = head, slot
        return newest

    def write(self, head: Head) -> None:
        """Remember a head in the slot that is not the newest."""
        self._slot ^= 1
        os.pwrite(self._descriptor, pack_head(head), _SLOT * self._slot)

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
