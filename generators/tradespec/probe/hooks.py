"""Loaded by Schemathesis in its own process: our signing where the final bytes exist, and checks by the catalogue.

The plan comes as JSON in the environment variable ``TRADESPEC_FUZZ`` (see `tradespec.probe.fuzzing.run`); what happened
goes to the file that it names, one JSON object per line.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import schemathesis
from requests.auth import AuthBase
from schemathesis import cli

from tradespec.contract import Signature, read
from tradespec.document import load
from tradespec.probe.compat.positive import NO_SUCH
from tradespec.probe.compat.positive_hooks import Recorder
from tradespec.probe.compat.wire import momentary, parsed
from tradespec.probe.fuzzing.makers import SAFE, SUCCESS, Makers
from tradespec.probe.signing import Credentials, own_signing, signed_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest

FORM = frozenset({"invalid_request", "malformed_json", "unknown_parameter", "unsupported_media_type"})
"""Codes of our catalogue that speak of a request's form, not of what it asks."""
PATIENCE_CASES = 1000
"""After how many answers of a server that knows no path at all it is taken for the wrong one."""
ROUTING = frozenset({"not_found", "method_not_allowed"})
"""Codes that answer before an operation is known."""


class Entry(AuthBase):
    """Lets a prepared request in: `requests` calls it last, when method, path, query and body are final."""

    def __init__(self, plan: dict[str, Any], signer: Callable[[str, str, bytes], dict[str, str]] | None) -> None:
        self.headers: dict[str, str] = plan["headers"]
        self.query: dict[str, str] = plan["query"]
        self.signer = signer
        self.lets_in: bool = plan["signed"]

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self.query:
            request.prepare_url(request.url, self.query)
        request.headers.update(self.headers)
        if self.signer:
            body = request.body or b""
            raw = body.encode() if isinstance(body, str) else bytes(body)
            request.headers.update(self.signer(request.method or "GET", request.path_url, raw))
        return request

    def is_on(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a request that was sent came by here; where nothing is added, whether this is a pass that would."""
        if not (self.headers or self.query or self.signer):
            return self.lets_in
        sent = {name.lower(): value for name, value in headers.items()}
        own = all(sent.get(name.lower()) == value for name, value in self.headers.items())
        asked = parse_qs(urlsplit(path).query)
        own = own and all(value in asked.get(name, ()) for name, value in self.query.items())
        return own and (not self.signer or all(name.lower() in sent for name in self.signer("GET", "/", b"")))

    def off(self, path: str) -> str:
        """Return path and query without what was added here."""
        before, mark, query = path.partition("?")
        added = {f"{quote_plus(name)}={quote_plus(value)}" for name, value in self.query.items()}
        left = [part for part in query.split("&") if part not in added]
        return before + (mark + "&".join(left) if left and mark else "")


def signer_of(plan: dict[str, Any], scheme: Signature | None) -> Callable[[str, str, bytes], dict[str, str]] | None:
    """Return what signs requests: a function of the team's, or the contract's own way; None where nothing does."""
    if plan["sign"]:
        return own_signing(plan["sign"])
    if scheme and plan["credentials"]:
        credentials = Credentials(**plan["credentials"])
        return lambda method, path, body: signed_headers(scheme, credentials, method, path, body)
    return None


def load_checks(path: str) -> None:
    """Run a file that registers checks of a team's own."""
    spec = importlib.util.spec_from_file_location("own_checks", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"Expected a Python file with checks, got {path}")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


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


class PatientRecorder(Recorder):
    """Ends a run against a server that knows nothing of the document: more of the same would tell nothing more."""

    def __init__(self, path: str, own: frozenset[str], entry: Entry, made: str) -> None:
        super().__init__(path, own)
        self.entry = entry
        self.remembered = Makers(Path(made))
        self.unknown = 0

    def scenario(self, event: Any) -> dict[str, Any]:
        """Remember who made what, and tell what happened."""
        for case_id, interaction in event.recorder.interactions.items():
            response = interaction.response
            makes = response and response.status_code in SUCCESS and interaction.request.method not in SAFE
            if makes and (call := self.call(event.recorder, case_id)):
                self.remembered.learn(call, interaction.response.status_code)
        return super().scenario(event)

    def makers(self, chain: list[dict[str, Any]], body: str, pointer: str) -> list[dict[str, Any]]:
        """Return what has to be sent before a chain: Schemathesis takes ids from answers of the whole run."""
        before = self.remembered.before(chain)
        around = self.remembered.of(parsed(body), pointer) if pointer else []
        return [*(each for each in around if each not in chain and each not in before), *before]

    def let_in(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a request carried what lets requests in."""
        return self.entry.is_on(path, headers)

    def without_secrets(self, path: str) -> str:
        """Return path and query without what lets requests in."""
        return self.entry.off(path)

    def write(self, line: dict[str, Any]) -> None:
        """Append one line."""
        super().write(line)
        for counts in line.get("statuses", {}).values():
            if self.unknown >= 0:
                self.unknown = self.unknown + sum(counts.values()) if counts.keys() <= NO_SUCH else -1
        if self.unknown >= PATIENCE_CASES:
            os._exit(0)  # What was written says it all; the parent reads it as it reads every run.


def install(plan: dict[str, Any]) -> None:
    """Register what the plan asks for: how to get in, checks by the contract's catalogue and of the team's, the reader."""
    contract = read(load(plan["spec"]))
    signatures = [scheme.signature for scheme in contract.security_schemes.values() if scheme.signature]
    signer = signer_of(plan, signatures[0] if signatures else None)
    entry = Entry(plan, signer)
    if signer or plan["headers"] or plan["query"]:
        schemathesis.auth.set_from_requests(entry)  # type: ignore[attr-defined]  # a storage, typed as its call
    if contract.errors:
        listed = {operation.id: frozenset(operation.error_codes) for operation in contract.operations}
        check_codes(listed)
        check_form(listed)
    if plan["checks"]:
        load_checks(plan["checks"])
    own = momentary(contract) | {name.lower() for name in plan["headers"]}

    @cli.handler()
    class Own(PatientRecorder):
        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__(plan["out"], own, entry, plan["made"])


if text := os.environ.get("TRADESPEC_FUZZ"):
    install(json.loads(text))
