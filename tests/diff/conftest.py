"""Compare two documents that a test made."""

import json
from datetime import date
from functools import cache

import pytest

from tradespec.contract import read_file
from tradespec.diff import compare
from tradespec.diff.catalogue import card, known


@pytest.fixture
def files(tmp_path):
    """Write two documents and return their paths."""

    def write(old, new):
        paths = []
        for name, value in (("old.json", old), ("new.json", new)):
            path = tmp_path / name
            path.write_text(json.dumps(value, indent=1), "utf-8")
            paths.append(path)
        return paths

    return write


@pytest.fixture
def compared(files):
    """Return the report of two documents."""

    def of(old, new, **more):
        report = compare(*(read_file(path) for path in files(old, new)), **more)
        assert {finding.id for finding in report} <= known().keys()
        return report

    return of


@pytest.fixture(scope="session")
def found(tmp_path_factory):
    """Return the findings of a rule's example by id, each compared once."""
    paths = [tmp_path_factory.mktemp("examples") / name for name in ("old.json", "new.json")]

    @cache
    def of(rule):
        for path, document in zip(paths, card(rule).example.documents(), strict=True):
            path.write_text(json.dumps(document), "utf-8")
        return {
            finding.id: finding for finding in compare(*(read_file(path) for path in paths), today=date(2026, 1, 1))
        }

    return of
