"""Tables, styles and the spinner."""

import os
import pty
import subprocess
import sys

import pytest

from tradespec.cli.console import one_line, style, table


def test_a_table_is_aligned_and_keeps_cells_on_one_line():
    made = table(("NAME", "SAYS"), [("a", "x\ny"), ("longer", "")], styled=False)
    assert made.splitlines() == ["NAME    SAYS", "a       x y", "longer"]


def test_on_a_terminal_lines_are_cut_to_its_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    lines = table(("NAME",), [("n" * 40,)], styled=True).splitlines()
    assert lines[1] == "n" * 19 + "…"
    assert len(table(("NAME",), [("n" * 40,)], styled=False).splitlines()[1]) == 40


@pytest.mark.parametrize(
    ("text", "clean"), [("plain", "plain"), ("a\x1b[31mb", "a [31mb"), ("a\r\nb", "a b"), ("Börse", "Börse")]
)
def test_control_characters_are_taken_out(text, clean):
    assert one_line(text) == clean


def test_styles_are_for_terminals():
    assert style("a", "bold", on=False) == "a"
    assert style("a", "bold", on=True) == "\033[1ma\033[0m"


def seen_on_a_terminal(seconds):
    code = f"import time; from tradespec.cli.console import progress\nwith progress('Working'): time.sleep({seconds})"
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stderr=theirs, stdout=subprocess.PIPE) as child:
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:  # the other side is closed; Linux says so with EIO
            pass
        printed = child.stdout.read()
    os.close(ours)
    assert child.returncode == 0
    return seen.decode(), printed.decode()


def test_long_work_is_announced_on_the_terminal_only():
    seen, printed = seen_on_a_terminal(1.5)
    assert "Working" in seen
    assert printed == ""


def test_short_work_is_not_announced():
    assert seen_on_a_terminal(0.05) == ("", "")


def test_without_a_terminal_nothing_is_shown():
    code = "import time; from tradespec.cli.console import progress\nwith progress('Working'): time.sleep(1.2)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b""
