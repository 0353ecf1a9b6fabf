"""Put a document and all files it refers to into one: references into other files become components with readable names."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from tradespec.document.errors import DocumentError
from tradespec.document.place import Place, Problem, escape
from tradespec.document.shape import SECTIONS, SECTIONS_2_0, SHAPE, SHAPE_2_0, is_swagger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec.document.load import Document, Node

INLINE = frozenset({"path_item"})
"""Kinds that are written where they are used: a reader looks for a path under ``paths``."""
INLINE_2_0 = frozenset({"path_item", "header"})
"""The same for Swagger 2.0, which keeps no headers to refer to."""


def bundle(document: Document) -> dict[str, Any]:
    """Return one self-contained document: every reference is local, cycles stay references.

    A component that is nothing but a reference into another file gives its name to what it refers to; others are named
    after the last part of the reference. The same document gives the same bundle.
    """
    return Bundler(document).run()


class Bundler:
    """The work of one bundle: which place in another file became which component."""

    def __init__(self, document: Document, problems: list[Problem] | None = None) -> None:
        """With a list for ``problems``, references that lead nowhere are noted there and stay as they are."""
        self.document = document
        self.problems = problems
        self.names: dict[tuple[str, str], str] = {}
        old = is_swagger(document.root)
        self.shape = SHAPE_2_0 if old else SHAPE
        self.sections: Mapping[str, tuple[str, ...]] = SECTIONS_2_0 if old else SECTIONS
        self.inline = INLINE_2_0 if old else INLINE
        self.components: dict[tuple[str, ...], dict[str, Any]] = {}
        self.taken: dict[str, set[str]] = {}
        self.inside: set[str] = set()

    def run(self) -> dict[str, Any]:
        """Walk the entry file, then add what it pulled in."""
        document = self.document
        root = document.root
        self.reserve(root)
        out: dict[str, Any] = self.walk(root, "document", Place(document.entry))
        for section, items in self.components.items():
            holder = out
            for key in section[:-1]:
                own = holder.get(key)
                holder[key] = dict(own) if isinstance(own, dict) else {}
                holder = holder[key]
            known = holder.get(section[-1])
            holder[section[-1]] = {**known, **items} if isinstance(known, dict) else items
        return out

    def reserve(self, root: dict[str, Any]) -> None:
        """Learn the names that the entry file gives: its own components, and those that only point elsewhere."""
        entry = self.document.entry
        for kind, section in self.sections.items():
            items: Any = root
            for key in section:
                items = items.get(key) if isinstance(items, dict) else None
            if not isinstance(items, dict):
                continue
            self.taken[kind] = set(items)
            for name, item in items.items():
                if isinstance(item, dict) and set(item) == {"$ref"}:
                    place = Place(entry)
                    for key in (*section, name):
                        place /= key
                    node = self.resolve(str(item["$ref"]), place)
                    if node is not None and node.place.file != entry:
                        self.names.setdefault((kind, str(node.place)), name)

    def walk(self, value: Any, kind: str, place: Place) -> Any:
        """Return the node with its references made local."""
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str) and kind in self.shape and kind not in {"document", "components"}:
            return self.reference(value, reference, kind, place)
        shape = self.shape.get(kind, {})
        out: dict[str, Any] = {}
        for key, child in value.items():
            wanted = shape.get(key)
            if wanted is None and "*" in shape and not key.startswith("x-"):
                wanted = shape["*"]
            out[key] = self.child(child, wanted, place / key) if wanted else child
        if (
            kind == "schema"
            and isinstance(mapping := (value.get("discriminator") or {}), dict)
            and mapping.get("mapping")
        ):
            out["discriminator"] = {**mapping, "mapping": self.mapping(mapping["mapping"], place)}
        return out

    def child(self, value: Any, wanted: str | tuple[str, str], place: Place) -> Any:
        """Walk one child, or each item of a container."""
        if isinstance(wanted, str):
            return self.walk(value, wanted, place)
        if wanted[0] == "map" and isinstance(value, dict):
            return {name: self.walk(item, wanted[1], place / name) for name, item in value.items()}
        if wanted[0] == "list" and isinstance(value, list):
            return [self.walk(item, wanted[1], place / at) for at, item in enumerate(value)]
        return value

    def reference(self, value: dict[str, Any], reference: str, kind: str, place: Place) -> Any:
        """Make one reference local; keep what stands beside it."""
        beside = {key: item for key, item in value.items() if key != "$ref"}
        node = self.resolve(reference, place)
        if node is None:
            return value
        if kind in self.inline:
            if not isinstance(node.value, dict) or str(node.place) in self.inside:
                return {**beside, "$ref": reference}
            self.inside.add(str(node.place))
            inlined = self.walk(node.value, kind, node.place)
            self.inside.discard(str(node.place))
            return {**inlined, **self.walk(beside, kind, place)}
        own = self.own_component(kind, place)
        if own is not None and self.names.get((kind, str(node.place))) == own and not beside:
            return self.walk(node.value, kind, node.place)
        beside = self.walk(beside, kind, place) if beside else beside
        return {"$ref": self.local(kind, node.value, node.place), **beside}

    def resolve(self, reference: str, place: Place) -> Node | None:
        """Follow a reference; None where it leads nowhere and that is not to stop the work."""
        try:
            return self.document.resolve(reference, place)
        except DocumentError as error:
            if self.problems is None:
                raise
            problem = Problem("unresolved-reference", "error", error.message, place / "$ref", error.next_step)
            if problem not in self.problems:
                self.problems.append(problem)
            return None

    def own_component(self, kind: str, place: Place) -> str | None:
        """Return the name of the entry file's component that stands here, if one does."""
        keys = place.keys
        if place.file != self.document.entry or not keys or tuple(keys[:-1]) != self.sections.get(kind):
            return None
        return keys[-1]

    def local(self, kind: str, value: Any, place: Place) -> str:
        """Return the local reference for a place, adding the component the first time."""
        if place.file == self.document.entry:
            return f"#{place.pointer.replace('%', '%25')}"
        key = (kind, str(place))
        section = self.sections.get(kind, self.sections["schema"])
        if key not in self.names:
            name = self.names[key] = self.name(kind, place)
            self.components.setdefault(section, {})[name] = {}
            self.components[section][name] = self.walk(value, kind, place)
        return f"#/{'/'.join(section)}/{escape(self.names[key])}"

    def name(self, kind: str, place: Place) -> str:
        """Choose a component name: the last part of the pointer, or the file's; numbered when it is taken."""
        keys = place.keys
        stem = posixpath.splitext(posixpath.basename(place.file))[0]
        base = re.sub(r"[^A-Za-z0-9._-]", "_", keys[-1] if keys and not keys[-1].isdigit() else stem)
        taken = self.taken.setdefault(kind, set())
        candidates = [base, f"{stem}_{base}", *(f"{base}_{number}" for number in range(2, len(taken) + 4))]
        name = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(name)
        return name

    def mapping(self, mapping: Any, place: Place) -> Any:
        """Make the references of a discriminator's mapping local; plain names stay."""
        if not isinstance(mapping, dict):
            return mapping
        out = {}
        for tag, target in mapping.items():
            is_reference = isinstance(target, str) and (
                "/" in target or "#" in target or target.endswith((".yaml", ".json"))
            )
            if is_reference:
                node = self.resolve(target, place / "discriminator" / "mapping" / tag)
                out[tag] = target if node is None else self.local("schema", node.value, node.place)
            else:
                out[tag] = target
        return out
