"""Rules about our own words: limits, errors, idempotency, pages, the WebSocket, FIX."""

from __future__ import annotations

from typing import Final

from tradespec.diff.rule import KEEP, KEEP_VALUE, OLD_TOO, OPTIONAL, Rule

WORDS: Final[dict[str, Rule]] = {
    "limit-capacity-decreased": Rule(
        "breaking", "behaviour", "none", "`x-limits`: fewer calls may be made at once.", KEEP_VALUE
    ),
    "limit-refill-decreased": Rule(
        "breaking", "behaviour", "none", "`x-limits`: fewer calls may be made in a second.", KEEP_VALUE
    ),
    "limit-scope-changed": Rule("risky", "behaviour", "none", "`x-limits`: others share a bucket.", KEEP_VALUE),
    "limit-increased": Rule("info", "behaviour", "none", "`x-limits`: more calls may be made."),
    "operation-limit-added": Rule(
        "risky", "behaviour", "none", "`x-limit`: calls of an operation are counted now.", KEEP_VALUE
    ),
    "operation-limit-removed": Rule(
        "info", "behaviour", "none", "`x-limit`: calls of an operation are counted no more."
    ),
    "operation-limit-weight-increased": Rule(
        "breaking", "behaviour", "none", "`x-limit`: a call weighs more.", KEEP_VALUE
    ),
    "operation-limit-weight-decreased": Rule("info", "behaviour", "none", "`x-limit`: a call weighs less."),
    "operation-limit-bucket-changed": Rule(
        "risky", "behaviour", "none", "`x-limit`: a call draws on another bucket.", KEEP_VALUE
    ),
    "operation-error-code-added": Rule(
        "risky",
        "behaviour",
        "response",
        "`x-error-codes`: an operation can answer one more code.",
        "Check that clients take it by its status.",
    ),
    "operation-error-code-removed": Rule(
        "info", "behaviour", "response", "`x-error-codes`: an operation answers a code no more."
    ),
    "error-code-removed": Rule(
        "risky",
        "source",
        "response",
        "`x-errors`: a code is gone from the catalogue.",
        "Keep the code in the catalogue.",
    ),
    "error-code-added": Rule("info", "source", "response", "`x-errors`: the catalogue has one more code."),
    "error-code-status-changed": Rule(
        "breaking", "wire", "response", "`x-errors`: a code comes with another status.", KEEP_VALUE
    ),
    "error-code-outcome-changed": Rule(
        "breaking", "behaviour", "response", "`x-errors`: a code says otherwise whether anything happened.", KEEP_VALUE
    ),
    "error-code-retryable-changed": Rule(
        "breaking", "behaviour", "response", "`x-errors`: a code says otherwise whether to try again.", KEEP_VALUE
    ),
    "idempotency-removed": Rule(
        "breaking", "behaviour", "request", "`x-idempotency`: a call is not safe to repeat any more.", KEEP_VALUE
    ),
    "idempotency-added": Rule("info", "behaviour", "request", "`x-idempotency`: a call is safe to repeat."),
    "idempotency-field-changed": Rule(
        "breaking", "behaviour", "request", "`x-idempotency`: another field makes a call safe to repeat.", KEEP_VALUE
    ),
    "idempotency-window-decreased": Rule(
        "breaking", "behaviour", "request", "`x-idempotency`: a call is safe to repeat for less time.", KEEP_VALUE
    ),
    "idempotency-window-increased": Rule(
        "info", "behaviour", "request", "`x-idempotency`: a call is safe to repeat for longer."
    ),
    "pagination-removed": Rule(
        "breaking", "source", "none", "`x-pagination`: a list has no pages any more.", KEEP_VALUE
    ),
    "pagination-added": Rule(
        "risky",
        "behaviour",
        "none",
        "`x-pagination`: a list comes in pages now.",
        "Clients that read one page only now miss the rest.",
    ),
    "pagination-changed": Rule(
        "breaking", "source", "none", "`x-pagination`: other fields lead to the next page.", KEEP_VALUE
    ),
    "pagination-limit-max-decreased": Rule(
        "breaking", "behaviour", "request", "`x-pagination`: a page holds fewer items at most.", KEEP_VALUE
    ),
    "pagination-limit-max-increased": Rule(
        "info", "behaviour", "request", "`x-pagination`: a page may hold more items."
    ),
}
STREAMS: Final[dict[str, Rule]] = {
    "websocket-method-added": Rule(
        "info", "wire", "none", "`x-websocket`: an operation can be called over the WebSocket."
    ),
    "websocket-method-removed": Rule(
        "breaking", "wire", "none", "`x-websocket`: an operation can be called over the WebSocket no more.", KEEP
    ),
    "websocket-method-changed": Rule(
        "breaking", "wire", "none", "`x-websocket`: an operation is called by another name.", OLD_TOO
    ),
    "channel-added": Rule("info", "wire", "none", "`x-channels`: one more channel."),
    "channel-removed": Rule("breaking", "wire", "none", "`x-channels`: a channel is gone.", KEEP),
    "channel-parameter-added": Rule(
        "breaking", "wire", "request", "`x-channels`: one more parameter must be said to subscribe.", OPTIONAL
    ),
    "channel-parameter-removed": Rule(
        "breaking", "wire", "request", "`x-channels`: a parameter is taken no more.", KEEP
    ),
    "channel-access-narrowed": Rule(
        "breaking", "wire", "request", "`x-channels`: a channel asks for a scope that it did not ask for.", KEEP_VALUE
    ),
    "channel-access-widened": Rule(
        "risky",
        "behaviour",
        "request",
        "`x-channels`: a channel asks for less.",
        "Check that letting more clients in is meant.",
    ),
    "channel-delivery-changed": Rule(
        "breaking",
        "behaviour",
        "response",
        "`x-channels`: snapshots, deltas, sequence numbers, checksums or conflation of a channel are others.",
        KEEP_VALUE,
    ),
}
FIX: Final[dict[str, Rule]] = {
    "fix-added": Rule("info", "wire", "none", "`x-fix`: FIX has a word for it now."),
    "fix-removed": Rule("breaking", "wire", "none", "`x-fix`: FIX has no word for it any more.", KEEP_VALUE),
    "fix-message-changed": Rule("breaking", "wire", "none", "`x-fix`: another message type.", KEEP_VALUE),
    "fix-tag-changed": Rule("breaking", "wire", "none", "`x-fix`: another tag.", KEEP_VALUE),
    "fix-name-changed": Rule("risky", "source", "none", "`x-fix`: another name of a field.", KEEP_VALUE),
    "fix-type-changed": Rule("breaking", "wire", "none", "`x-fix`: another datatype.", KEEP_VALUE),
    "fix-value-added": Rule(
        "risky", "wire", "none", "`x-fix`: one more value has a code.", "Check that clients take it."
    ),
    "fix-value-removed": Rule("breaking", "wire", "none", "`x-fix`: a value has no code any more.", KEEP_VALUE),
    "fix-value-changed": Rule("breaking", "wire", "none", "`x-fix`: a value has another code.", KEEP_VALUE),
    "fix-changed": Rule(
        "breaking", "wire", "none", "`x-fix`: a repeating group or another word is another.", KEEP_VALUE
    ),
}
