"""Operations as the templates see them, grouped by their first tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradespec.emit.typescript.names import Names, camel, kebab, pascal
from tradespec.emit.typescript.text import WIDTH, doc, enclose, indent, key, literal
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradespec.contract import Contract, Operation
    from tradespec.emit.typescript.calls import Call, CallWriter
    from tradespec.emit.typescript.types import TypeWriter

_WORD = re.compile(r"[A-Za-z0-9_$]+")
_UNTAGGED = "API"
_METHODS_TAKEN = frozenset({"constructor", "then", "toString", "toJSON", "valueOf"})
_FUNCTIONS_TAKEN = frozenset({"operation", "transport", "params", "body", "options"})
MODULES = {
    "Decimal": "decimal",
    "DecimalInput": "decimal",
    "Int64": "json",
    "Known": "enums",
    "Open": "enums",
    "UnknownVariant": "enums",
    "Enumeration": "enums",
    "enumeration": "enums",
}


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation, ready to be written."""

    id: str
    name: str
    """Of the function and of the client's method."""
    file: str
    """Stem of its module."""
    group: str
    """Property of the client."""
    method: str
    path: str
    summary: str
    doc: str
    """Comment of the function."""
    method_doc: str
    """Comment of the client's method, indented."""
    expression: str
    """A call through the client, not awaited."""
    example: str
    """The same, with what is done with it."""
    function_example: str
    """A call of the function."""
    signature: str
    """Arguments and answer of the function."""
    method_signature: str
    """Arguments and answer of the client's method."""
    passed: str
    """What the method hands to the function."""
    arguments: Sequence[str]
    """Names of its arguments, in their order."""
    promise: str
    """Class of the answer."""
    is_paged: bool
    deprecated: bool
    data: str
    call: str
    """The expression that the function returns."""
    declarations: Sequence[str]
    types: Sequence[str]
    """Names of the types declared in its module."""
    models: Sequence[str]
    """Names used from ``models.ts``."""
    imports: Sequence[tuple[str, Sequence[str]]]
    """Run-time modules with the names used from them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Operations with the same first tag: a folder of functions and a class of the client."""

    name: str
    member: str
    """Property of the client."""
    class_name: str
    folder: str
    description: str
    doc: str
    operations: Sequence[OperationView]

    @property
    def promises(self) -> list[str]:
        """Classes of the answers."""
        return sorted({operation.promise for operation in self.operations})

    @property
    def mentioned(self) -> set[str]:
        """All words in the signatures of the class."""
        return {word for operation in self.operations for word in _WORD.findall(operation.method_signature)}

    def imported(self, operation: OperationView) -> list[str]:
        """What the class takes from an operation's module."""
        mentioned = self.mentioned
        return [operation.name, *(f"type {name}" for name in operation.types if name in mentioned)]

    @property
    def models(self) -> list[str]:
        """Names from ``models.ts`` that the class mentions."""
        mentioned = self.mentioned
        return sorted({name for operation in self.operations for name in operation.models if name in mentioned})

    @property
    def imports(self) -> list[tuple[str, list[str]]]:
        """Run-time modules with the names that the class mentions."""
        mentioned = self.mentioned
        found: dict[str, set[str]] = {}
        for operation in self.operations:
            for module, names in operation.imports:
                found.setdefault(module, set()).update(name for name in names if name in mentioned)
        return [(module, sorted(names)) for module, names in sorted(found.items()) if names]


def group_operations(contract: Contract, types: TypeWriter, calls: CallWriter) -> list[Group]:
    """Return the groups, tags in document order first, then those that only operations name."""
    by_tag: dict[str, list[Operation]] = {tag.name: [] for tag in contract.tags}
    for operation in contract.operations:
        by_tag.setdefault(operation.tags[0] if operation.tags else _UNTAGGED, []).append(operation)
    descriptions = {tag.name: tag.description for tag in contract.tags}
    members = Names(frozenset({"transport", "constructor"}), suffix="_")
    functions = Names(_FUNCTIONS_TAKEN, suffix="_")
    groups = []
    for tag, operations in by_tag.items():
        if not operations:
            continue
        member = members.claim(camel(tag))
        files = Names()
        views = []
        for operation in operations:
            name = functions.claim(camel(operation.id))
            if name in _METHODS_TAKEN:
                name = functions.claim(f"{name}Call")
            types.forget()
            call = calls.write(operation, name)
            views.append(_view(operation, call, _Place(name, files.claim(kebab(name)), member), types))
        class_name = types.survey.names.claim(f"{pascal(tag)}Operations")
        description = descriptions.get(tag, "")
        about = doc([description or f"Operations tagged `{tag}`."])
        groups.append(Group(tag, member, class_name, kebab(member), description, about, views))
    return groups


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an operation stands in the package."""

    name: str
    file: str
    group: str


def _view(operation: Operation, call: Call, place: _Place, types: TypeWriter) -> OperationView:
    name, group = place.name, place.group
    given = f", {call.input}" if call.input else ", {}"
    sender = "list" if call.item else "request"
    returns = f"PagePromise<{call.result}, {call.item}>" if call.item else f"APIPromise<{call.result}>"
    parameters = [f"{each.name}{'?' if each.optional else ''}: {each.type}" for each in call.arguments]
    parameters.append("options?: RequestOptions")
    paragraphs = _paragraphs(operation, call)
    function_example = _used(_expression(f"{name}(", call, ["transport"]), call)
    expression = _expression(f"client.{group}.{name}(", call, [])
    example = _used(expression, call)
    return OperationView(
        id=operation.id,
        name=name,
        file=place.file,
        group=group,
        method=operation.method,
        path=operation.path,
        summary=operation.summary or _first_sentence(operation.description),
        doc=doc(paragraphs, code=function_example),
        method_doc=doc(paragraphs, "  ", example),
        expression=expression,
        example=example,
        function_example=function_example,
        signature=_signature(f"export function {name}", ["transport: Transport", *parameters], returns),
        method_signature=indent(_signature(f"  {name}", parameters, returns)),
        passed=", ".join(["this.#transport", *(each.name for each in call.arguments), "options"]),
        arguments=[each.name for each in call.arguments],
        promise="PagePromise" if call.item else "APIPromise",
        is_paged=bool(call.item),
        deprecated=operation.deprecated,
        data=_data(call),
        call=f"transport.{sender}(operation{given}, options)",
        declarations=call.declarations,
        types=call.types,
        models=sorted(types.models_used),
        imports=_imports(types.runtime_used),
    )


def _signature(head: str, parameters: list[str], returns: str) -> str:
    """Return arguments and answer, one argument per line where ``head`` and all of them are too long for one."""
    listed = enclose("(", parameters, ")", WIDTH - len(head) - len(returns) - 4)
    return f"{listed}: {returns}"


def _imports(used: set[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name in sorted(used):
        found.setdefault(MODULES[name], []).append(name)
    return sorted(found.items())


def _data(call: Call) -> str:
    return "{\n" + "".join(f"  {key(name)}: {indent(literal(value))},\n" for name, value in call.data.items()) + "}"


def _paragraphs(operation: Operation, call: Call) -> list[str]:
    """Return what the comment says: what it does, where it goes, what it needs, what may go wrong."""
    said = [operation.summary, operation.description if operation.description != operation.summary else ""]
    said.append(_facts(operation))
    if operation.error_codes:
        said.append(f"Errors: {', '.join(f'`{code}`' for code in operation.error_codes)}.")
    if operation.stability != "stable":
        said.append(f"Stability: {operation.stability}; it may still change.")
    said += [
        f"@param {each.name} - {_first_sentence(each.description)}"
        for each in call.arguments
        if each.description and each.name != "params"
    ]
    if operation.deprecated:
        said.append(f"@deprecated{f' It goes after {operation.sunset}.' if operation.sunset else ''}")
    return said


def _facts(operation: Operation) -> str:
    said = f"`{operation.method} {operation.path}`"
    scopes = dict.fromkeys(scope for way in operation.security for need in way.needs for scope in need.scopes)
    if scopes:
        said += f", scope {', '.join(f'`{scope}`' for scope in scopes)}"
    limit = operation.limit
    if limit is not None:
        said += f", takes {limit.weight:g} of `{limit.bucket}`{' per item' if limit.per_item else ''}"
    return said


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.strip().partition("\n\n")[0].split())
    end = paragraph.find(". ")
    return paragraph if end < 0 else paragraph[: end + 1]


def _expression(head: str, call: Call, first: list[str]) -> str:
    values = [*first, *(literal(each.example) for each in call.arguments if not each.optional)]
    # A last argument on several lines hugs the brackets, as a person would write it.
    return f"{head}{', '.join(values)})"


def _used(expression: str, call: Call) -> str:
    if call.item:
        return f"for await (const item of {expression}) {{\n  console.log(item);\n}}"
    return f"await {expression};" if call.result == "void" else f"const answer = await {expression};"
