"""Loaded by Schemathesis in its own process: our signing where the final bytes exist, and checks by the catalogue.

The plan comes as JSON in the environment variable ``TRADESPEC_FUZZ`` (see `tradespec.probe.fuzz`).
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import schemathesis
from requests.auth import AuthBase

from tradespec.contract import Signature, read
from tradespec.document import load
from tradespec.probe.signing import Credentials, signed_headers

if TYPE_CHECKING:
    from requests import PreparedRequest

FORM = frozenset({"invalid_request", "malformed_json", "unknown_parameter", "unsupported_media_type"})
"""Codes of our catalogue that speak of a request's form, not of what it asks."""
ROUTING = frozenset({"not_found", "method_not_allowed"})
"""Codes that answer before an operation is known."""


class SignedAuth(AuthBase):
    """Signs a prepared request: `requests` calls it last, when method, path, query and body are final."""

    def __init__(self, scheme: Signature, credentials: Credentials) -> None:
        self.scheme = scheme
        self.credentials = credentials

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body)
        request.headers.update(
            signed_headers(self.scheme, self.credentials, request.method or "GET", request.path_url, raw)
        )
        return request


class CodeNotListedError(AssertionError):
    """An answer carries a code that its operation does not list in ``x-error-codes``."""


class FormRefusedError(AssertionError):
    """A request that its schemas accept was refused for its form."""


def check_codes(listed: dict[str, frozenset[str]]) -> None:
    """Register: an operation answers only the codes that it lists."""

    @schemathesis.check
    def error_code_listed(_: Any, response: Any, case: Any) -> None:
        code, wanted = code_of(response), listed.get(operation_id(case), frozenset())
        if code and wanted and code not in wanted and code not in ROUTING:
            raise CodeNotListedError(f"Expected a code of x-error-codes, got `{code}` ({response.status_code})")


def check_form(listed: dict[str, frozenset[str]]) -> None:
    """Register: what the schemas accept is not refused for its form."""

    @schemathesis.check
    def form_accepted(_: Any, response: Any, case: Any) -> None:
        positive = case.meta is not None and case.meta.generation.mode.is_positive
        if listed.get(operation_id(case)) and positive and code_of(response) in FORM:
            raise FormRefusedError(f"Expected a request that the schemas accept to pass, got `{code_of(response)}`")


def operation_id(case: Any) -> str:
    """Return the id of a case's operation."""
    return str(case.operation.definition.raw.get("operationId", ""))


def code_of(response: Any) -> str | None:
    """Return the catalogue code of a problem, None for any other answer."""
    if not response.headers.get("content-type", [""])[0].startswith("application/problem+json"):
        return None
    body = response.json()
    return body.get("code") if isinstance(body, dict) else None


def install(plan: dict[str, Any]) -> None:
    """Register what the plan's contract asks for: its signing, and checks by its catalogue."""
    contract = read(load(plan["spec"]))
    signatures = [scheme.signature for scheme in contract.security_schemes.values() if scheme.signature]
    if plan["credentials"] and signatures:
        signed = SignedAuth(signatures[0], Credentials(**plan["credentials"]))
        schemathesis.auth.set_from_requests(signed)  # type: ignore[attr-defined]  # a storage, typed as its call
    if contract.errors:
        listed = {operation.id: frozenset(operation.error_codes) for operation in contract.operations}
        check_codes(listed)
        check_form(listed)


if text := os.environ.get("TRADESPEC_FUZZ"):
    install(json.loads(text))
