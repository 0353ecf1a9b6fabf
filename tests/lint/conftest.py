from textwrap import dedent

import pytest

from tradespec.contract import read
from tradespec.document import load
from tradespec.lint import LintSettings, lint

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
