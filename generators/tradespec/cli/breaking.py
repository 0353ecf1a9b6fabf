"""``tradespec breaking``: the gate."""

from __future__ import annotations

from tradespec.cli.comparison import (
    Asked,
    BaselineFile,
    FailOn,
    Format,
    New,
    OasdiffFiles,
    Old,
    Scopes,
    WriteBaseline,
    compare_and_print,
)
from tradespec.cli.options import AllowRemote  # noqa: TC001 - read by its declaration


def breaking(  # noqa: PLR0913 - one parameter per option
    old: Old,
    new: New,
    *,
    form: Format = "text",
    fail_on: FailOn = "breaking",
    scope: Scopes = None,
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = None,
    oasdiff: OasdiffFiles = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Fail where a change breaks clients: exit with 1 and print only what is as bad as the gate's setting."""
    asked = Asked(
        form=form,
        fail_on=fail_on,
        only_failing=True,
        scopes=frozenset(scope or ()),
        allow_remote=allow_remote,
        baseline=baseline,
        write_baseline=write_baseline,
        oasdiff=tuple(oasdiff or ()),
    )
    return compare_and_print(old, new, asked)
