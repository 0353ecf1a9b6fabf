"""Logs: structured, one event per line, and never a secret in them."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["redact", "set_up_logs"]

_SECRET = re.compile(r"secret|signature|password|private|seed|authorization|master_key", re.IGNORECASE)
_HIDDEN = "[redacted]"


def set_up_logs(level: str, form: str) -> None:
    """Write logs to standard error, as `json` or for people (`console`)."""
    number = getattr(logging, level.upper())
    # Connexion warns of each refused request, which the gateway has logged with more to it.
    logging.basicConfig(
        level=max(number, logging.ERROR), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("_granian").setLevel(logging.ERROR)
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            *([structlog.processors.dict_tracebacks] if form == "json" else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide values whose names say that they are secrets, at any depth."""
    return {name: _HIDDEN if _SECRET.search(name) else _redacted(value) for name, value in event.items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _HIDDEN if _SECRET.search(str(name)) else _redacted(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redacted(one) for one in value]
    return value
