"""The order of definitions in a module: that of the document, parts just before what first needs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_START = re.compile(r"^(?:class (\w+)\b|(\w+) = )", re.MULTILINE)
DOCSTRING = re.compile(r'^( *)"""((?:[^"\\]|\\.|"(?!""))*?) *"""$', re.MULTILINE | re.DOTALL)
"""A string that is a statement: its indent and its text. Strings inside expressions never begin a line."""
_NAME = re.compile(r"\b[A-Za-z_]\w*\b")


def reorder(text: str, wanted: Iterable[str]) -> str:
    """Return the module ``text`` with its definitions in the order ``wanted``, as far as Python allows.

    Annotations of classes may look ahead, since Pydantic resolves them when the module is complete; what an alias is
    made of may not. Where a cycle runs through an alias the module comes back as it was. A definition that is neither
    wanted nor used is left out.
    """
    head, blocks = split(text)
    wanted = [name for name in wanted if name in blocks]
    needs = {
        name: [other for other in _uses(block) if other in blocks and other != name] for name, block in blocks.items()
    }
    order = _parts_first(wanted, needs)
    position = {name: index for index, name in enumerate(order)}
    ahead = [name for name in order if any(position[other] > position[name] for other in needs[name])]
    if any(not blocks[name].startswith("class ") for name in ahead):
        return text
    rebuild = "".join(f"{name}.model_rebuild()\n" for name in ahead)
    return head + "\n\n\n".join(blocks[name] for name in order) + "\n" + (f"\n\n{rebuild}" if rebuild else "")


def split(text: str) -> tuple[str, dict[str, str]]:
    """Return what precedes the first definition, and each definition by name; ``model_rebuild`` calls are left out."""
    text = re.sub(r"^\w+\.model_rebuild\(\)\n?", "", text, flags=re.MULTILINE)
    # What a docstring says at the start of a line is no definition.
    masked = DOCSTRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    starts = list(_START.finditer(masked))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    blocks = {match[1] or match[2]: text[match.start() : end].rstrip() for match, end in zip(starts, ends, strict=True)}
    return text[: starts[0].start()] if starts else text, blocks


def _uses(block: str) -> Iterable[str]:
    """Return the names in the code of a definition, docstrings aside, in order."""
    return dict.fromkeys(_NAME.findall(DOCSTRING.sub("", block)))


def _parts_first(names: Iterable[str], needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return ``names`` in order, each after what it needs; a cycle is cut where it closes. Chains may be deep."""
    done: dict[str, None] = {}
    entered: set[str] = set()
    stack = list(reversed(list(names)))
    while stack:
        name = stack[-1]
        if name in done:
            stack.pop()
        elif name in entered:
            done[stack.pop()] = None
        else:
            entered.add(name)
            stack += [part for part in reversed(list(needs[name])) if part not in entered]
    return list(done)
