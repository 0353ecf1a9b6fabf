"""What an operation takes and gives: its arguments, its request body and its answer, in TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.emit.typescript import examples
from tradespec.emit.typescript.names import Names, argument, pascal
from tradespec.emit.typescript.schemas import at_pointer
from tradespec.emit.typescript.shapes import alias, is_object, lay_out, list_of, member, union
from tradespec.emit.typescript.text import doc, key
from tradespec.emit.typescript.types import enclose_members
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradespec.contract import MediaType, Operation, Parameter, Response, Schema, Server
    from tradespec.emit.typescript.shapes import Arms
    from tradespec.emit.typescript.survey import Direction
    from tradespec.emit.typescript.types import TypeWriter

_ARGUMENTS_TAKEN = frozenset({"transport", "operation", "body", "params", "options"})
_STYLES = {"spaceDelimited": "ssv", "pipeDelimited": "pipes", "deepObject": "deep"}
_HEADERS_OF_OUR_OWN = frozenset({"accept", "content-type", "authorization"})
_ONE_LINE_MAX = 60


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of the function: its type, whether it may be left out, an example and a description."""

    name: str
    type: str
    optional: bool
    example: Any
    description: str = ""


@dataclass(slots=True)
class Call:
    """Everything about calling one operation."""

    arguments: list[Argument] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    """What the run time is told about the operation."""
    input: str = ""
    """The expression that carries the arguments to the run time; empty where there are none."""
    declarations: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    """Names of the types declared."""
    result: str = "void"
    item: str = ""
    """Type of one item, where the answer is a page."""


class CallWriter:
    """Writes calls; one for a whole package, so that the names of types stay apart."""

    def __init__(self, types: TypeWriter, own_headers: Mapping[str, frozenset[str]]) -> None:
        self._types = types
        self._own_headers = own_headers
        """Security scheme -> lower-case names of the headers that it fills in."""

    def write(self, operation: Operation, name: str) -> Call:
        """Return the call of ``operation``, whose function is called ``name``."""
        call = Call()
        call.data = {"id": operation.id, "method": operation.method, "path": operation.path}
        auth = [[need.scheme for need in alternative.needs] for alternative in operation.security]
        if any(auth):
            call.data["auth"] = auth
        if server := base_url(operation.servers):
            call.data["server"] = server
        prefix = pascal(name)
        path = self._path(call, operation)
        rest = [*self._body(call, operation, prefix), *self._params(call, operation, prefix)]
        parts = [f"path: [{', '.join(path)}]"] if path else []
        parts += [each.name for each in sorted(rest, key=lambda each: each.name == "body")]
        call.input = f"{{ {', '.join(parts)} }}" if parts else ""
        # What must be given comes before what may be left out.
        call.arguments += sorted(rest, key=lambda each: each.optional)
        self._answer(call, operation, prefix)
        return call

    def _path(self, call: Call, operation: Operation) -> list[str]:
        by_name = {each.name: each for each in operation.parameters if each.location == "path"}
        names = Names(_ARGUMENTS_TAKEN, suffix="_")
        claimed = []
        for wire_name in _braced(operation.path):
            parameter = by_name.get(wire_name)
            claimed.append(names.claim(argument(wire_name)))
            kind, example, description = "string | number", wire_name, ""
            if parameter is not None:
                kind = lay_out(self._parameter_type(parameter)).strip()
                example, description = examples.of_parameter(parameter), parameter.description
                if style := _style(parameter):
                    call.data.setdefault("styles", {})[wire_name] = style
            call.arguments.append(Argument(claimed[-1], kind, optional=False, example=example, description=description))
        return claimed

    def _params(self, call: Call, operation: Operation, prefix: str) -> list[Argument]:
        """Declare the interface of query, header and cookie parameters."""
        parameters = [each for each in operation.parameters if self._is_argument(each, operation)]
        if not parameters:
            return []
        members: list[str] = []
        example: dict[str, Any] = {}
        seen: set[str] = set()
        for parameter in parameters:
            name = parameter.name
            if name in seen:
                name = f"{name}_{parameter.location}"
                call.data.setdefault("wireNames", {})[name] = parameter.name
            seen.add(name)
            if parameter.location in {"header", "cookie"}:
                call.data.setdefault(f"{parameter.location}s", []).append(name)
            if style := _style(parameter):
                call.data.setdefault("styles", {})[name] = style
            members.append(self._param_member(name, parameter))
            if parameter.required:
                example[name] = examples.of_parameter(parameter)
        declared = self._types.survey.names.claim(f"{prefix}Params")
        about = f"Parameters of `{operation.id}`."
        call.declarations.append(f"{doc([about])}export interface {declared} {enclose_members(members)}")
        call.types.append(declared)
        optional = not any(parameter.required for parameter in parameters)
        return [Argument("params", declared, optional, example)]

    def _param_member(self, name: str, parameter: Parameter) -> str:
        arms = self._parameter_type(parameter)
        schema = parameter.schema
        if parameter.description or schema is None:
            comment = doc([parameter.description, *(["@deprecated"] if parameter.deprecated else [])])
        else:
            comment = self._types.comment(schema)
        if parameter.required:
            return member(key(name), arms, comment)
        return member(f"{key(name)}?", (*arms, "undefined"), comment)

    def _is_argument(self, parameter: Parameter, operation: Operation) -> bool:
        if parameter.location in {"query", "cookie"}:
            return True
        if parameter.location != "header" or parameter.name.lower() in _HEADERS_OF_OUR_OWN:
            return False
        schemes = {need.scheme for alternative in operation.security for need in alternative.needs}
        return not any(parameter.name.lower() in self._own_headers.get(scheme, frozenset()) for scheme in schemes)

    def _parameter_type(self, parameter: Parameter) -> Arms:
        schema = parameter.schema or next((media.schema for media in parameter.content.values()), None)
        return self._types.write(schema, "in") if schema is not None else ("unknown",)

    def _body(self, call: Call, operation: Operation, prefix: str) -> list[Argument]:
        body = operation.request_body
        if body is None or not body.content:
            return []
        media = _preferred(body.content)
        if media.name != "application/json":
            call.data["sends"] = media.name
        if media.schema is None or _is_raw(media):
            kind = "Blob | Uint8Array | string"
        else:
            kind = self._named(call, f"{prefix}Body", f"Body of `{operation.id}`.", media.schema, "in")
        return [Argument("body", kind, not body.required, examples.of_media(media), body.description)]

    def _answer(self, call: Call, operation: Operation, prefix: str) -> None:
        responses = _successes(operation)
        answers = {_answers(response) for response in responses}
        kinds: list[Arms] = []
        for response in responses:
            kinds += [arms for arms in [self._answer_type(call, response, operation, prefix)] if arms not in kinds]
        said = union(kinds)
        call.result = "void" if said in {(), ("undefined",)} else lay_out(said).strip()
        if len(answers) == 1 and (told := answers.pop()):
            call.data["answers"] = told
        if operation.idempotency is not None:
            call.data["idempotency"] = operation.idempotency.field
        if operation.pagination is not None and len(kinds) == 1:
            self._page(call, operation, prefix)

    def _answer_type(self, call: Call, response: Response, operation: Operation, prefix: str) -> Arms:
        told = _answers(response)
        if told in {"bytes", "text"}:
            return ("Uint8Array",) if told == "bytes" else ("string",)
        media = _preferred(response.content) if response.content else None
        if media is None:
            return ("undefined",)
        if media.schema is None:
            return ("unknown",)
        return (self._named(call, f"{prefix}Result", f"Answer of `{operation.id}`.", media.schema, "out"),)

    def _page(self, call: Call, operation: Operation, prefix: str) -> None:
        paging, success = operation.pagination, operation.success
        if paging is None or success is None:
            return
        schema = _preferred(success.content).schema if success.content else None
        items = at_pointer(schema, paging.items)
        item = items.resolved.items if items is not None else None
        call.data["page"] = {"cursor": paging.cursor, "next": paging.next_cursor, "items": paging.items}
        about = f"One item of `{operation.id}`."
        call.item = "unknown" if item is None else self._named(call, f"{prefix}Item", about, item, "out")

    def _named(self, call: Call, wanted: str, about: str, schema: Schema, direction: Direction) -> str:
        """Return a type that fits on a line: the schema's own, or a new name for one that is longer."""
        items = schema.resolved.items
        if self._is_inline_list(schema) and items is not None:
            inner = self._named(call, f"{wanted}Item", about, items, direction)
            return lay_out(list_of((inner,)))
        arms = self._types.write(schema, direction)
        text = lay_out(arms)
        if "\n" not in text and len(text) <= _ONE_LINE_MAX:
            return text
        name = self._types.survey.names.claim(wanted)
        comment = doc([schema.description or schema.resolved.description or about])
        declared = f"export interface {name} {text}" if is_object(arms) else alias(name, arms)
        call.declarations.append(comment + declared)
        call.types.append(name)
        return name

    def _is_inline_list(self, schema: Schema) -> bool:
        target = schema.resolved
        return target.types == ("array",) and not target.prefix_items and self._types.survey.model(schema) is None


def base_url(servers: Sequence[Server]) -> str:
    """Return the address of the first server, its variables at their defaults; empty where it is not absolute."""
    if not servers:
        return ""
    url = servers[0].url
    for name, value in servers[0].variables.items():
        url = url.replace(f"{{{name}}}", value)
    return url if url.startswith(("http://", "https://")) else ""


def _braced(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def _style(parameter: Parameter) -> str:
    """Return the run time's word for how a parameter is written; empty for the usual way of its location."""
    if parameter.content:
        return "json"
    if parameter.location == "path":
        return parameter.style if parameter.style in {"label", "matrix"} else ""
    if parameter.location != "query":
        return ""
    raw = "!" if parameter.allow_reserved else ""
    if parameter.style != "form":
        return _STYLES.get(parameter.style, "")
    types = parameter.schema.resolved.types if parameter.schema is not None else ()
    scalar = bool(types) and not {"array", "object"} & set(types)
    if parameter.explode or scalar:
        return f"form{raw}" if raw else ""
    return f"csv{raw}"


def _preferred(content: Mapping[str, MediaType]) -> MediaType:
    """Return JSON where it is offered, then a form, then whatever comes first."""
    for wanted in ("application/json", "json", "*/*", "x-www-form-urlencoded", "multipart/form-data"):
        for name, media in content.items():
            if wanted in name:
                return media
    return next(iter(content.values()))


def _is_raw(media: MediaType) -> bool:
    structured = ("json", "form", "*/*")
    return not any(word in media.name for word in structured)


def _successes(operation: Operation) -> list[Response]:
    found = [response for status, response in sorted(operation.responses.items()) if status[:1] == "2"]
    default = operation.responses.get("default")
    return found or ([default] if default is not None else [])


def _answers(response: Response) -> str:
    """Return the run time's word for how an answer is read; empty for JSON."""
    if not response.content:
        return "nothing"
    media = _preferred(response.content)
    if "json" in media.name or (media.name == "*/*" and media.schema is not None):
        return ""
    return "text" if media.name.startswith("text/") or media.name.endswith("xml") else "bytes"
