"""A small market maker, so that a fresh exchange has a living book: quotes around a wandering middle, and trades.

It is an ordinary client: its orders go through the journal like everybody's, from accounts of its own. What
it does follows from a seed and the book, so that two runs over the same book do the same.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, NamedTuple

from tradespec_engine.commands import CancelOrder, PlaceOrder
from tradespec_engine.words import BUY, CANCEL_TAKER, GTC, IOC, LIMIT, MARKET, NONE, REJECT, SELL
from tradespec_server.demo import MAKER_ACCOUNT, TAKER_ACCOUNT
from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from tradespec_engine import Command, Instrument
    from tradespec_server.exchange import Exchange

__all__ = ["MarketMaker", "MarketMakerConfig"]


class MarketMakerConfig(NamedTuple):
    """How lively the market is. One step looks at one instrument and writes one batch of a few commands at most.

    Attributes:
        interval_s: Seconds between steps.
        levels: Quotes on each side.
        gap_bps: Distance between quotes, in basis points of the price.
        level_worth: What a quote is worth at least, in multiples of the instrument's least order.
        move_probability: How often the middle moves by one gap.
        trade_probability: How often the taker trades.
        reach_gaps: How far the middle may wander from where it began.
        seed: Start of the random sequence.
    """

    interval_s: float = 1.0
    levels: int = 8
    gap_bps: int = 2
    level_worth: int = 2500
    move_probability: float = 0.25
    trade_probability: float = 0.5
    reach_gaps: int = 100
    seed: int = 20261123


class MarketMaker:
    """Quotes every instrument of an exchange, one instrument at a step, in turn."""

    def __init__(self, exchange: Exchange, config: MarketMakerConfig | None = None) -> None:
        self._exchange = exchange
        self._config = config or MarketMakerConfig()
        # The sequence makes a restart go on differently, and replays of the same journal alike.
        self._random = random.Random(  # noqa: S311  # no secret hangs on it
            f"{self._config.seed} {exchange.engine.sequence}"
        )
        self._steps = 0
        self._began: dict[str, int] = {}
        self._middles: dict[str, int] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to step."""
        self._task = asyncio.create_task(self._run(), name="market maker")

    async def stop(self) -> None:
        """Stop stepping; quotes stay in the book."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def fill(self) -> None:
        """Quote every instrument once, so that the books are full before anybody looks."""
        for _ in self._exchange.engine.symbols():
            await self.step(trade=False)

    async def step(self, *, trade: bool = True) -> int:
        """Look at the next instrument, and return how many commands that took."""
        symbols = self._exchange.engine.symbols()
        if not symbols:
            return 0
        symbol = symbols[self._steps % len(symbols)]
        self._steps += 1
        instrument = self._exchange.engine.instrument(symbol)
        if instrument is None:
            return 0
        commands = self._quotes(instrument, self._middle(instrument))
        if trade and self._random.random() < self._config.trade_probability:
            commands.append(self._trade(instrument))
        if commands:
            await self._exchange.submit_all(commands)
        return len(commands)

    async def _run(self) -> None:
        while True:
            try:
                await self.step()
            except Refused:
                # Overloaded, or on its way down: customers first, and there will be another step.
                await asyncio.sleep(self._config.interval_s)
            await asyncio.sleep(self._config.interval_s)

    def _gap(self, instrument: Instrument) -> int:
        """Return the distance between quotes in ticks."""
        return max(1, instrument.definition.reference_price * self._config.gap_bps // 10_000)

    def _middle(self, instrument: Instrument) -> int:
        """Move an instrument's middle a little, or not, and return it in gaps."""
        symbol = instrument.symbol
        if symbol not in self._middles:
            self._began[symbol] = instrument.definition.reference_price // self._gap(instrument)
            self._middles[symbol] = instrument.reference_price // self._gap(instrument)
            return self._middles[symbol]
        if self._random.random() < self._config.move_probability:
            # The further it has wandered, the more it is drawn back.
            away = (self._middles[symbol] - self._began[symbol]) / self._config.reach_gaps
            self._middles[symbol] += 1 if self._random.random() > 0.5 + away / 2 else -1
        return self._middles[symbol]

    def _quotes(self, instrument: Instrument, middle: int) -> list[Command]:
        """Return what turns the quotes that stand into those around a middle: cancels, then orders for empty levels."""
        gap, levels = self._gap(instrument), range(1, self._config.levels + 1)
        wanted = {(BUY, (middle - level) * gap): level for level in levels if middle > level}
        wanted |= {(SELL, (middle + level) * gap): level for level in levels}
        commands: list[Command] = [
            CancelOrder(0, 0, MAKER_ACCOUNT, order.order_id)
            for order in self._exchange.engine.open_orders(MAKER_ACCOUNT, instrument.symbol)
            if wanted.pop((order.side, order.limit), None) is None
        ]
        bids, asks = self._exchange.engine.book(instrument.symbol, 1)
        for (side, price), level in wanted.items():
            opposite = asks if side == BUY else bids
            if opposite and (price >= opposite[0][0] if side == BUY else price <= opposite[0][0]):
                continue  # somebody's order is in the way, or the own quote that is cancelled before; next step
            commands.append(self._quote(instrument, side, price, level))
        return commands

    def _quote(self, instrument: Instrument, side: str, price: int, level: int) -> PlaceOrder:
        quantity = self._least(instrument, price) * self._config.level_worth * (level + 1) // 2
        quantity = min(quantity + self._random.randrange(1, 1 + quantity // 4), instrument.max_quantity)
        return PlaceOrder(
            0, 0, MAKER_ACCOUNT, instrument.symbol, side, LIMIT, quantity, price, GTC, REJECT, CANCEL_TAKER
        )

    def _trade(self, instrument: Instrument) -> PlaceOrder:
        least = self._least(instrument, instrument.reference_price or 1)
        quantity = min(least * self._random.randrange(5, 200), instrument.max_quantity)
        side = self._random.choice((BUY, SELL))
        return PlaceOrder(0, 0, TAKER_ACCOUNT, instrument.symbol, side, MARKET, quantity, 0, IOC, NONE, CANCEL_TAKER)

    @staticmethod
    def _least(instrument: Instrument, price: int) -> int:
        """Return the smallest quantity in lots that the instrument takes at a price."""
        worth = -(-instrument.min_notional // (price * instrument.tick_value))
        return max(instrument.min_quantity, worth, 1)
