"""Serve an ASGI application in this process: ``python -m tradespec.probe.compat.host MODULE PORT``.

The module's ``app`` is served: an application, or a factory that makes one without arguments. Where there is no ``app``,
``create_app()`` makes one.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import signal
import sys
from typing import Any


def application(module: str) -> Any:
    """Return the ASGI application of a module; `SystemExit` with a sentence where there is none."""
    try:
        loaded = importlib.import_module(module)
    except ImportError as error:
        raise SystemExit(f"Expected the module {module}, got {type(error).__name__}: {error}") from error
    found = getattr(loaded, "app", None)
    if found is None or inspect.ismodule(found):
        found = getattr(loaded, "create_app", None)
    if found is None:
        raise SystemExit(f"Expected `app` or `create_app` in the module {module}, got neither")
    if not inspect.isfunction(found) or inspect.iscoroutinefunction(found):
        return found
    needed = [
        name
        for name, each in inspect.signature(found).parameters.items()
        if each.default is each.empty and each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD}
    ]
    if needed:
        raise SystemExit(f"Expected a factory without arguments in the module {module}, got one that needs {needed[0]}")
    return found()


async def serve(app: Any, port: int) -> None:
    """Serve until a signal asks to stop."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)

    def stop() -> None:
        server.interrupt_signal = True
        server.main_loop_interrupt.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await server.serve()


def main(module: str, port: str) -> None:
    """Serve a module's application at a port of this machine."""
    try:
        import granian  # noqa: F401 - asked here, so that what is missing is told in a sentence
    except ModuleNotFoundError:
        raise SystemExit("Expected granian to serve an application, got no such module: pip install granian") from None
    asyncio.run(serve(application(module), int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
