"""The query store's port: rows written in the journal's order, and the questions that lists and lookups ask.

StoreError
└── StoreUnreadable    the place holds no store, or one of another format; it can be rebuilt from the journal
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Changes", "Page", "Row", "Store", "StoreError", "StoreUnreadable"]

Row = dict[str, Any]
"""Column name -> value, as in `tables.py`."""


class StoreError(Exception):
    """The store cannot be read or written."""


class StoreUnreadable(StoreError):  # noqa: N818  # reads as a state of the store
    """The place given holds no store, or a store of another format."""


class Changes(NamedTuple):
    """Rows to write in one transaction: new ones, and ones that replace what has their key."""

    applied: int
    orders: Sequence[Row]
    executions: Sequence[Row]
    trades: Sequence[Row]
    ledger: Sequence[Row]
    candles: Sequence[Row]
    positions: Sequence[Row]


class Page(NamedTuple):
    """Which part of a list: items before an id, newest first, at most this many; filters by column."""

    before: int | None
    limit: int
    equal: Mapping[str, Any]
    since_us: int | None = None
    until_us: int | None = None


class Store(Protocol):
    """Rows projected from the journal; it can be dropped and built again at any time.

    Calls block; the exchange makes them in threads. One thread writes, several may read.
    """

    @property
    def journal(self) -> str:
        """Identity of the journal that is projected, empty when none is."""

    @property
    def applied(self) -> int:
        """Sequence of the last command whose rows are written, in the same transaction as they."""

    def reset(self, journal: str) -> None:
        """Drop all rows and begin to project this journal."""

    def write(self, changes: Changes) -> None:
        """Write the rows and the sequence they bring the store to: all or nothing."""

    def page(self, table: str, page: Page) -> list[Row]:
        """Return a part of `orders`, `executions`, `trades` or `ledger`, newest first."""

    def order(self, order_id: int) -> Row | None:
        """Return an order by id."""

    def order_by_client_id(self, account: str, client_order_id: str) -> Row | None:
        """Return the newest order of an account that carries a client order id."""

    def open_orders(self) -> list[Row]:
        """Return all orders that are open."""

    def positions(self, account: str | None = None) -> list[Row]:
        """Return the positions of an account, or of all."""

    def candles(self, symbol: str, seconds: int, start: int, end: int) -> list[Row]:
        """Return the candles of a symbol and width that begin in [start, end), oldest first."""

    def candles_before(self, symbol: str, seconds: int, end: int, limit: int) -> list[Row]:
        """Return the last candles of a symbol and width that begin before `end`, newest first."""

    def close(self) -> None:
        """Let go of the store; closing twice is allowed."""
