"""The one typed model that every judge and every emitter reads.

Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read into this one shape: references resolved, path-level parameters merged into
their operations, security as a disjunction of conjunctions, schemas in the words of JSON Schema 2020-12
(``nullable``, boolean ``exclusiveMinimum`` and ``example`` are respelled). What a tool needs and this model lacks is added
here, never read from raw dictionaries elsewhere.

Everything is immutable. Schemas are read lazily (see `tradespec.contract.schema`), so the cost of a question follows
what it looks at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from tradespec.contract.reader import Reader
    from tradespec.contract.schema import Schema
    from tradespec.document import Document, Place, Problem

Dialect = Literal["2.0", "3.0", "3.1", "3.2"]
ParameterLocation = Literal["path", "query", "header", "cookie", "querystring"]
Stability = Literal["experimental", "beta", "stable"]
Outcome = Literal["rejected", "unknown"]
LimitScope = Literal["ip", "key", "account", "instrument"]
Extensions = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """A whole document, read. ``operations`` keep document order; mappings keep the order of their keys."""

    title: str
    version: str
    summary: str
    description: str
    dialect: Dialect
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    webhooks: tuple[Operation, ...]
    schemas: Mapping[str, Schema]
    security_schemes: Mapping[str, SecurityScheme]
    limits: Mapping[str, Limit]
    errors: Mapping[str, ErrorCode]
    extensions: Extensions
    document: Document
    reader: Reader = field(repr=False, compare=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read as it is written, found so far: schemas are read when they are looked at."""
        return tuple(dict.fromkeys((*self.document.problems, *self.reader.problems)))

    def schema_at(self, place: Place) -> Schema:
        """Return the schema that stands at a place; `DocumentError` where there is none."""
        return self.reader.schema_at(place)

    def json_schema(self, schema: Schema) -> dict[str, Any] | bool:
        """Return the schema as self-contained JSON Schema 2020-12: what it refers to stands under ``$defs``."""
        from tradespec.contract.portable import portable

        return portable(schema)

    def operation(self, operation_id: str) -> Operation:
        """Return the operation of that id; `KeyError` where there is none."""
        for candidate in self.operations:
            if candidate.id == operation_id:
                return candidate
        raise KeyError(operation_id)


@dataclass(frozen=True, slots=True)
class Server:
    """A base URL; ``variables`` holds each variable's default."""

    url: str
    description: str
    variables: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Tag:
    """A group of operations."""

    name: str
    description: str
    place: Place


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path (or one webhook or callback, where ``path`` is its name or expression)."""

    id: str
    """``operationId``, or a name made from method and path where the document gives none (see ``has_own_id``)."""
    has_own_id: bool
    method: str
    """Upper case: ``GET``, ``POST``, ..."""
    path: str
    tags: tuple[str, ...]
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    """Path-level ones merged in; the operation's own win by (name, location)."""
    request_body: RequestBody | None
    responses: Mapping[str, Response]
    """By status as written: ``200``, ``4XX``, ``default``."""
    security: tuple[SecurityAlternative, ...]
    """Any one of these suffices; an empty tuple asks for nothing. An empty alternative means anonymous is fine."""
    servers: tuple[Server, ...]
    deprecated: bool
    sunset: str | None
    """ISO date of ``x-sunset``."""
    deprecated_since: str | None
    """ISO date of ``x-deprecated-since``."""
    documentation_url: str | None
    """``externalDocs.url``: where more is said about it."""
    stability: Stability
    limit: LimitUse | None
    error_codes: tuple[str, ...]
    idempotency: Idempotency | None
    pagination: Pagination | None
    callbacks: Mapping[str, tuple[Operation, ...]]
    extensions: Extensions
    place: Place

    @property
    def success(self) -> Response | None:
        """The answer of the lowest 2xx status, or ``2XX``, or ``default`` where the document has nothing better."""
        good = sorted(status for status in self.responses if status[:1] == "2")
        key = good[0] if good else "default"
        return self.responses.get(key)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its wire language: location, style, explode and schema (or one media type)."""

    name: str
    location: ParameterLocation
    required: bool
    deprecated: bool
    description: str
    style: str
    """The effective style: the document's, else OpenAPI's default for the location."""
    explode: bool
    allow_reserved: bool
    allow_empty_value: bool
    schema: Schema | None
    content: Mapping[str, MediaType]
    """Filled instead of ``schema`` where the parameter is written with ``content``."""
    examples: tuple[Example, ...]
    extensions: Extensions
    place: Place


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What a client sends."""

    required: bool
    description: str
    content: Mapping[str, MediaType]
    extensions: Extensions
    place: Place


@dataclass(frozen=True, slots=True)
class MediaType:
    """A body in one media type."""

    name: str
    schema: Schema | None
    item_schema: Schema | None
    """OpenAPI 3.2 ``itemSchema`` of a sequential media type."""
    encoding: Mapping[str, Mapping[str, Any]]
    examples: tuple[Example, ...]
    extensions: Extensions
    place: Place


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers with one status."""

    status: str
    description: str
    content: Mapping[str, MediaType]
    headers: Mapping[str, Parameter]
    """Header name -> the header as a parameter whose location is ``header``."""
    links: Mapping[str, Link]
    extensions: Extensions
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """How a value of this answer feeds another operation."""

    name: str
    operation_id: str | None
    operation_ref: str | None
    parameters: Mapping[str, Any]
    request_body: Any
    description: str
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    """A named example value. ``external`` is the URL of a value kept elsewhere."""

    name: str
    summary: str
    description: str
    value: Any
    external: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """One way to authenticate. ``signature`` is our word ``x-signature``, for schemes that sign each request."""

    name: str
    type: str
    location: str | None
    """``header``, ``query`` or ``cookie`` of an ``apiKey``."""
    parameter_name: str | None
    """Header, query or cookie name of an ``apiKey``."""
    http_scheme: str | None
    """``basic``, ``bearer``, ... of ``http``."""
    bearer_format: str | None
    flows: Mapping[str, Any]
    open_id_connect_url: str | None
    description: str
    signature: Signature | None
    extensions: Extensions
    place: Place


@dataclass(frozen=True, slots=True)
class SecurityNeed:
    """One scheme with the scopes it must carry."""

    scheme: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecurityAlternative:
    """All of these together let a request in."""

    needs: tuple[SecurityNeed, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """``x-signature``: how a request is signed. ``payload`` lists the parts of the canonical string.

    The parts, joined by ``separator``: ``timestamp_ms``, ``nonce``, ``method``, ``path_with_query``, ``body_sha256_hex``.
    """

    algorithms: tuple[str, ...]
    """``ed25519``, ``hmac-sha256``."""
    payload: tuple[str, ...]
    separator: str
    encoding: str
    """Of the signature: ``hex`` or ``base64``."""
    key_header: str
    timestamp_header: str
    nonce_header: str
    signature_header: str
    recv_window_header: str | None
    recv_window_ms: int
    recv_window_ms_max: int
    place: Place


@dataclass(frozen=True, slots=True)
class Limit:
    """``x-limits``: a token bucket."""

    name: str
    scope: LimitScope
    capacity: float
    refill_per_second: float
    description: str
    place: Place


@dataclass(frozen=True, slots=True)
class LimitUse:
    """``x-limit``: what one call takes from a bucket.

    Where ``per_item`` is a JSON pointer into the request body, the weight is taken once per element of that array.
    """

    bucket: str
    weight: float
    per_item: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """``x-errors``: one entry of the error catalogue."""

    code: str
    status: int
    title: str
    description: str
    next_step: str
    retryable: bool
    outcome: Outcome
    """Whether the request is known to have changed nothing (``rejected``), or may have taken effect (``unknown``)."""
    place: Place


@dataclass(frozen=True, slots=True)
class Idempotency:
    """``x-idempotency``: the field (JSON pointer into the request body, or ``header:Name``) that makes a call safe to repeat."""

    field: str
    window_seconds: int
    place: Place


@dataclass(frozen=True, slots=True)
class Pagination:
    """``x-pagination``: query parameters in, JSON pointers into the answer out."""

    cursor: str
    limit: str
    next_cursor: str
    items: str
    limit_max: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Decimal:
    """``x-decimal``: an exact decimal sent as a string. Bounds and tick are decimal strings."""

    scale: int | None = None
    minimum: str | None = None
    exclusive_minimum: str | None = None
    maximum: str | None = None
    tick: str | None = None
    extensions: Extensions = field(default_factory=dict)
