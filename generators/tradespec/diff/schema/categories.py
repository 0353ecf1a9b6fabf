r"""Classes of characters by their Unicode general category, as ``\p{Lu}`` names them."""

from __future__ import annotations

from functools import lru_cache
from sys import maxunicode
from typing import Final
from unicodedata import category

LONG_NAMES: Final = {
    "any": "", "letter": "L", "uppercase_letter": "Lu", "lowercase_letter": "Ll", "titlecase_letter": "Lt",
    "cased_letter": "LC", "modifier_letter": "Lm", "other_letter": "Lo", "mark": "M", "number": "N",
    "decimal_number": "Nd", "letter_number": "Nl", "other_number": "No", "punctuation": "P", "symbol": "S",
    "math_symbol": "Sm", "currency_symbol": "Sc", "separator": "Z", "space_separator": "Zs", "other": "C",
    "control": "Cc",
}  # fmt: skip
NAMES: Final = frozenset(
    {
        "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl",
        "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
    }
)  # fmt: skip


def characters(name: str) -> tuple[tuple[int, int], ...] | None:
    """Return the code points of a category as ranges, None for a property that is none (scripts are not known here)."""
    word = name.rpartition("=")[2]
    short = LONG_NAMES.get(word.lower(), word)
    return ranges(short) if short in NAMES or short == "" else None


@lru_cache(maxsize=64)
def ranges(short: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of a category; of all characters for the empty name."""
    wanted = ("Ll", "Lt", "Lu") if short == "LC" else (short,)
    return tuple((first, last) for one, first, last in spans() if one.startswith(wanted))


@lru_cache(maxsize=1)
def spans() -> list[tuple[str, int, int]]:
    """Return all code points as runs of one category."""
    out: list[tuple[str, int, int]] = []
    start, current = 0, category(chr(0))
    for code in range(1, maxunicode + 1):
        if (found := category(chr(code))) != current:
            out.append((current, start, code - 1))
            start, current = code, found
    return [*out, (current, start, maxunicode)]
