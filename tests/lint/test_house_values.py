"""House rules of values.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "house-money-decimal",
        """
        components:
          schemas:
            A:
              type: object
              properties:
                limit_price: {type: number} #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties:
                limit_price: {type: [string, 'null'], format: decimal}
                page_size: {type: integer}
        """,
    ),
    (
        "house-id-string",
        """
        components:
          schemas:
            A:
              type: object
              properties:
                order_id: {type: integer} #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties:
                order_id: {type: string}
        """,
    ),
    (
        "house-time-format",
        """
        components:
          schemas:
            A:
              type: object
              properties:
                created_at: {type: integer} #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties:
                created_at: {type: string, format: date-time}
                recv_window_ms: {type: integer}
        """,
    ),
    (
        "house-name-case",
        """
        components:
          schemas:
            A:
              type: object
              properties:
                orderId: {type: string} #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties:
                order_id: {type: string}
        """,
    ),
    (
        "house-enum-case",
        """
        components:
          schemas:
            A:
              type: string
              enum:
                - BUY #!
        """,
        """
        components:
          schemas:
            A: {type: string, enum: [partially_filled, 15m]}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept, house=True)
