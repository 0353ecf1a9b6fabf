"""Swagger 2.0 reads like the OpenAPI 3.0 document that says the same, and its problems stand where it says them."""

from textwrap import dedent

import pytest

from tradespec.contract import read, read_file
from tradespec.diff import compare
from tradespec.document import bundle, load
from tradespec.lint import lint

OLD = """\
swagger: '2.0'
info: {title: Old exchange, version: '1'}
host: api.example.com
basePath: /v1/
schemes: [https, http]
consumes: [application/json]
produces: [application/json]
security: [{key: []}]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: basic}
  grant:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://example.com/authorize
    tokenUrl: https://example.com/token
    scopes: {trade: Trade}
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 10, exclusiveMaximum: true, default: 5}
  Draft:
    name: draft
    in: body
    required: true
    schema: {$ref: '#/definitions/Order'}
responses:
  Refused:
    description: Refused
    schema: {$ref: '#/definitions/Problem'}
definitions:
  Problem:
    type: object
    required: [code]
    properties: {code: {type: string}}
  Order:
    type: object
    discriminator: kind
    required: [kind]
    properties:
      kind: {type: string}
      price: {type: string, x-nullable: true, example: '1.0'}
      legs: {type: array, items: {$ref: '#/definitions/Order'}}
paths:
  /orders:
    parameters:
      - {name: accounts, in: query, type: array, items: {type: string}, collectionFormat: pipes}
    get:
      operationId: listOrders
      parameters: [{$ref: '#/parameters/Limit'}]
      responses:
        '200':
          description: Orders
          headers: {X-Count: {type: integer, description: How many}}
          schema: {type: array, items: {$ref: '#/definitions/Order'}}
          examples: {application/json: []}
        default: {$ref: '#/responses/Refused'}
    post:
      operationId: placeOrder
      produces: [text/csv]
      schemes: [https]
      security: [{grant: [trade]}]
      parameters: [{$ref: '#/parameters/Draft'}]
      responses:
        '201': {description: Placed, schema: {$ref: '#/definitions/Order'}}
        '400': {$ref: '#/responses/Refused'}
  /files/{id}:
    parameters:
      - {name: id, in: path, required: true, type: string}
    post:
      operationId: sendFile
      consumes: [multipart/form-data]
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: tags, in: formData, type: array, items: {type: string}, description: Words}
        - {name: X-Trace, in: header, type: string}
      responses:
        '204': {description: Kept}
    get:
      operationId: getFile
      produces: [application/pdf]
      responses:
        '200': {description: A file, schema: {type: file}}
"""
NEW = """\
openapi: 3.0.3
info: {title: Old exchange, version: '1'}
servers: [{url: https://api.example.com/v1}, {url: http://api.example.com/v1}]
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
    grant:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://example.com/authorize
          tokenUrl: https://example.com/token
          scopes: {trade: Trade}
  schemas:
    Problem:
      type: object
      required: [code]
      properties: {code: {type: string}}
    Order:
      type: object
      discriminator: {propertyName: kind}
      required: [kind]
      properties:
        kind: {type: string}
        price: {type: string, nullable: true, example: '1.0'}
        legs: {type: array, items: {$ref: '#/components/schemas/Order'}}
paths:
  /orders:
    parameters:
      - {name: accounts, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
    get:
      operationId: listOrders
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 10, exclusiveMaximum: true, default: 5}}
      responses:
        '200':
          description: Orders
          headers: {X-Count: {description: How many, schema: {type: integer}}}
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}, example: []}
        default:
          description: Refused
          content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}
    post:
      operationId: placeOrder
      servers: [{url: https://api.example.com/v1}]
      security: [{grant: [trade]}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
      responses:
        '201':
          description: Placed
          content: {text/csv: {schema: {$ref: '#/components/schemas/Order'}}}
        '400':
          description: Refused
          content: {text/csv: {schema: {$ref: '#/components/schemas/Problem'}}}
  /files/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    post:
      operationId: sendFile
      parameters:
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: {type: string, format: binary}
                tags: {type: array, items: {type: string}, description: Words}
            encoding: {tags: {style: form, explode: false}}
      responses:
        '204': {description: Kept}
    get:
      operationId: getFile
      responses:
        '200':
          description: A file
          content: {application/pdf: {schema: {type: string, format: binary}}}
"""
HEAD = "swagger: '2.0'\ninfo: {title: T, version: '1'}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def swagger(folder):
    """Read a Swagger 2.0 document, written without its head."""

    def make(text, **files):
        for stem, content in files.items():
            (folder / f"{stem}.yaml").write_text(dedent(content), "utf-8")
        (folder / "swagger.yaml").write_text(HEAD + dedent(text), "utf-8")
        return read_file("swagger.yaml")

    return make


@pytest.fixture
def old(folder):
    (folder / "old.yaml").write_text(OLD, "utf-8")
    return read_file("old.yaml")


@pytest.fixture
def new(folder):
    (folder / "new.yaml").write_text(NEW, "utf-8")
    return read_file("new.yaml")


def where(contract, place):
    location = contract.document.locate(place)
    return location.file, location.line


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_it_keeps_its_name(old):
    assert old.dialect == "2.0"
    assert (old.title, old.version) == ("Old exchange", "1")


def test_it_says_what_the_openapi_3_document_says(old, new):
    """The two documents above are meant to be the same, part by part."""
    assert [server.url for server in old.servers] == [server.url for server in new.servers]
    assert old.security_schemes.keys() == new.security_schemes.keys()
    for name, scheme in new.security_schemes.items():
        twin = old.security_schemes[name]
        assert (twin.type, twin.location, twin.http_scheme, twin.flows) == (
            scheme.type,
            scheme.location,
            scheme.http_scheme,
            scheme.flows,
        )
    assert [operation.id for operation in old.operations] == [operation.id for operation in new.operations]
    for ours, theirs in zip(old.operations, new.operations, strict=True):
        assert [server.url for server in ours.servers] == [server.url for server in theirs.servers]
        assert ours.security == theirs.security
        assert [said(one) for one in ours.parameters] == [said(one) for one in theirs.parameters]
        assert body(old, ours.request_body) == body(new, theirs.request_body)
        assert ours.responses.keys() == theirs.responses.keys()
        for status, answer in theirs.responses.items():
            assert content(old, ours.responses[status]) == content(new, answer)
            assert list(ours.responses[status].headers) == list(answer.headers)
    for name, schema in new.schemas.items():
        assert old.json_schema(old.schemas[name]) == new.json_schema(schema)


def said(parameter):
    return (
        parameter.name,
        parameter.location,
        parameter.required,
        parameter.style,
        parameter.explode,
        parameter.schema.raw,
    )


def body(contract, request):
    return None if request is None else (request.required, content(contract, request))


def content(contract, holder):
    return {
        name: (contract.json_schema(media.schema), media.encoding, [example.value for example in media.examples])
        for name, media in holder.content.items()
    }


def test_the_move_to_openapi_3_breaks_nobody(old, new):
    assert [finding for finding in compare(old, new).findings if finding.severity != "info"] == []


def test_a_change_on_the_way_to_openapi_3_is_found_where_both_say_it(old, folder):
    (folder / "new.yaml").write_text(NEW.replace("maximum: 10,", "maximum: 9,"), "utf-8")
    new = read_file("new.yaml")
    (finding,) = [finding for finding in compare(old, new).findings if finding.severity == "breaking"]
    assert where(old, finding.base) == ("old.yaml", line_of(OLD, "  Limit:"))


@pytest.mark.parametrize(
    ("pick", "words"),
    [
        (lambda contract: contract.servers[1].place, "schemes: [https, http]"),
        (lambda contract: contract.schemas["Order"].properties["price"].place, "price:"),
        (lambda contract: contract.security_schemes["login"].place, "login:"),
        (lambda contract: contract.operation("listOrders").parameters[0].schema.items.place, "collectionFormat: pipes"),
        (lambda contract: contract.operation("listOrders").parameters[1].schema.place, "  Limit:"),
        (lambda contract: contract.operation("listOrders").responses["200"].place, "'200':"),
        (
            lambda contract: contract.operation("listOrders").responses["200"].content["application/json"].schema.place,
            "schema: {type: array",
        ),
        (lambda contract: contract.operation("listOrders").responses["200"].headers["X-Count"].place, "X-Count"),
        (lambda contract: contract.operation("placeOrder").request_body.place, "  Draft:"),
        (lambda contract: contract.operation("placeOrder").responses["400"].place, "  Refused:"),
        (
            lambda contract: (
                contract.operation("sendFile")
                .request_body.content["multipart/form-data"]
                .schema.properties["tags"]
                .place
            ),
            "name: tags",
        ),
        (lambda contract: contract.operation("sendFile").parameters[1].place, "name: X-Trace"),
    ],
)
def test_places_are_those_of_the_document(old, pick, words):
    assert where(old, pick(old)) == ("old.yaml", line_of(OLD, words))


def test_it_has_no_problems(old):
    assert [problem for problem in lint(old) if problem.severity == "error"] == []
    assert old.problems == ()


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("host: api.example.com\npaths: {}", ["https://api.example.com"]),
        ("host: api.example.com:8443\nbasePath: /\nschemes: [wss]\npaths: {}", ["wss://api.example.com:8443"]),
        ("basePath: /v1\npaths: {}", ["/v1"]),
        ("paths: {}", []),
    ],
)
def test_servers(swagger, text, urls):
    assert [server.url for server in swagger(text).servers] == urls


@pytest.mark.parametrize("version", ["2.0", "'2.0'", "2"])
def test_the_version_as_yaml_has_it(folder, version):
    (folder / "it.yaml").write_text(f"swagger: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n", "utf-8")
    assert read_file("it.yaml").dialect == "2.0"


@pytest.mark.parametrize(
    ("location", "form", "style", "explode"),
    [
        ("query", "csv", "form", False),
        ("query", "multi", "form", True),
        ("query", "ssv", "spaceDelimited", False),
        ("query", "pipes", "pipeDelimited", False),
        ("path", "csv", "simple", False),
        ("header", "csv", "simple", False),
    ],
)
def test_how_lists_are_written(swagger, location, form, style, explode):
    contract = swagger(f"""
        paths:
          /x/{{ids}}:
            get:
              parameters:
                - {{name: ids, in: {location}, required: true, type: array, items: {{type: string}}, collectionFormat: {form}}}
              responses: {{'204': {{description: Done}}}}
    """)
    (parameter,) = contract.operations[0].parameters
    assert (parameter.style, parameter.explode) == (style, explode)
    assert parameter.schema.items.types == ("string",)


def test_a_list_between_tabs_is_one_string(swagger):
    contract = swagger("""
        paths:
          /x:
            get:
              parameters: [{name: ids, in: query, type: array, items: {type: integer}, collectionFormat: tsv}]
              responses: {'204': {description: Done}}
    """)
    assert contract.operations[0].parameters[0].schema.types == ("string",)


def test_forms_without_files_are_url_encoded_and_the_operation_wins(swagger):
    contract = swagger("""
        consumes: [application/json]
        paths:
          /x:
            parameters:
              - {name: a, in: formData, type: string, required: true}
              - {name: b, in: formData, type: string}
            post:
              parameters: [{name: a, in: formData, type: integer}]
              responses: {'204': {description: Done}}
    """)
    (operation,) = contract.operations
    assert operation.parameters == ()
    (media,) = operation.request_body.content.values()
    assert media.name == "application/x-www-form-urlencoded"
    assert {name: schema.types for name, schema in media.schema.properties.items()} == {
        "a": ("integer",),
        "b": ("string",),
    }
    assert media.schema.required == ()
    assert not operation.request_body.required


def test_references_into_what_moved_are_followed(swagger):
    contract = swagger("""
        paths:
          /x:
            get:
              parameters: [{name: q, in: query, type: integer}]
              responses:
                '200':
                  description: Fine
                  schema: {type: object, properties: {a: {type: boolean}}}
            put:
              parameters: [{$ref: '#/paths/~1x/get/parameters/0'}]
              responses:
                '200':
                  description: Fine
                  schema: {$ref: '#/paths/~1x/get/responses/200/schema/properties/a'}
    """)
    put = contract.operations[1]
    assert put.parameters[0].name == "q"
    assert put.success.content["application/json"].schema.resolved.types == ("boolean",)
    assert contract.problems == ()


def test_several_files_are_read_and_each_says_where_it_stands(swagger):
    contract = swagger(
        """
        paths:
          /x: {$ref: 'paths.yaml#/x'}
        definitions:
          Money: {$ref: 'money.yaml'}
        """,
        paths="""
        x:
          get:
            parameters: [{name: q, in: query, type: json}]
            responses:
              '200': {description: Fine, schema: {$ref: 'money.yaml'}}
        """,
        money="""
        type: object
        properties: {amount: {type: string, x-nullable: true}}
        """,
    )
    (operation,) = contract.operations
    schema = operation.success.content["application/json"].schema.resolved
    assert schema.name == "Money"
    assert schema.properties["amount"].nullable
    assert where(contract, schema.properties["amount"].place) == ("money.yaml", 3)
    assert where(contract, operation.parameters[0].place) == ("paths.yaml", 4)
    structure = [problem for problem in lint(contract) if problem.rule == "structure"]
    assert [where(contract, problem.place) for problem in structure] == [("paths.yaml", 4)]


def test_its_structure_is_judged_as_it_is_written(swagger):
    contract = swagger("""
        produces: application/json
        paths:
          /x:
            post:
              parameters:
                - {name: b, in: body, schema: {type: object}}
                - {name: q, in: query, type: strin}
              responses: {'204': {}}
    """)
    found = [(where(contract, problem.place)[1], problem.message) for problem in lint(contract)]
    assert [line for line, _ in found] == [4, 10, 11]
    assert "strin" in found[1][1]


def test_a_reference_to_nowhere_is_told_in_the_words_of_the_document(swagger):
    contract = swagger("""
        paths: {}
        definitions:
          A: {$ref: '#/definitions/Missing'}
    """)
    (problem,) = [problem for problem in lint(contract) if problem.rule == "unresolved-reference"]
    assert "`#/definitions/Missing`: no `Missing` there" in problem.message
    assert where(contract, problem.place) == ("swagger.yaml", 6)


def test_what_is_written_twice_is_told_at_its_own_line(swagger):
    contract = swagger("""
        definitions:
          A: {type: string}
          A: {type: integer}
        paths: {}
    """)
    (problem,) = contract.problems
    assert where(contract, problem.place) == ("swagger.yaml", 6)


@pytest.mark.parametrize(
    "text",
    [
        "paths: []",
        "paths: {/x: 5}",
        "paths: {/x: {get: 5}}",
        "paths: {/x: {get: {parameters: {}, responses: []}}}",
        "paths: {/x: {post: {parameters: [5, {}, {in: body}, {in: formData}, {in: [body]}], responses: {'200': 5}}}}",
        "paths: {/x: {post: {parameters: [{in: formData, name: a, type: array, collectionFormat: {}}], responses: {}}}}",
        "paths: {/x: {get: {responses: {'200': {description: A, schema: 5, headers: 5, examples: 5}}}}}",
        "paths: {}\ndefinitions: []\nparameters: 5\nresponses: {A: 5}\nsecurityDefinitions: {a: {type: oauth2}}",
        "paths: {}\nhost: 5\nbasePath: []\nschemes: 5\nconsumes: {}\nproduces: 5",
        "paths: {}\nparameters: {A: {$ref: '#/parameters/A'}, B: {$ref: 5}}",
    ],
)
def test_what_is_half_valid_is_read_and_judged(swagger, text):
    contract = swagger(text)
    for operation in contract.operations:
        content = operation.success.content if operation.success else {}
        assert all(media.schema.always for media in content.values())
    for problem in (found := lint(contract)):
        contract.document.locate(problem.place)
    assert found


def test_a_bundle_stays_swagger(swagger):
    swagger(
        """
        paths:
          /x:
            get:
              parameters: [{$ref: 'shared.yaml#/Limit'}]
              responses: {'200': {$ref: 'shared.yaml#/Fine'}}
        definitions: {Own: {type: string}}
        """,
        shared="""
        Limit: {name: limit, in: query, type: integer}
        Fine: {description: Fine, schema: {$ref: '#/Money'}}
        Money: {type: string}
        """,
    )
    whole = bundle(load("swagger.yaml"))
    get = whole["paths"]["/x"]["get"]
    assert get["parameters"] == [{"$ref": "#/parameters/Limit"}]
    assert get["responses"]["200"] == {"$ref": "#/responses/Fine"}
    assert whole["responses"]["Fine"]["schema"] == {"$ref": "#/definitions/Money"}
    assert list(whole["definitions"]) == ["Own", "Money"]
    assert "components" not in whole


def test_reading_leaves_the_document_as_it_is(folder):
    (folder / "old.yaml").write_text(OLD, "utf-8")
    document = load("old.yaml")
    before = bundle(document)
    read(document)
    assert bundle(document) == before
    assert document.root["swagger"] == "2.0"


def test_small_words_have_their_meaning(swagger):
    contract = swagger("""
        securityDefinitions:
          service: {type: oauth2, flow: application, tokenUrl: https://example.com/t, scopes: {}}
        definitions:
          x-Order: {type: object, x-nullable: true}
          Base: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
        paths:
          /x:
            post:
              consumes: [application/x-www-form-urlencoded]
              parameters:
                - {name: f, in: formData, type: file}
                - {name: q, in: query, schema: {type: integer}}
              responses:
                '200': {description: A file, schema: {type: file}}
    """)
    (operation,) = contract.operations
    assert list(operation.request_body.content) == ["multipart/form-data"]
    assert list(operation.success.content) == ["application/octet-stream"]
    assert operation.parameters[0].schema.types == ("integer",)
    assert list(contract.security_schemes["service"].flows) == ["clientCredentials"]
    assert contract.schemas["Base"].discriminator.property_name == "kind"
    assert contract.schemas["x-Order"].nullable


def test_an_example_of_an_answer_is_told_at_its_own_line(swagger):
    contract = swagger("""
        paths:
          /x:
            get:
              responses:
                '200':
                  description: Fine
                  schema: {type: integer}
                  examples:
                    application/json: five
    """)
    (problem,) = [problem for problem in lint(contract) if problem.rule == "example-mismatch"]
    assert where(contract, problem.place) == ("swagger.yaml", 12)
