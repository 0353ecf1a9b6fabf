"""``tradespec changelog``: what changed, as an entry for the readers of the API."""

from __future__ import annotations

from tradespec.cli.comparison import Asked, New, Old, compare_and_print
from tradespec.cli.options import AllowRemote  # noqa: TC001 - read by its declaration


def changelog(old: Old, new: New, allow_remote: AllowRemote = False) -> int:
    """Write the changelog entry of a new version as Markdown."""
    return compare_and_print(old, new, Asked(form="changelog", allow_remote=allow_remote))
