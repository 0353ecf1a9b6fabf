"""Nonces that a key has used, remembered for as long as their signatures could still be accepted."""

from __future__ import annotations

__all__ = ["NONCES_MAX", "Nonces"]

NONCES_MAX = 200_000


class Nonces:
    """The nonces of one key, in two generations: the older one is forgotten whole when it is old enough.

    A nonce is remembered for at least one generation and at most two. `TS-Recv-Window` is not signed, so a captured
    request must be held off for the longest window, whatever window it was sent with.

    Args:
        generation_s: The longest receive window plus the largest lead of a timestamp.
        nonces_max: Most nonces remembered; past it a new one is not taken, so that no used one is forgotten early.
    """

    __slots__ = ("_generation_s", "_max", "_new", "_old", "_since")

    def __init__(self, generation_s: float, nonces_max: int = NONCES_MAX) -> None:
        self._generation_s = generation_s
        self._max = nonces_max
        self._new: set[bytes] = set()
        self._old: set[bytes] = set()
        self._since = 0.0

    def __len__(self) -> int:
        return len(self._new) + len(self._old)

    def use(self, nonce: bytes, now: float) -> bool:
        """Take a nonce at a time in seconds; False when it was used before.

        Raises:
            OverflowError: There are too many to remember another.
        """
        elapsed = now - self._since
        if elapsed >= self._generation_s:
            self._old = self._new if elapsed < 2 * self._generation_s else set()
            self._new = set()
            self._since = now
        if nonce in self._new or nonce in self._old:
            return False
        if len(self._new) + len(self._old) >= self._max:
            raise OverflowError
        self._new.add(nonce)
        return True
