"""HTTP as the contract says it: operations found by path, parameters written, requests signed and sent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from tradespec.probe.compat.errors import Unreachable
from tradespec.probe.signing import own_signing, signed_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from tradespec.contract import Contract, Operation, Parameter
    from tradespec.probe.compat.ways import Access

__all__ = ["Client", "Received", "is_local", "momentary", "operation_of", "parsed", "request_of", "sent_anew"]

SECONDS_MAX: Final = 10
TRANSPORT: Final = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "authorization", "connection", "content-length",
        "cookie", "host", "origin", "referer", "user-agent", "dnt", "cache-control", "pragma", "te", "upgrade",
        "x-schemathesis-testcaseid",
    }
)  # fmt: skip
"""Headers that belong to one moment or one program, not to the call."""
BRACES: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Received:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Any
    """A JSON value, text where it is no JSON, None where there is none."""
    text: str


class Client:
    """Sends requests to one server, signed freshly as the contract says."""

    def __init__(self, contract: Contract, url: str, access: Access) -> None:
        import requests

        self.contract = contract
        self.url = url.rstrip("/")
        self.access = access
        self.session = requests.Session()
        self.session.trust_env = not is_local(url)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: Any, actor: int = 0) -> Received:
        """Send a request as an actor. `Unreachable` where no answer comes."""
        raw = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return received(self.exchange(method, path, headers, raw, actor))

    def exchange(
        self, method: str, path: str, headers: Mapping[str, str], raw: bytes, actor: int | None = 0
    ) -> requests.Response:
        """Send a body's bytes as an actor, or as nobody (None), and return the HTTP library's answer."""
        import requests

        given = {**(self.access.headers if actor is not None else {}), **headers}
        if raw and not any(name.lower() == "content-type" for name in given):
            given["Content-Type"] = "application/json"
        request = requests.Request(method, self.url + path, headers=given, data=raw or None)
        prepared = self.session.prepare_request(request)
        if actor is not None:
            if self.access.query:
                prepared.prepare_url(prepared.url, dict(self.access.query))
            prepared.headers.update(self.signed(method, prepared.path_url, raw, actor))
        try:
            return self.session.send(prepared, timeout=SECONDS_MAX, allow_redirects=False)
        except requests.RequestException as error:
            said = " ".join(str(error).split())[:160]
            raise Unreachable(f"Expected an answer, got {type(error).__name__}: {said} - at {method} {path}") from error

    def signed(self, method: str, path: str, raw: bytes, actor: int) -> Mapping[str, str]:
        """Return the headers that sign a request, none where the contract knows no signature or there is no key."""
        if self.access.sign:
            return own_signing(self.access.sign)(method, path, raw)
        schemes = [each.signature for each in self.contract.security_schemes.values() if each.signature]
        keys = self.access.credentials
        return signed_headers(schemes[0], keys[actor], method, path, raw) if schemes and actor < len(keys) else {}

    @property
    def actors(self) -> int:
        """How many actors have a key; where nothing is signed one is enough for all."""
        signs = any(each.signature for each in self.contract.security_schemes.values())
        return len(self.access.credentials) if signs else 1_000_000

    def close(self) -> None:
        """Let go of connections."""
        self.session.close()


def is_local(url: str) -> bool:
    """Whether an address is on this machine, where no proxy leads."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def received(response: requests.Response) -> Received:
    """Return an answer of the HTTP library as ours."""
    text = response.content.decode("utf-8", "replace")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Received(response.status_code, headers, parsed(text), text)


def parsed(text: str) -> Any:
    """Return text as a JSON value, as it is where it is none, None where it is empty."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def operation_of(contract: Contract, method: str, path: str) -> Operation | None:
    """Return the operation that a request calls: the one with the fewest variable parts; None where there is none."""
    path = path.partition("?")[0]
    fitting = [each for each in contract.operations if each.method == method and shape(each.path).fullmatch(path)]
    return min(fitting, key=lambda each: len(BRACES.findall(each.path)), default=None)


def shape(template: str) -> re.Pattern[str]:
    """Return the paths of a template as an expression."""
    fixed = [re.escape(part) for part in BRACES.split(template)]
    return re.compile("([^/]+)".join(fixed))


def request_of(operation: Operation, values: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """Return path with query, and headers, for parameters by name."""
    path, query, headers = operation.path, [], {}
    for parameter in operation.parameters:
        if parameter.name not in values:
            continue
        value = values[parameter.name]
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(flat(value), safe=""))
        elif parameter.location == "query":
            query += [f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs(parameter, value)]
        elif parameter.location == "header":
            headers[parameter.name] = flat(value)
    return path + (f"?{'&'.join(query)}" if query else ""), headers


def pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """Return a query parameter as names and texts (OpenAPI 3.1, "Style Values")."""
    if isinstance(value, dict):
        if parameter.style == "deepObject":
            return [(f"{parameter.name}[{name}]", flat(item)) for name, item in value.items()]
        return [(str(name), flat(item)) for name, item in value.items()]
    if isinstance(value, list) and parameter.explode:
        return [(parameter.name, flat(item)) for item in value]
    return [(parameter.name, flat(value))]


def flat(value: Any) -> str:
    """Return a value as text in a path, a query or a header."""
    if isinstance(value, list):
        return ",".join(map(flat, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def sent_anew(headers: Mapping[str, str], contract: Contract) -> dict[str, str]:
    """Return the headers of a call without those of its moment: transport, keys, signatures."""
    own = momentary(contract)
    return {name: value for name, value in headers.items() if name.lower() not in own and not name.startswith(":")}


def momentary(contract: Contract) -> frozenset[str]:
    """Return the names, in lower case, of headers that a call gets anew each time it is made."""
    names = set(TRANSPORT)
    for scheme in contract.security_schemes.values():
        names.add((scheme.parameter_name or "").lower())
        if signature := scheme.signature:
            names |= {signature.key_header.lower(), signature.timestamp_header.lower()}
            names |= {signature.nonce_header.lower(), signature.signature_header.lower()}
    return frozenset(names)
