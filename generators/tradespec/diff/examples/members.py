"""What happens to members of an object in the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.endings import MEMBERS
from tradespec.diff.examples.example import Example
from tradespec.diff.examples.standing import answer, document, header, parameter, request

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT: Final[dict[str, Any]] = {"type": "string"}
HOLDERS: Final[dict[tuple[str, str], Callable[[Any], dict[str, Any]]]] = {
    ("request", "property"): request,
    ("request", "read-only-property"): request,
    ("request", "parameter-property"): lambda schema: parameter(schema, content=True),
    ("request", "header-property"): lambda schema: parameter(schema, "header", content=True),
    ("response", "property"): answer,
    ("response", "write-only-property"): answer,
    ("response", "header-property"): lambda schema: header(schema, content=True),
}
"""(direction, what a member is called) -> an operation around the object."""
MARKS: Final = {"read-only-property": {"readOnly": True}, "write-only-property": {"writeOnly": True}}


def order(*required: str, closed: bool = False, **members: Any) -> dict[str, Any]:
    """Return an object with a member ``price`` and others."""
    out: dict[str, Any] = {"type": "object", "properties": {"price": TEXT, **members}}
    out |= {"required": [*required]} if required else {}
    return {**out, "additionalProperties": False} if closed else out


def edits(side: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what happens -> the object before and after."""
    filled = {**side, "default": "buy"}
    return {
        "required-added": (order(), order("side", side=side)),
        "required-default-added": (order(), order("side", side=filled)),
        "optional-added": (order(), order(side=side)),
        "closed-added": (order(closed=True), order(closed=True, side=side)),
        "optional-removed": (order(side=side), order()),
        "required-removed": (order("side", side=side), order()),
        "became-required": (order(side=side), order("side", side=side)),
        "became-required-with-default": (order(side=filled), order("side", side=filled)),
        "became-optional": (order("side", side=side), order(side=side)),
    }


def moves(must: str) -> dict[str, tuple[Any, Any]]:
    """Return which direction carries a member -> the object before and after."""
    required = ("side",) if must == "required" else ()
    plain = order(*required, side=TEXT)
    marked: dict[str, tuple[Any, Any]] = {}
    for word, name in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        held = order(*required, side={**TEXT, word: True})
        marked |= {f"became-{name}": (plain, held), f"became-not-{name}": (held, plain)}
    return marked


def examples() -> dict[str, Example]:
    """Return id -> example for every rule about a member."""
    out: dict[str, Example] = {}
    for (way, part), hold in HOLDERS.items():
        said = edits({**TEXT, **MARKS.get(part, {})})
        for what, (name, _) in MEMBERS[way].items():
            if part not in MARKS or what != "closed-added":
                out.setdefault(name.format(part=part), pair(hold, said[what]))
    for way in MEMBERS:
        for must in ("required", "optional"):
            for ending, edit in moves(must).items():
                out[f"{way}-{must}-property-{ending}"] = pair(HOLDERS[way, "property"], edit)
    return out


def pair(hold: Callable[[Any], dict[str, Any]], edit: tuple[Any, Any]) -> Example:
    """Return an object before and after as two documents."""
    old, new = (document(hold(schema)) for schema in edit)
    return Example(old, new)
