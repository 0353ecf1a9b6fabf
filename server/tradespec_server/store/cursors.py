"""Page cursors: opaque to the client, checked when they come back."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from zlib import crc32

from tradespec_server.errors import Refused

__all__ = ["decode_cursor", "encode_cursor"]

_SHOWN_MAX = 100  # of a value sent, repeated in an answer
_EXPECTED = "Expected the cursor of the page before with the same filters, got another text."
_ITEM_BYTES = 8
_SIZE = 4 + _ITEM_BYTES


def encode_cursor(page_of: str, after: int) -> str:
    """Return the cursor of the page that follows item `after` in a list, named with its filters."""
    item = after.to_bytes(_ITEM_BYTES, "big")
    return urlsafe_b64encode(crc32(item, crc32(page_of.encode())).to_bytes(4, "big") + item).decode()


def decode_cursor(page_of: str, text: str) -> int:
    """Return the item that a cursor of this list follows.

    Raises:
        Refused: `invalid_cursor`: it was not issued for this list with these filters, or was altered.
    """
    try:
        data = urlsafe_b64decode(text)
    except ValueError:
        data = b""
    after = int.from_bytes(data[4:_SIZE], "big")
    # Base64 has several spellings of the same bytes; only the one issued is a cursor.
    if len(data) != _SIZE or encode_cursor(page_of, after) != text:
        raise Refused(
            "invalid_cursor",
            f"{_EXPECTED} Start without a cursor.",
            [{"parameter": "cursor", "rule": "cursor", "value": text[:_SHOWN_MAX], "message": _EXPECTED}],
        )
    return after
