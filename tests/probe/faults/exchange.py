"""The exchange with one change, as an ASGI application: `TRADESPEC_CHANGE` names it.

Every answer is the exchange's own but for the change; without the variable it is the exchange as it is.
"""

import copy
import json
import os
from pathlib import Path
from typing import Any

from faults.catalogue import CHANGES, Change, Document
from faults.wire import Wire
from tradespec_server.app import create_app as create_exchange

ROOT = Path(__file__).parents[3]


def published() -> Document:
    """Return the document that the exchange publishes."""
    document: Document = json.loads((ROOT / "generated/server/openapi.json").read_text("utf-8"))
    return document


def edited(one: Change) -> Document:
    """Return what the contract says with a change."""
    document = copy.deepcopy(published())
    if one.document:
        one.document(document)
    return document


def create_app() -> Any:
    """Return the application."""
    name = os.environ.get("TRADESPEC_CHANGE", "")
    if not name:
        return create_exchange()
    one = CHANGES[name]
    if one.inside:
        one.inside()
    wire = Wire(one.wire.refuse, one.wire.path, one.wire.answer, edited(one) if one.document else {})
    return wire.around(create_exchange())
