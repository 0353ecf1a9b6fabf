"""Edits that make a schema accept less: breaking for what is sent to the server, harmless for what it answers, and the
other way about when read backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Node = dict[str, Any]
    Edit = Callable[[Node, Random], Node | None]

NOTES = {"description", "title", "example", "examples", "default", "deprecated", "externalDocs", "xml"}
ANY = frozenset({"type", "nullable"})


def plain(node: Node, kind: str, *words: str) -> bool:
    """Whether a schema asks for one type and says nothing more but these words."""
    said = {word for word in node if word not in NOTES and (not word.startswith("x-") or word == "x-nullable")}
    return kinds(node) - {"null"} == {kind} and said <= ANY | set(words)


def kinds(node: Node) -> set[str]:
    said = node.get("type")
    return {said} if isinstance(said, str) else set(said or ())


def numeric(node: Node) -> bool:
    return plain(node, "integer", "format") or plain(node, "number", "format")


def described(node: Node) -> bool:
    """Whether a schema describes an object by its members and lets others in by saying nothing."""
    return plain(node, "object", "properties", "required") and bool(node.get("properties"))


def optional(node: Node) -> list[str]:
    """Return members that may be left out, and that both directions carry."""
    members = node.get("properties") or {}
    return [
        name
        for name, said in members.items()
        if name not in node.get("required", ())
        and isinstance(said, dict)
        and not {"readOnly", "writeOnly", "$ref"} & set(said)
    ]


def listed(node: Node) -> list[Any]:
    """Return distinct values that a schema lists and its type lets in."""
    values = node.get("enum")
    if not isinstance(values, list) or not plain(node, "string", "enum") or node.get("nullable"):
        return []
    return (
        values if len(values) == len(set(map(repr, values))) and all(isinstance(each, str) for each in values) else []
    )


def adding(test: Callable[[Node], bool], **words: Any) -> Edit:
    """Return the edit that adds words where a schema fits."""
    return lambda node, _: {**node, **words} if test(node) else None


def text(node: Node) -> bool:
    return plain(node, "string")


def mapping(node: Node) -> bool:
    return (
        plain(node, "object", "additionalProperties")
        and "additionalProperties" in node
        and node["additionalProperties"] is not False
    )


def many(node: Node) -> bool:
    return plain(node, "array", "items")


def many_texts(node: Node) -> bool:
    return many(node) and isinstance(node.get("items"), dict) and text(node["items"])


def became_required(node: Node, random: Random) -> Node | None:
    names = optional(node) if described(node) else []
    return {**node, "required": [*node.get("required", ()), random.choice(names)]} if names else None


def value_removed(node: Node, random: Random) -> Node | None:
    values = listed(node)
    gone = random.choice(values) if len(values) > 1 else None
    return {**node, "enum": [each for each in values if each != gone]} if gone is not None else None


def required_added(node: Node, _: Random) -> Node | None:
    if not described(node):
        return None
    members = {**node["properties"], "mutated": {"type": "string"}}
    return {**node, "properties": members, "required": [*node.get("required", ()), "mutated"]}


def all_optional(node: Node) -> bool:
    return described(node) and not node.get("required") and len(optional(node)) == len(node["properties"])


def to_integer(node: Node, _: Random) -> Node | None:
    return {**node, "type": "integer"} if plain(node, "number") and node["type"] == "number" else None


def nullable_gone(node: Node, _: Random) -> Node | None:
    if node.get("nullable") and "type" in node and "enum" not in node:
        return {word: said for word, said in node.items() if word != "nullable"}
    return None


def null_gone(node: Node, _: Random) -> Node | None:
    if isinstance(node.get("type"), list) and "null" in node["type"] and len(node["type"]) > 1 and "enum" not in node:
        return {**node, "type": [each for each in node["type"] if each != "null"]}
    return None


def depends(node: Node, random: Random) -> Node | None:
    names = optional(node) if described(node) else []
    if len(names) < 2:
        return None
    first, second = random.sample(names, 2)
    return {**node, "dependentRequired": {first: [second]}}


def condition(node: Node, random: Random) -> Node | None:
    names = optional(node) if described(node) else []
    if len(names) < 2:
        return None
    first, second = random.sample(names, 2)
    return {**node, "if": {"required": [first]}, "then": {"required": [second]}}


def part_requires(node: Node, random: Random) -> Node | None:
    names = optional(node) if described(node) else []
    return {**node, "allOf": [{"required": [random.choice(names)]}]} if names else None


def overlap(node: Node, _: Random) -> Node | None:
    return (
        {"oneOf": [node, {**node, "minimum": 1000}]}
        if numeric(node) and not kinds(node) & {"null"} and "nullable" not in node
        else None
    )


def shorter_branches(node: Node, _: Random) -> Node | None:
    if not text(node) or "null" in kinds(node) or "nullable" in node:
        return None
    return {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "string", "pattern": "^[A-Z]{3}$"}]}


def member_narrowed(node: Node, random: Random) -> Node | None:
    if not described(node):
        return None
    names = [
        name for name, said in node["properties"].items() if isinstance(said, dict) and text(said) and not marked(said)
    ]
    if not names:
        return None
    name = random.choice(names)
    return {**node, "properties": {**node["properties"], name: {**node["properties"][name], "maxLength": 2}}}


def marked(node: Node) -> bool:
    return bool({"readOnly", "writeOnly"} & set(node))


NARROWINGS: dict[str, Edit] = {
    "text bounded above": adding(text, maxLength=3),
    "text bounded below": adding(text, minLength=2),
    "text of a pattern": adding(text, pattern="^[a-c]*$"),
    "text as date-time": adding(text, format="date-time"),
    "text as uuid": adding(text, format="uuid"),
    "text of listed values": adding(
        lambda node: text(node) and "null" not in kinds(node) and "nullable" not in node, enum=["one", "two"]
    ),
    "text but for one": adding(text, **{"not": {"enum": ["one"]}}),
    "text by a part": adding(text, allOf=[{"maxLength": 5}]),
    "text by branches": shorter_branches,
    "value removed": value_removed,
    "number bounded below": adding(numeric, minimum=0),
    "number bounded above": adding(numeric, maximum=1000),
    "number of steps": adding(numeric, multipleOf=2),
    "number by a part": adding(numeric, allOf=[{"minimum": 5}]),
    "number by overlap": overlap,
    "number to integer": to_integer,
    "member required": became_required,
    "required member added": required_added,
    "member narrowed": member_narrowed,
    "member required by a part": part_requires,
    "some member required": adding(all_optional, minProperties=1),
    "names bounded": adding(mapping, minProperties=1),
    "few names only": adding(mapping, maxProperties=1),
    "one element at least": adding(many, minItems=1),
    "two elements at most": adding(many, maxItems=2),
    "no element twice": adding(many, uniqueItems=True),
}
NARROWINGS_30: dict[str, Edit] = {"null no longer": nullable_gone}
"""Words that OpenAPI 3.0 alone knows."""
NARROWINGS_31: dict[str, Edit] = {
    "null no longer": null_gone,
    "text as one value": adding(lambda node: text(node) and "null" not in kinds(node), const="one"),
    "number above": adding(numeric, exclusiveMinimum=0),
    "number below": adding(numeric, exclusiveMaximum=1000),
    "member asks for member": depends,
    "member asks for member by condition": condition,
    "names of a pattern": adding(mapping, propertyNames={"pattern": "^[a-c]+$"}),
    "one element like this": adding(many_texts, contains={"const": "one"}),
    "first element like this": adding(many_texts, prefixItems=[{"const": "one"}]),
}
"""Words that only OpenAPI 3.1 knows."""
