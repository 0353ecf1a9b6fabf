"""Run released contracts against servers of today, and tell what broke for whom.

Rows are releases, columns are servers, and each cell is looked at in several ways (`WAYS`):

* ``positive``: requests and link sequences made from the release, answers judged as a tolerant reader reads them;
* ``sdk``: the SDK generated from the release, built, running its own scenario suite;
* ``traces``: recorded calls of the release's clients, signed anew and sent again, answers compared (`traces`).

::

    from tradespec.probe import Credentials
    from tradespec.probe.compat import Access, run_compat

    matrix = run_compat("spec/releases", ["http://127.0.0.1:8080", "rev:HEAD~3"], ways=["positive"],
                        access=Access((Credentials("tsk_...", "hmac-sha256", "..."),)), seed=7, examples=15)
    matrix.ok                                   # may one release?
    for cell in matrix:
        for breakage in cell.breakages:
            print(cell.release, cell.server, breakage.operation, breakage.kind, breakage.message)
            print(breakage.call, breakage.answer)     # the smallest request that shows it

A way of your own is any object with `name`, `title`, `busy` and `run(job) -> Outcome` (`Way`). A cell that could not be
judged is ``failed`` and carries its `CompatError`; it is never green.
"""

from tradespec.probe.compat.errors import CompatError, Unbuildable, Unreachable, Unreadable
from tradespec.probe.compat.matrix import Answer, Breakage, Call, Cell, Matrix, Outcome, Prediction
from tradespec.probe.compat.release import Release, read_releases
from tradespec.probe.compat.run import WAYS, record_trace, run_compat
from tradespec.probe.compat.server import Server, parse_server
from tradespec.probe.compat.tolerant import tolerant
from tradespec.probe.compat.ways import Access, Job, Way

__all__ = [
    "WAYS",
    "Access",
    "Answer",
    "Breakage",
    "Call",
    "Cell",
    "CompatError",
    "Job",
    "Matrix",
    "Outcome",
    "Prediction",
    "Release",
    "Server",
    "Unbuildable",
    "Unreachable",
    "Unreadable",
    "Way",
    "parse_server",
    "read_releases",
    "record_trace",
    "run_compat",
    "tolerant",
]
