"""Rate limits: token buckets by the contract (`x-limits`), filled lazily, with the `RateLimit` fields of the IETF draft.

`tokens = min(capacity, tokens + elapsed * refill)`, then a request takes its weight when there is that much. Nothing
runs in the background: a bucket is a number and the time at which it was true.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Buckets", "Grant", "Limiter", "Policy"]

_SUBJECTS_MAX = 100_000
_EPSILON = 1e-9


class Policy:
    """One kind of token bucket: capacity in tokens, refill in tokens per second, and whom one bucket belongs to."""

    __slots__ = ("capacity", "header", "name", "refill_per_second", "scope", "window_s")

    def __init__(self, name: str, scope: str, capacity: int, refill_per_second: float) -> None:
        self.name = name
        self.scope = scope
        self.capacity = capacity
        self.refill_per_second = refill_per_second
        self.window_s = math.ceil(capacity / refill_per_second)
        self.header = f'"{name}";q={capacity};w={self.window_s}'.encode()


class Grant:
    """What came of a draw: whether it was granted and how the bucket stands after it."""

    __slots__ = ("granted", "policy", "tokens", "weight")

    def __init__(self, policy: Policy, weight: int, tokens: float, granted: bool) -> None:
        self.policy = policy
        self.weight = weight
        self.tokens = tokens
        self.granted = granted

    @property
    def header(self) -> bytes:
        """Return the `RateLimit` field: whole tokens left, and seconds until the bucket is full."""
        policy = self.policy
        full_s = math.ceil((policy.capacity - self.tokens) / policy.refill_per_second - _EPSILON)
        return b'"%s";r=%d;t=%d' % (policy.name.encode(), int(self.tokens + _EPSILON), full_s)

    @property
    def retry_after_ms(self) -> int:
        """Return how long until the same draw can be granted."""
        missing = min(self.weight, self.policy.capacity) - self.tokens
        return max(0, math.ceil(missing / self.policy.refill_per_second * 1000 - _EPSILON))


class Buckets:
    """All buckets of one policy, by subject. A full bucket is forgotten: it is the same as one never used.

    Args:
        policy: Capacity and refill.
        subjects_max: Most subjects remembered; past it, the ones longest unused start anew.
    """

    __slots__ = ("_buckets", "_subjects_max", "policy")

    def __init__(self, policy: Policy, subjects_max: int = _SUBJECTS_MAX) -> None:
        self.policy = policy
        self._subjects_max = subjects_max
        self._buckets: dict[str, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def tokens(self, subject: str, now: float) -> float:
        """Return what a subject has at a time in seconds."""
        policy = self.policy
        bucket = self._buckets.get(subject)
        if bucket is None:
            return policy.capacity
        tokens, then = bucket
        return min(policy.capacity, tokens + max(0.0, now - then) * policy.refill_per_second)

    def take(self, subject: str, weight: int, now: float) -> Grant:
        """Draw; a weight above the capacity asks for a full bucket. A refused draw takes nothing."""
        tokens = self.tokens(subject, now)
        asked = min(weight, self.policy.capacity)
        if tokens + _EPSILON < asked:
            return Grant(self.policy, weight, tokens, granted=False)
        tokens -= asked
        if self._buckets.pop(subject, None) is None and len(self._buckets) >= self._subjects_max:
            self._evict(now)
        self._buckets[subject] = (tokens, now)  # at the end: the first ones are those longest unused
        return Grant(self.policy, weight, tokens, granted=True)

    def _evict(self, now: float) -> None:
        capacity = self.policy.capacity
        for subject in [one for one in self._buckets if self.tokens(one, now) >= capacity]:
            del self._buckets[subject]
        excess = len(self._buckets) - self._subjects_max + max(1, self._subjects_max // 10)
        for subject in list(self._buckets)[: max(0, excess)]:
            del self._buckets[subject]


class Limiter:
    """The buckets of a contract.

    Args:
        limits: `x-limits` of the contract: name to policy.
        clock: Seconds, monotonic.
    """

    def __init__(self, limits: Mapping[str, Mapping[str, Any]], clock: Callable[[], float]) -> None:
        self.clock = clock
        self.buckets = {
            name: Buckets(Policy(name, limit["scope"], int(limit["capacity"]), float(limit["refill_per_second"])))
            for name, limit in limits.items()
        }
        # Failed signatures draw on the public bucket, and on a shadow of it that nothing else draws on: a client that
        # reads market data to the last token must still be able to cancel, one that guesses signatures must not.
        public = next((one for one in self.buckets.values() if one.policy.scope == "ip"), None)
        self._public = public
        self._failures = Buckets(public.policy) if public is not None else None

    def take(self, bucket: str, subject: str, weight: int) -> Grant:
        """Draw on a bucket of the contract."""
        return self.buckets[bucket].take(subject, weight, self.clock())

    def blocked(self, ip: str) -> Grant | None:
        """Return a refusal when an address has failed too many signatures."""
        if self._failures is None:
            return None
        tokens = self._failures.tokens(ip, self.clock())
        return None if tokens >= 1 else Grant(self._failures.policy, 1, tokens, granted=False)

    def failed(self, ip: str) -> None:
        """Count a failed signature against an address."""
        if self._failures is not None and self._public is not None:
            now = self.clock()
            self._failures.take(ip, 1, now)
            self._public.take(ip, 1, now)

    def state(self, subjects: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return every bucket whose scope has a subject, as `LimitStatus` of the contract."""
        now = self.clock()
        return [
            {
                "name": name,
                "scope": one.policy.scope,
                "capacity": one.policy.capacity,
                "refill_per_second": one.policy.refill_per_second,
                "remaining": int(one.tokens(subjects[one.policy.scope], now) + _EPSILON),
            }
            for name, one in self.buckets.items()
            if one.policy.scope in subjects
        ]
