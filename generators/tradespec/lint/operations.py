"""Operations: ids, paths and their parameters, tags, security requirements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradespec.document.shape import METHODS
from tradespec.lint.explain import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradespec.contract import Operation
    from tradespec.document import Place, Problem
    from tradespec.lint.context import Context

_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def check(context: Context) -> Iterator[Problem]:
    """Report what is wrong with operations and paths."""
    yield from _ids(context)
    yield from _paths(context)
    for operation in context.contract.operations:
        yield from _path_parameters(context, operation)
    yield from _duplicate_parameters(context)
    yield from _tags(context)
    yield from _security(context)


def _ids(context: Context) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for visit in context.tour.of("operation"):
        name = visit.value.get("operationId") if isinstance(visit.value, dict) else None
        if not isinstance(name, str):
            continue
        if name in first:
            yield context.problem("duplicate-operation-id", visit.place / "operationId", name=name, other=first[name])
        first.setdefault(name, _spoken(visit.place))


def _spoken(place: Place) -> str:
    """Return ``GET /v1/orders`` for the place of an operation."""
    parts = place.pointer.split("/")
    path = parts[-2].replace("~1", "/").replace("~0", "~") if len(parts) > 1 else ""
    return f"{parts[-1].upper()} {path}" if parts[-1] in METHODS else place.pointer


def _paths(context: Context) -> Iterator[Problem]:
    paths = context.document.root.get("paths")
    first: dict[str, str] = {}
    for path in paths if isinstance(paths, dict) else ():
        shape = _TEMPLATE.sub("{}", path)
        if shape in first:
            place = context.root / "paths" / path
            yield context.problem("ambiguous-path", place, path=path, other=first[shape])
        first.setdefault(shape, path)


def _path_parameters(context: Context, operation: Operation) -> Iterator[Problem]:
    wanted = list(dict.fromkeys(_TEMPLATE.findall(operation.path)))
    declared = {parameter.name: parameter for parameter in operation.parameters if parameter.location == "path"}
    for name in wanted:
        if name not in declared:
            yield context.problem("path-parameter-undeclared", operation.place, name=name, path=operation.path)
    for name, parameter in declared.items():
        if name not in wanted:
            yield context.problem("path-parameter-unused", parameter.place, name=name, path=operation.path)


def _duplicate_parameters(context: Context) -> Iterator[Problem]:
    """Look at the written lists: the contract has merged and so cannot tell."""
    for visit in context.tour.of("operation", "path_item"):
        parameters = visit.value.get("parameters") if isinstance(visit.value, dict) else None
        seen: set[tuple[str, str]] = set()
        for index, parameter in enumerate(parameters if isinstance(parameters, list) else ()):
            place = visit.place / "parameters" / str(index)
            key = _identity(context, parameter, place)
            if key in seen:
                yield context.problem("duplicate-parameter", place, name=key[0], location=key[1])
            if key is not None:
                seen.add(key)


def _identity(context: Context, parameter: object, place: Place) -> tuple[str, str] | None:
    from tradespec.document import DocumentError

    if isinstance(parameter, dict) and isinstance(parameter.get("$ref"), str):
        try:
            parameter = context.document.resolve(parameter["$ref"], place).value
        except DocumentError:
            return None  # reported as an unresolved reference
    if not isinstance(parameter, dict):
        return None
    name, location = parameter.get("name"), parameter.get("in")
    return (name, location) if isinstance(name, str) and isinstance(location, str) else None


def _tags(context: Context) -> Iterator[Problem]:
    names: set[str] = set()
    for tag in context.contract.tags:
        if tag.name in names:
            yield context.problem("duplicate-tag", tag.place, name=tag.name)
        names.add(tag.name)
    reported: set[str] = set()
    for operation in context.contract.operations if names else ():
        for index, name in enumerate(operation.tags):
            if name not in names and name not in reported:
                reported.add(name)
                place = operation.place / "tags" / str(index)
                yield context.problem(
                    "tag-undeclared", place, name=name, hint=f"{nearest(name, names)} Or declare it in `tags`."
                )


def _security(context: Context) -> Iterator[Problem]:
    known = context.contract.security_schemes
    holders: Mapping[Place, object] = {
        context.root: context.document.root,
        **{visit.place: visit.value for visit in context.tour.of("operation")},
    }
    for place, holder in holders.items():
        needs = holder.get("security") if isinstance(holder, dict) else None
        for index, alternative in enumerate(needs if isinstance(needs, list) else ()):
            for name in alternative if isinstance(alternative, dict) else ():
                if name not in known:
                    where = place / "security" / str(index) / name
                    home = "securityDefinitions" if context.contract.dialect == "2.0" else "components.securitySchemes"
                    hint = nearest(name, known) if known else f"Declare {listed([name])} in {home}."
                    yield context.problem("security-scheme-unknown", where, name=name, hint=hint)
