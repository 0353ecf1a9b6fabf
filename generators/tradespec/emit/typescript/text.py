"""Small pieces of TypeScript as text: comments, literals, indentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tradespec.emit.typescript.names import is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 120
SAFE_INTEGER_MAX = 2**53 - 1
_FIXED = ("|", "    ", "\t", "#", "<", ">")
_ITEM = ("- ", "* ", "+ ", "1", "2", "3", "4", "5", "6", "7", "8", "9", "@")
"""How a line begins that starts a paragraph of its own."""


def indent(text: str, by: str = "  ") -> str:
    """Indent every line but the first and empty ones."""
    return text.replace("\n", f"\n{by}").replace(f"\n{by}\n", "\n\n") if "\n" in text else text


def quote(text: str) -> str:
    """Return a string literal."""
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def key(name: str) -> str:
    """Return a property name, quoted where it must be."""
    return name if is_identifier(name) else quote(name)


def literal(value: Any, room: int = WIDTH - 24) -> str:
    """Return a JSON value as TypeScript, on one line where it fits into ``room`` characters."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int) and abs(value) > SAFE_INTEGER_MAX:
        return f"{value}n"
    if isinstance(value, dict):
        return enclose("{", [f"{key(str(name))}: {literal(item, room - 2)}" for name, item in value.items()], "}", room)
    if isinstance(value, list | tuple):
        return enclose("[", [literal(item, room - 2) for item in value], "]", room)
    return json.dumps(value)


def enclose(opening: str, items: list[str], closing: str, room: int) -> str:
    """Return items between brackets, on one line where they fit, else one per line."""
    if not items:
        return opening + closing
    pad = " " if opening == "{" else ""
    line = f"{opening}{pad}{', '.join(items)}{pad}{closing}"
    if len(line) <= room and "\n" not in line:
        return line
    return f"{opening}\n" + "".join(f"  {indent(item)},\n" for item in items) + closing


def doc(paragraphs: Iterable[str], margin: str = "", code: str = "") -> str:
    """Return a documentation comment with a newline at its end; nothing where there is nothing to say.

    ``code`` becomes its ``@example``, unwrapped.
    """
    lines: list[str] = []
    for paragraph in paragraphs:
        said = _wrapped(paragraph, WIDTH - len(margin) - 3)
        if said and lines and not (said[0].startswith("@") and lines[-1].startswith("@")):
            lines.append("")
        lines += said
    if code:
        lines += [*([""] if lines else []), "@example", *_safe(code).splitlines()]
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) + len(margin) + 7 <= WIDTH:
        return f"{margin}/** {lines[0]} */\n"
    body = "".join(f"{margin} * {line}\n" if line else f"{margin} *\n" for line in lines)
    return f"{margin}/**\n{body}{margin} */\n"


def _wrapped(text: str, width: int) -> list[str]:
    """Return lines no longer than ``width`` where spaces allow. Tables, code and indented lines stay as they are."""
    text = _safe(text.strip())
    if len(text) <= width and "\n" not in text:
        return [text] if text else []
    lines: list[str] = []
    in_code = is_open = False
    for line in text.splitlines():
        bare = line.rstrip()
        is_fence = bare.lstrip().startswith("```")
        in_code ^= is_fence
        if in_code or is_fence or not bare or bare.startswith(_FIXED):
            lines.append(bare)
            is_open = False
        elif is_open and not bare.startswith(_ITEM):
            # A line that goes on with the paragraph before it is folded together with it.
            lines += _folded(f"{lines.pop()} {bare.lstrip()}", width)
        else:
            lines += _folded(bare, width)
            is_open = True
    return [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]


def _folded(line: str, width: int) -> list[str]:
    margin = "  " if line.startswith(("- ", "* ", "  ")) else ""
    lines: list[str] = []
    while len(line) > width:
        cut = line.rfind(" ", len(margin) + 1, width + 1)
        if cut < 0:
            cut = line.find(" ", width)
        if cut < 0:
            break
        lines.append(line[:cut].rstrip())
        line = margin + line[cut:].lstrip()
    return [*lines, line] if line.strip() else lines


def _safe(text: str) -> str:
    """Return text that cannot end the comment it stands in."""
    return text.replace("*/", "*\\/")
