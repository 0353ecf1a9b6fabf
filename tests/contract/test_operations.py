"""Operations: parameters, bodies, answers, security, callbacks, links, ids."""

import pytest


def test_parameters_of_the_path_are_merged_and_overridden(contract_of):
    contract = contract_of(
        """
        paths:
          /a/{id}:
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: depth, in: query, schema: {type: string}}
              - $ref: '#/components/parameters/Trace'
            get:
              parameters:
                - {name: depth, in: query, schema: {type: integer}}
                - {name: id, in: header, schema: {type: string}}
            put: {}
        components:
          parameters:
            Trace: {name: Trace, in: header, schema: {type: string}}
        """
    )
    get, put = contract.operations
    said = [(parameter.name, parameter.location, parameter.schema.types) for parameter in get.parameters]
    assert said == [
        ("id", "path", ("string",)),
        ("Trace", "header", ("string",)),
        ("depth", "query", ("integer",)),
        ("id", "header", ("string",)),
    ]
    assert [parameter.name for parameter in put.parameters] == ["id", "depth", "Trace"]
    assert str(contract.document.locate(put.parameters[2].place)) == "openapi.yaml:17:5"


@pytest.mark.parametrize(
    ("words", "style", "explode", "required"),
    [
        ("in: query", "form", True, False),
        ("in: cookie", "form", True, False),
        ("in: path", "simple", False, True),
        ("in: header", "simple", False, False),
        ("in: query, explode: false", "form", False, False),
        ("in: query, style: deepObject", "deepObject", False, False),
        ("in: query, style: pipeDelimited, required: true", "pipeDelimited", False, True),
    ],
)
def test_how_a_parameter_is_written_on_the_wire(contract_of, words, style, explode, required):
    text = f"paths: {{/a: {{get: {{parameters: [{{name: n, {words}}}]}}}}}}"
    parameter = contract_of(text).operations[0].parameters[0]
    assert (parameter.style, parameter.explode, parameter.required) == (style, explode, required)


def test_path_items_may_stand_elsewhere(contract_of):
    contract = contract_of(
        """
        paths:
          /a: {$ref: 'items.yaml#/a'}
          /b: {$ref: '#/components/pathItems/B'}
          x-c: {get: {}}
        components:
          pathItems:
            B: {post: {operationId: postB}}
        """,
        items="a:\n  summary: Of the item\n  get:\n    operationId: getA\n",
    )
    assert [(operation.id, operation.path) for operation in contract.operations] == [("getA", "/a"), ("postB", "/b")]
    assert contract.operations[0].summary == "Of the item"
    assert str(contract.document.locate(contract.operations[0].place)) == "items.yaml:3:3"


def test_references_through_references_end_and_keep_what_stands_beside_them(contract_of):
    contract = contract_of(
        """
        paths: {/a: {get: {parameters: [{$ref: '#/components/parameters/A'}]}}}
        components:
          parameters:
            A: {$ref: '#/components/parameters/B', description: Nearest}
            B: {$ref: '#/components/parameters/C', description: Farther, summary: Kept}
            C: {name: c, in: query, description: Farthest}
        """
    )
    (parameter,) = contract.operations[0].parameters
    assert (parameter.name, parameter.description) == ("c", "Nearest")


def test_security_is_alternatives_of_schemes_together(contract_of):
    contract = contract_of(
        """
        security: [{key: [], token: [read, trade]}, {other: []}]
        paths:
          /a:
            get: {}
            put: {security: []}
            post: {security: [{}, {key: [admin]}]}
        components:
          securitySchemes:
            key: {type: apiKey, in: header, name: Key}
            token: {type: http, scheme: Bearer}
        """
    )
    get, put, post = contract.operations
    needs = [[(need.scheme, need.scopes) for need in alternative.needs] for alternative in get.security]
    assert needs == [[("key", ()), ("token", ("read", "trade"))], [("other", ())]]
    assert put.security == ()
    assert [len(alternative.needs) for alternative in post.security] == [0, 1]
    schemes = contract.security_schemes
    assert (schemes["key"].location, schemes["key"].parameter_name) == ("header", "Key")
    assert schemes["token"].http_scheme == "bearer"


def test_a_badly_formed_default_security_is_one_problem_at_its_place(contract_of):
    contract = contract_of("security: [7]\npaths: {/a: {get: {}, put: {}}}")
    assert [problem.place.pointer for problem in contract.problems] == ["/security/0"]


def test_made_ids_are_unique_also_beside_written_ones(contract_of):
    contract = contract_of(
        """
        paths:
          /a: {get: {}}
          /a/: {get: {}}
          /b: {get: {operationId: getA}}
          /orders/{id}: {delete: {}}
        """
    )
    ids = [operation.id for operation in contract.operations]
    assert len(set(ids)) == 4
    assert ids[2:] == ["getA", "deleteOrdersId"]
    assert [operation.has_own_id for operation in contract.operations] == [False, False, True, False]
    assert contract.operation("getA").path == "/b"
    with pytest.raises(KeyError):
        contract.operation("getC")


def test_servers_of_path_and_operation(contract_of):
    contract = contract_of(
        """
        servers: [{url: 'http://{host}/', variables: {host: {default: main}}}]
        paths:
          /a:
            servers: [{url: /item}]
            get: {}
            put: {servers: [{url: /own}]}
        """
    )
    get, put = contract.operations
    assert contract.servers[0].variables == {"host": "main"}
    assert [(server.url, server.place.pointer) for server in get.servers] == [("/item", "/paths/~1a/servers/0")]
    assert [(server.url, server.place.pointer) for server in put.servers] == [("/own", "/paths/~1a/put/servers/0")]


def test_answers_with_headers_links_and_examples(contract_of):
    contract = contract_of(
        """
        paths:
          /a:
            post:
              operationId: postA
              requestBody: {$ref: '#/components/requestBodies/A'}
              responses:
                2xx:
                  description: Fine
                  headers:
                    Count: {$ref: '#/components/headers/Count'}
                  links:
                    next: {operationId: getA, parameters: {id: $response.body#/id}, requestBody: $request.body}
                    other: {$ref: '#/components/links/Other'}
                default: {$ref: '#/components/responses/Wrong'}
        components:
          headers: {Count: {required: true, schema: {type: integer}}}
          links: {Other: {operationRef: '#/paths/~1a/post'}}
          responses: {Wrong: {description: Wrong}}
          requestBodies:
            A:
              required: true
              content:
                application/json:
                  example: 1
                  examples:
                    two: {$ref: '#/components/examples/Two'}
                    far: {externalValue: 'http://example.com/1'}
                    data: {dataValue: 4}
          examples: {Two: {summary: A two, value: 2}}
        """
    )
    operation = contract.operations[0]
    answer = operation.responses["2XX"]
    assert operation.success is answer
    count = answer.headers["Count"]
    assert (count.name, count.location, count.required, count.style) == ("Count", "header", True, "simple")
    following, other = answer.links["next"], answer.links["other"]
    assert following.operation_id == "getA"
    assert following.parameters == {"id": "$response.body#/id"}
    assert following.request_body == "$request.body"
    assert (other.operation_id, other.operation_ref) == (None, "#/paths/~1a/post")
    assert operation.responses["default"].description == "Wrong"
    assert operation.request_body.required
    examples = operation.request_body.content["application/json"].examples
    assert [(example.name, example.value) for example in examples] == [
        ("default", 1),
        ("two", 2),
        ("far", None),
        ("data", 4),
    ]
    assert examples[2].external == "http://example.com/1"
    assert examples[1].place.pointer == "/components/examples/Two/value"


@pytest.mark.parametrize(
    ("statuses", "success"),
    [
        ("'201': {}, '200': {}", "200"),
        ("2XX: {}, '404': {}", "2XX"),
        ("default: {}, '404': {}", "default"),
        ("'404': {}", None),
    ],
)
def test_the_answer_of_success(contract_of, statuses, success):
    answer = contract_of(f"paths: {{/a: {{get: {{responses: {{{statuses}}}}}}}}}").operations[0].success
    assert (answer.status if answer else None) == success


def test_callbacks_and_webhooks_are_operations(contract_of):
    contract = contract_of(
        """
        paths:
          /a:
            post:
              callbacks:
                filled:
                  '{$request.body#/url}': {post: {operationId: onFilled}}
                again: {$ref: '#/components/callbacks/Again'}
        webhooks:
          halted: {post: {operationId: onHalted}}
        components:
          callbacks:
            Again:
              '{$url}':
                post:
                  operationId: onAgain
                  callbacks: {again: {$ref: '#/components/callbacks/Again'}}
        """
    )
    callbacks = contract.operations[0].callbacks
    assert [(item.id, item.path) for item in callbacks["filled"]] == [("onFilled", "{$request.body#/url}")]
    (again,) = callbacks["again"]
    assert again.callbacks == {"again": ()}
    assert [(item.id, item.path, item.method) for item in contract.webhooks] == [("onHalted", "halted", "POST")]
    assert len(contract.operations) == 1


def test_stability_is_inherited_from_the_document(contract_of):
    text = "x-stability: beta\npaths: {/a: {get: {}, put: {x-stability: stable}, post: {x-stability: odd}}}"
    assert [operation.stability for operation in contract_of(text).operations] == ["beta", "stable", "beta"]
