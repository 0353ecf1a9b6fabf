"""``tradespec diff``: everything that changed between two contracts, and whom it breaks."""

from __future__ import annotations

from typing import Annotated, Literal

from tradespec.cli.comparison import (
    Asked,
    BaselineFile,
    Format,
    New,
    OasdiffFiles,
    Old,
    Scopes,
    WriteBaseline,
    compare_and_print,
)
from tradespec.cli.declare import Option
from tradespec.cli.options import AllowRemote  # noqa: TC001 - read by its declaration

Bump = Annotated[bool, Option("--bump", help="Print only the version step that the change demands: none ... major.")]
MayFail = Annotated[
    Literal["breaking", "risky", "info"] | None,
    Option("--fail-on", help="Exit with 1 from this severity on; with 0 otherwise.", show_default=False),
]


def diff(  # noqa: PLR0913 - one parameter per option
    old: Old,
    new: New,
    *,
    form: Format = "text",
    fail_on: MayFail = None,
    scope: Scopes = None,
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = None,
    oasdiff: OasdiffFiles = None,
    bump: Bump = False,
    allow_remote: AllowRemote = False,
) -> int:
    """Compare two contracts: each change with the clients it breaks, where it stands on both sides, and the proof.

    A proven finding carries a value that one contract accepts and the other refuses. A likely one could not be decided,
    and says why. Changes that only respell the contract are not reported.
    """
    asked = Asked(
        form="bump" if bump else form,
        fail_on=fail_on,
        scopes=frozenset(scope or ()),
        allow_remote=allow_remote,
        baseline=baseline,
        write_baseline=write_baseline,
        oasdiff=tuple(oasdiff or ()),
    )
    return compare_and_print(old, new, asked)
