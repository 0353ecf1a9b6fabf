"""Rules as Schemathesis' class checks: made once for a run, called with every answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import schemathesis

from tradespec.probe.checks.actor import Asked, Undecided, actors
from tradespec.probe.compat.errors import CompatError
from tradespec.probe.compat.wire import Received, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradespec.probe.checks.actor import Actor

__all__ = ["Broken", "Rule", "rule"]


class Broken(AssertionError):  # noqa: N818 - the field's word for what happens to a rule
    """A rule does not hold. The text says what was expected, what came, and where; ``calls`` what shows it."""

    def __init__(self, message: str, sent: Sequence[Asked] = ()) -> None:
        super().__init__(message)
        self.calls = [
            {
                "actor": asked.actor,
                "asked": True,
                "answer": asked.answer,
                "method": asked.method,
                "path": asked.path,
                "headers": {} if asked.body is None else {"Content-Type": "application/json"},
                "body": "" if asked.body is None else json.dumps(asked.body),
            }
            for asked in sent
        ]


class Rule:
    """A rule about what a server does. Override `answered`, and raise `Broken` where the rule does not hold."""

    def __init__(self) -> None:
        self.actors = actors()

    @property
    def first(self) -> Actor:
        """The actor whose key the run signs with."""
        return self.actors[0]

    @property
    def second(self) -> Actor:
        """Somebody else."""
        return self.actors[1]

    def answered(self, call: Asked, answer: Received) -> None:
        """Judge an answer that Schemathesis got."""

    def demand(self, holds: bool, message: str) -> None:
        """Raise `Broken` with what the actors have sent, where something does not hold."""
        if not holds:
            raise Broken(message, self.actors[0].sent)

    def after_response(self, _context: Any, response: Any, case: Any) -> None:
        """Take an answer from Schemathesis."""
        if not self.actors:
            return
        self.first.sent.clear()
        request = response.request
        raw = request.body.decode("utf-8", "replace") if isinstance(request.body, bytes) else request.body or ""
        operation = str(case.operation.definition.raw.get("operationId", ""))
        text = response.content.decode("utf-8", "replace")
        headers = {name.lower(): ", ".join(value) for name, value in response.headers.items()}
        call = Asked(operation, request.method, request.path_url, parsed(raw))
        try:
            self.answered(call, Received(response.status_code, headers, parsed(text), text))
        except (Undecided, CompatError):
            return


def rule(name: str) -> Callable[[type[Rule]], type[Rule]]:
    """Register a rule under the name that reports, baselines and ``--checks`` know it by."""

    def register(made: type[Rule]) -> type[Rule]:
        made.__name__ = name
        return schemathesis.check(made)

    return register
