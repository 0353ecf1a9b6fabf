"""API keys: one record per key, and the SQLite file that keeps them. Secrets enter and leave it sealed."""

from __future__ import annotations

import ipaddress
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from tradespec_server.auth.sealing import Seal
from tradespec_server.auth.signing import Ed25519Verifier, HmacVerifier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tradespec_server.auth.signing import Verifier

__all__ = ["ED25519", "HMAC_SHA256", "Key", "KeyFile", "Network", "parse_network"]

ED25519 = "ed25519"
HMAC_SHA256 = "hmac_sha256"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TABLES = """
CREATE TABLE IF NOT EXISTS keys (
    key_id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    material BLOB NOT NULL,  -- the public key, or the sealed secret
    scopes TEXT NOT NULL,
    ip_allow TEXT NOT NULL,
    create_us INTEGER NOT NULL,
    expire_us INTEGER,
    revoke_us INTEGER,
    rotate_us INTEGER,
    last_used_us INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
"""
_COLUMNS = (
    *("key_id", "account", "name", "algorithm", "scopes", "ip_allow"),
    *("create_us", "expire_us", "revoke_us", "rotate_us", "last_used_us"),
)


class Key:
    """An API key. `material` is the public key (Ed25519) or the secret itself (HMAC); times are microseconds."""

    __slots__ = (*_COLUMNS, "material", "networks", "verifier")

    def __init__(  # noqa: PLR0913  # a record
        self,
        *,
        key_id: str,
        account: str,
        name: str,
        algorithm: str,
        material: bytes,
        scopes: tuple[str, ...],
        ip_allow: tuple[str, ...],
        create_us: int,
        expire_us: int | None = None,
        revoke_us: int | None = None,
        rotate_us: int | None = None,
        last_used_us: int | None = None,
    ) -> None:
        self.key_id = key_id
        self.account = account
        self.name = name
        self.algorithm = algorithm
        self.material = material
        self.scopes = scopes
        self.ip_allow = ip_allow
        self.networks: tuple[Network, ...] = tuple(parse_network(one) for one in ip_allow)
        self.create_us = create_us
        self.expire_us = expire_us
        self.revoke_us = revoke_us
        self.rotate_us = rotate_us
        self.last_used_us = last_used_us
        self.verifier: Verifier = Ed25519Verifier(material) if algorithm == ED25519 else HmacVerifier(material)

    def lives(self, now_us: int) -> bool:
        """Return whether the key signs requests at a time."""
        return self.revoke_us is None and (self.expire_us is None or now_us < self.expire_us)

    def status(self, now_us: int) -> str:
        """Return `active`, `rotating`, `expired` or `revoked`."""
        if self.revoke_us is not None:
            return "revoked"
        if not self.lives(now_us):
            return "expired"
        return "rotating" if self.rotate_us is not None else "active"


def parse_network(text: str) -> Network:
    """Return an address or a range in CIDR notation.

    Raises:
        ValueError: It is neither.
    """
    return ipaddress.ip_network(text, strict=False)


class KeyFile:
    """The keys on disk. Small and rarely written: each write is one durable transaction.

    Args:
        directory: Holds `keys.db` and `master.key`; both are made at the first start.
    """

    def __init__(self, directory: Path) -> None:
        path = directory / "keys.db"
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        path.chmod(0o600)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(_TABLES)
        (sealed,) = self._connection.execute("SELECT count(*) FROM keys WHERE algorithm = ?", (HMAC_SHA256,)).fetchone()
        self._seal = Seal(directory / "master.key", create=sealed == 0)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def read(self) -> list[Key]:
        """Return all keys, oldest first.

        Raises:
            MasterKeyError: A secret was sealed by another master key.
        """
        rows = self._run(f"SELECT {', '.join(_COLUMNS)}, material FROM keys ORDER BY create_us, rowid")  # noqa: S608  # our own names
        return [self._key(dict(zip((*_COLUMNS, "material"), row, strict=True))) for row in rows]

    def add(self, key: Key) -> None:
        """Write a new key."""
        values = {name: getattr(key, name) for name in _COLUMNS}
        values["scopes"], values["ip_allow"] = " ".join(key.scopes), " ".join(key.ip_allow)
        values["material"] = self._seal.seal(key.material, key.key_id) if key.algorithm == HMAC_SHA256 else key.material
        marks = ", ".join("?" * len(values))
        self._run(f"INSERT INTO keys ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))  # noqa: S608  # our own names

    def end(self, key: Key) -> None:
        """Write when a key ends or was rotated or revoked."""
        self._run(
            "UPDATE keys SET expire_us = ?, revoke_us = ?, rotate_us = ? WHERE key_id = ?",
            (key.expire_us, key.revoke_us, key.rotate_us, key.key_id),
        )

    def used(self, keys: Iterable[Key]) -> None:
        """Write when keys were last used."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                "UPDATE keys SET last_used_us = ? WHERE key_id = ?", [(key.last_used_us, key.key_id) for key in keys]
            )

    def take_fact(self, name: str) -> int | None:
        """Return a number that was kept, and forget it."""
        rows = self._run("DELETE FROM facts WHERE name = ? RETURNING value", (name,))
        return int(rows[0][0]) if rows else None

    def keep_fact(self, name: str, value: int) -> None:
        """Keep a number."""
        self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _key(self, row: dict[str, Any]) -> Key:
        row["scopes"] = tuple(row["scopes"].split())
        row["ip_allow"] = tuple(row["ip_allow"].split())
        if row["algorithm"] == HMAC_SHA256:
            row["material"] = self._seal.open(row["material"], row["key_id"])
        return Key(**row)
