"""Status codes and media types as ranges: ``2XX`` holds 200, ``application/*`` holds ``application/json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


def status_match(status: str, others: Iterable[str]) -> str | None:
    """Return the entry that speaks of a status: itself, its range, ``default``; of a range, one of its codes."""
    names = set(others)
    wide = f"{status[:1]}XX"
    for name in (status, wide, *sorted(each for each in names if status == wide and each[:1] == status[:1])):
        if name in names:
            return name
    return "default" if "default" in names else None


def media_match(name: str, others: Iterable[str]) -> str | None:
    """Return the entry that speaks of a media type: the same, without its parameters, or a range that holds it."""
    names = {canonical(other): other for other in others}
    wanted = canonical(name)
    bare = wanted.partition(";")[0]
    for key in (wanted, bare, f"{bare.partition('/')[0]}/*", "*/*"):
        if key in names:
            return names[key]
    return next(
        (other for key, other in names.items() if key.partition(";")[0] == bare and harmless(key, wanted)), None
    )


def media_relation(old: str, new: str) -> Literal["same", "wider", "narrower", "other", ""]:
    """Say how a new media type lies to an old one: ``other`` where only parameters differ, empty where nothing is shared."""
    before, after = canonical(old), canonical(new)
    if before == after:
        return "same"
    names = before.partition(";")[0], after.partition(";")[0]
    if names[0] == names[1]:
        said = parameters(before), parameters(after)
        return "wider" if said[1] < said[0] else "narrower" if said[0] < said[1] else "other"
    if holds(names[1], names[0]):
        return "wider"
    return "narrower" if holds(names[0], names[1]) else ""


def holds(wide: str, name: str) -> bool:
    """Whether a range such as ``application/*`` holds a media type."""
    return wide == "*/*" or (wide.endswith("/*") and name.startswith(wide[:-1]))


def harmless(one: str, other: str) -> bool:
    """Whether two media types of one name differ in nothing but the character set, which JSON has none of."""
    return parameters(one) - CHARSET == parameters(other) - CHARSET


CHARSET = frozenset({"charset=utf-8"})


def parameters(name: str) -> frozenset[str]:
    """Return the parameters of a canonical media type."""
    return frozenset(part for part in name.split(";")[1:] if part)


def canonical(name: str) -> str:
    """Return a media type in one spelling."""
    first, *rest = (part.strip().lower().replace(" ", "").replace('"', "") for part in name.split(";"))
    return ";".join([first, *sorted(part for part in rest if part and part not in CHARSET)])
