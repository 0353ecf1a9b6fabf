"""Follow a JSON pointer through a schema, to what may stand there in a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.contract import MediaType, Schema


def json_body(content: Mapping[str, MediaType]) -> Schema | None:
    """Return the schema of the JSON media type, where there is one."""
    for name, media in content.items():
        if media.schema is not None and name.partition(";")[0].strip().lower().endswith(("/json", "+json")):
            return media.schema
    return None


def parts(schema: Schema) -> Iterator[Schema]:
    """Yield the schema and all that it is composed of (references, allOf, anyOf, oneOf), each once."""
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop(0).resolved
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        target = [part.ref] if part.ref is not None else []
        waiting += [*target, *part.all_of, *part.any_of, *part.one_of]


def follow(schema: Schema, pointer: str) -> Schema | str:
    """Return the schema of what ``pointer`` names, or the reason why it names nothing ("names no property of ...")."""
    current = schema
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        found = _step(current, name)
        if found is None:
            return f"names no property {name!r} there"
        current = found
    return current


def is_array(schema: Schema) -> bool:
    """Whether a value of the schema may be an array."""
    return any("array" in part.types or part.items is not None or part.prefix_items for part in parts(schema))


def _step(schema: Schema, name: str) -> Schema | None:
    for part in parts(schema):
        if name in part.properties:
            return part.properties[name]
        if name.isdigit() and part.items is not None:
            return part.items
    return None
