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
        print(report.commands(found))         # what to type to see it again; each command signs anew
"""

from tradespec.probe.fuzzing.baseline import BaselineError, read_baseline, write_baseline
from tradespec.probe.fuzzing.report import Found, FuzzReport
from tradespec.probe.fuzzing.run import Pass, passes_of, run_fuzz

__all__ = [
    "BaselineError",
    "Found",
    "FuzzReport",
    "Pass",
    "passes_of",
    "read_baseline",
    "run_fuzz",
    "write_baseline",
]
