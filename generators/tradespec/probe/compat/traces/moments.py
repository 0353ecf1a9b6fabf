"""Times in what is sent: what lay ahead when a trace was recorded lies ahead again when it is replayed.

A query for the next three hours asks for another thing once those hours have begun. So times from the recording on
move by as much as has passed since, in whole seconds; dates by whole days. What was past then is past now, and stays.
Times are texts as RFC 3339 writes them; a number says nothing of being a time.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradespec.probe.compat.traces.trace import Exchange

__all__ = ["Moments", "moment"]

MOMENT: Final = re.compile(
    r"(?P<second>\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?P<fraction>\.\d+)?(?P<offset>[Zz]|[+-]\d\d:\d\d)"
)
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")


class Moments:
    """Moves times from the day of a recording to today."""

    def __init__(self, exchanges: Iterable[Exchange], now: datetime | None = None) -> None:
        sent = [found for each in exchanges if (found := moment(each.sent))]
        self.recorded = min(sent, default=None)
        self.passed = timedelta(0)
        if self.recorded is not None:
            self.passed = timedelta(seconds=round(((now or datetime.now(UTC)) - self.recorded).total_seconds()))

    def today(self, text: str) -> str:
        """Return a time that lay ahead moved, as it was written; every other text as it is."""
        if self.recorded is None:
            return text
        found = MOMENT.fullmatch(text)
        try:
            if found is None:
                return self.day(text) if DATE.fullmatch(text) else text
            ahead = moment(text)
            if ahead is None or ahead < self.recorded:
                return text
            moved = datetime.fromisoformat(found["second"].upper()) + self.passed
        except (ValueError, OverflowError):
            return text  # no day of any calendar, which is what was meant to be sent
        return f"{moved.isoformat(sep=text[10])}{found['fraction'] or ''}{found['offset']}"

    def day(self, text: str) -> str:
        """Return a date that was not past moved."""
        assert self.recorded is not None  # noqa: S101 - asked for by `today`
        began = self.recorded.date()
        ahead = date.fromisoformat(text)
        days = (self.recorded + self.passed).date() - began
        return text if ahead < began else (ahead + days).isoformat()


def moment(text: str) -> datetime | None:
    """Return the time that a text is, in UTC; None where it is none."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
