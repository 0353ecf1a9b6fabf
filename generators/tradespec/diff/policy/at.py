"""Where a decision holds: operations, paths, or a place in the document.

>>> from tradespec.diff.finding import Use
>>> At.parse("* /internal/**").reaches(Use("GET", "/internal/books/{id}", "getBook"))
True
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.diff.finding import Finding, Use

POINTER: Final = re.compile(
    r"#?(/(paths/~1|components/|webhooks/|info\b|servers\b|security\b|tags\b|x-|definitions/|parameters/|responses/).*)"
)
"""A JSON pointer begins with a member that an OpenAPI document has at its root."""
OPERATION: Final = re.compile(r"(?:([A-Za-z]+|\*)\s+)?(\S.*)")
NAME: Final = re.compile(r"\{[^/{}]*\}")
GLOB: Final = re.compile(r"/\*\*$|\*\*|\*")
GLOBS: Final = {"/**": "(?:/.*)?", "**": ".*", "*": "[^/]*"}


@dataclass(frozen=True, slots=True)
class At:
    """A JSON pointer, which means what stands there and all below, or operations by method and path."""

    text: str
    pointer: str = ""
    method: str = "*"
    path: str = ""
    """A regular expression."""

    @classmethod
    def parse(cls, text: str) -> At:
        """Read ``POST /v1/orders``, ``* /v1/**``, ``/v1/orders`` or ``/components/schemas/Order``."""
        text = text.strip()
        if pointer := POINTER.fullmatch(text):
            return cls(text, pointer[1])
        found = OPERATION.fullmatch(text)
        method, path = (found[1] or "*", found[2]) if found else ("*", text)
        return cls(text, method=method.upper(), path=expression(path))

    def covers(self, finding: Finding) -> bool:
        """Whether all that a finding reaches lies here."""
        if self.pointer:
            return self.holds(finding)
        return bool(finding.uses) and all(self.reaches(use) for use in finding.uses)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding stands at this pointer or below it, on either side."""
        pointers = [place.pointer for place in (finding.base, finding.revision) if place]
        return any(pointer == self.pointer or pointer.startswith(f"{self.pointer}/") for pointer in pointers)

    def reaches(self, use: Use) -> bool:
        """Whether an operation lies here."""
        if self.pointer or self.method not in {"*", use.method}:
            return False
        return re.fullmatch(self.path, NAME.sub("{}", use.path)) is not None


def expression(path: str) -> str:
    """Return the regular expression of a path with ``*`` and ``**``; the names of its parameters do not matter."""
    path = NAME.sub("{}", path)
    parts, end = [], 0
    for found in GLOB.finditer(path):
        parts += [re.escape(path[end : found.start()]), GLOBS[found[0]]]
        end = found.end()
    return "".join([*parts, re.escape(path[end:])])
