"""Durable orders a second, in process: group commit beside one commit per order, and beside the disk itself.

    python benchmarks/bench_journal.py [--seconds 3] [--directory PATH]

Every row writes to a real file with full sync. The ratios compare rows of the same run on the same disk.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tradespec_server.demo import bootstrap
from tradespec_server.exchange import Exchange, ExchangeConfig
from tradespec_server.journal import SqliteJournal

if TYPE_CHECKING:
    from collections.abc import Iterator

PAYLOAD = (
    b'["place_order",123456,1795426200123456,"alice","BTC-USD","buy","limit",100,128500,"gtc","none","cancel_taker",""]'
)


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


def raw_syncs(directory: Path, seconds: float) -> float:
    with (directory / "raw").open("wb") as file:
        count, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            file.write(PAYLOAD)
            file.flush()
            os.fdatasync(file.fileno())
            count += 1
    return count / seconds


def journal_appends(directory: Path, seconds: float, batch: int) -> float:
    journal = SqliteJournal(directory / "journal.db")
    journal.fence(1)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        journal.append([PAYLOAD] * batch)
        count += batch
    journal.close()
    return count / seconds


async def orders(directory: Path, seconds: float, concurrency: int) -> tuple[float, float, float]:
    """Place orders from several clients at once; each rests and is taken by the next one."""
    exchange = Exchange(ExchangeConfig(directory))
    await exchange.start()
    await bootstrap(exchange)
    latencies: list[float] = []
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        sides = [("alice", "buy"), ("bob", "sell")]
        turn = number
        while (began := time.perf_counter()) < end:
            account, side = sides[turn % 2]
            turn += 1
            await exchange.place_order(
                account,
                {"type": "limit", "symbol": "BTC-USD", "side": side, "quantity": "0.0001", "price": "64250"},
            )
            latencies.append(time.perf_counter() - began)

    await asyncio.gather(*(client(number) for number in range(concurrency)))
    exchange.engine.check()
    await exchange.stop()
    latencies.sort()
    return len(latencies) / seconds, latencies[len(latencies) // 2] * 1e3, latencies[len(latencies) * 99 // 100] * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--directory", type=Path, default=Path.cwd(), help="a directory on the disk to measure")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    with scratch(options.directory) as directory:
        base = journal_appends(directory / "one", options.seconds, 1)
        rows = [
            ("one write and fdatasync per record", raw_syncs(directory, options.seconds), ""),
            ("journal, one record per commit", base, ""),
            ("journal, 64 records per commit", journal_appends(directory / "many", options.seconds, 64), ""),
        ]
        for concurrency in (1, 8, 64, 256):
            rate, p50, p99 = asyncio.run(orders(directory / f"orders{concurrency}", options.seconds, concurrency))
            rows.append((f"orders placed, {concurrency} at a time", rate, f"p50 {p50:6.2f} ms  p99 {p99:6.2f} ms"))
    print(f"{'':38}{'per second':>12}{'ratio':>8}")
    for name, rate, note in rows:
        print(f"{name:38}{rate:12,.0f}{rate / base:8.2f}  {note}")


if __name__ == "__main__":
    main()
