"""Sign a request as ``x-signature`` in the contract says: over its final bytes, fresh each time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradespec.contract import Signature

    Signer = Callable[[str, str, bytes], dict[str, str]]
    """Method, path with query, body -> headers."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key to sign with. ``secret`` is base64: the HMAC key, or the 32-byte seed of an Ed25519 private key."""

    key_id: str
    algorithm: str
    secret: str = field(repr=False)


def own_signing(name: str) -> Signer:
    """Return a team's own signing, named as ``module:function``; `ValueError` where there is none of that name."""
    module, _, function = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"Expected a function {name} that signs, got {type(error).__name__}: {error}") from error
    return found  # type: ignore[no-any-return]  # it is theirs


def sign(credentials: Credentials, text: str) -> bytes:
    """Return the raw signature of the canonical string; `ValueError` for an algorithm that is not known here."""
    key = base64.b64decode(credentials.secret, validate=True)
    if credentials.algorithm == "hmac-sha256":
        return hmac.digest(key, text.encode(), "sha256")
    if credentials.algorithm == "ed25519":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(key).sign(text.encode())
    raise ValueError(f"Expected the algorithm hmac-sha256 or ed25519, got `{credentials.algorithm}`")


def signed_headers(
    scheme: Signature, credentials: Credentials, method: str, path_with_query: str, body: bytes
) -> dict[str, str]:
    """Return the headers that authenticate these bytes once: a fresh timestamp and nonce at every call."""
    timestamp_ms, nonce = str(time.time_ns() // 1_000_000), secrets.token_urlsafe(16)
    values = {
        "timestamp_ms": timestamp_ms,
        "nonce": nonce,
        "method": method.upper(),
        "path_with_query": path_with_query,
        "body_sha256_hex": hashlib.sha256(body).hexdigest(),
    }
    raw = sign(credentials, scheme.separator.join(values[part] for part in scheme.payload))
    return {
        scheme.key_header: credentials.key_id,
        scheme.timestamp_header: timestamp_ms,
        scheme.nonce_header: nonce,
        scheme.signature_header: raw.hex() if scheme.encoding == "hex" else base64.b64encode(raw).decode(),
    }
