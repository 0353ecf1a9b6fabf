"""What a team has decided: the ``[diff]`` tables of ``tradespec.toml``, which lies beside the new document.

::

    [diff.severity]
    api-tag-removed = "off"             # off, info, risky or breaking

    [[diff.waivers]]
    rule = "request-property-became-required"
    at = "POST /v1/orders"              # an operation, or a JSON pointer into either document and all below it
    reason = "No client sends it empty; agreed with the desk on 3 May."
    until = 2026-12-31

A waiver never matches on the text of a message. One that has expired or matches nothing is itself a failure, so that the
file says what holds.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tradespec.diff.finding import SEVERITIES
from tradespec.diff.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tradespec.diff.finding import Finding, Report

LEVELS: Final = ("off", *SEVERITIES)
MADE_FROM: Final = ("new-", "request-", "response-")
"""How the ids of rules about schemas begin; they are made from position and keyword."""
KEYS: Final = frozenset({"rule", "at", "reason", "until"})


class PolicyError(Exception):
    """Settings that cannot be followed; ``message`` says what was expected and where, ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted for now: which rule, where, why, and until when."""

    rule: str
    at: str
    reason: str
    until: date

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is the one that is meant."""
        if finding.id != self.rule:
            return False
        if self.at.startswith("/"):
            pointers = [place.pointer for place in (finding.base, finding.revision) if place]
            return any(pointer == self.at or pointer.startswith(f"{self.at}/") for pointer in pointers)
        return bool(finding.uses) and all(str(use) == self.at for use in finding.uses)


@dataclass(frozen=True, slots=True)
class Policy:
    """Severities that differ from the rules' own, and waivers."""

    severity: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def apply(self, report: Report, today: date) -> tuple[Report, list[str]]:
        """Return the report as this policy sees it, and what is wrong with the waivers."""
        findings = [
            replace(finding, severity=self.severity.get(finding.id, finding.severity))  # type: ignore[arg-type]
            for finding in report.findings
            if self.severity.get(finding.id) != "off"
        ]
        used: set[Waiver] = set()
        valid = [waiver for waiver in self.waivers if waiver.until >= today]
        for at, finding in enumerate(findings):
            waiver = next((each for each in valid if each.covers(finding)), None)
            if waiver is not None:
                used.add(waiver)
                findings[at] = replace(finding, waived=waiver.reason)
        findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        return replace(report, findings=tuple(findings)), self.complaints(used, today)

    def complaints(self, used: set[Waiver], today: date) -> list[str]:
        """Say which waivers have expired and which match nothing."""
        said = [
            f"Expected a waiver that holds, got one that expired on {waiver.until} - at {waiver.rule}, {waiver.at}"
            for waiver in self.waivers
            if waiver.until < today
        ]
        said += [
            f"Expected a waiver of something found, got one that matches nothing - at {waiver.rule}, {waiver.at}"
            for waiver in self.waivers
            if waiver.until >= today and waiver not in used
        ]
        return said


def read_policy(path: Path) -> Policy:
    """Read the ``[diff]`` tables of a file; the defaults where there is none. `PolicyError` where it is wrong."""
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("diff", {})
    except FileNotFoundError:
        return Policy()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"Expected TOML, got something else: {error} - at {path}", "Correct that line.") from error
    unknown = sorted(set(mapping(table, f"{path}: diff")) - {"severity", "waivers"})
    if unknown:
        raise PolicyError(f"Expected severity or waivers, got {unknown[0]!r} - at {path}: [diff]", "Remove it.")
    waivers = table.get("waivers", [])
    if not isinstance(waivers, list):
        raise PolicyError(f"Expected a list of tables - at {path}: diff.waivers", "Write them as [[diff.waivers]].")
    severities = mapping(table.get("severity", {}), f"{path}: [diff.severity]")
    for rule, level in severities.items():
        known(rule, f"{path}: [diff.severity]")
        if level not in LEVELS:
            message = f"Expected {', '.join(LEVELS)}, got {level!r} - at {path}: [diff.severity] {rule}"
            raise PolicyError(message, "Choose one of the four.")
    return Policy(severities, tuple(waiver(each, f"{path}: [[diff.waivers]] {at}") for at, each in enumerate(waivers)))


def waiver(table: Any, where: str) -> Waiver:
    """Read one waiver: all four words are needed."""
    said = mapping(table, where)
    if set(said) != KEYS:
        wrong = ", ".join(sorted(KEYS ^ set(said)))
        raise PolicyError(f"Expected rule, at, reason and until, and nothing else - at {where}", f"See to: {wrong}.")
    for word in ("rule", "at", "reason"):
        if not isinstance(said[word], str) or not said[word].strip():
            raise PolicyError(f"Expected a text, got {said[word]!r} - at {where} {word}", "Write it in quotes.")
    if type(said["until"]) is not date:
        message = f"Expected a date, got {said['until']!r} - at {where} until"
        raise PolicyError(message, "Write it as 2026-12-31, without quotes.")
    known(said["rule"], where)
    return Waiver(said["rule"], said["at"], said["reason"], said["until"])


def mapping(table: Any, where: str) -> dict[str, Any]:
    """Return a table."""
    if not isinstance(table, dict):
        raise PolicyError(f"Expected a table, got {table!r} - at {where}", "Write it as a table.")
    return table


def known(rule: str, where: str) -> None:
    """Refuse what cannot be the id of a rule."""
    if rule not in RULES and not rule.startswith(MADE_FROM):
        raise PolicyError(f"Expected the id of a rule, got {rule!r} - at {where}", "Copy it from a report.")
