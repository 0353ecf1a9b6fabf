"""The account: balances, positions, executions and ledger entries; and the sandbox's deposits and resets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_engine.commands import Deposit, ResetAccount
from tradespec_engine.events import CommandRejected, Deposited, OrderClosed
from tradespec_engine.words import MAX_INT
from tradespec_server.errors import Refused
from tradespec_server.exchange import door, views
from tradespec_server.exchange.core import Core
from tradespec_server.exchange.refusals import refused
from tradespec_server.exchange.times import from_text, to_text
from tradespec_server.store import Page, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.store import Row

__all__ = ["Account"]

_Json = dict[str, Any]
_DEPOSIT_MAX = 10**9
_CODE_SHOWN_MAX = 40


class Account(Core):
    """The operations of the groups Account and Sandbox."""

    async def list_balances(self, account: str) -> _Json:
        """Return one balance per asset that the account has ever had, by asset."""
        return {"items": self._balances(account)}

    async def list_positions(self, account: str) -> _Json:
        """Return one position per instrument that the account has traded, by symbol, at the last trade's price."""
        items = []
        for row in self.projection.positions_of(account):
            last = self.projection.last_trades.get(row["symbol"])
            items.append(views.position(row, self.markets[row["symbol"]], last["price"] if last else None))
        return {"items": items}

    async def list_executions(  # noqa: PLR0913  # the operation's parameters
        self,
        account: str,
        *,
        symbol: str | None = None,
        order_id: str | None = None,
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> _Json:
        """Return a page of the account's executions, newest first.

        Raises:
            Refused: `invalid_cursor`, `unknown_instrument`, `invalid_request`.
        """
        if symbol is not None:
            door.find_market(self.markets, symbol, parameter="symbol")
        filters = {"symbol": symbol, "order_id": None if order_id is None else door.order_number(order_id)}
        rows, next_cursor = await self._page(
            "executions", account, filters=filters, span=(start, end), cursor=cursor, limit=limit
        )
        return {
            "items": [views.execution(row, self.markets[row["symbol"]]) for row in rows],
            "next_cursor": next_cursor,
        }

    async def list_ledger_entries(  # noqa: PLR0913  # the operation's parameters
        self,
        account: str,
        *,
        asset: str | None = None,
        type: str | None = None,  # noqa: A002  # the contract's name
        start: str | None = None,
        end: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> _Json:
        """Return a page of the changes of the account's balances, newest first.

        Raises:
            Refused: `invalid_cursor`, `unknown_asset`, `invalid_request`.
        """
        if asset is not None:
            self._asset(asset, {"parameter": "asset"})
        filters = {"asset": asset, "type": type}
        rows, next_cursor = await self._page(
            "ledger", account, filters=filters, span=(start, end), cursor=cursor, limit=limit
        )
        return {
            "items": [views.ledger_entry(row, self.assets[row["asset"]]) for row in rows],
            "next_cursor": next_cursor,
        }

    async def create_deposit(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Credit an amount and return the deposit with the balance after it.

        Raises:
            Refused: `unknown_asset`, `amount_off_scale`, `amount_too_large`.
        """
        asset, text = request["asset"], request["amount"]
        amounts = self._asset(asset, {"pointer": "/asset"})
        amount = door.steps(amounts, text, door.AMOUNT, "/amount")
        most = min(_DEPOSIT_MAX * 10**amounts.places, MAX_INT)
        if amount > most:
            message = f"Expected at most {amounts.format(most)} at a time, got {text}."
            item = {"pointer": "/amount", "rule": "maximum", "limit": amounts.format(most), "value": text}
            raise Refused("amount_too_large", message, [{**item, "nearest": amounts.format(most), "message": message}])
        applied = await self.submit(Deposit(0, 0, account, asset, amount))
        first = applied.events[0]
        if isinstance(first, CommandRejected):
            raise refused(first, None, amounts)
        if not isinstance(first, Deposited):
            raise Refused("internal_error", f"Expected a deposit, got {type(first).__name__}.")
        return {
            "deposit_id": str(first.deposit_id),
            "asset": asset,
            "amount": amounts.format(amount),
            "balance": next(item for item in self._balances(account) if item["asset"] == asset),
            "time": to_text(applied.time_us),
        }

    async def reset_sandbox(self, account: str) -> _Json:
        """Cancel the account's open orders and restore its starting balances and positions, in one step."""
        applied = await self.submit(ResetAccount(0, 0, account), cancel=True)
        return {
            "cancelled_orders": sum(isinstance(event, OrderClosed) for event in applied.events),
            "balances": self._balances(account),
            "time": to_text(applied.time_us),
        }

    def _balances(self, account: str) -> list[_Json]:
        balances = sorted(self.engine.balances(account))
        return [views.balance(asset, available, held, self.assets[asset]) for asset, available, held in balances]

    def _asset(self, asset: str, place: Mapping[str, str]) -> Grid:
        amounts = self.assets.get(asset)
        if amounts is None:
            message = f"Expected the code of an asset, got {asset[:_CODE_SHOWN_MAX]!r}."
            item = {**place, "rule": "asset", "value": asset[:_CODE_SHOWN_MAX], "message": message}
            raise Refused("unknown_asset", f"{message} The assets known are {', '.join(self.assets)}.", [item])
        return amounts

    async def _page(  # noqa: PLR0913  # what a page is made of
        self,
        table: str,
        account: str,
        *,
        filters: Mapping[str, Any],
        span: tuple[str | None, str | None],
        cursor: str | None,
        limit: int,
    ) -> tuple[list[Row], str | None]:
        """Return the rows of a page and the cursor of the next one."""
        equal = {"account": account, **{name: value for name, value in filters.items() if value is not None}}
        since_us, until_us = (instant(text, name) for text, name in zip(span, ("start", "end"), strict=True))
        page_of = f"{table} {equal} {since_us} {until_us}"
        before = None if cursor is None else decode_cursor(page_of, cursor)
        await self.caught_up()
        rows = await self.read(self.store.page, table, Page(before, limit + 1, equal, since_us, until_us))
        if len(rows) <= limit:
            return rows, None
        key = "execution_id" if table == "executions" else "entry_id"
        return rows[:limit], encode_cursor(page_of, rows[limit - 1][key])


def instant(text: str | None, parameter: str) -> int | None:
    """Return an instant of the query in microseconds.

    Raises:
        Refused: `invalid_request`: it is no date-time with an offset.
    """
    if text is None:
        return None
    try:
        return from_text(text)
    except ValueError as error:
        message = f"Expected an RFC 3339 date-time, got {text[:_CODE_SHOWN_MAX]!r}."
        item = {"parameter": parameter, "rule": "format", "limit": "date-time", "message": message}
        raise Refused("invalid_request", message, [{**item, "value": text[:_CODE_SHOWN_MAX]}]) from error
