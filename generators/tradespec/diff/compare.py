"""Compare two contracts: pair what belongs together, ask each room of rules, gather the findings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tradespec.diff import bodies, document_words, lifecycle, operation_words, parameters, security, servers
from tradespec.diff.beside import compare_beside
from tradespec.diff.channels import compare_channels
from tradespec.diff.collector import use_of
from tradespec.diff.context import Both, Context, raw
from tradespec.diff.finding import Report
from tradespec.diff.fingerprint import with_fingerprints
from tradespec.diff.pairing import pair, paired
from tradespec.diff.stability import capped
from tradespec.diff.terms import Terms, Today
from tradespec.diff.versions import with_versions
from tradespec.document import Place
from tradespec.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tradespec.contract import Contract, Operation
    from tradespec.diff.finding import Use


def compare(base: Contract, revision: Contract, *, today: date | None = None, terms: Terms | None = None) -> Report:
    """Return everything that changed between two contracts, and what it means for clients of the first.

    ``today`` decides which sunsets have passed; it is the present day where it is not given. ``terms`` say how much notice
    clients are due and what may break at which stability.
    """
    terms = terms or Terms()
    context = Context(base, revision, Today(today or datetime.now(UTC).date(), terms.notice))
    if not context.same.all_same:
        document(context)
    found = with_fingerprints(context.out.sorted(), base.document, revision.document)
    report = Report(base, revision, found)
    return with_versions(replace(report, findings=capped(report, terms.caps)))


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
    compare_channels(context)
    compare_beside(context, pairing)


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
    """Compare what the server calls in answer to an operation. What is called is what counts, not the callback's name."""
    old, new = both.old.callbacks, both.new.callbacks
    for name in old:
        if name in new:
            calls(both.context, old[name], new[name], "callback", (both.use(f"callback {name}"),))
    gone, come = ([name for name in one if name not in other] for one, other in ((old, new), (new, old)))
    left = [[each for name in names for each in side[name]] for names, side in ((gone, old), (come, new))]
    if left != [[], []]:
        calls(both.context, left[0], left[1], "callback", (both.use(f"callback {', '.join(gone or come)}"),))


def calls(
    context: Context, old: Sequence[Operation], new: Sequence[Operation], kind: str, uses: tuple[Use, ...]
) -> None:
    """Compare calls to clients: the directions are turned round."""
    pairing = paired(old, new, ((by_address, by_address),))
    for gone in (*pairing.gone, *(before for before, _ in pairing.moved)):
        context.out.rule(
            f"{kind}-removed",
            expected="the server to keep calling clients",
            got=f"no {kind} `{gone.path}`",
            at=f"{gone.method} {gone.path}",
            base=gone.place,
            uses=(use_of(gone), *uses),
        )
    for come in (*pairing.come, *(after for _, after in pairing.moved)):
        context.out.rule(
            f"{kind}-added",
            expected="the calls of today",
            got=f"the {kind} `{come.path}`",
            at=f"{come.method} {come.path}",
            revision=come.place,
            uses=(use_of(come), *uses),
        )
    for before, after in pairing.stayed:
        if not untouched(context, before, after):
            operation(Both(context, before, after, "server"))


def by_address(call: Operation) -> tuple[str, str]:
    """Return what names a call to a client: a webhook by its name, a callback by the expression that gives its address."""
    return call.method, call.path


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
