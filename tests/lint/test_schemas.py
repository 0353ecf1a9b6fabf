"""Schemas that are well-formed and cannot mean what they say.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "pattern-invalid",
        """
        components:
          schemas:
            A:
              type: string
              pattern: '[a-' #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              pattern: '[a-z]'
        """,
    ),
    (
        "required-undeclared",
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              required: [prise] #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              required: [price]
        """,
    ),
    (
        "bounds-empty",
        """
        components:
          schemas:
            A:
              type: integer
              minimum: 5 #!
              maximum: 4
        """,
        """
        components:
          schemas:
            A:
              type: integer
              minimum: 4
              maximum: 4
        """,
    ),
    (
        "discriminator-invalid",
        """
        components:
          schemas:
            A:
              oneOf: [{$ref: '#/components/schemas/B'}]
              discriminator:
                propertyName: kind
                mapping:
                  c: '#/components/schemas/C' #!
            B: {type: object, required: [kind], properties: {kind: {type: string}}}
        """,
        """
        components:
          schemas:
            A:
              oneOf: [{$ref: '#/components/schemas/B'}]
              discriminator:
                propertyName: kind
                mapping:
                  b: '#/components/schemas/B'
                  named: B
            B: {type: object, required: [kind], properties: {kind: {type: string}}}
        """,
    ),
    (
        "discriminator-invalid",
        """
        components:
          schemas:
            A:
              discriminator: {propertyName: kind}
              oneOf:
                - $ref: '#/components/schemas/B'
                - $ref: '#/components/schemas/C' #!
            B: {type: object, required: [kind], properties: {kind: {const: b}}}
            C: {type: object, properties: {kind: {const: c}}}
        """,
        """
        components:
          schemas:
            A:
              discriminator: {propertyName: kind}
              oneOf:
                - $ref: '#/components/schemas/B'
                - $ref: '#/components/schemas/C'
            B: {type: object, required: [kind], properties: {kind: {const: b}}}
            C: {allOf: [{$ref: '#/components/schemas/B'}]}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
