"""Names and shapes before the generator sees them."""

import pytest

from tradespec.emit.models.names import ClassNames, pascal
from tradespec.emit.models.narrow import narrow
from tradespec.emit.models.order import reorder, split
from tradespec.emit.models.prepare import prepare
from tradespec.emit.models.write import polish


def prepared(version="3.1.0", paths=None, ids=None, **schemas):
    bundle = {"openapi": version, "paths": paths or {}, "components": {"schemas": schemas}}
    return prepare(bundle, ids or {})


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("order_list-status", "OrderListStatus"),
        ("placeOrder", "PlaceOrder"),
        ("24hr ticker", "Model24hrTicker"),
        ("", "Model"),
        ("ünïcode", "NCode"),
        ("a.b", "AB"),
    ],
)
def test_a_class_name_is_words_with_capitals(text, name):
    assert pascal(text) == name


def test_class_names_are_unique_whatever_their_case_and_spare_what_the_module_imports():
    names = ClassNames()
    assert [names.take(text) for text in ("order", "Order", "ORDER", "Field", "None", "field-model")] == [
        *("Order", "Order2", "ORDER3", "FieldModel", "NoneModel", "FieldModel2"),
    ]


def test_enums_and_objects_inside_get_names_of_their_own():
    done = prepared(
        Order={
            "properties": {
                "status": {"type": "string", "enum": ["new", "done"]},
                "fees": {"type": "array", "items": {"type": "object", "properties": {"rate": {"type": "string"}}}},
                "extra": {"additionalProperties": {"properties": {"x": {}}}},
            }
        }
    )
    assert list(done.schemas) == ["Order", "OrderStatus", "OrderFeesItem", "OrderExtraValue"]
    assert done.schemas["Order"]["properties"]["status"] == ref("OrderStatus")


def test_alternatives_are_named_after_their_title_their_tag_or_their_number():
    shapes = [
        {"title": "By id", "properties": {"id": {}}},
        {"properties": {"kind": {"const": "by_name"}}},
        {"properties": {"x": {}}},
    ]
    assert list(prepared(Reference={"oneOf": shapes}).schemas) == [
        *("Reference", "ReferenceById", "ReferenceByName", "ReferenceOption3"),
    ]


def test_null_moves_to_where_the_class_is_used():
    done = prepared(
        Reason={"type": ["string", "null"], "x-extensible-enum": ["a", "b"]},
        Order={"properties": {"reason": ref("Reason"), "side": {"type": ["string", "null"], "enum": ["x", "y", None]}}},
    )
    null = {"type": "null"}
    assert done.schemas["Reason"] == {"type": "string", "enum": ["a", "b"]}
    assert done.schemas["Order"]["properties"] == {
        "reason": {"anyOf": [ref("Reason"), null]},
        "side": {"anyOf": [ref("OrderSide"), null]},
    }
    assert done.open_enums == {"Reason"}


def test_a_default_of_an_enum_is_the_default_of_the_fields_that_use_it():
    mode = {"type": "string", "enum": ["none", "reject"], "default": "none"}
    done = prepared(
        Order={"properties": {"mode": ref("Mode"), "other": {**ref("Mode"), "default": "reject"}}}, Mode=mode
    )
    assert done.schemas["Order"]["properties"] == {
        "mode": {**ref("Mode"), "default": "none"},
        "other": {**ref("Mode"), "default": "reject"},
    }


def test_nullable_decimals_stay_nullable():
    done = prepared(Price={"type": ["string", "null"], "format": "decimal", "x-decimal": {"scale": 2, "minimum": "0"}})
    decimal = {"type": "string", "customTypePath": "_support.DecimalString", "minimum": 0, "x-decimal_places": 2}
    assert done.schemas["Price"] == {"anyOf": [decimal, {"type": "null"}]}


def test_the_words_of_3_0_are_read():
    done = prepared(
        "3.0.3",
        Order={
            "properties": {
                "note": {"type": "string", "nullable": True},
                "size": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
                "side": {"type": "string", "enum": ["x", "y"], "nullable": True},
                "either": {"nullable": True, "allOf": [ref("Order")]},
            }
        },
    )
    assert done.schemas["Order"]["properties"] == {
        "note": {"type": ["string", "null"]},
        "size": {"type": "integer", "exclusiveMinimum": 0},
        "side": {"anyOf": [ref("OrderSide"), {"type": "null"}]},
        "either": {"anyOf": [{"allOf": [ref("Order")]}, {"type": "null"}]},
    }


def test_bodies_in_line_are_named_after_their_operation():
    def body(**properties):
        return {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}}

    operation = {
        "requestBody": body(a={}),
        "responses": {"200": body(b={}), "202": body(c={}), "4XX": body(d={}), "500": {"$ref": "#/x"}},
    }
    done = prepared(paths={"/orders": {"post": operation}}, ids={("POST", "/orders"): "placeOrder"})
    assert list(done.schemas) == [
        *("PlaceOrderRequest", "PlaceOrderResponse", "PlaceOrderResponse202", "PlaceOrderResponse4XX"),
    ]


def test_what_a_reference_leads_to_in_the_middle_of_a_schema_gets_a_name():
    done = prepared(
        A={"properties": {"b": {"type": "object", "properties": {"c": {"type": "integer"}}}}},
        D={"properties": {"again": {"$ref": "#/components/schemas/A/properties/b"}}},
    )
    assert done.schemas["D"]["properties"]["again"] == ref("AB")
    assert done.schemas["AB"]["properties"] == {"c": {"type": "integer"}}


def test_what_python_cannot_check_is_left_to_the_server():
    done = prepared(
        A={
            "properties": {
                "letters": {"type": "string", "pattern": r"^\p{L}+$"},
                "due": {"type": "string", "format": "date", "default": "2026-01-01"},
                "mail": {"type": "string", "format": "email"},
                "kept": {"type": "string", "pattern": "^a$", "default": "a"},
                "wrong": {"type": "string", "enum": ["a", "b"], "default": ""},
            }
        }
    )
    assert done.schemas["A"]["properties"] == {
        "letters": {"type": "string"},
        "due": {"type": "string", "format": "date"},
        "mail": {"type": "string"},
        "kept": {"type": "string", "pattern": "^a$", "default": "a"},
        "wrong": ref("AWrong"),
    }


def test_a_schema_cannot_make_the_module_import_something():
    done = prepared(A={"type": "string", "customTypePath": "os.system", "x-python-import": {"module": "os"}})
    assert done.schemas["A"] == {"type": "string"}


def test_half_valid_schemas_do_not_crash():
    half = {"properties": {"x": True, "y": {"$ref": "#/nowhere"}}, "oneOf": [False]}
    assert set(prepared(A=half, B=True, C={"enum": [1, "a"]}).schemas) >= {"A", "B", "C"}


def test_definitions_stand_in_the_order_of_the_document_after_their_parts():
    text = "import x\n\nclass B(M):\n    a: A\n\n\nC = T(D)\n\n\nclass D(M):\n    x: int\n\n\nclass A(M):\n    b: B\n"
    ordered = reorder(text, ["A", "B", "C", "D"])
    assert [line for line in ordered.splitlines() if line[:1].isalpha()] == [
        *("import x", "class B(M):", "class A(M):", "class D(M):", "C = T(D)", "B.model_rebuild()"),
    ]


def test_an_alias_in_a_cycle_leaves_the_order_alone():
    text = 'A = T("A", list["B"])\n\n\nB = T("B", list[A])\n'
    assert reorder(text, ["A", "B"]) == text


def test_a_docstring_may_read_like_a_definition():
    text = 'A = T("A", int)\n"""Like this:\n\nclass B(M): or C = 1.\n"""\n\n\nD = T("D", str)\n'
    assert list(split(text)[1]) == ["A", "D"]


def test_a_field_fixed_by_a_subclass_is_typed_by_the_member_of_its_bases_enum():
    text = (
        'class Kind(StrEnum):\n    CRYPTO = "crypto"\n\n\nclass Base(Model):\n    type: Kind\n    name: str\n\n\n'
        'class Middle(Base):\n    x: int\n\n\nclass Leaf(Middle):\n    type: Literal["crypto"]\n    name: Literal["n"]\n'
    )
    assert 'type: Literal[Kind.CRYPTO]\n    name: Literal["n"]' in narrow(text)


def test_docstrings_are_wrapped_and_tables_kept():
    raw = 'class A(Model):\n    """\n    | a | b |\n    |---|---|\n\n    ' + "word " * 40 + '\n    """\n\n    x: int\n'
    text = polish(raw, set())
    assert '    """| a | b |\n    |---|---|\n\n    word word' in text
    assert max(map(len, text.splitlines())) <= 120
