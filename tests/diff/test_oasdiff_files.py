"""oasdiff's own files are followed: levels, ignored changes, the configuration; what cannot be followed is told."""

from __future__ import annotations

import pytest

from tradespec.diff.oasdiff import read_files, rules_of
from tradespec.diff.policy import PolicyError

SENTENCES = [
    # sentences of oasdiff 1.15 with other names in them -> the id that it gives them, where ours is the same
    ("api path removed without deprecation", "api-path-removed-without-deprecation"),
    ("api removed without deprecation", "api-removed-without-deprecation"),
    ("deleted the `query` request parameter `page`", "request-parameter-removed"),
    ("deleted the `query` request parameter `page` with deprecation", "request-parameter-removed-with-deprecation"),
    ("added the new required request property `size`", "new-required-request-property"),
    ("the request property `size` became required", "request-property-became-required"),
    ("the `size` request property's max was decreased to `5.00`", "request-property-max-decreased"),
    ("the `size` request property's maxLength was increased from `5` to `10`", "request-property-max-length-increased"),
    ("the request's body type/format changed from `string`/`` to `integer`/``", "request-body-type-changed"),
    ("request property `side` was restricted to a list of enum values", "request-property-became-enum"),
    ("removed the enum value `buy` of the request property `side`", "request-property-enum-value-removed"),
    (
        "removed the required property `size` from the response with the `200` status",
        "response-required-property-removed",
    ),
    ("removed the success response with the status `200`", "response-success-status-removed"),
    ("removed the success response with the status '200'", "response-success-status-removed"),
    ("the mandatory response header `X-Total` removed for the status `200`", "required-response-header-removed"),
    ("added 'propertyNames' constraint to the request property `side`", "request-property-property-names-added"),
    ("added the pattern `^[a-f]+$` to the request property `side`", "request-property-pattern-added"),
    ("added the pattern property `^b` to the `side` request property", "request-property-pattern-property-added"),
    ("added response discriminator for the response status `200`", "response-body-discriminator-added"),
    ("the request required property `side` became read-only", "request-required-property-became-read-only"),
    ("the response write-only property `side` became required", "response-write-only-property-became-required"),
    ("the security scheme `oauth` was removed from the API", "api-global-security-removed"),
    ("the endpoint scheme security `oauth` was removed from the API", "api-security-removed"),
    ("api operation id `placeOrder` removed and replaced with `createOrder`", "api-operation-id-changed"),
    ("we agreed on this [response-media-type-removed].", "response-media-type-removed"),
]


@pytest.mark.parametrize(("sentence", "rule"), SENTENCES)
def test_a_sentence_means_a_rule(sentence, rule):
    assert rules_of(sentence) == (rule,)


@pytest.mark.parametrize("sentence", ["", "see below", "nothing was changed here", "`size`", "the property was nice"])
def test_a_sentence_that_means_no_rule_is_not_guessed(sentence):
    assert rules_of(sentence) == ()


def document(size=10, price=10, *, side=True, paths=("/orders", "/quotes")):
    properties = {name: {"type": "integer", "maximum": most} for name, most in (("size", size), ("price", price))}
    if side:
        properties["side"] = {"type": "string"}
    made = {"type": "object", "properties": properties}
    operation = {
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
        "responses": {"200": {"description": "ok"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"post": operation} for path in paths},
        "components": {"schemas": {"Order": made}},
    }


@pytest.fixture
def waived(compared, tmp_path):
    """Return the names of the members whose lowered maximum is waived by lines of an ignore file, and what is told."""

    def apply(*lines, paths=("/orders",)):
        file = tmp_path / "ignore.md"
        file.write_text("\n".join(lines), "utf-8")
        moved = read_files([file])
        report = compared(document(paths=paths), document(5, 5, paths=paths))
        found = [
            finding for finding in report if finding.id == "request-property-max-decreased" and moved.reason(finding)
        ]
        return [finding.message.rpartition("/")[2] for finding in found], moved.remarks()

    return apply


LINE = "POST /orders the `{}` request property's max was decreased to `5.00`"


@pytest.mark.parametrize(
    "line",
    [
        LINE.format("size"),
        LINE.format("size").upper().replace("`SIZE`", "`size`"),
        LINE.format("size").replace("`", "'"),
        f" - 12.01.2023 In {LINE.format('size')}, agreed with all clients",
        LINE.format("order/items/size"),
        f"error at openapi.yaml, in API {LINE.format('size')} [request-property-max-decreased].",
    ],
)
def test_a_line_waives_what_it_names_and_nothing_else(waived, line):
    assert waived("# What we accept", "", line) == (["size"], [])


@pytest.mark.parametrize(
    "line",
    [
        LINE.format("size").replace("/orders", "/order"),
        LINE.format("size").replace("POST", "PUT"),
        LINE.format("size").replace("max", "min"),
        LINE.format("size").replace("decreased", "increased"),
        LINE.format("size").replace("request", "response"),
    ],
)
def test_a_line_about_something_else_waives_nothing(waived, line):
    assert waived(line)[0] == []


def test_a_line_that_no_rule_is_found_for_is_told_with_its_number(waived):
    names, said = waived("intro", "POST /orders got somewhat better", LINE.format("price"))
    assert names == ["price"]
    assert len(said) == 1
    assert "ignore.md:2: no rule was recognised" in said[0]


def test_a_change_that_reaches_further_than_the_lines_is_not_waived(waived):
    names, said = waived(LINE.format("size"), paths=("/orders", "/quotes"))
    assert names == []
    assert any("reaches POST /quotes too, which no line ignores" in each for each in said)
    both = LINE.format("size"), LINE.format("size").replace("/orders", "/quotes")
    assert waived(*both, paths=("/orders", "/quotes")) == (["size"], [])


def test_a_file_that_ignores_nothing_is_told(waived):
    names, said = waived("# Accepted", "", "Nothing yet.")
    assert names == []
    assert len(said) == 1
    assert "no line names an operation" in said[0]


def test_names_of_path_parameters_do_not_matter(waived):
    line = LINE.format("size").replace("/orders", "/orders/{orderId}")
    assert waived(line, paths=("/orders/{id}",))[0] == ["size"]


def test_levels_are_severities(tmp_path):
    file = tmp_path / "levels.txt"
    ids = ("api-tag-removed", "request-parameter-removed", "endpoint-added", "api-security-removed")
    levels = ("err", "WARN", "info", "none")
    file.write_text("\n".join(f"{rule}   {level}" for rule, level in zip(ids, levels, strict=True)), "utf-8")
    moved = read_files([file])
    assert list(moved.severity.values()) == ["breaking", "risky", "info", "off"]
    assert moved.notes == []


def test_an_id_that_is_said_under_another_is_followed_and_one_that_is_unknown_is_told(tmp_path):
    file = tmp_path / "levels.txt"
    file.write_text("response-mediatype-enum-value-removed err\nrequest-brand-new-check err\n", "utf-8")
    moved = read_files([file])
    assert moved.severity == {"response-body-enum-value-removed": "breaking"}
    assert len(moved.notes) == 1
    assert "levels.txt:2: no rule here has the id request-brand-new-check" in moved.notes[0]


@pytest.mark.parametrize("line", ["api-tag-removed loud", "api-tag-removed", "api-tag-removed err now"])
def test_a_level_that_cannot_be_read_is_refused_with_its_line(tmp_path, line):
    file = tmp_path / "levels.txt"
    file.write_text(f"api-tag-added err\n{line}\n", "utf-8")
    with pytest.raises(PolicyError, match=r"^Expected an id and err.* - at .*levels\.txt:2$"):
        read_files([file])


@pytest.mark.parametrize("name", [".oasdiff.yaml", "oasdiff.json", "oasdiff.toml"])
def test_a_configuration_is_followed_with_the_files_that_it_names(tmp_path, name):
    (tmp_path / "levels.txt").write_text("api-tag-removed err\n", "utf-8")
    (tmp_path / "ignore.txt").write_text(LINE.format("size"), "utf-8")
    texts = {
        "yaml": "severity-levels: levels.txt\nerr-ignore: ignore.txt\ndeprecation-days-stable: 180\nfail-on: WARN\n"
        "flatten-allof: true\nmatch-path: /v1\n",
        "json": '{"severity-levels": "levels.txt", "err-ignore": "ignore.txt", "deprecation-days-stable": 180,'
        ' "fail-on": "WARN", "flatten-allof": true, "match-path": "/v1"}',
        "toml": 'severity-levels = "levels.txt"\nerr-ignore = "ignore.txt"\ndeprecation-days-stable = 180\n'
        'fail-on = "WARN"\nflatten-allof = true\nmatch-path = "/v1"\n',
    }
    (tmp_path / name).write_text(texts[name.rpartition(".")[2]], "utf-8")
    moved = read_files([tmp_path / name])
    assert moved.severity == {"api-tag-removed": "breaking"}
    assert moved.notice == {"stable": 180}
    assert [line.rules for line in moved.lines] == [("request-property-max-decreased",)]
    assert [note.partition(": ")[2] for note in moved.notes] == [
        "fail-on belongs on the command line here: --fail-on risky",
        "match-path has no counterpart here and was not followed",
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none.txt", None, "No such file"),
        ("none.yaml", None, "No such file"),
        ("a.yaml", "fail-on: [", "a.yaml"),
        ("a.yaml", "- fail-on", "a.yaml"),
        ("a.toml", "fail-on", "a.toml"),
        ("a.yaml", "severity-levels: 1", "got 1 - at .*severity-levels"),
        ("a.yaml", "severity-levels: none.txt", "No such file"),
        ("a.yaml", "deprecation-days-beta: soon", "got 'soon' - at .*deprecation-days-beta"),
        ("a.txt", b"\xff", "Expected UTF-8"),
        ("oasdiff.hcl", "fail-on = 1", "got HCL"),
    ],
)
def test_files_that_cannot_be_read_are_refused(tmp_path, name, text, said):
    if text is not None:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PolicyError, match=said):
        read_files([tmp_path / name])
