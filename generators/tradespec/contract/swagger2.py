"""Respell Swagger 2.0 in the words of OpenAPI 3.0, so that everything that reads the one reads the other.

The differences (Swagger 2.0 specification against OpenAPI 3.0.3):

- ``schemes``, ``host`` and ``basePath`` become servers; without ``schemes``, ``https`` is taken.
- ``definitions``, ``parameters``, ``responses`` and ``securityDefinitions`` become components.
- Body and form parameters become request bodies, ``consumes`` and ``produces`` their media types.
- The type of a parameter or header becomes its schema, ``collectionFormat`` its style.
- ``type: file`` becomes a binary string, ``x-nullable`` becomes ``nullable``, a discriminator's name an object.

What is not as it should be is passed on as it is: the reader says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tradespec.contract.upgraded import Upgraded, Written
from tradespec.document import Document, Place, SourceFile
from tradespec.document.bundling import Bundler
from tradespec.document.place import Problem, escape, unescape
from tradespec.document.shape import SCHEMA
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

JSON: Final = "application/json"
URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
BODIES: Final = frozenset({"body", "formData"})
"""Where parameters go that are (parts of) the request's body."""
METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
KEPT: Final = frozenset({"info", "tags", "externalDocs", "security"})
"""What a document says in the same words."""
OPERATION_KEPT: Final = frozenset(
    {"tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security"}
)
PARAMETER_KEPT: Final = frozenset({"name", "in", "description", "required", "deprecated", "allowEmptyValue", "example"})
VALUE_WORDS: Final = frozenset(
    {
        "type", "format", "items", "default", "enum", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "x-nullable",
    }
)  # fmt: skip
"""What a parameter or a header says about its value, where OpenAPI 3.0 has a schema."""
STYLES: Final = {"ssv": "spaceDelimited", "pipes": "pipeDelimited"}
FLOWS: Final = {"application": "clientCredentials", "accessCode": "authorizationCode"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of the old document: its pointer there (all files in one), and where it was written."""

    value: Any
    pointer: str
    home: Place


class Collector(Bundler):
    """Puts all files into one and keeps where each object was written."""

    def __init__(self, document: Document) -> None:
        """References that lead nowhere stay as they are."""
        super().__init__(document, [])
        self.homes: dict[int, tuple[Any, Place]] = {}

    def walk(self, value: Any, kind: str, place: Place) -> Any:
        """Note where what comes out of a walk was written; the innermost knows best."""
        out = super().walk(value, kind, place)
        if isinstance(out, dict):
            self.homes.setdefault(id(out), (out, place))
        return out


def upgraded(document: Document) -> Upgraded:
    """Return a Swagger 2.0 document in the words of OpenAPI 3.0, its places still those of the document."""
    return Upgrader(document).run()


class Upgrader:
    """The work of one document: where each moved thing came from, and which references have to follow."""

    def __init__(self, document: Document) -> None:
        collector = Collector(document)
        self.document = document
        self.root = Spot(collector.run(), "", Place(document.entry))
        self.homes = collector.homes
        self.origins: dict[str, Place] = {}
        self.moves: dict[str, str] = {}
        self.references: list[dict[str, Any]] = []
        self.broken: dict[str, str] = {}
        self.problems: dict[str, Problem] = {}

    def run(self) -> Upgraded:
        """Respell everything, then let references follow what moved."""
        value = self.whole()
        for holder in self.references:
            if isinstance(reference := holder["$ref"], str):
                holder["$ref"] = self.moved_reference(reference)
        document, entry = self.document, self.document.files[self.document.entry]
        problems = [replace(said, place=Written(said.place.file, said.place.pointer)) for said in entry.problems]
        file = SourceFile(entry.name, entry.source, value, problems, entry.is_json)
        return Upgraded(
            entry=document.entry,
            limits=document.limits,
            allow_remote=document.allow_remote,
            revision=document.revision,
            files={**document.files, document.entry: file},
            written=self.root.value,
            origins=self.origins,
            homes=self.homes,
            broken=self.broken,
            misread=tuple(self.problems.values()),
        )

    # Where things stand

    def child(self, spot: Spot, key: str | int) -> Spot:
        """Return a member of a mapping, or an element of a list."""
        value = spot.value[key]
        home = self.homes.get(id(value))
        place = home[1] if home is not None and home[0] is value else spot.home / key
        return Spot(value, f"{spot.pointer}/{escape(str(key))}", place)

    def children(self, spot: Spot) -> Iterator[tuple[str, Spot]]:
        """Yield the members of a mapping, none where it is none."""
        if isinstance(spot.value, dict):
            yield from ((key, self.child(spot, key)) for key in spot.value)

    def listed(self, spot: Spot, key: str) -> list[Spot]:
        """Return the elements of a list member, none where there is no list."""
        value = spot.value.get(key)
        holder = self.child(spot, key) if isinstance(value, list) else None
        return [self.child(holder, at) for at in range(len(holder.value))] if holder else []

    def came(self, spot: Spot, pointer: str) -> None:
        """Note that what stands at ``pointer`` now came from ``spot``."""
        self.origins[pointer] = spot.home
        self.moves.setdefault(spot.pointer, pointer)

    def target(self, spot: Spot) -> Spot:
        """Return what a reference leads to in the end; the reference itself where that is nowhere."""
        seen: set[str] = set()
        while isinstance(spot.value, dict) and isinstance(reference := spot.value.get("$ref"), str):
            found = self.at(reference) if reference.startswith("#/") and reference not in seen else None
            if found is None:
                break
            seen.add(reference)
            spot = found
        return spot

    def at(self, reference: str) -> Spot | None:
        """Return what a local reference names; note the first part that is not there."""
        spot = self.root
        for part in unquote(reference).split("/")[1:]:
            key: str | int = unescape(part)
            if isinstance(spot.value, list) and part.isdigit() and int(part) < len(spot.value):
                key = int(part)
            elif not isinstance(spot.value, dict) or key not in spot.value:
                self.broken[reference] = f"no `{key}` there"
                return None
            spot = self.child(spot, key)
        return spot

    def moved_reference(self, reference: str) -> str:
        """Return a local reference to where its target stands now; one that leads nowhere stays as it is written."""
        if not reference.startswith("#/") or self.at(reference) is None:
            return reference
        pointer, rest = unquote(reference[1:]), ""
        while pointer:
            if pointer in self.moves:
                return f"#{(self.moves[pointer] + rest).replace('%', '%25')}"
            pointer, _, last = pointer.rpartition("/")
            rest = f"/{last}{rest}"
        return reference

    def refer(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return a reference that will follow its target."""
        out = dict(said)
        self.references.append(out)
        return out

    # The document

    def whole(self) -> dict[str, Any]:
        """Respell the root."""
        said = self.root.value
        out = {"openapi": "3.0.3", **kept(said, KEPT)}
        if servers := self.servers(said.get("schemes"), self.root, "/servers"):
            out["servers"] = servers
        components = {
            new: self.section(old, new, convert)
            for old, new, convert in (
                ("definitions", "schemas", self.schema),
                ("parameters", "parameters", self.parameter),
                ("responses", "responses", self.shared_response),
                ("securityDefinitions", "securitySchemes", self.security_scheme),
            )
            if old in said
        }
        if "paths" in said:
            paths = self.child(self.root, "paths")
            out["paths"] = self.mapped(paths, "/paths", self.path_item)
        return {**out, "components": components} if components else out

    def section(self, old: str, new: str, convert: Callable[[Spot, str], Any]) -> Any:
        """Respell one section of shared things; body and form parameters are written out where they are used."""
        spot, pointer = self.child(self.root, old), f"/components/{new}"
        self.came(spot, pointer)
        if old == "parameters" and isinstance(spot.value, dict):
            gone = {name for name, item in self.children(spot) if place_in(self.target(item)) in BODIES}
            spot = replace(spot, value={name: item for name, item in spot.value.items() if name not in gone})
        return self.mapped(spot, pointer, convert)

    def mapped(self, spot: Spot, pointer: str, convert: Callable[[Spot, str], Any]) -> Any:
        """Respell each item of a mapping; extensions (of what is no schema) stay."""
        if not isinstance(spot.value, dict):
            return spot.value
        schemas = pointer == "/components/schemas"
        return {
            key: item.value
            if not isinstance(item.value, dict) or (key.startswith("x-") and not schemas)
            else convert(item, f"{pointer}/{escape(key)}")
            for key, item in self.children(spot)
        }

    def servers(self, schemes: Any, spot: Spot, pointer: str) -> list[dict[str, Any]]:
        """Return the base URLs."""
        said = self.root.value
        host, base = said.get("host"), said.get("basePath")
        path = f"/{base.strip('/')}" if isinstance(base, str) and base.strip("/") else ""
        if not isinstance(host, str) or not host:
            urls = [path] if path else []
        else:
            urls = [f"{scheme}://{host.rstrip('/')}{path}" for scheme in strings(schemes) or ["https"]]
        key = "host" if "host" in said else "basePath"
        for at in range(len(urls)):
            listed = isinstance(schemes, list) and len(schemes) > 1
            self.origins[f"{pointer}/{at}"] = spot.home / "schemes" / at if listed else self.root.home / key
        return [{"url": url} for url in urls]

    def security_scheme(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell one way to authenticate."""
        self.came(spot, pointer)
        said = spot.value
        if said.get("type") == "basic":
            return {**said, "type": "http", "scheme": "basic"}
        if said.get("type") != "oauth2":
            return dict(said)
        flow = {key: said[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in said}
        name = said.get("flow")
        self.origins[f"{pointer}/flows"] = spot.home
        rest = kept(said, frozenset({"type", "description"}))
        return {**rest, "flows": {FLOWS.get(str(name), str(name)): {"scopes": {}, **flow}}}

    # Paths and operations

    def path_item(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell one path."""
        self.came(spot, pointer)
        if "$ref" in spot.value:
            return self.refer(spot.value)
        shared = self.listed(spot, "parameters")
        out: dict[str, Any] = kept(spot.value, frozenset({"parameters"}))
        if shared:
            out["parameters"] = self.plain(shared, f"{pointer}/parameters")
        for key, item in self.children(spot):
            if key in METHODS:
                is_mapping = isinstance(item.value, dict)
                out[key] = self.operation(item, f"{pointer}/{key}", shared) if is_mapping else item.value
        return out

    def operation(self, spot: Spot, pointer: str, shared: list[Spot]) -> dict[str, Any]:
        """Respell one operation."""
        self.came(spot, pointer)
        said = spot.value
        out = kept(said, OPERATION_KEPT)
        own = self.listed(spot, "parameters")
        if "parameters" in said:
            is_list = isinstance(said["parameters"], list)
            out["parameters"] = self.plain(own, f"{pointer}/parameters") if is_list else said["parameters"]
        body = self.request_body(own, shared, self.media_types(spot, "consumes"), f"{pointer}/requestBody")
        if body is not None:
            out["requestBody"] = body
        if "responses" in said:
            produces = self.media_types(spot, "produces")
            convert = self.response_of(produces)
            out["responses"] = self.mapped(self.child(spot, "responses"), f"{pointer}/responses", convert)
        if "schemes" in said and (servers := self.servers(said["schemes"], spot, f"{pointer}/servers")):
            out["servers"] = servers
        return out

    def media_types(self, spot: Spot, key: str) -> list[str]:
        """Return the media types of an operation: its own, else the document's."""
        for here in (spot, self.root):
            self.demand_strings(here, key)
        return strings(spot.value.get(key)) or strings(self.root.value.get(key))

    def demand_strings(self, spot: Spot, key: str) -> None:
        """Note as a problem that something else stands where a list of media types should."""
        said = spot.value.get(key) or []
        if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
            from tradespec.contract.reader import described  # which reads what is made here

            place = Written((spot.home / key).file, (spot.home / key).pointer)
            message = f"Expected a list of media types, got {described(said)}"
            self.problems[str(place)] = Problem("unexpected-type", "error", message, place)

    def plain(self, parameters: Iterable[Spot], pointer: str) -> list[Any]:
        """Respell the parameters that stay parameters."""
        out: list[Any] = []
        for item in parameters:
            if place_in(self.target(item)) not in BODIES:
                here = f"{pointer}/{len(out)}"
                out.append(self.parameter(item, here) if isinstance(item.value, dict) else item.value)
        return out

    def parameter(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell one parameter."""
        self.came(spot, pointer)
        if "$ref" in spot.value:
            return self.refer(spot.value)
        return {**kept(spot.value, PARAMETER_KEPT), **self.value(spot, pointer)}

    def header(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell one header of an answer."""
        self.came(spot, pointer)
        return {**kept(spot.value, frozenset({"description"})), **self.value(spot, pointer)}

    def value(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Return schema and style of a parameter or header; one that has a schema already keeps it."""
        said = spot.value
        if isinstance(said.get("schema"), dict):
            return {"schema": self.schema(self.child(spot, "schema"), f"{pointer}/schema")}
        self.origins[f"{pointer}/schema"] = spot.home
        form = collection_format(said)
        schema = self.inline(said)
        if said.get("type") != "array":
            return {"schema": schema}
        if form == "tsv":
            # OpenAPI 3.0 has no word for it: on the wire it is one string.
            return {"schema": {"type": "string"}, "x-collectionFormat": form}
        if said.get("in") == "query":
            return {"style": STYLES.get(form, "form"), "explode": form == "multi", "schema": schema}
        return {"style": STYLES[form], "explode": False, "schema": schema} if form in STYLES else {"schema": schema}

    def inline(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return what a parameter or header says about its value, as a schema."""
        words: dict[str, Any] = self.words({key: item for key, item in said.items() if key in VALUE_WORDS})
        return words

    # Bodies

    def request_body(
        self, own: list[Spot], shared: list[Spot], consumes: list[str], pointer: str
    ) -> dict[str, Any] | None:
        """Make a request body of body or form parameters, the operation's before its path's."""
        found: dict[tuple[str, str], Spot] = {}
        for item in map(self.target, (*shared, *own)):
            if (where := place_in(item)) in BODIES:
                found["body" if where == "body" else str(item.value.get("name")), where] = item
        bodies = [item for (_, where), item in found.items() if where == "body"]
        if bodies:
            return self.body(bodies[-1], consumes or [JSON], pointer)
        return self.form(list(found.values()), consumes, pointer) if found else None

    def body(self, spot: Spot, consumes: list[str], pointer: str) -> dict[str, Any]:
        """Make a request body of a body parameter."""
        self.came(spot, pointer)
        out = kept(spot.value, frozenset({"description", "required"}))
        return {**out, "content": self.content(spot, consumes, pointer)}

    def content(self, spot: Spot, types: list[str], pointer: str) -> dict[str, Any]:
        """Return the schema of a body under each of its media types."""
        out: dict[str, Any] = {}
        for name in types:
            here = f"{pointer}/content/{escape(name)}"
            self.origins[here] = spot.home
            said = spot.value.get("schema")
            if isinstance(said, dict):
                out[name] = {"schema": self.schema(self.child(spot, "schema"), f"{here}/schema")}
            else:
                out[name] = {} if said is None else {"schema": said}
        return out

    def form(self, fields: list[Spot], consumes: list[str], pointer: str) -> dict[str, Any]:
        """Make a request body of form parameters."""
        files = any(field.value.get("type") == "file" for field in fields)
        spoken = [name for name in consumes if name.partition(";")[0].strip() in {URLENCODED, MULTIPART}]
        types = [MULTIPART] if files else spoken or [URLENCODED]
        required = [field.value["name"] for field in fields if field.value.get("required") is True and named(field)]
        self.origins[pointer] = fields[0].home
        content: dict[str, Any] = {}
        for name in types:
            here = f"{pointer}/content/{escape(name)}"
            schema: dict[str, Any] = {
                "type": "object",
                "properties": {
                    field.value["name"]: self.field(field, f"{here}/schema/properties/{escape(field.value['name'])}")
                    for field in fields
                    if named(field)
                },
            }
            content[name] = {"schema": {**schema, "required": required} if required else schema}
            if encoding := encodings(fields):
                content[name]["encoding"] = encoding
        return {"required": bool(required), "content": content}

    def field(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Make a property of a form parameter."""
        self.came(spot, pointer)
        return {**kept(spot.value, frozenset({"description"})), **self.inline(spot.value)}

    # Answers

    def shared_response(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell an answer under ``responses``, in the media types of the document."""
        return self.response(spot, strings(self.root.value.get("produces")), pointer)

    def response_of(self, produces: list[str]) -> Callable[[Spot, str], dict[str, Any]]:
        """Return how to respell an answer of an operation with these media types."""

        def convert(spot: Spot, pointer: str) -> dict[str, Any]:
            target = self.target(spot)
            if not isinstance(target.value, dict) or produces == strings(self.root.value.get("produces")):
                return self.response(spot, produces, pointer)
            return self.response(target, produces, pointer)

        return convert

    def response(self, spot: Spot, produces: list[str], pointer: str) -> dict[str, Any]:
        """Respell one answer."""
        self.came(spot, pointer)
        said = spot.value
        if "$ref" in said:
            return self.refer(said)
        out = kept(said, frozenset({"description"}))
        if "headers" in said:
            out["headers"] = self.mapped(self.child(spot, "headers"), f"{pointer}/headers", self.header)
        schema = said.get("schema")
        is_file = isinstance(schema, dict) and schema.get("type") == "file"
        types = produces or ["application/octet-stream" if is_file else JSON]
        content = {} if schema is None else self.content(spot, types, pointer)
        examples = said.get("examples")
        for name, value in examples.items() if isinstance(examples, dict) else ():
            content.setdefault(name, {})["example"] = value
            self.origins[f"{pointer}/content/{escape(name)}/example"] = spot.home / "examples" / name
        return {**out, "content": content} if content else out

    # Schemas

    def schema(self, spot: Spot, pointer: str) -> dict[str, Any]:
        """Respell one schema with all inside it; what is inside moves along."""
        self.came(spot, pointer)
        words: dict[str, Any] = self.words(spot.value)
        return words

    def words(self, value: Any) -> Any:
        """Respell a schema, or each of a list of schemas."""
        if isinstance(value, list):
            return [self.words(item) for item in value]
        if not isinstance(value, dict):
            return value
        out = {key: self.inside(key, item) for key, item in value.items()}
        if isinstance(out.get("$ref"), str):
            self.references.append(out)
        if isinstance(out.get("discriminator"), str):
            out["discriminator"] = {"propertyName": out["discriminator"]}
        if out.get("type") == "file":
            out |= {"type": "string", "format": "binary"}
        if out.pop("x-nullable", False) is True:
            out["nullable"] = True
        if isinstance(out.get("collectionFormat"), str):
            del out["collectionFormat"]
        return out

    def inside(self, key: str, value: Any) -> Any:
        """Respell the subschemas of one keyword."""
        kind = SCHEMA.get(key)
        if kind is None:
            return value
        if kind == ("map", "schema") and isinstance(value, dict):
            return {name: self.words(item) for name, item in value.items()}
        return self.words(value)


def kept(said: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Return the members that say the same in both versions, and the extensions."""
    return {key: value for key, value in said.items() if key in keys or (key.startswith("x-") and key != "x-nullable")}


def strings(value: Any) -> list[str]:
    """Return the strings of a list, each once; none where it is no list."""
    return list(dict.fromkeys(item for item in value if isinstance(item, str))) if isinstance(value, list) else []


def place_in(spot: Spot) -> str:
    """Return where a parameter goes; a field of a form that cannot be read as one goes nowhere, and the reader says so."""
    where = spot.value.get("in") if isinstance(spot.value, dict) else None
    if where == "formData" and not (named(spot) and isinstance(spot.value.get("required", False), bool)):
        return ""
    return where if isinstance(where, str) else ""


def collection_format(said: dict[str, Any]) -> str:
    """Return how a list is written."""
    form = said.get("collectionFormat")
    return form if isinstance(form, str) else "csv"


def named(spot: Spot) -> bool:
    """Whether a parameter has a name."""
    return isinstance(spot.value.get("name"), str)


def encodings(fields: list[Spot]) -> dict[str, Any]:
    """Return how the lists of a form are written, where that is not one field for each element."""
    out: dict[str, Any] = {}
    for field in fields:
        form = collection_format(field.value)
        if named(field) and field.value.get("type") == "array" and form != "multi":
            out[field.value["name"]] = {"style": STYLES.get(form, "form"), "explode": False}
    return out
