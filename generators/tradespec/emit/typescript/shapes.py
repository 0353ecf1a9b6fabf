"""How types are put together and laid out as text.

A type under construction is the tuple of its alternatives, so that putting unions into unions, lists and intersections needs no
parsing of text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.emit.typescript.text import WIDTH, indent, key, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Arms = tuple[str, ...]
ANYTHING: Arms = ("unknown",)
ANY_OBJECT: Arms = ("{ [name: string]: unknown }",)


class Intersection(str):
    """An arm that needs brackets wherever it does not stand alone."""

    __slots__ = ()


def union(alternatives: Iterable[Arms]) -> Arms:
    """Return all alternatives in one, without repetitions."""
    arms = tuple(dict.fromkeys(arm for arms in alternatives for arm in arms))
    if "unknown" in arms:
        return ANYTHING
    return tuple(arm for arm in arms if arm != "never") or arms


def intersection(parts: Sequence[Arms]) -> Arms:
    """Return what satisfies all parts."""
    told = list(dict.fromkeys(part for part in parts if part != ANYTHING))
    if not told:
        return ANYTHING
    return told[0] if len(told) == 1 else (Intersection(" & ".join(map(grouped, told))),)


def tagged(arms: Arms, name: str, values: Iterable[str]) -> Arms:
    """Return an arm of a discriminated union, its discriminator made literal."""
    return (Intersection(f"{grouped(arms)} & {{ {key(name)}: {' | '.join(map(quote, values))} }}"),)


def list_of(arms: Arms) -> Arms:
    """Return the type of a list."""
    return (f"{grouped(arms)}[]",)


def grouped(arms: Arms) -> str:
    """Return the type as one word of a larger one."""
    if len(arms) == 1:
        return f"({arms[0]})" if isinstance(arms[0], Intersection) else arms[0]
    text = lay_out(arms)
    return f"({indent(text)}\n)" if text.startswith("\n") else f"({text})"


def lay_out(arms: Arms, room: int = WIDTH - 30) -> str:
    """Return the type as text. Where ``room`` characters are too few each arm has a line of its own, after a line break."""
    if len(arms) == 1:
        return str(arms[0])
    texts = [f"({arm})" if isinstance(arm, Intersection) else arm for arm in arms]
    line = " | ".join(texts)
    blocks = [text for text in texts if "\n" in text]
    hugs = len(blocks) == 1 and set(texts) - set(blocks) <= {"null", "undefined"}
    if hugs or (not blocks and len(line) <= room):
        return line
    return "".join(f"\n| {indent(text)}" for text in texts)


def after(head: str, text: str) -> str:
    """Return ``text`` after a colon or an equals sign: beside it, or on indented lines below it."""
    return f"{head}{indent(text)}" if text.startswith("\n") else f"{head} {text}"


def is_object(arms: Arms) -> bool:
    """Whether the type is an object with members, which an interface can declare."""
    return len(arms) == 1 and arms[0].startswith("{\n") and not isinstance(arms[0], Intersection)


def alias(name: str, arms: Arms) -> str:
    """Return a type alias."""
    return after(f"export type {name} =", lay_out(arms)) + ";"


def member(name: str, arms: Arms, comment: str = "") -> str:
    """Return a member of an object type, its comment above it."""
    return after(f"{comment}{name}:", lay_out(arms)) + ";"


def between_angles(arms: Arms, room: int) -> str:
    """Return the type for use as a type argument."""
    text = lay_out(arms, room)
    return f"{indent(text)}\n" if text.startswith("\n") else text
