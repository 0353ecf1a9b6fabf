"""Rules about what lets requests in: requirements, schemes, flows, signatures."""

from __future__ import annotations

from typing import Final

from tradespec.diff.rule import KEEP_ADDRESS, KEEP_VALUE, OLD_TOO, Rule

SECURITY: Final[dict[str, Rule]] = {
    "api-security-added": Rule(
        "breaking", "wire", "request", "An operation asks for a scheme more than before.", OLD_TOO
    ),
    "api-security-removed": Rule("breaking", "wire", "request", "A way in to an operation is closed.", OLD_TOO),
    "api-security-scope-added": Rule(
        "breaking",
        "wire",
        "request",
        "An operation asks for a scope more than before.",
        "Ask for scopes that clients' keys already carry.",
    ),
    "api-security-scope-removed": Rule("info", "wire", "request", "An operation asks for a scope less."),
    "api-security-loosened": Rule(
        "risky",
        "behaviour",
        "request",
        "An operation asks for a scheme less, or for nothing.",
        "Check that letting more requests in is meant.",
    ),
    "api-security-alternative-added": Rule("info", "wire", "request", "An operation has one more way in."),
    "api-global-security-added": Rule(
        "breaking", "wire", "request", "The whole API asks for a scheme more than before.", OLD_TOO
    ),
    "api-global-security-removed": Rule("breaking", "wire", "request", "A way in to the whole API is closed.", OLD_TOO),
    "api-global-security-scope-added": Rule(
        "breaking",
        "wire",
        "request",
        "The whole API asks for a scope more than before.",
        "Ask for scopes that clients' keys already carry.",
    ),
    "api-global-security-scope-removed": Rule("info", "wire", "request", "The whole API asks for a scope less."),
    "api-global-security-loosened": Rule(
        "risky",
        "behaviour",
        "request",
        "The whole API asks for a scheme less, or for nothing.",
        "Check that letting more requests in is meant.",
    ),
    "api-global-security-alternative-added": Rule("info", "wire", "request", "The whole API has one more way in."),
    "api-security-component-added": Rule("info", "wire", "none", "One more security scheme is declared."),
    "api-security-component-removed": Rule(
        "info",
        "source",
        "none",
        "A security scheme is declared no more.",
        "Generated clients lose the helper of that name.",
    ),
    "api-security-component-type-changed": Rule(
        "breaking", "wire", "request", "A security scheme is of another type.", OLD_TOO
    ),
    "api-security-component-changed": Rule(
        "breaking", "wire", "request", "A security scheme is sent in another place, by another name or scheme.", OLD_TOO
    ),
    "api-security-component-oauth-flow-added": Rule("info", "wire", "request", "Tokens can be had by one more flow."),
    "api-security-component-oauth-flow-removed": Rule(
        "breaking", "wire", "request", "Tokens can be had by a flow no more.", OLD_TOO
    ),
    "api-security-component-oauth-scope-added": Rule("info", "wire", "request", "A flow grants one more scope."),
    "api-security-component-oauth-scope-removed": Rule(
        "breaking", "wire", "request", "A flow grants a scope no more.", "Keep granting the scope."
    ),
    "api-security-component-oauth-scope-changed": Rule("info", "source", "request", "A scope is described otherwise."),
    "api-security-component-oauth-url-changed": Rule(
        "breaking", "wire", "request", "Users are sent elsewhere to give leave.", KEEP_ADDRESS
    ),
    "api-security-component-oauth-token-url-changed": Rule(
        "breaking", "wire", "request", "Tokens are had at another address.", KEEP_ADDRESS
    ),
    "api-security-component-oauth-refresh-url-changed": Rule(
        "breaking", "wire", "request", "Tokens are renewed at another address.", KEEP_ADDRESS
    ),
    "api-security-component-open-id-url-changed": Rule(
        "breaking", "wire", "request", "The provider's settings are found at another address.", KEEP_ADDRESS
    ),
    "api-signature-changed": Rule(
        "breaking", "wire", "request", "`x-signature`: requests are signed over something else, or otherwise.", OLD_TOO
    ),
    "api-signature-algorithm-added": Rule(
        "info", "wire", "request", "`x-signature`: requests may be signed with one more algorithm."
    ),
    "api-signature-algorithm-removed": Rule(
        "breaking", "wire", "request", "`x-signature`: requests may be signed with an algorithm no more.", OLD_TOO
    ),
    "api-signature-window-decreased": Rule(
        "breaking", "behaviour", "request", "`x-signature`: signed requests are stale sooner.", KEEP_VALUE
    ),
    "api-signature-window-increased": Rule(
        "info", "behaviour", "request", "`x-signature`: signed requests stay fresh longer."
    ),
}
