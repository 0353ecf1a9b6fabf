"""The ways of looking at a release on a server: one port, an adapter per way.

A way gets a `Job` and returns an `Outcome`. What stops it from judging is a `CompatError`, never an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tradespec.contract import Contract
    from tradespec.probe.compat.matrix import Outcome
    from tradespec.probe.compat.release import Release
    from tradespec.probe.signing import Credentials

__all__ = ["Access", "Job", "Way"]


@dataclass(frozen=True, slots=True)
class Access:
    """How requests get in: keys to sign with where the contract says how, and headers to send as they are.

    The first key is the one that is used where only one is asked for.
    """

    credentials: tuple[Credentials, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    """Query parameters that let requests in, such as an API key."""
    sign: str = ""
    """``module:function``, a signing of one's own: it gets method, path with query, and body, and returns headers."""


@dataclass(frozen=True, slots=True)
class Job:
    """One release on one running server."""

    release: Release
    url: str
    server_contract: Contract | None
    access: Access
    seed: int
    examples: int
    alone: tuple[str, ...] = ()
    """Ids of operations that take away what other cases stand on (a key, the orders): each runs by itself, last."""
    seconds_max: float | None = None
    cache: Path | None = None
    """Where what was built is kept for the next time."""

    @property
    def contract(self) -> Contract:
        """The contract of the release."""
        return self.release.contract


class Way(Protocol):
    """One way of looking. ``busy``: it sends many requests, and wants a server where others are active, too.

    A way that is not busy gets a server that nobody else uses, so that the same calls get the same answers. One that
    compares with what was once answered may set ``twice = True``: what it finds is told where a second run on fresh data
    finds it, too.
    """

    name: str
    title: str
    busy: bool

    def run(self, job: Job) -> Outcome:
        """Run and judge; `CompatError` where that is not possible."""
        ...
