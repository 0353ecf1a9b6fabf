"""``encoding``: how each part of a form is written, where nothing is said as OpenAPI has it (3.1, section 4.8.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.context import table
from tradespec.diff.ranges import media_match
from tradespec.diff.senders import IGNORED
from tradespec.diff.view import view
from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.contract import MediaType, Schema


@dataclass(frozen=True, slots=True)
class Part:
    """How one part is written."""

    content_types: tuple[str, ...]
    style: tuple[Any, ...]
    headers: dict[str, Any]
    """Of those that must be there, what is said by their names in small letters."""


def encoded_as(sent: MediaType, read: MediaType) -> bool:
    """Whether every part is written in a way that its reader takes; content types are lists and ranges."""
    members = {**members_of(sent), **members_of(read)}
    for name in sent.encoding.keys() | read.encoding.keys():
        if members and name not in members:
            continue  # an encoding of no member says nothing
        before, after = (part(each, name, members.get(name)) for each in (sent, read))
        typed = all(media_match(one, after.content_types) is not None for one in before.content_types)
        headed = all(before.headers.get(key) == said for key, said in after.headers.items())
        if not (typed and headed and before.style == after.style):
            return False
    return True


def members_of(media: MediaType) -> dict[str, Schema]:
    """Return the parts that a form declares."""
    return view(media.schema).properties if media.schema is not None else {}


def part(media: MediaType, name: str, member: Schema | None) -> Part:
    """Return how a part is written, what is not said filled in."""
    said = table(media.encoding.get(name))
    types = str(said.get("contentType") or usual_type(member)).split(",")
    headers = {
        key.lower(): header for key, header in table(said.get("headers")).items() if table(header).get("required")
    }
    headers.pop("content-type", None)
    return Part(tuple(each.strip() for each in types), style(media, said, member), headers)


def style(media: MediaType, said: dict[str, Any], member: Schema | None) -> tuple[Any, ...]:
    """Return style, explode and allowReserved, as far as they mean something for a part."""
    urlencoded = media.name.startswith("application/x-www-form-urlencoded")
    if not (urlencoded or said.keys() & {"style", "explode", "allowReserved"}):
        return ()
    named = said.get("style", "form")
    types = view(member).types if member is not None else frozenset()
    if types and not types & {"array", "object"}:
        return (said.get("allowReserved") is True,)
    return named, said.get("explode", named == "form"), said.get("allowReserved") is True


def usual_type(member: Schema | None) -> str:
    """Return the content type of a part where none is said."""
    if member is None:
        return "application/octet-stream"
    seen = view(member)
    types = seen.types - {"null"}
    if "object" in types or (not types and seen.properties):
        return "application/json"
    items = seen.words["items"].items if "items" in seen.words else None
    if "array" in types:
        return usual_type(items)
    binary = seen.value("format") in {"binary", "byte"} or seen.has("contentEncoding")
    return "application/octet-stream" if binary or not types else "text/plain"


def says_bytes(schema: Schema, media: str) -> bool:
    """Whether a schema says no more of a body than its media type does: nothing, or that it is binary."""
    if not schema.raw:
        return True
    seen = view(schema)
    words = set(seen.words) - IGNORED
    named = seen.value("format") == "binary" or seen.has("contentMediaType")
    structured = media.partition(";")[0].strip().lower().endswith(("json", "xml"))
    return named and words <= {"type", "format"} and seen.types <= {"string"} and not structured
