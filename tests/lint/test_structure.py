"""Shape of the document and of its schemas.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "structure",
        """
        paths:
          /a:
            get:
              responses:
                '200': {} #!
        """,
        """
        paths:
          /a:
            get:
              responses:
                '200': {description: Fine}
        """,
    ),
    (
        "structure",
        """
        paths: {}
        component: {} #!
        """,
        """
        paths: {}
        components: {}
        """,
    ),
    (
        "schema-invalid",
        """
        components:
          schemas:
            A:
              type: strin #!
        """,
        """
        components:
          schemas:
            A:
              type: string
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
