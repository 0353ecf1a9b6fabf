"""The book: two sides of price levels, each level a queue by age.

A side ranks its levels so that a higher rank is the better price: the price itself for bids, its negative
for asks. The best level is then the last of a sorted list, where Python adds and removes cheapest, and both
sides share one code. A level's queue is a linked list through the orders, so cancelling costs the same anywhere.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec_engine.order import Order

__all__ = ["Book", "Level", "Side"]


class Level:
    """The orders of one price, oldest first, and what they add up to."""

    __slots__ = ("count", "head", "price", "quantity", "rank", "tail")

    def __init__(self, price: int, rank: int) -> None:
        self.price = price
        self.rank = rank
        self.quantity = 0
        self.count = 0
        self.head: Order | None = None
        self.tail: Order | None = None

    def __iter__(self) -> Iterator[Order]:
        """Yield the orders, oldest first."""
        order = self.head
        while order is not None:
            yield order
            order = order.next


class Side:
    """One side of a book.

    Attributes:
        sign: 1 for bids, -1 for asks: a level's rank is `sign * price`.
        best: The best level, None when the side is empty.
    """

    __slots__ = ("best", "levels", "ranks", "sign")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.best: Level | None = None
        self.levels: dict[int, Level] = {}
        self.ranks: list[int] = []

    def __iter__(self) -> Iterator[Level]:
        """Yield the levels, best first."""
        levels = self.levels
        return (levels[rank] for rank in reversed(self.ranks))

    def add(self, order: Order) -> None:
        """Put an order at the back of its price's level."""
        rank = self.sign * order.limit
        level = self.levels.get(rank)
        if level is None:
            level = self.levels[rank] = Level(order.limit, rank)
            insort(self.ranks, rank)
            if self.best is None or rank > self.best.rank:
                self.best = level
        tail = level.tail
        order.level = level
        order.previous = tail
        order.next = None
        if tail is None:
            level.head = order
        else:
            tail.next = order
        level.tail = order
        level.count += 1
        level.quantity += order.remaining

    def remove(self, order: Order) -> None:
        """Take an order out of its level; what remains of it is taken off the level's quantity."""
        level = order.level
        if level is None:
            raise ValueError(f"Expected a resting order, got order {order.order_id} - at the book.")
        before, after = order.previous, order.next
        if before is None:
            level.head = after
        else:
            before.next = after
        if after is None:
            level.tail = before
        else:
            after.previous = before
        order.level = order.previous = order.next = None
        level.count -= 1
        level.quantity -= order.remaining
        if level.head is None:
            self._drop(level)

    def _drop(self, level: Level) -> None:
        del self.levels[level.rank]
        ranks = self.ranks
        if ranks[-1] == level.rank:
            ranks.pop()
            self.best = self.levels[ranks[-1]] if ranks else None
        else:
            del ranks[bisect_left(ranks, level.rank)]


class Book:
    """Both sides of one instrument."""

    __slots__ = ("asks", "bids")

    def __init__(self) -> None:
        self.bids = Side(1)
        self.asks = Side(-1)
