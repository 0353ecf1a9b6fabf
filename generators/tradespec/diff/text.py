"""Values that travel as text: a number is written like a string there, and one value like a list of one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.projection import Spelling
from tradespec.diff.schema import Yes
from tradespec.diff.view import flat_json, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.diff.context import Context
    from tradespec.diff.projection import Json, Side, Way
    from tradespec.diff.view import View

INTEGER_TEXT: Final = r"^-?(0|[1-9][0-9]*)$"
NUMBER_TEXT: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
TEXT: Final[dict[str, dict[str, Any]]] = {
    "integer": {"type": "string", "pattern": INTEGER_TEXT},
    "number": {"type": "string", "pattern": NUMBER_TEXT},
    "boolean": {"enum": ["true", "false"]},
}
LARGE: Final = 10**15
"""From here on some write integers with an exponent."""
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def text_depth(media: str) -> int | None:
    """Return how deep in a body of a media type values are plain text; None where types are written out, as in JSON."""
    name = media.partition(";")[0].strip().lower()
    if name in FORMS or is_xml(name):
        return 1
    return 0 if name.startswith("text/") else None


def is_xml(media: str) -> bool:
    """Whether a media type is written in XML."""
    name = media.partition(";")[0].strip().lower()
    return name in {"application/xml", "text/xml"} or name.endswith("+xml")


def reads_as_text(context: Context, old: Schema, new: Schema, way: Way, *, one_of_many: bool = False) -> bool:
    """Whether every text of the sender's value is one of the reader's, though the types differ.

    ``one_of_many`` says that a list of one is written like its element.
    """
    if isinstance(context.judge.understood(old, new, way), Yes):
        return False
    sender, reader = (old, new) if way == "request" else (new, old)
    sent, read = view(sender), view(reader)
    wide, narrow = context.judge.sides(old, new, way)
    if sent.types == {"array"} == read.types:
        return elements_read_as_text(context, (old, new), way)
    listed = [True, False] if sent.types == {"boolean"} and sent.values is None else sent.values
    if listed is not None:
        return all(value_reads_as_text(context, wide, value) for value in listed)
    if len(sent.types) == 1 and sent.types <= set(TEXT) and read.types == {"string"}:
        return isinstance(context.judge.ask(wide, text_of(sent)), Yes)
    if one_of_many and sent.types and not sent.types & {"array", "object"} and read.types == {"array"}:
        one = {"type": "array", "minItems": 1, "maxItems": 1, "items": narrow}
        return isinstance(context.judge.ask(wide, one), Yes)
    return False


def text_of(sent: View) -> dict[str, Any]:
    """Return the schema of the text of a number or boolean, as short as its bounds make it."""
    (kind,) = sent.types
    bounds = [sent.value(word) for word in ("minimum", "maximum")]
    if kind != "integer" or not all(isinstance(each, int) and abs(each) < LARGE for each in bounds):
        return TEXT[kind]
    pattern = INTEGER_TEXT if bounds[0] < 0 else INTEGER_TEXT.replace("-?", "")
    return {"type": "string", "pattern": pattern, "maxLength": max(len(str(each)) for each in bounds)}


def value_reads_as_text(context: Context, wide: Json, value: Any) -> bool:
    """Whether the text of one value is read, as itself or as what it spells."""
    if isinstance(value, list | dict):
        return False
    text = value if isinstance(value, str) else json.dumps(value)
    return any(isinstance(context.judge.ask(wide, {"const": each}), Yes) for each in (text, *spelled(text)))


def spelled(text: str) -> Iterator[Any]:
    """Yield the number or boolean that a text spells."""
    if re.fullmatch(NUMBER_TEXT.strip("^$"), text) or text in {"true", "false"}:
        yield json.loads(text)


def elements_read_as_text(context: Context, pair: tuple[Schema, Schema], way: Way) -> bool:
    """Whether lists differ in nothing but elements of which the same is true."""
    old, new = (view(each) for each in pair)
    items = [each.words["items"].items if "items" in each.words else None for each in (old, new)]
    if items[0] is None or items[1] is None or not reads_as_text(context, items[0], items[1], way):
        return False
    sides: dict[str, tuple[View, Side]] = {"sent": (old, "base"), "read": (new, "revision")}
    if way == "response":
        sides = {"sent": (new, "revision"), "read": (old, "base")}
    projector = context.judge.projector
    wide = flat_json(projector, sides["read"][0], Spelling(sides["read"][1], way, "wide"))
    narrow = flat_json(projector, sides["sent"][0], Spelling(sides["sent"][1], way, "narrow"))
    return isinstance(context.judge.ask({**wide, "items": True}, {**narrow, "items": True}), Yes)
