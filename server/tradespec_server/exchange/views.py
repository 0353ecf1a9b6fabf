"""Rows as the contract's responses: decimals and times as strings, ids as strings, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.exchange.times import to_text

if TYPE_CHECKING:
    from tradespec_server.exchange.decimals import Grid
    from tradespec_server.exchange.markets import Market
    from tradespec_server.store import Row

__all__ = ["balance", "candle", "execution", "ledger_entry", "order", "position", "trade"]

_Json = dict[str, Any]
_SECOND_US = 1_000_000


def order(row: Row, market: Market) -> _Json:
    """Return an order as the schema `Order`."""
    price, quantity = market.price.format, market.quantity.format
    filled, protection = row["filled"], row["protection_price"]
    return {
        "order_id": str(row["order_id"]),
        "client_order_id": row["client_order_id"],
        "order_list_id": None,
        "symbol": row["symbol"],
        "side": row["side"],
        "type": row["type"],
        "status": row["status"],
        "reason": row["reason"],
        "time_in_force": row["time_in_force"],
        "expire_time": None,
        "post_only": row["post_only"],
        "self_trade_prevention": row["self_trade_prevention"],
        "price": None if row["price"] is None else price(row["price"]),
        "protection_price": None if protection is None else price(protection),
        "trigger_price": None,
        "trailing_offset": None,
        "activation_price": None,
        "display_quantity": None,
        "minimum_quantity": None if row["minimum_quantity"] is None else quantity(row["minimum_quantity"]),
        "quantity": quantity(row["quantity"]),
        "filled_quantity": quantity(filled),
        "remaining_quantity": quantity(row["remaining"]),
        "prevented_quantity": quantity(row["prevented"]),
        "filled_amount": market.quote.format(row["filled_amount"]),
        "average_price": market.average_price(row["filled_amount"], filled) if filled else None,
        "create_time": to_text(row["created_us"]),
        "update_time": to_text(row["updated_us"]),
    }


def execution(row: Row, market: Market) -> _Json:
    """Return an execution as the schema `Execution`."""
    return {
        "execution_id": str(row["execution_id"]),
        "trade_id": str(row["trade_id"]),
        "order_id": str(row["order_id"]),
        "client_order_id": row["client_order_id"],
        "symbol": row["symbol"],
        "side": row["side"],
        "price": market.price.format(row["price"]),
        "quantity": market.quantity.format(row["quantity"]),
        "amount": market.quote.format(row["amount"]),
        "fee": market.quote.format(row["fee"]),
        "fee_asset": market.instrument.quote,
        "liquidity": row["liquidity"],
        "time": to_text(row["time_us"]),
    }


def trade(row: Row, market: Market) -> _Json:
    """Return a public trade as the schema `Trade`."""
    return {
        "trade_id": str(row["trade_id"]),
        "symbol": row["symbol"],
        "price": market.price.format(row["price"]),
        "quantity": market.quantity.format(row["quantity"]),
        "taker_side": row["taker_side"],
        "time": to_text(row["time_us"]),
    }


def ledger_entry(row: Row, amounts: Grid) -> _Json:
    """Return a change of a balance as the schema `LedgerEntry`."""
    return {
        "entry_id": str(row["entry_id"]),
        "time": to_text(row["time_us"]),
        "asset": row["asset"],
        "type": row["type"],
        "amount": amounts.format(row["amount"]),
        "balance": amounts.format(row["balance"]),
        "order_id": None if row["order_id"] is None else str(row["order_id"]),
        "execution_id": None if row["execution_id"] is None else str(row["execution_id"]),
    }


def balance(asset: str, available: int, held: int, amounts: Grid) -> _Json:
    """Return what an account has of an asset as the schema `Balance`."""
    return {
        "asset": asset,
        "total": amounts.format(available + held),
        "available": amounts.format(available),
        "held": amounts.format(held),
    }


def position(row: Row, market: Market, mark_price: int | None) -> _Json:
    """Return a position as the schema `Position`, its open quantity valued at a price in ticks."""
    quantity, cost = row["quantity"], row["cost"]
    return {
        "symbol": row["symbol"],
        "net_quantity": market.quantity.format(quantity),
        "average_entry_price": market.average_price(cost, quantity) if quantity else None,
        "mark_price": None if mark_price is None else market.price.format(mark_price),
        "realised_profit": market.quote.format(row["realised"]),
        "unrealised_profit": (
            None if mark_price is None else market.quote.format(market.worth(quantity, mark_price) - cost)
        ),
        "update_time": to_text(row["updated_us"]),
    }


def candle(row: Row, market: Market, now_us: int) -> _Json:
    """Return a candle as the schema `Candle`."""
    return {
        "open_time": to_text(row["start"] * _SECOND_US),
        "open": market.price.format(row["open"]),
        "high": market.price.format(row["high"]),
        "low": market.price.format(row["low"]),
        "close": market.price.format(row["close"]),
        "volume": market.quantity.format(row["volume"]),
        "quote_volume": market.quote.format(row["amount"]),
        "trades": row["trades"],
        "closed": (row["start"] + row["seconds"]) * _SECOND_US <= now_us,
    }
