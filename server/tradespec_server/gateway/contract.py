"""The generated contract as the gateway reads it: `contract.json`, one typed record per operation.

The server never reads `spec/`; `tradespec generate server` writes `contract.json` (tables and JSON Schema 2020-12) and
`openapi-3.0.json` (what Connexion reads) side by side into one folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Body", "Contract", "ContractError", "Draw", "Operation", "Parameter", "find_contract", "read_contract"]

CONTRACT_FILE = "contract.json"
PROJECTION_FILE = "openapi-3.0.json"


class ContractError(Exception):
    """The generated contract is missing or not what this server reads."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `pointer` leads to its schema in the contract document."""

    name: str
    place: str
    required: bool
    explode: bool
    schema: Mapping[str, Any]
    pointer: str
    default: Any = None
    has_default: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The request body: for each media type the pointer to its schema."""

    required: bool
    pointers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draw:
    """What one request takes from a token bucket; `per_item` is a JSON pointer to an array in the body."""

    bucket: str
    weight: int
    per_item: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract. `scheme` is None when it needs no key; `scopes` are all required."""

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: Mapping[str, Mapping[str, str]]
    scheme: str | None
    scopes: tuple[str, ...]
    draw: Draw | None
    errors: frozenset[str]
    success: int
    deprecated: bool
    deprecated_since: str | None
    sunset: str | None
    documentation_url: str | None


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything the gateway knows about the API. `document` is `contract.json` as it stands; pointers lead into it."""

    document: Mapping[str, Any]
    projection: Mapping[str, Any]
    operations: Mapping[str, Operation]

    @property
    def version(self) -> str:
        """Return `info.version` of the contract."""
        return str(self.document["version"])

    @property
    def errors(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the error catalogue: code to entry."""
        return self._table("errors")

    @property
    def limits(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the token buckets: name to policy."""
        return self._table("limits")

    @property
    def security_schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the security schemes by name."""
        return self._table("security_schemes")

    def _table(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        table: Mapping[str, Mapping[str, Any]] = self.document.get(name) or {}
        return table

    @classmethod
    def of(cls, document: Mapping[str, Any], projection: Mapping[str, Any]) -> Contract:
        """Build a contract from the two parsed files.

        Raises:
            ContractError: The document is not of the form this server reads.
        """
        try:
            operations = [_operation(one, f"/operations/{at}") for at, one in enumerate(document["operations"])]
        except (KeyError, TypeError, AttributeError) as error:
            raise ContractError(
                f"Expected the tables of `tradespec generate server`, got {error!r} missing - at contract.json. "
                "Generate it again."
            ) from error
        return cls(document, projection, MappingProxyType({one.id: one for one in operations}))


def find_contract() -> Path:
    """Return the folder of the generated contract: the wheel's own, or `generated/server` of a checkout.

    Raises:
        ContractError: There is neither.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_contract", package.parents[1] / "generated" / "server"):
        if (folder / CONTRACT_FILE).is_file():
            return folder
    raise ContractError("Expected generated/server/contract.json, got no such file. Run `tradespec generate`.")


def read_contract(folder: Path | None = None) -> Contract:
    """Read the generated contract from a folder, by default from where `find_contract` finds it."""
    folder = folder or find_contract()
    parsed = []
    for name in (CONTRACT_FILE, PROJECTION_FILE):
        try:
            parsed.append(orjson.loads((folder / name).read_bytes()))
        except (OSError, orjson.JSONDecodeError) as error:
            raise ContractError(
                f"Expected a generated contract, got {error} - at {folder / name}. Run `tradespec generate`."
            ) from error
    return Contract.of(*parsed)


def _operation(raw: Mapping[str, Any], pointer: str) -> Operation:
    scheme, scopes = _security(raw.get("security") or [])
    draw = raw.get("limit")
    return Operation(
        id=raw["id"],
        method=raw["method"].upper(),
        path=raw["path"],
        parameters=tuple(
            _parameter(one, f"{pointer}/parameters/{at}/schema") for at, one in enumerate(raw.get("parameters") or [])
        ),
        body=_body(raw["body"], pointer) if raw.get("body") else None,
        responses={
            status: _schemas(answer, f"{pointer}/responses/{status}") for status, answer in raw["responses"].items()
        },
        scheme=scheme,
        scopes=scopes,
        draw=Draw(draw["bucket"], int(draw.get("weight", 1)), draw.get("per_item")) if draw else None,
        errors=frozenset(raw.get("errors") or ()),
        success=int(raw["success"]),
        deprecated=bool(raw.get("deprecated")),
        deprecated_since=raw.get("deprecated_since"),
        sunset=raw.get("sunset"),
        documentation_url=raw.get("documentation_url"),
    )


def _security(requirements: list[Mapping[str, list[str]]]) -> tuple[str | None, tuple[str, ...]]:
    """Return the scheme and its scopes. One scheme, all scopes: alternatives are beyond what the gateway binds."""
    if not requirements or not requirements[0]:
        return None, ()
    if len(requirements) > 1 or len(requirements[0]) > 1:
        raise ContractError(
            f"Expected one security scheme per operation, got {requirements!r} - at contract.json. "
            "Offer alternatives as operations of their own."
        )
    ((scheme, scopes),) = requirements[0].items()
    return scheme, tuple(scopes)


def _parameter(raw: Mapping[str, Any], pointer: str) -> Parameter:
    return Parameter(
        name=raw["name"],
        place=raw["in"],
        required=bool(raw.get("required")),
        explode=bool(raw.get("explode", raw.get("style", "form") == "form")),
        schema=raw["schema"],
        pointer=pointer,
        default=raw.get("default"),
        has_default="default" in raw,
    )


def _body(raw: Mapping[str, Any], pointer: str) -> Body:
    return Body(bool(raw.get("required")), _schemas(raw, f"{pointer}/body"))


def _schemas(holder: Mapping[str, Any], pointer: str) -> dict[str, str]:
    """Return media type to the pointer of its schema."""
    return {
        media: f"{pointer}/content/{media.replace('~', '~0').replace('/', '~1')}/schema"
        for media, content in (holder.get("content") or {}).items()
        if "schema" in content
    }
