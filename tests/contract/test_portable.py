"""`Contract.json_schema`: one self-contained schema that judges as the document does."""

import json

import jsonschema_rs
import pytest

RECURSIVE = """
It:
  type: object
  required: [value]
  properties:
    value: {type: integer}
    children: {type: array, items: {$ref: '#/components/schemas/It'}}
    other: {$ref: '#/components/schemas/Other'}
Other:
  type: object
  properties: {back: {$ref: '#/components/schemas/It'}}
  additionalProperties: false
"""
VALUES = [
    {"value": 1},
    {},
    {"value": 1, "children": [{"value": 2, "children": []}]},
    {"value": 1, "children": [{"value": 2, "children": [{"value": "3"}]}]},
    {"value": 1, "other": {"back": {"value": 2, "other": {}}}},
    {"value": 1, "other": {"back": {"value": 2, "other": {"wrong": 1}}}},
    {"value": 1, "other": {"back": {}}},
]
JUDGEMENT = [True, False, True, False, True, False, False]


def local_references_only(schema):
    text = json.dumps(schema)
    return text.count('"$ref": "#/$defs/') == text.count('"$ref": ')


def judge(schemas, name="It"):
    schema = schemas[name]
    out = schema._reader.read().json_schema(schema)
    assert local_references_only(out)
    return jsonschema_rs.Draft202012Validator(out)


def test_a_recursive_schema_judges_alike(schemas_of):
    validator = judge(schemas_of(RECURSIVE))
    assert [validator.is_valid(value) for value in VALUES] == JUDGEMENT


def test_a_schema_over_several_files_judges_alike(schemas_of):
    schemas = schemas_of(
        "It: {$ref: 'nodes.yaml#/Node'}",
        nodes="""
        Node:
          type: object
          required: [value]
          properties:
            value: {type: integer}
            children: {type: array, items: {$ref: '#/Node'}}
            other: {$ref: 'more.yaml'}
        """,
        more="type: object\nproperties: {back: {$ref: 'openapi.yaml#/components/schemas/It'}}\nadditionalProperties: false\n",
    )
    validator = judge(schemas)
    assert [validator.is_valid(value) for value in VALUES] == JUDGEMENT


def test_definitions_of_one_name_stay_apart(schemas_of):
    schemas = schemas_of(
        """
        It:
          properties:
            a: {$ref: 'one.yaml#/parts/Item'}
            b: {$ref: 'two.yaml#/parts/Item'}
            c: {$ref: '#/components/schemas/Item'}
            d: {$ref: '#/components/schemas/Item_2'}
            e: {$ref: '#/components/schemas/deep/properties/Item'}
        Item: {const: c}
        Item_2: {const: d}
        deep: {properties: {Item: {const: e}}}
        """,
        one="parts: {Item: {const: a}}\n",
        two="parts: {Item: {const: b}}\n",
    )
    validator = judge(schemas)
    assert validator.is_valid({name: name for name in "abcde"})
    assert not any(validator.is_valid({name: "other"}) for name in "abcde")


def test_keys_that_need_escaping(schemas_of):
    schemas = schemas_of("It: {$ref: '#/components/schemas/a~1b~0c%25'}\na/b~c%: {type: integer}")
    assert judge(schemas).is_valid(1)
    assert not judge(schemas).is_valid("1")


def test_own_definitions_and_anchors(schemas_of):
    schemas = schemas_of(
        """
        It:
          properties:
            a: {$ref: '#/components/schemas/It/$defs/Inner'}
            b: {$ref: '#here'}
          $defs: {Inner: {$anchor: here, type: integer}}
        """
    )
    validator = judge(schemas)
    assert validator.is_valid({"a": 1, "b": 2})
    assert not validator.is_valid({"a": "1"})
    assert not validator.is_valid({"b": "1"})


@pytest.mark.parametrize(("words", "out"), [("true", True), ("false", False)])
def test_boolean_schemas_stay_boolean(contract_of, words, out):
    contract = contract_of(f"components: {{schemas: {{It: {words}}}}}")
    assert contract.json_schema(contract.schemas["It"]) is out


def test_a_long_chain_of_schemas(schemas_of):
    text = "\n".join(
        f"A{at}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/A{at + 1}'}}}}}}"
        for at in range(1000)
    )
    schemas = schemas_of(text + "\nA1000: {type: integer}")
    validator = judge(schemas, "A998")
    assert not validator.is_valid({"next": {"next": "1"}})
    contract = schemas["A0"]._reader.read()
    assert len(contract.json_schema(schemas["A0"])["$defs"]) == 1000


def test_properties_named_like_words_are_properties(schemas_of):
    schemas = schemas_of(
        """
        It:
          type: object
          properties:
            $ref: {type: integer}
            $id: {type: string}
            discriminator: {type: string}
            nullable: {type: boolean}
          required: [$ref, $id]
          default: {$ref: 1}
        """
    )
    out = schemas["It"]._reader.read().json_schema(schemas["It"])
    validator = jsonschema_rs.Draft202012Validator(out)
    assert validator.is_valid({"$ref": 1, "$id": "a"})
    assert not validator.is_valid({"$ref": "1", "$id": "a"})
    assert out["default"] == {"$ref": 1}


def test_a_reference_to_nowhere_lets_everything_in(schemas_of):
    assert judge(schemas_of("It: {type: object, properties: {a: {$ref: '#/nowhere'}}}")).is_valid({"a": 1})
