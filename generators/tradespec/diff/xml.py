"""``xml``: what elements and attributes are called, which only bodies in XML are written by (OpenAPI 3.1, section 4.8.26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.context import table
from tradespec.diff.view import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Schema
    from tradespec.diff.view import View

BRANCHES: Final = (("oneOf", "one_of"), ("anyOf", "any_of"))


def xml_differs(old: Schema, new: Schema) -> bool:
    """Whether a part that both schemas have is written otherwise in XML."""
    seen: set[tuple[str, str]] = set()
    stack = [(old, new, "")]
    while stack:
        before, after, name = stack.pop()
        key = str(before.place), str(after.place)
        if key in seen:
            continue
        seen.add(key)
        views = view(before), view(after)
        if written(views[0], name) != written(views[1], name):
            return True
        stack += parts(*views)
    return False


def written(seen: View, name: str) -> tuple[Any, ...]:
    """Return how a schema's value is written: its name, namespace, kind of node, and whether a list has an element around."""
    said = table(seen.value("xml"))
    kind = said.get("nodeType", "attribute" if said.get("attribute") is True else "")
    return said.get("name") or name, said.get("namespace"), kind, said.get("wrapped") is True


def parts(old: View, new: View) -> Iterator[tuple[Schema, Schema, str]]:
    """Yield the parts that both have, with the name that each goes by where it has none of its own."""
    for name, member in old.properties.items():
        if name in new.properties:
            yield member, new.properties[name], name
    owners = [each.words["items"].items if "items" in each.words else None for each in (old, new)]
    if owners[0] is not None and owners[1] is not None:
        yield owners[0], owners[1], ""
    for word, attribute in BRANCHES:
        if word in old.words and word in new.words:
            branches = [getattr(each.words[word], attribute) for each in (old, new)]
            yield from ((*pair, "") for pair in zip(*branches, strict=False))
