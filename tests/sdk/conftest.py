"""The SDK under test: built as `make sdk` builds it, and others generated from small documents."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tradespec.contract import read_file
from tradespec.emit import generate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SDK = ROOT / "generated" / "typescript"
NODE_TIMEOUT_SECONDS = 120


@pytest.fixture(scope="session")
def sdk():
    """The folder of the exchange's SDK, compiled. `make` redoes only what is out of date."""
    built = subprocess.run(
        ["make", "--no-print-directory", "sdk"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return SDK


@pytest.fixture(scope="session")
def make_sdk(sdk, tmp_path_factory):
    """Generate the SDK of a document; TypeScript comes from the exchange's SDK."""

    def make(spec: Path) -> Path:
        out = tmp_path_factory.mktemp(spec.stem)
        generate(read_file(spec), ["typescript"], out, direct=True)
        (out / "node_modules").symlink_to(sdk / "node_modules")
        return out

    return make


@pytest.fixture(scope="session")
def tsc(sdk):
    """Run the TypeScript compiler in a folder; answers what it complains about."""

    def run(folder: Path, *options: str) -> str:
        compiler = sdk / "node_modules" / ".bin" / "tsc"
        done = subprocess.run([compiler, *options], cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def node():
    """Run Node; answers what it printed, and fails with it where it fails."""

    def run(*arguments: str | Path, **environment: str | Path) -> str:
        import os

        done = subprocess.run(
            [shutil.which("node") or "node", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=NODE_TIMEOUT_SECONDS,
            env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
