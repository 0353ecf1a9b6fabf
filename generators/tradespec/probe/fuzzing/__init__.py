"""Fuzz a server by its contract: Schemathesis makes the requests, we sign them and tell what was found.

::

    from tradespec.contract import read_file
    from tradespec.probe import Credentials
    from tradespec.probe.compat import Access
    from tradespec.probe.fuzzing import run_fuzz

    report = run_fuzz(read_file("openapi.yaml"), "http://127.0.0.1:8080",
                      access=Access((Credentials("tsk_...", "hmac-sha256", "..."),)), seed=7)
    for found in report:
        print(found.breakage.title, found.check, found.breakage.message)
        print(report.command(found))          # what to type to see it again; it signs anew
"""

from tradespec.probe.fuzzing.baseline import BaselineError, read_baseline, write_baseline
from tradespec.probe.fuzzing.replay import Replayed, replay
from tradespec.probe.fuzzing.report import Found, FuzzReport
from tradespec.probe.fuzzing.run import Pass, passes_of, run_fuzz
from tradespec.probe.fuzzing.steps import Step, parse_steps, steps_of

__all__ = [
    "BaselineError",
    "Found",
    "FuzzReport",
    "Pass",
    "Replayed",
    "Step",
    "parse_steps",
    "passes_of",
    "read_baseline",
    "replay",
    "run_fuzz",
    "steps_of",
    "write_baseline",
]
