"""Edits that change how a schema is written and nothing of what it accepts: harmless in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutations.narrowings import adding, described, kinds, listed, many, mapping, marked, numeric, optional, plain, text

if TYPE_CHECKING:
    from random import Random

    from mutations.narrowings import Edit, Node

MOVED = {"description", "title", "example", "examples", "default", "deprecated"}


def core(node: Node) -> tuple[Node, Node]:
    """Return what a schema notes and what it accepts."""
    notes = {word: said for word, said in node.items() if word in MOVED or word.startswith("x-")}
    return notes, {word: said for word, said in node.items() if word not in notes}


def wrapped(word: str, *more: Any) -> Edit:
    def edit(node: Node, _: Random) -> Node | None:
        notes, said = core(node)
        return {**notes, word: [said, *more]} if said and not marked(node) else None

    return edit


def split(node: Node, _: Random) -> Node | None:
    if not described(node) or len(node["properties"]) < 2:
        return None
    names = list(node["properties"])
    left = {name: node["properties"][name] for name in names[::2]}
    right = {name: node["properties"][name] for name in names[1::2]}
    required = {"required": node["required"]} if "required" in node else {}
    notes, said = core(node)
    kept = {word: value for word, value in said.items() if word not in {"properties", "required"}}
    return {**notes, **kept, "allOf": [{"type": "object", "properties": left, **required}, {"properties": right}]}


def reordered(word: str) -> Edit:
    def edit(node: Node, _: Random) -> Node | None:
        said = node.get(word)
        if isinstance(said, list) and len(said) > 1:
            return {**node, word: said[::-1]}
        return {**node, word: dict(reversed(said.items()))} if isinstance(said, dict) and len(said) > 1 else None

    return edit


def values_split(word: str) -> Edit:
    def edit(node: Node, _: Random) -> Node | None:
        values = listed(node)
        if len(values) < 2 or "null" in kinds(node):
            return None
        half = len(values) // 2
        return {"type": "string", word: [{"enum": values[:half]}, {"enum": values[half:]}]}

    return edit


def values_as_pattern(node: Node, _: Random) -> Node | None:
    values = listed(node)
    if not values or "null" in kinds(node) or not all(each.isalnum() and each.isascii() for each in values):
        return None
    return {"type": "string", "pattern": f"^({'|'.join(values)})$"}


def values_with_length(node: Node, _: Random) -> Node | None:
    values = listed(node)
    return {**node, "maxLength": max(map(len, values))} if values else None


def length_split(node: Node, _: Random) -> Node | None:
    if not text(node) or "null" in kinds(node) or "nullable" in node:
        return None
    return {"oneOf": [{"type": "string", "maxLength": 4}, {"type": "string", "minLength": 5}]}


def sign_split(node: Node, _: Random) -> Node | None:
    if not plain(node, "integer") or node.get("type") != "integer" or "nullable" in node:
        return None
    return {"oneOf": [{"type": "integer", "maximum": -1}, {"type": "integer", "minimum": 0}]}


def swallowed(node: Node, _: Random) -> Node | None:
    if not text(node) or "null" in kinds(node) or "nullable" in node:
        return None
    return {"anyOf": [{"type": "string"}, {"type": "string", "maxLength": 3}]}


def required_counted(node: Node, _: Random) -> Node | None:
    return {**node, "minProperties": len(set(node["required"]))} if described(node) and carried(node) else None


def carried(node: Node) -> bool:
    """Whether members are required, all of which both directions carry."""
    members = node["properties"]
    return bool(node.get("required")) and all(
        name in members
        and isinstance(members[name], dict)
        and not {"$ref", "readOnly", "writeOnly", "allOf"} & set(members[name])
        for name in node["required"]
    )


def optional_added(node: Node, _: Random) -> Node | None:
    return {**node, "properties": {**node["properties"], "mutated": {"type": "string"}}} if described(node) else None


def described_members(node: Node, _: Random) -> Node | None:
    if not described(node):
        return None
    members = node["properties"].items()
    return {
        **node,
        "properties": {
            name: {**said, "description": "Said anew."} if isinstance(said, dict) else said for name, said in members
        },
    }


def null_as_branch(node: Node, _: Random) -> Node | None:
    said = node.get("type")
    if not isinstance(said, list) or len(said) != 2 or "null" not in said or "enum" in node or "const" in node:
        return None
    notes, rest = core(node)
    return {**notes, "oneOf": [{**rest, "type": next(each for each in said if each != "null")}, {"type": "null"}]}


def asked_of_required(node: Node, _: Random) -> Node | None:
    names = optional(node) if described(node) else []
    return {**node, "dependentRequired": {names[0]: node["required"][:1]}} if names and carried(node) else None


def type_as_list(node: Node, _: Random) -> Node | None:
    return {**node, "type": [node["type"]]} if isinstance(node.get("type"), str) else None


def deprecated_member(node: Node, random: Random) -> Node | None:
    names = optional(node) if described(node) else []
    if not names:
        return None
    name = random.choice(names)
    return {**node, "properties": {**node["properties"], name: {**node["properties"][name], "deprecated": True}}}


def always(_: Node) -> bool:
    return True


def whole(node: Node) -> bool:
    return plain(node, "integer", "format")


REFACTORS: dict[str, Edit] = {
    "copied in place": lambda node, _: node,
    "wrapped in allOf": wrapped("allOf"),
    "wrapped in oneOf": wrapped("oneOf"),
    "wrapped in anyOf": wrapped("anyOf"),
    "wrapped with an empty part": wrapped("allOf", {}),
    "members split over allOf": split,
    "members in another order": reordered("properties"),
    "required in another order": reordered("required"),
    "values in another order": reordered("enum"),
    "values over oneOf": values_split("oneOf"),
    "values over anyOf": values_split("anyOf"),
    "values as a pattern": values_as_pattern,
    "values with their longest length": values_with_length,
    "text split by length": length_split,
    "integer split by sign": sign_split,
    "branch within a branch": swallowed,
    "required members counted": required_counted,
    "optional member added": optional_added,
    "members described": described_members,
    "member deprecated": deprecated_member,
    "described": adding(always, description="Said anew.", title="Anew"),
    "example changed": adding(text, example="anew"),
    "word of one's own": adding(always, **{"x-mutated": True}),
    "shortest nought": adding(text, minLength=0),
    "pattern of everything": adding(text, pattern=".*"),
    "excluded twice over": adding(text, allOf=[{"not": {"not": {}}}]),
    "excluded what cannot be": adding(text, **{"not": {"type": "integer"}}),
    "bound of another type": adding(text, minimum=3),
    "whole steps": adding(whole, multipleOf=1),
    "number bounded twice": adding(numeric, allOf=[{}, {}]),
    "fewest elements nought": adding(many, minItems=0),
    "elements may repeat": adding(many, uniqueItems=False),
    "fewest names nought": adding(mapping, minProperties=0),
}
REFACTORS_31: dict[str, Edit] = {
    "type as a list": type_as_list,
    "null as a branch": null_as_branch,
    "required anyway": asked_of_required,
    "condition without effect": adding(described, **{"if": {}, "then": {}}),
    "comment": adding(always, **{"$comment": "why"}),
}
