"""The tables of the query side.

Prices are counted in ticks, quantities in lots, funds in the smallest unit of their asset, times in
microseconds since 1970, and starts of candles in seconds since then.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

__all__ = ["candles", "executions", "ledger", "metadata", "orders", "positions", "progress", "trades"]

metadata = MetaData()

progress = Table(
    "progress",
    metadata,
    Column("format", BigInteger, primary_key=True, autoincrement=False),
    Column("journal", Text, nullable=False),
    Column("applied", BigInteger, nullable=False),
)
"""One row: the journal that is projected and the sequence of its last command that is."""

orders = Table(
    "orders",
    metadata,
    Column("order_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", Text, nullable=False),
    Column("client_order_id", Text),
    Column("symbol", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("time_in_force", Text, nullable=False),
    Column("post_only", Text, nullable=False),
    Column("self_trade_prevention", Text, nullable=False),
    Column("price", BigInteger),
    Column("protection_price", BigInteger),
    Column("minimum_quantity", BigInteger),
    Column("quantity", BigInteger, nullable=False),
    Column("filled", BigInteger, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("prevented", BigInteger, nullable=False),
    Column("filled_amount", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
    Index("orders_of_account", "account", "order_id"),
    Index("orders_by_client_id", "account", "client_order_id", "order_id"),
)

executions = Table(
    "executions",
    metadata,
    Column("execution_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", Text, nullable=False),
    Column("order_id", BigInteger, nullable=False),
    Column("client_order_id", Text),
    Column("trade_id", BigInteger, nullable=False),
    Column("symbol", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("liquidity", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("fee", BigInteger, nullable=False),
    Column("time_us", BigInteger, nullable=False),
    Index("executions_of_account", "account", "execution_id"),
    Index("executions_of_order", "order_id", "execution_id"),
)

trades = Table(
    "trades",
    metadata,
    Column("trade_id", BigInteger, primary_key=True, autoincrement=False),
    Column("symbol", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("taker_side", Text, nullable=False),
    Column("time_us", BigInteger, nullable=False),
    Index("trades_of_symbol", "symbol", "trade_id"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account", Text, nullable=False),
    Column("asset", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("order_id", BigInteger),
    Column("execution_id", BigInteger),
    Column("time_us", BigInteger, nullable=False),
    Index("ledger_of_account", "account", "entry_id"),
)

candles = Table(
    "candles",
    metadata,
    Column("symbol", Text, primary_key=True),
    Column("seconds", BigInteger, primary_key=True, autoincrement=False),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("open", BigInteger, nullable=False),
    Column("high", BigInteger, nullable=False),
    Column("low", BigInteger, nullable=False),
    Column("close", BigInteger, nullable=False),
    Column("volume", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("trades", BigInteger, nullable=False),
)
"""Candles of a minute and of an hour; the wider intervals are summed from these when they are asked for."""

positions = Table(
    "positions",
    metadata,
    Column("account", Text, primary_key=True),
    Column("symbol", Text, primary_key=True),
    Column("quantity", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("realised", BigInteger, nullable=False),
    Column("trades", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)
"""Net quantity (bought less sold), what it cost (negative when sold), and the profit realised by closing, after fees.

A reset leaves the row with no trades.
"""
