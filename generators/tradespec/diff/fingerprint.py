"""What a finding is known by from one run to the next: its rule, its direction, where it stands and what stands there.

Never its text, and no line numbers: the finding keeps its fingerprint when it is said otherwise or lines move. Where the
place holds a value (a bound, a list of values), the value counts, so that a bound which was lowered once and accepted is
news again when it is lowered further.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from tradespec.document.place import unescape
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tradespec.diff.finding import Finding
    from tradespec.document import Document, Place

LENGTH: Final = 24
"""Hexadecimal digits."""


def with_fingerprints(findings: Iterable[Finding], base: Document, revision: Document) -> tuple[Finding, ...]:
    """Return the findings, each with its fingerprint; those that are alike in all that counts are numbered."""
    findings = tuple(findings)
    if not findings:
        return ()
    sha256 = hashing()
    seen: Counter[str] = Counter()
    out: list[Finding] = []
    for finding in findings:
        said = "|".join(parts(finding, base, revision))
        seen[said] += 1
        digest = sha256(f"{said}|{seen[said]}".encode()).hexdigest()
        out.append(replace(finding, fingerprint=digest[:LENGTH]))
    return tuple(out)


def hashing() -> Any:
    """Return SHA-256 from where it costs least: `hashlib` loads OpenSSL, which takes longer than all there is to hash."""
    for name in ("_sha2", "_sha256"):
        try:
            return import_module(name).sha256
        except ImportError:
            continue
    return import_module("hashlib").sha256


def parts(finding: Finding, base: Document, revision: Document) -> Iterator[str]:
    """Yield what counts."""
    yield finding.id
    yield finding.direction
    for document, place in ((base, finding.base), (revision, finding.revision)):
        if place is None:
            yield "-"
            continue
        names, value = followed(document, place)
        yield f"{beside(document, place)}#{'/'.join(names)}"
        yield json.dumps(value, sort_keys=True, default=str) if is_plain(value) else "..."


def beside(document: Document, place: Place) -> str:
    """Return a file as the document's entry file names it, so that the folder they lie in does not count."""
    if place.file == document.entry or "://" in place.file:
        return "" if place.file == document.entry else place.file
    return posixpath.relpath(place.file, posixpath.dirname(document.entry) or ".")


def followed(document: Document, place: Place) -> tuple[list[str], Any]:
    """Return the pointer's parts and what stands there; what has a name goes by it, not by its number in a list."""
    file = document.files.get(place.file)
    value: Any = file.value if file else None
    names: list[str] = []
    for part in place.pointer.split("/")[1:]:
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
            names.append(named(value) or part)
        else:
            value = value.get(unescape(part)) if isinstance(value, dict) else None
            names.append(part)
    return names, value


def named(value: Any) -> str:
    """Return what a member of a list is called: a parameter, a tag, a server, a reference; empty where it has no name."""
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("$ref"), str):
        return f"[{value['$ref']}]"
    name = value.get("name", value.get("url"))
    return f"[{value.get('in', '')} {name}]" if isinstance(name, str) else ""


def is_plain(value: Any) -> bool:
    """Whether a value is a scalar or a list of scalars."""
    if isinstance(value, list):
        return not any(isinstance(each, dict | list) for each in value)
    return not isinstance(value, dict)
