"""What the commands that compare contracts share: arguments, reading, judging, printing, and the exit code."""

from __future__ import annotations

import filecmp
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tradespec.cli.console import is_styled, progress, write
from tradespec.cli.declare import Argument, Option
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, UNREADABLE, USAGE
from tradespec.cli.options import complete_path, read_document
from tradespec.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tradespec.cli.inputs import Pair
    from tradespec.contract import Contract
    from tradespec.diff.finding import Comparison, Report, Severity, Unread
    from tradespec.diff.oasdiff import Moved
    from tradespec.diff.policy import Policy, Waiver

SETTINGS = "tradespec.toml"

Old = Annotated[
    str,
    Argument(
        metavar="OLD",
        help="What clients know: a file, a folder, a 'pattern*.yaml', a folder of releases (its newest), or REV: before any.",
        autocompletion=complete_path,
    ),
]
New = Annotated[
    str,
    Argument(metavar="NEW", help="What is to be judged, named in the same ways.", autocompletion=complete_path),
]
Format = Annotated[
    Literal["text", "markdown", "html", "json", "github", "sarif", "junit", "toml"],
    Option("--format", help="For people, for pull requests, for programs; toml writes waivers."),
]
FailOn = Annotated[Literal["breaking", "risky", "info"], Option("--fail-on", help="Exit with 1 from this severity on.")]
BaselineFile = Annotated[
    Path | None,
    Option(
        "--baseline", metavar="FILE", help="Tell only what this file does not know.", show_default=False, dir_okay=False
    ),
]
WriteBaseline = Annotated[
    Path | None,
    Option(
        "--write-baseline",
        metavar="FILE",
        help="Write what was found to this file: it is known from now on.",
        show_default=False,
        dir_okay=False,
    ),
]


OasdiffFiles = Annotated[
    list[Path] | None,
    Option(
        "--oasdiff",
        metavar="FILE",
        help="Follow a file of oasdiff: .oasdiff.yaml, severity levels, or an ignore file. May be given again.",
        show_default=False,
        dir_okay=False,
    ),
]


class Breaks(StrEnum):
    """What a change breaks."""

    wire = "wire"
    source = "source"
    behaviour = "behaviour"


Scopes = Annotated[
    list[Breaks] | None,
    Option("--scope", help="Look only at what breaks this: bytes, generated code, or behaviour.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of one run say; empty or None where an option was not given."""

    form: str = "text"
    fail_on: Severity | None = None
    only_failing: bool = False
    scopes: frozenset[str] = frozenset()
    allow_remote: bool = False
    baseline: Path | None = None
    write_baseline: Path | None = None
    oasdiff: tuple[Path, ...] = ()


def compare_and_print(old: str, new: str, asked: Asked) -> int:
    """Compare two documents, or all documents of two sides, print the report, and return the exit code."""
    decisions = Decisions(datetime.now(UTC).date(), asked.oasdiff, since_commit=is_commit(old))
    with progress("Comparing"):
        comparison, complaints = judged(old, new, asked, decisions)
        incomplete = complain(comparison)
        comparison, notes = remembered(comparison, asked)
    comparison = narrowed(comparison, asked)
    if asked.form == "toml":
        print_settings(comparison, asked, decisions)
    else:
        print_comparison(comparison, asked.form)
    sys.stderr.writelines(f"tradespec: {said}\n" for said in (*complaints, *notes, *decisions.remarks()))
    if comparison.unread:
        return UNREADABLE
    if asked.fail_on and (comparison.at_least(asked.fail_on) or complaints):
        return FINDINGS
    return UNREADABLE if incomplete else FINE


def is_commit(said: str) -> bool:
    """Whether a side is read from a git revision."""
    from tradespec.document.git import split

    return split(said) is not None and not Path(said).exists()


def judged(old: str, new: str, asked: Asked, decisions: Decisions) -> tuple[Comparison, list[str]]:
    """Read and compare everything; a document of many that cannot be read is noted, and the others are judged."""
    from tradespec.cli.inputs import pairs
    from tradespec.diff.finding import Comparison

    found = pairs(old, new)
    if len(found) == 1 and not found[0].name:
        return Comparison((one(found[0], asked, decisions),)), decisions.complaints()
    reports: list[Report] = []
    unread: list[Unread] = []
    for pair in renamed(found, allow_remote=asked.allow_remote):
        report = attempted(pair, asked, decisions, unread)
        if report is not None:
            reports.append(report)
    return Comparison(tuple(reports), old, new, tuple(unread)), [] if unread else decisions.complaints()


def renamed(found: list[Pair], *, allow_remote: bool) -> list[Pair]:
    """Return the pairs with a document that goes by another name now made one: no other on its side has its title."""
    gone = titled([(pair, pair.old) for pair in found if pair.old and not pair.new], allow_remote=allow_remote)
    come = titled([(pair, pair.new) for pair in found if pair.new and not pair.old], allow_remote=allow_remote)
    merged = {come[title].name: replace(come[title], old=gone[title].old) for title in gone.keys() & come.keys()}
    left = {gone[title].name for title in gone.keys() & come.keys()}
    return [merged.get(pair.name, pair) for pair in found if pair.name not in left]


def titled(found: list[tuple[Pair, str]], *, allow_remote: bool) -> dict[str, Pair]:
    """Return title -> pair, of documents that can be read and whose title no other has."""
    from tradespec.document import DocumentError

    titles: dict[str, list[Pair]] = {}
    for pair, source in found:
        try:
            info = read_document(source, allow_remote=allow_remote).root.get("info")
        except DocumentError:
            continue  # told where it is compared
        if isinstance(info, dict) and isinstance(info.get("title"), str):
            titles.setdefault(info["title"], []).append(pair)
    return {title: pairs[0] for title, pairs in titles.items() if len(pairs) == 1}


def attempted(pair: Pair, asked: Asked, decisions: Decisions, unread: list[Unread]) -> Report | None:
    """Return the report about one document of many; None where it cannot be read, which is noted."""
    from tradespec.diff.finding import Unread
    from tradespec.document import DocumentError

    try:
        return one(pair, asked, decisions)
    except DocumentError as error:
        unread.append(Unread(pair.name, str(error), error.next_step))
        return None


def one(pair: Pair, asked: Asked, decisions: Decisions) -> Report:
    """Compare one document, and see it as the team does."""
    from tradespec.contract import read
    from tradespec.diff import compare, documents

    policy, today = decisions.policy(pair), decisions.today
    if pair.old and pair.new:
        contracts = both_contracts(pair.old, pair.new, allow_remote=asked.allow_remote)
        report = replace(compare(*contracts, today=today, terms=policy.terms), document=pair.name)
    else:
        contract = read(read_document(pair.old or pair.new or "", allow_remote=asked.allow_remote))
        if pair.old:
            report = documents.removed(contract, pair.name, today=today, terms=policy.terms)
        else:
            report = documents.added(contract, pair.name)
    return policy.judged(report, today, decisions.used)


class Decisions:
    """The settings beside each document, each file read once, and which of their waivers hold for something.

    A waiver is written for the way from one release to the next. From one commit to another there may be nothing of it,
    before it was written or after it was merged: it is told then, and fails nothing.
    """

    def __init__(self, today: date, oasdiff: Sequence[Path] = (), *, since_commit: bool = False) -> None:
        self.today = today
        self.since_commit = since_commit
        self.used: set[Waiver] = set()
        self.policies: dict[Path, Policy] = {}
        self.moved: Moved | None = None
        if oasdiff:
            from tradespec.diff.oasdiff import read_files

            with refused():
                self.moved = read_files(oasdiff)

    def policy(self, pair: Pair) -> Policy:
        """Return what the first settings file says that a document has; `CommandError` where it cannot be followed."""
        from tradespec.diff.policy import read_policy

        files = [folder / SETTINGS for folder in pair.settings]
        path = next((file for file in files if file.exists()), files[0])
        if path not in self.policies:
            with refused():
                self.policies[path] = self.with_moved(read_policy(path))
        return self.policies[path]

    def with_moved(self, policy: Policy) -> Policy:
        """Return a policy with what oasdiff's files say beside it; the team's own settings count more."""
        moved = self.moved
        if moved is None:
            return policy
        severity = {**moved.severity, **policy.severity}
        return replace(policy, severity=severity, notice={**moved.notice, **policy.notice}, ignored=moved)

    def remarks(self) -> list[str]:
        """Say what of oasdiff's files was not followed, and which waivers concern no change of these commits."""
        failing = self.complaints()
        idle = [said for said in self.wrong(self.used) if said not in failing] if self.since_commit else []
        return [*idle, *(self.moved.remarks() if self.moved else [])]

    def complaints(self) -> list[str]:
        """Say what is wrong with the waivers, of all documents together, and fails the gate."""
        if not self.since_commit:
            return self.wrong(self.used)
        return self.wrong({waiver for policy in self.policies.values() for waiver in policy.waivers})

    def wrong(self, used: set[Waiver]) -> list[str]:
        """Say which waivers have expired, and which are not among those that are used."""
        return [said for policy in self.policies.values() for said in policy.complaints(used, self.today)]


@contextmanager
def refused() -> Iterator[None]:
    """Make a usage error of settings that cannot be followed."""
    from tradespec.diff.policy import PolicyError

    try:
        yield
    except PolicyError as error:
        raise CommandError(error.message, error.next_step, USAGE) from error


def both_contracts(old: str, new: str, *, allow_remote: bool) -> tuple[Contract, Contract]:
    """Read both documents; files of the same bytes in the same folder are one document, read once."""
    from tradespec.contract import read

    first = read(read_document(old, allow_remote=allow_remote))
    if twins(Path(old), Path(new)):
        return first, first
    return first, read(read_document(new, allow_remote=allow_remote))


def twins(old: Path, new: Path) -> bool:
    """Whether two files say the same, references to their neighbours included."""
    return old.is_file() and new.is_file() and old.parent == new.parent and filecmp.cmp(old, new, shallow=False)


def remembered(comparison: Comparison, asked: Asked) -> tuple[Comparison, list[str]]:
    """Return what the baseline does not know, and what is to be said of it.

    A new baseline is written only where everything could be read.
    """
    if asked.write_baseline is None and asked.baseline is None:
        return comparison, []
    from tradespec.diff.policy import read_baseline, write_baseline

    notes: list[str] = []
    path = asked.write_baseline or asked.baseline
    assert path is not None  # noqa: S101 - one of them was given
    if asked.write_baseline is not None:
        if comparison.unread:
            return comparison, [f"{path} was not written, for not everything could be read."]
        path.write_text(write_baseline(comparison), "utf-8")
        notes = [f"wrote {path}"]
    with refused():
        comparison, gone = read_baseline(path).apply(comparison)
    notes += [f"{path} knows {entry}, which does not occur any more" for entry in gone]
    return comparison, [*notes, f"write it anew with --write-baseline {path}"] if gone else notes


def narrowed(comparison: Comparison, asked: Asked) -> Comparison:
    """Return what was asked for: some scopes, or only what fails the gate."""

    def kept(report: Report) -> Report:
        only_failing = asked.only_failing and asked.form != "toml"
        findings = report.at_least(asked.fail_on) if only_failing and asked.fail_on else report.findings
        scopes = asked.scopes
        told = tuple(each for each in findings if not scopes or each.scope in scopes)
        return replace(report, findings=told, step=report.bump)

    waived = sum(bool(finding.waived) for finding in comparison.findings)
    return replace(comparison, reports=tuple(map(kept, comparison.reports)), waived=waived)


def print_settings(comparison: Comparison, asked: Asked, decisions: Decisions) -> None:
    """Print tables for ``tradespec.toml``: what oasdiff's files say, or, without them, waivers of what fails."""
    from tradespec.diff.policy import settings

    moved = decisions.moved
    if moved is not None:
        ignored = {line.reason for line in moved.lines}
        found = [finding for finding in comparison.findings if finding.waived in ignored]
        write(settings(found, decisions.today, moved.severity, moved.notice))
    else:
        write(settings(comparison.at_least(asked.fail_on or "breaking"), decisions.today))


def print_comparison(comparison: Comparison, form: str) -> None:
    """Print everything in one of the formats, or the version step it demands."""
    from tradespec.diff import formats

    if form == "bump":
        write(comparison.bump)
    elif text := formats.write(comparison, form, styled=is_styled(sys.stdout)):
        write(text)


def complain(comparison: Comparison) -> bool:
    """Say what could not be read; a comparison that did not see everything is no pass."""
    for unread in comparison.unread:
        sys.stderr.write(f"tradespec: {unread.message}\n")
        sys.stderr.write(f"  next: {unread.next_step or 'Correct the file there, then run the command again.'}\n")
    found = False
    for report in comparison.reports:
        for contract in (report.base, report.revision):
            for problem in contract.problems:
                if problem.severity == "error":
                    found = True
                    where = contract.document.locate(problem.place)
                    sys.stderr.write(f"tradespec: {where}: {problem.message} - at {where.pointer or 'the root'}\n")
    if found:
        sys.stderr.write("  next: Correct these places; what stands there was not compared.\n")
    return found
