"""The query side: rows projected from the journal, and what lists and lookups ask of them."""

from tradespec_server.store.cursors import decode_cursor, encode_cursor
from tradespec_server.store.port import Changes, Page, Row, Store, StoreError, StoreUnreadable
from tradespec_server.store.sql import SqlStore

__all__ = [
    "Changes",
    "Page",
    "Row",
    "SqlStore",
    "Store",
    "StoreError",
    "StoreUnreadable",
    "decode_cursor",
    "encode_cursor",
]
