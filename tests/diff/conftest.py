"""Compare two documents that a test made."""

import json

import pytest

from tradespec.contract import read_file
from tradespec.diff import compare


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
    return lambda old, new, **more: compare(*(read_file(path) for path in files(old, new)), **more)
