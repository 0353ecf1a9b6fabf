"""A whole OpenAPI 3.1 or 3.2 document as OpenAPI 3.0: what tools that stop at 3.0 can read.

The input is a bundle (one file, local references only). Words of the toolkit (``x-``) pass through, webhooks and
annotations that 3.0 lacks go, roles of schemes other than OAuth are stripped from security requirements (3.0 allows
them for OAuth alone; the contract tables carry them). Everything else that 3.0 cannot say is reported as a `Loss`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tradespec.emit.respell import Json
from tradespec.emit.server.schema30 import Loss, SchemaProjector, escape, project_ref, walk

OPENAPI = "3.0.3"
Project = Callable[[Mapping[str, Json]], dict[str, Json]]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OPERATION = (
    *("tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses"),
    *("callbacks", "deprecated", "security", "servers"),
)
_PATH_ITEM = ("summary", "description", "servers", "parameters", *METHODS)
_PARAMETER = (
    *("name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved"),
    *("schema", "example", "examples", "content"),
)
_SCHEME = ("type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl")
_FLOWS = ("implicit", "password", "clientCredentials", "authorizationCode")


def project_document(bundle: Mapping[str, Json]) -> tuple[dict[str, Json], list[Loss]]:
    """Return ``bundle`` as OpenAPI 3.0, and what was lost on the way. A 3.0 document comes back as it is."""
    if str(bundle.get("openapi", "")).startswith("3.0"):
        return dict(bundle), []
    projector = _DocumentProjector(bundle)
    return projector.document(), projector.losses


class _DocumentProjector:
    """Walks the objects of a document; each method takes one and its pointer, and returns its 3.0 form."""

    def __init__(self, root: Mapping[str, Json]) -> None:
        self._root = root
        self._schemas = SchemaProjector(self._lookup)
        self.losses = self._schemas.losses

    def document(self) -> dict[str, Json]:
        root = self._root
        out: dict[str, Json] = {"openapi": OPENAPI, "info": _info(_object(root.get("info")))}
        out |= _keep(root, ("externalDocs", "servers"))
        out["servers"] = [_server(server) for server in _objects(root.get("servers"))]
        if not out["servers"]:
            del out["servers"]
        out["tags"] = [_keep(tag, ("name", "description", "externalDocs")) for tag in _objects(root.get("tags"))]
        if "security" in root:
            out["security"] = self._security(root["security"])
        paths = _object(root.get("paths"))
        out["paths"] = {
            path: item if path.startswith("x-") else self._path_item(item, f"/paths/{escape(path)}")
            for path, item in paths.items()
        }
        out["components"] = self._components(_object(root.get("components")))
        out |= {word: value for word, value in root.items() if word.startswith("x-")}
        self._check_references(out)
        return out

    # Parts of a document

    def _components(self, components: Mapping[str, Json]) -> dict[str, Json]:
        rules: dict[str, Callable[[Json, str], dict[str, Json]]] = {
            "schemas": self._schemas.project,
            "responses": self._response,
            "parameters": self._parameter,
            "requestBodies": self._body,
            "headers": self._parameter,
            "securitySchemes": self._security_scheme,
            "links": lambda link, _: self._reference_or(link, _plain),
            "callbacks": self._callback,
            "examples": lambda example, _: self._reference_or(example, _example),
        }
        out: dict[str, Json] = {}
        for kind, table in components.items():
            if kind.startswith("x-"):
                out[kind] = table
            elif kind in rules:
                at = f"/components/{kind}"
                out[kind] = {name: rules[kind](value, f"{at}/{escape(name)}") for name, value in table.items()}
        return out

    def _path_item(self, item: Json, at: str) -> dict[str, Json]:
        item = _object(item)
        if isinstance(item.get("$ref"), str):
            # 3.0 has no components/pathItems: the item is written out where it is used.
            target = _object(self._lookup(item["$ref"]))
            item = {**target, **{word: value for word, value in item.items() if word != "$ref"}}
        self._refuse(item, ("query", "additionalOperations"), at, "Offer the operation under POST too.")
        out = _keep(item, _PATH_ITEM)
        if "parameters" in out:
            out["parameters"] = self._parameters(item["parameters"], at)
        for method in METHODS:
            if method in item:
                out[method] = self._operation(item[method], f"{at}/{method}")
        return out

    def _operation(self, operation: Mapping[str, Json], at: str) -> dict[str, Json]:
        out = _keep(operation, _OPERATION)
        if "parameters" in out:
            out["parameters"] = self._parameters(operation["parameters"], at)
        if "requestBody" in out:
            out["requestBody"] = self._body(operation["requestBody"], f"{at}/requestBody")
        out["responses"] = {
            str(status): answer if str(status).startswith("x-") else self._response(answer, f"{at}/responses/{status}")
            for status, answer in _object(operation.get("responses")).items()
        } or {"default": {"description": ""}}
        if "callbacks" in out:
            out["callbacks"] = {
                name: self._callback(callback, f"{at}/callbacks/{escape(name)}")
                for name, callback in operation["callbacks"].items()
            }
        if "security" in out:
            out["security"] = self._security(operation["security"])
        return out

    def _callback(self, callback: Json, at: str) -> dict[str, Json]:
        return self._reference_or(
            callback,
            lambda value: {
                expression: item if expression.startswith("x-") else self._path_item(item, f"{at}/{escape(expression)}")
                for expression, item in value.items()
            },
        )

    def _parameters(self, parameters: Json, at: str) -> list[dict[str, Json]]:
        return [self._parameter(one, f"{at}/parameters/{index}") for index, one in enumerate(parameters)]

    def _parameter(self, parameter: Json, at: str) -> dict[str, Json]:
        """Project a parameter or a header."""
        if _object(parameter).get("in") == "querystring" or _object(parameter).get("style") == "cookie":
            self._lose(at, "a parameter in path, query, header or cookie", "in: querystring or style: cookie", "")

        def project(value: Mapping[str, Json]) -> dict[str, Json]:
            return self._with_contents(value, _keep(value, _PARAMETER), at)

        return self._reference_or(parameter, project)

    def _body(self, body: Json, at: str) -> dict[str, Json]:
        def project(value: Mapping[str, Json]) -> dict[str, Json]:
            return self._with_contents(
                value, {"content": {}} | _keep(value, ("description", "content", "required")), at
            )

        return self._reference_or(body, project)

    def _response(self, response: Json, at: str) -> dict[str, Json]:
        def project(value: Mapping[str, Json]) -> dict[str, Json]:
            out: dict[str, Json] = {"description": ""} | _keep(value, ("description", "headers", "content", "links"))
            if "headers" in out:
                out["headers"] = {
                    name: self._parameter(header, f"{at}/headers/{escape(name)}")
                    for name, header in value["headers"].items()
                }
            if "links" in out:
                out["links"] = {name: self._reference_or(link, _plain) for name, link in value["links"].items()}
            return self._with_contents(value, out, at)

        return self._reference_or(response, project)

    def _with_contents(self, value: Mapping[str, Json], out: dict[str, Json], at: str) -> dict[str, Json]:
        """Project the words that parameters, headers, bodies, responses and media types share."""
        if "schema" in out:
            out["schema"] = self._schemas.project(value["schema"], f"{at}/schema")
        if "examples" in out:
            out["examples"] = {
                name: self._reference_or(example, _example) for name, example in _object(value["examples"]).items()
            }
        if "content" in out:
            out["content"] = {
                name: self._media_type(media, f"{at}/content/{escape(name)}")
                for name, media in value["content"].items()
            }
        return out

    def _media_type(self, media: Json, at: str) -> dict[str, Json]:
        media = _object(media)
        if isinstance(media.get("$ref"), str):
            media = _object(self._lookup(media["$ref"]))
        self._refuse(
            media, ("itemSchema", "prefixEncoding", "itemEncoding"), at, "Describe the whole body with schema."
        )
        out = _keep(media, ("schema", "example", "examples", "encoding"))
        if "encoding" in out:
            out["encoding"] = {
                name: self._encoding(_object(part), f"{at}/encoding/{escape(name)}")
                for name, part in media["encoding"].items()
            }
        return self._with_contents(media, out, at)

    def _encoding(self, encoding: Mapping[str, Json], at: str) -> dict[str, Json]:
        out = _keep(encoding, ("contentType", "headers", "style", "explode", "allowReserved"))
        if "headers" in out:
            out["headers"] = {
                name: self._parameter(header, f"{at}/headers/{escape(name)}") for name, header in out["headers"].items()
            }
        return out

    # Security

    def _security_scheme(self, scheme: Json, at: str) -> dict[str, Json]:
        if _object(scheme).get("type") == "mutualTLS":
            self._lose(
                at, "a scheme of type apiKey, http, oauth2 or openIdConnect", "mutualTLS", "Describe it in prose."
            )
            # An http scheme keeps the requirements that name it valid; what it asks for is in its name.
            return {"type": "http", "scheme": "mutual", "description": _object(scheme).get("description", "")}

        def project(value: Mapping[str, Json]) -> dict[str, Json]:
            out = _keep(value, _SCHEME)
            if "flows" in out:
                self._refuse(out["flows"], ("deviceAuthorization",), f"{at}/flows", "Offer another flow too.")
                out["flows"] = _keep(out["flows"], _FLOWS)
            return out

        return self._reference_or(scheme, project)

    def _security(self, requirements: Json) -> list[dict[str, Json]]:
        return [
            {name: list(scopes) if self._takes_scopes(name) else [] for name, scopes in requirement.items()}
            for requirement in _objects(requirements)
        ]

    def _takes_scopes(self, scheme: str) -> bool:
        schemes = _object(_object(self._root.get("components")).get("securitySchemes"))
        return _object(schemes.get(scheme)).get("type") in ("oauth2", "openIdConnect")

    # References and losses

    def _reference_or(self, value: Json, project: Project) -> dict[str, Json]:
        """Return a reference alone (3.0 ignores what stands beside it), or the projected object."""
        value = _object(value)
        if isinstance(value.get("$ref"), str):
            return {"$ref": project_ref(value["$ref"])}
        return project(value)

    def _lookup(self, ref: str) -> Json:
        return _at(self._root, ref)

    def _refuse(self, value: Mapping[str, Json], words: tuple[str, ...], at: str, next_step: str) -> None:
        for word in words:
            if word in value:
                self._lose(f"{at}/{word}", "a word that OpenAPI 3.0 knows", word, next_step)

    def _lose(self, at: str, expected: str, got: str, next_step: str) -> None:
        self.losses.append(Loss("dropped", at, f"Expected {expected}, got {got}", next_step))

    def _check_references(self, out: Mapping[str, Json]) -> None:
        """Report references whose target did not come along, as one to an ``$anchor`` or into a dropped word."""
        for part in ("paths", "components"):
            for at, node in walk(out.get(part, {}), f"/{part}"):
                ref = node.get("$ref")
                if isinstance(ref, str) and "/example" not in at and _at(out, ref) is None:
                    self._lose(at, "a reference to something that OpenAPI 3.0 keeps", ref, "Move it to components.")


def _at(root: Json, ref: str) -> Json:
    """Return what a local reference points to, or None."""
    node = root
    if not ref.startswith("#/"):
        return root if ref == "#" else None
    for token in ref[2:].split("/"):
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, Mapping) and name in node:
            node = node[name]
        elif isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            return None
    return node


def _object(value: Json) -> Mapping[str, Json]:
    """Return ``value`` where it is an object, else an empty one: half-valid documents must not end in a stack trace."""
    return value if isinstance(value, Mapping) else {}


def _objects(value: Json) -> list[Mapping[str, Json]]:
    return [_object(item) for item in value] if isinstance(value, list) else []


def _keep(value: Mapping[str, Json], words: tuple[str, ...]) -> dict[str, Json]:
    return {word: part for word, part in value.items() if word in words or word.startswith("x-")}


def _plain(value: Mapping[str, Json]) -> dict[str, Json]:
    return dict(value)


def _info(info: Mapping[str, Json]) -> dict[str, Json]:
    out = _keep(info, ("title", "description", "termsOfService", "contact", "license", "version"))
    licence = out.get("license")
    if isinstance(licence, Mapping) and "identifier" in licence:
        url = f"https://spdx.org/licenses/{licence['identifier']}.html"
        out["license"] = {"url": url} | {word: value for word, value in licence.items() if word != "identifier"}
    return out


def _server(server: Mapping[str, Json]) -> dict[str, Json]:
    return _keep(server, ("url", "description", "variables"))


def _example(example: Mapping[str, Json]) -> dict[str, Json]:
    """Project an example object; the ``dataValue`` of 3.2 is what ``value`` was."""
    out = _keep(example, ("summary", "description", "value", "externalValue"))
    for word in ("serializedValue", "dataValue"):
        if word in example:
            out.setdefault("value", example[word])
    return out
