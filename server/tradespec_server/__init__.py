"""The exchange: gateway, keys and limits in front; the exchange service, journal and store behind.

`python -m tradespec_server` runs it; `create_app(Config(...))` gives the ASGI application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.config import Config
from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from tradespec_server.gateway.framework import AsyncApp

__all__ = ["Config", "Refused", "create_app", "serve"]


def create_app(config: Config, **options: Any) -> AsyncApp:
    """Return the ASGI application; see `tradespec_server.app.create_app`."""
    # Late, so that naming a configuration does not load the web framework.
    from tradespec_server.app import create_app as create

    return create(config, **options)


def serve(config: Config) -> int:
    """Serve until interrupted; see `tradespec_server.process.serve`."""
    from tradespec_server.process import serve as run

    return run(config)
