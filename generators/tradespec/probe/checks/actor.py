"""Clients that rules ask their own questions with: one for each key of the run, each request signed anew."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tradespec.contract import read_file
from tradespec.probe.compat.ways import Access
from tradespec.probe.compat.wire import Client
from tradespec.probe.signing import Credentials

if TYPE_CHECKING:
    from tradespec.probe.compat.wire import Received

__all__ = ["Actor", "Asked", "Undecided", "actors"]

PLAN: Final = "TRADESPEC_FUZZ"
NOTHING_PROVEN: Final = frozenset({401, 403, 408, 429, 500, 502, 503, 504})
"""Answers that say nothing about the rule: no entry, too fast, out of order. Other checks judge them."""


class Undecided(Exception):  # noqa: N818 - a state, not a failure
    """The server did not answer in a way that tells; the rule says nothing this time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was sent: by Schemathesis, or by an actor."""

    operation: str
    """``operationId``; empty for an actor's own requests."""
    method: str
    path: str
    """Path and query."""
    body: Any = None
    """A JSON value, None where there is none."""
    actor: int = 0
    """Whose key signed: which of ``[[probe.keys]]``, from 0 on."""
    answer: tuple[int, str] = (0, "")
    """Status and text of what came back, of an actor's own requests."""


class Actor:
    """One key's client. All actors of a run write what they send into one list, so that a finding can be repeated."""

    def __init__(self, client: Client, index: int, sent: list[Asked]) -> None:
        self.client = client
        self.index = index
        self.sent = sent

    def send(self, method: str, path: str, body: Any = None) -> Received:
        """Send a request. `Undecided` where the answer proves nothing."""
        answer = self.client.send(method, path, {}, body, self.index)
        self.sent.append(Asked("", method, path, body, self.index, (answer.status, answer.text)))
        if answer.status in NOTHING_PROVEN:
            raise Undecided(f"{answer.status} for {method} {path}")
        return answer

    def read(self, path: str) -> Any:
        """Return what a GET answers with 200; `Undecided` for any other status."""
        answer = self.send("GET", path)
        if answer.status != 200:  # noqa: PLR2004 - OK, by RFC 9110
            raise Undecided(f"{answer.status} for GET {path}")
        return answer.body


def actors() -> list[Actor]:
    """Return an actor for each key of the run, the one that the run signs with first. Outside of a run there is none."""
    plan = json.loads(os.environ.get(PLAN, "{}"))
    keys = plan.get("keys") or [each for each in [plan.get("credentials")] if each]
    if not keys:
        return []
    access = Access(tuple(Credentials(**each) for each in keys), plan.get("headers", {}))
    client = Client(read_file(plan["spec"]), plan["url"], access)
    sent: list[Asked] = []
    return [Actor(client, index, sent) for index in range(len(keys))]
