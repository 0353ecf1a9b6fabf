"""Values that travel as text: a number is written like a string there, and one value like a list of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.schema import Yes
from tradespec.diff.view import view

if TYPE_CHECKING:
    from tradespec.contract import Schema
    from tradespec.diff.context import Context
    from tradespec.diff.projection import Way

INTEGER_TEXT: Final = r"^-?(0|[1-9][0-9]*)$"
NUMBER_TEXT: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
TEXT: Final[dict[str, dict[str, Any]]] = {
    "integer": {"type": "string", "pattern": INTEGER_TEXT},
    "number": {"type": "string", "pattern": NUMBER_TEXT},
    "boolean": {"enum": ["true", "false"]},
}
FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def text_depth(media: str) -> int | None:
    """Return how deep in a body of a media type values are plain text; None where types are written out, as in JSON."""
    name = media.partition(";")[0].strip().lower()
    if name in FORMS or name in {"application/xml", "text/xml"} or name.endswith("+xml"):
        return 1
    return 0 if name.startswith("text/") else None


def reads_as_text(context: Context, old: Schema, new: Schema, way: Way, *, one_of_many: bool = False) -> bool:
    """Whether every text of the sender's value is one of the reader's, though the types differ.

    ``one_of_many`` says that a list of one is written like its element.
    """
    if isinstance(context.judge.understood(old, new, way), Yes):
        return False
    sender, reader = (old, new) if way == "request" else (new, old)
    sent, read = view(sender), view(reader)
    wide, narrow = context.judge.sides(old, new, way)
    if len(sent.types) == 1 and sent.types <= set(TEXT) and read.types == {"string"}:
        return isinstance(context.judge.ask(wide, TEXT[next(iter(sent.types))]), Yes)
    if one_of_many and sent.types and not sent.types & {"array", "object"} and read.types == {"array"}:
        one = {"type": "array", "minItems": 1, "maxItems": 1, "items": narrow}
        return isinstance(context.judge.ask(wide, one), Yes)
    return False
