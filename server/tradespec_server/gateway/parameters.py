"""Parameters of one operation: from the path and the query string to typed, checked arguments, bound once."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tradespec_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec_server.gateway.contract import Parameter
    from tradespec_server.gateway.schemas import Place, Schema, Schemas

__all__ = ["Parameters"]

_PAIRS_MAX = 100
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,18})?", re.ASCII)


class Parameters:
    """The path and query parameters of one operation.

    Args:
        parameters: As the contract lists them; those in headers and cookies are not arguments.
        schemas: Compiles their schemas.
    """

    __slots__ = ("_defaults", "_path", "_query", "_required")

    def __init__(self, parameters: Sequence[Parameter], schemas: Schemas) -> None:
        self._path = {one.name: _Bound(one, schemas) for one in parameters if one.place == "path"}
        self._query = {one.name: _Bound(one, schemas) for one in parameters if one.place == "query"}
        self._required = tuple(name for name, one in self._query.items() if one.required)
        self._defaults = {one.name: one.default for one in parameters if one.place == "query" and one.has_default}

    def decode(self, path: dict[str, str], query: bytes) -> dict[str, Any]:
        """Return the arguments by parameter name, defaults filled in.

        Raises:
            Refused: `unknown_parameter`, or `invalid_request` with one entry per wrong parameter.
        """
        arguments: dict[str, Any] = dict(self._defaults)
        problems: list[Place] = []
        for name, text in path.items():
            self._path[name].decode([text], arguments, problems)
        values = self._split(query) if query else {}
        for name, texts in values.items():
            self._query[name].decode(texts, arguments, problems)
        absent = [name for name in self._required if name not in values]
        problems += [_problem(name, "required", "the query parameter", "nothing") for name in absent]
        if problems:
            raise Refused(
                "invalid_request", f"{problems[0]['message'][:-1]} - at {problems[0]['parameter']}.", problems
            )
        return arguments

    def _split(self, query: bytes) -> dict[str, list[str]]:
        try:
            pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_PAIRS_MAX)
        except ValueError:  # covers bytes that are not UTF-8
            raise Refused(
                "unknown_parameter",
                f"Expected a query string in UTF-8 with at most {_PAIRS_MAX} parameters, got something else.",
            ) from None
        values: dict[str, list[str]] = {}
        for name, text in pairs:
            values.setdefault(name, []).append(text)
        unknown = [name for name in values if name not in self._query]
        if unknown:
            raise self._unknown(unknown)
        return values

    def _unknown(self, names: list[str]) -> Refused:
        known = ", ".join(self._query) or "no query parameter"
        problems = []
        for name in names:
            problem = _problem(name[:100], "unknown", f"one of {known}" if self._query else known, f"`{name[:100]}`")
            near = difflib.get_close_matches(name[:100], self._query, 1)
            if near:
                problem["nearest"] = near[0]
            problems.append(problem)
        return Refused("unknown_parameter", problems[0]["message"], problems)


class _Bound:
    """One parameter with its compiled schema and its reading of text."""

    __slots__ = ("_array", "_explode", "_name", "_read", "_schema", "required")

    def __init__(self, parameter: Parameter, schemas: Schemas) -> None:
        types = schemas.types(parameter.schema)
        self._name = parameter.name
        self.required = parameter.required
        self._explode = parameter.explode
        self._array = "array" in types
        items = parameter.schema.get("items")
        self._read = _reader(schemas.types(items) if self._array and isinstance(items, dict) else types)
        self._schema: Schema = schemas.compile(parameter.pointer)

    def decode(self, texts: list[str], arguments: dict[str, Any], problems: list[Place]) -> None:
        value: Any
        if self._array:
            parts = texts if self._explode else [part for text in texts for part in text.split(",")]
            value = [self._read(part) for part in parts]
        elif len(texts) > 1:
            problems.append(_problem(self._name, "single", "the parameter once", f"it {len(texts)} times"))
            return
        else:
            value = self._read(texts[0])
        if self._schema.is_valid(value):
            arguments[self._name] = value
            return
        for place in self._schema.problems(value):
            place["parameter"] = self._name
            del place["pointer"]
            problems.append(place)


def _reader(types: frozenset[str]) -> Callable[[str], Any]:
    """Return how text becomes a value of the declared types; what does not fit stays text for the schema to refuse."""
    if "integer" in types:
        return lambda text: int(text) if _INTEGER.fullmatch(text) else text
    if "number" in types:
        return lambda text: float(text) if _NUMBER.fullmatch(text) else text
    if "boolean" in types:
        return lambda text: {"true": True, "false": False}.get(text, text)
    return lambda text: text


def _problem(name: str, rule: str, expected: str, got: str) -> Place:
    return {"parameter": name, "rule": rule, "message": f"Expected {expected}, got {got}."}
