"""Severities and waivers: data with an owner's reason and an end, never matched on texts."""

from __future__ import annotations

from datetime import date

import pytest

from tradespec.diff.policy import Policy, PolicyError, read_policy

TODAY = date(2026, 6, 1)
RULE = "request-body-min-length-increased"


def document(least):
    body = {"content": {"application/json": {"schema": {"type": "string", "minLength": least}}}}
    operation = {"requestBody": body, "responses": {"200": {"description": "ok"}}}
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": operation}}}


@pytest.fixture
def applied(compared, tmp_path):
    def apply(text):
        path = tmp_path / "tradespec.toml"
        path.write_text(text, "utf-8")
        return read_policy(path).apply(compared(document(1), document(5)), TODAY)

    return apply


def waiver(rule=RULE, at="POST /a", until="2026-12-31"):
    return f'[[diff.waivers]]\nrule = "{rule}"\nat = "{at}"\nreason = "agreed"\nuntil = {until}\n'


@pytest.mark.parametrize("at", ["POST /a", "/paths/~1a", "/paths/~1a/post/requestBody"])
def test_a_waiver_takes_a_finding_out_of_the_gate_and_leaves_it_in_the_report(applied, at):
    report, complaints = applied(waiver(at=at))
    assert [finding.waived for finding in report] == ["agreed"]
    assert report.at_least("info") == ()
    assert complaints == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (waiver(until="2026-05-31"), "expired on 2026-05-31"),
        (waiver(at="GET /a"), "matches nothing"),
        (waiver(at="/paths/~1"), "matches nothing"),
        (waiver(rule="request-body-max-length-decreased"), "matches nothing"),
    ],
)
def test_a_waiver_that_does_not_hold_is_a_complaint(applied, text, said):
    report, complaints = applied(text)
    assert len(report.at_least("breaking")) == 1
    assert len(complaints) == 1
    assert said in complaints[0]


@pytest.mark.parametrize(("level", "left"), [("off", []), ("info", ["info"]), ("risky", ["risky"])])
def test_a_severity_is_set_for_a_rule(applied, level, left):
    report, _ = applied(f'[diff.severity]\n{RULE} = "{level}"\n')
    assert [finding.severity for finding in report] == left


@pytest.mark.parametrize(
    "text",
    [
        "[diff",
        "[diff]\nwaiver = 1",
        "[diff]\nwaivers = 1",
        "[diff]\nseverity = 1",
        '[diff.severity]\nno-such-rule = "off"',
        f'[diff.severity]\n{RULE} = "loud"',
        waiver(until='"2026-12-31"'),
        waiver(until="2026-12-31T00:00:00"),
        waiver(at=" "),
        waiver() + "owner = 1",
        "[[diff.waivers]]\nrule = 1",
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_place(applied, text):
    with pytest.raises(PolicyError, match=r"^Expected .* - at .*tradespec\.toml"):
        applied(text)


def test_no_file_is_no_policy(tmp_path):
    assert read_policy(tmp_path / "tradespec.toml") == Policy()
