"""Write plain objects as YAML or JSON that people like to read; the same object gives the same bytes."""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from tradespec.document.walker import resolved

PLAIN: Final = re.compile(r"(?!.*\s#|.*:(?:\s|$))[A-Za-z0-9_./$(<^][^\n\t\\]*")
KEY: Final = re.compile(r"[A-Za-z0-9_$./][A-Za-z0-9_$./{}+*-]*")
LINE_MAX: Final = 110
AMBIGUOUS: Final = re.compile(r"(?i)y|n|yes|no|on|off|[-+]?[0-9][0-9_:.eE+-]*|.*[-+:]|\d{4}-\d\d-\d\d.*")
"""Plain text that YAML 1.1 readers take for something else; it is quoted for their sake."""


def dump_json(value: Any) -> str:
    """Return indented JSON with a final newline."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def dump_yaml(value: Any) -> str:
    """Return block-style YAML with a final newline; text of several lines as literal blocks."""
    return "\n".join(lines(value, 0)) + "\n"


def lines(value: Any, indent: int) -> list[str]:
    """Return the lines of a node."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        out: list[str] = []
        for key, item in value.items():
            out += member(f"{pad}{scalar_key(str(key))}:", item, indent)
        return out
    if isinstance(value, list) and value:
        out = []
        for item in value:
            if isinstance(item, dict | list) and item:
                inner = lines(item, indent + 2)
                out += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
            else:
                out += member(f"{pad}-", item, indent)
        return out
    return [pad + scalar(value)]


def member(head: str, item: Any, indent: int) -> list[str]:
    """Return the lines of a key (or dash) with its value."""
    if isinstance(item, dict | list) and item:
        return [head, *lines(item, indent + 2)]
    if isinstance(item, str) and "\n" in item and literal(item):
        chomp = "" if item.endswith("\n") else "-"
        body = item.removesuffix("\n").split("\n")
        return [f"{head} |{chomp}", *(f"{'':>{indent + 2}}{line}" if line else "" for line in body)]
    return [f"{head} {scalar(item)}"]


def literal(text: str) -> bool:
    """Whether a literal block says this text exactly."""
    awkward = text.endswith("\n\n") or text.startswith((" ", "\n")) or "\t" in text or "\r" in text
    return not awkward and text.isprintable() is False and all(line.isprintable() for line in text.split("\n"))


def scalar_key(key: str) -> str:
    """Write a key, quoted where it must be."""
    return key if KEY.fullmatch(key) and resolved(key) == key and not AMBIGUOUS.fullmatch(key) else quoted(key)


def scalar(value: Any) -> str:
    """Write a scalar or an empty container."""
    if isinstance(value, str):
        plain = PLAIN.fullmatch(value) and value == value.strip() and len(value) <= LINE_MAX
        return value if plain and resolved(value) == value and not AMBIGUOUS.fullmatch(value) else quoted(value)
    return orjson.dumps(value).decode() if not isinstance(value, int) or isinstance(value, bool) else str(value)


def quoted(text: str) -> str:
    """Write a quoted scalar: single quotes where nothing needs escaping."""
    if text.isprintable() and "\\" not in text and text.count("'") <= text.count('"'):
        return "'" + text.replace("'", "''") + "'"
    return orjson.dumps(text).decode()
