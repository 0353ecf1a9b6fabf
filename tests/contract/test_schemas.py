"""Schemas: identity, references, names, what they say."""

import pytest

from tradespec.document import Place

TREE = """
Node:
  type: object
  properties:
    left: {$ref: '#/components/schemas/Node'}
    right: {$ref: '#/components/schemas/Node', description: The other}
    both: {$ref: '#/components/schemas/Node', minProperties: 1}
Alias: {$ref: '#/components/schemas/Node'}
"""


def walk(schema, seen):
    if id(schema) not in seen:
        seen[id(schema)] = schema
        for child in [schema.resolved, *schema.properties.values(), *schema.any_of]:
            walk(child, seen)
    return seen


def test_two_looks_at_one_place_give_one_schema_so_walks_end(schemas_of):
    schemas = schemas_of(TREE)
    node = schemas["Node"]
    assert node.properties["left"].resolved is node
    assert schemas["Alias"].resolved is node
    assert node.properties["left"] is node.properties["left"]
    assert len(walk(node, {})) == 4


def test_what_stands_beside_a_reference_counts_where_it_constrains(schemas_of):
    node = schemas_of(TREE)["Node"]
    assert node.properties["right"].resolved is node
    assert node.properties["right"].description == "The other"
    both = node.properties["both"]
    assert both.resolved is both
    assert both.ref is node
    assert both.min_properties == 1


def test_components_have_names_and_others_have_none(schemas_of):
    schemas = schemas_of(TREE)
    assert [schema.name for schema in schemas.values()] == ["Node", "Alias"]
    assert schemas["Node"].properties["left"].name is None


def test_schemas_of_other_files_are_named_as_in_a_bundle(contract_of):
    contract = contract_of(
        """
        paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: 'more.yaml#/Far'}}}}}}}}
        components: {schemas: {Near: {$ref: 'more.yaml#/Order'}}}
        """,
        more="Order: {type: object}\nFar: {type: array, items: {$ref: '#/Order'}}\n",
    )
    assert list(contract.schemas) == ["Near", "Far"]
    far = contract.operations[0].responses["200"].content["application/json"].schema.resolved
    assert far is contract.schemas["Far"]
    assert far.items.resolved.name == "Near"
    assert far.place == Place("more.yaml", "/Far")


def test_a_schema_is_found_by_its_place(contract_of):
    contract = contract_of("components: {schemas: {A: {properties: {a/b: {type: string}}}}}")
    place = Place("openapi.yaml", "/components/schemas/A/properties/a~1b")
    assert contract.schema_at(place) is contract.schemas["A"].properties["a/b"]


@pytest.mark.parametrize(
    "text",
    [
        "It: {$ref: '#/components/schemas/It'}",
        "It: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/It'}",
        "It: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/C'}\nC: {$ref: '#/components/schemas/B'}",
    ],
)
def test_references_in_a_circle_end_and_are_a_problem(schemas_of, text):
    it = schemas_of(text)["It"]
    assert it.resolved is it
    assert not it.nullable
    assert [problem.rule for problem in it._reader.problems] == ["unresolved-reference"]


def test_a_reference_to_nowhere_is_one_problem(schemas_of):
    it = schemas_of("It: {$ref: '#/components/schemas/Nowhere'}")["It"]
    assert (it.ref, it.resolved) == (None, it)
    (problem,) = it._reader.problems
    assert problem.place.pointer == "/components/schemas/It/$ref"
    assert "`#/components/schemas/Nowhere`" in problem.message


def test_a_thousand_references_in_a_row(schemas_of):
    text = (
        "\n".join(f"A{at}: {{$ref: '#/components/schemas/A{at + 1}'}}" for at in range(1000))
        + "\nA1000: {type: string}"
    )
    assert schemas_of(text)["A0"].resolved.types == ("string",)


def test_a_discriminator_names_schemas_by_reference_and_by_bare_name(schemas_of):
    schemas = schemas_of(
        """
        It:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
          discriminator:
            propertyName: kind
            mapping:
              cat: '#/components/schemas/Cat'
              dog: Dog
              bird: 'more.yaml#/Bird'
              none: Nowhere
              odd: 3
        Cat: {type: object}
        Dog: {type: object}
        """,
        more="Bird: {type: object}\n",
    )
    discriminator = schemas["It"].discriminator
    assert discriminator.property_name == "kind"
    assert discriminator.mapping["cat"] is schemas["Cat"]
    assert discriminator.mapping["dog"] is schemas["Dog"]
    assert discriminator.mapping["bird"].place == Place("more.yaml", "/Bird")
    assert set(discriminator.mapping) == {"cat", "dog", "bird"}


@pytest.mark.parametrize(
    "words", ["{}", "{discriminator: kind}", "{discriminator: {mapping: {}}}", "{discriminator: {propertyName: 1}}"]
)
def test_no_discriminator(schema_of, words):
    assert schema_of(words).discriminator is None


@pytest.mark.parametrize(
    ("words", "always", "never"), [("true", True, False), ("false", False, True), ("{}", True, False)]
)
def test_boolean_schemas(schema_of, words, always, never):
    schema = schema_of(words)
    assert (schema.always, schema.never, schema.is_boolean) == (always, never, words != "{}")
    assert schema.not_ is None


@pytest.mark.parametrize(
    ("words", "scale", "bounds"),
    [
        ("{type: string, format: decimal}", None, (None, None, None, None)),
        ("{type: string, x-decimal: {scale: 2, minimum: '0', tick: '0.01'}}", 2, ("0", None, None, "0.01")),
        ("{type: string, x-decimal: {exclusive_minimum: '0', maximum: '9'}}", None, (None, "0", "9", None)),
        ("{type: string, x-decimal: {scale: two, minimum: 0}}", None, (None, None, None, None)),
    ],
)
def test_decimals(schema_of, words, scale, bounds):
    decimal = schema_of(words).decimal
    assert decimal.scale == scale
    assert (decimal.minimum, decimal.exclusive_minimum, decimal.maximum, decimal.tick) == bounds


def test_what_is_no_decimal(schema_of):
    assert schema_of("{type: number, format: double}").decimal is None


def test_enums_may_be_open(schema_of):
    schema = schema_of("{type: string, x-extensible-enum: [new, filled]}")
    assert schema.open_enum == ("new", "filled")
    assert schema.enum is None
    assert schema_of("{type: string, enum: [new]}").open_enum is None


def test_every_word_of_a_schema(schema_of):
    schema = schema_of(
        "{type: [string, 'null'], format: date, title: T, description: D, default: null, readOnly: true, deprecated: true,"
        " minLength: 1, maxLength: 2, pattern: a, minimum: 1, maximum: 2.5, exclusiveMinimum: 0, exclusiveMaximum: 3,"
        " multipleOf: 0.5, minItems: 1, maxItems: 2, uniqueItems: true, required: [a], minProperties: 1, maxProperties: 2,"
        " items: {type: string}, prefixItems: [{type: integer}], contains: true, additionalProperties: false,"
        " patternProperties: {^a: {}}, propertyNames: {pattern: a}, unevaluatedProperties: false, not: {const: 1},"
        " allOf: [{}], x-stability: beta, x-sunset: '2027-06-30', x-more: 1}"
    )
    assert schema.types == ("string", "null")
    assert (schema.format, schema.title, schema.description) == ("date", "T", "D")
    assert (schema.has_default, schema.default) == (True, None)
    assert (schema.read_only, schema.write_only, schema.deprecated, schema.unique_items) == (True, False, True, True)
    assert (schema.min_length, schema.max_length, schema.pattern) == (1, 2, "a")
    assert (schema.minimum, schema.maximum, schema.multiple_of) == (1, 2.5, 0.5)
    assert (schema.exclusive_minimum, schema.exclusive_maximum) == (0, 3)
    assert (schema.min_items, schema.max_items, schema.min_properties, schema.max_properties) == (1, 2, 1, 2)
    assert schema.required == ("a",)
    assert (schema.items.types, schema.prefix_items[0].types) == (("string",), ("integer",))
    assert schema.contains.always
    assert (schema.additional_properties.never, schema.unevaluated_properties.never) == (True, True)
    assert list(schema.pattern_properties) == ["^a"]
    assert schema.property_names.pattern == "a"
    assert schema.not_.const == 1
    assert len(schema.all_of) == 1
    assert (schema.stability, schema.sunset) == ("beta", "2027-06-30")
    assert schema.extensions == {"x-stability": "beta", "x-sunset": "2027-06-30", "x-more": 1}
