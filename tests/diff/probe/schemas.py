"""Schema edits and their truth by set containment: old schema, new schema, and how the new set of values lies to the old.

``=`` the same values, ``<`` the new schema holds more, ``>`` it holds less, ``#`` each holds what the other does not.
A request breaks where the new set lacks old values (``>`` and ``#``), a response where it has others (``<`` and ``#``);
read backwards, from new to old, each row is one more edit with ``<`` and ``>`` exchanged.

Senders of an object that declares members and says nothing of others send no others.
"""

# ruff: noqa: E501 - a row stands on one line, however long its schemas are

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Spec:
    """A schema with the components and the version of the document it stands in."""

    schema: Any
    components: dict[str, Any] = field(default_factory=dict)
    version: str = "3.1.0"


def in30(schema: Any) -> Spec:
    return Spec(schema, {}, "3.0.3")


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def obj(required: str = "", **members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, **({"required": required.split()} if required else {})}


def closed(required: str = "", **members: Any) -> dict[str, Any]:
    return {**obj(required, **members), "additionalProperties": False}


def arr(items: Any = None, **words: Any) -> dict[str, Any]:
    return {"type": "array", **({"items": items} if items is not None else {}), **words}


def string(**words: Any) -> dict[str, Any]:
    return {"type": "string", **words}


def integer(**words: Any) -> dict[str, Any]:
    return {"type": "integer", **words}


def number(**words: Any) -> dict[str, Any]:
    return {"type": "number", **words}


def one(*branches: Any, **words: Any) -> dict[str, Any]:
    return {"oneOf": [*branches], **words}


def some(*branches: Any, **words: Any) -> dict[str, Any]:
    return {"anyOf": [*branches], **words}


def every(*parts: Any, **words: Any) -> dict[str, Any]:
    return {"allOf": [*parts], **words}


def const(value: Any) -> dict[str, Any]:
    return {"const": value}


def enum(*values: Any) -> dict[str, Any]:
    return {"enum": [*values]}


S, I, N, B, NULL = string(), integer(), number(), {"type": "boolean"}, {"type": "null"}  # noqa: E741 - one letter keeps rows short
TREE = obj("v", v=S, kids=arr(ref("Tree")))
CAT, DOG = obj("kind meows", kind=const("Cat"), meows=B), obj("kind barks", kind=const("Dog"), barks=B)
BIRD = obj("kind", kind=const("Bird"), wings=I)
FREE_CAT, FREE_DOG = obj("kind meows", kind=S, meows=B), obj("kind barks", kind=S, barks=B)
KIND = {"propertyName": "kind"}
PETS = {"Cat": CAT, "Dog": DOG, "Bird": BIRD}
FREE_PETS = {"Cat": FREE_CAT, "Dog": FREE_DOG}
TWO = one(ref("Cat"), ref("Dog"))


def mapped(**tags: str) -> dict[str, Any]:
    return {**TWO, "discriminator": {**KIND, "mapping": {tag: ref(name)["$ref"] for tag, name in tags.items()}}}


TYPES = [
    # name                                   old                                       new                                            truth
    ("another type",                         S,                                        I,                                             "#"),
    ("integer to number",                    I,                                        N,                                             "<"),
    ("one more type",                        S,                                        {"type": ["string", "integer"]},               "<"),
    ("null let in",                          S,                                        {"type": ["string", "null"]},                  "<"),
    ("type asked for",                       {},                                       S,                                             ">"),
    ("type written as a list",               S,                                        {"type": ["string"]},                          "="),
    ("types in another order",               {"type": ["string", "integer"]},          {"type": ["integer", "string"]},               "="),
    ("integer beside number is nothing new", N,                                        {"type": ["integer", "number"]},               "="),
    ("boolean listed",                       B,                                        enum(True, False),                             "="),
    ("null listed",                          NULL,                                     enum(None),                                    "="),
    ("number of whole steps is an integer",  I,                                        number(multipleOf=1),                          "="),
    ("object to array",                      obj(a=S),                                 arr(S),                                        "#"),
    ("nothing said and true",                {},                                       True,                                          "="),
    ("nothing accepted any more",            S,                                        False,                                         ">"),
    ("types listed or excluded",             {"not": S},                               {"type": ["null", "boolean", "number", "object", "array"]}, "="),
    ("object no longer asked for",           obj("a", a=S),                            {"properties": {"a": S}, "required": ["a"]},   "<"),
]  # fmt: skip

NULLABLE = [
    ("nullable to type list",                in30(string(nullable=True)),              Spec({"type": ["string", "null"]}),            "="),
    ("nullable to oneOf with null",          in30(string(nullable=True)),              Spec(one(S, NULL)),                            "="),
    ("nullable to anyOf with null",          in30(obj("a", a=S) | {"nullable": True}), Spec(some(obj("a", a=S), NULL)),               "="),
    ("type list to oneOf with null",         {"type": ["string", "null"], "maxLength": 4}, one(string(maxLength=4), NULL),            "="),
    ("type list to anyOf with null",         {"type": ["integer", "null"]},            some(I, NULL),                                 "="),
    ("null among the listed values",         {"type": ["string", "null"], "enum": ["a", None]}, one(string(enum=["a"]), NULL),        "="),
    ("null no longer",                       {"type": ["string", "null"]},             S,                                             ">"),
    ("nullable in 3.0",                      in30(S),                                  in30(string(nullable=True)),                   "<"),
    ("nullable false says nothing",          in30(S),                                  in30(string(nullable=False)),                  "="),
    ("nullable enum without null",           in30(string(nullable=True, enum=["a"])),  Spec({"type": ["string", "null"], "enum": ["a"]}), "="),
    ("null beside a component",              Spec(one(ref("Cat"), NULL), PETS),        Spec(some(NULL, ref("Cat")), PETS),            "="),
    ("null beside a component gone",         Spec(some(ref("Cat"), NULL), PETS),       Spec(ref("Cat"), PETS),                        ">"),
]  # fmt: skip

VALUES = [
    ("value added",                          string(enum=["a", "b"]),                  string(enum=["a", "b", "c"]),                  "<"),
    ("value replaced",                       string(enum=["a", "b"]),                  string(enum=["a", "c"]),                       "#"),
    ("values in another order",              string(enum=["a", "b"]),                  string(enum=["b", "a"]),                       "="),
    ("list of values dropped",               string(enum=["a"]),                       S,                                             "<"),
    ("const and one listed value",           const("a"),                               enum("a"),                                     "="),
    ("const with and without type",          string(const="a"),                        const("a"),                                    "="),
    ("another const",                        const("a"),                               const("b"),                                    "#"),
    ("values split over oneOf",              enum("a", "b"),                           one(const("a"), const("b")),                   "="),
    ("values split over anyOf",              string(enum=["a", "b", "c"]),             some(string(enum=["a", "b"]), string(enum=["c"])), "="),
    ("values met in allOf",                  enum("b", "c"),                           every(enum("a", "b", "c"), enum("b", "c", "d")), "="),
    ("value that its type excludes",         string(enum=["a", 1]),                    string(enum=["a"]),                            "="),
    ("numbers listed or bounded",            integer(enum=[1, 2, 3]),                  integer(minimum=1, maximum=3),                 "="),
    ("one as 1.0",                           enum(1),                                  const(1.0),                                    "="),
    ("values as a pattern",                  string(enum=["a", "b"]),                  string(pattern="^(a|b)$"),                     "="),
    ("values within a pattern",              string(pattern="^[a-z]$"),                string(enum=["a", "b"]),                       ">"),
    ("pattern that all values follow",       string(enum=["ab", "cd"]),                string(enum=["ab", "cd"], pattern="^[a-z]{2}$"), "="),
    ("pattern that one value breaks",        string(enum=["ab", "c1"]),                string(enum=["ab", "c1"], pattern="^[a-z]{2}$"), ">"),
    ("bound that all values keep",           integer(enum=[1, 5]),                     integer(enum=[1, 5], minimum=0),               "="),
    ("object as const",                      const({"a": 1}),                          closed("a", a=const(1)),                       "="),
    ("enum in another case",                 string(enum=["buy"]),                     string(enum=["BUY"]),                          "#"),
]  # fmt: skip

NUMBERS = [
    ("minimum and exclusive on integers",    integer(minimum=1),                       integer(exclusiveMinimum=0),                   "="),
    ("minimum and exclusive on numbers",     number(minimum=1),                        number(exclusiveMinimum=0),                    "<"),
    ("10 and 10.5 on integers",              integer(maximum=10),                      integer(maximum=10.5),                         "="),
    ("10 and 10.5 on numbers",               number(maximum=10),                       number(maximum=10.5),                          "<"),
    ("minimum set",                          I,                                        integer(minimum=0),                            ">"),
    ("minimum raised",                       number(minimum=0),                        number(minimum=1),                             ">"),
    ("maximum lowered",                      number(maximum=9),                        number(maximum=8),                             ">"),
    ("bounds shifted",                       integer(minimum=0, maximum=9),            integer(minimum=1, maximum=10),                "#"),
    ("exclusive maximum to maximum",         number(exclusiveMaximum=10),              number(maximum=10),                            "<"),
    ("exclusive maximum on integers",        integer(exclusiveMaximum=10),             integer(maximum=9),                            "="),
    ("weaker bound beside a stronger",       number(exclusiveMinimum=0),               number(minimum=0, exclusiveMinimum=0),         "="),
    ("exclusive as in 3.0",                  in30(number(minimum=0, exclusiveMinimum=True)), Spec(number(exclusiveMinimum=0)),        "="),
    ("exclusive as in 3.0 dropped",          in30(number(minimum=0, exclusiveMinimum=True)), in30(number(minimum=0)),                 "<"),
    ("bound that a string does not know",    S,                                        string(minimum=3),                             "="),
    ("bound written 1.0",                    integer(minimum=1),                       integer(minimum=1.0),                          "="),
    ("steps coarser",                        integer(multipleOf=2),                    integer(multipleOf=4),                         ">"),
    ("steps finer",                          number(multipleOf=0.1),                   number(multipleOf=0.01),                       "<"),
    ("steps crossed",                        integer(multipleOf=2),                    integer(multipleOf=3),                         "#"),
    ("whole steps of integers",              I,                                        integer(multipleOf=1),                         "="),
    ("half steps of integers",               I,                                        integer(multipleOf=0.5),                       "="),
    ("steps met in allOf",                   integer(multipleOf=6),                    every(integer(multipleOf=2), integer(multipleOf=3)), "="),
    ("minimum moved to the next step",       integer(multipleOf=5, minimum=1),         integer(multipleOf=5, minimum=5),              "="),
    ("int64 to int32",                       integer(format="int64"),                  integer(format="int32"),                       ">"),
    ("int32 spelled as bounds",              integer(format="int32"),                  integer(format="int32", minimum=-2147483648, maximum=2147483647), "="),
]  # fmt: skip

STRINGS = [
    ("longest shortened",                    string(maxLength=9),                      string(maxLength=8),                           ">"),
    ("shortest raised",                      S,                                        string(minLength=1),                           ">"),
    ("shortest nought",                      S,                                        string(minLength=0),                           "="),
    ("length that the pattern implies",      string(pattern="^[a-z]{1,8}$"),           string(pattern="^[a-z]{1,8}$", minLength=1, maxLength=8), "="),
    ("length below what the pattern lets in", string(pattern="^[a-z]{1,8}$"),          string(pattern="^[a-z]{1,8}$", maxLength=7),   ">"),
    ("length moved into the pattern",        string(pattern="^[a-z]*$", maxLength=8),  string(pattern="^[a-z]{0,8}$"),                "="),
    ("pattern set",                          S,                                        string(pattern="^[A-Z]+$"),                    ">"),
    ("pattern narrower",                     string(pattern="^[a-z]+$"),               string(pattern="^[a-f]+$"),                    ">"),
    ("pattern other",                        string(pattern="^[a-f]+$"),               string(pattern="^[d-k]+$"),                    "#"),
    ("pattern respelled by alternatives",    string(pattern="^a{1,3}$"),               string(pattern="^(a|aa|aaa)$"),                "="),
    ("pattern respelled by class",           string(pattern="^[0-9]{2}$"),             string(pattern="^\\d\\d$"),                    "="),
    ("pattern loses its end",                string(pattern="^[a-z]+$"),               string(pattern="^[a-z]+"),                     "<"),
    ("pattern that refuses nothing",         S,                                        string(pattern=".*"),                          "="),
    ("pattern with optional tail",           string(pattern="^[0-9]+$"),               string(pattern="^[0-9]+(\\.[0-9]+)?$"),        "<"),
    ("two patterns met in allOf",            string(pattern="^[a-c]+$"),               every(string(pattern="^[a-f]+$"), string(pattern="^[a-c]+$")), "="),
    ("date-time asked for",                  S,                                        string(format="date-time"),                    ">"),
    ("uuid to date",                         string(format="uuid"),                    string(format="date"),                         "#"),
    ("content encoding told",                S,                                        string(contentEncoding="base64"),              "="),
    ("length of what is no string",          I,                                        integer(maxLength=3),                          "="),
    ("empty string split off",               string(maxLength=4),                      some(string(maxLength=0), string(minLength=1, maxLength=4)), "="),
]  # fmt: skip

OBJECTS = [
    ("optional member added",                obj(a=S),                                 obj(a=S, b=I),                                 "="),
    ("required member added",                obj("a", a=S),                            obj("a b", a=S, b=I),                          ">"),
    ("member required",                      obj(a=S),                                 obj("a", a=S),                                 ">"),
    ("required in another order",            obj("a b", a=S, b=S),                     obj("b a", b=S, a=S),                          "="),
    ("required said by a part",              obj("a", a=S),                            every(obj(a=S), {"required": ["a"]}),          "="),
    ("optional member added to a closed",    closed(a=S),                              closed(a=S, b=I),                              "<"),
    ("required member added to a closed",    closed("a", a=S),                         closed("a b", a=S, b=I),                       "#"),
    ("member renamed in a closed",           closed("a", a=S),                         closed("b", b=S),                              "#"),
    ("member optional instead of required",  closed("a", a=S),                         closed(a=S),                                   "<"),
    ("member narrowed",                      obj("a", a=S),                            obj("a", a=string(maxLength=3)),               ">"),
    ("nested member narrowed",               obj("a", a=obj("b", b=arr(S))),           obj("a", a=obj("b", b=arr(string(maxLength=3)))), ">"),
    ("others forbidden after being let in",  obj(a=S) | {"additionalProperties": True}, closed(a=S),                                  ">"),
    ("others forbidden",                     obj(a=S),                                 closed(a=S),                                   ">"),
    ("others forbidden by parts",            every(obj(a=S), obj(b=I)),                every(obj(a=S), obj(b=I)) | {"unevaluatedProperties": False}, ">"),
    ("others forbidden either way",          closed(a=S),                              obj(a=S) | {"unevaluatedProperties": False},   "="),
    ("others forbidden further down",        obj(a=obj(b=S)),                          obj(a=closed(b=S)),                            ">"),
    ("others forbidden in elements",         obj(a=arr(obj(b=S))),                     obj(a=arr(closed(b=S))),                       ">"),
    ("others forbidden in one branch",       one(obj("k", k=const("x")), obj("k", k=const("y"))), one(closed("k", k=const("x")), obj("k", k=const("y"))), ">"),
    ("others forbidden in all branches",     one(obj("k", k=const("x")), obj("k", k=const("y"))), one(closed("k", k=const("x")), closed("k", k=const("y"))), ">"),
    ("others forbidden over branches",       one(obj("k", k=const("x")), obj("k", k=const("y"))), one(closed("k", k=const("x")), closed("k", k=const("y"))) | {"unevaluatedProperties": False}, ">"),
    ("others forbidden beside branches",     {**obj(a=S), "anyOf": [obj("b", b=S), obj("c", c=S)]}, {**obj(a=S), "anyOf": [obj("b", b=S), obj("c", c=S)], "unevaluatedProperties": False}, ">"),
    ("others described",                     obj(a=S),                                 obj(a=S) | {"additionalProperties": S},        ">"),
    ("others of another type",               obj(a=S) | {"additionalProperties": S},   obj(a=S) | {"additionalProperties": I},        "#"),
    ("others of a wider type",               obj(a=S) | {"additionalProperties": I},   obj(a=S) | {"additionalProperties": N},        "<"),
    ("others only described",                obj(a=S),                                 obj(a=S) | {"additionalProperties": {"description": "More."}}, "="),
    ("others excluded by false under a word", closed(a=S),                             obj(a=S) | {"patternProperties": {"^b": S}, "additionalProperties": False}, "<"),
    ("member declared beside pattern members", obj(a=S) | {"patternProperties": {"^x-": S}}, obj(a=S, b=I) | {"patternProperties": {"^x-": S}}, "="),
    ("members by pattern, others forbidden", obj(a=S) | {"patternProperties": {"^x-": S}}, closed(a=S) | {"patternProperties": {"^x-": S}}, ">"),
    ("names of others bounded by letters",   obj(a=S),                                 obj(a=S) | {"propertyNames": {"pattern": "^[a-z_]+$"}}, ">"),
    ("names of others bounded by length",    obj(a=S),                                 obj(a=S) | {"propertyNames": {"maxLength": 40}}, ">"),
    ("member declared in one branch",        one(obj("k", k=const("x")), obj("k", k=const("y"))), one(obj("k", k=const("x"), z=I), obj("k", k=const("y"))), "="),
    ("member declared in a part",            every(obj("a", a=S), obj(b=I)),           every(obj("a", a=S), obj(b=I, c=S)),           "="),
    ("others as {} or true",                 obj(a=S) | {"additionalProperties": {}},  obj(a=S) | {"additionalProperties": True},     "="),
    ("map of another type",                  {"type": "object", "additionalProperties": S, "minProperties": 1}, {"type": "object", "additionalProperties": I, "minProperties": 1}, "#"),
    ("map of anything",                      {"type": "object", "additionalProperties": S}, {"type": "object", "additionalProperties": True}, "<"),
    ("words of a pattern let in",            closed(a=S),                              closed(a=S) | {"patternProperties": {"^x-": S}}, "<"),
    ("words of a pattern narrowed",          closed() | {"patternProperties": {"^x-": {}}}, closed() | {"patternProperties": {"^x-": S}}, ">"),
    ("names bounded",                        {"type": "object", "additionalProperties": S}, {"type": "object", "additionalProperties": S, "propertyNames": {"maxLength": 4}}, ">"),
    ("names as pattern members",             {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}, {"type": "object", "patternProperties": {"^[a-z]+$": {}}, "additionalProperties": False}, "="),
    ("fewest members raised",                {"type": "object", "additionalProperties": S}, {"type": "object", "additionalProperties": S, "minProperties": 1}, ">"),
    ("fewest members implied",               obj("a", a=S),                            obj("a", a=S) | {"minProperties": 1},          "="),
    ("most members lowered",                 {"type": "object", "additionalProperties": S, "maxProperties": 9}, {"type": "object", "additionalProperties": S, "maxProperties": 8}, ">"),
    ("most members implied",                 closed(a=S, b=S),                         closed(a=S, b=S) | {"maxProperties": 2},       "="),
    ("one member makes another required",    closed(a=S, b=S),                         closed(a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, ">"),
    ("dependent member required anyway",     closed("b", a=S, b=S),                    closed("b", a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, "="),
    ("dependentRequired as if and then",     closed(a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, closed(a=S, b=S) | {"if": {"required": ["a"]}, "then": {"required": ["b"]}}, "="),
    ("dependentRequired as dependentSchemas", closed(a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, closed(a=S, b=S) | {"dependentSchemas": {"a": {"required": ["b"]}}}, "="),
    ("dependentRequired as anyOf",           closed(a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, closed(a=S, b=S) | {"anyOf": [{"not": {"required": ["a"]}}, {"required": ["b"]}]}, "="),
    ("condition set",                        closed("k", k=enum("x", "y"), v=S),       closed("k", k=enum("x", "y"), v=S) | {"if": {"properties": {"k": const("x")}}, "then": {"required": ["v"]}}, ">"),
    ("condition as cases",                   closed("k", k=enum("x", "y"), v=S) | {"if": {"properties": {"k": const("x")}}, "then": {"required": ["v"]}}, one(closed("k v", k=const("x"), v=S), closed("k", k=const("y"), v=S)), "="),
    ("member forbidden",                     closed(a=S, b=S),                         closed(a=S, b=False),                          ">"),
    ("member forbidden or not declared",     closed(a=S, b=False),                     closed(a=S),                                   "="),
    ("closed over parts",                    closed(a=S, b=I),                         every(obj(a=S), obj(b=I)) | {"unevaluatedProperties": False}, "="),
    ("nothing else to give",                 closed(),                                 {"type": "object", "maxProperties": 0},        "="),
]  # fmt: skip

ARRAYS = [
    ("elements narrowed",                    arr(S, minItems=1),                       arr(string(maxLength=3), minItems=1),          ">"),
    ("elements described",                   {"type": "array"},                        arr(S),                                        ">"),
    ("elements {} or not said",              {"type": "array"},                        arr({}),                                       "="),
    ("fewest elements raised",               arr(S),                                   arr(S, minItems=1),                            ">"),
    ("most elements lowered",                arr(S, maxItems=50),                      arr(S, maxItems=10),                           ">"),
    ("no element twice",                     arr(S),                                   arr(S, uniqueItems=True),                      ">"),
    ("no element twice of one",              arr(S, maxItems=1),                       arr(S, maxItems=1, uniqueItems=True),          "="),
    ("uniqueItems false says nothing",       arr(S),                                   arr(S, uniqueItems=False),                     "="),
    ("tuple described further, open",        arr(prefixItems=[S]),                     arr(prefixItems=[S, I]),                       ">"),
    ("tuple longer, closed",                 arr(prefixItems=[S], items=False),        arr(prefixItems=[S, I], items=False),          "<"),
    ("tuple exchanged",                      arr(prefixItems=[S, I], minItems=2),      arr(prefixItems=[I, S], minItems=2),           "#"),
    ("tuple element narrowed",               arr(prefixItems=[S, S], minItems=2),      arr(prefixItems=[S, string(maxLength=2)], minItems=2), ">"),
    ("tuple of equals",                      arr(S, minItems=2, maxItems=2),           arr(prefixItems=[S, S], items=False, minItems=2), "="),
    ("tuple closed by length",               arr(prefixItems=[S, I], items=False),     arr(prefixItems=[S, I], maxItems=2),           "="),
    ("tuple closed by unevaluatedItems",     arr(prefixItems=[S, I], items=False),     arr(prefixItems=[S, I], unevaluatedItems=False), "="),
    ("one element asked for",                arr(S),                                   arr(S, contains=const("x")),                   ">"),
    ("two elements asked for",               arr(S, contains=const("x")),              arr(S, contains=const("x"), minContains=2),    ">"),
    ("any element asked for",                arr(S, minItems=1),                       arr(S, contains={}),                           "="),
    ("empty only",                           arr(maxItems=0),                          arr(False),                                    "="),
    ("elements of two kinds",                arr(one(S, I)),                           arr({"type": ["string", "integer"]}),          "="),
    ("elements of one kind at a time",       arr(some(S, I)),                          some(arr(S), arr(I)),                          ">"),
]  # fmt: skip

COMPOSED = [
    ("split over allOf",                     obj("a", a=S, b=I),                       every(obj("a", a=S), obj(b=I)),                "="),
    ("split over components",                Spec(obj("a", a=S, b=I)),                 Spec(every(ref("A"), obj(b=I)), {"A": obj("a", a=S)}), "="),
    ("allOf of one",                         string(maxLength=4),                      every(string(maxLength=4)),                    "="),
    ("part that says nothing",               S,                                        every(S, {}),                                  "="),
    ("part that says it again",              string(maxLength=4),                      every(string(maxLength=4), string(maxLength=9)), "="),
    ("part that asks for more",              every(obj(a=S)),                          every(obj(a=S), {"required": ["a"]}),          ">"),
    ("wrapped in oneOf",                     obj("a", a=S),                            one(obj("a", a=S)),                            "="),
    ("wrapped in anyOf",                     string(maxLength=4),                      some(string(maxLength=4)),                     "="),
    ("oneOf and anyOf of disjoint branches", one(S, I),                                some(S, I),                                    "="),
    ("oneOf of types as a list",             one(S, I),                                {"type": ["string", "integer"]},               "="),
    ("branch in another order",              one(S, I),                                one(I, S),                                     "="),
    ("branch added",                         one(S, I),                                one(S, I, B),                                  "<"),
    ("branch replaced",                      one(S, I),                                one(S, B),                                     "#"),
    ("branch added that overlaps",           one(integer(minimum=0)),                  one(integer(minimum=0), integer(maximum=9)),   "#"),
    ("overlap refused by oneOf",             some(I, N),                               one(I, N),                                     ">"),
    ("overlap swallowed by anyOf",           N,                                        some(I, N),                                    "="),
    ("branch within another dropped",        some(S, string(maxLength=5)),             S,                                             "="),
    ("branches that fill a line",            I,                                        some(integer(minimum=0), integer(maximum=10)), "="),
    ("lengths that fill a line",             S,                                        one(string(minLength=3), string(maxLength=2)), "="),
    ("branch narrowed",                      one(obj("a", a=S), obj("b", b=S)),        one(obj("a", a=string(maxLength=3)), obj("b", b=S)), ">"),
    ("common part drawn out",                one(closed("k a", k=S, a=S), closed("k b", k=S, b=S)), every({"required": ["k"]}, one(closed("a", k=S, a=S), closed("b", k=S, b=S))), "="),
    ("something excluded",                   S,                                        string() | {"not": const("a")},                ">"),
    ("less excluded",                        {"not": enum("a", "b")},                  {"not": const("a")},                           "<"),
    ("excluded respelled",                   string() | {"not": enum("a")},            every(S, {"not": const("a")}),                 "="),
    ("excluded twice over",                  S,                                        {"not": {"not": S}},                           "="),
    ("excluded either way",                  string() | {"not": enum("a", "b")},       string() | {"allOf": [{"not": const("a")}, {"not": const("b")}]}, "="),
    ("excluded what cannot be",              S,                                        string() | {"not": I},                         "="),
    ("inline to component",                  Spec(obj("a", a=S)),                      Spec(ref("A"), {"A": obj("a", a=S)}),          "="),
    ("component of another name",            Spec(ref("A"), {"A": obj("a", a=S)}),     Spec(ref("Z"), {"Z": obj("a", a=S)}),          "="),
    ("component behind a component",         Spec(ref("A"), {"A": S}),                 Spec(ref("A"), {"A": ref("Z"), "Z": S}),       "="),
    ("component narrowed",                   Spec(ref("A"), {"A": S}),                 Spec(ref("A"), {"A": string(maxLength=2)}),    ">"),
    ("tree unrolled once",                   Spec(ref("Tree"), {"Tree": TREE}),        Spec(TREE, {"Tree": TREE}),                    "="),
    ("tree of other leaves",                 Spec(ref("Tree"), {"Tree": TREE}),        Spec(ref("Tree"), {"Tree": obj("v", v=I, kids=arr(ref("Tree")))}), "#"),
    ("tree of wider leaves",                 Spec(ref("Tree"), {"Tree": TREE}),        Spec(ref("Tree"), {"Tree": obj("v", v={"type": ["string", "null"]}, kids=arr(ref("Tree")))}), "<"),
    ("tree over two components",             Spec(ref("Tree"), {"Tree": TREE}),        Spec(ref("Tree"), {"Tree": obj("v", v=S, kids=arr(ref("Twig"))), "Twig": obj("v", v=S, kids=arr(ref("Tree")))}), "="),
    ("tag told that the branches tell",      Spec(TWO, PETS),                          Spec({**TWO, "discriminator": KIND}, PETS),    "="),
    ("tag of another branch too",            Spec({**TWO, "discriminator": KIND}, PETS), Spec({**TWO, "oneOf": [*TWO["oneOf"], ref("Bird")], "discriminator": KIND}, PETS), "<"),
    ("tags spelled out",                     Spec({**TWO, "discriminator": KIND}, FREE_PETS), Spec(mapped(Cat="Cat", Dog="Dog"), FREE_PETS), "="),
    ("tags renamed",                         Spec(mapped(cat="Cat", dog="Dog"), FREE_PETS), Spec(mapped(c="Cat", d="Dog"), FREE_PETS), "#"),
    ("tag added for a branch",               Spec(mapped(cat="Cat", dog="Dog"), FREE_PETS), Spec(mapped(cat="Cat", dog="Dog", hound="Dog"), FREE_PETS), "<"),
    ("tags exchanged",                       Spec(mapped(cat="Cat", dog="Dog"), FREE_PETS), Spec(mapped(cat="Dog", dog="Cat"), FREE_PETS), "#"),
]  # fmt: skip

WORDS = [
    ("described",                            S,                                        string(description="A name.", title="Name"),   "="),
    ("example given",                        S,                                        string(examples=["a"]),                        "="),
    ("deprecated",                           S,                                        string(deprecated=True),                       "="),
    ("word of one's own",                    S,                                        string(**{"x-note": 1}),                       "="),
    ("described beside a reference",         Spec(ref("A"), {"A": S}),                 Spec({**ref("A"), "description": "A name."}, {"A": S}), "="),
    ("bounded beside a reference",           Spec(ref("A"), {"A": S}),                 Spec({**ref("A"), "maxLength": 4}, {"A": S}),  ">"),
    ("beside a reference in 3.0 ignored",    Spec(ref("A"), {"A": S}, "3.0.3"),        Spec({**ref("A"), "maxLength": 4}, {"A": S}, "3.0.3"), "="),
    ("comment",                              S,                                        string(**{"$comment": "why"}),                 "="),
]  # fmt: skip

PAIRS = [*TYPES, *NULLABLE, *VALUES, *NUMBERS, *STRINGS, *OBJECTS, *ARRAYS, *COMPOSED, *WORDS]

R, W = {"readOnly": True}, {"writeOnly": True}
DIRECTED = [
    # Markers and defaults mean something in one direction only: truth for requests, truth for responses.
    ("required member of answers only",      obj("a", a=S),                            obj("a b", a=S, b=S | R),                      False, False),
    ("required member of requests only",     obj("a", a=S),                            obj("a b", a=S, b=S | W),                      True,  False),
    ("member of answers narrowed",           obj("a", a=S | R),                        obj("a", a=string(maxLength=3) | R),           False, False),
    ("member of answers widened",            obj("a", a=string(maxLength=3) | R),      obj("a", a=S | R),                             False, True),
    ("member of requests narrowed",          obj("a", a=S | W),                        obj("a", a=string(maxLength=3) | W),           True,  False),
    ("member of requests widened",           obj("a", a=string(maxLength=3) | W),      obj("a", a=S | W),                             False, False),
    ("required member asked of clients now", obj("a", a=S | R),                        obj("a", a=S),                                 True,  False),
    ("required member no longer answered",   obj("a", a=S),                            obj("a", a=S | W),                             False, True),
    ("required member no longer asked for",  obj("a", a=S),                            obj("a", a=S | R),                             False, False),
    ("member of answers removed",            obj("a b", a=S, b=S | R),                 obj("a", a=S),                                 False, True),
    ("member of requests removed",           obj("a b", a=S, b=S | W),                 obj("a", a=S),                                 False, False),
    ("marked in a component",                Spec(obj("a", a=ref("A")), {"A": S | R}), Spec(obj("a", a=ref("A")), {"A": string(maxLength=3) | R}), False, False),
    ("default changed",                      obj(a=string(default="x")),               obj(a=string(default="y")),                    True,  False),
    ("default told",                         obj(a=S),                                 obj(a=string(default="y")),                    False, False),
    ("default of a required member changed", obj("a", a=string(default="x")),          obj("a", a=string(default="y")),               False, False),
]  # fmt: skip
