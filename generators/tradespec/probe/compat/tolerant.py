"""A contract as a tolerant reader reads it: requests as they are, answers open.

A client of a release must live with what later versions add: members it does not know, even where the release said
there are no others, and values of enumerations that the release called open (``x-extensible-enum``). Nothing else is
forgiven. `tolerant` writes that as a document of the same dialect, for tools that judge answers by documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from tradespec.document import bundle
from tradespec.document.place import escape
from tradespec.document.shape import METHODS, SCHEMA

if TYPE_CHECKING:
    from tradespec.contract import Contract

__all__ = ["tolerant"]

CLOSING: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
STRICT: Final = frozenset({"not", "if", "propertyNames", "contains"})
"""Words under which "accept more" would mean "accept less": schemas there stay as they are."""
SUFFIX: Final = ".as_read"


def tolerant(contract: Contract) -> dict[str, Any]:
    """Return the document with the schemas of all answers opened. What requests use stays untouched."""
    return Opener(bundle(contract.document)).run()


class Opener:
    """The work on one document: which component has an opened copy."""

    def __init__(self, root: dict[str, Any]) -> None:
        # By way of JSON, so that no two places share an object: each is opened once.
        self.root: dict[str, Any] = orjson.loads(orjson.dumps(root))
        components = self.root.get("components")
        self.components: dict[str, Any] = components if isinstance(components, dict) else {}
        schemas = self.components.get("schemas")
        self.schemas: dict[str, Any] = schemas if isinstance(schemas, dict) else {}
        self.opened: dict[str, str] = {}

    def run(self) -> dict[str, Any]:
        """Open every answer."""
        for item in values(self.root.get("paths")):
            for method in METHODS:
                for response in values(mapping(item.get(method)).get("responses")):
                    self.response(response)
        for response in values(self.components.get("responses")):
            self.response(response)
        for header in values(self.components.get("headers")):
            self.holder(header)
        return self.root

    def response(self, response: dict[str, Any]) -> None:
        """Open the bodies and headers of one answer."""
        for part in (*values(response.get("content")), *values(response.get("headers"))):
            self.holder(part)

    def holder(self, holder: dict[str, Any]) -> None:
        """Open the schema of a media type or a header."""
        if "schema" in holder:
            holder["schema"] = self.schema(holder["schema"])
        for media in values(holder.get("content")):
            self.holder(media)

    def schema(self, schema: Any) -> Any:
        """Return a schema that accepts what a tolerant reader accepts."""
        if not isinstance(schema, dict):
            return schema
        out = {key: self.keyword(key, value) for key, value in schema.items() if not closing(key, value)}
        if "x-extensible-enum" in schema:
            out.pop("enum", None)
        if "oneOf" in out and "anyOf" not in out:
            # Opened branches may overlap; a reader takes one that fits.
            out["anyOf"] = out.pop("oneOf")
        hidden = [name for name, member in values_by_name(out.get("properties")) if member.get("writeOnly") is True]
        for name in hidden:
            out["properties"][name] = {}
        if hidden and isinstance(out.get("required"), list):
            out["required"] = [name for name in out["required"] if name not in hidden]
            if not out["required"]:
                del out["required"]
        return out

    def keyword(self, key: str, value: Any) -> Any:
        """Open what stands behind one keyword."""
        if key == "$ref" and isinstance(value, str):
            return self.reference(value)
        kind = SCHEMA.get(key)
        if kind is None or key in STRICT:
            return value
        if isinstance(kind, str):
            return self.schema(value)
        if isinstance(value, dict):
            return {name: self.schema(item) for name, item in value.items()}
        return [self.schema(item) for item in value] if isinstance(value, list) else value

    def reference(self, reference: str) -> str:
        """Return the reference to the opened copy of a component, made the first time; others stay as they are."""
        prefix = "#/components/schemas/"
        name = reference.removeprefix(prefix).replace("~1", "/").replace("~0", "~")
        if not reference.startswith(prefix) or name not in self.schemas:
            return reference
        if name not in self.opened:
            copy_name = f"{name}{SUFFIX}"
            while copy_name in self.schemas:
                copy_name += "_"
            self.opened[name] = copy_name
            self.schemas[copy_name] = {}
            self.schemas[copy_name] = self.schema(self.schemas[name])
        return prefix + escape(self.opened[name])


def closing(key: str, value: Any) -> bool:
    """Whether a word says that there are no other members."""
    return key in CLOSING and value is False


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def values(holder: Any) -> list[dict[str, Any]]:
    """Return the mappings in a mapping."""
    return [item for item in mapping(holder).values() if isinstance(item, dict)]


def values_by_name(holder: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the mappings in a mapping with their names."""
    return [(name, item) for name, item in mapping(holder).items() if isinstance(item, dict)]
