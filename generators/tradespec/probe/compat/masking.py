"""Keep secrets out of what is written down: answers may carry keys that were just made."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tradespec.probe.compat.matrix import Breakage

__all__ = ["SECRET", "masked", "without_secrets"]

SECRET: Final = re.compile(r"(^|_)(secret|password|passphrase|signature|private_key)$")
"""Names of members whose texts nobody else may read."""
MASK: Final = "masked"


def masked(value: Any, name: str = "") -> Any:
    """Return a JSON value without its secrets."""
    if isinstance(value, dict):
        return {key: masked(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, name) for item in value]
    return MASK if isinstance(value, str) and SECRET.search(name) else value


def without_secrets(breakage: Breakage) -> Breakage:
    """Return a breakage that may be shown to anybody."""
    if breakage.answer is None:
        return breakage
    try:
        value = json.loads(breakage.answer.body)
    except ValueError:
        return breakage
    hidden = masked(value)
    if hidden == value:
        return breakage
    return replace(breakage, answer=replace(breakage.answer, body=json.dumps(hidden, ensure_ascii=False)))
