"""What it takes to release a contract: a version that is new, and a step as large as the change demands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tradespec.contract import read
from tradespec.contract.workflows import FOLDER, workflow_files
from tradespec.diff.finding import ABOUT_VERSIONS
from tradespec.diff.formats.changelog import version_entry
from tradespec.document import bundle, dump_yaml, load
from tradespec.document.releases import STEPS, Release, Version, newest, releases
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tradespec.contract import Contract
    from tradespec.diff.finding import Bump, Finding, Report

HEAD: Final = (
    "# Changelog\n\n"
    "Every released version of this contract, the newest first. The entries are written by `tradespec release`.\n"
)


class ReleaseRefused(Exception):  # noqa: N818 - a decision, not a failure
    """A contract that may not be released as it is; ``message`` says why, ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that may be made: what will be frozen, under which version, and what it changes."""

    version: Version
    folder: Path
    text: str
    """The bundle, as it will be written to ``openapi.yaml``."""
    base: Release | None
    """The release that clients come from; None for the first."""
    report: Report | None
    """What changed since then."""
    made: bool
    """Whether this very bundle has been released under this version before; there is nothing to do then."""
    scenarios: tuple[Path, ...] = ()
    """The workflows beside the contract: they are kept with the release, for the runs that ask what it promised."""

    @property
    def demanded(self) -> Bump:
        """The least step that the changes demand; waived findings demand nothing."""
        return demanded(self.report) if self.report else "none"

    def entry(self, today: date) -> str:
        """Return the changelog's entry, in the order of Keep a Changelog."""
        if self.report is None:
            return f"## {self.version} - {today}\n\nFirst release."
        _, _, rest = version_entry(self.report).partition("\n")
        return f"## {self.version} - {today}\n{rest}".rstrip()

    def write(self, changelog: Path, today: date) -> None:
        """Freeze the bundle, and put the entry on top of the changelog.

        The bundle appears whole or not at all, and the changelog is written first: a run that is cut short is repeated.
        """
        entry = self.entry(today)
        before = changelog.read_text("utf-8") if changelog.exists() else HEAD
        if f"## {self.version} - " not in before:
            head, mark, entries = before.partition("\n## ")
            changelog.write_text(f"{head.rstrip()}\n\n{entry}\n{mark}{entries}", "utf-8")
        for path in self.scenarios:
            kept = self.folder / FOLDER / path.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(path.read_bytes())
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / ".openapi.yaml"
        unfinished.write_text(self.text, "utf-8")
        unfinished.rename(self.folder / "openapi.yaml")


def plan(contract: Contract, folder: Path, judge: Callable[[Contract, Contract], Report]) -> Plan:
    """Return the release that a contract would make in a folder of releases.

    ``judge`` compares the release before with the contract, and sees the changes as the team does. `ReleaseRefused` where
    the version is no semantic version, is taken by another bundle, or is a smaller step than the changes demand.
    """
    version = version_of(contract)
    bundled = bundle(contract.document)
    there = releases(folder) if folder.exists() else ()
    taken = next((each for each in there if each.version == version), None)
    if taken and load(taken.path).root == bundled:
        return Plan(version, taken.folder, "", None, None, made=True)
    base = taken or newest([each for each in there if each.version < version])
    report = judge(read(load(base.path)), contract) if base else None
    if taken and report:
        raise frozen(taken, demanded(report))
    if base and report:
        check_step(base.version, version, report)
    scenarios = workflow_files(Path(contract.document.entry).parent)
    return Plan(version, folder / str(version), dump_yaml(bundled), base, report, made=False, scenarios=scenarios)


def version_of(contract: Contract) -> Version:
    """Return the version of a contract, which must be semantic."""
    found = Version.parse(contract.version)
    if found is None:
        where = contract.document.entry
        message = f"Expected a semantic version, got `{contract.version}` - at {where}, /info/version"
        raise ReleaseRefused(message, "Write it as major.minor.patch, such as 1.4.0 (https://semver.org).")
    return found


def demanded(report: Report) -> Bump:
    """Return the least step that the findings demand which nobody has waived."""
    return replace(report, findings=tuple(demanding(report))).bump


def demanding(report: Report) -> list[Finding]:
    """Return the findings that ask for a step; those about the step itself do not."""
    return [each for each in report if not each.waived and each.id not in ABOUT_VERSIONS]


def frozen(taken: Release, step: str) -> ReleaseRefused:
    """Say that a released version never changes."""
    least = taken.version.after("patch" if step == "none" else step)
    return ReleaseRefused(
        f"Expected a version that has not been released, got {taken.version}, which is frozen - at {taken.path}",
        f"Set info.version to {least} or higher: the changes since {taken.version} demand a {step} step.",
    )


def check_step(base: Version, version: Version, report: Report) -> None:
    """Refuse a version that promises less change than there is."""
    step, least = base.step_to(version), demanded(report)
    if STEPS.index(step) >= STEPS.index(least):
        return
    worst = demanding(report)[:5]
    because = "".join(f"\n    {each.id}: {each.message}" for each in worst)
    raise ReleaseRefused(
        f"Expected at least {base.after(least)}, got {version} - the changes since {base} demand a {least} step:{because}",
        f"Set info.version to {base.after(least)}, or take the change back; `tradespec diff` shows all of it.",
    )
