"""The answer of a run, as values: a table of releases and servers whose cells hold one outcome per way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.probe.compat.errors import CompatError

__all__ = ["Answer", "Breakage", "Call", "Cell", "Matrix", "Outcome", "Prediction", "State"]

State = Literal["green", "red", "none", "failed"]
"""``none``: there was nothing to run, such as a release without traces. ``failed``: it could not be run."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it can be repeated: without what signing added, which is made anew each time."""

    method: str
    path: str
    """Path and query."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    actor: int = 0
    """Whose key signs: which of `Access.credentials`."""
    signed: bool = True
    """Whether it was sent with what lets requests in."""
    asked: bool = False
    """Whether a rule of a team's own has sent it, to judge what was sent before."""
    raw: str = ""
    """The body in base64, where it is no text."""
    answered: str = ""
    """What came back, of requests before the last."""

    @property
    def size(self) -> int:
        """How much there is to look at."""
        return len(self.path) + len(self.body) + sum(len(name) + len(value) for name, value in self.headers.items())

    def __str__(self) -> str:
        """Write it on one line."""
        return " ".join(part for part in (self.method, self.path, self.body) if part)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is cut where it is long."""

    status: int
    body: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The finding of ``tradespec diff`` between the release and the server's document that foretold a breakage."""

    rule: str
    severity: str
    message: str
    location: str
    """``file:line:column`` in the server's document, in the release's where the server's has nothing."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """One thing that a client of the release can no longer rely on."""

    operation: str
    """``operationId``."""
    method: str
    path: str
    """The path template."""
    kind: str
    """Stable id of what was looked at: ``response_schema_conformance``, ``trace_answer``, ``sdk_call``, ..."""
    message: str
    call: Call | None = None
    """The smallest request that shows it."""
    answer: Answer | None = None
    before: tuple[Call, ...] = ()
    """What has to be sent first, in this order."""
    pointer: str = ""
    """Where in the answer, as far as that is known: a JSON pointer (RFC 6901)."""
    prediction: Prediction | None = None

    @property
    def title(self) -> str:
        """The operation as people name it."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way found out about one release on one server."""

    way: str
    state: State
    breakages: tuple[Breakage, ...] = ()
    cases: int = 0
    """How many requests (or steps of a suite) were judged."""
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    """What a reader should know beside the verdict: what was not tried, a run cut short."""
    succeeded: frozenset[str] = frozenset()
    """Ids of operations that succeeded at least once, so that a success answer was judged."""
    unseen: frozenset[str] = frozenset()
    """Ids of operations that were called and never succeeded."""
    error: CompatError | None = None
    """Of a failed one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One release on one server."""

    release: str
    server: str
    outcomes: tuple[Outcome, ...]
    predicted_by: str = ""
    """The version of the server's own document, which the predictions come from; empty where it has none."""

    @property
    def state(self) -> State:
        """The worst state of all ways."""
        return worst(each.state for each in self.outcomes)

    @property
    def breakages(self) -> tuple[Breakage, ...]:
        """Everything that broke."""
        return tuple(breakage for outcome in self.outcomes for breakage in outcome.breakages)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Ids of operations whose success answers no way has seen."""
        seen = {name for outcome in self.outcomes for name in outcome.succeeded}
        return tuple(sorted({name for outcome in self.outcomes for name in outcome.unseen} - seen))

    def outcome(self, way: str) -> Outcome:
        """Return what one way found out; `KeyError` where it was not run."""
        for each in self.outcomes:
            if each.way == way:
                return each
        raise KeyError(way)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells, row by row, and how to repeat the run."""

    releases: tuple[str, ...]
    servers: tuple[str, ...]
    ways: tuple[str, ...]
    cells: tuple[Cell, ...]
    seed: int
    examples: int
    supported: frozenset[str] = frozenset()
    """The releases whose rows must be green."""
    seconds: float = 0.0

    def __iter__(self) -> Iterator[Cell]:
        """Iterate over the cells."""
        return iter(self.cells)

    def cell(self, release: str, server: str) -> Cell:
        """Return one cell; `KeyError` where there is none."""
        for each in self.cells:
            if (each.release, each.server) == (release, server):
                return each
        raise KeyError((release, server))

    @property
    def red(self) -> tuple[Cell, ...]:
        """The red cells of supported releases."""
        return tuple(each for each in self.cells if each.state == "red" and each.release in self.supported)

    @property
    def failed(self) -> tuple[Cell, ...]:
        """The cells that could not be judged, of whatever release: a table with holes is no answer."""
        return tuple(each for each in self.cells if any(outcome.state == "failed" for outcome in each.outcomes))

    @property
    def ok(self) -> bool:
        """Whether one may release: every supported row is green, and everything could be judged."""
        return not self.red and not self.failed


def worst(states: Any) -> State:
    """Return the worst of some states; what was not run says nothing unless nothing was."""
    order: tuple[State, ...] = ("failed", "red", "green", "none")
    found = set(states)
    return next((each for each in order if each in found), "none")
