"""Operations, paths, parameters, tags and security.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "duplicate-operation-id",
        """
        paths:
          /a:
            get: {operationId: list, responses: {'200': {description: Fine}}}
          /b:
            get:
              operationId: list #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            get: {operationId: listA, responses: {'200': {description: Fine}}}
          /b:
            get: {operationId: listB, responses: {'200': {description: Fine}}}
        """,
    ),
    (
        "path-parameter-undeclared",
        """
        paths:
          /a/{id}:
            get: #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a/{id}:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            get:
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "path-parameter-unused",
        """
        paths:
          /a:
            get:
              parameters:
                - {name: id, in: path, required: true, schema: {type: string}} #!
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a/{id}:
            get:
              parameters:
                - {name: id, in: path, required: true, schema: {type: string}}
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "duplicate-parameter",
        """
        paths:
          /a:
            get:
              parameters:
                - {name: id, in: query, schema: {type: string}}
                - $ref: '#/components/parameters/Id' #!
              responses: {'200': {description: Fine}}
        components:
          parameters:
            Id: {name: id, in: query, schema: {type: string}}
        """,
        """
        paths:
          /a:
            get:
              parameters:
                - {name: id, in: query, schema: {type: string}}
                - {name: id, in: header, schema: {type: string}}
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "ambiguous-path",
        """
        paths:
          /a/{id}: {}
          /a/{name}: {} #!
        """,
        """
        paths:
          /a/{id}: {}
          /a/named/{name}: {}
        """,
    ),
    (
        "security-scheme-unknown",
        """
        security:
          - signatur: [] #!
        paths: {}
        components:
          securitySchemes: {signature: {type: apiKey, in: header, name: Key}}
        """,
        """
        security:
          - signature: []
        paths: {}
        components:
          securitySchemes: {signature: {type: apiKey, in: header, name: Key}}
        """,
    ),
    (
        "tag-undeclared",
        """
        tags: [{name: Orders}]
        paths:
          /a:
            get:
              tags:
                - Order #!
              responses: {'200': {description: Fine}}
        """,
        """
        tags: [{name: Orders}]
        paths:
          /a:
            get:
              tags: [Orders]
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "duplicate-tag",
        """
        tags:
          - {name: Orders}
          - {name: Orders} #!
        paths: {}
        """,
        """
        tags:
          - {name: Orders}
          - {name: Account}
        paths: {}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
