"""The matching engine: pure, deterministic, integers only; commands go in, events come out.

Prices count ticks, quantities count lots, amounts count the smallest unit of their asset.
"""

from tradespec_engine.accounts import Account, Balance
from tradespec_engine.commands import Command, decode_command, encode_command
from tradespec_engine.engine import Engine, Hold
from tradespec_engine.events import Event, decode_events, encode_events
from tradespec_engine.instrument import Instrument
from tradespec_engine.invariants import InvariantBroken
from tradespec_engine.order import Order
from tradespec_engine.rules import UNITS
from tradespec_engine.support import NOT_SUPPORTED_YET, not_supported

__all__ = [
    "NOT_SUPPORTED_YET",
    "UNITS",
    "Account",
    "Balance",
    "Command",
    "Engine",
    "Event",
    "Hold",
    "Instrument",
    "InvariantBroken",
    "Order",
    "decode_command",
    "decode_events",
    "encode_command",
    "encode_events",
    "not_supported",
]
