"""3.0, 3.1 and 3.2 come out as one shape; everything else is refused with its place."""

import jsonschema_rs
import pytest

from tradespec.contract import read_file
from tradespec.document import DocumentError

# words of 3.0, the same in 3.1
SPELLINGS = [
    ("{type: string, nullable: true}", "{type: [string, 'null']}"),
    ("{type: string, nullable: false}", "{type: string}"),
    ("{type: string, enum: [a, b], nullable: true}", "{type: [string, 'null'], enum: [a, b, null]}"),
    ("{type: string, enum: [a, null], nullable: true}", "{type: [string, 'null'], enum: [a, null]}"),
    (
        "{$ref: '#/components/schemas/Text', nullable: true}",
        "{anyOf: [{$ref: '#/components/schemas/Text'}, {type: 'null'}]}",
    ),
    (
        "{allOf: [{$ref: '#/components/schemas/Text'}], nullable: true}",
        "{anyOf: [{allOf: [{$ref: '#/components/schemas/Text'}]}, {type: 'null'}]}",
    ),
    (
        "{anyOf: [{$ref: '#/components/schemas/Text'}, {type: integer}], nullable: true}",
        "{anyOf: [{$ref: '#/components/schemas/Text'}, {type: integer}, {type: 'null'}]}",
    ),
    ("{type: number, minimum: 1, exclusiveMinimum: true}", "{type: number, exclusiveMinimum: 1}"),
    ("{type: number, minimum: 1, exclusiveMinimum: false}", "{type: number, minimum: 1}"),
    ("{type: number, maximum: 1, exclusiveMaximum: true}", "{type: number, exclusiveMaximum: 1}"),
    ("{type: number, exclusiveMaximum: true}", "{type: number}"),
    ("{type: string, example: a}", "{type: string, examples: [a]}"),
]


@pytest.mark.parametrize(("old", "new"), SPELLINGS)
def test_words_of_3_0_are_spelled_as_in_3_1(schema_of, old, new):
    assert schema_of(old, version="3.0.3").raw == schema_of(new).raw


@pytest.mark.parametrize(("old", "new"), SPELLINGS)
def test_both_spellings_judge_alike(contract_of, old, new):
    def judge(words, version):
        body = f"components: {{schemas: {{It: {words}, Text: {{type: string}}}}}}"
        contract = contract_of(body, version=version)
        return jsonschema_rs.validator_for(contract.json_schema(contract.schemas["It"]))

    values = [None, "a", "b", "c", 0, 1, 2, {}]
    assert [judge(old, "3.0.3").is_valid(value) for value in values] == [
        judge(new, "3.1.0").is_valid(value) for value in values
    ]


@pytest.mark.parametrize(
    "words", ["{type: string, nullable: true}", "{type: number, minimum: 1, exclusiveMinimum: true}"]
)
def test_3_1_does_not_speak_3_0(schema_of, words):
    schema = schema_of(words)
    assert not schema.nullable
    assert schema.exclusive_minimum is None


@pytest.mark.parametrize(
    ("words", "version", "nullable"),
    [
        ("{type: string, nullable: true}", "3.0.3", True),
        ("{$ref: '#/components/schemas/Text', nullable: true}", "3.0.3", True),
        ("{type: [string, 'null']}", "3.1.0", True),
        ("{oneOf: [{$ref: '#/components/schemas/Text'}, {type: 'null'}]}", "3.1.0", True),
        ("{enum: [a, null]}", "3.1.0", True),
        ("{const: null}", "3.1.0", True),
        ("{const: 1}", "3.1.0", False),
        ("{type: string}", "3.1.0", False),
        ("{$ref: '#/components/schemas/Text'}", "3.1.0", False),
        ("{oneOf: [{$ref: '#/components/schemas/It'}, {type: 'null'}]}", "3.1.0", True),
        ("{oneOf: [{$ref: '#/components/schemas/It'}]}", "3.1.0", False),
    ],
)
def test_whether_null_is_let_in(schema_of, words, version, nullable):
    assert schema_of(words, version=version).nullable is nullable


def test_example_and_examples_are_one_list(schema_of):
    assert schema_of("{type: string, example: a}").examples == ("a",)
    assert schema_of("{type: string, examples: [a, b]}").examples == ("a", "b")
    assert schema_of("{type: string, example: a}", version="3.0.3").examples == ("a",)


@pytest.mark.parametrize(
    ("version", "dialect"),
    [("3.0.0", "3.0"), ("3.0.4", "3.0"), ("3.1", "3.1"), ("3.1.2", "3.1"), ("3.2.0", "3.2"), ("'3.1.0-rc1'", "3.1")],
)
def test_the_dialect_is_told(contract_of, version, dialect):
    assert contract_of("paths: {}", version=version).dialect == dialect


def test_3_2_methods_are_operations(contract_of):
    contract = contract_of(
        """
        paths:
          /a:
            query: {operationId: ask}
            additionalOperations:
              COPY: {operationId: copyIt}
        """,
        version="3.2.0",
    )
    assert [(operation.method, operation.id) for operation in contract.operations] == [
        ("QUERY", "ask"),
        ("COPY", "copyIt"),
    ]


def test_3_2_sequential_media_and_whole_query_strings(contract_of):
    operation = contract_of(
        """
        paths:
          /a:
            get:
              parameters:
                - name: all
                  in: querystring
                  content: {application/x-www-form-urlencoded: {schema: {type: object}}}
              responses:
                '200':
                  description: Lines
                  content: {application/jsonl: {itemSchema: {type: integer}}}
        """,
        version="3.2.0",
    ).operations[0]
    assert operation.parameters[0].location == "querystring"
    assert list(operation.parameters[0].content) == ["application/x-www-form-urlencoded"]
    media = operation.responses["200"].content["application/jsonl"]
    assert media.schema is None
    assert media.item_schema.types == ("integer",)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("info: {}\nswagger: '1.2'\n", "got Swagger `1.2`", 2),
        ("asyncapi: 3.0.0\n", "got AsyncAPI `3.0.0`", 1),
        ("info: {}\n\nopenapi: 4.0.0\n", "got OpenAPI `4.0.0`", 3),
        ("openapi: 3.3.0\n", "got OpenAPI `3.3.0`", 1),
        ("openapi: [3, 1]\n", "got OpenAPI `[3, 1]`", 1),
        ("openapi:\n", "got OpenAPI `None`", 1),
        ("type: object\n", "got one without", 1),
        ("{}\n", "got one without", 1),
    ],
)
def test_what_is_neither_openapi_3_nor_swagger_2_is_refused_where_it_says_so(tmp_path, text, said, line):
    path = tmp_path / "it.yaml"
    path.write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_file(path)
    assert caught.value.message.startswith("Expected")
    assert caught.value.message.endswith(said)
    assert caught.value.location.line == line
    assert caught.value.next_step
