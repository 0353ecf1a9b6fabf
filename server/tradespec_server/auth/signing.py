"""What a signature is: the canonical string, and the two algorithms that sign it.

The string is five lines, `timestamp_ms`, `nonce`, method, path with query as sent, and the SHA-256 of the body in hex
(spec/guides/signing.md). Test vectors stand in spec/guides/vectors/signatures.json.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["Ed25519Verifier", "HmacVerifier", "Verifier", "canonical", "is_ed25519_point"]

_P = 2**255 - 19
_D = -121665 * pow(121666, _P - 2, _P) % _P
_POINT_BYTES = 32
_BLOCK_BYTES = 64
# Points of small order (RFC 8032 section 5.1 leaves them to the verifier): a "signature" under them fits any message.
_SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        _P - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    }
)


def canonical(timestamp: bytes, nonce: bytes, method: bytes, path_with_query: bytes, body: bytes) -> bytes:
    """Return the bytes that are signed."""
    return b"%b\n%b\n%b\n%b\n%b" % (
        timestamp,
        nonce,
        method,
        path_with_query,
        hashlib.sha256(body).hexdigest().encode(),
    )


class Verifier(Protocol):
    """Tells whether a signature is a key's over a message."""

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Return whether it is, in a time that does not depend on the signature."""


class HmacVerifier:
    """HMAC-SHA256 (RFC 2104) under a secret of 32 bytes.

    Both keyed hashes are prepared once. `hmac.digest` would prepare them per call, and it lets another thread run in
    the middle of each: under load that wait is longer than all the hashing.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, secret: bytes) -> None:
        key = (secret if len(secret) <= _BLOCK_BYTES else hashlib.sha256(secret).digest()).ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Return whether the signature is the message's."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return hmac.compare_digest(outer.digest(), signature)


class Ed25519Verifier:
    """Plain Ed25519 (RFC 8032) under a public key of 32 bytes."""

    __slots__ = ("_key",)

    def __init__(self, public_key: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(public_key)

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Return whether the signature is the message's."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def is_ed25519_point(public_key: bytes) -> bool:
    """Return whether 32 bytes are a point that a key can be: canonical, on the curve, not of small order.

    Source: RFC 8032 section 5.1.3 (decoding).
    """
    if len(public_key) != _POINT_BYTES:
        return False
    y = int.from_bytes(public_key, "little") & ((1 << 255) - 1)
    if y >= _P or y in _SMALL_ORDER_Y:
        return False
    x_squared = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    return pow(x_squared, (_P - 1) // 2, _P) == 1
