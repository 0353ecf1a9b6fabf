"""Bounds on what is read, so that a hostile document costs a sentence and nothing else."""

from __future__ import annotations

from tradespec.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document with all the files it refers to."""

    file_bytes_max: int = 64 * 1024 * 1024
    depth_max: int = 200
    """Nested containers in one file."""
    files_max: int = 2_000
    nodes_max: int = 5_000_000
    """Keys and values of one file, with each alias counted as often as it is used."""
    remote_seconds_max: float = 10.0
