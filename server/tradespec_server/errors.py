"""What the exchange refuses, in the words of the contract's error catalogue (`x-errors`).

Exception
└── Refused    a request that changed nothing; the gateway answers it as application/problem+json (RFC 9457)
"""

from __future__ import annotations

from typing import Any

__all__ = ["Refused"]


class Refused(Exception):  # noqa: N818  # an outcome of a correct program, not an error of it
    """A request refused with a catalogued code; nothing in the exchange has changed.

    Attributes:
        code: Key of the error catalogue, such as `insufficient_balance`.
        detail: One sentence about this occurrence.
        errors: What is wrong where: `pointer` or `parameter`, `rule`, `limit`, `value`, `nearest`, `message`.
        extras: Further members of the problem body, such as `retry_after_ms`.
    """

    def __init__(self, code: str, detail: str = "", errors: list[dict[str, Any]] | None = None, **extras: Any) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.errors = errors if errors is not None else []
        self.extras = extras
