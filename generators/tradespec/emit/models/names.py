"""Names a reader would have chosen: Python class names for schemas, unique and stable."""

from __future__ import annotations

import keyword
import re

RESERVED = frozenset(
    {
        *("Annotated", "Any", "AwareDatetime", "BaseModel", "ConfigDict", "Decimal", "DecimalString", "Enum", "Field"),
        *("ClosedModel", "IntEnum", "Literal", "Model", "OpenEnum", "StrEnum", "TypeAliasType", "UUID", "UtcDatetime"),
        *("AnyUrl", "EmailStr", "Base64Str", "IPv4Address", "IPv6Address", "SecretStr"),
    }
)
"""Names that the generated module imports; a schema of such a name gets ``Model`` appended."""


def pascal(text: str) -> str:
    """Return ``text`` as a class name would be written: words joined, each with a capital, the rest of each word kept.

    >>> pascal("order_list-status"), pascal("placeOrder"), pascal("24hr ticker")
    ('OrderListStatus', 'PlaceOrder', 'Model24hrTicker')
    """
    words = re.split(r"[^A-Za-z0-9]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words if word)
    return name if name[:1].isalpha() else f"Model{name}"


class ClassNames:
    """Gives out class names, never one twice. Names differ by more than case, for file systems and for readers."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str) -> str:
        """Return a free class name for ``text``: the plain one, or with a number where it is taken."""
        plain = pascal(text)
        if plain in RESERVED or keyword.iskeyword(plain):
            plain += "Model"
        name, number = plain, 2
        while name.lower() in self._taken:
            name, number = f"{plain}{number}", number + 1
        self._taken.add(name.lower())
        return name
