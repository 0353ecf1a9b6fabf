"""The x- words: how they are written, where they stand, what they say of values and time.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "word-invalid",
        """
        paths: {}
        x-limits:
          orders:
            scope: accounts #!
            capacity: 1
            refill_per_second: 1
        """,
        """
        paths: {}
        x-limits:
          orders: {scope: account, capacity: 1, refill_per_second: 1}
        """,
    ),
    (
        "word-misplaced",
        """
        paths: {}
        x-limit: {bucket: orders} #!
        """,
        """
        paths: {}
        x-limits: {orders: {scope: ip, capacity: 1, refill_per_second: 1}}
        """,
    ),
    (
        "word-unknown",
        """
        paths: {}
        x-stabilty: beta #!
        """,
        """
        paths: {}
        x-stability: beta
        x-websocket: ours, and read elsewhere
        x-anything: theirs
        """,
    ),
    (
        "sunset-without-deprecated",
        """
        components:
          schemas:
            A:
              type: string
              x-sunset: '2027-06-30' #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              deprecated: true
              x-sunset: '2027-06-30'
        """,
    ),
    (
        "sunset-without-deprecated",
        """
        components:
          schemas:
            A:
              type: string
              x-deprecated-since: '2026-06-30' #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              deprecated: true
              x-deprecated-since: '2026-06-30'
        """,
    ),
    (
        "decimal-not-string",
        """
        components:
          schemas:
            A:
              type: number
              x-decimal: {scale: 2} #!
        """,
        """
        components:
          schemas:
            A:
              type: [string, 'null']
              format: decimal
              x-decimal: {scale: 2}
        """,
    ),
    (
        "decimal-bounds",
        """
        components:
          schemas:
            A:
              type: string
              x-decimal:
                minimum: '10' #!
                maximum: '9.5'
        """,
        """
        components:
          schemas:
            A:
              type: string
              x-decimal: {minimum: '9.5', maximum: '10', scale: 2, tick: '0.05'}
        """,
    ),
    (
        "decimal-bounds",
        """
        components:
          schemas:
            A:
              type: string
              x-decimal:
                scale: 2
                tick: '0.005' #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              x-decimal: {scale: 2, tick: '0.010'}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
