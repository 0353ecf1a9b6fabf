"""What commands print with: an aligned table, styles for terminals, and a spinner for long waits.

Rich draws the spinner only: importing it costs 50 ms and its tables lay out a thousand rows in half a second, where
padding the columns takes none.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

PATIENCE_SECONDS = 0.8
"""How long a person waits before being told what is going on."""

STYLES = {
    "bold": "\033[1m",
    "dim": "\033[2m",
    "red": "\033[31m",
    "yellow": "\033[33m",
    "cyan": "\033[36m",
    "green": "\033[32m",
}
RESET = "\033[0m"


def is_styled(stream: TextIO) -> bool:
    """Colour is for terminals whose owner has not declined it (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def style(text: str, *names: str, on: bool = True) -> str:
    """Return ``text`` in the named styles, or as it is where ``on`` is false."""
    return f"{''.join(STYLES[name] for name in names)}{text}{RESET}" if on and text else text


def write(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, styled: bool) -> str:
    """Return aligned columns under ``headings``. On a terminal each line is cut to its width."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [headings, *cells]) for column in range(len(headings))]
    import shutil

    limit = shutil.get_terminal_size().columns if styled else None
    lines = [_line(row, widths, limit) for row in cells]
    return "\n".join([style(_line(headings, widths, limit), "bold", on=styled), *lines])


def one_line(text: str) -> str:
    """Return ``text`` on one line and without control characters, which could drive the reader's terminal."""
    return text if text.isprintable() else " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _line(row: Sequence[str], widths: Sequence[int], limit: int | None) -> str:
    line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    return line if limit is None or len(line) <= limit else line[: limit - 1] + "…"


@contextmanager
def progress(message: str) -> Iterator[None]:
    """Say ``message`` beside a spinner where the work takes long and standard error is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    spinner = _Spinner(message)
    import threading

    timer = threading.Timer(PATIENCE_SECONDS, spinner.show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        spinner.hide()


class _Spinner:
    """Shown by the timer's thread, hidden by the main one; the lock keeps a late `show` from outliving `hide`."""

    def __init__(self, message: str) -> None:
        self._message = message
        import threading

        self._lock = threading.Lock()
        self._over = False
        self._stop: Callable[[], None] | None = None

    def show(self) -> None:
        with self._lock:
            if self._over:
                return
            from rich.console import Console

            status = Console(stderr=True).status(self._message)
            status.start()
            self._stop = status.stop

    def hide(self) -> None:
        with self._lock:
            self._over = True
            if self._stop is not None:
                self._stop()
