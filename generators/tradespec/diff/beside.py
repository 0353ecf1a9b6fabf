"""What stands beside the wire: words for FIX, names that generators use, documentation, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.collector import use_of
from tradespec.diff.context import table
from tradespec.diff.naming import listed, shown
from tradespec.diff.side_by_side import Root, Sides, roots
from tradespec.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.diff.context import Context
    from tradespec.diff.pairing import Pairing

PROSE: Final = ("title", "summary", "description", "externalDocs")
INFO: Final = (*PROSE, "contact", "license", "termsOfService")
EXAMPLES: Final = ("example", "examples")
ENUM_NAMES: Final = ("x-enum-varnames", "x-enumNames", "x-enum-names")
FIX: Final = "x-fix"
FIX_WORDS: Final = {
    "message": "fix-message-changed",
    "tag": "fix-tag-changed",
    "name": "fix-name-changed",
    "type": "fix-type-changed",
}
SHOWN_MAX: Final = 3


def compare_beside(context: Context, pairing: Pairing) -> None:
    """Compare what stands beside the wire."""
    texts: dict[str, list[tuple[Root | None, Place, Place, str]]] = {"documentation-changed": [*about(context)]}
    for root in roots(context, pairing):
        for sides in root.nodes:
            for rule, got in (*fix(sides[0].get(FIX), sides[1].get(FIX)), *enum_names(sides)):
                add(context, rule, got, root, sides)
            for rule, words in (("documentation-changed", PROSE), ("examples-changed", EXAMPLES)):
                differing = [word for word in words if sides[0].get(word) != sides[1].get(word)]
                texts.setdefault(rule, []).extend((root, sides[2] / word, sides[3] / word, word) for word in differing)
    for rule, found in texts.items():
        if found:
            prose(context, rule, found)


def about(context: Context) -> Iterator[tuple[None, Place, Place, str]]:
    """Yield what the document says otherwise of itself and of its tags."""
    documents = context.base.document, context.revision.document
    said = [table(document.root.get("info")) for document in documents]
    places = [Place(document.entry, "/info") for document in documents]
    yield from ((None, places[0], places[1], f"info.{word}") for word in INFO if said[0].get(word) != said[1].get(word))
    if documents[0].root.get("tags") != documents[1].root.get("tags"):
        tags = [Place(document.entry, "/tags") for document in documents]
        yield None, tags[0], tags[1], "tags"


def fix(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Yield what is said differently for FIX."""
    if old == new:
        return
    if not isinstance(old, dict) or not isinstance(new, dict):
        yield ("fix-added", f"`x-fix` {shown(new)}") if old is None else ("fix-removed", f"no `x-fix` ({shown(old)})")
        return
    for word in dict.fromkeys([*old, *new]):
        before, after = old.get(word), new.get(word)
        if word == "values" and isinstance(before, dict) and isinstance(after, dict):
            yield from fix_values(before, after)
        elif before != after:
            yield FIX_WORDS.get(word, "fix-changed"), f"`{word}` {shown(after)} (it was {shown(before)})"


def fix_values(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield which values have another code in FIX."""
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    if gone:
        yield "fix-value-removed", f"no code for {listed(gone)}"
    if come:
        yield "fix-value-added", f"a code for {listed(come)}"
    for value, code in old.items():
        if value in new and new[value] != code:
            yield "fix-value-changed", f"`{value}` as {shown(new[value])} (it was {shown(code)})"


def enum_names(sides: Sides) -> Iterator[tuple[str, str]]:
    """Yield that values which stay have other names in generated code."""
    old, new = (named(side) for side in sides[:2])
    changed = [value for value in old if value in new and old[value] != new[value]]
    if changed:
        yield (
            "enum-names-changed",
            ", ".join(f"`{new[each]}` for {each} (it was `{old[each]}`)" for each in changed[:SHOWN_MAX]),
        )


def named(schema: dict[str, Any]) -> dict[str, Any]:
    """Return listed value -> its name in generated code."""
    values = schema.get("enum")
    names = next((schema[word] for word in ENUM_NAMES if isinstance(schema.get(word), list)), None)
    if not isinstance(values, list) or names is None:
        return {}
    return {shown(value): name for value, name in zip(values, names, strict=False)}


def prose(context: Context, rule: str, found: list[tuple[Root | None, Place, Place, str]]) -> None:
    """Add one finding for all texts of a kind: who reads the report reads the texts in the documents."""
    said = list(dict.fromkeys(f"{root.name} ({word})" if root else word for root, _, _, word in found))
    more = len(said) - SHOWN_MAX
    operations = {root.operation.place: root.operation for root, *_ in found if root and root.operation}
    context.out.rule(
        rule,
        expected="the same texts" if rule == "documentation-changed" else "the same examples",
        got=f"others: {', '.join(said[:SHOWN_MAX])}{f' and {more} more' if more > 0 else ''}",
        at="documentation" if rule == "documentation-changed" else "examples",
        base=found[0][1],
        revision=found[0][2],
        uses=tuple(use_of(operation) for operation in operations.values()),
    )


def add(context: Context, rule: str, got: str, root: Root, sides: Sides) -> None:
    """Add a finding."""
    context.out.rule(
        rule,
        expected="the same as before",
        got=got,
        at=root.name,
        base=sides[2],
        revision=sides[3],
        uses=(use_of(root.operation),) if root.operation else (),
    )
