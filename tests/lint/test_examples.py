"""Examples and defaults fit their schemas.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "example-mismatch",
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              examples:
                - price: '1'
                - price: 1 #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              examples:
                - price: '1'
        """,
    ),
    (
        "example-mismatch",
        """
        paths:
          /a:
            get:
              parameters:
                - name: side
                  in: query
                  schema: {enum: [buy, sell]}
                  examples:
                    bought:
                      value: bought #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            get:
              parameters:
                - name: side
                  in: query
                  schema: {enum: [buy, sell]}
                  examples:
                    bought:
                      value: buy
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "example-mismatch",
        """
        components:
          responses:
            A:
              description: Fine
              content:
                application/json:
                  schema: {type: array, items: {$ref: '#/components/schemas/Node'}}
                  example:
                    - next:
                        next: {nexd: 1} #!
          schemas:
            Node:
              type: object
              properties: {next: {$ref: '#/components/schemas/Node'}}
              additionalProperties: false
        """,
        """
        components:
          responses:
            A:
              description: Fine
              content:
                application/json:
                  schema: {type: array, items: {$ref: '#/components/schemas/Node'}}
                  example:
                    - next:
                        next: {next: {}}
          schemas:
            Node:
              type: object
              properties: {next: {$ref: '#/components/schemas/Node'}}
              additionalProperties: false
        """,
    ),
    (
        "example-format",
        """
        components:
          schemas:
            A:
              type: string
              format: date-time
              examples:
                - yesterday #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              format: date-time
              examples:
                - '2026-11-23T09:30:00Z'
        """,
    ),
    (
        "default-mismatch",
        """
        components:
          schemas:
            A:
              type: integer
              default: ten #!
        """,
        """
        components:
          schemas:
            A:
              type: integer
              default: 10
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
