"""Edits of operations and of the document around them. Each changes a copy in place and says whether it could."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutations.sites import METHODS, at, is_swagger, own, target

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Node = dict[str, Any]
    Change = Callable[[Node, str, str, Random], bool]

TEXT = {"type": "string"}
JSON = "application/json"
DONE = {"description": "Done."}
CALL = {"requestBody": {"required": True, "content": {JSON: {"schema": TEXT}}}, "responses": {"200": DONE}}


def operation(document: Node, method: str, path: str) -> Node:
    node: Node = own(document, ("paths", path, method))
    return node


def with_parameter(**words: Any) -> Change:
    """Return the edit that adds a parameter; a word that is None is left out."""

    def change(document: Node, method: str, path: str, _: Random) -> bool:
        node = operation(document, method, path)
        made = without_none({"name": "mutated", "in": "query", "schema": TEXT, **words})
        node["parameters"] = [*(node.get("parameters") or ()), made]
        return True

    return change


def without_none(node: Node) -> Node:
    return {word: said for word, said in node.items() if said is not None}


def parameter_words(test: Callable[[Node], bool], **words: Any) -> Change:
    """Return the edit that adds words to a parameter that fits."""

    def change(document: Node, method: str, path: str, random: Random) -> bool:
        node = operation(document, method, path)
        said = [target(document, each) for each in node.get("parameters") or ()]
        fitting = [index for index, each in enumerate(said) if test(each)]
        if not fitting:
            return False
        index = random.choice(fitting)
        node["parameters"] = [*said[:index], without_none({**said[index], **words}), *said[index + 1 :]]
        return True

    return change


def in_query(each: Node) -> bool:
    return each.get("in") == "query" and "schema" in each


def free_query(each: Node) -> bool:
    return in_query(each) and not each.get("required")


def list_query(each: Node) -> bool:
    return in_query(each) and each["schema"].get("type") == "array" and not {"style", "explode"} & set(each)


def plain_query(each: Node) -> bool:
    return in_query(each) and each["schema"].get("type") in {"string", "integer"} and "explode" not in each


def whole_query(each: Node) -> bool:
    return in_query(each) and each["schema"].get("type") == "integer" and "enum" not in each["schema"]


def parameters_reordered(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    node["parameters"] = (node.get("parameters") or [])[::-1]
    return len(node["parameters"]) > 1


def parameters_shared(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    if not node.get("parameters") or "$ref" in node["parameters"][0]:
        return False
    shared(document, "parameters")["Mutated"] = node["parameters"][0]
    node["parameters"] = [{"$ref": "#/components/parameters/Mutated"}, *node["parameters"][1:]]
    return True


def shared(document: Node, kind: str) -> Node:
    document.setdefault("components", {}).setdefault(kind, {})
    node: Node = own(document, ("components", kind))
    return node


def path_parameter_renamed(document: Node, method: str, path: str, _: Random) -> bool:
    del method
    item = at(document, ("paths", path))
    names = [each.split("}")[0] for each in path.split("{")[1:]]
    if not names or "parameters" in item or "$ref" in item:
        return False
    renamed = {}
    for key, said in item.items():
        if key in METHODS:
            found = [target(document, each) for each in said.get("parameters") or ()]
            again = [
                {**each, "name": "mutated"} if each.get("in") == "path" and each["name"] == names[0] else each
                for each in found
            ]
            renamed[key] = {**said, "parameters": again}
    document["paths"] = {
        (key.replace("{" + names[0] + "}", "{mutated}") if key == path else key): (
            {**said, **renamed} if key == path else said
        )
        for key, said in document["paths"].items()
    }
    return True


def operation_removed(document: Node, method: str, path: str, _: Random) -> bool:
    del own(document, ("paths", path))[method]
    return True


def path_moved(document: Node, method: str, path: str, _: Random) -> bool:
    del method
    document["paths"] = {("/mutated" + key if key == path else key): said for key, said in document["paths"].items()}
    return True


def method_changed(document: Node, method: str, path: str, _: Random) -> bool:
    item = own(document, ("paths", path))
    other = "head" if is_swagger(document) else "trace"
    if other in item:
        return False
    item[other] = item.pop(method)
    return True


def body_of(document: Node, method: str, path: str) -> Node | None:
    node = operation(document, method, path)
    return own(document, ("paths", path, method, "requestBody")) if "requestBody" in node else None


def body_required(document: Node, method: str, path: str, _: Random) -> bool:
    body = body_of(document, method, path)
    if body is None or body.get("required"):
        return False
    body["required"] = True
    return True


def body_added(*, required: bool) -> Change:
    def change(document: Node, method: str, path: str, _: Random) -> bool:
        node = operation(document, method, path)
        if "requestBody" in node:
            return False
        node["requestBody"] = {"required": required, "content": {JSON: {"schema": TEXT}}}
        return True

    return change


def body_media(*, keep: bool) -> Change:
    """Return the edit that offers another media type for the body, beside the old ones or in their place."""

    def change(document: Node, method: str, path: str, _: Random) -> bool:
        body = body_of(document, method, path)
        if body is None or not body.get("content") or "*/*" in body["content"]:
            return False
        said = next(iter(body["content"].values()))
        body["content"] = {**(body["content"] if keep else {}), "application/x-mutated": said}
        return True

    return change


def body_shared(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    if "requestBody" not in node or "$ref" in node["requestBody"]:
        return False
    shared(document, "requestBodies")["Mutated"] = node["requestBody"]
    node["requestBody"] = {"$ref": "#/components/requestBodies/Mutated"}
    return True


def success(document: Node, method: str, path: str) -> tuple[Node, str] | None:
    """Return the answers of an operation that has one success, and the status of that."""
    answers = own(document, ("paths", path, method, "responses"))
    found = [status for status in answers if status.startswith("2")]
    return (answers, found[0]) if len(found) == 1 and found[0] != "2XX" and "default" not in answers else None


def status_moved(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None:
        return False
    answers, status = found
    answers["299"] = answers.pop(status)
    return True


def status_added(status: str) -> Change:
    def change(document: Node, method: str, path: str, _: Random) -> bool:
        found = success(document, method, path)
        if found is None or status in found[0]:
            return False
        found[0][status] = DONE
        return True

    return change


def status_as_range(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None:
        return False
    answers, status = found
    answers["2XX"] = answers.pop(status)
    return True


def answer_media(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None:
        return False
    answer = own(document, ("paths", path, method, "responses", found[1]))
    content = answer.get("content") or {}
    if not content or "*/*" in content:
        return False
    answer["content"] = {"application/x-mutated": next(iter(content.values()))}
    return True


def answer_header(*, required: bool) -> Change:
    def change(document: Node, method: str, path: str, _: Random) -> bool:
        found = success(document, method, path)
        if found is None:
            return False
        answer = own(document, ("paths", path, method, "responses", found[1]))
        answer["headers"] = {**(answer.get("headers") or {}), "X-Mutated": {"required": required, "schema": TEXT}}
        return True

    return change


def answer_shared(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None or "$ref" in found[0][found[1]]:
        return False
    shared(document, "responses")["Mutated"] = found[0][found[1]]
    found[0][found[1]] = {"$ref": "#/components/responses/Mutated"}
    return True


def answer_link(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    name = at(document, ("paths", path, method)).get("operationId")
    if found is None or name is None:
        return False
    answer = own(document, ("paths", path, method, "responses", found[1]))
    answer["links"] = {**(answer.get("links") or {}), "mutated": {"operationId": name}}
    return True


def requirement(document: Node, method: str, path: str) -> list[Node]:
    """Return what an operation asks for."""
    found: list[Node] = operation(document, method, path).get("security", document.get("security") or [])
    return found


def mutated_scheme(document: Node) -> None:
    shared(document, "securitySchemes")["mutated"] = {"type": "apiKey", "in": "header", "name": "X-Mutated"}


def security_asked(document: Node, method: str, path: str, _: Random) -> bool:
    asked = requirement(document, method, path) or [{}]
    mutated_scheme(document)
    operation(document, method, path)["security"] = [{**each, "mutated": []} for each in asked]
    return True


def security_offered(document: Node, method: str, path: str, _: Random) -> bool:
    asked = requirement(document, method, path)
    if not asked:
        return False
    mutated_scheme(document)
    operation(document, method, path)["security"] = [*asked, {"mutated": []}]
    return True


def security_replaced(document: Node, method: str, path: str, _: Random) -> bool:
    if not any(requirement(document, method, path)):
        return False
    mutated_scheme(document)
    operation(document, method, path)["security"] = [{"mutated": []}]
    return True


def server_of_operation(document: Node, method: str, path: str, _: Random) -> bool:
    if not document.get("servers"):
        return False
    operation(document, method, path)["servers"] = [{"url": "https://mutated.example.com"}]
    return True


def server_added(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    if not document.get("servers"):
        return False
    document["servers"] = [*document["servers"], {"url": "https://mutated.example.com"}]
    return True


def callback_added(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    node["callbacks"] = {**(node.get("callbacks") or {}), "mutated": {"{$request.query#/url}": {"post": CALL}}}
    return True


def said(**words: Any) -> Change:
    """Return the edit that adds words to an operation."""

    def change(document: Node, method: str, path: str, _: Random) -> bool:
        operation(document, method, path).update(words)
        return True

    return change


def paths_reordered(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    document["paths"] = dict(reversed(document["paths"].items()))
    return len(document["paths"]) > 1


def components_reordered(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    schemas = document.get("components", {}).get("schemas") or {}
    if len(schemas) < 2:
        return False
    document["components"] = {**document["components"], "schemas": dict(reversed(schemas.items()))}
    return True


def component_added(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    shared(document, "schemas")["Mutated"] = TEXT
    return True


def retitled(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    document["info"] = {**document["info"], "title": "Mutated", "description": "Said anew."}
    return True


SURROUNDINGS: dict[str, tuple[Change, bool, bool, str]] = {
    # what                              edit, breaking, breaking when read backwards, direction ("" where it has none)
    "operation removed": (operation_removed, True, False, ""),
    "path moved": (path_moved, True, True, ""),
    "method changed": (method_changed, True, True, ""),
    "required query parameter added": (with_parameter(required=True), True, False, "request"),
    "required header parameter added": (with_parameter(required=True, **{"in": "header"}), True, False, "request"),
    "required cookie added": (with_parameter(required=True, **{"in": "cookie"}), True, False, "request"),
    "optional parameter added": (with_parameter(), False, False, "request"),
    "parameter required": (parameter_words(free_query, required=True), True, False, "request"),
    "parameter in a header": (parameter_words(in_query, **{"in": "header"}), True, True, "request"),
    "parameter of another name": (parameter_words(free_query, name="mutated", required=True), True, False, "request"),
    "list in one text": (parameter_words(list_query, explode=False), True, True, "request"),
    "list between bars": (parameter_words(list_query, style="pipeDelimited"), True, True, "request"),
    "one value not exploded": (parameter_words(plain_query, explode=False), False, False, "request"),
    "style as it was": (parameter_words(list_query, style="form", explode=True), False, False, "request"),
    "number as text": (parameter_words(whole_query, schema=TEXT), False, True, "request"),
    "parameter described": (parameter_words(in_query, description="Said anew."), False, False, "request"),
    "parameter deprecated": (parameter_words(in_query, deprecated=True), False, False, "request"),
    "parameters in another order": (parameters_reordered, False, False, "request"),
    "parameter as a component": (parameters_shared, False, False, "request"),
    "path parameter renamed": (path_parameter_renamed, False, False, "request"),
    "body required": (body_required, True, False, "request"),
    "required body added": (body_added(required=True), True, True, "request"),
    "optional body added": (body_added(required=False), False, True, "request"),
    "body of another media type": (body_media(keep=False), True, True, "request"),
    "body of one more media type": (body_media(keep=True), False, True, "request"),
    "body as a component": (body_shared, False, False, "request"),
    "status moved": (status_moved, True, True, "response"),
    "success added": (status_added("298"), False, True, "response"),
    "error added": (status_added("418"), False, False, "response"),
    "status as a range": (status_as_range, False, False, "response"),
    "answer of another media type": (answer_media, True, True, "response"),
    "required header added": (answer_header(required=True), False, True, "response"),
    "header added": (answer_header(required=False), False, False, "response"),
    "answer as a component": (answer_shared, False, False, "response"),
    "link added": (answer_link, False, False, "response"),
    "security asked for": (security_asked, True, False, "request"),
    "security offered": (security_offered, False, True, "request"),
    "security replaced": (security_replaced, True, True, "request"),
    "server of its own": (server_of_operation, True, True, ""),
    "server added": (server_added, False, True, ""),
    "callback added": (callback_added, False, True, ""),
    "operation described": (said(description="Said anew.", summary="Anew"), False, False, ""),
    "tags changed": (said(tags=["Mutated"]), False, False, ""),
    "operation deprecated": (said(deprecated=True, **{"x-sunset": "2999-01-31"}), False, False, ""),
    "operation of another id": (said(operationId="mutated"), False, False, ""),
    "word of one's own on the operation": (said(**{"x-mutated": 1}), False, False, ""),
    "paths in another order": (paths_reordered, False, False, ""),
    "components in another order": (components_reordered, False, False, ""),
    "component added": (component_added, False, False, ""),
    "title changed": (retitled, False, False, ""),
}
