"""Read an OpenAPI document into the model: references followed, defaults filled in, its dialects in one vocabulary.

Reading is tolerant. What is not as it should be becomes a problem with its place, and is left out of the model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tradespec.contract import words
from tradespec.contract.model import (
    Contract,
    Dialect,
    Example,
    Link,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
    SecurityAlternative,
    SecurityNeed,
    SecurityScheme,
    Server,
    Tag,
)
from tradespec.contract.schema import Schema
from tradespec.contract.upgraded import Upgraded
from tradespec.document import Document, DocumentError, Location, Node, Place, Problem
from tradespec.document.shape import METHODS
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXTERNAL: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple", "querystring": "form"}
LOCATIONS: Final = tuple(STYLES)
STABILITIES: Final = ("experimental", "beta", "stable")


class Reader:
    """Reads one document; keeps what is shared: schemas by place, component names, problems."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = [*document.misread] if isinstance(document, Upgraded) else []
        self.dialect = dialect_of(document)
        self.old_words = self.dialect in {"2.0", "3.0"}
        self.schemas: dict[str, Schema] = {}
        self.schema_names: dict[str, str] = {}
        self.ids: set[str] = set()
        self.stability = "stable"
        self.security_default: tuple[SecurityAlternative, ...] = ()
        self.inside: set[str] = set()

    # Shared pieces

    def unexpected(self, wanted: str, value: Any, place: Place) -> None:
        """Note that something else stands where ``wanted`` should."""
        message = f"Expected {wanted}, got {described(value)}"
        self.problems.append(Problem("unexpected-type", "error", message, place))

    def mapping(self, value: Any, place: Place, wanted: str = "a mapping") -> dict[str, Any]:
        """Return the value where it is a mapping, else nothing."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.unexpected(wanted, value, place)
        return {}

    def sequence(self, value: Any, place: Place, wanted: str = "a list") -> list[Any]:
        """Return the value where it is a list, else nothing."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.unexpected(wanted, value, place)
        return []

    def flag(self, said: dict[str, Any], word: str, place: Place) -> bool:
        """Return whether a word is said to be true; anything but true and false is a problem."""
        value = said.get(word)
        if value is not None and not isinstance(value, bool):
            self.unexpected("true or false", value, place / word)
        return value is True

    def node(self, value: Any, place: Place) -> Node | None:
        """Return an object and its place, references followed; None (and a problem) where one leads nowhere."""
        beside: dict[str, Any] = {}
        origin, seen = place, {str(place)}
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            beside = {key: value[key] for key in ("summary", "description") if key in value} | beside
            node = self.follow(value["$ref"], place)
            if node is None:
                return None
            value, place = node.value, node.place
            if str(place) in seen:
                self.circle(origin)
                return None
            seen.add(str(place))
        if not isinstance(value, dict):
            self.unexpected("a mapping", value, place)
            return None
        if "$ref" in value:
            self.unexpected("a reference", value["$ref"], place / "$ref")
            return None
        return Node({**value, **beside} if beside else value, place)

    def circle(self, place: Place) -> None:
        """Note that a reference leads back to itself."""
        message = "Expected a reference that ends somewhere, got a circle"
        problem = Problem("unresolved-reference", "error", message, place / "$ref")
        if problem not in self.problems:
            self.problems.append(problem)

    def circular(self, schema: Schema) -> Schema:
        """Note the circle that a schema's reference leads into; return the schema, which is as far as it goes."""
        self.circle(schema.place)
        return schema

    def follow(self, reference: str, place: Place) -> Node | None:
        """Follow a reference; a bad one is a problem, once."""
        try:
            return self.document.resolve(reference, place)
        except DocumentError as error:
            problem = Problem("unresolved-reference", "error", error.message, place / "$ref", error.next_step)
            if problem not in self.problems:
                self.problems.append(problem)
            return None

    # Schemas

    def schema(self, value: Any, place: Place) -> Schema:
        """Return the one schema of this place."""
        key = str(place)
        known = self.schemas.get(key)
        if known is None:
            known = self.schemas[key] = Schema(self, value, place)
        return known

    def schema_at(self, place: Place) -> Schema:
        """Return the schema at a place of the document."""
        node = self.document.step(f"#{place.pointer}", place)
        return self.schema(node.value, node.place)

    def referred(self, reference: str, place: Place) -> Schema | None:
        """Return the schema that a reference names, one step on."""
        try:
            node = self.document.step(reference, place)
        except DocumentError as error:
            self.problems.append(
                Problem("unresolved-reference", "error", error.message, place / "$ref", error.next_step)
            )
            return None
        if not isinstance(node.value, bool | dict):
            self.unexpected("a schema", node.value, node.place)
            return None
        return self.schema(node.value, node.place)

    def mapped(self, target: Any, place: Place) -> Schema | None:
        """Return the schema that a discriminator's mapping means: a reference, or the bare name of a component."""
        if not isinstance(target, str):
            return None
        bare = not any(mark in target for mark in "/#.")
        return self.referred(f"#/components/schemas/{target}" if bare else target, place)

    def optional_schema(self, value: Any, place: Place) -> Schema | None:
        """Return the schema where one is written."""
        return None if value is None else self.schema(value, place)

    # The document

    def read(self) -> Contract:
        """Read everything but the insides of schemas."""
        root, top = self.document.root, Place(self.document.entry)
        info = self.mapping(root.get("info"), top / "info")
        stability = root.get("x-stability")
        self.stability = stability if stability in STABILITIES else "stable"
        components = self.mapping(root.get("components"), top / "components")
        self.name_schemas(components, top / "components" / "schemas")
        self.security_default = tuple(self.security(root.get("security"), top / "security"))
        return Contract(
            title=text(info, "title"),
            version=text(info, "version"),
            summary=text(info, "summary"),
            description=text(info, "description"),
            dialect=self.dialect,
            servers=tuple(self.servers(root.get("servers"), top / "servers")),
            tags=tuple(self.tags(root.get("tags"), top / "tags")),
            operations=self.told_apart(tuple(self.paths(root.get("paths"), top / "paths"))),
            webhooks=tuple(self.paths(root.get("webhooks"), top / "webhooks")),
            schemas={name: self.schema_at(place_of(key)) for key, name in self.schema_names.items()},
            security_schemes=self.security_schemes(components.get("securitySchemes"), top / "components"),
            limits=words.limits(root.get("x-limits"), top / "x-limits"),
            errors=words.errors(root.get("x-errors"), top / "x-errors"),
            extensions=extensions(root),
            document=self.document,
            reader=self,
        )

    def name_schemas(self, components: Mapping[str, Any], place: Place) -> None:
        """Learn the names of schemas: components of the entry file, then those of other files as a bundle names them."""
        schemas = self.mapping(components.get("schemas"), place)
        if not EXTERNAL.search(self.document.files[self.document.entry].source):
            self.schema_names = {str(place / name): name for name in schemas}
            return
        from tradespec.document.bundling import Bundler

        bundler = Bundler(self.document, self.problems)
        bundler.run()
        pulled = {key: name for (kind, key), name in bundler.names.items() if kind == "schema"}
        aliases = set(pulled.values())
        self.schema_names = {str(place / name): name for name in schemas if name not in aliases} | pulled

    def servers(self, value: Any, place: Place) -> Iterator[Server]:
        """Yield the servers."""
        for at, item in enumerate(self.sequence(value, place)):
            server = self.mapping(item, place / at)
            variables = self.mapping(server.get("variables"), place / at / "variables")
            defaults = {
                name: str(self.mapping(said, place / at).get("default", "")) for name, said in variables.items()
            }
            yield Server(text(server, "url"), text(server, "description"), defaults, place / at)

    def tags(self, value: Any, place: Place) -> Iterator[Tag]:
        """Yield the declared tags."""
        for at, item in enumerate(self.sequence(value, place)):
            tag = self.mapping(item, place / at)
            yield Tag(text(tag, "name"), text(tag, "description"), place / at)

    def security_schemes(self, value: Any, components: Place) -> dict[str, SecurityScheme]:
        """Return the security schemes by name."""
        place = components / "securitySchemes"
        out: dict[str, SecurityScheme] = {}
        for name, item in self.mapping(value, place).items():
            node = self.node(item, place / name)
            if node is None:
                continue
            said = node.value
            out[name] = SecurityScheme(
                name=name,
                type=text(said, "type"),
                location=text(said, "in") or None,
                parameter_name=text(said, "name") or None,
                http_scheme=text(said, "scheme").lower() or None,
                bearer_format=text(said, "bearerFormat") or None,
                flows=self.mapping(said.get("flows"), node.place / "flows"),
                open_id_connect_url=text(said, "openIdConnectUrl") or None,
                description=text(said, "description"),
                signature=words.signature(said.get("x-signature"), node.place / "x-signature"),
                extensions=extensions(said),
                place=node.place,
            )
        return out

    # Paths and operations

    def paths(self, value: Any, place: Place) -> Iterator[Operation]:
        """Yield the operations of all path items, in document order."""
        for path, item in self.mapping(value, place).items():
            if path.startswith("x-"):
                continue
            node = self.node(item, place / path)
            if node is not None:
                yield from self.path_item(path, node)

    def told_apart(self, operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
        """Return the operations, ids that were made renamed where the document uses them elsewhere."""
        own = {operation.id for operation in operations if operation.has_own_id}
        self.ids |= own
        return tuple(
            replace(operation, id=self.made_id(operation.method, operation.path))
            if not operation.has_own_id and operation.id in own
            else operation
            for operation in operations
        )

    def path_item(self, path: str, item: Node) -> Iterator[Operation]:
        """Yield the operations of one path item."""
        shared = self.parameters(item.value.get("parameters"), item.place / "parameters")
        for key, value in item.value.items():
            if key in METHODS:
                if (node := self.node(value, item.place / key)) is not None:
                    yield self.operation(key.upper(), path, item, node, shared)
            elif key == "additionalOperations":
                for method, said in self.mapping(value, item.place / key).items():
                    if (node := self.node(said, item.place / key / method)) is not None:
                        yield self.operation(method, path, item, node, shared)

    def operation(self, method: str, path: str, item: Node, node: Node, shared: list[Parameter]) -> Operation:
        """Read one operation; what its path item says holds where it says nothing itself."""
        said, place = node.value, node.place
        own_id = said.get("operationId")
        has_own_id = isinstance(own_id, str) and bool(own_id)
        if own_id is not None and not isinstance(own_id, str):
            self.unexpected("a name", own_id, place / "operationId")
        own = self.parameters(said.get("parameters"), place / "parameters")
        named = {(parameter.name, parameter.location) for parameter in own}
        inherited = [parameter for parameter in shared if (parameter.name, parameter.location) not in named]
        level = node if "servers" in said else item
        stability = said.get("x-stability")
        return Operation(
            id=str(own_id) if has_own_id else self.made_id(method, path),
            has_own_id=has_own_id,
            method=method,
            path=path,
            tags=tuple(str(tag) for tag in self.sequence(said.get("tags"), place / "tags")),
            summary=text(said, "summary") or text(item.value, "summary"),
            description=text(said, "description") or text(item.value, "description"),
            parameters=tuple(inherited + own),
            request_body=self.request_body(said.get("requestBody"), place / "requestBody"),
            responses=self.responses(said.get("responses"), place / "responses"),
            security=tuple(self.security(said["security"], place / "security"))
            if "security" in said
            else self.security_default,
            servers=tuple(self.servers(level.value.get("servers"), level.place / "servers")),
            deprecated=self.flag(said, "deprecated", place),
            sunset=text(said, "x-sunset") or None,
            deprecated_since=text(said, "x-deprecated-since") or None,
            documentation_url=text(docs, "url") or None if isinstance(docs := said.get("externalDocs"), dict) else None,
            stability=stability if stability in STABILITIES else self.stability,  # type: ignore[arg-type]
            limit=words.limit_use(said.get("x-limit"), place / "x-limit"),
            error_codes=tuple(str(code) for code in self.sequence(said.get("x-error-codes"), place / "x-error-codes")),
            idempotency=words.idempotency(said.get("x-idempotency"), place / "x-idempotency"),
            pagination=words.pagination(said.get("x-pagination"), place / "x-pagination"),
            callbacks=self.callbacks(said.get("callbacks"), place / "callbacks"),
            extensions=extensions(said),
            place=place,
        )

    def made_id(self, method: str, path: str) -> str:
        """Make an id from method and path: ``GET /a/{b}`` is ``getAB``; numbered where two come out alike."""
        parts = re.findall(r"[A-Za-z0-9]+", path)
        base = method.lower() + "".join(part[:1].upper() + part[1:] for part in parts)
        name, number = base, 1
        while name in self.ids:
            number += 1
            name = f"{base}{number}"
        self.ids.add(name)
        return name

    def parameters(self, value: Any, place: Place) -> list[Parameter]:
        """Read a list of parameters."""
        nodes = [self.node(item, place / at) for at, item in enumerate(self.sequence(value, place))]
        return [self.parameter(node) for node in nodes if node is not None]

    def parameter(self, node: Node, name: str | None = None, location: str | None = None) -> Parameter:
        """Read a parameter, or a header as one."""
        said, place = node.value, node.place
        where = location or text(said, "in")
        if where not in LOCATIONS:
            self.unexpected(f"one of {', '.join(LOCATIONS)}", said.get("in"), place / "in")
        if not (name or text(said, "name")):
            self.unexpected("a name", said.get("name"), place / "name")
        style = text(said, "style") or STYLES.get(where, "form")
        explode = said.get("explode")
        return Parameter(
            name=name or text(said, "name"),
            location=where,  # type: ignore[arg-type]
            required=self.flag(said, "required", place) or where == "path",
            deprecated=self.flag(said, "deprecated", place),
            description=text(said, "description"),
            style=style,
            explode=explode if isinstance(explode, bool) else style in {"form", "cookie"},
            allow_reserved=said.get("allowReserved") is True,
            allow_empty_value=said.get("allowEmptyValue") is True,
            schema=self.optional_schema(said.get("schema"), place / "schema"),
            content=self.content(said.get("content"), place / "content"),
            examples=tuple(self.examples(said, place)),
            extensions=extensions(said),
            place=place,
        )

    def request_body(self, value: Any, place: Place) -> RequestBody | None:
        """Read a request body, where there is one."""
        node = self.node(value, place) if value is not None else None
        if node is None:
            return None
        said = node.value
        content = self.content(said.get("content"), node.place / "content")
        required = self.flag(said, "required", node.place)
        return RequestBody(required, text(said, "description"), content, extensions(said), node.place)

    def content(self, value: Any, place: Place) -> dict[str, MediaType]:
        """Read bodies by media type."""
        out: dict[str, MediaType] = {}
        for name, item in self.mapping(value, place).items():
            node = self.node(item, place / name)
            if node is None:
                continue
            said, here = node.value, node.place
            out[name] = MediaType(
                name=name,
                schema=self.optional_schema(said.get("schema"), here / "schema"),
                item_schema=self.optional_schema(said.get("itemSchema"), here / "itemSchema"),
                encoding=self.mapping(said.get("encoding"), here / "encoding"),
                examples=tuple(self.examples(said, here)),
                extensions=extensions(said),
                place=here,
            )
        return out

    def responses(self, value: Any, place: Place) -> dict[str, Response]:
        """Read the answers by status."""
        out: dict[str, Response] = {}
        for status, item in self.mapping(value, place).items():
            node = None if status.startswith("x-") else self.node(item, place / status)
            if node is None:
                continue
            said, here = node.value, node.place
            out[status.upper() if status != "default" else status] = Response(
                status=status,
                description=text(said, "description"),
                content=self.content(said.get("content"), here / "content"),
                headers=self.headers(said.get("headers"), here / "headers"),
                links=self.links(said.get("links"), here / "links"),
                extensions=extensions(said),
                place=here,
            )
        return out

    def headers(self, value: Any, place: Place) -> dict[str, Parameter]:
        """Read headers."""
        nodes = {name: self.node(item, place / name) for name, item in self.mapping(value, place).items()}
        return {name: self.parameter(node, name, "header") for name, node in nodes.items() if node is not None}

    def links(self, value: Any, place: Place) -> dict[str, Link]:
        """Read links."""
        out: dict[str, Link] = {}
        for name, item in self.mapping(value, place).items():
            node = self.node(item, place / name)
            if node is not None:
                said = node.value
                passed = self.mapping(said.get("parameters"), node.place / "parameters")
                out[name] = Link(
                    name=name,
                    operation_id=text(said, "operationId") or None,
                    operation_ref=text(said, "operationRef") or None,
                    parameters=passed,
                    request_body=said.get("requestBody"),
                    description=text(said, "description"),
                    place=node.place,
                )
        return out

    def callbacks(self, value: Any, place: Place) -> dict[str, tuple[Operation, ...]]:
        """Read callbacks: name -> the operations on all its expressions; none where a callback is inside itself."""
        nodes = {name: self.node(item, place / name) for name, item in self.mapping(value, place).items()}
        return {name: self.callback(node) for name, node in nodes.items() if node is not None}

    def callback(self, node: Node) -> tuple[Operation, ...]:
        """Read one callback."""
        key = str(node.place)
        if key in self.inside:
            return ()
        self.inside.add(key)
        try:
            return tuple(self.paths(node.value, node.place))
        finally:
            self.inside.discard(key)

    def security(self, value: Any, place: Place) -> Iterator[SecurityAlternative]:
        """Yield the alternatives of a security requirement."""
        for at, item in enumerate(self.sequence(value, place)):
            needs = self.mapping(item, place / at).items()
            scopes = {name: self.sequence(asked, place / at / name) for name, asked in needs}
            yield SecurityAlternative(
                tuple(SecurityNeed(name, tuple(str(scope) for scope in asked)) for name, asked in scopes.items())
            )

    def examples(self, said: Mapping[str, Any], place: Place) -> Iterator[Example]:
        """Yield ``example`` (named ``default``), then ``examples``."""
        if "example" in said:
            yield Example("default", "", "", said["example"], None, place / "example")
        for name, item in self.mapping(said.get("examples"), place / "examples").items():
            node = self.node(item, place / "examples" / name)
            if node is not None:
                value = node.value
                yield Example(
                    name=name,
                    summary=text(value, "summary"),
                    description=text(value, "description"),
                    value=value.get("dataValue", value.get("value")),
                    external=text(value, "externalValue") or None,
                    place=node.place / ("dataValue" if "dataValue" in value else "value"),
                )


def dialect_of(document: Document) -> Dialect:
    """Return the dialect of a document; `DocumentError` for what is neither OpenAPI 3 nor Swagger 2.0."""
    if isinstance(document, Upgraded):
        return "2.0"
    root, place = document.root, Place(document.entry)
    version = root.get("openapi")
    if isinstance(version, str | float | int):
        found = re.match(r"3\.([012])(?:\.\d+)?(?:-.*)?$", str(version))
        if found:
            return f"3.{found[1]}"  # type: ignore[return-value]
    for other, name in (("openapi", "OpenAPI"), ("swagger", "Swagger"), ("asyncapi", "AsyncAPI")):
        if other in root:
            raise DocumentError(
                f"Expected OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, got {name} `{root[other]}`",
                document.locate(place / other),
                "Pass an OpenAPI 3 or Swagger 2.0 document.",
            )
    raise DocumentError(
        "Expected a mapping with `openapi: 3.x`, got one without",
        Location(document.entry, 1, 1),
        "Pass the entry file of an OpenAPI document.",
    )


def place_of(key: str) -> Place:
    """Undo ``str(place)``."""
    file, _, pointer = key.partition("#")
    return Place(file, pointer)


def described(value: Any) -> str:
    """Say what a value is."""
    names = {dict: "a mapping", list: "a list", str: "a string", bool: "a boolean", int: "a number", float: "a number"}
    return "nothing" if value is None else names.get(type(value), type(value).__name__)


def text(said: Mapping[str, Any], key: str) -> str:
    """Return a string member, empty where there is none; a number (``version: 1.0``) as it reads."""
    value = said.get(key)
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def extensions(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``x-`` words of an object."""
    return {key: value for key, value in said.items() if key.startswith("x-")}
