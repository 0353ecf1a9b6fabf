"""Compare two contracts: pair what belongs together, ask each room of rules, gather the findings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tradespec.diff import bodies, document_words, lifecycle, operation_words, parameters, security, servers
from tradespec.diff.collector import use_of
from tradespec.diff.context import Both, Context, raw
from tradespec.diff.finding import Finding, Report, Use
from tradespec.diff.pairing import by_path, pair, paired
from tradespec.document import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tradespec.contract import Contract, Operation


def compare(base: Contract, revision: Contract, *, today: date | None = None) -> Report:
    """Return everything that changed between two contracts, and what it means for clients of the first.

    ``today`` decides which sunsets have passed; it is the present day where it is not given.
    """
    context = Context(base, revision, today or datetime.now(UTC).date())
    if not context.same.all_same:
        document(context)
    versions(context)
    found = context.out.sorted()
    return Report(base, revision, tuple(softened(context, found)))


def versions(context: Context) -> None:
    """Compare the version that the document gives itself with the step that the change demands."""
    old, new = (numbers(each.version) for each in (context.base, context.revision))
    worst = {finding.severity for finding in context.out.findings.values()}
    if not worst or old is None or new is None:
        return
    demanded = (old[0] + 1,) if "breaking" in worst and old[0] else (old[0], old[1] + 1)
    rule = "api-version-decreased" if new < old else "api-version-not-bumped"
    if "breaking" in worst and old <= new < demanded:
        rule = "api-major-version-not-bumped"
    if new < demanded:
        context.out.rule(
            rule,
            expected=f"a version of at least {'.'.join(map(str, demanded))}",
            got=context.revision.version,
            at="info",
            base=Place(context.base.document.entry, "/info/version"),
            revision=Place(context.revision.document.entry, "/info/version"),
        )


def numbers(version: str) -> tuple[int, int, int] | None:
    """Return the numbers of a semantic version (semver.org), None for what is none."""
    found = re.match(r"v?(\d+)\.(\d+)(?:\.(\d+))?", version)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def document(context: Context) -> None:
    """Compare everything."""
    pairing = pair(context.base, context.revision)
    lifecycle.existence(context, pairing)
    security.schemes(context)
    document_words.compare_words(context)
    whole_changed = document_settings_differ(context)
    for old, new in (*pairing.stayed, *pairing.moved):
        both = Both(context, old, new)
        if whole_changed or not untouched(context, old, new):
            operation(both)
    webhooks(context)


def operation(both: Both) -> None:
    """Compare one operation."""
    lifecycle.compare_lifecycle(both)
    parameters.compare_parameters(both)
    bodies.compare_request(both)
    bodies.compare_responses(both)
    if both.calls == "client":
        security.compare_security(both)
        servers.compare_servers(both)
        operation_words.compare_words(both)
        callbacks(both)


def webhooks(context: Context) -> None:
    """Compare what the server calls of its own accord."""
    calls(context, context.base.webhooks, context.revision.webhooks, "webhook", ())


def callbacks(both: Both) -> None:
    """Compare what the server calls in answer to an operation."""
    for name in dict.fromkeys([*both.old.callbacks, *both.new.callbacks]):
        old, new = both.old.callbacks.get(name, ()), both.new.callbacks.get(name, ())
        calls(both.context, old, new, "callback", (both.use(f"callback {name}"),))


def calls(
    context: Context, old: Sequence[Operation], new: Sequence[Operation], kind: str, uses: tuple[Use, ...]
) -> None:
    """Compare calls to clients: the directions are turned round."""
    pairing = paired(old, new, ((by_path, by_path),))
    for gone in pairing.gone:
        context.out.rule(
            f"{kind}-removed",
            expected="the server to keep calling clients",
            got=f"no {kind} `{gone.path}`",
            at=f"{gone.method} {gone.path}",
            base=gone.place,
            uses=(use_of(gone), *uses),
        )
    for come in pairing.come:
        context.out.rule(
            f"{kind}-added",
            expected="the calls of today",
            got=f"the {kind} `{come.path}`",
            at=f"{come.method} {come.path}",
            revision=come.place,
            uses=(use_of(come), *uses),
        )
    for before, after in (*pairing.stayed, *pairing.moved):
        if not untouched(context, before, after):
            operation(Both(context, before, after, "server"))


def untouched(context: Context, old: Operation, new: Operation) -> bool:
    """Whether an operation and what it shares with others on its path is the same in both documents."""
    if old.path != new.path or not context.unchanged(old.place, new.place):
        return False
    above = [Place(each.place.file, each.place.pointer.rpartition("/")[0]) for each in (old, new)]
    items = [raw(context.base.document, above[0]), raw(context.revision.document, above[1])]
    for word in ("parameters", "servers"):
        before, after = (item.get(word) if isinstance(item, dict) else None for item in items)
        if not context.same.nodes(before, above[0] / word, after, above[1] / word):
            return False
    return True


def document_settings_differ(context: Context) -> bool:
    """Whether what holds for all operations is said differently."""
    old, new = context.base.document.root, context.revision.document.root
    components = [root.get("components") or {} for root in (old, new)]
    schemes = [item.get("securitySchemes") if isinstance(item, dict) else None for item in components]
    words = ("openapi", "security", "servers", "x-stability")
    return schemes[0] != schemes[1] or any(old.get(word) != new.get(word) for word in words)


def softened(context: Context, findings: Sequence[Finding]) -> list[Finding]:
    """Experimental operations may break: findings that reach nothing else are only told."""
    experimental = {each.id for each in context.base.operations if each.stability == "experimental"}
    return [
        replace(finding, severity="info")
        if finding.uses and {use.id for use in finding.uses} <= experimental
        else finding
        for finding in findings
    ]
