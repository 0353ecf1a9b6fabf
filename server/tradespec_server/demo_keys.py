"""Keys of the demo accounts: published ones where only this machine can use them, random ones anywhere else."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tradespec_server.auth import ED25519, HMAC_SHA256, Key
from tradespec_server.demo import DEMO_ACCOUNTS
from tradespec_server.exchange.times import now_us

if TYPE_CHECKING:
    from tradespec_server.auth import Keyring

__all__ = ["DEMO_SCOPES", "DemoKey", "demo_keys", "give_keys", "published_keys"]

DEMO_SCOPES = ("read", "trade", "cancel", "transfer", "admin")
_ALGORITHMS = (HMAC_SHA256, ED25519)
_PREFIX = "tsk_demo_"


class DemoKey(NamedTuple):
    """A key with its secret: the HMAC secret, or the Ed25519 seed, in base64."""

    account: str
    key_id: str
    algorithm: str
    secret: str

    def key(self) -> Key:
        """Return the record that the server keeps of it."""
        secret = base64.b64decode(self.secret)
        return Key(
            key_id=self.key_id,
            account=self.account,
            name="demo",
            algorithm=self.algorithm,
            material=secret if self.algorithm == HMAC_SHA256 else _public_key(secret),
            scopes=DEMO_SCOPES,
            ip_allow=(),
            create_us=now_us(),
        )


def published_keys() -> list[DemoKey]:
    """Return the demo keys that everybody knows, the same on each machine: alice's HMAC key and bob's Ed25519 key."""
    return [
        DemoKey(account, f"{_PREFIX}{account}", algorithm, _published_secret(account))
        for account, algorithm in zip(DEMO_ACCOUNTS, _ALGORITHMS, strict=True)
    ]


def demo_keys(keyring: Keyring, *, published: bool) -> list[DemoKey]:
    """Return the keys to give to the demo accounts at this start.

    Args:
        keyring: What there is already.
        published: Whether the published keys may be used: on a loopback address only.
    """
    if published:
        return published_keys()
    return [
        DemoKey(account, f"tsk_{secrets.token_urlsafe(12)}", algorithm, _base64(secrets.token_bytes(32)))
        for account, algorithm in zip(DEMO_ACCOUNTS, _ALGORITHMS, strict=True)
        if not any(not key.key_id.startswith(_PREFIX) for key in keyring.living(account))
    ]


async def give_keys(keyring: Keyring, *, demo: bool, published: bool) -> list[DemoKey]:
    """Bring the demo accounts' keys in order and return those whose secrets can be shown.

    A directory that was used on a loopback address holds the published keys. They end when it is used otherwise.
    """
    if not (demo and published):
        for account in DEMO_ACCOUNTS:
            for key in keyring.living(account):
                if key.key_id.startswith(_PREFIX):
                    await keyring.revoke_key(account, key.key_id)
    if not demo:
        return []
    given = demo_keys(keyring, published=published)
    for one in given:
        if keyring.get(one.key_id) is None:
            await keyring.add(one.key())
    return [one for one in given if any(key.key_id == one.key_id for key in keyring.living(one.account))]


def _published_secret(account: str) -> str:
    return _base64(hashlib.sha256(f"tradespec demo key of {account}; never use it elsewhere".encode()).digest())


def _public_key(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
