"""Orders: place, check, amend, cancel and read them, one by one or in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_engine import Hold
from tradespec_engine.commands import CancelAll, PlaceOrder
from tradespec_engine.events import AmendRejected, CancelRejected, OrderClosed, OrderRejected, OrderReplayed
from tradespec_engine.words import BUY
from tradespec_server.errors import Refused
from tradespec_server.exchange import door, views
from tradespec_server.exchange.core import Core
from tradespec_server.exchange.refusals import refused
from tradespec_server.store import Page, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.exchange.markets import Market
    from tradespec_server.exchange.sequencer import Applied
    from tradespec_server.store import Row

__all__ = ["Orders"]

_Json = dict[str, Any]
_ID_SHOWN_MAX = 40


class Orders(Core):
    """The operations of the group Orders. Each takes the account of the key that signed."""

    async def place_order(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Place an order and return it as it stands after matching.

        Raises:
            Refused: What the door or the engine refuses; no order exists then.
        """
        command = door.place_order(account, request, self.markets)
        return await self._placed(command, await self.submit(command))

    async def place_orders(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Place orders one after another, in one write; a refused one is a `Refused` under `problem` at its place."""
        results: list[_Json] = []
        commands: dict[int, PlaceOrder] = {}
        for index, item in enumerate(request["orders"]):
            results.append({})
            try:
                commands[index] = door.place_order(account, item, self.markets, f"/orders/{index}")
            except Refused as refusal:
                results[index] = {"problem": refusal}
        applied = await self.submit_all(list(commands.values())) if commands else []
        for (index, command), one in zip(commands.items(), applied, strict=True):
            try:
                results[index] = {"status": 201, "order": await self._placed(command, one, f"/orders/{index}")}
            except Refused as refusal:
                results[index] = {"problem": refusal}
        return {"results": results}

    async def validate_order(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Run every check of placing, and return what would be held.

        Raises:
            Refused: As `place_order` would.
        """
        command = door.place_order(account, request, self.markets)
        market = self.markets[command.symbol]
        checked = self.engine.check_order(command)
        if isinstance(checked, OrderRejected):
            raise refused(checked, market, _funds(command.side, market), price_field=_price_field(command))
        if isinstance(checked, Hold):
            return {"hold_asset": checked.asset, "hold_amount": self.assets[checked.asset].format(checked.amount)}
        # The same order was placed before: placing it again would hold nothing.
        return {"hold_asset": _funds_asset(command.side, market), "hold_amount": "0"}

    async def amend_order(self, account: str, order_id: str, request: Mapping[str, Any]) -> _Json:
        """Change an open order and return it.

        Raises:
            Refused: `unknown_order`, `order_already_closed`, or what an amendment breaks; the order is as it was then.
        """
        number = door.order_number(order_id)
        row = self._open_order(account, number)
        if row is None:
            raise await self._not_open(account, number, "")
        market = self.markets[row["symbol"]]
        command = door.amend_order(account, number, request, market)
        applied = await self.submit(command)
        for event in applied.events:
            if isinstance(event, AmendRejected):
                if event.code == "unknown_order":
                    raise await self._not_open(account, number, "")
                raise refused(event, market, _funds(row["side"], market))
        return views.order(applied.order or await self._order_row(number), market)

    async def cancel_order(self, account: str, order_id: str) -> _Json:
        """Cancel an open order and return it.

        Raises:
            Refused: `unknown_order`, `order_already_closed`.
        """
        return await self._cancel(account, {"order_id": order_id})

    async def cancel_order_by_client_id(self, account: str, client_order_id: str) -> _Json:
        """Cancel an open order by the client's id and return it; see `cancel_order`."""
        return await self._cancel(account, {"client_order_id": client_order_id})

    async def cancel_orders(self, account: str, request: Mapping[str, Any]) -> _Json:
        """Cancel orders one after another, in one write; a refused one is a `Refused` under `problem` at its place."""
        references = request["orders"]
        commands = [door.cancel_order(account, reference) for reference in references]
        results: list[_Json] = []
        for reference, applied in zip(references, await self.submit_all(commands, cancel=True), strict=True):
            try:
                results.append({"status": 200, "order": await self._cancelled(account, reference, applied)})
            except Refused as refusal:
                results.append({"problem": refusal})
        return {"results": results}

    async def cancel_all_orders(self, account: str, symbol: str | None = None, side: str | None = None) -> _Json:
        """Cancel all open orders of the account, or of one instrument or side, in one step.

        Raises:
            Refused: `unknown_instrument`.
        """
        if symbol is not None:
            door.find_market(self.markets, symbol, parameter="symbol")
        applied = await self.submit(CancelAll(0, 0, account, symbol or "", side or ""), cancel=True)
        cancelled = [str(event.order_id) for event in applied.events if isinstance(event, OrderClosed)]
        return {"cancelled": cancelled, "count": len(cancelled)}

    async def get_order(self, account: str, order_id: str) -> _Json:
        """Return an order, open or ended.

        Raises:
            Refused: `unknown_order`.
        """
        row = await self._find_row(door.order_number(order_id))
        if row is None or row["account"] != account:
            raise _unknown(order_id, "order_id")
        return self._view(row)

    async def get_order_by_client_id(self, account: str, client_order_id: str) -> _Json:
        """Return the order that a client order id names: open, or ended in the last 24 hours.

        Raises:
            Refused: `unknown_order`.
        """
        number = self.engine.order_id_of(account, client_order_id)
        if number is None:
            raise _unknown(client_order_id, "client_order_id")
        return self._view(await self._order_row(number))

    async def list_orders(  # noqa: PLR0913  # the operation's parameters
        self,
        account: str,
        *,
        status: str | None = None,
        symbol: str | None = None,
        side: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> _Json:
        """Return a page of the account's orders, newest first.

        Raises:
            Refused: `invalid_cursor`, `unknown_instrument`.
        """
        if symbol is not None:
            door.find_market(self.markets, symbol, parameter="symbol")
        page_of = f"orders {account} {status} {symbol} {side}"
        before = None if cursor is None else decode_cursor(page_of, cursor)
        equal: dict[str, Any] = {"account": account}
        equal.update({name: value for name, value in (("symbol", symbol), ("side", side)) if value is not None})
        if status in {"open", "closed"}:
            equal["open"] = status == "open"
        elif status is not None:
            equal["status"] = status
        rows = await self._order_page(Page(before, limit + 1, equal))
        shown = rows[:limit]
        more = len(rows) > limit
        return {
            "items": [self._view(row) for row in shown],
            "next_cursor": encode_cursor(page_of, shown[-1]["order_id"]) if more else None,
        }

    async def _order_page(self, page: Page) -> list[Row]:
        """Read open orders from memory, where they are complete at any time, and others from the store."""
        if page.equal.get("open") is not True:
            await self.caught_up()
            return await self.read(self.store.page, "orders", page)
        of_account = self.projection.open_of.get(page.equal["account"], {})
        rows = [
            row
            for number, row in reversed(of_account.items())
            if (page.before is None or number < page.before)
            and all(row[name] == value for name, value in page.equal.items())
        ]
        return rows[: page.limit]

    def _view(self, row: Row) -> _Json:
        return views.order(row, self.markets[row["symbol"]])

    def _open_order(self, account: str, number: int) -> Row | None:
        return self.projection.open_of.get(account, {}).get(number)

    async def _find_row(self, number: int) -> Row | None:
        row = self.projection.order(number)
        if row is None:
            await self.caught_up()
            row = await self.read(self.store.order, number)
        return row

    async def _order_row(self, number: int) -> Row:
        """Return the row of an order that the engine knows."""
        row = await self._find_row(number)
        if row is None:
            raise Refused("internal_error", f"Expected order {number} in the store, got nothing.")
        return row

    async def _placed(self, command: PlaceOrder, applied: Applied, at: str = "") -> _Json:
        """Return the order that placing made or found, or raise why there is none."""
        first = applied.events[0]
        market = self.markets[command.symbol]
        if isinstance(first, OrderReplayed):
            return views.order(await self._order_row(first.order_id), market)
        if isinstance(first, OrderRejected):
            raise refused(first, market, _funds(command.side, market), at, _price_field(command))
        return views.order(applied.order or {}, market)

    async def _cancel(self, account: str, reference: Mapping[str, Any]) -> _Json:
        command = door.cancel_order(account, reference)
        if command.order_id and self._open_order(account, command.order_id) is None:
            # Not open now means never open again; such a cancel need not enter the journal.
            raise await self._not_open(account, command.order_id, "")
        return await self._cancelled(account, reference, await self.submit(command, cancel=True))

    async def _cancelled(self, account: str, reference: Mapping[str, Any], applied: Applied) -> _Json:
        first = applied.events[0]
        if isinstance(first, CancelRejected):
            number = door.order_number(reference.get("order_id", "0"))
            raise await self._not_open(account, number, reference.get("client_order_id", ""))
        return self._view(applied.order or {})

    async def _not_open(self, account: str, number: int, client_order_id: str) -> Refused:
        """Return why an order cannot be amended or cancelled: it has ended, or is none of this account's."""
        known = self.engine.order_id_of(account, client_order_id) if client_order_id else number
        row = None if known is None else await self._find_row(known)
        if row is None or row["account"] != account:
            return _unknown(client_order_id or str(number), "client_order_id" if client_order_id else "order_id")
        return Refused(
            "order_already_closed",
            f"Expected an open order, got order {row['order_id']}, which is {row['status']}."
            " Read it to see what filled.",
        )


def _unknown(shown: str, parameter: str) -> Refused:
    message = f"Expected the id of an order of this account, got {shown[:_ID_SHOWN_MAX]!r}."
    return Refused(
        "unknown_order",
        f"{message} `GET /v1/orders` lists them.",
        [{"parameter": parameter, "rule": "order", "value": shown[:_ID_SHOWN_MAX], "message": message}],
    )


def _funds(side: str, market: Market) -> Grid:
    """Return the amounts that an order of this side holds."""
    return market.quote if side == BUY else market.base


def _funds_asset(side: str, market: Market) -> str:
    return market.instrument.quote if side == BUY else market.instrument.base


def _price_field(command: PlaceOrder) -> str:
    return "price" if command.order_type == "limit" else "protection_price"
