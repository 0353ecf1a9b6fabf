"""References and links lead somewhere.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "unresolved-reference",
        """
        components:
          schemas:
            A:
              $ref: '#/components/schemas/B' #!
        """,
        """
        components:
          schemas:
            A: {$ref: '#/components/schemas/B'}
            B: {type: string}
        """,
    ),
    (
        "link-target-unknown",
        """
        paths:
          /a:
            post:
              operationId: place
              responses:
                '201':
                  description: Made
                  links:
                    cancel:
                      operationId: cancle #!
            delete: {operationId: cancel, responses: {'200': {description: Gone}}}
        """,
        """
        paths:
          /a:
            post:
              operationId: place
              responses:
                '201':
                  description: Made
                  links:
                    cancel:
                      operationId: cancel
            delete: {operationId: cancel, responses: {'200': {description: Gone}}}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
