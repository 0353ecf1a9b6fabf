"""What `action.yml` runs: the gate in a GitHub workflow.

Inputs come by the environment, never inside a command's text, so that no name of a branch or file can run anything:
``GATE_REVISION``, ``GATE_BASE``, ``GATE_FAIL_ON``, ``GATE_SCOPE``, ``GATE_BASELINE``, ``GATE_OASDIFF``,
``GATE_SARIF``. Findings become annotations of the
changed lines (standard output), a report in the job's summary (``GITHUB_STEP_SUMMARY``) and outputs
(``GITHUB_OUTPUT``).
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tradespec.cli import run
from tradespec.cli.errors import CommandError
from tradespec.cli.exit_codes import FINDINGS, FINE, USAGE
from tradespec.cli.revisions import fetched

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS: Final = ("breaking", "risky", "info")
SUMMARY_BYTES_MAX: Final = 1_000_000
"""GitHub refuses a step's summary above 1 MiB."""


def main(environment: Mapping[str, str]) -> int:
    """Compare, tell GitHub, and return the exit code of the gate."""
    try:
        base, revision, options = asked(environment)
        code, counts = report(environment, base, revision, options)
    except CommandError as error:
        annotate(f"tradespec: {error.message}\n  next: {error.next_step}")
        return error.exit_code
    sys.stdout.write(f"{counts}\n")
    return code


def asked(environment: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Return both documents and the options; `CommandError` where an input is wrong."""
    revision = environment.get("GATE_REVISION", "").strip()
    if not revision:
        raise CommandError("Expected a document, got none - at `revision:`", "Write revision: openapi.yaml", USAGE)
    level = environment.get("GATE_FAIL_ON", "").strip() or LEVELS[0]
    if level not in (*LEVELS, "none"):
        raise CommandError(
            f"Expected {', '.join(LEVELS)} or none, got `{level}` - at `fail-on:`", "Choose one of them.", USAGE
        )
    scopes = environment.get("GATE_SCOPE", "").replace(",", " ").split()
    options = [word for scope in scopes for word in ("--scope", scope)]
    for word in ("baseline", "oasdiff"):
        files = environment.get(f"GATE_{word.upper()}", "").splitlines()
        options += [part for file in files if file.strip() for part in (f"--{word}", file.strip())]
    options += [] if level == "none" else ["--fail-on", level]
    return base_of(environment.get("GATE_BASE", "").strip(), revision), revision, options


def base_of(base: str, revision: str) -> str:
    """Return what to compare with: a path as it is, and the same document in a git revision."""
    if not base.strip("0"):
        raise CommandError(
            "Expected what to compare with, got nothing: this event names no commit before it - at `base:`",
            "Write base: main, or the path of the last released document.",
            USAGE,
        )
    if Path(base).exists() or "*" in base:
        return base
    name, colon, path = base.partition(":")
    same = revision if Path(revision).exists() else revision.partition(":")[2] or revision
    return f"{fetched(name)}:{path if colon else same}"


def report(environment: Mapping[str, str], base: str, revision: str, options: list[str]) -> tuple[int, str]:
    """Write every form of the report; return the gate's exit code and the counts in words."""
    code, found = written("json", base, revision, options, loud=True)
    if not found:
        return code, "Nothing was judged."
    summary = json.loads(found)["summary"]
    append(environment.get("GITHUB_OUTPUT"), "".join(f"{name}={summary[name]}\n" for name in (*LEVELS, "bump")))
    _, annotations = written("github", base, revision, options)
    # GitHub shows ten annotations of a kind: what is only told stands in the summary, unless the gate is set to it.
    quiet = () if options[-2:] == ["--fail-on", "info"] else ("::notice ",)
    sys.stdout.writelines(f"{line}\n" for line in annotations.splitlines() if not line.startswith(quiet))
    _, page = written("markdown", base, revision, options)
    append(environment.get("GITHUB_STEP_SUMMARY"), page if fits(page) else shortened(page))
    if sarif := environment.get("GATE_SARIF", "").strip():
        Path(sarif).parent.mkdir(parents=True, exist_ok=True)
        Path(sarif).write_text(written("sarif", base, revision, options)[1], "utf-8")
    counts = ", ".join(f"{summary[name]} {name}" for name in LEVELS)
    return code, f"{counts}. Least version step: {summary['bump']}."


def written(form: str, base: str, revision: str, options: list[str], *, loud: bool = False) -> tuple[int, str]:
    """Run the comparison in one format; ``loud`` makes annotations of what it complains about."""
    out, err = io.StringIO(), io.StringIO()
    code = run(["diff", base, revision, "--format", form, *options], out, err)
    if loud and err.getvalue():
        annotate(err.getvalue(), {FINE: "notice", FINDINGS: "warning"}.get(code, "error"))
    return code, out.getvalue()


def annotate(said: str, level: str = "error") -> None:
    """Write complaints as GitHub shows them beside the job: one annotation each, with its next step."""
    for complaint in f"\n{said.strip()}".split("\ntradespec: ")[1:]:
        text = complaint.strip().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        sys.stdout.write(f"::{level} title=tradespec::{text}\n")


def fits(page: str) -> bool:
    """Whether GitHub takes a summary of this size."""
    return len(page.encode()) <= SUMMARY_BYTES_MAX


def shortened(page: str) -> str:
    """Return the head of a report that is too long for a summary."""
    head = "\n".join(page.splitlines()[:5])
    return f"{head}\n\nThe report is too long for this page. Run `tradespec diff` to read it, or set `sarif:`.\n"


def append(path: str | None, text: str) -> None:
    """Append to one of the files that GitHub reads after the step; there is none outside a workflow."""
    if path and text:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main(os.environ) or FINE)
