"""A document: its entry file, the files it refers to, references between them, and where everything stands."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin

from tradespec.document import git
from tradespec.document.errors import DocumentError
from tradespec.document.limits import Limits
from tradespec.document.place import Location, Place, Problem, unescape
from tradespec.document.resources import Resource, at, meant, resources
from tradespec.records import dataclass, field

SUFFIXES: Final = (".yaml", ".yml", ".json")
REMOTE: Final = ("http://", "https://")
BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
CHAIN_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: Any
    place: Place


@dataclass(slots=True)
class SourceFile:
    """One file as it was read. ``positions`` is made when a line number is first asked for."""

    name: str
    source: bytes
    value: Any
    problems: list[Problem]
    is_json: bool
    positions: Any = None
    lines: list[str] | None = None
    """The text's lines, made when an excerpt is first asked for."""
    resources: list[Resource] | None = None
    """Schemas that give their own address, found when a reference is first followed."""


@dataclass(slots=True)
class Document:
    """An entry file with everything it refers to; other files are read when a reference first needs them."""

    entry: str
    limits: Limits = field(default_factory=Limits)
    allow_remote: bool = False
    revision: str | None = None
    files: dict[str, SourceFile] = field(default_factory=dict)

    @property
    def root(self) -> dict[str, Any]:
        """The value of the entry file."""
        value: dict[str, Any] = self.files[self.entry].value
        return value

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is doubtful in the files read so far."""
        return tuple(problem for file in self.files.values() for problem in file.problems)

    def resolve(self, reference: str, base: Place) -> Node:
        """Return what a reference names, through further references that say nothing else.

        Raises `DocumentError` at the reference when it leads nowhere, in a circle, or out of what may be read.
        """
        origin, first = base, reference
        seen = {str(base)}
        for _ in range(CHAIN_MAX):
            node = self.step(reference, base)
            if not (isinstance(node.value, dict) and set(node.value) == {"$ref"}):
                return node
            if str(node.place) in seen:
                break
            seen.add(str(node.place))
            reference, base = str(node.value["$ref"]), node.place
        raise self.error(f"Expected a reference that ends somewhere, got the circle `{first}`", origin)

    def step(self, reference: str, base: Place) -> Node:
        """Follow one reference."""
        target, _, fragment = reference.partition("#")
        if (own := self.own_address(target, unquote(fragment), base)) is not None:
            return own
        name = self.name_of(target, base) if target else base.file
        file = self.file(name, base)
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return self.anchor(file, fragment, reference, base)
        value: Any = file.value
        for part in fragment.split("/")[1:]:
            key = unescape(part)
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                raise self.error(
                    f"Expected a reference that leads somewhere, got `{reference}`: no `{key}` there", base
                )
        return Node(value, Place(name, fragment))

    def own_address(self, target: str, fragment: str, base: Place) -> Node | None:
        """Return what a reference means by the ``$id`` of a schema in the same file, None where it means none."""
        file = self.files.get(base.file)
        if file is None:
            return None
        if file.resources is None:
            file.resources = resources(file.value, file.name) if b"$id" in file.source else []
        place = meant(file.resources, file.value, target, fragment, base) if file.resources else None
        return Node(at(file.value, place.pointer), place) if place is not None else None

    def anchor(self, file: SourceFile, name: str, reference: str, base: Place) -> Node:
        """Find a schema by its ``$anchor`` (JSON Schema 2020-12, section 8.2.2)."""
        stack: list[Node] = [Node(file.value, Place(file.name))]
        while stack:
            node = stack.pop()
            if isinstance(node.value, dict):
                if node.value.get("$anchor") == name:
                    return node
                stack += [Node(child, node.place / key) for key, child in node.value.items()]
            elif isinstance(node.value, list):
                stack += [Node(child, node.place / at) for at, child in enumerate(node.value)]
        raise self.error(f"Expected a reference that leads somewhere, got `{reference}`: no anchor `{name}`", base)

    def name_of(self, target: str, base: Place) -> str:
        """Return the file that a reference means, seen from the file it stands in."""
        if target.startswith(REMOTE):
            return target
        if base.file.startswith(REMOTE):
            return urljoin(base.file, target)
        return posixpath.normpath(posixpath.join(posixpath.dirname(base.file), unquote(target)))

    def file(self, name: str, base: Place | None = None) -> SourceFile:
        """Return a file, reading it the first time."""
        known = self.files.get(name)
        if known is None:
            if len(self.files) >= self.limits.files_max:
                raise self.error(f"Expected at most {self.limits.files_max} files, got more", base)
            known = self.files[name] = self.read(name, base)
        return known

    def read(self, name: str, base: Place | None) -> SourceFile:
        """Read and parse a file."""
        source = self.fetch(name, base)
        if len(source) > self.limits.file_bytes_max:
            raise self.error(
                f"Expected at most {self.limits.file_bytes_max} bytes in `{name}`, got {len(source)}", base
            )
        text = checked_text(source, name)
        value, problems, is_json = parse(text, name, self.limits)
        return SourceFile(name, text, value, problems, is_json)

    def fetch(self, name: str, base: Place | None) -> bytes:
        """Return a file's bytes: from the disk, from the git revision, or from the network where that is allowed."""
        if name.startswith(REMOTE):
            if not self.allow_remote:
                raise self.error(
                    f"Expected local files, got the address `{name}`", base, "Pass --allow-remote to read it."
                )
            return self.download(name, base)
        if base is not None and not name.endswith(SUFFIXES):
            raise self.error(f"Expected a reference to a YAML or JSON file, got `{name}`", base)
        if self.revision is not None:
            return git.show(self.revision, name)
        path = Path(name)
        try:
            if path.stat().st_size > self.limits.file_bytes_max:
                limit = self.limits.file_bytes_max
                raise self.error(f"Expected at most {limit} bytes in `{name}`, got {path.stat().st_size}", base)
            return path.read_bytes()
        except FileNotFoundError:
            raise self.error(f"Expected the file `{name}`, found none", base) from None
        except OSError as error:
            raise self.error(f"Expected a readable file, got `{name}`: {error.strerror}", base) from None

    def download(self, name: str, base: Place | None) -> bytes:
        """Read a file from the network, bounded in size and time."""
        from urllib.error import URLError
        from urllib.request import urlopen

        try:
            with urlopen(name, timeout=self.limits.remote_seconds_max) as answer:  # noqa: S310 - http and https only
                return bytes(answer.read(self.limits.file_bytes_max + 1))
        except (URLError, OSError, ValueError) as error:
            raise self.error(f"Expected a document at `{name}`, got: {error}", base) from None

    def error(self, message: str, base: Place | None, next_step: str = "") -> DocumentError:
        """Make an error that points at a place, where there is one."""
        return DocumentError(message, self.locate(base) if base and base.file in self.files else None, next_step)

    def locate(self, place: Place) -> Location:
        """Return the line and column of a place (of its nearest ancestor that exists)."""
        from tradespec.document.positions import Positions

        file = self.files.get(place.file)
        if file is None:
            return Location(place.file, 1, 1, place.pointer)
        if file.positions is None:
            file.positions = Positions(file.name, file.source, is_json=file.is_json)
        location: Location = file.positions.locate(place)
        return location

    def excerpt(self, location: Location, before: int = 1, after: int = 1) -> str:
        """Return the source lines around a location, numbered, with a mark under its column."""
        file = self.files.get(location.file)
        if file is None:
            return ""
        if file.lines is None:
            file.lines = file.source.decode("utf-8", "replace").split("\n")
        lines = file.lines
        first, last = max(1, location.line - before), min(len(lines), location.line + after)
        width = len(str(last))
        out: list[str] = []
        for number in range(first, last + 1):
            line = lines[number - 1].rstrip("\r").expandtabs(1)
            out.append(f"{number:>{width}} | {line[:160]}")
            if number == location.line:
                out.append(f"{'':>{width}} | {'':>{min(location.column, 160) - 1}}^")
        return "\n".join(out)


def checked_text(source: bytes, name: str) -> bytes:
    """Return the bytes as UTF-8 without a byte order mark; refuse other encodings and binary files with a sentence."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if source.startswith(mark):
            raise DocumentError(f"Expected UTF-8, got {encoding}", Location(name, 1, 1), "Save the file as UTF-8.")
    source = source.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in source[:4096]:
        raise DocumentError("Expected a text file, got binary data", Location(name, 1, 1), "Pass a YAML or JSON file.")
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        column = error.start - source.rfind(b"\n", 0, error.start)
        message = f"Expected UTF-8, got the byte 0x{source[error.start]:02x} that is none"
        raise DocumentError(message, Location(name, line, column), "Save the file as UTF-8.") from None
    return source


def parse(source: bytes, name: str, limits: Limits) -> tuple[Any, list[Problem], bool]:
    """Parse by content: JSON when it begins like JSON and its name does not say YAML."""
    begins = source.lstrip()[:1]
    if not begins:
        raise DocumentError("Expected a document, got an empty file", Location(name, 1, 1))
    if name.endswith(".json") or (begins in b"{[" and not name.endswith((".yaml", ".yml"))):
        from tradespec.document import json

        return *json.parse(source, name, limits), True
    from tradespec.document import yaml

    return *yaml.parse(source, name, limits), False


def load(source: str | Path, *, allow_remote: bool = False, limits: Limits | None = None) -> Document:
    """Read a document from a file, a git revision (``REV:path``; a file of that very name comes first) or an address.

    Raises `DocumentError` with the location when the entry file cannot be read or holds no mapping.
    """
    name, revision = str(source), None
    if not name.startswith(REMOTE) and not Path(name).exists() and (parts := git.split(name)):
        revision, name = parts
    if not name.startswith(REMOTE):
        name = posixpath.normpath(name)
    document = Document(name, limits or Limits(), allow_remote, revision)
    if not isinstance(document.file(name).value, dict):
        kind = type(document.file(name).value).__name__
        raise DocumentError(
            f"Expected a mapping that begins with `openapi:`, got a {kind}",
            Location(name, 1, 1),
            "Pass the entry file of an OpenAPI document.",
        )
    return document
