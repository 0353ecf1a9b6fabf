"""Severities by place and stability, notice before a sunset, and the step of the version."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tradespec.diff import compare
from tradespec.diff.finding import Use
from tradespec.diff.policy import At, PolicyError, read_policy

TODAY = date(2026, 6, 1)
RULE = "request-body-min-length-increased"


def operation(least, **words):
    schema = {"$ref": "#/components/schemas/Text"} if least is None else {"type": "string", "minLength": least}
    body = {"content": {"application/json": {"schema": schema}}}
    return {"requestBody": body, "responses": {"200": {"description": "ok"}}, **words}


def document(paths, version="1.0.0", text=1):
    components = {"schemas": {"Text": {"type": "string", "minLength": text}}}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": version}, "paths": paths, "components": components}


@pytest.fixture
def decided(files, tmp_path):
    """Return rule -> severity, of two documents under the settings, without what is said of the version."""

    def decide(settings, old, new):
        from tradespec.contract import read_file

        (tmp_path / "tradespec.toml").write_text(settings, "utf-8")
        policy = read_policy(tmp_path / "tradespec.toml")
        report = compare(*(read_file(path) for path in files(old, new)), today=TODAY, terms=policy.terms)
        return policy.apply(report, TODAY)[0]

    return decide


def severities(report):
    return {
        (finding.id, str(finding.operation)): finding.severity for finding in report if "-version-" not in finding.id
    }


def two(least, text=None, **words):
    """Two operations, the second internal; they share a schema where ``text`` is given."""
    paths = {"/orders/{id}": {"post": operation(least)}, "/internal/books": {"post": operation(least, **words)}}
    return document(paths, text=text or 1)


@pytest.mark.parametrize(
    ("rule", "orders", "internal"),
    [
        ('at = "/internal/**"', "breaking", "info"),
        ('at = "POST /internal/*"', "breaking", "info"),
        ('at = "GET /internal/*"', "breaking", "breaking"),
        ('at = "* /orders/{orderId}"', "info", "breaking"),
        ('at = "/orders/*"\nrule = "request-body-*"', "info", "breaking"),
        ('at = "/orders/*"\nrule = "response-*"', "breaking", "breaking"),
        ('at = "/paths/~1internal~1books"', "breaking", "info"),
        ('stability = "beta"', "breaking", "info"),
        ('stability = "stable"', "info", "breaking"),
        (f'rule = "{RULE}"', "info", "info"),
    ],
)
def test_a_severity_is_set_for_a_place(decided, rule, orders, internal):
    settings = f'[[diff.rules]]\n{rule}\nseverity = "info"\n'
    more = {"x-stability": "beta"}
    report = decided(settings, two(1, **more), two(5, **more))
    assert severities(report) == {(RULE, "POST /orders/{id}"): orders, (RULE, "POST /internal/books"): internal}


def test_what_reaches_many_operations_is_as_bad_as_for_the_worst_of_them(decided):
    rule = '[[diff.rules]]\nat = "{}"\nseverity = "{}"\n'
    old, new = two(None, text=1), two(None, text=5)
    assert list(severities(decided("", old, new)).values()) == ["breaking"]
    assert list(severities(decided(rule.format("/internal/**", "off"), old, new)).values()) == ["breaking"]
    assert list(severities(decided(rule.format("/**", "off"), old, new)).values()) == []
    lowered = rule.format("/**", "info") + rule.format("/internal/**", "risky")
    assert list(severities(decided(lowered, old, new)).values()) == ["risky"]


def test_the_last_rule_that_fits_counts(decided):
    settings = '[[diff.rules]]\nat = "/**"\nseverity = "info"\n[[diff.rules]]\nat = "/orders/*"\nseverity = "risky"\n'
    found = severities(decided(settings, two(1), two(5)))
    assert found == {(RULE, "POST /orders/{id}"): "risky", (RULE, "POST /internal/books"): "info"}


@pytest.mark.parametrize(
    ("settings", "stability", "severity"),
    [
        ("", "experimental", "info"),
        ("", "beta", "breaking"),
        ('[diff.stability]\nbeta = "risky"', "beta", "risky"),
        ('[diff.stability]\nbeta = "risky"', "experimental", "info"),
        ('[diff.stability]\nexperimental = "breaking"', "experimental", "breaking"),
        ('[diff.stability]\nstable = "risky"', None, "risky"),
        (f'[diff.severity]\n{RULE} = "breaking"', "experimental", "info"),
        ('[[diff.rules]]\nstability = "experimental"\nseverity = "breaking"', "experimental", "breaking"),
    ],
)
def test_a_stability_caps_severities(decided, settings, stability, severity):
    words = {"x-stability": stability} if stability else {}
    found = severities(decided(settings, two(1, **words), two(5, **words)))
    assert found[RULE, "POST /internal/books"] == severity


@pytest.mark.parametrize(
    ("sunset", "stability", "said"),
    [
        ("2026-06-30", None, "180 days of notice, so a date from 2026-11-28 on"),
        ("2026-11-27", None, "180 days of notice"),
        ("2026-11-28", None, ""),
        ("2026-06-30", "beta", "30 days of notice, so a date from 2026-07-01 on"),
        ("2026-07-01", "beta", ""),
        ("2026-06-02", "experimental", ""),
        ("2026-06-01", "experimental", "a date to come"),
    ],
)
@pytest.mark.parametrize("before", [{}, {"deprecated": True}])
def test_a_sunset_leaves_the_notice_that_is_due(decided, sunset, stability, said, before):
    words = {"x-stability": stability} if stability else {}
    settings = "[diff.notice]\nstable = 180\nbeta = 30\n"
    gone = {"deprecated": True, "x-sunset": sunset}
    report = decided(settings, two(1, **words, **before), two(1, **words, **gone))
    found = [finding for finding in report if finding.id == "api-sunset-date-too-small"]
    assert bool(found) == bool(said)
    assert all(said in finding.message for finding in found)


def test_a_parameter_is_due_the_notice_of_its_operation(decided):
    def one(**words):
        parameter = {"name": "limit", "in": "query", "schema": {"type": "integer"}, **words}
        return two(1, parameters=[parameter], **{"x-stability": "beta"})

    settings = "[diff.notice]\nstable = 180\nbeta = 30\n"
    gone = {"deprecated": True, "x-sunset": "2026-07-15"}
    assert "request-parameter-sunset-date-too-small" not in {each.id for each in decided(settings, one(), one(**gone))}


VERSIONS = [
    # old, new, least length before and after, the rule that speaks
    ("1.2.3", "2.0.0", (1, 5), None),
    ("1.2.3", "1.3.0", (1, 5), "api-major-version-not-bumped"),
    ("1.2.3", "1.2.3", (1, 5), "api-major-version-not-bumped"),
    ("1.2.3", "1.2.3", (5, 1), "api-version-not-bumped"),
    ("1.2.3", "1.2.4", (5, 1), "api-version-not-bumped"),
    ("1.2.3", "1.3.0", (5, 1), None),
    ("1.2.3", "1.2.3", (1, 1), None),
    ("1.2.3", "1.2.2", (1, 1), "api-version-decreased"),
    ("1.2.3", "1.2.3-rc.1", (5, 1), "api-version-decreased"),
    ("0.2.3", "0.3.0", (1, 5), None),
    ("0.2.3", "0.2.4", (1, 5), "api-major-version-not-bumped"),
    ("0.2.3", "0.2.4", (5, 1), None),
    ("0.2.3", "0.2.3", (5, 1), "api-version-not-bumped"),
    ("1.0.0-rc.1", "1.0.0-rc.2", (1, 5), None),
    ("1.0.0-rc.1", "1.0.0", (1, 5), None),
    ("1.0.0", "2.0.0-alpha", (1, 5), None),
    ("1.0.0", "1.1.0-alpha", (1, 5), "api-major-version-not-bumped"),
    ("1.0.0+a", "1.0.0+b", (1, 5), "api-major-version-not-bumped"),
    ("v1.2.3", "v2.0.0", (1, 5), None),
    ("1.2", "1.3", (1, 5), "api-major-version-not-bumped"),
    ("2026-06-01", "2026-06-01", (1, 5), None),
    ("1.0.0", "2026-06-01", (1, 5), None),
]


@pytest.mark.parametrize(("old", "new", "least", "rule"), VERSIONS)
def test_the_version_rises_as_far_as_the_changes_demand(decided, old, new, least, rule):
    pair = [
        document({"/a": {"post": operation(each)}}, version) for version, each in zip((old, new), least, strict=True)
    ]
    found = {finding.id: finding.severity for finding in decided("", *pair) if "-version-" in finding.id}
    assert list(found) == ([rule] if rule else [])
    required = decided('[diff]\nsemantic-version = "required"\n', *pair)
    wrong = rule or new == "2026-06-01"
    assert [each.severity for each in required if "-version-" in each.id] == (["breaking"] if wrong else [])
    off = decided('[diff]\nsemantic-version = "off"\n', *pair)
    assert not [each for each in off if "-version-" in each.id]


def test_what_is_waived_or_lowered_demands_no_step(decided):
    pair = [document({"/a": {"post": operation(each)}}) for each in (1, 5)]
    waiver = f'[[diff.waivers]]\nrule = "{RULE}"\nat = "/a"\nreason = "r"\nuntil = 2999-01-01\n'
    assert [each.id for each in decided(waiver, *pair)] == [RULE]
    assert decided(waiver, *pair).bump == "patch"
    lowered = decided(f'[diff.severity]\n{RULE} = "info"\n', *pair)
    assert [each.id for each in lowered] == [RULE, "api-version-not-bumped"]
    assert lowered.bump == "minor"


@pytest.mark.parametrize(
    ("at", "method", "path", "reached"),
    [
        ("POST /v1/orders", "POST", "/v1/orders", True),
        ("post /v1/orders", "POST", "/v1/orders", True),
        ("POST /v1/orders", "GET", "/v1/orders", False),
        ("/v1/orders", "GET", "/v1/orders", True),
        ("/v1/orders", "GET", "/v1/orders/{id}", False),
        ("/v1/orders/{orderId}", "GET", "/v1/orders/{id}", True),
        ("/v1/orders/*", "GET", "/v1/orders/{id}", True),
        ("/v1/*", "GET", "/v1/orders/{id}", False),
        ("/v1/**", "GET", "/v1/orders/{id}", True),
        ("/v1/**", "GET", "/v1", True),
        ("/v1/**", "GET", "/v10", False),
        ("* /**/fills", "GET", "/v1/orders/{id}/fills", True),
        ("/v1.0/*", "GET", "/v1x0/a", False),
        ("* /components/a", "GET", "/components/a", True),
        ("/components/a", "GET", "/components/a", False),
    ],
)
def test_places_are_operations_paths_and_patterns(at, method, path, reached):
    assert At.parse(at).reaches(Use(method, path, "id")) is reached


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[diff]\nsemantic-version = "yes"', "Expected required, info or off, got 'yes' - at .*semantic-version"),
        ("[diff]\nsemantic_version = 1", "got 'semantic_version'"),
        ('[diff.stability]\nalpha = "info"', "Expected experimental, beta or stable, got 'alpha'"),
        ('[diff.stability]\nbeta = "off"', "Expected breaking, risky or info, got 'off'"),
        ("[diff.notice]\nstable = true", "got True"),
        ("[diff.notice]\nstable = -1", "got -1"),
        ('[diff.notice]\nstable = "180"', "got '180'"),
        ("[diff.notice]\nalpha = 1", "got 'alpha'"),
        ('[[diff.rules]]\nseverity = "info"', "Expected rule, at or stability beside the severity"),
        ('[[diff.rules]]\nat = "/a"', "got None - at .*rules.. 1 severity"),
        ('[[diff.rules]]\nat = "/a"\nseverity = "info"\npath = "/b"', "got 'path'"),
        ('[[diff.rules]]\nrule = "no-*-such"\nseverity = "info"', "got 'no-\\*-such'"),
        ('[[diff.rules]]\nat = 1\nseverity = "info"', "Expected a text, got 1"),
        ('[[diff.rules]]\nstability = "alpha"\nseverity = "info"', "got 'alpha'"),
        ('[diff.rules]\nat = "/a"', "Expected a list of tables"),
        ('[diff.severity]\n"request-*" = "off"', "Expected the id of a rule, got 'request-\\*'"),
    ],
)
def test_settings_that_cannot_be_followed_are_refused_with_their_place(tmp_path, text, said):
    path = tmp_path / "tradespec.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PolicyError, match=r"^Expected .*tradespec\.toml") as caught:
        read_policy(path)
    assert re.search(said, caught.value.message)
    assert caught.value.next_step


def test_a_wrong_id_is_answered_with_the_nearest(tmp_path):
    path = tmp_path / "tradespec.toml"
    path.write_text('[diff.severity]\nrequest-body-min-lenght-increased = "off"', "utf-8")
    with pytest.raises(PolicyError) as caught:
        read_policy(path)
    assert caught.value.next_step == f"Did you mean {RULE!r}?"
