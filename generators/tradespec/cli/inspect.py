"""``tradespec inspect``: what a document holds, as tables."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tradespec.cli.console import is_styled, one_line, progress, style, table, write
from tradespec.cli.exit_codes import FINE
from tradespec.cli.options import DEFAULT_SPEC, AllowRemote, SpecArgument, read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec.contract import Contract, LimitUse, Operation, Schema

Format = Annotated[Literal["text", "json"], typer.Option("--format", help="Tables for people, or JSON for programs.")]


def inspect(spec: SpecArgument = DEFAULT_SPEC, form: Format = "text", allow_remote: AllowRemote = False) -> int:
    """Show a document's operations, schemas, rate limits and error codes."""
    from tradespec.contract import read

    with progress("Reading"):
        contract = read(read_document(spec, allow_remote=allow_remote))
        rows = facts(contract)
    if form == "json":
        write(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print(rows, styled=is_styled(sys.stdout))
    return FINE


def facts(contract: Contract) -> dict[str, Any]:
    """Return what the tables show, as plain data; this is what ``--format json`` prints."""
    return {
        "title": contract.title,
        "version": contract.version,
        "openapi": contract.dialect,
        "operations": [_operation(operation) for operation in contract.operations],
        "webhooks": [_operation(operation) for operation in contract.webhooks],
        "schemas": [_schema(name, schema) for name, schema in contract.schemas.items()],
        "limits": [
            {
                "name": limit.name,
                "scope": limit.scope,
                "capacity": limit.capacity,
                "refill_per_second": limit.refill_per_second,
                "description": limit.description,
            }
            for limit in contract.limits.values()
        ],
        "errors": [
            {
                "code": error.code,
                "status": error.status,
                "outcome": error.outcome,
                "retryable": error.retryable,
                "title": error.title,
            }
            for error in contract.errors.values()
        ],
    }


def _operation(operation: Operation) -> dict[str, Any]:
    scopes = [need for alternative in operation.security for need in alternative.needs]
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "tags": list(operation.tags),
        "security": [{"scheme": need.scheme, "scopes": list(need.scopes)} for need in scopes],
        "limit": _limit(operation.limit),
        "deprecated": operation.deprecated,
        "summary": operation.summary,
    }


def _limit(use: LimitUse | None) -> dict[str, Any] | None:
    return None if use is None else {"bucket": use.bucket, "weight": use.weight, "per_item": use.per_item}


def _schema(name: str, schema: Schema) -> dict[str, Any]:
    shape = schema.resolved
    return {
        "name": name,
        "kind": _kind(shape),
        "properties": len(shape.properties),
        "required": len(shape.required),
        "description": shape.description or "",
    }


def _kind(schema: Schema) -> str:
    """Return what a value of the schema is, in a word or two."""
    for word, present in (("one of", schema.one_of), ("any of", schema.any_of), ("all of", schema.all_of)):
        if present:
            return f"{word} {len(present)}"
    for word, values in (("enum", schema.enum), ("open enum", schema.open_enum)):
        if values is not None:
            return f"{word} of {len(values)}"
    said = " or ".join(schema.types) or ("object" if schema.properties else "any")
    return f"{said} ({schema.format})" if schema.format else said


def _print(rows: dict[str, Any], *, styled: bool) -> None:
    title = one_line(f"{rows['title']} {rows['version']}")
    name = "Swagger" if rows["openapi"] == "2.0" else "OpenAPI"
    write(f"{style(title, 'bold', on=styled)} ({name} {rows['openapi']})")
    for name, headings, cells in _TABLES:
        _section(name, headings, [cells(row) for row in rows[name.lower()]], styled=styled)


def _section(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, styled: bool) -> None:
    if rows:
        write(f"\n{style(f'{name}: {len(rows)}', 'bold', 'cyan', on=styled)}")
        write(table(headings, rows, styled=styled))


def _operation_row(row: dict[str, Any]) -> Sequence[str]:
    needs = sorted({scope for need in row["security"] for scope in need["scopes"] or [need["scheme"]]})
    use = row["limit"]
    limit = "" if use is None else f"{use['bucket']} {use['weight']:g}{' per item' if use['per_item'] else ''}"
    summary = f"(deprecated) {row['summary']}" if row["deprecated"] else row["summary"]
    return (row["method"], row["path"], row["id"], " ".join(needs) or "-", limit or "-", first_line(summary))


def _schema_row(row: dict[str, Any]) -> Sequence[str]:
    counted = f"{row['properties']} ({row['required']} required)" if row["properties"] else "-"
    return (row["name"], first_line(row["kind"], 40), counted, first_line(row["description"]))


def _limit_row(row: dict[str, Any]) -> Sequence[str]:
    return (
        row["name"],
        row["scope"],
        f"{row['capacity']:g}",
        f"{row['refill_per_second']:g}",
        first_line(row["description"]),
    )


def _error_row(row: dict[str, Any]) -> Sequence[str]:
    return (
        row["code"],
        str(row["status"]),
        row["outcome"],
        "yes" if row["retryable"] else "no",
        first_line(row["title"]),
    )


def first_line(text: str, most: int = 90) -> str:
    """Return the first line of a description, cut where it is long."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= most else f"{line[: most - 1]}…"


_TABLES: tuple[tuple[str, Sequence[str], Callable[[dict[str, Any]], Sequence[str]]], ...] = (
    ("Operations", ("METHOD", "PATH", "OPERATION", "NEEDS", "LIMIT", "SUMMARY"), _operation_row),
    ("Webhooks", ("METHOD", "NAME", "OPERATION", "NEEDS", "LIMIT", "SUMMARY"), _operation_row),
    ("Schemas", ("SCHEMA", "KIND", "PROPERTIES", "DESCRIPTION"), _schema_row),
    ("Limits", ("BUCKET", "SCOPE", "CAPACITY", "REFILL/S", "DESCRIPTION"), _limit_row),
    ("Errors", ("CODE", "STATUS", "OUTCOME", "RETRYABLE", "TITLE"), _error_row),
)
