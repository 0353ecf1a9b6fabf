"""Subclasses that fix a field of their base to one value, written so that type checkers follow.

A base whose ``type`` is an enum, and a subclass whose ``type`` is the text of one member, contradict each other in
the eyes of a type checker; ``Literal[Kind.CRYPTO]`` says the same and does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradespec.emit.models.order import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BASES = re.compile(r"^class \w+\(([\w, ]+)\):")
_FIELD = re.compile(r"^    (\w+): (.+)$", re.MULTILINE)
_MEMBER = re.compile(r'^    (\w+) = "(.*)"$', re.MULTILINE)
_LITERAL = re.compile(r'^Literal\["(.*)"\](.*)$')


def narrow(text: str) -> str:
    """Return the formatted module ``text`` with such fields typed by the member of their base's enum."""
    _, blocks = split(text)
    for name, block in blocks.items():
        inherited = dict(_inherited(name, blocks))
        for field, annotation in _FIELD.findall(block):
            literal = _LITERAL.match(annotation)
            enum = inherited.get(field, "")
            member = _member(blocks.get(enum, ""), literal[1]) if literal else None
            if literal and member:
                new = block.replace(
                    f"    {field}: {annotation}\n", f"    {field}: Literal[{enum}.{member}]{literal[2]}\n"
                )
                text = text.replace(block, new)
                block = new  # noqa: PLW2901 - a class may fix several fields
    return text


def _inherited(name: str, blocks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (field, annotation) of all bases of a class, the nearest last."""
    bases = _BASES.match(blocks.get(name, ""))
    for base in bases[1].split(", ") if bases else []:
        if base in blocks:
            yield from _inherited(base, blocks)
            yield from _FIELD.findall(blocks[base])


def _member(enum: str, value: str) -> str | None:
    return next((member for member, own in _MEMBER.findall(enum) if own == value), None)
