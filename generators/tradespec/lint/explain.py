"""Say what is wrong with a value, from what the JSON Schema validator found.

The validator's own texts print whole values; these follow the project's grammar (expected, got) and point to the value
itself. Where alternatives failed (``oneOf``, ``anyOf``), the one that came closest is explained.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jsonschema_rs import ValidationError

SHOWN_MAX = 60
"""Characters of a value that a message shows."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, where in the value (a path of keys and indices), by which keyword, and what to do next."""

    found: str
    path: Path
    keyword: str
    next_step: str = ""


def explain(errors: Iterable[ValidationError]) -> list[Finding]:
    """Return one finding per cause; consequences of a deeper error are left out."""
    leaves = [leaf for error in errors for leaf in _closest(error)]
    causes = [error for error in leaves if _keyword(error) not in {"unevaluatedProperties", "unevaluatedItems"}]
    broken = {_path(error)[: depth + 1] for error in causes for depth in range(len(_path(error)))}
    findings: dict[tuple[Path, str], Finding] = {}
    for error in leaves:
        for finding in _findings(error, broken):
            findings.setdefault((finding.path, finding.found), finding)
    return list(findings.values())


def shown(value: Any) -> str:
    """Return ``value`` as JSON, cut to what a message can hold."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1]}…"


def listed(names: Iterable[Any], most: int = 8) -> str:
    """Return names as ``a, b or c``, at most ``most`` of them."""
    every = [str(name) for name in names]
    if not every:
        return "nothing"
    if len(every) > most:
        return f"{', '.join(every[:most])} or {len(every) - most} others"
    return " or ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else every[0]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the next step for an unknown name: the nearest known one, or the list of them."""
    names = [str(each) for each in known]
    near = get_close_matches(name, names, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Choose {listed(names)}." if names else "Declare it first; there are none yet."


def _closest(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the alternative that came closest; the error itself where there are no alternatives."""
    branches = getattr(error.kind, "context", None)
    if not branches or not all(branches):
        return [error]
    expanded = [[leaf for inner in branch for leaf in _closest(inner)] for branch in branches]
    depth = len(_path(error))
    # An alternative that wants another type, another constant or a $ref is not what the author meant to write.
    return min(expanded, key=lambda leaves: (any(_is_other(leaf, depth) for leaf in leaves), len(leaves)))


def _is_other(error: ValidationError, depth: int) -> bool:
    at_top = len(_path(error)) == depth
    keyword = _keyword(error)
    if keyword == "required":
        return at_top and _facts(error).get("property") == "$ref"
    if keyword in {"enum", "const"}:
        return len(_path(error)) == depth + 1
    return at_top and keyword == "type"


def _keyword(error: ValidationError) -> str:
    return str(error.kind.name)


def _path(error: ValidationError) -> Path:
    return tuple(error.instance_path)


def _facts(error: ValidationError) -> dict[str, Any]:
    return dict(error.kind.as_dict())


def _findings(error: ValidationError, broken: set[Path]) -> list[Finding]:
    keyword, path, facts = _keyword(error), _path(error), _facts(error)
    names = facts.get("unexpected")
    if names is not None and keyword in {"additionalProperties", "unevaluatedProperties"}:
        known = sorted(key for key in (error.instance if isinstance(error.instance, dict) else {}) if key not in names)
        beside = f" beside {listed(known, 4)}" if known else ""
        return [
            Finding(
                f"Expected only known fields, got `{name}`{beside}",
                (*path, name),
                keyword,
                "Remove it or correct its spelling.",
            )
            for name in names
            if (*path, name) not in broken
        ]
    return [Finding(_sentence(keyword, error.instance, facts, str(error.message)), path, keyword, _next(keyword))]


def _sentence(keyword: str, value: Any, facts: dict[str, Any], message: str) -> str:
    """Return what was expected and what came; the validator's own sentence for keywords not in the table."""
    expected = _EXPECTED.get(keyword)
    try:
        return f"Expected {expected(facts)}, got {shown(value)}" if expected else _own(message)
    except (KeyError, TypeError):
        return _own(message)


def _own(message: str) -> str:
    return message if len(message) <= 4 * SHOWN_MAX else f"{message[: 4 * SHOWN_MAX]}…"


def _types(facts: dict[str, Any]) -> str:
    types = facts["types"] if "types" in facts else facts["type"]
    return listed(_TYPES.get(each, each) for each in (types if isinstance(types, list) else [types]))


_TYPES = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}


def _options(facts: dict[str, Any]) -> str:
    options = facts["options"]
    return f"one of {listed([shown(option) for option in options] if isinstance(options, list) else [options])}"


_EXPECTED: dict[str, Callable[[dict[str, Any]], str]] = {
    "type": _types,
    "enum": _options,
    "const": lambda facts: shown(facts["expected_value"]),
    "required": lambda facts: f"the field `{facts['property']}`",
    "pattern": lambda facts: f"text matching {facts['pattern']}",
    "format": lambda facts: f"the format {facts['format']}",
    "minimum": lambda facts: f"at least {facts['limit']}",
    "maximum": lambda facts: f"at most {facts['limit']}",
    "exclusiveMinimum": lambda facts: f"more than {facts['limit']}",
    "exclusiveMaximum": lambda facts: f"less than {facts['limit']}",
    "minLength": lambda facts: f"at least {facts['limit']} characters",
    "maxLength": lambda facts: f"at most {facts['limit']} characters",
    "minItems": lambda facts: f"at least {facts['limit']} items",
    "maxItems": lambda facts: f"at most {facts['limit']} items",
    "minProperties": lambda facts: f"at least {facts['limit']} fields",
    "maxProperties": lambda facts: f"at most {facts['limit']} fields",
    "multipleOf": lambda facts: f"a multiple of {facts['multiple_of']}",
    "uniqueItems": lambda _: "no item twice",
    "false schema": lambda _: "nothing here",
}


def _next(keyword: str) -> str:
    return {
        "required": "Add the field.",
        "type": "Write a value of that type.",
        "enum": "Choose one of those values.",
        "const": "Write that value.",
    }.get(keyword, "Correct the value.")


def pointer(path: Sequence[str | int]) -> str:
    """Return a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
