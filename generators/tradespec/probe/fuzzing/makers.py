"""Who made the ids that a request speaks of: Schemathesis takes them from any answer of a run, so a finding needs its maker."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tradespec.probe.fuzzing.steps import is_word, leaves, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["SAFE", "SUCCESS", "Makers"]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SUCCESS: Final = range(200, 300)
KEPT_MAX: Final = 8000
"""Characters of an answer up to which it is kept for later passes."""
DEPTH_MAX: Final = 4
"""How far back makers of makers are looked for."""


class Makers:
    """Remembers which request made which id. Calls are the records of `tradespec.probe.compat.positive_hooks`."""

    def __init__(self, kept: Path | None = None) -> None:
        """Begin with what was remembered in a file, and write there what comes: a server outlives the passes of a run."""
        self.made: dict[str, tuple[str, dict[str, Any]]] = {}
        """Id -> (name of the member that it stood in, the call that made it)."""
        self.kept: Path | None = None
        lines = kept.read_text("utf-8").splitlines() if kept and kept.exists() else []
        for call in (json.loads(line) for line in lines if line.endswith("}")):
            self.learn(call, SUCCESS.start)
        self.kept = kept

    def learn(self, call: dict[str, Any], status: int) -> None:
        """Take a request that was answered."""
        if call["method"] in SAFE or status not in SUCCESS:
            return
        news = False
        given = {value for _, value in spoken(call)}
        for pointer, value in leaves(call["answered"]):
            name = pointer.rpartition("/")[2]
            if name.lower().endswith("id") and str(value) not in given:
                news = news or str(value) not in self.made
                self.made.setdefault(str(value), (name, call))
        if news and self.kept and len(call["answered"]) <= KEPT_MAX:
            with self.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(call) + "\n")

    def of(self, body: Any, pointer: str) -> list[dict[str, Any]]:
        """Return the calls that made what lies around a place in an answer: the item of a list that is wrong."""
        out: list[dict[str, Any]] = []
        for token in [*pointer.split("/")[1:], ""]:
            for name, value in body.items() if isinstance(body, dict) else ():
                made_as, maker = self.made.get(str(value), ("", {}))
                if maker and name == made_as and maker not in out:
                    out.append(maker)
            step = int(token) if isinstance(body, list) and token.isdecimal() else token
            body = body[step] if within(body, step) else None
        return out

    def before(self, chain: Sequence[dict[str, Any]], depth: int = DEPTH_MAX) -> list[dict[str, Any]]:
        """Return the calls that made what a chain speaks of and does not make itself, in order."""
        own: set[str] = set()
        out: list[dict[str, Any]] = []
        for call in chain:
            for name, value in spoken(call) if not call.get("asked") else ():
                made_as, maker = self.made.get(value, ("", {}))
                fits = same_name(made_as, name) or made_as.lower() == "id"
                if maker and fits and value not in own and maker not in out and maker not in chain:
                    out += (
                        [*(each for each in self.before([maker], depth - 1) if each not in out), maker] if depth else []
                    )
            if call["method"] not in SAFE:
                own |= {str(value) for _, value in leaves(call.get("answered", ""))}
        return out


def within(body: Any, step: str | int) -> bool:
    """Whether a JSON value has a member or element."""
    return (
        step in body
        if isinstance(body, dict)
        else isinstance(body, list) and isinstance(step, int) and step < len(body)
    )


def spoken(call: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of what a request says: segments of its path by the one before, its query, its body."""
    path, _, query = call["path"].partition("?")
    segments = path.split("/")
    for before, segment in pairwise(segments):
        yield before, unquote(segment)
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        yield unquote(name), unquote(value)
    for pointer, value in leaves(call["body"]):
        if is_word(value):
            yield pointer.rpartition("/")[2], str(value)
