"""The x- words of operations: limits, errors, idempotency and pagination.

Each case: a rule, a document that breaks it with the blamed line marked `#!`, and one that keeps it.
"""

import pytest

CASES = [
    (
        "limit-bucket-unknown",
        """
        paths:
          /a:
            get:
              x-limit:
                bucket: order #!
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 1, refill_per_second: 1}}
        """,
        """
        paths:
          /a:
            get:
              x-limit:
                bucket: orders
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 1, refill_per_second: 1}}
        """,
    ),
    (
        "limit-weight-excessive",
        """
        paths:
          /a:
            get:
              x-limit:
                bucket: orders
                weight: 11 #!
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
        """
        paths:
          /a:
            get:
              x-limit:
                bucket: orders
                weight: 10
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
    ),
    (
        "limit-item-unknown",
        """
        paths:
          /a:
            post:
              x-limit:
                bucket: orders
                per_item: /count #!
              requestBody:
                content:
                  application/json:
                    schema: {type: object, properties: {orders: {type: array}, count: {type: integer}}}
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
        """
        paths:
          /a:
            post:
              x-limit:
                bucket: orders
                per_item: /orders
              requestBody:
                content:
                  application/json:
                    schema: {type: object, properties: {orders: {type: array}, count: {type: integer}}}
              responses: {'200': {description: Fine}}
        x-limits: {orders: {scope: ip, capacity: 10, refill_per_second: 1}}
        """,
    ),
    (
        "error-code-unknown",
        """
        paths:
          /a:
            get:
              x-error-codes:
                - overload #!
              responses: {'503': {description: Busy}}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
        """
        paths:
          /a:
            get:
              x-error-codes:
                - overloaded
              responses: {'503': {description: Busy}}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
    ),
    (
        "error-status-undocumented",
        """
        paths:
          /a:
            get:
              x-error-codes:
                - overloaded #!
              responses: {'500': {description: Busy}}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
        """
        paths:
          /a:
            get:
              x-error-codes:
                - overloaded
              responses: {'5XX': {description: Busy}}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
    ),
    (
        "error-code-unused",
        """
        paths: {}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected} #!
        """,
        """
        paths:
          /a:
            get:
              x-error-codes: [overloaded]
              responses: {'503': {description: Busy}}
        x-errors:
          overloaded: {status: 503, title: Busy, next_step: Wait., retryable: true, outcome: rejected}
        """,
    ),
    (
        "idempotency-field-unknown",
        """
        paths:
          /a:
            post:
              x-idempotency:
                field: /client_id #!
                window_seconds: 60
              requestBody:
                content:
                  application/json:
                    schema: {type: object, properties: {client_order_id: {type: string}}}
              responses: {'200': {description: Fine}}
        """,
        """
        paths:
          /a:
            post:
              x-idempotency: {field: /client_order_id, window_seconds: 60}
              requestBody:
                content:
                  application/json:
                    schema:
                      oneOf: [{type: object, properties: {client_order_id: {type: string}}}]
              responses: {'200': {description: Fine}}
          /b:
            post:
              x-idempotency: {field: 'header:Idempotency-Key', window_seconds: 60}
              parameters: [{name: idempotency-key, in: header, schema: {type: string}}]
              responses: {'200': {description: Fine}}
        """,
    ),
    (
        "pagination-parameter-unknown",
        """
        paths:
          /a:
            get:
              x-pagination:
                cursor: cursr #!
                limit: limit
                next_cursor: /next_cursor
                items: /items
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses: {'200': {$ref: '#/components/responses/Page'}}
        components: &page
          responses:
            Page:
              description: Page
              content:
                application/json:
                  schema: {type: object, properties: {items: {type: array}, next_cursor: {type: string}}}
        """,
        """
        paths:
          /a:
            get:
              x-pagination: {cursor: cursor, limit: limit, next_cursor: /next_cursor, items: /items}
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses: {'200': {$ref: '#/components/responses/Page'}}
        components:
          responses:
            Page:
              description: Page
              content:
                application/json:
                  schema: {type: object, properties: {items: {type: array}, next_cursor: {type: string}}}
        """,
    ),
    (
        "pagination-pointer-unknown",
        """
        paths:
          /a:
            get:
              x-pagination:
                cursor: cursor
                limit: limit
                next_cursor: /next_cursor
                items: /next_cursor #!
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses:
                '200':
                  description: Page
                  content:
                    application/json:
                      schema: {type: object, properties: {items: {type: array}, next_cursor: {type: string}}}
        """,
        """
        paths:
          /a:
            get:
              x-pagination: {cursor: cursor, limit: limit, next_cursor: /page/next, items: /page/items}
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses:
                '200':
                  description: Page
                  content:
                    application/json:
                      schema:
                        allOf:
                          - type: object
                            properties:
                              page: {type: object, properties: {items: {type: array}, next: {type: string}}}
        """,
    ),
    (
        "pagination-limit-differs",
        """
        paths:
          /a:
            get:
              x-pagination:
                cursor: cursor
                limit: limit
                next_cursor: /next_cursor
                items: /items
                limit_max: 500 #!
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses: {'200': {description: Page}}
        """,
        """
        paths:
          /a:
            get:
              x-pagination: {cursor: cursor, limit: limit, next_cursor: /next, items: /items, limit_max: 50}
              parameters:
                - {name: cursor, in: query, schema: {type: string}}
                - {name: limit, in: query, schema: {type: integer, maximum: 50}}
              responses: {'200': {description: Page}}
        """,
    ),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), CASES)
def test_each_rule_blames_the_line_and_is_silent_where_kept(keeps_to, rule, broken, kept):
    keeps_to(rule, broken, kept)
