"""House rules of prose.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "house-operation-complete",
        """
        paths:
          /a:
            get: #!
              operationId: list
              description: Lists.
              tags: [A]
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            get:
              operationId: list
              summary: List
              description: Lists.
              tags: [A]
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "house-description",
        """
        components:
          schemas:
            A:
              type: object
              description: An A.
              properties:
                b: {type: string} #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              description: An A.
              properties:
                b: {$ref: '#/components/schemas/B'}
            B: {type: string, description: A B.}
        """,
    ),
    (
        "house-example",
        """
        components:
          schemas:
            A: {type: string, description: An A.} #!
        """,
        """
        components:
          schemas:
            A: {type: string, description: An A., examples: [a]}
            B: {type: string, description: A B., enum: [b]}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept, house=True)
