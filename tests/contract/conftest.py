from textwrap import dedent

import pytest

from tradespec.contract import read_file


@pytest.fixture
def contract_of(tmp_path, monkeypatch):
    """Write a document (and, by keyword, the files beside it) and read it."""
    monkeypatch.chdir(tmp_path)

    def read(text, *, version="3.1.0", **files):
        for stem, content in files.items():
            (tmp_path / f"{stem}.yaml").write_text(dedent(content), "utf-8")
        head = f"openapi: {version}\ninfo: {{title: T, version: '1'}}\n"
        (tmp_path / "openapi.yaml").write_text(head + dedent(text), "utf-8")
        return read_file("openapi.yaml")

    return read


@pytest.fixture
def schemas_of(contract_of):
    """Read the schemas of a document that has nothing else."""

    def read(text, *, version="3.1.0", **files):
        body = "components:\n  schemas:\n" + "".join(f"    {line}\n" for line in dedent(text).strip().splitlines())
        contract = contract_of(body, version=version, **files)
        return contract.schemas

    return read


@pytest.fixture
def schema_of(schemas_of):
    """Read one schema, written in one line, in a document with a string schema ``Text``."""

    def read(words, *, version="3.1.0"):
        return schemas_of(f"It: {words}\nText: {{type: string}}", version=version)["It"]

    return read
