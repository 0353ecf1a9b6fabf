"""House rules of answers.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "house-errors-documented",
        """
        paths:
          /a:
            get: #!
              responses: {'200': {description: Fine}, '500': {description: Fault}}
        """,
        """
        paths:
          /a:
            get:
              x-error-codes: [overloaded]
              responses: {'200': {description: Fine}, '4XX': {description: No}, '500': {description: Fault}}
        x-errors:
          overloaded: {status: 500, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
    ),
    (
        "house-problem-json",
        """
        paths:
          /a:
            get:
              responses:
                '500': #!
                  description: Fault
                  content: {application/json: {schema: {type: object}}}
        """,
        """
        paths:
          /a:
            get:
              responses:
                '500':
                  description: Fault
                  content:
                    application/problem+json:
                      schema: {type: object, properties: {code: {}, detail: {}, errors: {}, request_id: {}}}
        """,
    ),
    (
        "house-success-status",
        """
        paths:
          /a:
            get: #!
              responses: {default: {description: Anything}}
        """,
        """
        paths:
          /a:
            get:
              responses: {'204': {description: Done}}
        """,
    ),
    (
        "house-limit-maximum",
        """
        paths:
          /a:
            get:
              parameters:
                - {name: limit, in: query, schema: {type: integer}} #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            get:
              parameters:
                - {name: limit, in: query, schema: {type: integer, maximum: 500}}
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "house-rate-limit",
        """
        paths:
          /a:
            get: #!
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
        """
        paths:
          /a:
            get:
              x-limit: {bucket: orders}
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept, house=True)
