"""The way ``traces``: what clients once sent is sent again, signed anew, and the answers are compared.

A trace is a recording of real calls: our own JSON lines (`trace`) or a HAR file (`har`). `record` makes one from the
scenarios of a contract. Ids, times and signatures differ from run to run and are abstracted (`compare`).
"""

from tradespec.probe.compat.traces.har import read_har
from tradespec.probe.compat.traces.record import record
from tradespec.probe.compat.traces.replay import Traces
from tradespec.probe.compat.traces.trace import Exchange, read_trace, write_trace

__all__ = ["Exchange", "Traces", "read_har", "read_trace", "record", "write_trace"]
