"""What `lint` does over the single rules: several files, cycles, settings, and agreement with openapi-spec-validator."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tradespec.document import load
from tradespec.lint import WORDS, word_schema


def rules(found):
    return [problem.rule for problem, _ in found]


def test_a_key_written_twice_is_reported(judge):
    found = judge("paths: {}\npaths: {}\n")
    assert [(problem.rule, at.line) for problem, at in found] == [("duplicate-key", 4)]


def test_a_schema_that_cannot_be_compiled_leaves_its_examples_unchecked_but_said(judge):
    text = """
        components:
          schemas:
            A:
              type: string
              pattern: '(?<=a'
              examples: [a]
        """
    assert "schema-unusable" in rules(judge(text))


def test_what_cannot_be_projected_is_reported_for_the_house_only(judge):
    text = """
        paths:
          /a:
            query: {operationId: a, responses: {'200': {description: Fine}}}
        """
    head = "openapi: 3.2.0\ninfo: {title: Test, version: '1'}\n"
    assert "projection-dropped" in rules(judge(text, house=True, head=head))
    assert "projection-dropped" not in rules(judge(text, head=head))


def test_an_object_in_another_file_is_judged_there_once(judge):
    found = judge(
        """
        paths:
          /a: {$ref: 'orders.yaml#/item'}
          /b: {$ref: 'orders.yaml#/item'}
        """,
        orders="""\
        item:
          get:
            responses:
              '200': {}
        """,
    )
    assert [(problem.rule, at.file.rsplit("/", 1)[-1], at.line) for problem, at in found] == [
        ("structure", "orders.yaml", 4)
    ]


def test_a_schema_in_another_file_is_judged_as_json_schema(judge):
    found = judge(
        "components:\n  schemas:\n    A: {$ref: 'orders.yaml#/A'}\n",
        orders="""\
        A:
          type: object
          properties:
            price: {type: strin}
        """,
    )
    assert [(problem.rule, at.line) for problem, at in found] == [("schema-invalid", 4)]


def test_recursive_schemas_over_files_end(judge):
    assert (
        judge(
            "components:\n  schemas:\n    A: {$ref: 'orders.yaml#/A'}\n",
            orders="A: {type: object, properties: {b: {$ref: '#/B'}}}\nB: {anyOf: [{$ref: '#/A'}, {type: 'null'}]}\n",
        )
        == []
    )


def test_severities_can_be_changed_and_rules_turned_off(judge):
    text = "paths: {}\nx-limit: {bucket: orders}\nx-stabilty: beta\n"
    assert [problem.severity for problem, _ in judge(text)] == ["warning", "warning"]
    found = judge(text, severity={"word-misplaced": "off", "word-unknown": "error"})
    assert [(problem.rule, problem.severity) for problem, _ in found] == [("word-unknown", "error")]


def test_foreign_documents_are_not_judged_by_the_house(judge):
    text = """
        components:
          schemas:
            Order: {type: object, properties: {orderId: {type: integer}, price: {type: number}}}
        """
    assert judge(text) == []
    assert {"house-money-decimal", "house-name-case"} <= set(rules(judge(text, house=True)))


def test_examples_of_openapi_3_0_are_judged_by_its_own_words(judge):
    head = "openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths: {}\n"
    text = """
        components:
          schemas:
            Fine: {type: string, nullable: true, example: null}
            Above: {type: integer, minimum: 0, exclusiveMinimum: true, example: 0}
            Null: {type: string, example: null}
        """
    found = judge(text, head=head)
    assert [(problem.rule, at.line) for problem, at in found] == [("example-mismatch", 8), ("example-mismatch", 9)]


def test_a_property_may_be_called_like_a_word(judge):
    assert judge("components: {schemas: {A: {type: object, properties: {x-limit: {type: integer}}}}}\n") == []


@pytest.mark.parametrize("word", WORDS)
def test_each_word_has_a_schema_that_says_what_it_is(word):
    schema = word_schema(word)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"] or word == "x-stability"


WRONG = {
    "missing info": "openapi: 3.1.0\npaths: {}\n",
    "unknown member": "openapi: 3.1.0\ninfo: {title: T, version: '1', titel: x}\npaths: {}\n",
    "parameter without schema": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        "paths: {/a: {get: {parameters: [{name: a, in: query}], responses: {'200': {description: A}}}}}\n"
    ),
    "undeclared path parameter": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        "paths: {'/a/{b}': {get: {responses: {'200': {description: A}}}}}\n"
    ),
    "duplicate operationId": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
        "  /a: {get: {operationId: a, responses: {'200': {description: A}}}}\n"
        "  /b: {get: {operationId: a, responses: {'200': {description: A}}}}\n"
    ),
    "wrong default": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        "components: {schemas: {A: {type: integer, default: a}}}\n"
    ),
    "wrong schema": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: 3}}}\n"
    ),
    "duplicate tag": ("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ntags: [{name: a}, {name: a}]\n"),
    "duplicate parameter": (
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {parameters: ["
        "{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}], responses: {'200': {description: A}}}}}\n"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_openapi_spec_validator_refuses_we_refuse_with_a_place(judge, tmp_path, name):
    found = judge(WRONG[name], head="")
    document = load(tmp_path / "openapi.yaml")
    assert list(OpenAPIV31SpecValidator(document.root).iter_errors())
    assert [problem for problem, _ in found if problem.severity == "error"]


def test_what_openapi_spec_validator_accepts_of_ours_we_accept(judge, tmp_path):
    text = (
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: A}}}}}\ncomponents: {schemas: {A: true}}\n"
    )
    assert judge(text) == []
    assert list(OpenAPIV31SpecValidator(load(tmp_path / "openapi.yaml").root).iter_errors()) == []
