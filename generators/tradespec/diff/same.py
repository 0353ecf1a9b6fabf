"""Which parts of two documents are the same, decided once, so that the cost of a comparison follows the change.

Two nodes are the same when they are equal as they are written, apart from prose and examples, and everything they refer
to is the same in turn (references in a circle are the same when nothing on the circle differs).
"""

from __future__ import annotations

import marshal
import re
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.senders import unused_name
from tradespec.document import DocumentError

if TYPE_CHECKING:
    from tradespec.contract import Schema
    from tradespec.document import Document, Place

EXTERNAL: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
PROSE: Final = frozenset({"$comment", "description", "example", "examples", "externalDocs", "summary", "title"})
NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "headers", "mapping", "responses"})
"""Words whose members are named by the author: `description` is no prose there."""
Pair = tuple[str, str]


PLAIN: Final = 2
"""The last format of `marshal` that does not tell objects of one value apart by where they are kept."""


class Same:
    """Compares nodes of two documents; what it learns about what is referred to is kept."""

    def __init__(self, base: Document, revision: Document) -> None:
        self.base = base
        self.revision = revision
        self.known: dict[Pair, bool] = {}
        self.places: tuple[dict[Pair, Place], dict[Pair, Place]] = {}, {}
        """Where references lead, for each side: (file, reference) -> place. Schemas name the same few again and again."""
        self.other_name = unused_name(base, revision)
        self.all_same = equal(base.root, revision.root) and not other_files(base) and not other_files(revision)

    def nodes(self, old: Any, old_place: Place, new: Any, new_place: Place) -> bool:
        """Whether two nodes are the same."""
        if not alike(old, new):
            return False
        if self.all_same:
            return True
        return all(self.target(*pair) for pair in self.references(old, old_place, new_place))

    def schemas(self, old: Schema, new: Schema) -> bool:
        """Whether two schemas are the same."""
        return self.nodes(old.raw, old.place, new.raw, new.place)

    def target(self, old: Place, new: Place) -> bool:
        """Whether what two places hold is the same: explore all pairs reached from there, spread differences back."""
        start = (str(old), str(new))
        if start not in self.known:
            self.explore(old, new)
        return self.known[start]

    def explore(self, old: Place, new: Place) -> None:
        """Decide a pair and all that it reaches."""
        users: dict[Pair, list[Pair]] = {}
        seen: set[Pair] = set()
        different: list[Pair] = []
        stack = [(old, new)]
        while stack:
            old_place, new_place = stack.pop()
            pair = (str(old_place), str(new_place))
            if pair in seen:
                continue
            seen.add(pair)
            if pair in self.known:
                if not self.known[pair]:
                    different.append(pair)
                continue
            try:
                before = self.base.step(f"#{old_place.pointer}", old_place).value
                after = self.revision.step(f"#{new_place.pointer}", new_place).value
            except DocumentError:
                different.append(pair)
                continue
            if not alike(before, after):
                different.append(pair)
                continue
            for child in self.references(before, old_place, new_place):
                users.setdefault((str(child[0]), str(child[1])), []).append(pair)
                stack.append(child)
        bad = set(different)
        while different:
            for user in users.get(different.pop(), ()):
                if user not in bad:
                    bad.add(user)
                    different.append(user)
        self.known.update({pair: pair not in bad for pair in seen if pair not in self.known})

    def references(self, value: Any, old: Place, new: Place) -> list[tuple[Place, Place]]:
        """Return where the references in a value (equal in both documents) lead."""
        out: list[tuple[Place, Place]] = []
        for reference in sorted(references(value)):
            try:
                out.append((self.place_of(0, reference, old), self.place_of(1, reference, new)))
            except DocumentError:
                continue
        return out

    def place_of(self, side: int, reference: str, base: Place) -> Place:
        """Return the place that a reference names; `DocumentError` where it names none."""
        key = base.file, reference
        known = self.places[side].get(key)
        if known is None:
            document = (self.base, self.revision)[side]
            known = document.step(reference, base).place
            if not document.files[base.file].resources:
                # No schema of the file has an address of its own, so it does not matter where in it a reference stands.
                self.places[side][key] = known
        return known


def alike(old: Any, new: Any, *, named: bool = False) -> bool:
    """Whether two values say the same apart from prose and examples."""
    if equal(old, new):
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        keys = old.keys() | new.keys() if named else (old.keys() | new.keys()) - PROSE
        return all(
            key in old and key in new and alike(old[key], new[key], named=not named and key in NAMED) for key in keys
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(alike(*pair) for pair in zip(old, new, strict=True))
    return False


def equal(old: Any, new: Any) -> bool:
    """Whether two values are equal as JSON has it: ``1`` and ``1.0`` are, ``1`` and ``true`` are not."""
    if old is new:
        return True
    if old != new:
        return False
    if not isinstance(old, dict | list):
        return isinstance(old, bool) == isinstance(new, bool)
    try:
        # Two trees that Python calls equal are written alike, but for their order; writing them is faster than a walk.
        if marshal.dumps(old, PLAIN) == marshal.dumps(new, PLAIN):
            return True
    except ValueError:
        pass  # deeper than it goes, or a value of no JSON
    if isinstance(old, dict):
        return all(equal(value, new[key]) for key, value in old.items())
    return all(equal(*pair) for pair in zip(old, new, strict=True))


def references(value: Any) -> set[str]:
    """Return every ``$ref`` in a value, and the names in discriminator mappings (they are references as well)."""
    found: set[str] = set()
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str):
                found.add(reference)
            stack += [child for child in node.values() if isinstance(child, dict | list)]
        elif isinstance(node, list):
            stack += [child for child in node if isinstance(child, dict | list)]
    return found


def other_files(document: Document) -> bool:
    """Whether the document refers to other files."""
    return len(document.files) > 1 or EXTERNAL.search(document.files[document.entry].source) is not None
