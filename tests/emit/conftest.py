"""The documents that the emitters are tried on."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tradespec.contract import read
from tradespec.document import load

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="session")
def mini():
    """A small document with everything that has ever broken a generator."""
    return read(load(HERE / "mini" / "openapi.yaml"))


@pytest.fixture(scope="session")
def exchange():
    """The contract in ``spec/``."""
    return read(load(ROOT / "spec" / "openapi.yaml"))


@pytest.fixture
def import_package():
    """Import a generated package from a folder, under a name of its own, and forget it afterwards."""
    imported = []

    def import_from(folder: Path, name: str):
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        imported.append(name)
        spec.loader.exec_module(module)
        return module

    yield import_from
    for name in [key for key in sys.modules for top in imported if key == top or key.startswith(f"{top}.")]:
        del sys.modules[name]
