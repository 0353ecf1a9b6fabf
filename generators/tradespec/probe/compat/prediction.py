"""Which finding of ``tradespec diff`` foretold a breakage: the release judged against the server's own document.

A finding foretells a breakage when it reaches the same operation in the same direction and speaks of the same thing: a
member, a parameter or a status that both name, or the operation as a whole. A finding that merely stands nearby is none,
nor is one that calls itself harmless: what broke is then unpredicted, a fault of the server and not of its contract.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from tradespec.diff import compare
from tradespec.probe.compat.matrix import Prediction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tradespec.contract import Contract
    from tradespec.diff import Finding, Report
    from tradespec.probe.compat.matrix import Breakage, Call

__all__ = ["Predictor"]

REFUSED: Final = frozenset({"request_form_accepted", "positive_data_acceptance", "example_refused"})
"""Kinds of breakages where a request was not understood."""
MISREAD: Final = frozenset(
    {
        "response_schema_conformance", "response_headers_conformance", "content_type_conformance",
        "sdk_answer", "sdk_error", "sdk_exception", "trace_missing", "trace_type", "trace_length",
    }
)  # fmt: skip
"""Kinds where an answer was not understood."""
GONE: Final = frozenset({404, 405, 410, 501})
SHUT: Final = frozenset({401, 403})
WHOLE: Final = (
    ("api-removed", GONE),
    ("api-path-removed", GONE),
    ("api-operation-moved", GONE),
    ("api-security", SHUT),
    ("api-global-security", SHUT),
    ("api-signature", SHUT),
    ("request-body-media-type-removed", frozenset({415})),
)
"""How rules about a whole operation begin, and the statuses by which their changes show."""
NAME: Final = re.compile(r"[`\"']([\w.$-]{1,60})[`\"']")
REQUIRED: Final = re.compile(r'"([^"]+)" is a required property|Expected the member ([^ ,]+), got none')
GENERIC: Final = frozenset({"schema", "schemas", "components", "paths", "properties", "items", "content", "responses"})
GENERIC_WORDS: Final = GENERIC | {"response", "request", "applicationjson", "body", "v1", "get", "post", "required"}
PARTS_MAX: Final = 3
STATUSES_OF_REFUSAL: Final = range(400, 500)


class Predictor:
    """The comparison of one release with one server's document."""

    def __init__(self, release: Contract, server: Contract, spelled: Callable[[str], str]) -> None:
        """``spelled`` names the files of the server's document as a reader knows them."""
        self.report: Report = compare(release, server)
        self.spelled = spelled

    def predicted(self, breakage: Breakage) -> Breakage:
        """Return the breakage with the finding that foretold it, where one did."""
        about, status = names_of(breakage), breakage.answer.status if breakage.answer else 0
        best = max(
            (found for found in self.report.findings if reaches(found, breakage) and directed(found, breakage)),
            key=lambda found: weight(found, about, status),
            default=None,
        )
        if best is None or weight(best, about, status)[0] == 0:
            return breakage
        return replace(breakage, prediction=self.told(best))

    def told(self, finding: Finding) -> Prediction:
        """Return a finding as a prediction."""
        return Prediction(finding.id, finding.severity, finding.message, self.place(finding))

    def place(self, finding: Finding) -> str:
        """Return where the change stands: in the server's document where it has lines, else in the release."""
        new = self.report.revision.document.locate(finding.revision) if finding.revision else None
        old = self.report.base.document.locate(finding.base) if finding.base else None
        # What a server publishes is often one long line, in which nobody finds anything.
        found = old if new is None or (new.line == 1 and old is not None) else new
        return f"{self.spelled(found.file)}:{found.line}:{found.column}" if found else ""


def reaches(finding: Finding, breakage: Breakage) -> bool:
    """Whether a change concerns the operation, and is said to matter."""
    return finding.severity != "info" and any(
        use.id == breakage.operation or (use.method == breakage.method and use.path == breakage.path)
        for use in finding.uses
    )


def directed(finding: Finding, breakage: Breakage) -> bool:
    """Whether a change could show in this way: what is sent, or what is answered."""
    if finding.direction == "none" or breakage.kind not in REFUSED | MISREAD:
        return True
    return finding.direction == ("request" if breakage.kind in REFUSED else "response")


def weight(finding: Finding, about: frozenset[str], status: int) -> tuple[int, int]:
    """Return how well a change explains a breakage (0: not at all), and how bad it was said to be."""
    explained = 2 * len(about & names_in(finding)) + explains_all(finding, status)
    return explained, {"breaking": 2, "risky": 1}.get(finding.severity, 0)


def explains_all(finding: Finding, status: int) -> bool:
    """Whether a change concerns the operation as a whole, and shows in answers of this status."""
    return any(finding.id.startswith(start) and status in statuses for start, statuses in WHOLE)


def names_of(breakage: Breakage) -> frozenset[str]:
    """Return the names that a breakage speaks of: members, parameters, statuses."""
    found = {part for part in breakage.pointer.split("/") if part and not part.isdigit()}
    found |= {name for pair in REQUIRED.findall(breakage.message) for name in pair if name}
    if not found:
        found = set(NAME.findall(breakage.message))
    if breakage.answer:
        if breakage.kind not in MISREAD:
            found.add(str(breakage.answer.status))
        if breakage.answer.status in STATUSES_OF_REFUSAL:
            found |= set(texts(breakage.answer.body))
    if breakage.kind in REFUSED and breakage.call is not None:
        found |= parts_of(breakage.call)
    return plain(found)


def parts_of(call: Call) -> set[str]:
    """Return the parameters and members of a refused request, of one so small that any of them may be the reason."""
    names = {name for name, _ in parse_qsl(urlsplit(call.path).query, keep_blank_values=True)}
    try:
        body = json.loads(call.body or "null")
    except ValueError:
        body = None
    names |= set(body) if isinstance(body, dict) else set()
    return names if len(names) <= PARTS_MAX else set()


def texts(body: str) -> Iterator[str]:
    """Yield the names in a problem's list of places."""
    try:
        problem: Any = json.loads(body)
    except ValueError:
        return
    errors = problem.get("errors") if isinstance(problem, dict) else None
    for error in errors if isinstance(errors, list) else ():
        for value in error.values() if isinstance(error, dict) else ():
            if isinstance(value, str):
                yield from NAME.findall(value)
                yield from (part for part in re.split(r"[/.$\[\]]", value) if part and " " not in part)


def names_in(finding: Finding) -> frozenset[str]:
    """Return the names that a change speaks of."""
    found: set[str] = set(NAME.findall(finding.message))
    found |= set(re.split(r"[/ ]", finding.message.rpartition(" - at ")[2]))
    for place in (finding.base, finding.revision):
        if place is not None:
            found |= set(place.keys)
    return plain(found)


def plain(names: Iterable[str]) -> frozenset[str]:
    """Return names without what differs between ``order_id``, ``orderId`` and ``OrderId``; common words are none."""
    folded = {re.sub(r"[^a-z0-9]", "", str(name).lower()) for name in names}
    return frozenset(name for name in folded if len(name) > 1 and name not in GENERIC_WORDS)
