from textwrap import dedent

import pytest

from tradespec.contract import read
from tradespec.document import load
from tradespec.lint import RULES, LintSettings, lint

HEAD = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n"


class Judge:
    """Writes documents into a folder and judges them."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, text, *, house=False, severity=None, name="openapi.yaml", head=HEAD, **files):
        """Return [(problem, location)]. Other files are keyword arguments: ``orders=...`` is orders.yaml."""
        for stem, content in files.items():
            (self.folder / f"{stem}.yaml").write_text(dedent(content), "utf-8")
        entry = self.folder / name
        entry.write_text(head + dedent(text), "utf-8")
        document = load(entry)
        settings = LintSettings(house=house, severity=severity or {})
        found = lint(read(document), settings)
        return [(problem, document.locate(problem.place)) for problem in found]


@pytest.fixture
def judge(tmp_path):
    return Judge(tmp_path)


def blamed_line(text):
    """Return the line, in the file as it is written, that carries the mark."""
    lines = (HEAD + dedent(text)).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith("#!"))


@pytest.fixture
def keeps_to(judge):
    """Assert that a rule is broken at the marked line of one document, with its texts, and kept by the other."""

    def check(rule, broken, kept, *, house=False):
        found = [(problem, at) for problem, at in judge(broken, house=house) if problem.rule == rule]
        assert blamed_line(broken) in [at.line for _, at in found]
        for problem, at in found:
            assert at.column >= 1
            assert problem.severity == RULES[rule].severity
            assert problem.message
            assert problem.next_step
        assert [problem.message for problem, _ in judge(kept, house=house) if problem.rule == rule] == []

    return check
