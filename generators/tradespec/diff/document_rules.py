"""The rules about whole documents, where many are compared at once."""

from __future__ import annotations

from typing import Final

from tradespec.diff.rule import Rule

DOCUMENTS: Final[dict[str, Rule]] = {
    "api-document-removed": Rule(
        "breaking",
        "wire",
        "none",
        "A document is gone with all its operations; as bad as the worst of their removals.",
        "Keep the document; where it was only renamed, compare the two files by themselves.",
    ),
    "api-document-added": Rule("info", "wire", "none", "A document is new."),
}
