"""The rules about everything that is no schema: id, severity, what breaks, and what to do.

Ids are oasdiff's where the meaning is the same. Rules about schemas have no table: their ids are made in
`tradespec.diff.naming`, and their severity is what containment answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tradespec.diff.finding import Direction, Scope, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding of this rule means."""

    severity: Severity
    scope: Scope
    direction: Direction
    fix: str = ""


KEEP: Final = "Keep it and mark it `deprecated` with `x-sunset`; remove it after that date."
OPTIONAL: Final = "Make it optional, and give it a default that means what leaving it out meant."
KEEP_VALUE: Final = "Keep the old value, or publish the change as a new major version."
OLD_TOO: Final = "Accept the old way beside the new one until clients have moved."

RULES: Final[dict[str, Rule]] = {
    # Operations
    "endpoint-added": Rule("info", "wire", "none"),
    "api-path-removed-without-deprecation": Rule("breaking", "wire", "none", KEEP),
    "api-path-removed-with-deprecation": Rule(
        "breaking", "wire", "none", "Give it an `x-sunset` and wait for that date."
    ),
    "api-path-removed-before-sunset": Rule("breaking", "wire", "none", "Wait for the date of `x-sunset`."),
    "api-path-removed-after-sunset": Rule("info", "wire", "none"),
    "api-removed-without-deprecation": Rule("breaking", "wire", "none", KEEP),
    "api-removed-with-deprecation": Rule("breaking", "wire", "none", "Give it an `x-sunset` and wait for that date."),
    "api-removed-before-sunset": Rule("breaking", "wire", "none", "Wait for the date of `x-sunset`."),
    "api-removed-after-sunset": Rule("info", "wire", "none"),
    "api-operation-moved": Rule("breaking", "wire", "none", "Keep the old method and path beside the new one."),
    "api-operation-id-changed": Rule(
        "risky", "source", "none", "Keep the id: generated method names are made from it."
    ),
    "api-operation-id-removed": Rule(
        "risky", "source", "none", "Keep the id: generated method names are made from it."
    ),
    "api-operation-id-added": Rule("info", "source", "none"),
    "api-tag-removed": Rule("info", "source", "none", "Generated clients group their methods by tag."),
    "api-tag-added": Rule("info", "source", "none"),
    # Lifecycle
    "endpoint-deprecated": Rule("info", "behaviour", "none"),
    "endpoint-deprecated-with-sunset": Rule("info", "behaviour", "none"),
    "endpoint-reactivated": Rule("info", "behaviour", "none"),
    "api-deprecated-sunset-missing": Rule(
        "risky", "behaviour", "none", "Say with `x-sunset` until when it will answer."
    ),
    "api-sunset-date-too-small": Rule("risky", "behaviour", "none", "Give clients more notice."),
    "api-sunset-date-changed-too-small": Rule("breaking", "behaviour", "none", "Keep the promised date."),
    "api-deprecated-sunset-parse": Rule("risky", "behaviour", "none", "Write the date as YYYY-MM-DD."),
    "sunset-deleted": Rule("risky", "behaviour", "none", "Keep the date while the operation is deprecated."),
    "api-stability-decreased": Rule("risky", "behaviour", "none", "What was promised stable must stay so."),
    "api-stability-increased": Rule("info", "behaviour", "none"),
    # Servers
    "api-server-removed": Rule("breaking", "wire", "none", "Keep the old address among the servers."),
    "api-server-added": Rule("info", "wire", "none"),
    # Parameters
    "new-required-request-parameter": Rule("breaking", "wire", "request", OPTIONAL),
    "new-optional-request-parameter": Rule("info", "wire", "request"),
    "request-parameter-removed": Rule("risky", "behaviour", "request", KEEP),
    "request-parameter-removed-after-sunset": Rule("info", "behaviour", "request"),
    "request-parameter-became-required": Rule("breaking", "wire", "request", OPTIONAL),
    "request-parameter-became-optional": Rule("info", "wire", "request"),
    "request-parameter-location-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-parameter-style-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-parameter-explode-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-parameter-allow-reserved-changed": Rule("risky", "wire", "request", OLD_TOO),
    "request-parameter-allow-empty-value-removed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-parameter-media-type-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-parameter-deprecated": Rule("info", "behaviour", "request"),
    "request-parameter-reactivated": Rule("info", "behaviour", "request"),
    # Bodies
    "request-body-added-required": Rule("breaking", "wire", "request", OPTIONAL),
    "request-body-added-optional": Rule("info", "wire", "request"),
    "request-body-removed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-body-became-required": Rule("breaking", "wire", "request", OPTIONAL),
    "request-body-became-optional": Rule("info", "wire", "request"),
    "request-body-media-type-added": Rule("info", "wire", "request"),
    "request-body-media-type-removed": Rule("breaking", "wire", "request", OLD_TOO),
    "request-body-encoding-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "response-body-encoding-changed": Rule("breaking", "wire", "response", OLD_TOO),
    "request-body-media-type-schema-added": Rule("breaking", "wire", "request", "Accept what was accepted before."),
    "request-body-media-type-schema-removed": Rule("info", "wire", "request"),
    "response-body-media-type-schema-added": Rule("info", "wire", "response"),
    "response-body-media-type-schema-removed": Rule("risky", "wire", "response", "Say what clients will get."),
    # Answers
    "response-success-status-added": Rule("risky", "wire", "response", "Check that old clients read this status."),
    "response-success-status-removed": Rule("breaking", "wire", "response", "Keep answering with the old status."),
    "response-non-success-status-added": Rule("info", "wire", "response"),
    "response-non-success-status-removed": Rule("info", "wire", "response"),
    "response-media-type-added": Rule("info", "wire", "response"),
    "response-media-type-removed": Rule("risky", "wire", "response", "Clients that ask for this type get none now."),
    "response-media-types-replaced": Rule(
        "breaking", "wire", "response", "Offer the old media type beside the new one."
    ),
    "response-header-added": Rule("info", "wire", "response"),
    "required-response-header-removed": Rule("breaking", "wire", "response", "Keep sending the header."),
    "optional-response-header-removed": Rule("risky", "wire", "response", "Keep sending the header."),
    "response-header-became-optional": Rule("breaking", "wire", "response", "Keep sending the header always."),
    "response-header-became-required": Rule("info", "wire", "response"),
    "response-link-added": Rule("info", "source", "response"),
    "response-link-removed": Rule("risky", "source", "response", "Keep the link."),
    "response-link-changed": Rule("risky", "source", "response", "Keep the link as it was and add another."),
    # Calls to clients
    "webhook-added": Rule("info", "wire", "none"),
    "webhook-removed": Rule("breaking", "wire", "none", "Keep calling until clients have moved."),
    "callback-added": Rule("info", "wire", "none"),
    "callback-removed": Rule("breaking", "wire", "none", "Keep calling until clients have moved."),
    # Security
    "api-security-added": Rule("breaking", "wire", "request", OLD_TOO),
    "api-security-removed": Rule("breaking", "wire", "request", OLD_TOO),
    "api-security-scope-added": Rule("breaking", "wire", "request", "Ask for scopes that clients' keys already carry."),
    "api-security-loosened": Rule("risky", "behaviour", "request", "Check that letting more requests in is meant."),
    "api-security-alternative-added": Rule("info", "wire", "request"),
    "api-security-component-changed": Rule("breaking", "wire", "request", OLD_TOO),
    "api-security-component-oauth-scope-removed": Rule("breaking", "wire", "request", "Keep granting the scope."),
    "api-security-component-oauth-url-changed": Rule("breaking", "wire", "request", "Keep the old address working."),
    # Our own words
    "limit-capacity-decreased": Rule("breaking", "behaviour", "none", KEEP_VALUE),
    "limit-refill-decreased": Rule("breaking", "behaviour", "none", KEEP_VALUE),
    "limit-scope-changed": Rule("risky", "behaviour", "none", KEEP_VALUE),
    "limit-increased": Rule("info", "behaviour", "none"),
    "operation-limit-added": Rule("risky", "behaviour", "none", KEEP_VALUE),
    "operation-limit-removed": Rule("info", "behaviour", "none"),
    "operation-limit-weight-increased": Rule("breaking", "behaviour", "none", KEEP_VALUE),
    "operation-limit-weight-decreased": Rule("info", "behaviour", "none"),
    "operation-limit-bucket-changed": Rule("risky", "behaviour", "none", KEEP_VALUE),
    "operation-error-code-added": Rule("risky", "behaviour", "response", "Check that clients take it by its status."),
    "operation-error-code-removed": Rule("info", "behaviour", "response"),
    "error-code-removed": Rule("risky", "source", "response", "Keep the code in the catalogue."),
    "error-code-added": Rule("info", "source", "response"),
    "error-code-status-changed": Rule("breaking", "wire", "response", KEEP_VALUE),
    "error-code-outcome-changed": Rule("breaking", "behaviour", "response", KEEP_VALUE),
    "error-code-retryable-changed": Rule("breaking", "behaviour", "response", KEEP_VALUE),
    "idempotency-removed": Rule("breaking", "behaviour", "request", KEEP_VALUE),
    "idempotency-added": Rule("info", "behaviour", "request"),
    "idempotency-field-changed": Rule("breaking", "behaviour", "request", KEEP_VALUE),
    "idempotency-window-decreased": Rule("breaking", "behaviour", "request", KEEP_VALUE),
    "idempotency-window-increased": Rule("info", "behaviour", "request"),
    "pagination-removed": Rule("breaking", "source", "none", KEEP_VALUE),
    "pagination-added": Rule("risky", "behaviour", "none", "Clients that read one page only now miss the rest."),
    "pagination-changed": Rule("breaking", "source", "none", KEEP_VALUE),
    "pagination-limit-max-decreased": Rule("breaking", "behaviour", "request", KEEP_VALUE),
    "pagination-limit-max-increased": Rule("info", "behaviour", "request"),
    # The document
    "api-version-decreased": Rule("risky", "source", "none", "Give the new contract a higher version."),
    "api-version-not-bumped": Rule("info", "source", "none", "Raise the version as the change demands."),
    "api-major-version-not-bumped": Rule("info", "source", "none", "Raise the version as the change demands."),
    "api-schema-removed": Rule("info", "source", "none", "Generated clients lose the class of that name."),
}
