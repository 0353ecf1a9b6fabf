"""Schemas that give themselves an address by ``$id``, and what references mean by it (JSON Schema 2020-12, section 8.2.1)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urljoin

from tradespec.document.place import Place, unescape
from tradespec.records import dataclass

MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Resource:
    """A schema with an address of its own."""

    address: str
    place: Place


def resources(value: Any, file: str) -> list[Resource]:
    """Return every schema of a file that gives its own address, outer ones first."""
    found: list[Resource] = []
    level: list[tuple[Any, Place, str]] = [(value, Place(file), "")]
    while level:
        below: list[tuple[Any, Place, str]] = []
        for node, place, around in level:
            own_id = node.get("$id") if isinstance(node, dict) else None
            address = urljoin(around, own_id) if isinstance(own_id, str) else around
            if isinstance(own_id, str):
                found.append(Resource(address, place))
            children = node.items() if isinstance(node, dict) else enumerate(node)
            below += [(child, place / key, address) for key, child in children if isinstance(child, dict | list)]
        level = below
    return found


def meant(known: list[Resource], value: Any, target: str, fragment: str, base: Place) -> Place | None:
    """Return the place that a reference means by an ``$id``, None where it means none.

    A pointer that leads somewhere in the whole file is read so, although it stands in a schema with an ``$id`` of its own:
    bundled documents are written with that in mind.
    """
    around = [each for each in known if f"{base.pointer}/".startswith(f"{each.place.pointer}/")]
    if target:
        address = urljoin(around[-1].address if around else "", target)
        around = [each for each in known if each.address.rstrip("#") == address]
    elif not fragment.startswith("/") or at(value, fragment) is not MISSING:
        return None
    for each in reversed(around):
        pointer = each.place.pointer + fragment
        if (not fragment or fragment.startswith("/")) and at(value, pointer) is not MISSING:
            return Place(base.file, pointer)
    return None


def at(value: Any, pointer: str) -> Any:
    """Return what a pointer leads to, `MISSING` where that is nothing."""
    for part in pointer.split("/")[1:]:
        key = unescape(part)
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return MISSING
    return value
