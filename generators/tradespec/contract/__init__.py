"""The one typed model that every judge and every emitter reads.

>>> contract = read_file("spec/openapi.yaml")
>>> contract.operation("placeOrder").method
'POST'
>>> contract.schemas["Order"].properties["price"].nullable
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.contract.model import (
    Contract,
    Decimal,
    Dialect,
    ErrorCode,
    Example,
    Idempotency,
    Limit,
    LimitScope,
    LimitUse,
    Link,
    MediaType,
    Operation,
    Outcome,
    Pagination,
    Parameter,
    ParameterLocation,
    RequestBody,
    Response,
    SecurityAlternative,
    SecurityNeed,
    SecurityScheme,
    Server,
    Signature,
    Stability,
    Tag,
)
from tradespec.contract.reader import Reader
from tradespec.contract.schema import Discriminator, Schema
from tradespec.document import Document, Limits, load
from tradespec.document.shape import is_swagger

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Contract",
    "Decimal",
    "Dialect",
    "Discriminator",
    "ErrorCode",
    "Example",
    "Idempotency",
    "Limit",
    "LimitScope",
    "LimitUse",
    "Link",
    "MediaType",
    "Operation",
    "Outcome",
    "Pagination",
    "Parameter",
    "ParameterLocation",
    "RequestBody",
    "Response",
    "Schema",
    "SecurityAlternative",
    "SecurityNeed",
    "SecurityScheme",
    "Server",
    "Signature",
    "Stability",
    "Tag",
    "read",
    "read_file",
]


def read(document: Document) -> Contract:
    """Read a document into the model. `tradespec.document.DocumentError` when it is neither OpenAPI 3 nor Swagger 2.0.

    Swagger 2.0 is respelled in the words of OpenAPI 3.0: ``contract.document`` is that, and finds the lines as written.
    """
    if is_swagger(document.root):
        from tradespec.contract.swagger2 import upgraded

        document = upgraded(document)
    return Reader(document).read()


def read_file(source: str | Path, *, allow_remote: bool = False, limits: Limits | None = None) -> Contract:
    """Load and read in one step."""
    return read(load(source, allow_remote=allow_remote, limits=limits))
