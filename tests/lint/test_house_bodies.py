"""House rules of bodies.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "house-request-closed",
        """
        paths:
          /a:
            post:
              requestBody:
                content:
                  application/json:
                    schema: {type: object, properties: {price: {type: string}}} #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            post:
              requestBody:
                content:
                  application/json:
                    schema: {type: object, properties: {price: {type: string}}, additionalProperties: false}
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "house-response-open",
        """
        paths:
          /a:
            get:
              responses:
                '200':
                  description: Fine
                  content:
                    application/json:
                      schema: {type: object, properties: {price: {type: string}}, additionalProperties: false} #!
        """,
        """
        paths:
          /a:
            get:
              responses:
                '200':
                  description: Fine
                  content:
                    application/json:
                      schema: {type: object, properties: {price: {type: string}}}
        """,
    ),
    (
        "house-enum-open",
        """
        paths:
          /a:
            get:
              responses:
                '200':
                  description: Fine
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                          side: {type: string, enum: [buy, sell]} #!
        """,
        """
        paths:
          /a:
            get:
              responses:
                '200':
                  description: Fine
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                          side: {type: string, x-extensible-enum: [buy, sell]}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept, house=True)
