"""The keyring: every key in memory for verification, and the operations that create, rotate and end them."""

from __future__ import annotations

import asyncio
import base64
import secrets
from typing import TYPE_CHECKING, Any

from tradespec_server.auth.keys import ED25519, HMAC_SHA256, Key, KeyFile, parse_network
from tradespec_server.auth.signing import is_ed25519_point
from tradespec_server.errors import Refused
from tradespec_server.exchange.times import from_text, now_us, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Keyring"]

_Json = dict[str, Any]
_SAME_NAME_MAX = 2
_KEYS_MAX = 100
_SECOND_US = 1_000_000
_EXPIRY_US_MAX = 3653 * 86_400 * _SECOND_US
_LEAD_MS = 1000
_STAMPED = "last_accepted_ms"


class Keyring:
    """All keys of a server.

    Args:
        directory: Where they are kept; `open` it only when nobody else has it.
        clock_us: The time in microseconds since 1970.

    Attributes:
        refuse_until_ms: Signatures stamped at or before this may have been used in an earlier run, whose nonces are
            forgotten. After a clean stop that is the last timestamp that was accepted; after a crash nobody knows, so
            it is the start plus the second that a timestamp may lead.
    """

    def __init__(self, directory: Path, clock_us: Callable[[], int] = now_us) -> None:
        self._directory = directory
        self._clock_us = clock_us
        self._keys: dict[str, Key] = {}
        self._changing = asyncio.Lock()
        self._used: set[Key] = set()
        self.accepted_ms = 0
        self.refuse_until_ms = 0

    def open(self) -> None:
        """Read the keys.

        Raises:
            MasterKeyError: The master key is missing, open to others, or another.
        """
        self._file = KeyFile(self._directory)
        self._keys = {key.key_id: key for key in self._file.read()}
        self.refuse_until_ms = self._file.take_fact(_STAMPED) or 0
        if self.refuse_until_ms == 0 and self._keys:
            self.refuse_until_ms = self._clock_us() // 1000 + _LEAD_MS

    @property
    def settled(self) -> bool:
        """Return whether signatures made now are accepted, which after a crash takes a second."""
        return self._clock_us() // 1000 > self.refuse_until_ms

    def get(self, key_id: str) -> Key | None:
        """Return a key, living or not."""
        return self._keys.get(key_id)

    def mark_used(self, key: Key, now_us: int, timestamp_ms: int) -> None:
        """Remember that a key signed an accepted request; the file learns of it later."""
        key.last_used_us = now_us
        self._used.add(key)
        self.accepted_ms = max(self.accepted_ms, timestamp_ms)

    async def flush(self) -> None:
        """Write when keys were last used."""
        used, self._used = self._used, set()
        if used:
            await asyncio.to_thread(self._file.used, used)

    async def close(self) -> None:
        """Write what is left and let go of the file; a stop that gets here is a clean one."""
        await self.flush()
        await asyncio.to_thread(self._file.keep_fact, _STAMPED, max(self.accepted_ms, self.refuse_until_ms, 1))
        self._file.close()

    async def add(self, key: Key) -> None:
        """Add a key that was made elsewhere, such as a demo key."""
        async with self._changing:
            await self._add(key)

    def living(self, account: str) -> list[Key]:
        """Return the keys of an account that sign requests now, oldest first."""
        now = self._clock_us()
        return [key for key in self._of(account) if key.lives(now)]

    def list_keys(self, account: str) -> _Json:
        """Return the account's keys, newest first."""
        return {"items": [self._view(key) for key in reversed(self._of(account))]}

    async def create_key(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Create a key and return it, with its secret where this server made one.

        Raises:
            Refused: `key_limit_reached`, `invalid_ip_range`, `invalid_public_key`, `expire_time_out_of_range`.
        """
        ip_allow = _ip_ranges(request.get("ip_allow") or ())
        expire_us = self._expiry(request.get("expire_time"))
        algorithm = request["algorithm"]
        material = _public_key(request["public_key"]) if algorithm == ED25519 else secrets.token_bytes(32)
        async with self._changing:
            self._refuse_too_many(account, request["name"], replaced=0)
            key = Key(
                key_id=_key_id(),
                account=account,
                name=request["name"],
                algorithm=algorithm,
                material=material,
                scopes=tuple(request["scopes"]),
                ip_allow=ip_allow,
                create_us=self._clock_us(),
                expire_us=expire_us,
            )
            await self._add(key)
        return self._created(key)

    async def rotate_key(self, account: str, key_id: str, request: Mapping[str, Any]) -> _Json:
        """Create a key's successor; the key itself lives for `overlap_seconds` more.

        Raises:
            Refused: `unknown_key`, `key_limit_reached`, `conflicting_options`, `invalid_public_key`.
        """
        overlap_us = int(request.get("overlap_seconds", 86_400)) * _SECOND_US
        async with self._changing:
            old = self._living(account, key_id)
            material = _successor_material(old, request.get("public_key"))
            self._refuse_too_many(account, old.name, replaced=0 if overlap_us else 1)
            now = self._clock_us()
            key = Key(
                key_id=_key_id(),
                account=account,
                name=old.name,
                algorithm=old.algorithm,
                material=material,
                scopes=old.scopes,
                ip_allow=old.ip_allow,
                create_us=now,
                expire_us=old.expire_us,
            )
            await self._add(key)
            ends_us = now + overlap_us
            old.expire_us = ends_us if old.expire_us is None else min(old.expire_us, ends_us)
            old.rotate_us = now
            await asyncio.to_thread(self._file.end, old)
        return self._created(key)

    async def revoke_key(self, account: str, key_id: str) -> None:
        """End a key at once: from here on no request of it is accepted, also not one that waits for the disk.

        Raises:
            Refused: `unknown_key`.
        """
        async with self._changing:
            key = self._living(account, key_id)
            key.revoke_us = self._clock_us()
            await asyncio.to_thread(self._file.end, key)

    async def _add(self, key: Key) -> None:
        await asyncio.to_thread(self._file.add, key)
        self._keys[key.key_id] = key

    def _of(self, account: str) -> list[Key]:
        return [key for key in self._keys.values() if key.account == account]

    def _living(self, account: str, key_id: str) -> Key:
        key = self._keys.get(key_id)
        if key is None or key.account != account or not key.lives(self._clock_us()):
            message = f"Expected the id of a live key of this account, got `{key_id}`."
            place = {"parameter": "key_id", "rule": "key", "value": key_id, "message": message}
            raise Refused("unknown_key", f"{message} `GET /v1/keys` lists them.", [place])
        return key

    def _refuse_too_many(self, account: str, name: str, *, replaced: int) -> None:
        living = self.living(account)
        same = sum(key.name == name for key in living) - replaced
        if same >= _SAME_NAME_MAX:
            raise Refused(
                "key_limit_reached",
                f"Expected at most {_SAME_NAME_MAX} live keys named `{name}`, got one more. Revoke one of them first.",
            )
        if len(living) - replaced >= _KEYS_MAX:
            raise Refused(
                "key_limit_reached", f"Expected at most {_KEYS_MAX} live keys, got one more. Revoke some first."
            )

    def _expiry(self, text: str | None) -> int | None:
        if text is None:
            return None
        now = self._clock_us()
        try:
            expire_us = from_text(text)
        except ValueError:
            expire_us = 0
        if not now < expire_us <= now + _EXPIRY_US_MAX:
            message = f"Expected a time after {to_text(now)} and within ten years, got {text[:40]}."
            place = {"pointer": "/expire_time", "rule": "future", "limit": to_text(now), "value": text[:40]}
            raise Refused("expire_time_out_of_range", message, [{**place, "message": message}])
        return expire_us

    def _created(self, key: Key) -> _Json:
        secret = base64.b64encode(key.material).decode() if key.algorithm == HMAC_SHA256 else None
        return {"key": self._view(key), "secret": secret}

    def _view(self, key: Key) -> _Json:
        return {
            "key_id": key.key_id,
            "name": key.name,
            "algorithm": key.algorithm,
            "public_key": base64.b64encode(key.material).decode() if key.algorithm == ED25519 else None,
            "scopes": list(key.scopes),
            "ip_allow": list(key.ip_allow),
            "status": key.status(self._clock_us()),
            "create_time": to_text(key.create_us),
            "expire_time": None if key.expire_us is None else to_text(key.expire_us),
            "last_used_time": None if key.last_used_us is None else to_text(key.last_used_us),
        }


def _key_id() -> str:
    return f"tsk_{secrets.token_urlsafe(12)}"


def _ip_ranges(texts: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    problems = []
    for at, text in enumerate(texts):
        try:
            parse_network(text)
        except ValueError:
            message = f"Expected an IP address or a CIDR range, got `{text}`."
            problems.append({"pointer": f"/ip_allow/{at}", "rule": "ip_range", "value": text, "message": message})
    if problems:
        raise Refused("invalid_ip_range", f"{problems[0]['message'][:-1]} - at {problems[0]['pointer']}.", problems)
    return tuple(texts)


def _public_key(text: str) -> bytes:
    public_key = base64.b64decode(text)
    if not is_ed25519_point(public_key):
        message = "Expected an Ed25519 public key, got bytes that are none."
        place = {"pointer": "/public_key", "rule": "ed25519_point", "message": message}
        raise Refused("invalid_public_key", f"{message[:-1]} - at /public_key.", [place])
    return public_key


def _successor_material(old: Key, public_key: str | None) -> bytes:
    if old.algorithm == HMAC_SHA256:
        if public_key is None:
            return secrets.token_bytes(32)
        message = "Expected no public key for an HMAC key, got one."
    elif public_key is not None:
        return _public_key(public_key)
    else:
        message = "Expected the public key of the successor of an Ed25519 key, got none."
    place = {"pointer": "/public_key", "rule": "algorithm", "limit": old.algorithm, "message": message}
    raise Refused("conflicting_options", f"{message[:-1]} - at /public_key.", [place])
