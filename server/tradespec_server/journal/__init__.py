"""The log of record: a port, its SQLite adapter, and a stand-in in memory."""

from tradespec_server.journal.memory import MemoryJournal, MemoryRows
from tradespec_server.journal.port import Fenced, Journal, JournalDamaged, JournalError, JournalUnreadable, Record
from tradespec_server.journal.sqlite import SqliteJournal

__all__ = [
    "Fenced",
    "Journal",
    "JournalDamaged",
    "JournalError",
    "JournalUnreadable",
    "MemoryJournal",
    "MemoryRows",
    "Record",
    "SqliteJournal",
]
