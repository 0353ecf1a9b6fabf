"""Positions from executions: net quantity, its cost, and the profit realised by closing, in exact integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradespec_server.store import Row

__all__ = ["cleared", "fill", "opened"]


def opened(account: str, symbol: str) -> Row:
    """Return the position of an account that has not traded an instrument."""
    return {
        "account": account,
        "symbol": symbol,
        "quantity": 0,
        "cost": 0,
        "realised": 0,
        "trades": 0,
        "updated_us": 0,
    }


def cleared(position: Row, time_us: int) -> None:
    """Set a position back to where nothing was traded."""
    position.update(quantity=0, cost=0, realised=0, trades=0, updated_us=time_us)


def fill(position: Row, bought: int, amount: int, fee: int, time_us: int) -> None:
    """Add an execution: `bought` lots (below zero: sold) for `amount` of the quote asset.

    Cost carries the sign of the quantity. Closing a part takes its share of the cost, rounded down; what
    rounding leaves stays with the open part, so that profits add up exactly once all of it is closed.
    """
    quantity = position["quantity"]
    closing = min(abs(quantity), abs(bought)) if (quantity < 0) != (bought < 0) else 0
    if closing:
        sign = 1 if quantity > 0 else -1
        cost = position["cost"] * closing // abs(quantity)
        proceeds = amount * closing // abs(bought)
        position["realised"] += sign * proceeds - cost
        position["cost"] -= cost
        position["quantity"] -= sign * closing
        bought += sign * closing
        amount -= proceeds
    if bought:
        position["quantity"] += bought
        position["cost"] += amount if bought > 0 else -amount
    position["realised"] -= fee
    position["trades"] += 1
    position["updated_us"] = time_us
