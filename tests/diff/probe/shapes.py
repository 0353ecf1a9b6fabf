"""More schema edits: objects, arrays, conditions and branches, in the form of `probe.schemas`."""

# ruff: noqa: E501 - a row stands on one line, however long its schemas are

from __future__ import annotations

from probe.schemas import NULL, B, I, N, S, Spec, arr, closed, const, enum, every, integer, obj, one, ref, some, string

NOTHING = False
OPEN = {"type": "object"}


def words(*names: str) -> dict[str, object]:
    return {"required": [*names]}


def cases(test: object, then: object = True, other: object = True) -> dict[str, object]:
    return {"if": test, "then": then, "else": other}


def map_of(values: object, **more: object) -> dict[str, object]:
    return {"type": "object", "additionalProperties": values, **more}


X = {"properties": {"k": const("x")}, "required": ["k"]}
KV = {"k": enum("x", "y"), "v": S}
ODD_NAMES = [
    "$ref",
    "",
    "a/b",
    "~",
    "~1",
    "%7B",
    "a b",
    "type",
    "properties",
    "x-y",
    "nullable",
    "example",
    "\u00fc",
    "__proto__",
    "0",
]
ODD = closed(**dict.fromkeys(ODD_NAMES, S))
ODD_TIGHT = closed(**{**dict.fromkeys(ODD_NAMES, S), "a/b": string(maxLength=2)})
ODD_REF = closed(**{**dict.fromkeys(ODD_NAMES, S), "$ref": string(maxLength=2)})

OBJECTS = [
    # name                                   old                                       new                                            truth
    ("names listed",                         {"type": "object", "propertyNames": enum("a", "b")}, closed(a={}, b={}),                 "="),
    ("no names at all",                      {"type": "object", "propertyNames": False}, {"type": "object", "maxProperties": 0},      "="),
    ("members of every name",                map_of(S),                                {"type": "object", "patternProperties": {"": S}}, "="),
    ("member by a pattern of one name",      closed(a=S),                              {"type": "object", "patternProperties": {"^a$": S}, "additionalProperties": False}, "="),
    ("member that a pattern judges too",     closed(ab=S) | {"patternProperties": {"^a": string(maxLength=3)}}, closed(ab=string(maxLength=3)) | {"patternProperties": {"^a": string(maxLength=3)}}, "="),
    ("patterns that overlap",                closed() | {"patternProperties": {"^a": S}}, closed() | {"patternProperties": {"^a": S, "^ab": string(maxLength=2)}}, ">"),
    ("pattern of names wider",               closed() | {"patternProperties": {"^x-[a-z]+$": S}}, closed() | {"patternProperties": {"^x-": S}}, "<"),
    ("two patterns as one",                  closed() | {"patternProperties": {"^a": S, "^b": S}}, closed() | {"patternProperties": {"^[ab]": S}}, "="),
    ("as many members as are required",      closed("a b", a=S, b=S),                  closed("a b", a=S, b=S) | {"minProperties": 2, "maxProperties": 2}, "="),
    ("all members there, by number",         closed("a b", a=S, b=S),                  closed(a=S, b=S) | {"minProperties": 2},       "="),
    ("not both members",                     closed(a=S, b=S) | {"maxProperties": 1},  closed(a=S, b=S) | {"not": words("a", "b")},   "="),
    ("no object has so few and so many",     {"type": "object", "minProperties": 2, "maxProperties": 1}, NOTHING,                     "="),
    ("most members below the required",      closed("a b", a=S, b=S) | {"maxProperties": 1}, NOTHING,                                 "="),
    ("member forbidden by not",              closed(a=S, b=S) | {"not": words("a")},   closed(b=S),                                   "="),
    ("member forbidden by false",            closed(a=False, b=S),                     closed(b=S),                                   "="),
    ("required member forbidden",            closed("a", a=False),                     NOTHING,                                       "="),
    ("one of two members",                   closed(a=S, b=S) | some(words("a"), words("b")), closed(a=S, b=S) | one(words("a"), words("b")), ">"),
    ("one of two members, respelled",        closed(a=S, b=S) | one(words("a"), words("b")), one(closed("a", a=S), closed("b", b=S)), "="),
    ("at least one member",                  closed(a=S, b=S) | some(words("a"), words("b")), closed(a=S, b=S) | {"minProperties": 1}, "="),
    ("one of two groups of members",         closed(a=S, b=S) | {"minProperties": 1},  closed(a=S, b=S) | {"minProperties": 1, **one(words("a"), words("b"))}, ">"),
    ("needs that lead on",                   closed(a=S, b=S, c=S) | {"dependentRequired": {"a": ["b"], "b": ["c"]}}, closed(a=S, b=S, c=S) | {"dependentRequired": {"a": ["b", "c"], "b": ["c"]}}, "="),
    ("needs in a circle",                    closed(a=S, b=S) | {"dependentRequired": {"a": ["b"], "b": ["a"]}}, one(closed("a b", a=S, b=S), closed()), "="),
    ("need of no member",                    closed(a=S),                              closed(a=S) | {"dependentRequired": {"a": []}}, "="),
    ("need dropped",                         closed(a=S, b=S) | {"dependentRequired": {"a": ["b"]}}, closed(a=S, b=S),                "<"),
    ("member narrows another",               closed(a=S, b=S),                         closed(a=S, b=S) | {"dependentSchemas": {"a": {"properties": {"b": string(maxLength=2)}}}}, ">"),
    ("member forbids another",               closed(a=S, b=S) | {"dependentSchemas": {"a": {"properties": {"b": False}}}}, closed(a=S, b=S) | {"not": words("a", "b")}, "="),
    ("undeclared member required",           obj(a=S),                                 obj("z", a=S),                                 ">"),
    ("no members declared any more",         obj("a", a=S),                            OPEN,                                          "<"),
    ("member anything now",                  obj("a", a=S),                            obj("a", a={}),                                "<"),
    ("member null as well",                  obj("a", a=I),                            obj("a", a={"type": ["integer", "null"]}),     "<"),
    ("map described by unevaluated",         map_of(S),                                {"type": "object", "unevaluatedProperties": S}, "="),
    ("others described by unevaluated",      obj(a=I) | {"additionalProperties": S},   obj(a=I) | {"unevaluatedProperties": S},       "="),
    ("closed part beside another",           every(closed(a=S), obj(b=S)),             closed(a=S),                                   "="),
    ("closed parts that cannot meet",        every(closed("a", a=S), obj("b", b=S)),   NOTHING,                                       "="),
    ("closed over parts and cases",          every(obj("k", k=enum("x", "y")), cases(X, {"properties": {"v": S}})) | {"unevaluatedProperties": False}, some(closed("k", k=const("y")), closed("k", k=const("x"), v=S)), "="),
    ("closed over a component",              Spec({**ref("A"), "unevaluatedProperties": False}, {"A": obj("a", a=S)}), closed("a", a=S), "="),
    ("map with a known member",              map_of(I),                                map_of(I, properties={"a": integer(minimum=0)}), ">"),
    ("map with a known member of the kind",  map_of(I),                                map_of(I, properties={"a": I}),                "="),
    ("map of maps narrowed",                 map_of(map_of(S)),                        map_of(map_of(string(maxLength=3))),           ">"),
    ("map not empty, by not",                map_of(S, minProperties=1),               map_of(S) | {"not": {"maxProperties": 0}},     "="),
    ("map with a name that is required",     map_of(S),                                map_of(S, required=["a"]),                     ">"),
    ("names must not be empty",              map_of(S),                                map_of(S, propertyNames={"minLength": 1}),     ">"),
    ("names that all members have",          closed(ab=S, cd=S),                       closed(ab=S, cd=S) | {"propertyNames": {"pattern": "^[a-z]{2}$"}}, "="),
    ("name that one member lacks",           closed(ab=S, c=S),                        closed(ab=S) | {"patternProperties": {"^c$": S}}, "="),
    ("members of odd names",                 ODD,                                      closed(**dict.fromkeys(reversed(ODD_NAMES), S)), "="),
    ("member with a slash narrowed",         ODD,                                      ODD_TIGHT,                                     ">"),
    ("member called $ref narrowed",          ODD,                                      ODD_REF,                                       ">"),
    ("members without a type",               {"properties": {"a": S}},                 {"properties": {"a": S}, "type": ["object", "string", "number", "boolean", "array", "null"]}, "="),
    ("object or nothing",                    closed(),                                 const({}),                                     "="),
    ("required listed twice",                obj("a a", a=S),                          obj("a", a=S),                                 "="),
    ("two optional members added",           obj("a", a=S),                            obj("a", a=S, b=I, c=obj(d=S)),                "="),
    ("optional member of another type",      obj(a=S),                                 obj(a=I),                                      "#"),
    ("optional member renamed",              obj(a=S),                                 obj(b=S),                                      "="),
    ("member moved down",                    obj("a", a=S),                            obj("o", o=obj("a", a=S)),                     "#"),
    ("optional member added in one branch",  one(obj("k", k=const("x"), v=S), obj("k", k=const("y"))), one(obj("k", k=const("x"), v=S, w=S), obj("k", k=const("y"))), "="),
    ("most members of an open object",       obj(a=S),                                 obj(a=S) | {"maxProperties": 1},               ">"),
    ("optional elements narrowed",           obj(a=arr(S)),                            obj(a=arr(string(maxLength=2))),               ">"),
    ("open object or another",               obj("a", a=S),                            some(obj("a", a=S), obj("b", b=S)),            "<"),
    ("new member in the base of a closed",   Spec({**ref("A"), "unevaluatedProperties": False}, {"A": obj("a", a=S)}), Spec({**ref("A"), "unevaluatedProperties": False}, {"A": obj("a", a=S, b=S)}), "<"),
    ("new member in an open base",           Spec(every(ref("A"), obj(b=S)), {"A": obj("a", a=S)}), Spec(every(ref("A"), obj(b=S)), {"A": obj("a", a=S, c=I)}), "="),
    ("fewer of a thousand members",          map_of(S, maxProperties=1000),            map_of(S, maxProperties=500),                  ">"),
    ("deep narrowing in a map of lists",     map_of(arr(obj("a", a=I))),               map_of(arr(obj("a", a=integer(minimum=0)))),   ">"),
]  # fmt: skip

CONDITIONS = [
    ("if without then or else",              closed("k", **KV),                        closed("k", **KV) | {"if": X},                 "="),
    ("then without if",                      closed("k", **KV),                        closed("k", **KV) | {"then": words("v")},      "="),
    ("if true",                              closed("k", **KV) | {"if": True, "then": words("v")}, closed("k v", **KV),              "="),
    ("if false",                             closed("k", **KV) | {"if": False, "then": words("k"), "else": words("v")}, closed("k v", **KV), "="),
    ("cases as implications",                closed("k", **KV) | cases(X, words("v"), {"not": words("v")}), every(closed("k", **KV), some({"not": X}, words("v")), some(X, {"not": words("v")})), "="),
    ("cases exchanged",                      closed("k", **KV) | cases(X, words("v"), {"not": words("v")}), closed("k", **KV) | cases({"not": X}, {"not": words("v")}, words("v")), "="),
    ("condition always met",                 closed("k", k=const("x"), v=S) | {"if": X, "then": words("v")}, closed("k v", k=const("x"), v=S), "="),
    ("condition met without the member",     closed(**KV) | {"if": {"properties": {"k": const("x")}}, "then": words("v")}, closed(**KV) | {"if": X, "then": words("v")}, "<"),
    ("condition tightened",                  closed("k", **KV) | {"if": X, "then": words("v")}, closed("k", **KV) | {"if": X, "then": {"required": ["v"], "properties": {"v": string(maxLength=2)}}}, ">"),
    ("condition dropped",                    closed("k", **KV) | {"if": X, "then": words("v")}, closed("k", **KV),                    "<"),
    ("condition on other types",             closed("k", **KV),                        closed("k", **KV) | {"if": S, "then": False},  "="),
    ("cases of a scalar",                    some(string(maxLength=3), integer(minimum=0)), {"type": ["string", "integer"], "if": S, "then": {"maxLength": 3}, "else": {"minimum": 0}}, "="),
    ("both cases alike",                     closed("k v", **KV),                      closed("k", **KV) | cases(X, words("v"), words("v")), "="),
]  # fmt: skip

ARRAYS = [
    ("at least none asked for",              arr(S),                                   arr(S, contains=const("x"), minContains=0),    "="),
    ("most of what nobody asks for",         arr(S),                                   arr(S, maxContains=1),                         "="),
    ("at most one such element",             arr(S, contains=const("x"), maxContains=2), arr(S, contains=const("x"), maxContains=1),  ">"),
    ("at least one, said",                   arr(S, contains=const("x")),              arr(S, contains=const("x"), minContains=1),    "="),
    ("no such element",                      arr(S, contains=const("x"), minContains=0, maxContains=0), arr(string() | {"not": const("x")}), "="),
    ("no such element, by not",              arr(S) | {"not": {"contains": const("x")}}, arr(string() | {"not": const("x")}),         "="),
    ("all elements are found",               arr(integer(minimum=0), minItems=1),      arr(integer(minimum=0), minItems=1, contains=I), "="),
    ("found elements fill the list",         arr(S, contains=const("x"), minContains=2), arr(S, contains=const("x"), minContains=2, minItems=2), "="),
    ("evaluated by contains",                arr(S, minItems=1),                       arr(contains=S, unevaluatedItems=False),       "="),
    ("as many as differ",                    arr(enum("a", "b"), uniqueItems=True),    arr(enum("a", "b"), uniqueItems=True, maxItems=2), "="),
    ("more than can differ",                 arr(B, uniqueItems=True, minItems=3),     NOTHING,                                       "="),
    ("one and 1.0 are no two",               arr(enum(1, 1.0), uniqueItems=True),      arr(const(1), maxItems=1),                     "="),
    ("elements differ no more",              arr(I, uniqueItems=True),                 arr(I),                                        "<"),
    ("tuple too short for its length",       arr(prefixItems=[S], items=False, minItems=2), NOTHING,                                  "="),
    ("first element as the others",          arr(S),                                   arr(S, prefixItems=[S]),                       "="),
    ("first element narrower",               arr(S),                                   arr(S, prefixItems=[string(maxLength=2)]),     ">"),
    ("tuple opened",                         arr(prefixItems=[S, I], items=False),     arr(prefixItems=[S, I]),                       "<"),
    ("tuple with a tail",                    arr(prefixItems=[S], items=I),            arr(prefixItems=[S, I], items=I),              "="),
    ("tuple whose end may be left out",      arr(prefixItems=[S, I], items=False, minItems=2), arr(prefixItems=[S, I], items=False, minItems=1), "<"),
    ("element forbidden",                    arr(prefixItems=[S, False]),              arr(S, maxItems=1),                            "="),
    ("lists of lists",                       arr(arr(I)),                              arr(arr(I, maxItems=3)),                       ">"),
    ("lists or anything else",               {"items": S},                             {"items": S, "type": ["array", "object", "string", "number", "boolean", "null"]}, "="),
    ("list no longer asked for",             arr(S),                                   {"items": S},                                  "<"),
    ("elements null as well",                arr(I),                                   arr({"type": ["integer", "null"]}),            "<"),
    ("list or one element",                  arr(S),                                   one(S, arr(S)),                                "<"),
    ("list not empty, by not",               arr(S, minItems=1),                       arr(S) | {"not": {"maxItems": 0}},             "="),
    ("no list has such a length",            arr(S, minItems=2, maxItems=1),           NOTHING,                                       "="),
    ("parts closed together",                every({"prefixItems": [S]}, {"prefixItems": [True, I]}, type="array") | {"unevaluatedItems": False}, arr(prefixItems=[S, I], items=False), "="),
    ("fewer of a thousand elements",         arr(S, maxItems=1000),                    arr(S, maxItems=500),                          ">"),
    ("fewer of a thousand that differ",      arr(I, maxItems=1000, uniqueItems=True), arr(I, maxItems=500, uniqueItems=True), ">"),
    ("more than a thousand elements",        arr(S, minItems=1000),                    arr(S, minItems=2000),                         ">"),
    ("elements met in parts",                every(arr(integer(minimum=0)), arr(integer(maximum=9))), arr(integer(minimum=0, maximum=9)), "="),
    ("length met in parts",                  every(arr(S), {"maxItems": 5}, {"maxItems": 3}), arr(S, maxItems=3),                     "="),
]  # fmt: skip

JSON_VALUE = some(NULL, B, N, S, arr(ref("J")), map_of(ref("J")))
LIST = closed("v", v=S, next=ref("L"))
EVEN, UNEVEN = closed(v=S, next=ref("Odd")), closed(v=S, next=ref("Even"))
EXPR = one(I, closed("op l r", op=enum("+", "-"), l=ref("E"), r=ref("E")))

BRANCHES = [
    ("every branch of true",                 some(True, S),                            {},                                            "="),
    ("part that is false",                   every(S, False),                          NOTHING,                                       "="),
    ("branch that is false",                 some(False, S),                           S,                                             "="),
    ("exactly one of two trues",             one(True, True),                          NOTHING,                                       "="),
    ("exactly one of true and false",        one(True, False),                         {},                                            "="),
    ("the same branch twice",                one(S, S),                                NOTHING,                                       "="),
    ("the same component twice",             Spec(one(ref("A"), ref("A")), {"A": S}),  NOTHING,                                       "="),
    ("a thing or not the thing",             one(S, {"not": S}),                       {},                                            "="),
    ("neither of two",                       {"not": some(S, I)},                      every({"not": S}, {"not": I}),                 "="),
    ("not both of two",                      {"not": every({"minimum": 3}, {"maxLength": 2})}, some({"not": {"minimum": 3}}, {"not": {"maxLength": 2}}), "="),
    ("choices in two parts",                 every(some(S, I), some(S, B)),            S,                                             "="),
    ("choices multiplied out",               every(some(const("a"), const("b")), some(const("b"), const("c"))), const("b"),           "="),
    ("choice in a choice",                   some(S, some(I, B)),                      some(S, I, B),                                 "="),
    ("exactly one of exactly one",           one(one({"multipleOf": 2}, {"multipleOf": 3}), {"multipleOf": 5}, type="integer"), one({"multipleOf": 2}, {"multipleOf": 3}, {"multipleOf": 5}, type="integer"), ">"),
    ("branches merged",                      one(closed("a", a=S), closed("a b", a=S, b=I)), closed("a", a=S, b=I),                   "="),
    ("branches merged too far",              one(closed("a", a=S), closed("b", b=I)),  closed(a=S, b=I),                              "<"),
    ("branch split by a value",              closed("k", k=enum("x", "y"), v=S),       one(closed("k", k=const("x"), v=S), closed("k", k=const("y"), v=S)), "="),
    ("branch split, one case lost",          closed("k", k=enum("x", "y", "z"), v=S),  one(closed("k", k=const("x"), v=S), closed("k", k=const("y"), v=S)), ">"),
    ("branches overlap in what they open",   some(obj("a", a=S), obj("b", b=S)),       one(obj("a", a=S), obj("b", b=S)),             ">"),
    ("branches told apart by a type",        some(closed("v", v=S), closed("v", v=I)), one(closed("v", v=S), closed("v", v=I)),       "="),
    ("branches of a member drawn out",       some(closed("v", v=S), closed("v", v=I)), closed("v", v=some(S, I)),                     "="),
    ("branch dropped",                       one(closed("b", b=S), closed("c", c=S)),  closed("b", b=S),                              ">"),
    ("branch named in a component",          Spec(one(S, I)),                          Spec(one(ref("A"), ref("B")), {"A": S, "B": I}), "="),
    ("choice moved into a component",        Spec(one(S, I)),                          Spec(ref("A"), {"A": one(S, I)}),              "="),
    ("null in one branch",                   some(S, I),                               some({"type": ["string", "null"]}, I),         "<"),
    ("null in both of exactly one",          one({"type": ["string", "null"]}, {"type": ["integer", "null"]}), one(S, I),             "="),
    ("null in both of some",                 some({"type": ["string", "null"]}, {"type": ["integer", "null"]}), some(S, I, NULL),     "="),
    ("overlap lost where a member is gone", one({}, map_of(closed(c=I))), one({}, map_of(enum("A"))), "#"),
    ("not nothing",                          {"not": False},                           True,                                          "="),
    ("not anything",                         {"not": {}},                              NOTHING,                                       "="),
    ("excluded type by type",                {"not": {"type": ["string", "null"]}},    {"type": ["boolean", "number", "array", "object"]}, "="),
    ("object no longer excluded",            closed(a=S, b=S) | {"not": words("b")},   closed(a=S, b=S),                              "<"),
]  # fmt: skip

REFERENCES = [
    ("any value, by recursion",              Spec(ref("J"), {"J": JSON_VALUE}),        {},                                            "="),
    ("any value but true, by recursion",     Spec(ref("J"), {"J": JSON_VALUE}),        Spec(ref("J"), {"J": some(NULL, N, S, arr(ref("J")), map_of(ref("J")))}), ">"),
    ("list by recursion, unrolled twice",    Spec(ref("L"), {"L": LIST}),              Spec(closed("v", v=S, next=closed("v", v=S, next=ref("L"))), {"L": LIST}), "="),
    ("list by recursion, ended",             Spec(ref("L"), {"L": LIST}),              closed("v", v=S, next=closed("v", v=S)),       ">"),
    ("two that need each other",             Spec(ref("Even"), {"Even": EVEN, "Odd": UNEVEN}), Spec(ref("L"), {"L": closed(v=S, next=ref("L"))}), "="),
    ("two that need each other, one wider",  Spec(ref("Even"), {"Even": EVEN, "Odd": UNEVEN}), Spec(ref("Even"), {"Even": EVEN, "Odd": closed(v={"type": ["string", "null"]}, next=ref("Even"))}), "<"),
    ("recursion that never ends",            Spec(ref("A"), {"A": closed("a", a=ref("A"))}), NOTHING,                                 "="),
    ("expression with one operator more",    Spec(ref("E"), {"E": EXPR}),              Spec(ref("E"), {"E": one(I, closed("op l r", op=enum("+", "-", "*"), l=ref("E"), r=ref("E")))}), "<"),
    ("expression by two components",         Spec(ref("E"), {"E": EXPR}),              Spec(ref("E"), {"E": one(I, ref("F")), "F": closed("op l r", op=enum("+", "-"), l=ref("E"), r=ref("E"))}), "="),
    ("reference to a member of another",     Spec({"$ref": "#/components/schemas/A/properties/p"}, {"A": obj(p=S)}), S,               "="),
    ("reference into a list of branches",    Spec({"$ref": "#/components/schemas/A/anyOf/1"}, {"A": some(S, I)}), I,                  "="),
    ("reference to an escaped name",         Spec({"$ref": "#/components/schemas/A/properties/a~1b"}, {"A": {"properties": {"a/b": S}}}), S, "="),
    ("reference to an encoded name",         Spec({"$ref": "#/components/schemas/A/properties/a%20b"}, {"A": {"properties": {"a b": S}}}), S, "="),
    ("reference to an anchor",               Spec({"$ref": "#thing"}, {"A": {"$anchor": "thing", **S}}), S,                           "="),
    ("reference to an id",                   Spec({"$ref": "https://example.com/a"}, {"A": {"$id": "https://example.com/a", **S}}), S, "="),
    ("reference within an id",               Spec(ref("A"), {"A": {"$id": "https://example.com/a", "$defs": {"p": S}, **arr({"$ref": "#/$defs/p"})}}), arr(S), "="),
    ("reference to its own definitions",     Spec(ref("A"), {"A": {"$defs": {"p": S}, **arr({"$ref": "#/components/schemas/A/$defs/p"})}}), arr(S), "="),
    ("dynamic reference that is static",     Spec(ref("A"), {"A": {"$dynamicAnchor": "n", **closed(v=S, next={"$dynamicRef": "#n"})}}), Spec(ref("A"), {"A": closed(v=S, next=ref("A"))}), "="),
    ("dynamic reference narrowed",           Spec(ref("A"), {"A": {"$dynamicAnchor": "n", **closed(v=S, next={"$dynamicRef": "#n"})}}), Spec(ref("A"), {"A": closed(v=string(maxLength=2), next=ref("A"))}), ">"),
    ("bounds beside a reference met",        Spec({**ref("A"), "maxLength": 4}, {"A": string(minLength=2)}), string(minLength=2, maxLength=4), "="),
    ("type beside a reference",              Spec({**ref("A"), **S}, {"A": {"maxLength": 4}}), string(maxLength=4),                   "="),
    ("component that is true",               Spec(arr(ref("A")), {"A": True}),         {"type": "array"},                             "="),
    ("component that is false",              Spec(arr(ref("A")), {"A": False}),        arr(maxItems=0),                               "="),
    ("component with an odd name",           Spec(ref("a.b-c_D"), {"a.b-c_D": S}),     S,                                             "="),
    ("component shared by two members",      Spec(closed(a=ref("A"), b=ref("A")), {"A": S}), Spec(closed(a=ref("A"), b=ref("B")), {"A": S, "B": string(maxLength=2)}), ">"),
]  # fmt: skip

PAIRS = [*OBJECTS, *CONDITIONS, *ARRAYS, *BRANCHES, *REFERENCES]
