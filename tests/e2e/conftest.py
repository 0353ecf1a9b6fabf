"""The exchange as a user starts it: a process of its own, on a real port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


class Exchange:
    """A server process with its data folder; it can be killed and started again on the same port."""

    def __init__(self, data: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}.log"
        self.command = [str(Path(sys.executable).parent / "tradespec"), "serve", "--port", str(self.port)]
        self.command += ["--data", str(data), *options]
        self.process = None

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdout=log, stderr=log, env={**os.environ, "PYTHONUNBUFFERED": "1"}
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"no answer within {START_SECONDS} s: {self.log.read_text()}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


@pytest.fixture
def start_exchange(tmp_path):
    """Start exchanges; all are stopped at the end."""
    started = []

    def start(*options: str) -> Exchange:
        exchange = Exchange(tmp_path / f"data{len(started)}", *options)
        started.append(exchange)
        exchange.start()
        return exchange

    yield start
    for exchange in started:
        exchange.stop()
