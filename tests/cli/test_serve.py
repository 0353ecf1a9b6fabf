"""`tradespec serve`: it runs, it stops, and it says what is missing."""

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

CALL = "import sys; from tradespec.cli import main; sys.exit(main())"


def test_a_missing_extra_is_a_sentence_with_the_command_to_install_it(tmp_path):
    code = f"import sys; sys.modules['connexion'] = None; {CALL}"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve", "--data", str(tmp_path), "--port", "0"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert "connexion" in done.stderr
    assert "pip install 'tradespec[server]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "args", [("--port", "eighty"), ("--port", "99999"), ("--log-level", "loud"), ("--limit-factor", "-1")]
)
def test_a_wrong_setting_is_a_usage_error(inline, args):
    done = inline("serve", *args)
    assert done.code == 2
    assert args[1] in done.err


def status_of(url, patience_seconds=10):
    """Ask until somebody listens: the greeting may be read a moment before."""
    until = time.monotonic() + patience_seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.e2e
def test_it_serves_until_it_is_interrupted(tmp_path):
    with subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-c",
            CALL,
            "serve",
            "--port",
            "0",
            "--data",
            str(tmp_path / "var"),
            "--no-market-maker",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            printed = next(line for line in server.stdout if "http://127.0.0.1:" in line)
            url = re.search(r"http://127\.0\.0\.1:\d+", printed)[0]
            assert status_of(f"{url}/v1/time") == 200
        finally:
            server.send_signal(signal.SIGINT)
            _, errors = server.communicate(timeout=30)
    assert server.returncode == 0, errors
    assert "Traceback" not in errors
