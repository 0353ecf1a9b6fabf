"""How records are sealed: a CRC-32 over each one, and a BLAKE2b digest that chains it to the one before.

The checksum tells an altered record from a whole one; the chain tells a record that is whole but is not
the one that was written there (replaced, moved, or behind a deleted one). The head remembers how far the
journal had got, outside of the journal itself: without it, a tail cut off cleanly would look like an
earlier and equally sound state.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from tradespec_server.journal.port import JournalDamaged, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["HEAD_SIZE", "Head", "Row", "genesis", "pack_head", "seal", "unpack_head", "verified"]

_DIGEST_SIZE = 32
_SEQUENCE = struct.Struct(">Q")
_HEAD = struct.Struct(f">4sQ{_DIGEST_SIZE}s16s")
_HEAD_CRC = struct.Struct(">I")
_MAGIC = b"TSH1"
HEAD_SIZE = _HEAD.size + _HEAD_CRC.size

Row = tuple[int, bytes, int, bytes]
"""(sequence, payload, checksum, digest): a record as adapters keep it."""


class Head(NamedTuple):
    """How far the journal is known to have got: a lower bound that survives the loss of the tail."""

    sequence: int
    digest: bytes
    identity: bytes


def genesis(identity: bytes) -> Head:
    """Return the head of a journal without records; its digest is what the first record continues."""
    return Head(0, blake2b(identity, digest_size=_DIGEST_SIZE).digest(), identity)


def seal(last_sequence: int, last_digest: bytes, batch: Sequence[bytes]) -> list[Row]:
    """Return the rows that continue a journal whose last record has this sequence and digest."""
    rows: list[Row] = []
    sequence, digest = last_sequence, last_digest
    for payload in batch:
        sequence += 1
        number = _SEQUENCE.pack(sequence)
        digest = _digest(digest, number, payload)
        rows.append((sequence, payload, crc32(payload, crc32(number)), digest))
    return rows


def verified(rows: Iterable[Row], from_sequence: int, before: bytes, head: Head, where: str) -> Iterator[Record]:
    """Yield the rows as records, checking each against the one before and the end against the head.

    Args:
        rows: Rows in order, from `from_sequence` on.
        from_sequence: The sequence that the first row must have.
        before: Digest of the record before it.
        head: How far the journal is known to have got.
        where: Name of the place, for error texts.

    Raises:
        JournalDamaged: At the first row that cannot be trusted.
    """
    expected, digest = from_sequence, before
    for sequence, payload, checksum, stored in rows:
        if sequence != expected:
            raise JournalDamaged(expected, f"no such record (the next one is {sequence})", where)
        number = _SEQUENCE.pack(sequence)
        if not isinstance(payload, bytes) or crc32(payload, crc32(number)) != checksum:
            raise JournalDamaged(sequence, "a record whose checksum does not fit (altered or torn)", where)
        digest = _digest(digest, number, payload)
        if digest != stored:
            raise JournalDamaged(sequence, "a record that does not continue the one before (replaced)", where)
        if sequence == head.sequence and digest != head.digest:
            raise JournalDamaged(sequence, "another record than the one acknowledged (rewritten)", where)
        yield Record(sequence, payload, digest)
        expected += 1
    if expected <= head.sequence:
        raise JournalDamaged(expected, f"the end, where {head.sequence} records were acknowledged (torn tail)", where)


def pack_head(head: Head) -> bytes:
    """Encode a head with its own checksum."""
    body = _HEAD.pack(_MAGIC, head.sequence, head.digest, head.identity)
    return body + _HEAD_CRC.pack(crc32(body))


def unpack_head(data: bytes) -> Head | None:
    """Decode a head; None when it is torn or is none."""
    body, checksum = data[: _HEAD.size], data[_HEAD.size : HEAD_SIZE]
    if len(checksum) != _HEAD_CRC.size or _HEAD_CRC.unpack(checksum)[0] != crc32(body):
        return None
    magic, sequence, digest, identity = _HEAD.unpack(body)
    return Head(sequence, digest, identity) if magic == _MAGIC else None


def _digest(before: bytes, number: bytes, payload: bytes) -> bytes:
    return blake2b(before + number + payload, digest_size=_DIGEST_SIZE).digest()
