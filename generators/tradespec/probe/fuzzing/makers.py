"""Who made the ids that a request speaks of: Schemathesis takes them from any answer of a run, so a finding needs its maker."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tradespec.probe.fuzzing.steps import is_word, leaves, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Makers"]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SUCCESS: Final = range(200, 300)
DEPTH_MAX: Final = 4
"""How far back makers of makers are looked for."""


class Makers:
    """Remembers which request made which id. Calls are the records of `tradespec.probe.compat.positive_hooks`."""

    def __init__(self) -> None:
        self.made: dict[str, tuple[str, dict[str, Any]]] = {}
        """Id -> (name of the member that it stood in, the call that made it)."""

    def learn(self, call: dict[str, Any], status: int) -> None:
        """Take a request that was answered."""
        if call["method"] in SAFE or status not in SUCCESS:
            return
        given = {value for _, value in spoken(call)}
        for pointer, value in leaves(call["answered"]):
            name = pointer.rpartition("/")[2]
            if name.lower().endswith("id") and str(value) not in given:
                self.made.setdefault(str(value), (name, call))

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
            own |= {str(value) for _, value in leaves(call.get("answered", ""))}
        return out


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
