"""Each rule: a document that breaks it, with the line that is blamed marked `#!`, and one that keeps it."""

from textwrap import dedent

import pytest

from tradespec.lint import RULES

OK = "responses: {'200': {description: Fine}}"

# rule, broken, kept
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
    (
        "pattern-invalid",
        """
        components:
          schemas:
            A:
              type: string
              pattern: '[a-' #!
        """,
        """
        components:
          schemas:
            A:
              type: string
              pattern: '[a-z]'
        """,
    ),
    (
        "required-undeclared",
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              required: [prise] #!
        """,
        """
        components:
          schemas:
            A:
              type: object
              properties: {price: {type: string}}
              required: [price]
        """,
    ),
    (
        "bounds-empty",
        """
        components:
          schemas:
            A:
              type: integer
              minimum: 5 #!
              maximum: 4
        """,
        """
        components:
          schemas:
            A:
              type: integer
              minimum: 4
              maximum: 4
        """,
    ),
    (
        "discriminator-invalid",
        """
        components:
          schemas:
            A:
              oneOf: [{$ref: '#/components/schemas/B'}]
              discriminator:
                propertyName: kind
                mapping:
                  c: '#/components/schemas/C' #!
            B: {type: object, required: [kind], properties: {kind: {type: string}}}
        """,
        """
        components:
          schemas:
            A:
              oneOf: [{$ref: '#/components/schemas/B'}]
              discriminator:
                propertyName: kind
                mapping:
                  b: '#/components/schemas/B'
                  named: B
            B: {type: object, required: [kind], properties: {kind: {type: string}}}
        """,
    ),
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

HOUSE_CASES = [
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

ALL = [(*case, False) for case in CASES] + [(*case, True) for case in HOUSE_CASES]
NAMES = [f"{case[0]}-{index}" for index, case in enumerate(ALL)]


def blamed(text):
    """Return the line, in the file as it is written, that carries the mark."""
    lines = ["openapi", "info", *dedent(text).splitlines()]
    return next(number for number, line in enumerate(lines, 1) if line.endswith("#!"))


@pytest.mark.parametrize(("rule", "broken", "kept", "house"), ALL, ids=NAMES)
def test_a_broken_rule_is_reported_at_its_line(judge, rule, broken, kept, house):
    found = [(problem, at) for problem, at in judge(broken, house=house) if problem.rule == rule]
    assert blamed(broken) in [at.line for _, at in found]
    for problem, at in found:
        assert at.column >= 1
        assert problem.severity == RULES[rule].severity
        assert problem.message
        assert problem.next_step
        assert "{" not in problem.next_step or "{{" in RULES[rule].next_step


@pytest.mark.parametrize(("rule", "broken", "kept", "house"), ALL, ids=NAMES)
def test_a_kept_rule_is_silent(judge, rule, broken, kept, house):
    assert [problem.message for problem, _ in judge(kept, house=house) if problem.rule == rule] == []


def test_every_rule_has_a_case():
    elsewhere = {"duplicate-key", "schema-unusable", "projection-dropped"}  # test_judge.py
    assert {case[0] for case in ALL} | elsewhere == set(RULES)
