"""A schema as self-contained JSON Schema 2020-12, for validators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tradespec.document.place import escape
from tradespec.document.shape import SCHEMA

if TYPE_CHECKING:
    from tradespec.contract.schema import Schema


FRAGMENT: Final = "~!$&'()*+,;=:@"
"""What a URI's fragment may hold unquoted beside letters and digits (RFC 3986, section 3.5)."""
OWN_ADDRESS: Final = frozenset({"$anchor", "$id", "$schema", "discriminator"})
"""Words that address other schemas by names that do not hold here."""


def portable(schema: Schema) -> dict[str, Any] | bool:
    """Return the schema with everything it refers to under ``$defs``; recursion stays references."""
    writer = Writer()
    out = writer.write(schema)
    definitions = writer.define_all()
    return {**out, "$defs": definitions} if definitions and isinstance(out, dict) else out


class Writer:
    """Writes schemas. What they refer to waits in ``queue``, so that a long chain of references needs no deep stack."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.taken: set[str] = set()
        self.queue: list[tuple[str, Schema]] = []

    def write(self, schema: Schema) -> dict[str, Any] | bool:
        """Write one schema."""
        if schema.is_boolean:
            return not schema.raw
        out: dict[str, Any] = {}
        for key, value in schema.raw.items():
            if key == "$ref":
                if schema.ref is not None:
                    out["$ref"] = f"#/$defs/{quote(escape(self.define(schema.ref)), safe=FRAGMENT)}"
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
        """Return the name of a definition; it is written later."""
        key = str(schema.place)
        if key not in self.names:
            base = schema.name or (schema.place.keys[-1] if schema.place.keys else "root")
            candidates = (base, *(f"{base}_{number}" for number in range(2, len(self.taken) + 3)))
            name = self.names[key] = next(candidate for candidate in candidates if candidate not in self.taken)
            self.taken.add(name)
            self.queue.append((name, schema))
        return self.names[key]

    def define_all(self) -> dict[str, Any]:
        """Write the definitions, and those that they refer to in turn."""
        definitions: dict[str, Any] = {}
        for name, schema in self.queue:  # grows while it is walked
            definitions[name] = self.write(schema)
        return definitions
