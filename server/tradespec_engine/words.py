"""The engine's words: values of sides, types, modes, states and reasons, spelled as in the contract.

They are strings so that journals and events read by themselves; all numbers of the engine are integers.
"""

from __future__ import annotations

from typing import Final

# Sides
BUY: Final = "buy"
SELL: Final = "sell"

# Order types
LIMIT: Final = "limit"
MARKET: Final = "market"
STOP: Final = "stop"
STOP_LIMIT: Final = "stop_limit"
TAKE_PROFIT: Final = "take_profit"
TAKE_PROFIT_LIMIT: Final = "take_profit_limit"
TRAILING_STOP: Final = "trailing_stop"
ICEBERG: Final = "iceberg"

# Times in force
GTC: Final = "gtc"
IOC: Final = "ioc"
FOK: Final = "fok"
GTD: Final = "gtd"
DAY: Final = "day"

# Post-only modes and self-trade prevention modes share "none"
NONE: Final = "none"
REJECT: Final = "reject"
SLIDE: Final = "slide"
CANCEL_TAKER: Final = "cancel_taker"
CANCEL_MAKER: Final = "cancel_maker"
CANCEL_BOTH: Final = "cancel_both"
DECREMENT: Final = "decrement"

# Order states
NEW: Final = "new"
PARTIALLY_FILLED: Final = "partially_filled"
FILLED: Final = "filled"
CANCELLED: Final = "cancelled"
REJECTED: Final = "rejected"
EXPIRED: Final = "expired"

# Why an order ended; the empty string when it simply filled
USER: Final = "user"
MASS_CANCEL: Final = "mass_cancel"
IOC_REMAINDER: Final = "ioc_remainder"
MARKET_REMAINDER: Final = "market_remainder"
FOK_UNFILLED: Final = "fok_unfilled"
MINIMUM_QUANTITY: Final = "minimum_quantity"
SELF_TRADE: Final = "self_trade"
POST_ONLY_CROSS: Final = "post_only"
PRICE_BAND: Final = "price_band"
AMENDED: Final = "amended"

# Instrument states
PRE_OPEN: Final = "pre_open"
AUCTION: Final = "auction"
CONTINUOUS: Final = "continuous"
POST_ONLY: Final = "post_only"
CANCEL_ONLY: Final = "cancel_only"
HALTED: Final = "halted"
CLOSED: Final = "closed"

# Ledger entries
DEPOSIT: Final = "deposit"
TRADE: Final = "trade"
FEE: Final = "fee"
RESET: Final = "reset"

RATE_ONE: Final = 10**8
"""Fees and bands are integers in units of 10**-8: one basis point is 10,000, the whole is 100,000,000."""

MAX_INT: Final = 2**63 - 1
"""No price, quantity, amount or supply of an asset exceeds this, so any store can keep it."""
