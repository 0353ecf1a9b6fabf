"""Forced errors: answers that a key has ordered for its next requests, to test its program against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from tradespec_server.gateway.contract import Operation

__all__ = ["Scenarios"]

_SCENARIOS_MAX = 64
_RETRY_MS = 1000


class Scenarios:
    """The forced errors of all keys. In memory only: a restart takes every scenario back.

    Args:
        exempt: The operation that arms scenarios; it is never answered by one, or none could be taken back.
    """

    def __init__(self, exempt: str = "forceError") -> None:
        self._exempt = exempt
        self._by_key: dict[str, dict[tuple[str, str | None], int]] = {}

    def arm(self, key_id: str, code: str, operation_id: str | None, count: int) -> None:
        """Answer a key's next `count` matching requests with a code; 0 takes the scenario back.

        Raises:
            Refused: `conflicting_options`, when the key has too many scenarios.
        """
        scenarios = self._by_key.setdefault(key_id, {})
        scenarios.pop((code, operation_id), None)
        if count:
            if len(scenarios) >= _SCENARIOS_MAX:
                message = f"Expected at most {_SCENARIOS_MAX} scenarios per key, got one more."
                raise Refused("conflicting_options", f"{message} Take one back with `count` 0.")
            scenarios[code, operation_id] = count
        if not scenarios:
            del self._by_key[key_id]

    def take(self, key_id: str, operation: Operation) -> Refused | None:
        """Return the error that a request must be answered with, if one was ordered."""
        scenarios = self._by_key.get(key_id)
        if not scenarios or operation.id == self._exempt:
            return None
        for (code, operation_id), count in scenarios.items():
            if operation_id == operation.id or (operation_id is None and code in operation.errors):
                self.arm(key_id, code, operation_id, count - 1)
                return Refused(code, f"This error was forced: {count - 1} more to come.", **_extras(code, operation))
        return None


def _extras(code: str, operation: Operation) -> dict[str, Any]:
    """Return the members that the real answer would carry."""
    if code == "rate_limited":
        return {"bucket": operation.draw.bucket if operation.draw else "", "retry_after_ms": _RETRY_MS}
    if code in {"overloaded", "unavailable"}:
        return {"retry_after_ms": _RETRY_MS}
    return {}
