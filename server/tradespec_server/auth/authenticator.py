"""Who sent a request: the signature's headers, checked in the order of the contract, telling nothing to who guesses."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from typing import TYPE_CHECKING, Any

from tradespec_server.auth.keys import HMAC_SHA256
from tradespec_server.auth.nonces import NONCES_MAX, Nonces
from tradespec_server.auth.signing import Ed25519Verifier, HmacVerifier, canonical
from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tradespec_server.auth.keyring import Keyring
    from tradespec_server.auth.keys import Key

__all__ = ["Authenticator"]

_LEAD_MS = 1000
_TIMESTAMP = re.compile(rb"[0-9]{1,16}")
_NONCE = re.compile(rb"[A-Za-z0-9_-]{1,64}")
_WINDOW = re.compile(rb"[1-9][0-9]{0,4}")
_KEY_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")
# Anybody's key: what an unknown key id is checked against, so that it costs what a wrong signature costs.
_NOBODY_HMAC = HmacVerifier(bytes(32))
_NOBODY_ED25519 = Ed25519Verifier(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))


class Authenticator:
    """Checks signatures by a security scheme of the contract (`x-signature`).

    Args:
        scheme: `x-signature`: names of the headers and the windows in milliseconds.
        keyring: The keys.
        clock_us: The time in microseconds since 1970.
        nonces_max: Most nonces remembered per key.
    """

    def __init__(
        self, scheme: Mapping[str, Any], keyring: Keyring, clock_us: Callable[[], int], nonces_max: int = NONCES_MAX
    ) -> None:
        self._names = {part: str(name) for part, name in scheme["headers"].items()}
        headers = {part: name.lower().encode() for part, name in self._names.items()}
        self._key_header = headers["key"]
        self._timestamp_header = headers["timestamp"]
        self._nonce_header = headers["nonce"]
        self._signature_header = headers["signature"]
        self._window_header = headers["recv_window"]
        self._window_ms = int(scheme["recv_window_ms"])
        self._window_ms_max = int(scheme["recv_window_ms_max"])
        self._keyring = keyring
        self._clock_us = clock_us
        self._nonces: dict[str, Nonces] = {}
        self._nonces_max = nonces_max
        self._generation_s = (self._window_ms_max + _LEAD_MS) / 1000

    def authenticate(self, headers: Mapping[bytes, bytes], method: str, target: bytes, body: bytes, ip: str) -> Key:
        """Return the key that signed a request.

        Args:
            headers: Names in lower case.
            method: In upper case.
            target: Path with query, as sent.
            body: As sent.
            ip: Address that the request came from.

        Raises:
            Refused: `missing_signature`, `invalid_signature`, `timestamp_out_of_window`, `nonce_reused`,
                `ip_not_allowed`; `unavailable` right after a crash, when old signatures cannot be told from new ones.
        """
        key_id, timestamp, nonce, signature, window_ms = self._read(headers)
        now_us = self._clock_us()
        key = self._verified(key_id, now_us, canonical(timestamp, nonce, method.encode(), target, body), signature)
        timestamp_ms = int(timestamp)
        self._check_time(timestamp_ms, now_us // 1000, window_ms)
        self._use_nonce(key, nonce, now_us)
        if key.networks and not _allowed(key, ip):
            raise Refused("ip_not_allowed", f"Expected an address on the key's allow list, got {ip}.")
        self._keyring.mark_used(key, now_us, timestamp_ms)
        return key

    def _read(self, headers: Mapping[bytes, bytes]) -> tuple[str, bytes, bytes, bytes, int]:
        timestamp = self._header(headers, self._timestamp_header, _TIMESTAMP, "milliseconds since 1970")
        nonce = self._header(headers, self._nonce_header, _NONCE, "1 to 64 letters, digits, `_` or `-`")
        key_id = self._header(headers, self._key_header, _KEY_ID, "the id of a key")
        try:
            signature = base64.b64decode(headers[self._signature_header], validate=True)
        except (KeyError, binascii.Error):
            raise _missing(
                self._names["signature"], "a signature in base64", headers.get(self._signature_header)
            ) from None
        window_ms = self._window_ms
        if self._window_header in headers:
            expected = f"1 to {self._window_ms_max} milliseconds"
            window_ms = int(self._header(headers, self._window_header, _WINDOW, expected))
            if window_ms > self._window_ms_max:
                raise _missing(self._names["recv_window"], expected, headers[self._window_header])
        return key_id.decode(), timestamp, nonce, signature, window_ms

    def _header(self, headers: Mapping[bytes, bytes], name: bytes, form: re.Pattern[bytes], expected: str) -> bytes:
        value = headers.get(name)
        if value is None or form.fullmatch(value) is None:
            shown = next(one for one in self._names.values() if one.lower().encode() == name)
            raise _missing(shown, expected, value)
        return value

    def _verified(self, key_id: str, now_us: int, message: bytes, signature: bytes) -> Key:
        """Return the key whose signature it is. Every failure does the work of both algorithms, known key or not."""
        key = self._keyring.get(key_id)
        if key is not None and key.lives(now_us):
            if key.verifier.verify(message, signature):
                return key
            (_NOBODY_ED25519 if key.algorithm == HMAC_SHA256 else _NOBODY_HMAC).verify(message, signature)
        else:
            _NOBODY_HMAC.verify(message, signature)
            _NOBODY_ED25519.verify(message, signature)
        raise Refused(
            "invalid_signature",
            "Expected the signature of a live key over this request, got another. "
            "Sign method, path with query and body exactly as they are sent.",
        )

    def _check_time(self, timestamp_ms: int, now_ms: int, window_ms: int) -> None:
        if timestamp_ms >= now_ms + _LEAD_MS or now_ms - timestamp_ms > window_ms:
            raise Refused(
                "timestamp_out_of_window",
                f"Expected a timestamp from {now_ms - window_ms} to before {now_ms + _LEAD_MS}, got {timestamp_ms}.",
            )
        if timestamp_ms <= self._keyring.refuse_until_ms:
            wait_ms = max(1, self._keyring.refuse_until_ms - now_ms)
            raise Refused(
                "unavailable",
                "Expected a signature made after the restart, got an older one. Sign anew.",
                retry_after_ms=wait_ms,
            )

    def _use_nonce(self, key: Key, nonce: bytes, now_us: int) -> None:
        nonces = self._nonces.get(key.key_id)
        if nonces is None:
            nonces = self._nonces[key.key_id] = Nonces(self._generation_s, self._nonces_max)
        try:
            fresh = nonces.use(nonce, now_us / 1_000_000)
        except OverflowError:
            raise Refused(
                "rate_limited",
                f"Expected at most {self._nonces_max} requests within {self._generation_s:g} s per key, got more.",
                retry_after_ms=1000,
            ) from None
        if not fresh:
            raise Refused("nonce_reused", "Expected a fresh nonce for each attempt, got one that this key has used.")


def _allowed(key: Key, ip: str) -> bool:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address.version == network.version and address in network for network in key.networks)


def _missing(name: str, expected: str, got: bytes | None) -> Refused:
    came = "nothing" if got is None else "something else"
    return Refused("missing_signature", f"Expected {expected}, got {came} - at the header {name}.")
