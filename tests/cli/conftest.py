import io
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tradespec.cli import run


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


@pytest.fixture
def tradespec(tmp_path):
    """Run the command in a process of its own, in an empty folder; fail on a traceback, whatever the test looks for."""

    def call(*args, env=None, cwd=tmp_path, debug=False, timeout=60):
        environment = {key: value for key, value in os.environ.items() if key not in {"TRADESPEC_DEBUG", "NO_COLOR"}}
        done = subprocess.run(
            [sys.executable, "-c", "import sys; from tradespec.cli import main; sys.exit(main())", *map(str, args)],
            cwd=cwd,
            env=environment | (env or {}),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert debug or "Traceback" not in outcome.text, outcome.text
        return outcome

    return call


@pytest.fixture
def inline(tmp_path, monkeypatch):
    """Run the command in this process, in an empty folder: the same `run`, without the cost of a process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRADESPEC_DEBUG", raising=False)

    def call(*args):
        out, err = io.StringIO(), io.StringIO()
        code = run([str(arg) for arg in args], out, err)
        outcome = Outcome(code, out.getvalue(), err.getvalue())
        assert "Traceback" not in outcome.text, outcome.text
        return outcome

    return call
