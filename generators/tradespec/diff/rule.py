"""What a rule about something that is no schema says, and the sentences that several rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tradespec.records import dataclass

if TYPE_CHECKING:
    from tradespec.diff.finding import Direction, Scope, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding of this rule means: ``means`` says in one sentence what happened, ``fix`` what to do about it."""

    severity: Severity
    scope: Scope
    direction: Direction
    means: str
    fix: str = ""


KEEP: Final = "Keep it and mark it `deprecated` with `x-sunset`; remove it after that date."
OPTIONAL: Final = "Make it optional, and give it a default that means what leaving it out meant."
KEEP_VALUE: Final = "Keep the old value, or publish the change as a new major version."
OLD_TOO: Final = "Accept the old way beside the new one until clients have moved."
WAIT: Final = "Wait for the date of `x-sunset`."
SAY_UNTIL: Final = "Give it an `x-sunset` and wait for that date."
WRITE_DATE: Final = "Write the date as YYYY-MM-DD."
NOTICE: Final = "Give clients more notice."
PROMISED: Final = "Keep the promised date."
KEEP_DATE: Final = "Keep the date while it is deprecated."
SAY_DATE: Final = "Say with `x-sunset` until when it will answer."
NAMED_FROM: Final = "Keep the id: generated method names are made from it."
SEND_HEADER: Final = "Keep sending the header."
KEEP_CALLING: Final = "Keep calling until clients have moved."
BUMP: Final = "Raise the version as the change demands."
KEEP_ADDRESS: Final = "Keep the old address working."
