"""Ignore files: each line names a method and a path, and repeats a message; what else it says does not matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tradespec.diff.oasdiff.wording import quoted, rules_of
from tradespec.document.place import unescape
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tradespec.diff.finding import Finding, Use

METHODS: Final = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace", "query", "connect"))
WHOLE: Final = frozenset(("components", "security", "info"))
"""What a line names instead of a path where it is about the whole document."""
NAME: Final = re.compile(r"\{[^/{}]*\}")
VALUE: Final = re.compile(r"(?:(?<=from )|(?<=to )|(?<=/))[`'\"][^`'\"]*[`'\"]")
"""What a thing was changed from, and to: it may be written in another way here."""
IDENTIFIER: Final = re.compile(r"[\w.$-]*[A-Za-z_][\w.$-]*")
STEPS: Final = re.compile(r"items|properties|propertyNames|additionalProperties|(allOf|anyOf|oneOf|prefixItems)\[.*\]|")
"""Parts of the path of a member that are no names."""
PLACES: Final = frozenset(("path", "query", "header", "cookie", "body", "formdata"))
MEDIA: Final = ("application/", "text/", "image/", "multipart/", "audio/", "video/", "*/")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that ignores something. ``operation`` is (method, path) in lower case, None for the whole document."""

    file: str
    number: int
    text: str
    operation: tuple[str, str] | None
    rules: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Return why a finding is waived."""
        return f"{self.file}:{self.number}: {self.text}"

    def speaks_of(self, finding: Finding) -> bool:
        """Whether the rule and every name of this line are those of a finding."""
        if finding.id not in self.rules:
            return False
        said = names_of(finding)
        return all(name in said or name in finding.message.lower() for name in self.names)

    def reaches(self, use: Use | None) -> bool:
        """Whether this line is about an operation; None is the whole document."""
        if use is None or self.operation is None:
            return use is None and self.operation is None
        return self.operation == (use.method.lower(), NAME.sub("{}", use.path.lower()))


def read_ignore(path: Path, text: str) -> tuple[list[Line], list[str]]:
    """Return the lines that ignore something, and what is to be said of those that cannot be understood.

    A line that names neither a path nor components, security or info is prose: oasdiff ignores nothing by it either.
    """
    lines: list[Line] = []
    notes: list[str] = []
    for number, said in enumerate(text.splitlines(), 1):
        subject = about(said)
        if subject is None:
            continue
        operation, rest = subject
        rules = rules_of(rest)
        if not rules and operation is None and not quoted(rest):
            continue
        if not rules:
            notes.append(f"{path}:{number}: no rule was recognised, so nothing is waived by it: {said.strip()}")
            continue
        lines.append(Line(str(path), number, said.strip(), operation, rules, tuple(names_in(rest))))
    return lines, notes


def about(said: str) -> tuple[tuple[str, str] | None, str] | None:
    """Return (operation, the rest) of a line, None where it is prose. A path begins with `/` and follows a method."""
    words = said.split()
    paths = (at for at, word in enumerate(words) if at and word.startswith("/") and words[at - 1].lower() in METHODS)
    at = next(paths, None)
    if at is not None:
        rest = " ".join([*words[: at - 1], *words[at + 1 :]])
        return (words[at - 1].lower(), NAME.sub("{}", words[at].lower())), rest
    named = next((at for at, word in enumerate(words) if word.strip(":,.").lower() in WHOLE), None)
    return None if named is None else (None, " ".join(words[:named] + words[named + 1 :]))


def names_in(text: str) -> Iterator[str]:
    """Yield the names that a line holds in quotation marks: members, parameters, headers, values; the last of a path."""
    for each in quoted(VALUE.sub(" ", text)):
        if each.lower() in PLACES or each.startswith((*MEDIA, "#")) or "," in each:
            continue
        parts = [part for part in each.split("/") if not STEPS.fullmatch(part)]
        if parts and IDENTIFIER.fullmatch(parts[-1]):
            yield parts[-1].lower()


def names_of(finding: Finding) -> frozenset[str]:
    """Return the names along the places of a finding, in lower case."""
    pointers = [place.pointer for place in (finding.base, finding.revision) if place]
    parts = [unescape(part) for pointer in pointers for part in pointer.split("/")]
    parts += finding.message.rpartition(" - at ")[2].replace(" ", "/").split("/")
    return frozenset(part.lower() for part in parts)
