"""Whole documents that come and go where many are compared at once: one finding each, not one for every operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.contract import read
from tradespec.diff.collector import use_of
from tradespec.diff.compare import compare
from tradespec.diff.document_rules import DOCUMENTS
from tradespec.diff.finding import Finding, Report
from tradespec.diff.fingerprint import with_fingerprints
from tradespec.document import Document, Place
from tradespec.document.load import SourceFile

if TYPE_CHECKING:
    from datetime import date

    from tradespec.contract import Contract
    from tradespec.diff.finding import Severity
    from tradespec.diff.terms import Terms


def removed(base: Contract, name: str, *, today: date | None = None, terms: Terms | None = None) -> Report:
    """Return the report about a document that the new side has no more: harmless where all sunsets have passed."""
    none = nothing(base, name)
    worst: Severity = next((each.severity for each in compare(base, none, today=today, terms=terms)), "info")
    count = len(base.operations)
    got = f"no document `{name}`, which has {count} operation{'' if count == 1 else 's'}"
    found = finding(base, "api-document-removed", "the documents of today", got, worst)
    return Report(base, none, with_fingerprints([found], base.document, none.document), name, "revision")


def added(revision: Contract, name: str) -> Report:
    """Return the report about a document that the old side did not have."""
    none = nothing(revision, name)
    found = finding(revision, "api-document-added", "the documents of today", f"the document `{name}` too", "info")
    return Report(none, revision, with_fingerprints([found], none.document, revision.document), name, "base")


def finding(contract: Contract, rule: str, expected: str, got: str, severity: Severity) -> Finding:
    """Return the finding about a document that stands on one side."""
    said, place = DOCUMENTS[rule], Place(contract.document.entry)
    base, revision = (place, None) if rule == "api-document-removed" else (None, place)
    uses = tuple(use_of(operation) for operation in contract.operations)
    message = f"Expected {expected}, got {got} - at the root"
    fix = said.fix if severity != "info" else ""
    return Finding(rule, severity, said.scope, said.direction, message, "declared", uses, base, revision, fix=fix)


def nothing(contract: Contract, name: str) -> Contract:
    """Return a contract without anything, which stands for the document that is not there."""
    root: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": name, "version": contract.version}, "paths": {}}
    return read(Document(name, files={name: SourceFile(name, b"{}", root, [], is_json=True)}))
