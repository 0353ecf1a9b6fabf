"""The HTTP listener: Granian inside of this process and this event loop.

Measured against uvicorn with the same application and load (benchmarks/bench_orders.py prints the figures).
"""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import TYPE_CHECKING, Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server as Granian

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["Listener", "PortError", "claim_port"]

_HEADER_TIMEOUT_MS = 10_000
_BACKLOG = 1024
_POLL_S = 0.005
_SETTLE_S = 0.1
_BACKPRESSURE = 4096


class PortError(Exception):
    """The address cannot be listened at."""


class Listener(Granian):
    """Serves an application until it is told to stop. The application's life is not the listener's."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        super().__init__(
            app,
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backlog=_BACKLOG,
            backpressure=_BACKPRESSURE,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADER_TIMEOUT_MS, keep_alive=True),
            log_enabled=False,
        )

    async def run(self) -> None:
        """Serve until `stop`."""
        await self.serve()
        # Its threads end a moment later; an interpreter that is gone by then makes them panic on standard error.
        await asyncio.sleep(_SETTLE_S)

    async def accepting(self) -> None:
        """Wait until connections are accepted, which Granian does a moment after it was asked to serve."""
        while not self.interrupt_signal:
            try:
                _, writer = await asyncio.open_connection(self.bind_addr, self.bind_port)
            except OSError:
                await asyncio.sleep(_POLL_S)
                continue
            writer.close()
            return

    def stop(self, *_: Any) -> None:
        """Stop after the requests that are being served."""
        self.interrupt_signal = True
        self.main_loop_interrupt.set()


def claim_port(host: str, port: int) -> int:
    """Return the port to listen at, a free one for 0.

    Raises:
        PortError: Somebody else has it, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except OSError as error:
        raise PortError(_sentence(error, host, port)) from error


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Expected a free port, got one that is in use - at {host}:{port}. "
            "Stop the program that has it, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return f"Expected a port that you may use, got {port} - at {host}. Choose one above 1023 with --port."
    return f"Expected an address of this machine, got {error.strerror or error} - at {host}:{port}. Choose another with --host."
