"""What commands and events have in common: slots, equality, and one stable form as JSON arrays.

The form is `[tag, field, field, ...]` in the order of the slots. It holds strings, integers, booleans,
null and lists of these, so the same message always encodes to the same bytes. A field added later goes to
the end with a default in `__init__`, and what was written before it still decodes.
"""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Message", "decode", "encode"]

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Message:
    """A command or an event. Subclasses list their fields in `__slots__` in the order of `__init__`."""

    __slots__ = ()
    TAG: ClassVar[str]
    FIELDS: ClassVar[tuple[str, ...]]
    VALUES: ClassVar[Callable[[Message], tuple[object, ...]]]

    def __init_subclass__(cls, tag: str = "") -> None:
        """Collect the fields; `tag` names the message in its encoded form and is left out for shared bases."""
        super().__init_subclass__()
        inherited = getattr(cls, "FIELDS", ())
        cls.FIELDS = (*inherited, *cls.__dict__.get("__slots__", ()))
        if tag:
            cls.TAG = tag
            cls.VALUES = attrgetter("TAG", *cls.FIELDS)

    def to_tuple(self) -> tuple[object, ...]:
        """Return the tag and the fields."""
        return type(self).VALUES(self)

    @classmethod
    def from_tuple(cls, values: Sequence[object]) -> Self:
        """Build the message from its fields, without the tag.

        Raises:
            ValueError: There are too few or too many fields.
        """
        try:
            return cls(*values)
        except TypeError as error:
            fields = ", ".join(cls.FIELDS)
            raise ValueError(f"Expected the fields {fields}, got {len(values)} - at a {cls.TAG!r} message.") from error

    def __eq__(self, other: object) -> bool:
        """Equal when type and fields are."""
        return type(other) is type(self) and self.to_tuple() == other.to_tuple()

    def __hash__(self) -> int:
        """Hash of the tag and the fields."""
        return hash(self.to_tuple())

    def __repr__(self) -> str:
        """Name every field, for test failures and logs."""
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.FIELDS)
        return f"{type(self).__name__}({fields})"


def encode(value: object) -> bytes:
    """Encode tuples of plain values as compact UTF-8 JSON."""
    return _to_json(value).encode()


def decode(values: object, types: Mapping[str, type[Message]]) -> Message:
    """Build the message that a decoded JSON array names.

    Raises:
        ValueError: The array names no type of `types`, or does not have its fields.
    """
    tag = values[0] if isinstance(values, list) and values else None
    if not isinstance(tag, str) or tag not in types:
        raise ValueError(f"Expected one of {', '.join(types)}, got {tag!r} - at the start of a message.")
    assert isinstance(values, list)  # noqa: S101  # follows from `tag`; said for the type checker
    return types[tag].from_tuple(values[1:])
