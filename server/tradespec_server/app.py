"""The application: every room of the server put together, started and stopped in the right order."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

import structlog

from tradespec_server.auth import Authenticator, Keyring
from tradespec_server.config import read_config
from tradespec_server.demo import bootstrap
from tradespec_server.demo_keys import give_keys
from tradespec_server.exchange import Exchange, ExchangeConfig
from tradespec_server.exchange.times import now_us
from tradespec_server.gateway import (
    Catalogue,
    Contract,
    Metrics,
    Scenarios,
    Schemas,
    Services,
    build_app,
    read_contract,
)
from tradespec_server.handlers import Handlers, Rooms
from tradespec_server.limits import Limiter
from tradespec_server.market_maker import MarketMaker
from tradespec_server.pages import add_pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tradespec_server.config import Config
    from tradespec_server.demo_keys import DemoKey
    from tradespec_server.gateway.framework import AsyncApp

__all__ = ["Server", "create_app"]

_FLUSH_S = 5.0
log = structlog.get_logger("tradespec.server")


class Server:
    """The rooms of one server; `app` is its ASGI application.

    Args:
        config: How to run it.
        contract: The generated contract, by default the one that belongs to this code.

    Attributes:
        demo_keys: After the start, the demo accounts' keys whose secrets may be shown.
    """

    def __init__(self, config: Config, contract: Contract | None = None) -> None:
        self.config = config
        self.contract = contract or read_contract()
        self.exchange = Exchange(ExchangeConfig(config.data, self.contract.version))
        self.keyring = Keyring(config.data)
        self.demo_keys: list[DemoKey] = []
        self.services = _services(config, self.contract, self.keyring)
        rooms = Rooms(self.exchange, self.keyring, self.contract, self.services)
        self.app: AsyncApp = build_app(
            self.contract, self.services, Handlers(rooms).find, lifespan=self._lifespan, bound=config.bound
        )
        add_pages(self.app, self)
        _watch(self)

    @property
    def ready(self) -> bool:
        """Return whether signed requests are carried out now."""
        return self.exchange.failure is None and self.keyring.settled

    async def start(self) -> None:
        """Recover, then take requests.

        Raises:
            DirectoryInUse, JournalError, MasterKeyError: The data directory cannot be used; the text says why.
        """
        recovered = await self.exchange.start()
        for note in recovered.notes:
            log.warning("recovered", note=note)
        try:
            await asyncio.to_thread(self.keyring.open)
            await bootstrap(self.exchange)
            self.demo_keys = await give_keys(self.keyring, demo=self.config.demo, published=self.config.is_loopback)
        except BaseException:
            await self.exchange.stop()
            raise
        self._flushing = asyncio.create_task(self._flush(), name="last used times")
        self._market_maker = MarketMaker(self.exchange)
        if self.config.market_maker:
            await self._market_maker.fill()
            self._market_maker.start()

    async def stop(self) -> None:
        """Finish what was promised and let go of the data directory."""
        await self._market_maker.stop()
        self._flushing.cancel()
        await asyncio.gather(self._flushing, return_exceptions=True)
        await self.keyring.close()
        await self.exchange.stop()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Any) -> AsyncIterator[None]:
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_S)
            await self.keyring.flush()


def create_app(config: Config | None = None, contract: Contract | None = None) -> AsyncApp:
    """Return the ASGI application; its lifespan starts and stops the exchange behind it.

    Without a configuration it follows the environment, so that any ASGI server may call this as a factory.
    """
    return Server(config or read_config([]), contract).app


def _services(config: Config, contract: Contract, keyring: Keyring) -> Services:
    limits = {
        name: {
            **limit,
            "capacity": max(1, int(limit["capacity"] * config.limit_factor)),
            "refill_per_second": limit["refill_per_second"] * config.limit_factor,
        }
        for name, limit in contract.limits.items()
    }
    scheme = next(one["x-signature"] for one in contract.security_schemes.values() if "x-signature" in one)
    nonces_max = int(200_000 * max(1.0, config.limit_factor))
    return Services(
        catalogue=Catalogue(contract.errors, f'TS-Signature algorithms="{" ".join(scheme["algorithms"])}"'),
        schemas=Schemas(contract.document),
        limiter=Limiter(limits, time.monotonic),
        authenticator=Authenticator(scheme, keyring, now_us, nonces_max),
        scenarios=Scenarios(),
        metrics=Metrics(),
        body_bytes_max=config.body_bytes_max,
        body_timeout_s=config.body_timeout_s,
        validate_responses=config.validate_responses,
    )


def _watch(server: Server) -> None:
    """Show the exchange's own figures at `/metrics`."""
    exchange, metrics = server.exchange, server.services.metrics
    metrics.gauge(
        "tradespec_commands_waiting", "Commands that wait for the journal.", lambda: exchange.sequencer.waiting
    )
    metrics.gauge(
        "tradespec_commands_applied", "Sequence of the last applied command.", lambda: exchange.sequencer.applied
    )
    metrics.gauge(
        "tradespec_store_lag",
        "Commands that the query store is behind.",
        lambda: exchange.projection.applied - exchange.store.applied,
    )
    metrics.gauge("tradespec_ready", "1 when signed requests are carried out.", lambda: server.ready)
