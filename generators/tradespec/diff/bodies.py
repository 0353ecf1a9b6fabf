"""Request bodies, answers, media types and headers. Status codes and media types are ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.diff.context import Spot
from tradespec.diff.encoding import encoded_as, says_bytes
from tradespec.diff.parameters import LIVES, compare_written, unparted
from tradespec.diff.proof import compare_schemas
from tradespec.diff.ranges import media_match, media_relation, status_match
from tradespec.diff.sunset import Life, changes
from tradespec.diff.text import is_xml, text_depth
from tradespec.diff.xml import xml_differs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.contract import MediaType, Parameter, Response
    from tradespec.diff.context import Both
    from tradespec.diff.projection import Way
    from tradespec.document import Place

    Places = tuple[Place | None, Place | None]

EXPECTED = {"request": "requests of today to stay accepted", "response": "answers that clients of today understand"}


def compare_request(both: Both) -> None:
    """Compare what the caller sends."""
    old, new = both.old.request_body, both.new.request_body
    if old is None and new is None:
        return
    way = both.way(of_request=True)
    if old is None or new is None:
        if new is not None:
            word = "required" if new.required else "optional"
            level = None if way == "request" else "info"
            body(both, f"request-body-added-{word}", f"a new {word} body", (None, new.place), severity=level)
        elif old is not None:
            body(both, "request-body-removed", "no body", (old.place, None))
        return
    if old.required != new.required:
        word = "required" if new.required else "optional"
        severity = {"request": None, "response": "breaking" if word == "optional" else "info"}[way]
        rule = f"request-body-became-{word}"
        body(both, rule, f"the body {word}", (old.place, new.place), severity=severity)
    media_types(both, old.content, new.content, way, "request body")


def body(  # noqa: PLR0913 - the parts of a finding
    both: Both,
    rule: str,
    got: str,
    places: Places,
    *,
    at: str = "request body",
    severity: Any = None,
    way: Way | None = None,
) -> None:
    """Add a finding about a body."""
    way = way or both.way(of_request=at.startswith("request"))
    both.context.out.rule(
        rule,
        expected=EXPECTED[way],
        got=got,
        at=at,
        base=places[0],
        revision=places[1],
        uses=(both.use(at),),
        direction=way,
        severity=severity,
    )


def media_types(both: Both, old: Mapping[str, MediaType], new: Mapping[str, MediaType], way: Way, at: str) -> None:
    """Compare bodies by media type: what is sent must be covered by what is read, exactly or by a range."""
    pairs = covered(old, new, way)
    own = owned(old, new, pairs)
    for before, after in (*pairs, *own):
        if not both.context.unchanged(old[before].place, new[after].place):
            media_type(both, old[before], new[after], way, f"{at} {before}")
    gone = [media for name, media in old.items() if name not in {before for before, _ in pairs}]
    come = [media for name, media in new.items() if name not in {after for _, after in (*pairs, *own)}]
    if way == "response":
        renamed(both, old, new, pairs, at)
        offers(both, old, new, (gone, come), at)
        return
    for media in gone:
        body(both, "request-body-media-type-removed", f"no `{media.name}`", (media.place, None), at=at)
    for media in come:
        body(both, "request-body-media-type-added", f"the new `{media.name}`", (None, media.place), at=at)


def covered(old: Mapping[str, MediaType], new: Mapping[str, MediaType], way: Way) -> list[tuple[str, str]]:
    """Return for media types of today what speaks of them tomorrow."""
    related = {"same", "wider", "narrower", "other"} if way == "response" else {"same", "wider"}
    pairs: list[tuple[str, str]] = []
    for name in old:
        match = media_match(name, new)
        if match is None or media_relation(name, match) not in related:
            match = next((each for each in new if media_relation(name, each) in related), None)
        if match is not None:
            pairs.append((name, match))
    return pairs


def owned(
    old: Mapping[str, MediaType], new: Mapping[str, MediaType], pairs: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return media types that a range spoke of and that have an entry of their own now."""
    taken = {after for _, after in pairs}
    held = [(media_match(name, old), name) for name in new if name not in taken]
    return [(match, name) for match, name in held if match is not None]


def renamed(
    both: Both, old: Mapping[str, MediaType], new: Mapping[str, MediaType], pairs: list[tuple[str, str]], at: str
) -> None:
    """Add that an answer comes in a wider, narrower or otherwise said media type."""
    for before, after in pairs:
        kind = RENAMED.get(media_relation(before, after))
        kept = any(media_relation(before, name) == "same" for name in new)
        known = any(media_relation(name, after) == "same" for name in old)
        if kind and not kept and not known:
            rule = f"response-media-type-name-{kind}"
            places = old[before].place, new[after].place
            body(both, rule, f"`{after}` (it was `{before}`)", places, at=at, way="response")


RENAMED = {"wider": "generalized", "narrower": "specialized", "other": "changed"}


def offers(
    both: Both,
    old: Mapping[str, MediaType],
    new: Mapping[str, MediaType],
    moved: tuple[list[MediaType], list[MediaType]],
    at: str,
) -> None:
    """Add which media types an answer comes in no more, and in which new ones.

    A client asks for one of those that are offered; a client that is called takes what comes.
    """
    gone, come = moved
    asked = both.calls == "client"
    replaced = bool(gone) and len(gone) == len(old) and bool(new)
    for media in gone:
        rule = "response-media-types-replaced" if replaced else "response-media-type-removed"
        level = None if asked or replaced else "info"
        body(both, rule, f"no `{media.name}`", (media.place, None), at=at, severity=level, way="response")
    for media in come:
        level = None if asked or not old else "breaking"
        got = f"the new `{media.name}`"
        body(both, "response-media-type-added", got, (None, media.place), at=at, severity=level, way="response")


def media_type(both: Both, old: MediaType, new: MediaType, way: Way, at: str) -> None:
    """Compare one body."""
    for before, after in ((old.schema, new.schema), (old.item_schema, new.item_schema)):
        if before is not None and after is not None:
            compare_schemas(both.context, before, after, Spot(way, "body", both.use(at), at, text_depth(new.name)))
        elif before is not None or after is not None:
            one = before or after
            word = "added" if after is not None else "removed"
            narrows = (after is not None) == (way == "request")
            rule = f"{way}-body-media-type-schema-{word}"
            severity = "breaking" if narrows and one and not says_bytes(one, new.name) else "info"
            got = "a schema where anything was fine" if after is not None else "no schema"
            body(both, rule, got, (old.place, new.place), at=at, severity=severity)
    if is_xml(old.name) and old.schema and new.schema and xml_differs(old.schema, new.schema):
        body(both, f"{way}-body-encoding-changed", "another `xml`", (old.place, new.place), at=at)
    sent, read = (old, new) if way == "request" else (new, old)
    if relevant(old) and not encoded_as(sent, read):
        body(both, f"{way}-body-encoding-changed", "another `encoding`", (old.place, new.place), at=at)


def relevant(media: MediaType) -> bool:
    """Whether ``encoding`` means something in this media type (OpenAPI 3.1, section 4.8.15)."""
    return media.name.startswith(("multipart/", "application/x-www-form-urlencoded"))


def compare_responses(both: Both) -> None:
    """Compare the answers by status."""
    old, new = both.old.responses, both.new.responses
    seen: set[tuple[str, str]] = set()
    for status, answer in old.items():
        match = status_match(status, new)
        if match is None or (both.calls == "server" and narrowed(status, match)):
            kind = "success" if status[:1] == "2" else "non-success"
            rule = f"response-{kind}-status-removed"
            at = f"response {status}"
            body(both, rule, f"no answer `{status}`", (answer.place, None), at=at)
        else:
            seen.add((status, match))
    for status, answer in new.items():
        match = status_match(status, old)
        if match is None:
            kind = "success" if status[:1] == "2" else "non-success"
            got = f"the new answer `{status}`"
            level = None if both.calls == "client" else "info"
            rule = f"response-{kind}-status-added"
            body(both, rule, got, (None, answer.place), at=f"response {status}", severity=level)
        else:
            seen.add((match, status))
    for before, after in sorted(seen):
        if before == after or specific(before, after, seen):
            response(both, old[before], new[after], f"response {after}")


def narrowed(status: str, match: str) -> bool:
    """Whether a range of statuses that clients may answer with has become one of its statuses."""
    return status.endswith("XX") and match not in {status, "default"}


def specific(before: str, after: str, seen: set[tuple[str, str]]) -> bool:
    """Whether a pair of statuses says something that the pair of equal ones does not."""
    return not (before == "default" and (after, after) in seen) and not (
        after == "default" and (before, before) in seen
    )


def response(both: Both, old: Response, new: Response, at: str) -> None:
    """Compare the answer of one status."""
    if both.context.unchanged(old.place, new.place):
        return
    way = both.way(of_request=False)
    if old.content or new.content:
        media_types(both, old.content, new.content, way, at)
    headers(both, old, new, at)
    links(both, old, new, at)


def headers(both: Both, old: Response, new: Response, at: str) -> None:
    """Compare the headers of an answer."""
    before = {name.lower(): header for name, header in old.headers.items() if name.lower() != "content-type"}
    after = {name.lower(): header for name, header in new.headers.items() if name.lower() != "content-type"}
    for name, header in before.items():
        where = f"{at} header `{header.name}`"
        if name not in after:
            word = "required" if header.required else "optional"
            level = None if both.calls == "client" else "info"
            rule = f"{word}-response-header-removed"
            body(both, rule, "no such header", (header.place, new.place), at=where, severity=level)
        elif not both.context.unchanged(header.place, after[name].place):
            one_header(both, header, after[name], where)
    for name, header in after.items():
        if name not in before:
            where = f"{at} header `{header.name}`"
            level = "breaking" if both.calls == "server" and header.required else None
            got = f"a new {'required ' if header.required else ''}header"
            body(both, "response-header-added", got, (old.place, header.place), at=where, severity=level)


def one_header(both: Both, old: Parameter, new: Parameter, at: str) -> None:
    """Compare one header."""
    if old.required != new.required:
        word = "required" if new.required else "optional"
        turned = None if both.calls == "client" else "breaking" if new.required else "info"
        body(both, f"response-header-became-{word}", f"it {word}", (old.place, new.place), at=at, severity=turned)
    lives = [
        Life(each.deprecated, each.extensions.get("x-sunset"), each.extensions.get("x-stability"))
        for each in (old, new)
    ]
    for what, _, got in changes(lives[0], lives[1], both.context.today):
        if what in LIVES:
            body(both, f"response-header-{LIVES[what]}", got, (old.place, new.place), at=at)
    spot = Spot(both.way(of_request=False), "header", both.use(at), at, text_depth=0)
    other = compare_written(both.context, old, new, spot)
    if old.schema and new.schema and old.explode != new.explode and not (unparted(old) and unparted(new)):
        other = "`name=value`" if new.explode else "names and values with commas between"
    if other is not None:
        body(both, "response-header-media-type-changed", f"it written as {other}", (old.place, new.place), at=at)


def links(both: Both, old: Response, new: Response, at: str) -> None:
    """Compare the links of an answer."""
    for name in dict.fromkeys([*old.links, *new.links]):
        before, after = old.links.get(name), new.links.get(name)
        where = f"{at} link `{name}`"
        if before is None and after is not None:
            body(both, "response-link-added", "a new link", (None, after.place), at=where)
        elif after is None and before is not None:
            body(both, "response-link-removed", "no such link", (before.place, None), at=where)
        elif before is not None and after is not None and meaning(before) != meaning(after):
            body(both, "response-link-changed", "another link", (before.place, after.place), at=where)


def meaning(link: Any) -> tuple[Any, ...]:
    """Return what a link does."""
    return link.operation_id, link.operation_ref, dict(link.parameters), link.request_body
