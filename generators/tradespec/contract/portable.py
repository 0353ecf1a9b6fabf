"""A schema as self-contained JSON Schema 2020-12, for validators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.document.place import escape
from tradespec.document.shape import SCHEMA

if TYPE_CHECKING:
    from tradespec.contract.schema import Schema


OWN_ADDRESS = frozenset({"$anchor", "$id", "$schema", "discriminator"})
"""Words that address other schemas by names that do not hold here."""


def portable(schema: Schema) -> dict[str, Any] | bool:
    """Return the schema with everything it refers to under ``$defs``; recursion stays references."""
    writer = Writer()
    out = writer.write(schema)
    if writer.definitions and isinstance(out, dict):
        out = {**out, "$defs": writer.definitions}
    return out


class Writer:
    """Writes schemas, collecting definitions by the place they stand."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.definitions: dict[str, Any] = {}

    def write(self, schema: Schema) -> dict[str, Any] | bool:
        """Write one schema."""
        if schema.is_boolean:
            return not schema.raw
        out: dict[str, Any] = {}
        for key, value in schema.raw.items():
            if key == "$ref":
                if schema.ref is not None:
                    out["$ref"] = f"#/$defs/{escape(self.define(schema.ref))}"
            elif key in OWN_ADDRESS:
                continue
            else:
                out[key] = self.keyword(schema, key, value)
        return out

    def keyword(self, schema: Schema, key: str, value: Any) -> Any:
        """Write one keyword, its subschemas with it."""
        kind = SCHEMA.get(key)
        if kind is None:
            return value
        reader, place = schema._reader, schema.place / key  # noqa: SLF001 - the model's own other half
        if isinstance(kind, str):
            return self.write(reader.schema(value, place)) if isinstance(value, bool | dict) else value
        if isinstance(value, dict):
            return {name: self.write(reader.schema(item, place / name)) for name, item in value.items()}
        if isinstance(value, list):
            return [self.write(reader.schema(item, place / at)) for at, item in enumerate(value)]
        return value

    def define(self, schema: Schema) -> str:
        """Return the name of a definition, writing it the first time."""
        key = str(schema.place)
        if key not in self.names:
            base = schema.name or (schema.place.keys[-1] if schema.place.keys else "root")
            name = base if base not in self.definitions else f"{base}_{len(self.definitions)}"
            self.names[key] = name
            self.definitions[name] = {}
            self.definitions[name] = self.write(schema)
        return self.names[key]
