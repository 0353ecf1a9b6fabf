"""Loaded by Schemathesis in its own process: plugs our signing in where the final bytes exist.

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


def install(plan: dict[str, Any]) -> None:
    """Register the signing that the plan's contract asks for."""
    contract = read(load(plan["spec"]))
    scheme = next(scheme.signature for scheme in contract.security_schemes.values() if scheme.signature)
    schemathesis.auth.set_from_requests(SignedAuth(scheme, Credentials(**plan["credentials"])))


if (text := os.environ.get("TRADESPEC_FUZZ")) and (plan := json.loads(text)).get("credentials"):
    install(plan)
