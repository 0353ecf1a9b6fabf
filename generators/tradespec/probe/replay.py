"""Send the requests of a finding again and judge as the run did: ``python -m tradespec.probe.replay``, in a process of its own.

The plan comes as JSON in the environment variable ``TRADESPEC_FUZZ`` (see `tradespec.probe.fuzzing.replay`), as it comes to
`tradespec.probe.hooks`, which is imported for the checks that it registers. What happened goes to the file that the plan
names, one JSON object per line: ``call`` and ``answer`` of each request, then ``failures``, or ``error`` where it ended early.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import schemathesis
from schemathesis.checks import CHECKS, is_check_class, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response

from tradespec.contract import read
from tradespec.document import load
from tradespec.probe import hooks
from tradespec.probe.compat.errors import CompatError
from tradespec.probe.compat.traces.replay import renewed, values_in
from tradespec.probe.compat.ways import Access
from tradespec.probe.compat.wire import Client, operation_of, parsed, received
from tradespec.probe.compat.wording import told
from tradespec.probe.fuzzing.by_status import BY_STATUS
from tradespec.probe.fuzzing.steps import Missing, Step
from tradespec.probe.signing import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

    from tradespec.contract import Operation

NOT_ALLOWED: Final = 405
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")


class Replay:
    """One replay: what judges, and what it judged."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.contract = read(load(plan["spec"]))
        self.client = Client(self.contract, plan["url"], access_of(plan))
        self.schema = schemathesis.openapi.from_path(plan["spec"])
        self.answers: list[Any] = []
        self.new: dict[str, str] = {}
        """What made a request safe to repeat -> what does so today."""
        load_all_checks()
        found = CHECKS.get_all() if plan["check"] not in BY_STATUS else []
        wanted = [each for each in found if plan["check"] in {"", each.__name__}]
        self.functions = [each for each in wanted if not is_check_class(each) and each.__name__ not in BY_STATUS]
        # A class that judges whole runs has nothing to say of one sequence.
        self.rules: list[Any] = [each() for each in wanted if is_check_class(each) and hasattr(each, "after_response")]

    def run(self) -> Iterator[dict[str, Any]]:
        """Send each request and yield what came, then what is wrong with it."""
        steps = [Step(**each) for each in self.plan["steps"]]
        failures: list[dict[str, str]] = []
        for number, step in enumerate(steps, 1):
            filled = self.renewed(step.filled(self.answers))
            response = self.client.exchange(
                filled.method,
                filled.path,
                filled.headers,
                filled.content,
                filled.key - 1 if filled.key else None,
            )
            answer = received(response)
            self.answers.append(answer.body)
            called = {"method": filled.method, "path": filled.path, "headers": dict(filled.headers)}
            yield {
                "call": {
                    **called,
                    "body": filled.body,
                    "raw": filled.raw,
                    "actor": max(0, filled.key - 1),
                    "signed": filled.key > 0,
                },
                "answer": {"status": answer.status, "body": answer.text},
            }
            failures += self.judged(filled, response, last=number == len(steps))
        if self.plan["status"] is not None and answer.status != self.plan["status"]:
            failures = []
        elif expected := BY_STATUS.get(self.plan["check"]):
            failures = [{"check": self.plan["check"], "message": f"{expected}, got {answer.status}"}]
            if answer.status == NOT_ALLOWED and "allow" in answer.headers:
                failures = []
        yield {"failures": failures}

    def renewed(self, step: Step) -> Step:
        """Return a request with a new text where the same one again would be the same request again (``x-idempotency``)."""
        operation = operation_of(self.contract, step.method, step.path)
        field = operation.idempotency.field if operation and operation.idempotency and self.plan["renew"] else ""
        body = parsed(step.body)
        if not (field.startswith("/") and isinstance(body, dict) and isinstance(body.get(field[1:]), str)):
            return step
        old = body[field[1:]]
        body[field[1:]] = self.new.setdefault(old, renewed(old))
        return replace(step, body=json.dumps(body))

    def neighbour(self, step: Step) -> Operation | None:
        """Return another operation of a path that does not have the method: what it says of methods is judged beside it."""
        for method in METHODS:
            if found := operation_of(self.contract, method, step.path):
                return found
        return None

    def judged(self, step: Step, response: requests.Response, *, last: bool) -> Iterator[dict[str, str]]:
        """Yield what rules complain of after each request, and what all other checks find in the last answer."""
        operation = operation_of(self.contract, step.method, step.path) or self.neighbour(step)
        if operation is None:
            return
        named = zip(re.findall(r"\{([^}]*)\}", operation.path), values_in(step.path, operation.path), strict=False)
        case = self.schema[operation.path][operation.method].Case(path_parameters=dict(named))
        seen = Response.from_requests(response, verify=True)
        for rule in self.rules:
            try:
                rule.after_response(None, seen, case)
            except AssertionError as error:
                yield {"check": type(rule).__name__, "message": str(error)}
        if not last:
            return
        for check in self.functions:
            try:
                case.validate_response(seen, checks=[check])
            except FailureGroup as group:
                for failure in group.exceptions:
                    yield {"check": check.__name__, "message": told(raw_of(failure, check.__name__, seen.status_code))}


def raw_of(failure: Any, check: str, status: int) -> dict[str, Any]:
    """Return a failure of Schemathesis as `told` reads it."""
    return {
        "check": check,
        "title": failure.title,
        "message": getattr(failure, "_raw_message", None) or failure.message,
        "pointer": "".join(f"/{each}" for each in getattr(failure, "instance_path", ())),
        "status": status,
    }


def access_of(plan: dict[str, Any]) -> Access:
    """Return how requests get in."""
    return Access(tuple(Credentials(**each) for each in plan["keys"]), plan["headers"], plan["query"], plan["sign"])


def main(plan: dict[str, Any]) -> None:
    """Run, and write down what happened as it happens."""
    with open(plan["out"], "a", encoding="utf-8") as out:  # noqa: PTH123 - as the other reader of events does
        try:
            out.writelines(json.dumps(line) + "\n" for line in Replay(plan).run())
        except Missing as error:
            out.write(json.dumps({"missing": str(error)}) + "\n")
        except (CompatError, ValueError) as error:
            out.write(json.dumps({"error": str(error), "kind": type(error).__name__}) + "\n")


if __name__ == "__main__" and hooks:
    main(json.loads(os.environ["TRADESPEC_FUZZ"]))
