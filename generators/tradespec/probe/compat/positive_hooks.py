"""Loaded by Schemathesis in its own process: signing, the checks of the positive way, and a reader of its events.

The plan comes as JSON in the environment variable ``TRADESPEC_COMPAT`` (see `tradespec.probe.compat.positive`); what
happened goes to the file that the plan names, one JSON object per line.
"""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any

import schemathesis
from requests.auth import AuthBase
from schemathesis import cli
from schemathesis.engine import events

from tradespec.contract import Signature, read_file
from tradespec.probe.compat.deprecation import complaints
from tradespec.probe.compat.wire import TRANSPORT, momentary
from tradespec.probe.signing import Credentials, signed_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import PreparedRequest


FORM = frozenset({"invalid_request", "malformed_json", "unknown_parameter", "unsupported_media_type"})
"""Codes of our catalogue that speak of a request's form, not of what it asks."""
BODY_MAX = 4000
"""Characters of a body that are worth telling."""
REQUEST_MAX = 60_000
"""Characters of a request's body that are kept, so that it can be sent again."""
ANSWER_MAX = 60_000
"""Characters of an answer that are kept, so that later requests can be seen to take something from it."""
SECRET = frozenset({"authorization", "cookie"})
"""Headers that belong to one moment where we have made them, and to the case where Schemathesis has."""


class Signing(AuthBase):
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


class FormRefusedError(AssertionError):
    """A request that the release's schemas accept was refused for its form."""


class DeprecationError(AssertionError):
    """An answer of a deprecated operation does not say so, or says it wrongly."""


def check_form() -> None:
    """Register: what the release's schemas accept is not refused for its form."""

    @schemathesis.check
    def request_form_accepted(_: Any, response: Any, case: Any) -> None:
        positive = case.meta is not None and case.meta.generation.mode.is_positive
        problem = problem_of(response)
        if positive and problem.get("code") in FORM:
            raise FormRefusedError(f"Expected a request of the release to be understood, got {said(problem)}")


def check_deprecation(deprecated: dict[str, Any]) -> None:
    """Register: an operation that the server's contract calls deprecated says so in its answers."""

    @schemathesis.check
    def deprecation_headers(_: Any, response: Any, case: Any) -> None:
        label = f"{case.method.upper()} {case.path}"
        if label in deprecated and 200 <= response.status_code < 300:  # noqa: PLR2004 - success, by RFC 9110
            headers = {name.lower(): ", ".join(value) for name, value in response.headers.items()}
            if wrong := complaints(headers, deprecated[label]):
                raise DeprecationError("; ".join(wrong))


def problem_of(response: Any) -> dict[str, Any]:
    """Return the members of a problem (RFC 9457), none of any other answer."""
    if not response.headers.get("content-type", [""])[0].startswith("application/problem+json"):
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def said(problem: dict[str, Any]) -> str:
    """Return what a problem says of the first place that it names."""
    places = problem.get("errors")
    first = places[0] if isinstance(places, list) and places and isinstance(places[0], dict) else problem
    more = first.get("message") or first.get("detail")
    return f"`{problem.get('code')}`{f': {more}' if more else ''}"


class Recorder(cli.EventHandler[Any]):
    """Writes down what a reader of the matrix needs of each finished scenario."""

    def __init__(self, path: str, own: frozenset[str]) -> None:
        self.path = path
        self.own = own

    def handle_event(self, ctx: Any, event: Any) -> None:  # noqa: ARG002 - Schemathesis' signature
        """Write one line for each event that says something."""
        if isinstance(event, events.ScenarioFinished):
            self.write(self.scenario(event))
        elif isinstance(event, events.NonFatalError):
            self.write({"error": str(event.value), "kind": type(event.value).__name__, "operation": event.label})
        elif isinstance(event, events.FatalError):
            self.write({"fatal": str(event.exception), "kind": type(event.exception).__name__})
        elif isinstance(event, events.EngineFinished):
            self.write({"finished": event.stop_reason.value})

    def write(self, line: dict[str, Any]) -> None:
        """Append one line."""
        with open(self.path, "a", encoding="utf-8") as file:  # noqa: PTH123 - a plain append, in a hot place
            file.write(json.dumps(line) + "\n")

    def scenario(self, event: Any) -> dict[str, Any]:
        """Return how often each operation answered what, and the failures with all it takes to repeat them."""
        recorder = event.recorder
        statuses: dict[str, dict[str, int]] = {}
        for case_id, interaction in recorder.interactions.items():
            if case_id in recorder.cases:
                counts = statuses.setdefault(recorder.cases[case_id].value.operation.label, {})
                status = str(interaction.response.status_code) if interaction.response else "none"
                counts[status] = counts.get(status, 0) + 1
        return {"statuses": statuses, "failures": list(self.failures(recorder))}

    def failures(self, recorder: Any) -> Iterator[dict[str, Any]]:
        """Yield the failures of a scenario."""
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    yield self.failure(recorder, case_id, check)

    def failure(self, recorder: Any, case_id: str, check: Any) -> dict[str, Any]:
        """Return one failure: what was looked at, what was found, and the requests that lead there."""
        failure = check.failure_info.failure
        case = recorder.cases[failure.case_id or case_id].value
        cases = recorder.iter_chain_cases(case_id=case.id, related_case_ids=failure.related_case_ids())
        sent = [self.call(recorder, each.id) for each in cases]
        pointer = "".join(f"/{each}" for each in getattr(failure, "instance_path", ()))
        response = recorder.interactions[case.id].response if case.id in recorder.interactions else None
        status, body = (response.status_code, response.text or "") if response else (0, "")
        chain = [each for each in sent if each]
        chain = [*self.makers(chain, body, pointer), *chain]
        # A rule of a team's own may have asked questions; the last answer is the one that it complains of.
        if asked := getattr(getattr(failure, "exception", None), "calls", ()):
            chain += [{name: value for name, value in each.items() if name != "answer"} for each in asked]
            status, body = asked[-1]["answer"]
        return {
            "operation": str(case.operation.definition.raw.get("operationId", "")) or case.operation.label,
            "method": case.method.upper(),
            "path": case.path,
            "check": check.name,
            "title": failure.title,
            "message": getattr(failure, "_raw_message", None) or failure.message,
            "pointer": pointer,
            "chain": chain,
            "status": status,
            "body": body[:BODY_MAX],
        }

    def call(self, recorder: Any, case_id: str) -> dict[str, Any] | None:
        """Return a request as it was sent, without what only that moment needed."""
        if case_id not in recorder.interactions:
            return None
        request, response = recorder.interactions[case_id].request, recorder.interactions[case_id].response
        path = "/" + request.uri.split("/", 3)[3] if request.uri.count("/") >= 3 else request.uri  # noqa: PLR2004
        headers = {name: ", ".join(value) for name, value in request.headers.items()}
        signed = self.let_in(path, headers)
        hidden = self.own if signed else TRANSPORT - SECRET
        return {
            "method": request.method,
            "path": self.without_secrets(path) if signed else path,
            "headers": {name: value for name, value in headers.items() if name.lower() not in hidden},
            **content(request.body or b""),
            "signed": signed,
            "answered": (response.text or "")[:ANSWER_MAX] if response else "",
        }

    def makers(self, chain: list[dict[str, Any]], body: str, pointer: str) -> list[dict[str, Any]]:  # noqa: ARG002 - for those who remember
        """Return what has to be sent before a chain."""
        return []

    def let_in(self, path: str, headers: dict[str, str]) -> bool:  # noqa: ARG002 - for those who know keys
        """Whether a request carried what lets requests in."""
        return True

    def without_secrets(self, path: str) -> str:
        """Return path and query without what lets requests in."""
        return path


def content(body: bytes) -> dict[str, str]:
    """Return a body as text, and in base64 where it is none."""
    try:
        return {"body": body.decode()[:REQUEST_MAX]}
    except UnicodeDecodeError:
        return {
            "body": body.decode("utf-8", "replace")[:BODY_MAX],
            "raw": base64.b64encode(body[:REQUEST_MAX]).decode(),
        }


def install(plan: dict[str, Any]) -> None:
    """Register what the plan asks for."""
    contract = read_file(plan["spec"])
    signatures = [scheme.signature for scheme in contract.security_schemes.values() if scheme.signature]
    if plan["credentials"] and signatures:
        signed = Signing(signatures[0], Credentials(**plan["credentials"]))
        schemathesis.auth.set_from_requests(signed)  # type: ignore[attr-defined]  # a storage, typed as its call
    if contract.errors:
        check_form()
    if plan["deprecated"]:
        check_deprecation(plan["deprecated"])
    own = momentary(contract)

    @cli.handler()
    class Own(Recorder):
        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__(plan["out"], own)


if text := os.environ.get("TRADESPEC_COMPAT"):
    install(json.loads(text))
