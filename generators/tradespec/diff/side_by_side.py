"""Walk the written nodes of two documents side by side, as far as they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.context import raw, table
from tradespec.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Operation
    from tradespec.diff.context import Context
    from tradespec.diff.pairing import Pairing

VALUES: Final = frozenset({"const", "default", "enum", "example", "examples", "value", "x-fix"})
"""Words whose values are data, not more of the document."""
NAMED: Final = frozenset(
    {
        "callbacks", "content", "dependentSchemas", "encoding", "examples", "headers", "links", "patternProperties",
        "properties", "responses", "schemas", "parameters", "requestBodies", "securitySchemes",
    }
)  # fmt: skip
"""Words whose members are named by the author."""
Sides = tuple[dict[str, Any], dict[str, Any], Place, Place]
"""A node before and after, and where both stand."""


class Root:
    """Two parts of the documents that belong together, and the operation that they are, if they are one."""

    def __init__(self, context: Context, old: Place, new: Place, name: str, operation: Operation | None = None) -> None:
        self.name, self.operation = name, operation
        before, after = raw(context.base.document, old), raw(context.revision.document, new)
        self.nodes: list[Sides] = [*walk(before, after, old, new, named=False)]


def roots(context: Context, pairing: Pairing) -> Iterator[Root]:
    """Yield what stayed and differs: operations, webhooks, and named components."""
    for old, new in (*pairing.stayed, *pairing.moved):
        yield Root(context, old.place, new.place, f"{old.method} {old.path}", old)
    documents = context.base.document, context.revision.document
    components = [table(document.root.get("components")) for document in documents]
    for section in components[0].keys() & components[1].keys():
        old_parts, new_parts = table(components[0][section]), table(components[1][section])
        for name in old_parts:
            if name in new_parts and old_parts[name] != new_parts[name]:
                places = [Place(document.entry, "/components") / section / name for document in documents]
                yield Root(context, places[0], places[1], name)


def walk(old: Any, new: Any, old_place: Place, new_place: Place, *, named: bool) -> Iterator[Sides]:
    """Yield each pair of nodes that differ somewhere, the outer ones first; not those whose keys authors chose."""
    if old == new:
        return
    if isinstance(old, list) and isinstance(new, list):
        for before, after in matched(old, new):
            places = old_place / before, new_place / after
            yield from walk(old[before], new[after], *places, named=False)
    if not isinstance(old, dict) or not isinstance(new, dict) or ("$ref" in old) != ("$ref" in new):
        return  # what moved behind a reference is compared where it stands now
    if not named:
        yield old, new, old_place, new_place
    for key, value in old.items():
        if key in new and (named or key not in VALUES):
            yield from walk(value, new[key], old_place / key, new_place / key, named=not named and key in NAMED)


def matched(old: list[Any], new: list[Any]) -> Iterator[tuple[int, int]]:
    """Pair elements: parameters by what names them, others by where they stand while there are as many."""
    keys = [[parameter_key(each) for each in side] for side in (old, new)]
    if all(key is not None for side in keys for key in side):
        where = {key: at for at, key in enumerate(keys[1])}
        yield from ((at, where[key]) for at, key in enumerate(keys[0]) if key in where)
    elif len(old) == len(new):
        yield from ((at, at) for at in range(len(old)))


def parameter_key(value: Any) -> Any:
    """Return what names a parameter in a list, None for what is none."""
    said = table(value)
    if "name" in said and "in" in said:
        return str(said["in"]), str(said["name"])
    return str(said["$ref"]) if "$ref" in said else None
