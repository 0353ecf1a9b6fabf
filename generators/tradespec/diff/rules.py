"""The rules about everything that is no schema: id, severity, what it means, and what to do.

Ids are oasdiff's where the meaning is the same. Rules about schemas stand in `tradespec.diff.endings`: their ids are made
of a position and an ending, and their severity is what containment answered.
"""

from __future__ import annotations

from typing import Final

from tradespec.diff.endings import POSITIONS
from tradespec.diff.rule import (
    BUMP,
    KEEP,
    KEEP_CALLING,
    KEEP_DATE,
    KEEP_VALUE,
    NAMED_FROM,
    NOTICE,
    OLD_TOO,
    OPTIONAL,
    PROMISED,
    SAY_DATE,
    SAY_UNTIL,
    SEND_HEADER,
    WAIT,
    WRITE_DATE,
    Rule,
)
from tradespec.diff.security_rules import SECURITY
from tradespec.diff.word_rules import FIX, STREAMS, WORDS
from tradespec.records import replace

OPERATIONS: Final[dict[str, Rule]] = {
    "endpoint-added": Rule("info", "wire", "none", "A new operation."),
    "api-path-removed-without-deprecation": Rule(
        "breaking", "wire", "none", "The last operation of a path is gone, and nobody was told before.", KEEP
    ),
    "api-path-removed-with-deprecation": Rule(
        "breaking",
        "wire",
        "none",
        "The last operation of a path is gone; it was deprecated, but with no date.",
        SAY_UNTIL,
    ),
    "api-path-removed-before-sunset": Rule(
        "breaking", "wire", "none", "The last operation of a path is gone before the date that was promised.", WAIT
    ),
    "api-path-removed-after-sunset": Rule(
        "info", "wire", "none", "The last operation of a path is gone, after the date that was promised."
    ),
    "api-path-sunset-parse": Rule(
        "breaking",
        "wire",
        "none",
        "An operation is gone whose `x-sunset` was no date, so nobody could know.",
        WRITE_DATE,
    ),
    "api-removed-without-deprecation": Rule(
        "breaking", "wire", "none", "An operation is gone, and nobody was told before.", KEEP
    ),
    "api-removed-with-deprecation": Rule(
        "breaking", "wire", "none", "An operation is gone; it was deprecated, but with no date.", SAY_UNTIL
    ),
    "api-removed-before-sunset": Rule(
        "breaking", "wire", "none", "An operation is gone before the date that was promised.", WAIT
    ),
    "api-removed-after-sunset": Rule("info", "wire", "none", "An operation is gone, after the date that was promised."),
    "api-operation-moved": Rule(
        "breaking",
        "wire",
        "none",
        "An operation answers at another method or path; its id says that it is the same one.",
        "Keep the old method and path beside the new one.",
    ),
    "api-operation-id-changed": Rule("risky", "source", "none", "`operationId` is another.", NAMED_FROM),
    "api-operation-id-removed": Rule("risky", "source", "none", "`operationId` is gone.", NAMED_FROM),
    "api-operation-id-added": Rule("info", "source", "none", "An operation has an `operationId` now."),
    "api-tag-removed": Rule(
        "info", "source", "none", "An operation has a tag less.", "Generated clients group their methods by tag."
    ),
    "api-tag-added": Rule("info", "source", "none", "An operation has one more tag."),
}
LIFECYCLE: Final[dict[str, Rule]] = {
    "endpoint-deprecated": Rule("info", "behaviour", "none", "An operation is deprecated, with no date."),
    "endpoint-deprecated-with-sunset": Rule(
        "info", "behaviour", "none", "An operation is deprecated, and `x-sunset` says until when it answers."
    ),
    "endpoint-reactivated": Rule("info", "behaviour", "none", "An operation is deprecated no more."),
    "api-deprecated-sunset-missing": Rule(
        "risky", "behaviour", "none", "An operation is deprecated, and no `x-sunset` says until when.", SAY_DATE
    ),
    "api-deprecated-sunset-parse": Rule("risky", "behaviour", "none", "`x-sunset` is no date.", WRITE_DATE),
    "api-sunset-date-too-small": Rule(
        "risky", "behaviour", "none", "`x-sunset` leaves clients too little time.", NOTICE
    ),
    "api-sunset-date-changed-too-small": Rule(
        "breaking", "behaviour", "none", "`x-sunset` is earlier than it was.", PROMISED
    ),
    "sunset-deleted": Rule(
        "risky", "behaviour", "none", "An operation is deprecated still, but `x-sunset` is gone.", KEEP_DATE
    ),
    "api-stability-decreased": Rule(
        "risky", "behaviour", "none", "`x-stability` promises less.", "What was promised stable must stay so."
    ),
    "api-stability-increased": Rule("info", "behaviour", "none", "`x-stability` promises more."),
    "api-invalid-stability-level": Rule(
        "risky",
        "behaviour",
        "none",
        "`x-stability` is none of the levels, so nobody knows what may still break.",
        "Write experimental, beta or stable.",
    ),
}
SERVERS: Final[dict[str, Rule]] = {
    "api-server-removed": Rule(
        "breaking",
        "wire",
        "none",
        "An address under which operations answer is gone, or a value of one of its variables.",
        "Keep the old address among the servers.",
    ),
    "api-server-added": Rule("info", "wire", "none", "Operations answer under one more address."),
}
PARAMETERS: Final[dict[str, Rule]] = {
    "new-required-request-parameter": Rule("breaking", "wire", "request", "A new parameter must be sent.", OPTIONAL),
    "new-optional-request-parameter": Rule("info", "wire", "request", "A new parameter may be sent."),
    "new-request-path-parameter": Rule(
        "breaking",
        "wire",
        "request",
        "A parameter of the path is described that was not, and takes less than every text.",
        "Take every text that was taken before.",
    ),
    "request-parameter-removed": Rule(
        "risky",
        "behaviour",
        "request",
        "A parameter is declared no more: what it asked for is ignored or refused.",
        KEEP,
    ),
    "request-parameter-removed-with-deprecation": Rule(
        "risky", "behaviour", "request", "A deprecated parameter is gone; no date had been promised.", SAY_UNTIL
    ),
    "request-parameter-removed-before-sunset": Rule(
        "breaking", "behaviour", "request", "A parameter is gone before the date that was promised.", WAIT
    ),
    "request-parameter-removed-after-sunset": Rule(
        "info", "behaviour", "request", "A parameter is gone, after the date that was promised."
    ),
    "request-parameter-became-required": Rule("breaking", "wire", "request", "A parameter must be sent.", OPTIONAL),
    "request-parameter-became-optional": Rule("info", "wire", "request", "A parameter may be left out."),
    "request-parameter-location-changed": Rule(
        "breaking", "wire", "request", "A parameter is read from another place of the request.", OLD_TOO
    ),
    "request-parameter-style-changed": Rule(
        "breaking", "wire", "request", "The parts of a parameter are written in another style.", OLD_TOO
    ),
    "request-parameter-explode-changed": Rule(
        "breaking",
        "wire",
        "request",
        "The parts of a parameter are written together where they were apart, or apart.",
        OLD_TOO,
    ),
    "request-parameter-allow-reserved-changed": Rule(
        "risky", "wire", "request", "Reserved characters may stand in a parameter unescaped no more.", OLD_TOO
    ),
    "request-parameter-allow-empty-value-removed": Rule(
        "breaking", "wire", "request", "A parameter may be sent without a value no more.", OLD_TOO
    ),
    "request-parameter-media-type-changed": Rule(
        "breaking", "wire", "request", "The value of a parameter is written in another media type.", OLD_TOO
    ),
    "request-parameter-deprecated": Rule("info", "behaviour", "request", "A parameter is deprecated, with no date."),
    "request-parameter-deprecated-with-sunset": Rule(
        "info", "behaviour", "request", "A parameter is deprecated, and `x-sunset` says until when."
    ),
    "request-parameter-deprecated-sunset-missing": Rule(
        "risky", "behaviour", "request", "A parameter is deprecated, and no `x-sunset` says until when.", SAY_DATE
    ),
    "request-parameter-sunset-parse": Rule(
        "risky", "behaviour", "request", "`x-sunset` of a parameter is no date.", WRITE_DATE
    ),
    "request-parameter-sunset-date-too-small": Rule(
        "risky", "behaviour", "request", "`x-sunset` of a parameter leaves clients too little time.", NOTICE
    ),
    "request-parameter-sunset-date-changed-too-small": Rule(
        "breaking", "behaviour", "request", "`x-sunset` of a parameter is earlier than it was.", PROMISED
    ),
    "request-parameter-sunset-deleted": Rule(
        "risky", "behaviour", "request", "A parameter is deprecated still, but its `x-sunset` is gone.", KEEP_DATE
    ),
    "request-parameter-reactivated": Rule("info", "behaviour", "request", "A parameter is deprecated no more."),
    "request-parameter-stability-decreased": Rule(
        "risky", "behaviour", "request", "`x-stability` of a parameter promises less.", KEEP_VALUE
    ),
    "request-parameter-stability-increased": Rule(
        "info", "behaviour", "request", "`x-stability` of a parameter promises more."
    ),
}
HEADERS: Final[dict[str, Rule]] = {
    name.replace("request-parameter", "response-header"): replace(
        rule,
        direction="response",
        means=rule.means.replace("A parameter", "A header").replace("a parameter", "a header"),
    )
    for name, rule in PARAMETERS.items()
    if any(word in name for word in ("deprecated", "sunset", "reactivated", "stability")) and "removed" not in name
}
"""What is promised of the headers of answers, and of parameters of the server's own calls: the same as of parameters."""
REQUESTS: Final[dict[str, Rule]] = {
    "request-body-added-required": Rule("breaking", "wire", "request", "A body must be sent where none was.", OPTIONAL),
    "request-body-added-optional": Rule("info", "wire", "request", "A body may be sent where none was."),
    "request-body-removed": Rule("breaking", "wire", "request", "The body is read no more.", OLD_TOO),
    "request-body-became-required": Rule("breaking", "wire", "request", "The body must be sent.", OPTIONAL),
    "request-body-became-optional": Rule("info", "wire", "request", "The body may be left out."),
    "request-body-media-type-added": Rule("info", "wire", "request", "The body may be sent in one more media type."),
    "request-body-media-type-removed": Rule(
        "breaking", "wire", "request", "The body may be sent in a media type no more.", OLD_TOO
    ),
    "request-body-encoding-changed": Rule(
        "breaking", "wire", "request", "A part of the body is read in another `encoding`.", OLD_TOO
    ),
    "request-body-media-type-schema-added": Rule(
        "breaking",
        "wire",
        "request",
        "A body that could hold anything has a schema now.",
        "Accept what was accepted before.",
    ),
    "request-body-media-type-schema-removed": Rule(
        "info", "wire", "request", "A body may hold anything: its schema is gone."
    ),
}
RESPONSES: Final[dict[str, Rule]] = {
    "response-body-encoding-changed": Rule(
        "breaking", "wire", "response", "A part of the answer is written in another `encoding`.", OLD_TOO
    ),
    "response-body-media-type-schema-added": Rule(
        "info", "wire", "response", "An answer that could hold anything has a schema now."
    ),
    "response-body-media-type-schema-removed": Rule(
        "breaking", "wire", "response", "An answer may hold anything: its schema is gone.", "Say what clients will get."
    ),
    "response-success-status-added": Rule(
        "risky",
        "wire",
        "response",
        "Success may be answered with one more status.",
        "Check that old clients read this status.",
    ),
    "response-success-status-removed": Rule(
        "breaking",
        "wire",
        "response",
        "Success is answered with a status no more.",
        "Keep answering with the old status.",
    ),
    "response-non-success-status-added": Rule(
        "info", "wire", "response", "One more status is described that tells of no success."
    ),
    "response-non-success-status-removed": Rule(
        "info", "wire", "response", "A status that tells of no success is described no more."
    ),
    "response-media-type-added": Rule("info", "wire", "response", "An answer is offered in one more media type."),
    "response-media-type-removed": Rule(
        "breaking",
        "wire",
        "response",
        "An answer is offered in a media type no more; others stay.",
        "Keep offering the type to clients that ask for it.",
    ),
    "response-media-types-replaced": Rule(
        "breaking",
        "wire",
        "response",
        "An answer is offered in none of the media types of before.",
        "Offer the old media type beside the new one.",
    ),
    "response-media-type-name-changed": Rule(
        "risky",
        "wire",
        "response",
        "A media type of an answer has other parameters.",
        "Offer the old media type beside the new one.",
    ),
    "response-media-type-name-generalized": Rule(
        "breaking",
        "wire",
        "response",
        "A media type of an answer became a range, or lost a parameter: more may come than before.",
        "Name the media types that really come.",
    ),
    "response-media-type-name-specialized": Rule(
        "info", "wire", "response", "A range of media types of an answer became one of them, or gained a parameter."
    ),
    "response-header-added": Rule("info", "wire", "response", "An answer has one more header."),
    "required-response-header-removed": Rule(
        "breaking", "wire", "response", "A header that was always sent is gone.", SEND_HEADER
    ),
    "optional-response-header-removed": Rule("risky", "wire", "response", "A header is gone.", SEND_HEADER),
    "response-header-became-optional": Rule(
        "breaking",
        "wire",
        "response",
        "A header that was always sent may be missing.",
        "Keep sending the header always.",
    ),
    "response-header-became-required": Rule("info", "wire", "response", "A header is always sent."),
    "response-header-media-type-changed": Rule(
        "breaking", "wire", "response", "The value of a header is written in another media type.", OLD_TOO
    ),
    "response-link-added": Rule("info", "source", "response", "An answer has one more link."),
    "response-link-removed": Rule("risky", "source", "response", "A link is gone.", "Keep the link."),
    "response-link-changed": Rule(
        "risky",
        "source",
        "response",
        "A link leads to another operation, or feeds it otherwise.",
        "Keep the link as it was and add another.",
    ),
}
CALLS: Final[dict[str, Rule]] = {
    "webhook-added": Rule("info", "wire", "none", "The server calls clients of its own accord once more."),
    "webhook-removed": Rule(
        "breaking", "wire", "none", "The server makes a call no more that clients wait for.", KEEP_CALLING
    ),
    "callback-added": Rule("info", "wire", "none", "The server calls back once more in answer to an operation."),
    "callback-removed": Rule(
        "breaking", "wire", "none", "The server calls back no more in answer to an operation.", KEEP_CALLING
    ),
}
DOCUMENT: Final[dict[str, Rule]] = {
    "api-version-decreased": Rule(
        "risky", "source", "none", "`info.version` is lower.", "Give the new contract a higher version."
    ),
    "api-version-not-bumped": Rule(
        "info", "source", "none", "`info.version` is the same, though something changed.", BUMP
    ),
    "api-major-version-not-bumped": Rule(
        "info", "source", "none", "The major number of `info.version` is the same, though something breaks.", BUMP
    ),
    "api-schema-removed": Rule(
        "risky", "source", "none", "A named schema is gone.", "Generated clients lose the class of that name."
    ),
    "enum-names-changed": Rule(
        "risky",
        "source",
        "none",
        "The names that generators give to listed values are others (`x-enum-varnames`, `x-enumNames`).",
        "Keep the names: generated constants are made from them.",
    ),
    "documentation-changed": Rule(
        "info", "source", "none", "Titles, summaries, descriptions or links to further reading are others."
    ),
    "examples-changed": Rule("info", "source", "none", "Examples are others."),
}
FAMILIES: Final[dict[str, dict[str, Rule]]] = {
    "Operations": OPERATIONS,
    "Lifecycle": LIFECYCLE,
    "Servers": SERVERS,
    "Parameters": PARAMETERS,
    "Request bodies": REQUESTS,
    "Answers": {**RESPONSES, **HEADERS},
    "Webhooks and callbacks": CALLS,
    "Security": SECURITY,
    "Limits, errors, idempotency and pages": WORDS,
    "WebSocket": STREAMS,
    "FIX": FIX,
    "The document": DOCUMENT,
}
"""Rules by what they are about; rules about schemas stand in `tradespec.diff.endings`."""
RULES: Final[dict[str, Rule]] = {name: rule for family in FAMILIES.values() for name, rule in family.items()}
PATCHES: Final = frozenset(
    {
        "documentation-changed",
        "examples-changed",
        "api-security-component-oauth-scope-changed",
        *(f"{position}-all-of-{way}-annotation-only" for position in POSITIONS for way in ("added", "removed")),
    }
)
"""Rules whose findings demand no more than a patch version: they speak of texts alone."""
