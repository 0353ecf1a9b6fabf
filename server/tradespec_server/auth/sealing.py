"""Secrets at rest: sealed with AES-256-GCM under a master key that lives in a file of its own, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MasterKeyError", "Seal"]

_KEY_BYTES = 32
_NONCE_BYTES = 12
_OTHERS = 0o077


class MasterKeyError(Exception):
    """The master key is missing, open to others, or not the one that sealed the secrets."""


class Seal:
    """Seals and opens secrets.

    Args:
        path: The master key's file.
        create: Whether to make it when it is missing (only before the first secret is sealed).
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self._path = path
        self._cipher = AESGCM(_read(path, create=create))

    def seal(self, secret: bytes, name: str) -> bytes:
        """Return the secret sealed; it opens under the same name only."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, name.encode())

    def open(self, sealed: bytes, name: str) -> bytes:
        """Return a sealed secret.

        Raises:
            MasterKeyError: Another key sealed it, or it was altered.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except InvalidTag:
            raise MasterKeyError(
                f"Expected a secret sealed by this master key, got another - at key {name}, {self._path}. "
                "Restore the master key that belongs to this data directory, or start with a new directory."
            ) from None


def _read(path: Path, *, create: bool) -> bytes:
    if create and not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    try:
        mode = path.stat().st_mode
        key = path.read_bytes()
    except OSError as error:
        raise MasterKeyError(
            f"Expected the master key that sealed the API secrets, got {error.strerror} - at {path}. "
            "Restore it from your backup; without it the HMAC keys of this directory are lost."
        ) from error
    if mode & _OTHERS:
        raise MasterKeyError(
            f"Expected a file that only its owner can read, got mode {mode & 0o777:o} - at {path}. "
            f"Run: chmod 600 {path}"
        )
    if len(key) != _KEY_BYTES:
        raise MasterKeyError(f"Expected {_KEY_BYTES} bytes, got {len(key)} - at {path}. Restore it from your backup.")
    return key
