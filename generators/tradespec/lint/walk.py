"""A tour of a document: every object with its kind and its place, references followed, each place once.

Judges that look at raw words (structure, references, examples, our x- words) go through here; judges of meaning read the
contract. Which key of which kind of object leads to what is `tradespec.document.shape`'s knowledge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.document import DocumentError, Place
from tradespec.document.shape import children
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.document import Document


@dataclass(frozen=True, slots=True)
class Visit:
    """One object of the document. ``entered`` says that it was reached from another kind or by a reference."""

    kind: str
    value: Any
    place: Place
    parent: str
    entered: bool


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A ``$ref`` that leads nowhere, with the reader's reason."""

    place: Place
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Tour:
    """What was seen, in document order."""

    visits: tuple[Visit, ...]
    broken: tuple[BrokenReference, ...]

    def of(self, *kinds: str) -> Iterator[Visit]:
        """Yield the visits of these kinds."""
        return (visit for visit in self.visits if visit.kind in kinds)


def tour(document: Document) -> Tour:
    """Walk ``document`` from its root. Depth is kept on a list, so that no document exhausts Python's stack."""
    visits: list[Visit] = []
    broken: list[BrokenReference] = []
    seen: set[tuple[str, Place]] = set()
    waiting = [Visit("document", document.root, Place(document.entry), "", entered=True)]
    while waiting:
        visit = waiting.pop()
        if (visit.kind, visit.place) in seen:
            continue
        seen.add((visit.kind, visit.place))
        visits.append(visit)
        if isinstance(visit.value, dict):
            waiting.extend(reversed([*_below(visit), *_referred(document, visit, broken)]))
    return Tour(tuple(visits), tuple(broken))


def _below(visit: Visit) -> Iterator[Visit]:
    for value, kind, place in children(visit.value, visit.kind, visit.place):
        yield Visit(kind, value, place, visit.kind, entered=kind != visit.kind)


def _referred(document: Document, visit: Visit, broken: list[BrokenReference]) -> Iterator[Visit]:
    ref = visit.value.get("$ref")
    if not isinstance(ref, str) or visit.kind in {"document", "components"}:
        return
    try:
        node = document.resolve(ref, visit.place)
    except DocumentError as error:
        broken.append(BrokenReference(visit.place / "$ref", error))
        return
    yield Visit(visit.kind, node.value, node.place, visit.kind, entered=True)
