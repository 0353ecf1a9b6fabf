"""A document that was respelled in the words of OpenAPI 3.0 and still knows where its own words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.document import Document, Location, Node, Place
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.document import Problem


class Written(Place):
    """A place of the document as it is written, which no respelling moved."""

    __slots__ = ()


@dataclass(slots=True)
class Upgraded(Document):
    """An older document in newer words. Its places are of the newer words; `locate` finds the line that was written."""

    written: dict[str, Any] = field(default_factory=dict)
    """What was written, all files in one."""
    origins: dict[str, Place] = field(default_factory=dict)
    """Pointer in the newer words -> where that was written. What is not listed stands where its parent stands."""
    homes: dict[int, tuple[Any, Place]] = field(default_factory=dict)
    """``id`` of an object of ``written`` -> that object and where it was written."""

    broken: dict[str, str] = field(default_factory=dict)
    """Local references that led nowhere as they were written -> why not."""
    misread: tuple[Problem, ...] = ()
    """What could not be respelled."""

    def step(self, reference: str, base: Place) -> Node:
        """Follow one reference; of one that leads nowhere, speak in the document's own words."""
        if base.file == self.entry and reference in self.broken:
            why = self.broken[reference]
            raise self.error(f"Expected a reference that leads somewhere, got `{reference}`: {why}", base)
        return Document.step(self, reference, base)

    def locate(self, place: Place) -> Location:
        """Return the line and column where a place was written (or its nearest ancestor that was)."""
        return Document.locate(self, self.origin(place))

    def origin(self, place: Place) -> Place:
        """Return where a place was written."""
        if place.file != self.entry or isinstance(place, Written):
            return place
        pointer, rest = place.pointer, ""
        while pointer:
            found = self.origins.get(pointer)
            if found is not None:
                return Place(found.file, found.pointer + rest)
            pointer, _, last = pointer.rpartition("/")
            rest = f"/{last}{rest}"
        return place

    def written_at(self, path: Iterable[str | int]) -> Place:
        """Return where the value was written that ``path`` leads to in ``written``."""
        value: Any = self.written
        place = Written(self.entry)
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                value = None
            home = self.homes.get(id(value))
            there = home[1] if home is not None and home[0] is value else place / key
            place = Written(there.file, there.pointer)
        return place
