"""The contract tables: what a server needs per operation at run time, resolved once and written as plain JSON.

Schemas are JSON Schema 2020-12 without prose, named ones under ``schemas`` and referred to as ``#/schemas/Name``, so
that one file is all a validator has to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tradespec.emit.respell import Json, map_schemas, respell

if TYPE_CHECKING:
    from tradespec.contract import Contract, MediaType, Operation, Parameter, Response

_HOME = "#/components/schemas/"
_PROSE = frozenset({"title", "description", "examples", "example", "externalDocs", "$comment", "xml"})


def tables(contract: Contract, security_schemes: Mapping[str, Json]) -> dict[str, Json]:
    """Return the tables of a bundled ``contract``. ``security_schemes`` are the bundle's, as they are written."""
    return {
        "title": contract.title,
        "version": contract.version,
        "operations": [operation_table(operation) for operation in contract.operations],
        "schemas": {name: runtime_schema(schema.raw) for name, schema in contract.schemas.items()},
        "errors": {
            code: {
                "status": error.status,
                "title": error.title,
                "description": error.description,
                "next_step": error.next_step,
                "retryable": error.retryable,
                "outcome": error.outcome,
            }
            for code, error in contract.errors.items()
        },
        "limits": {
            name: {
                "scope": limit.scope,
                "capacity": limit.capacity,
                "refill_per_second": limit.refill_per_second,
                "description": limit.description,
            }
            for name, limit in contract.limits.items()
        },
        "security_schemes": dict(security_schemes),
    }


def operation_table(operation: Operation) -> dict[str, Json]:
    """Return everything about one operation; absent parts are null, so that a reader needs no defaults of its own."""
    limit, idempotency, pagination = operation.limit, operation.idempotency, operation.pagination
    body = operation.request_body
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "tags": list(operation.tags),
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "body": {"required": body.required, "content": _content(body.content)} if body else None,
        "responses": {status: _response(response) for status, response in operation.responses.items()},
        "security": [
            {need.scheme: list(need.scopes) for need in alternative.needs} for alternative in operation.security
        ],
        "limit": {"bucket": limit.bucket, "weight": limit.weight, "per_item": limit.per_item} if limit else None,
        "errors": list(operation.error_codes),
        "idempotency": {"field": idempotency.field, "window_seconds": idempotency.window_seconds}
        if idempotency
        else None,
        "pagination": {
            "cursor": pagination.cursor,
            "limit": pagination.limit,
            "next_cursor": pagination.next_cursor,
            "items": pagination.items,
            "limit_max": pagination.limit_max,
        }
        if pagination
        else None,
        "stability": operation.stability,
        "deprecated": operation.deprecated,
        "deprecated_since": operation.deprecated_since,
        "sunset": operation.sunset,
        "documentation_url": operation.documentation_url,
        "success": _success(operation),
    }


def _success(operation: Operation) -> int | None:
    """Return the lowest 2xx status written as a number."""
    return min((int(status) for status in operation.responses if status.isdigit() and status[0] == "2"), default=None)


def _parameter(parameter: Parameter) -> dict[str, Json]:
    out: dict[str, Json] = {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required,
        "style": parameter.style,
        "explode": parameter.explode,
    }
    if parameter.content:
        out["content"] = _content(parameter.content)
    elif parameter.schema is not None:
        out["schema"] = runtime_schema(parameter.schema.raw)
        target = parameter.schema if parameter.schema.has_default else parameter.schema.resolved
        if target.has_default:
            out["default"] = target.default
    return out


def _content(content: Mapping[str, MediaType]) -> dict[str, Json]:
    return {
        name: {"schema": runtime_schema(media.schema.raw)} if media.schema is not None else {}
        for name, media in content.items()
    }


def _response(response: Response) -> dict[str, Json]:
    return {
        "content": _content(response.content),
        "headers": {
            name: {
                "required": header.required,
                "schema": runtime_schema(header.schema.raw) if header.schema is not None else {},
            }
            for name, header in response.headers.items()
        },
    }


def runtime_schema(schema: Json) -> Json:
    """Return a schema for validators: 2020-12, no prose, references as ``#/schemas/Name``."""
    if not isinstance(schema, Mapping):
        return schema
    node = map_schemas(respell(schema), runtime_schema)
    out = {word: value for word, value in node.items() if word not in _PROSE}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = _local(out["$ref"])
    mapping = _mapping_of(out.get("discriminator"))
    if mapping:
        out["discriminator"] = {**out["discriminator"], "mapping": {tag: _local(ref) for tag, ref in mapping.items()}}
    return out


def _mapping_of(discriminator: Json) -> Mapping[str, str]:
    found = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _local(ref: str) -> str:
    return f"#/schemas/{ref.removeprefix(_HOME)}" if ref.startswith(_HOME) else ref
