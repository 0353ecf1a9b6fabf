"""Security schemes, as data for the run time and as types for the credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.contract import Contract, SecurityScheme, Signature

_CREDENTIALS = {"hmac-sha256": "HmacCredentials", "ed25519": "Ed25519Credentials"}


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A security scheme as the package shows it."""

    name: str
    description: str
    data: dict[str, Any]
    """What the run time is told."""
    credentials: str
    """Type of what the user gives; empty where nothing is to be given."""
    example: str
    """An expression for documentation."""
    own_headers: frozenset[str]
    """Lower-case names of the headers that the scheme fills in."""


def scheme_views(contract: Contract) -> list[SchemeView]:
    """Return the schemes of a contract in document order."""
    return [_view(scheme) for scheme in contract.security_schemes.values()]


def _view(scheme: SecurityScheme) -> SchemeView:
    if scheme.signature is not None:
        return _signed(scheme, scheme.signature)
    if scheme.type == "apiKey" and scheme.location in {"header", "query", "cookie"}:
        data = {"type": "apiKey", "in": scheme.location, "name": scheme.parameter_name or scheme.name}
        own = frozenset({data["name"].lower()}) if scheme.location == "header" else frozenset[str]()
        return SchemeView(scheme.name, scheme.description, data, "Token", '"your API key"', own)
    if scheme.type == "http" and (scheme.http_scheme or "").lower() == "basic":
        example = '{ username: "you", password: "your password" }'
        return _plain(scheme, "basic", "BasicCredentials", example)
    if scheme.type == "mutualTLS":
        return _plain(scheme, "connection", "", "")
    return _plain(scheme, "bearer", "Token", '"your token"')


def _plain(scheme: SecurityScheme, kind: str, credentials: str, example: str) -> SchemeView:
    return SchemeView(scheme.name, scheme.description, {"type": kind}, credentials, example, frozenset())


def _signed(scheme: SecurityScheme, signature: Signature) -> SchemeView:
    headers = {
        "key": signature.key_header,
        "timestamp": signature.timestamp_header,
        "nonce": signature.nonce_header,
        "signature": signature.signature_header,
    }
    if signature.recv_window_header:
        headers["recvWindow"] = signature.recv_window_header
    data = {
        "type": "signature",
        "payload": list(signature.payload),
        "separator": signature.separator,
        "encoding": signature.encoding,
        "headers": headers,
    }
    known = [_CREDENTIALS[name] for name in signature.algorithms if name in _CREDENTIALS]
    example = '{ key: "your key id", privateKey: "its private key, base64" }'
    if "HmacCredentials" in known:
        example = '{ key: "your key id", secret: "its secret, base64" }'
    own = frozenset(name.lower() for name in headers.values())
    return SchemeView(scheme.name, scheme.description, data, " | ".join(known) or "HmacCredentials", example, own)
