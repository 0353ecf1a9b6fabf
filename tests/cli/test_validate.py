"""What `tradespec validate` prints, in each of its formats."""

import json

import jsonschema_rs
import pytest

from tradespec.cli.problems import JSON_SCHEMA

BAD = """\
openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      tags: [Order]
      responses:
        '200':
          description: "100 %: fine, really"
          content:
            application/json:
              schema: {type: object, properties: {price: {type: string}}}
              example:
                price: 64250.5
tags: [{name: Orders}]
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "openapi.yaml").write_text(BAD, "utf-8")
    return tmp_path


def test_text_shows_place_rule_source_and_next_step(inline, spec):
    done = inline("validate", "openapi.yaml")
    assert done.code == 1
    assert "openapi.yaml:15:17: error[example-mismatch]: Expected a string, got 64250.5" in done.out
    lines = done.out.splitlines()
    source = next(number for number, line in enumerate(lines) if "price: 64250.5" in line)
    caret = lines[source + 1]
    assert caret.index("^") == lines[source].index("price")
    assert "  next: Correct the example or the schema" in done.out
    assert lines[-1] == "openapi.yaml: 2 errors, 1 note."


def test_problems_come_in_the_order_of_lines(inline, spec):
    done = inline("validate", "openapi.yaml", "--format", "json")
    lines = [problem["line"] for problem in json.loads(done.out)["problems"]]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_json_follows_its_schema(inline, spec):
    done = inline("validate", "openapi.yaml", "--format", "json")
    printed = json.loads(done.out)
    assert list(jsonschema_rs.Draft202012Validator(JSON_SCHEMA).iter_errors(printed)) == []
    assert printed["counts"] == {"error": 2, "warning": 0, "info": 1}
    mismatch = next(problem for problem in printed["problems"] if problem["rule"] == "example-mismatch")
    assert mismatch["file"] == "openapi.yaml"
    assert mismatch["pointer"].endswith("/application~1json/example/price")


def test_github_annotations_are_escaped(inline, tmp_path):
    (tmp_path / "open,api.yaml").write_text(BAD.replace("getOrder", "get%Order"), "utf-8")
    done = inline("validate", "open,api.yaml", "--format", "github")
    assert done.code == 1
    lines = done.out.splitlines()
    assert "::notice file=open%2Capi.yaml,line=7,col=14,title=tag-undeclared::" in done.out
    assert all(line.startswith(("::error ", "::notice ")) for line in lines)
    assert len(lines) == 3


def test_a_fine_document_says_so(inline, tmp_path):
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n", "utf-8")
    done = inline("validate", "openapi.yaml")
    assert (done.code, done.out, done.err) == (0, "openapi.yaml: no problems.\n", "")


def test_warnings_alone_do_not_fail(inline, tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\nx-stabilty: beta\n", "utf-8"
    )
    done = inline("validate", "openapi.yaml")
    assert done.code == 0
    assert "warning[word-unknown]" in done.out


def test_settings_change_severities_and_turn_rules_off(inline, spec):
    (spec / "tradespec.toml").write_text(
        '[lint.severity]\nexample-mismatch = "warning"\ntag-undeclared = "off"\npath-parameter-undeclared = "info"\n',
        "utf-8",
    )
    done = inline("validate", "openapi.yaml", "--format", "json")
    assert done.code == 0
    assert json.loads(done.out)["counts"] == {"error": 0, "warning": 1, "info": 1}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[lint.severity]\nexampel-mismatch = "off"\n', "Did you mean 'example-mismatch'?"),
        ('[lint.severity]\nexample-mismatch = "fatal"\n', "off, info, warning or error"),
        ('[lint]\nhouse = "yes"\n', "true or false"),
        ("[lint]\nhuose = true\n", "huose"),
        ("[lint\n", "TOML"),
    ],
)
def test_wrong_settings_are_a_usage_error(inline, spec, toml, said):
    (spec / "tradespec.toml").write_text(toml, "utf-8")
    done = inline("validate", "openapi.yaml")
    assert done.code == 2
    assert said in done.err
    assert "tradespec.toml" in done.err


def test_house_rules_apply_where_the_settings_say_so(inline, spec):
    assert "house-" not in inline("validate", "openapi.yaml").out
    (spec / "tradespec.toml").write_text("[lint]\nhouse = true\n", "utf-8")
    assert "error[house-operation-complete]" in inline("validate", "openapi.yaml").out


def test_problems_of_other_files_are_shown_there(inline, tmp_path):
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: 'paths/a.yaml#/a'}\n", "utf-8"
    )
    (tmp_path / "paths").mkdir()
    (tmp_path / "paths" / "a.yaml").write_text("# a\na:\n  get:\n    responses:\n      '200': {}\n", "utf-8")
    done = inline("validate", "openapi.yaml")
    assert done.code == 1
    assert "paths/a.yaml:5:7: error[structure]" in done.out


def test_a_document_that_cannot_be_read_is_a_problem_for_programs_too(inline, tmp_path):
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: {title: T\n", "utf-8")
    printed = inline("validate", "openapi.yaml", "--format", "json")
    assert printed.code == 3
    assert [problem["rule"] for problem in json.loads(printed.out)["problems"]] == ["unreadable"]
    assert list(jsonschema_rs.Draft202012Validator(JSON_SCHEMA).iter_errors(json.loads(printed.out))) == []
    noted = inline("validate", "nowhere.yaml", "--format", "github")
    assert noted.code == 3
    assert noted.out.startswith("::error file=nowhere.yaml,line=1,col=1,title=unreadable::")
