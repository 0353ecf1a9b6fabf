"""Order, durability before answers, group commit, overload, and what a failing journal does."""

import asyncio
import threading

import pytest

from tradespec_engine.commands import AddAsset, CancelOrder
from tradespec_server.errors import Refused
from tradespec_server.exchange import Applied, QueueLimits
from tradespec_server.exchange.recovery import encode_command
from tradespec_server.exchange.sequencer import Sequencer
from tradespec_server.journal import JournalError, MemoryJournal

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


class SlowJournal(MemoryJournal):
    """A journal whose disk waits until it is let go, and can break."""

    def __init__(self):
        super().__init__()
        self.fence(1)
        self.go = threading.Event()
        self.broken = False
        self.batches = []

    def append(self, batch):
        self.go.wait(10)
        if self.broken:
            raise JournalError("Expected to write, got a broken disk.")
        self.batches.append(len(batch))
        return super().append(batch)


class Bench:
    """A sequencer over a slow journal, and the names of what was applied."""

    def __init__(self, limits):
        self.journal = SlowJournal()
        self.applied = []
        self.sequencer = Sequencer(self.journal, encode_command, self.apply, limits, 0)
        self.sequencer.start()

    def apply(self, command):
        assert command.sequence <= self.journal.last_sequence, "applied before it was durable"
        self.applied.append(getattr(command, "asset", None) or f"cancel {command.order_id}")
        return Applied(command.sequence, command.time_us, [], None)

    def order(self, name):
        return asyncio.create_task(self.sequencer.submit([AddAsset(0, 0, name, 8)]))

    def cancel(self, number):
        return asyncio.create_task(self.sequencer.submit([CancelOrder(0, 0, "alice", number)], cancels=True))


@pytest.fixture
async def bench():
    benches = []

    def make(limits=None):
        benches.append(Bench(limits or QueueLimits()))
        return benches[-1]

    yield make
    for one in benches:
        one.journal.go.set()
        await one.sequencer.stop()


async def settle():
    for _ in range(5):
        await asyncio.sleep(0.01)


async def test_nothing_is_answered_or_applied_before_it_is_durable(bench):
    bench = bench()
    task = bench.order("A")
    await settle()
    assert not task.done()
    assert bench.applied == []
    bench.journal.go.set()
    (applied,) = await task
    assert (applied.sequence, bench.applied) == (1, ["A"])


async def test_what_waits_together_is_written_together_in_order(bench):
    bench = bench()
    first = bench.order("A")
    await settle()
    rest = [bench.order(name) for name in "BCDEF"]
    await settle()
    bench.journal.go.set()
    results = await asyncio.gather(first, *rest)
    assert bench.journal.batches == [1, 5]
    assert [applied.sequence for (applied,) in results] == [1, 2, 3, 4, 5, 6]
    assert bench.applied == list("ABCDEF")
    times = [applied.time_us for (applied,) in results]
    assert times == sorted(times)


async def test_a_group_stays_together_and_batches_are_bounded(bench):
    bench = bench(QueueLimits(batch_max=4))
    first = bench.order("A")
    await settle()
    group = asyncio.create_task(bench.sequencer.submit([AddAsset(0, 0, name, 8) for name in "BCD"]))
    await asyncio.sleep(0)
    others = [bench.order(name) for name in "EF"]
    await settle()
    bench.journal.go.set()
    await asyncio.gather(first, group, *others)
    assert bench.journal.batches == [1, 4, 1]
    assert bench.applied == list("ABCDEF")


async def test_cancels_go_first_and_have_room_of_their_own(bench):
    bench = bench(QueueLimits(orders_max=3, cancels_max=2))
    first = bench.order("A")
    await settle()
    orders = [bench.order(name) for name in "BCD"]
    await settle()
    with pytest.raises(Refused) as caught:
        await bench.order("E")
    assert caught.value.code == "overloaded"
    assert caught.value.extras == {"retry_after_ms": 1000}
    cancels = [bench.cancel(1), bench.cancel(2)]
    await settle()
    with pytest.raises(Refused, match="overloaded"):
        await bench.cancel(3)
    assert bench.sequencer.waiting == 5
    bench.journal.go.set()
    await asyncio.gather(first, *orders, *cancels)
    assert bench.applied == ["A", "cancel 1", "cancel 2", "B", "C", "D"]
    assert bench.journal.last_sequence == 6


async def test_work_whose_sender_has_gone_is_dropped_before_it_is_written(bench):
    bench = bench()
    first = bench.order("A")
    await settle()
    gone, kept = bench.order("B"), bench.order("C")
    await settle()
    gone.cancel()
    await settle()
    bench.journal.go.set()
    await asyncio.gather(first, kept)
    assert bench.applied == ["A", "C"]
    assert bench.journal.last_sequence == 2


async def test_a_failing_journal_answers_unknown_for_what_it_was_writing_and_refuses_the_rest(bench):
    bench = bench()
    writing = bench.order("A")
    await settle()
    waiting = bench.order("B")
    await settle()
    bench.journal.broken = True
    bench.journal.go.set()
    with pytest.raises(Refused, match="internal_error"):
        await writing
    with pytest.raises(Refused, match="unavailable"):
        await waiting
    with pytest.raises(Refused, match="unavailable"):
        await bench.order("C")
    assert isinstance(bench.sequencer.failure, JournalError)
    assert bench.applied == []


async def test_stopping_finishes_what_waits_and_refuses_what_comes(bench):
    bench = bench()
    tasks = [bench.order(name) for name in "AB"]
    await settle()
    stopping = asyncio.create_task(bench.sequencer.stop())
    await settle()
    with pytest.raises(Refused, match="unavailable"):
        await bench.order("C")
    bench.journal.go.set()
    await asyncio.gather(stopping, *tasks)
    assert bench.applied == ["A", "B"]


async def test_time_never_runs_backwards_even_when_the_clock_does(bench):
    bench = bench()
    bench.journal.go.set()
    far_ahead = 2**60
    bench.sequencer.time_us = far_ahead
    (one,) = await bench.order("A")
    (two,) = await bench.order("B")
    assert far_ahead < one.time_us < two.time_us
