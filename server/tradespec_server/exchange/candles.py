"""Candles of a minute and of an hour from trades, and the wider ones summed from these."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec_server.store import Row

__all__ = ["HOUR", "INTERVALS", "KEPT", "MINUTE", "add", "kept_for", "opened", "summed"]

MINUTE = 60
HOUR = 3600
KEPT = (MINUTE, HOUR)
INTERVALS = {"1m": 60, "5m": 300, "15m": 900, "1h": 3600, "4h": 14_400, "1d": 86_400}
"""Interval names -> seconds."""


def kept_for(seconds: int) -> int:
    """Return the width of the kept candles that a wider interval is summed from."""
    return HOUR if seconds % HOUR == 0 else MINUTE


def opened(symbol: str, seconds: int, start: int, price: int) -> Row:
    """Return a candle without volume, at the price of its first trade."""
    return {
        "symbol": symbol,
        "seconds": seconds,
        "start": start,
        "open": price,
        "high": price,
        "low": price,
        "close": price,
        "volume": 0,
        "amount": 0,
        "trades": 0,
    }


def add(candle: Row, price: int, quantity: int, amount: int) -> None:
    """Add a trade to the candle that it falls into."""
    candle["high"] = max(candle["high"], price)
    candle["low"] = min(candle["low"], price)
    candle["close"] = price
    candle["volume"] += quantity
    candle["amount"] += amount
    candle["trades"] += 1


def summed(rows: Iterable[Row], seconds: int) -> list[Row]:
    """Return candles of a width, oldest first, from narrower ones that come oldest first."""
    wide: list[Row] = []
    for row in rows:
        start = row["start"] - row["start"] % seconds
        if not wide or wide[-1]["start"] != start:
            wide.append({**row, "seconds": seconds, "start": start})
            continue
        candle = wide[-1]
        candle["high"] = max(candle["high"], row["high"])
        candle["low"] = min(candle["low"], row["low"])
        candle["close"] = row["close"]
        candle["volume"] += row["volume"]
        candle["amount"] += row["amount"]
        candle["trades"] += row["trades"]
    return wide
