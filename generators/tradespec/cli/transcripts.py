"""Commands in hand-written pages with what they print: run again, so that a page shows what is, not what was.

A ``sh`` block followed by a ``text`` block is a transcript: the second is what the first prints, to standard output and
standard error, run in the root of the checkout.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

TRANSCRIPT: Final = re.compile(r"(?P<head>```sh\n(?P<script>(?:(?!```).)*)```\n\n```text\n)(?P<said>.*?)```", re.DOTALL)

CRASH: Final = "This is a fault of tradespec."


def printed(script: str, folder: Path) -> str:
    """Return what a script prints in a folder, with this Python's commands first on the PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603 - a block of the project's own docs
        ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607 - whichever bash the reader has
        cwd=folder,
        env={**os.environ, "PATH": path, "TERM": "dumb", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


def refreshed(page: str, folder: Path) -> str:
    """Return a page whose transcripts show what their commands print now; `RuntimeError` where one crashes."""

    def anew(found: re.Match[str]) -> str:
        said = printed(found["script"], folder)
        if CRASH in said:
            raise RuntimeError(f"Expected an answer, got a crash - at {found['script']}{said}")
        return f"{found['head']}{said}```"

    return TRANSCRIPT.sub(anew, page)
