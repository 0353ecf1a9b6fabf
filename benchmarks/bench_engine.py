"""The engine alone: operations of the bare book, then whole commands with funds, fees, ids and events."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from random import Random
from time import perf_counter

from tradespec_engine import Engine, commands, encode_command, encode_events
from tradespec_engine.book import Book
from tradespec_engine.order import Order

PAIR = "BTC-USD"
ACCOUNTS = [f"account-{number}" for number in range(8)]
COUNT = 30_000


def opened() -> Engine:
    engine = Engine()
    for message in (
        commands.AddAsset(1, 0, "BTC", 8),
        commands.AddAsset(2, 0, "USD", 8),
        commands.AddInstrument(
            3, 0, PAIR, "BTC", "USD", 1, 5, 4, 1, 1, 5_000_000, 500_000_000, 1_000_000, 0, 0, 100_000, 200_000
        ),
        *(
            commands.OpenAccount(4 + number, 0, name, "", (("BTC", 10**16), ("USD", 10**17)))
            for number, name in enumerate(ACCOUNTS)
        ),
    ):
        engine.apply(message)
    return engine


def place(sequence: int, random: Random, side: str, price: int, quantity: int) -> commands.PlaceOrder:
    account = ACCOUNTS[random.randrange(len(ACCOUNTS))]
    return commands.PlaceOrder(sequence, 0, account, PAIR, side, "limit", quantity, price, "gtc", "none", "none")


def resting(random: Random, sequence: int) -> commands.PlaceOrder:
    """An order that rests: bids below 128,000 ticks, asks above."""
    side, sign = (("buy", -1), ("sell", 1))[random.randrange(2)]
    return place(sequence, random, side, 128_000 + sign * random.randint(1, 500), random.randint(100, 1000))


def adds(first: int) -> Iterator[commands.Command]:
    random = Random(1)
    return (resting(random, first + number) for number in range(COUNT))


def adds_and_cancels(first: int) -> Iterator[commands.Command]:
    random, owners = Random(2), []
    for number in range(COUNT):
        if number % 2 == 0:
            command = resting(random, first + number)
            owners.append(command.account)
            yield command
        else:
            order_id = len(owners)
            yield commands.CancelOrder(first + number, 0, owners[-1], order_id)


def matches(first: int) -> Iterator[commands.Command]:
    """A resting order, then one of the same size that takes it."""
    random = Random(3)
    for number in range(0, COUNT, 2):
        quantity = random.randint(100, 1000)
        yield place(first + number, random, "sell", 128_000, quantity)
        yield place(first + number + 1, random, "buy", 128_000, quantity)


def mix(first: int) -> Iterator[commands.Command]:
    """Half adds, a third cancels, the rest takers that sweep a few orders."""
    random, owners, order_id = Random(4), {}, 0
    for number in range(COUNT):
        sequence, draw = first + number, random.random()
        if draw < 0.35 and owners:
            named = next(iter(owners))
            yield commands.CancelOrder(sequence, 0, owners.pop(named), named)
            continue
        command = resting(random, sequence)
        if draw > 0.85:
            side = ("buy", "sell")[random.randrange(2)]
            command = place(sequence, random, side, 129_000 if side == "buy" else 127_000, 1500)
            command.time_in_force = "ioc"
        order_id += 1
        owners[order_id] = command.account
        yield command


def timed(scenario: Callable[[int], Iterator[commands.Command]]) -> tuple[int, int, list[int]]:
    """Return commands per second, trades, and sorted latencies in nanoseconds of one run."""
    engine = opened()
    messages = list(scenario(engine.sequence + 1))
    latencies, trades = [], 0
    started = perf_counter()
    for message in messages:
        begun = perf_counter()
        events = engine.apply(message)
        latencies.append(int((perf_counter() - begun) * 1e9))
        trades += sum(event.TAG == "traded" for event in events)
    taken = perf_counter() - started
    engine.check()
    return int(len(messages) / taken), trades, sorted(latencies)


def book_operations() -> int:
    """Add and remove orders on a bare book of 1,000 levels, operations per second."""
    engine, random = opened(), Random(5)
    instrument = engine.instrument(PAIR)
    assert instrument is not None
    orders = []
    for number in range(COUNT):
        command = resting(random, number)
        engine_account = engine._state.ledger.accounts[command.account]  # noqa: SLF001  # the bare book has no owner
        orders.append(Order(command, engine_account, instrument))
    book = Book()
    sides = [(book.bids if order.is_buy else book.asks, order) for order in orders]
    removed = sides[:]
    random.shuffle(removed)
    started = perf_counter()
    for side, order in sides:
        side.add(order)
    for side, order in removed:
        side.remove(order)
    return int(2 * COUNT / (perf_counter() - started))


def codec() -> tuple[float, float]:
    """Return microseconds to encode a command, and the events of a trade."""
    engine = opened()
    messages = list(matches(engine.sequence + 1))[:2000]
    started = perf_counter()
    for message in messages:
        encode_command(message)
    commands_us = (perf_counter() - started) / len(messages) * 1e6
    answers = [engine.apply(message) for message in messages]
    started = perf_counter()
    for answer in answers:
        encode_events(answer)
    return commands_us, (perf_counter() - started) / len(answers) * 1e6


def bytes_per_order() -> int:
    """Return what one resting order takes, its share of levels, ids and balances included."""
    engine = opened()
    messages = list(adds(engine.sequence + 1))
    tracemalloc.start()
    for message in messages:
        engine.apply(message)
    del messages
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken // COUNT


def main() -> None:
    print("engine: book operations and whole commands, one core, interpreted")
    print(f"  bare book, add and remove      {max(book_operations() for _ in range(3)):>10,} operations/s")
    for name, scenario in (
        ("add", adds),
        ("add, cancel", adds_and_cancels),
        ("add, match", matches),
        ("mix with sweeps", mix),
    ):
        rate, trades, latencies = max(timed(scenario) for _ in range(3))
        p50, p99 = latencies[len(latencies) // 2] / 1000, latencies[len(latencies) * 99 // 100] / 1000
        print(f"  {name:<30} {rate:>10,} commands/s   p50 {p50:.1f} us  p99 {p99:.1f} us  {trades:,} trades")
    commands_us, events_us = codec()
    print(f"  memory                         {bytes_per_order():>10,} bytes for each resting order")
    print(f"  encode a command {commands_us:.1f} us, the events of one {events_us:.1f} us")


if __name__ == "__main__":
    main()
