"""The query store in SQL: SQLAlchemy Core over SQLite.

SQLite's normal sync is enough here: a power cut may take the last transactions, whole, and what they
held is projected again from the journal.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Select, Table, bindparam, create_engine, event, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from tradespec_server.store import tables
from tradespec_server.store.port import Changes, Page, Row, StoreError, StoreUnreadable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.dialects.sqlite import Insert

__all__ = ["SqlStore"]

_FORMAT = 2
_PAGED = {
    "orders": (tables.orders, tables.orders.c.order_id, tables.orders.c.created_us),
    "executions": (tables.executions, tables.executions.c.execution_id, tables.executions.c.time_us),
    "trades": (tables.trades, tables.trades.c.trade_id, tables.trades.c.time_us),
    "ledger": (tables.ledger, tables.ledger.c.entry_id, tables.ledger.c.time_us),
}


class SqlStore:
    """A `Store` in a SQLite file.

    Raises:
        StoreUnreadable: The file is not a store of this format.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _prepare)
        try:
            tables.metadata.create_all(self._engine)
            with self._engine.connect() as connection:
                row = connection.execute(select(tables.progress)).one_or_none()
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise StoreUnreadable(
                f"Expected a query store, got {error} - at {path}. Remove the file; it is rebuilt from the journal."
            ) from error
        if row is not None and row.format != _FORMAT:
            self._engine.dispose()
            raise StoreUnreadable(
                f"Expected store format {_FORMAT}, got {row.format} - at {path}. "
                "Remove the file; it is rebuilt from the journal."
            )
        self._journal: str = row.journal if row else ""
        self._applied: int = row.applied if row else 0

    @property
    def journal(self) -> str:
        """Identity of the journal that is projected, empty when none is."""
        return self._journal

    @property
    def applied(self) -> int:
        """Sequence of the last command whose rows are written."""
        return self._applied

    def reset(self, journal: str) -> None:
        """Drop all rows; see `Store.reset`."""
        tables.metadata.drop_all(self._engine)
        tables.metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(insert(tables.progress), {"format": _FORMAT, "journal": journal, "applied": 0})
        self._journal, self._applied = journal, 0

    def write(self, changes: Changes) -> None:
        """Write rows; see `Store.write`."""
        try:
            with self._engine.begin() as connection:
                for name, (statement, values) in _WRITES.items():
                    rows = getattr(changes, name)
                    if rows:
                        given = orjson.dumps([values(row) for row in rows]).decode()
                        connection.execute(statement, {"rows": given})
                connection.execute(update(tables.progress), {"applied": changes.applied})
        except SQLAlchemyError as error:
            raise StoreError(
                f"Expected to write up to command {changes.applied}, got {error} - at {self._path}. "
                "Free the disk or repair it, then start again; the store catches up from the journal."
            ) from error
        self._applied = changes.applied

    def page(self, table: str, page: Page) -> list[Row]:
        """Return a part of a list; see `Store.page`."""
        source, key, time = _PAGED[table]
        query = select(source).order_by(key.desc()).limit(page.limit)
        for name, value in page.equal.items():
            column = source.c[name]
            query = query.where(column.in_(value) if isinstance(value, list | tuple) else column == value)
        if page.before is not None:
            query = query.where(key < page.before)
        if page.since_us is not None:
            query = query.where(time >= page.since_us)
        if page.until_us is not None:
            query = query.where(time < page.until_us)
        return self._rows(query)

    def order(self, order_id: int) -> Row | None:
        """Return an order by id."""
        return self._first(select(tables.orders).where(tables.orders.c.order_id == order_id))

    def order_by_client_id(self, account: str, client_order_id: str) -> Row | None:
        """Return the newest order of an account that carries a client order id."""
        orders = tables.orders
        return self._first(
            select(orders)
            .where(orders.c.account == account, orders.c.client_order_id == client_order_id)
            .order_by(orders.c.order_id.desc())
            .limit(1)
        )

    def open_orders(self) -> list[Row]:
        """Return all orders that are open."""
        return self._rows(select(tables.orders).where(tables.orders.c.open).order_by(tables.orders.c.order_id))

    def positions(self, account: str | None = None) -> list[Row]:
        """Return the positions of an account, or of all."""
        query = select(tables.positions).order_by(tables.positions.c.account, tables.positions.c.symbol)
        return self._rows(query if account is None else query.where(tables.positions.c.account == account))

    def candles(self, symbol: str, seconds: int, start: int, end: int) -> list[Row]:
        """Return candles in a span, oldest first."""
        candles = tables.candles
        return self._rows(
            select(candles)
            .where(candles.c.symbol == symbol, candles.c.seconds == seconds)
            .where(candles.c.start >= start, candles.c.start < end)
            .order_by(candles.c.start)
        )

    def candles_before(self, symbol: str, seconds: int, end: int, limit: int) -> list[Row]:
        """Return the last candles before a time, newest first."""
        candles = tables.candles
        return self._rows(
            select(candles)
            .where(candles.c.symbol == symbol, candles.c.seconds == seconds, candles.c.start < end)
            .order_by(candles.c.start.desc())
            .limit(limit)
        )

    def close(self) -> None:
        """Close all connections; closing twice is allowed."""
        self._engine.dispose()

    def _rows(self, query: Select[Any]) -> list[Row]:
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def _first(self, query: Select[Any]) -> Row | None:
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return dict(row) if row else None


def _prepare(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 10000"):
        connection.execute(f"PRAGMA {pragma}")


def _add(table: Table) -> Insert:
    """Return an insert of many rows, given as one JSON text of arrays.

    One call into SQLite writes them all, beside the running engine; a call per row would wait for Python's lock
    each time, a hundred times as long when the engine is busy.
    """
    given = func.json_each(bindparam("rows")).table_valued("value")
    values = [given.c.value.op("->>")(literal_column(str(index))) for index in range(len(table.c))]
    # Without the `where`, SQLite would read the ON CONFLICT of an upsert as part of a join.
    return insert(table).from_select([column.name for column in table.c], select(*values).where(literal_column("1")))


def _put(table: Table) -> Insert:
    """Return an insert like `_add` that replaces the rows with the same keys."""
    statement = _add(table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={column.name: statement.excluded[column.name] for column in table.c if column.name not in keys},
    )


_WRITES = {
    table.name: (make(table), itemgetter(*[column.name for column in table.c]))
    for table, make in (
        (tables.orders, _put),
        (tables.executions, _add),
        (tables.trades, _add),
        (tables.ledger, _add),
        (tables.candles, _put),
        (tables.positions, _put),
    )
}
"""Field of `Changes` -> how its rows are written, and how a row becomes values in the order of the columns."""
