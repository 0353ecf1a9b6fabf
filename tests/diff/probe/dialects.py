"""More schema edits: the words of OpenAPI 3.0, 3.1 and 3.2 side by side, markers, defaults and discriminators."""

# ruff: noqa: E501 - a row stands on one line, however long its schemas are

from __future__ import annotations

from typing import Any

from probe.schemas import (
    FREE_PETS,
    KIND,
    NULL,
    PETS,
    TWO,
    B,
    I,
    R,
    S,
    Spec,
    W,
    arr,
    closed,
    const,
    every,
    in30,
    integer,
    mapped,
    number,
    obj,
    one,
    ref,
    some,
    string,
)

A = obj("a", a=S)
MAYBE = {"nullable": True}


def old(schema: Any, **components: Any) -> Spec:
    return Spec(schema, components, "3.0.3")


def new(schema: Any, **components: Any) -> Spec:
    return Spec(schema, components, "3.1.1")


def newest(schema: Any, **components: Any) -> Spec:
    return Spec(schema, components, "3.2.0")


NULLS = [
    # name                                   old                                       new                                            truth
    ("nullable without a type",              old(MAYBE),                               new({}),                                       "="),
    ("nullable with null listed",            old(string(enum=["a", None]) | MAYBE),    new({"type": ["string", "null"], "enum": ["a", None]}), "="),
    ("nullable elements",                    old(arr(S | MAYBE)),                      new(arr({"type": ["string", "null"]})),        "="),
    ("nullable member",                      old(obj("a", a=I | MAYBE)),               new(obj("a", a={"type": ["integer", "null"]})), "="),
    ("nullable branch",                      old(one(A | MAYBE, S)),                   new(one({**A, "type": ["object", "null"]}, S)), "="),
    ("nullable others",                      old({"type": "object", "additionalProperties": I | MAYBE}), new({"type": "object", "additionalProperties": {"type": ["integer", "null"]}}), "="),
    ("nullable dropped",                     old(arr(S | MAYBE)),                      old(arr(S)),                                   ">"),
    ("nullable in a component",              old(arr(ref("A")), A=S),                  old(arr(ref("A")), A=S | MAYBE),               "<"),
    ("nullable moved into the branch",       old(some(S | MAYBE)),                     new(some(S, NULL)),                            "="),
    ("nullable beside bounds",               old(integer(minimum=3) | MAYBE),          new(one(integer(minimum=3), NULL)),            "="),
    ("nullable list of values, null listed in 3.0", old(string(enum=["a", None]) | MAYBE), old(string(enum=["a"])),                   ">"),
    ("null listed without nullable in 3.0",  old(string(enum=["a", None])),            old(string(enum=["a"])),                       "="),
    ("nullable spelled false and not at all", old(obj("a", a=S | {"nullable": False})), new(A),                                       "="),
]  # fmt: skip

CONVERTED = [
    ("example to examples",                  old(S | {"example": "x"}),                new(S | {"examples": ["x"]}),                  "="),
    ("listed value to const",                old(string(enum=["a"])),                  new(const("a")),                               "="),
    ("both exclusive bounds",                old(number(minimum=0, maximum=1, exclusiveMinimum=True, exclusiveMaximum=True)), new(number(exclusiveMinimum=0, exclusiveMaximum=1)), "="),
    ("base64 as format or as encoding",      old(string(format="byte")),               new(string(contentEncoding="base64")),         "="),
    ("bytes as format or as media type",     old(string(format="binary")),             new({"contentMediaType": "application/octet-stream", **S}), "="),
    ("the same in 3.1 and 3.2",              new(one(A, S, NULL)),                     newest(one(A, S, NULL)),                       "="),
    ("narrowed between 3.1 and 3.2",         new(A),                                   newest(obj("a", a=string(maxLength=3))),       ">"),
    ("components and lists in 3.0 and 3.2",  old(arr(ref("A"), maxItems=3), A=A),      newest(arr(ref("B"), maxItems=3), B=A),        "="),
    ("tuple in 3.1, list in 3.0",            old(arr(S, minItems=2, maxItems=2)),      new(arr(prefixItems=[S, S], items=False, minItems=2)), "="),
    ("tree in 3.0 and 3.1",                  old(ref("T"), T=obj("v", v=S | MAYBE, kids=arr(ref("T")))), new(ref("T"), T=obj("v", v={"type": ["string", "null"]}, kids=arr(ref("T")))), "="),
    ("list of anything",                     old(arr({})),                             new({"type": "array"}),                        "="),
    ("free object",                          old({"type": "object", "additionalProperties": True}), new({"type": "object"}),          "="),
]  # fmt: skip

TAGS = [
    ("tag by name or by address",            Spec({**TWO, "discriminator": {**KIND, "mapping": {"c": "Cat", "d": "Dog"}}}, FREE_PETS), Spec(mapped(c="Cat", d="Dog"), FREE_PETS), "="),
    ("some tags spelled out",                Spec({**TWO, "discriminator": KIND}, FREE_PETS), Spec({**TWO, "discriminator": {**KIND, "mapping": {"Cat": "Cat"}}}, FREE_PETS), "="),
    ("tag taken back",                       Spec(mapped(cat="Cat", dog="Dog", hound="Dog"), FREE_PETS), Spec(mapped(cat="Cat", dog="Dog"), FREE_PETS), ">"),
    ("tags and choice by anyOf",             Spec({"oneOf": TWO["oneOf"], "discriminator": KIND}, PETS), Spec({"anyOf": TWO["oneOf"], "discriminator": KIND}, PETS), "="),
    ("tags where the branches list theirs",  Spec(mapped(Cat="Cat", Dog="Dog"), PETS), Spec(TWO, PETS),                               "="),
    ("branches in another order under tags", Spec({**TWO, "discriminator": KIND}, FREE_PETS), Spec({"oneOf": TWO["oneOf"][::-1], "discriminator": KIND}, FREE_PETS), "="),
    ("tagged branch narrowed",               Spec({**TWO, "discriminator": KIND}, PETS), Spec({**TWO, "discriminator": KIND}, PETS | {"Dog": obj("kind barks", kind=const("Dog"), barks=const(True))}), ">"),
    ("tags on a component with heirs",       Spec(ref("Cat"), {"Pet": obj("kind", kind=S) | {"discriminator": KIND}, "Cat": every(ref("Pet"), obj(meows=B))}), Spec(ref("Cat"), {"Pet": obj("kind", kind=S) | {"discriminator": {**KIND, "mapping": {"Cat": "#/components/schemas/Cat"}}}, "Cat": every(ref("Pet"), obj(meows=B))}), "="),
]  # fmt: skip

PAIRS = [*NULLS, *CONVERTED, *TAGS]

DIRECTED = [
    # Truth for requests, truth for responses.
    ("marker in a part",                     obj("a", a=S),                            obj("a b", a=S, b=every(S, R)),                False, False),
    ("marker behind a reference",            Spec(obj("a", a=S), {"B": S | R}),        Spec(obj("a b", a=S, b=ref("B")), {"B": S | R}), False, False),
    ("marker from answers to requests",      obj("a b", a=S, b=S | R),                 obj("a b", a=S, b=S | W),                      True,  True),
    ("marker on an optional member",         obj("a", a=S, b=S),                       obj("a", a=S, b=S | R),                        False, False),
    ("marked member of a closed object",     closed("a", a=S),                         closed("a", a=S, b=S | R),                     False, True),
    ("marked member in elements",            arr(obj("a b", a=S, b=S | R)),            arr(obj("a b", a=S, b=integer() | R)),         False, True),
    ("marked member in a branch",            one(obj("k b", k=const("x"), b=S | R), obj("k", k=const("y"))), one(obj("k b", k=const("x"), b=I | R), obj("k", k=const("y"))), False, True),
    ("marker false says nothing",            obj("a", a=S),                            obj("a", a=S | {"readOnly": False, "writeOnly": False}), False, False),
    ("marked member of requests in a map",   {"type": "object", "additionalProperties": obj("p", p=S | W)}, {"type": "object", "additionalProperties": obj("p", p=string(maxLength=2) | W)}, True, False),
    ("required marked member in 3.0",        in30(obj("a", a=S)),                      in30(obj("a id", a=S, id=S | R)),              False, False),
    ("default in a nested member changed",   obj(o=obj(a=integer(default=1))),         obj(o=obj(a=integer(default=2))),              True,  False),
    ("default written otherwise",            obj(a=number(default=1)),                 obj(a=number(default=1.0)),                    False, False),
    ("default of answers only changed",      obj(a=integer(default=1) | R),            obj(a=integer(default=2) | R),                 False, False),
]  # fmt: skip
