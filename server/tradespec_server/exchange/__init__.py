"""The exchange service: commands in, durable and in order; answers and reads in the contract's shapes out."""

from tradespec_server.exchange.core import DirectoryInUse, ExchangeConfig
from tradespec_server.exchange.sequencer import Applied, QueueLimits
from tradespec_server.exchange.service import Exchange

__all__ = ["Applied", "DirectoryInUse", "Exchange", "ExchangeConfig", "QueueLimits"]
