"""Edits of operations and of the document around them in the words of Swagger 2.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutations.sites import own, target
from mutations.surroundings import (
    SURROUNDINGS,
    TEXT,
    operation,
    parameter_words,
    parameters_reordered,
    requirement,
    success,
    with_parameter,
)

if TYPE_CHECKING:
    from random import Random

    from mutations.surroundings import Change, Node

SAME = (
    "operation removed", "path moved", "method changed", "path parameter renamed", "status moved", "success added",
    "error added", "operation described", "tags changed", "operation deprecated", "operation of another id",
    "word of one's own on the operation", "paths in another order", "title changed",
)  # fmt: skip
"""Kinds whose edit is the same in both."""


def in_query(each: Node) -> bool:
    return each.get("in") == "query" and "type" in each


def free_query(each: Node) -> bool:
    return in_query(each) and not each.get("required")


def list_query(each: Node) -> bool:
    return in_query(each) and each["type"] == "array" and "collectionFormat" not in each


def whole_query(each: Node) -> bool:
    return in_query(each) and each["type"] == "integer" and "enum" not in each


def shared(document: Node, kind: str) -> Node:
    document.setdefault(kind, {})
    node: Node = own(document, (kind,))
    return node


def parameters_shared(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    if not node.get("parameters") or "$ref" in node["parameters"][0]:
        return False
    shared(document, "parameters")["Mutated"] = node["parameters"][0]
    node["parameters"] = [{"$ref": "#/parameters/Mutated"}, *node["parameters"][1:]]
    return True


def body_of(document: Node, method: str, path: str) -> tuple[Node, int] | None:
    """Return an operation and which of its parameters is the body."""
    node = operation(document, method, path)
    said = [target(document, each).get("in") for each in node.get("parameters") or ()]
    return (node, said.index("body")) if "body" in said else None


def body_required(document: Node, method: str, path: str, _: Random) -> bool:
    found = body_of(document, method, path)
    if found is None:
        return False
    node, index = found
    said = target(document, node["parameters"][index])
    if said.get("required"):
        return False
    node["parameters"] = [*node["parameters"][:index], {**said, "required": True}, *node["parameters"][index + 1 :]]
    return True


def body_added(*, required: bool) -> Change:
    def change(document: Node, method: str, path: str, _: Random) -> bool:
        node = operation(document, method, path)
        said = [target(document, each).get("in") for each in node.get("parameters") or ()]
        if {"body", "formData"} & set(said):
            return False
        body = {"name": "mutated", "in": "body", "required": required, "schema": TEXT}
        node["parameters"] = [*(node.get("parameters") or ()), body]
        return True

    return change


def media(word: str, *, keep: bool) -> Change:
    """Return the edit that offers another media type for bodies or answers, beside the old ones or in their place."""

    def change(document: Node, method: str, path: str, _: Random) -> bool:
        used = body_of(document, method, path) if word == "consumes" else answers(document, method, path)
        node = operation(document, method, path)
        said = node.get(word, document.get(word)) or []
        if not said or "*/*" in said or not used:
            return False
        node[word] = [*(said if keep else ()), "application/x-mutated"]
        return True

    return change


def answers(document: Node, method: str, path: str) -> bool:
    """Whether an operation has one success, and that a body."""
    found = success(document, method, path)
    return found is not None and "schema" in target(document, found[0][found[1]])


def answer_shared(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None or "$ref" in found[0][found[1]]:
        return False
    shared(document, "responses")["Mutated"] = found[0][found[1]]
    found[0][found[1]] = {"$ref": "#/responses/Mutated"}
    return True


def answer_header(document: Node, method: str, path: str, _: Random) -> bool:
    found = success(document, method, path)
    if found is None:
        return False
    answer = own(document, ("paths", path, method, "responses", found[1]))
    answer["headers"] = {**(answer.get("headers") or {}), "X-Mutated": TEXT}
    return True


def mutated_scheme(document: Node) -> None:
    shared(document, "securityDefinitions")["mutated"] = {"type": "apiKey", "in": "header", "name": "X-Mutated"}


def security_asked(document: Node, method: str, path: str, _: Random) -> bool:
    asked = requirement(document, method, path) or [{}]
    mutated_scheme(document)
    operation(document, method, path)["security"] = [{**each, "mutated": []} for each in asked]
    return True


def security_offered(document: Node, method: str, path: str, _: Random) -> bool:
    asked = requirement(document, method, path)
    if not any(asked):
        return False
    mutated_scheme(document)
    operation(document, method, path)["security"] = [*asked, {"mutated": []}]
    return True


def host_changed(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    document["host"] = "mutated.example.com"
    return True


def definition_added(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    shared(document, "definitions")["Mutated"] = TEXT
    return True


def definitions_reordered(document: Node, method: str, path: str, _: Random) -> bool:
    del method, path
    document["definitions"] = dict(reversed((document.get("definitions") or {}).items()))
    return len(document["definitions"]) > 1


def media_reordered(document: Node, method: str, path: str, _: Random) -> bool:
    node = operation(document, method, path)
    said = node.get("produces", document.get("produces")) or []
    node["produces"] = said[::-1]
    return bool(said)


QUERY = {"schema": None, "type": "string"}
SURROUNDINGS_2: dict[str, tuple[Change, bool, bool, str]] = {
    **{kind: SURROUNDINGS[kind] for kind in SAME},
    "required query parameter added": (with_parameter(required=True, **QUERY), True, False, "request"),
    "required header parameter added": (
        with_parameter(required=True, **{"in": "header"}, **QUERY), True, False, "request",
    ),
    "optional parameter added": (with_parameter(**QUERY), False, False, "request"),
    "parameter required": (parameter_words(free_query, required=True), True, False, "request"),
    "parameter in a header": (parameter_words(in_query, **{"in": "header"}), True, True, "request"),
    "parameter of another name": (parameter_words(free_query, name="mutated", required=True), True, False, "request"),
    "list between bars": (parameter_words(list_query, collectionFormat="pipes"), True, True, "request"),
    "list exploded": (parameter_words(list_query, collectionFormat="multi"), True, True, "request"),
    "style as it was": (parameter_words(list_query, collectionFormat="csv"), False, False, "request"),
    "number as text": (parameter_words(whole_query, type="string", format=None), False, True, "request"),
    "parameter described": (parameter_words(in_query, description="Said anew."), False, False, "request"),
    "parameters in another order": (parameters_reordered, False, False, "request"),
    "parameter as a component": (parameters_shared, False, False, "request"),
    "body required": (body_required, True, False, "request"),
    "required body added": (body_added(required=True), True, True, "request"),
    "optional body added": (body_added(required=False), False, True, "request"),
    "body of another media type": (media("consumes", keep=False), True, True, "request"),
    "body of one more media type": (media("consumes", keep=True), False, True, "request"),
    "answer of another media type": (media("produces", keep=False), True, True, "response"),
    "answers in another order": (media_reordered, False, False, "response"),
    "answer as a component": (answer_shared, False, False, "response"),
    "header added": (answer_header, False, False, "response"),
    "security asked for": (security_asked, True, False, "request"),
    "security offered": (security_offered, False, True, "request"),
    "host changed": (host_changed, True, True, ""),
    "component added": (definition_added, False, False, ""),
    "components in another order": (definitions_reordered, False, False, ""),
}  # fmt: skip
"""As `SURROUNDINGS`: edit, breaking, breaking when read backwards, direction."""
